"""Every page of the demo record, every list as a file, and what an empty record says."""

import csv
import html
import json
import re
from pathlib import Path

import pytest

from dragoman.record.people import dealings
from dragoman.record.query import Query
from dragoman.serve import record_story
from dragoman.serve.json_load import settled
from dragoman.serve.web import files
from tests.serve.web.conftest import SUMMIT, Reader, dragoman, reader

PAGES = (
    "/", f"/processes/{SUMMIT}", f"/processes/{SUMMIT}?meeting={SUMMIT}&side=ISL",
    f"/processes/{SUMMIT}?all=1", "/contradictions", "/statements", "/events", "/meetings",
    "/states", "/conditions", "/tasks", "/reports", "/reports?words=summit",
    "/reports/beae6d79ec2b8ca8", "/reports/beae6d79ec2b8ca8?entry=m1.1", "/actors",
    "/actors?words=Brek", "/actors/1", "/sides/ISL", "/review", "/review/judged", "/memo",
    "/watch", "/digest",
)  # fmt: skip
LISTS = ("statements", "events", "meetings", "states", "conditions", "tasks", "reports", "actors",
         "processes", "contradictions", "review")  # fmt: skip
OWN = ("review/judged", "memo", "watch")
"""What people keep is a list, too."""


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_one(desk: Reader, path: str) -> None:
    text = desk.page(path)
    assert text.startswith("<!doctype html>") and "</html>" in text
    assert len(re.findall("<h1", text)) == 1
    assert " style=" not in text and "onclick" not in text, "the policy would refuse it"


@pytest.mark.parametrize("path", [*PAGES[:1], "/contradictions", "/reports", "/statements",
                                  "/events", "/actors", "/review", "/memo", "/watch",
                                  "/digest"])  # fmt: skip
def test_an_empty_record_says_what_to_do(empty: Reader, path: str) -> None:
    assert 'class="empty"' in empty.page(path)


@pytest.mark.parametrize("path", ["/statements?by=Nobody", "/reports?words=zzzz", "/?words=zzzz",
                                  "/actors?words=zzzz", "/contradictions?by=zzzz",
                                  "/contradictions?words=zzzz&since=&until="])  # fmt: skip
def test_nothing_found_says_what_was_searched(desk: Reader, path: str) -> None:
    empty = re.search(r'class="empty">(.*?)</p>', desk.page(path), re.S)
    word = path.partition("=")[2].partition("&")[0]
    assert empty and word in empty[1] and "<a " in empty[1], "the word, and where to go on"


@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_a_file_by_its_address(desk: Reader, name: str) -> None:
    rows = desk.json(f"/{name}.json")
    assert rows, name
    lines = desk.page(f"/{name}.jsonl").splitlines()
    assert [json.loads(line) for line in lines] == rows
    table = list(csv.DictReader(desk.page(f"/{name}.csv").splitlines()))
    assert [row["id"] for row in table] == [str(row["id"]) for row in rows]
    assert desk.page(f"/{name}.exe", 422)


def test_a_file_holds_the_whole_list_and_not_its_first_page(desk: Reader) -> None:
    """Also one that begins at a page further on, and one of which only some are wanted."""
    total = desk.json("/api/v1/states?limit=1")["total"]
    shown = len(re.findall('class="row-entry"', desk.page("/states?limit=5")))
    assert shown == 5 < total == len(desk.json("/states.json"))
    assert len(desk.page("/states.jsonl").splitlines()) == total
    assert len(list(csv.DictReader(desk.page("/states.csv").splitlines()))) == total
    assert len(desk.json("/states.json?limit=5")) == 5
    cursor = desk.json("/api/v1/states?limit=5")["next"]
    assert len(desk.json(f"/states.json?cursor={cursor}")) == total - 5
    second = desk.page(f"/states?limit=5&cursor={cursor}&by=URY")
    assert 'href="/states.csv?by=URY"' in second


def test_a_file_of_many_pages_holds_each_row_once(
    desk: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST", 3)
    for name in ("statements", "reports", "processes", "contradictions"):
        rows = [row["id"] for row in desk.json(f"/{name}.json")]
        assert len(rows) == len(set(rows)) == desk.json(f"/api/v1/{name}")["total"]


@pytest.mark.parametrize("name", (*LISTS, *OWN))
def test_a_table_without_rows_has_its_headings(desk: Reader, name: str, empty: Reader) -> None:
    (told,) = empty.page(f"/{name}.csv").splitlines()
    rows = list(csv.DictReader(desk.page(f"/{name}.csv").splitlines()))
    assert len(told.split(",")) > 3
    assert not rows or list(rows[0]) == told.split(",")


def test_contradictions_are_filtered_and_refuse_what_they_have_not(desk: Reader) -> None:
    rows = desk.json("/contradictions.json")
    assert [row["id"] for row in rows[:1]] == [SUMMIT] and len(rows) > 1
    assert rows[:1] == desk.json("/contradictions.json?by=uruguay&since=2031-06-18")
    assert desk.json("/contradictions.json?by=nobody") == []
    assert desk.json("/contradictions.json?since=2031-06-19") == []
    assert desk.json(f"/api/v1/contradictions?process={SUMMIT}")["total"] == 1
    assert desk.json("/api/v1/contradictions?until=2031-06-01")["total"] == len(rows) - 1
    desk.page("/api/v1/contradictions?channel=letter", 422)


def test_a_dyad_counts_what_took_place(desk: Reader, tmp_path: Path) -> None:
    """Neither what is planned nor a threat nor what is denied is an act of one towards another."""
    (tmp_path / "a.txt").write_text(
        "Benin denied on Monday that its soldiers had attacked Qatari ships. Qatar will hold talks "
        "with Benin in October. Qatar threatened to expel Benin's ambassador if ships were boarded."
    )
    dragoman("add", "-r", str(desk.path), str(tmp_path / "a.txt"), "--published", "2031-09-02")
    rows = [row for row in desk.json("/events.json?by=QAT") if row["status"] != "happened"]
    assert rows, "something is told that did not take place"
    with Query(desk.path, settled) as query:
        for one in dealings(query, "QAT"):
            took = desk.json("/events.json?by=QAT&status=happened")
            took += desk.json("/events.json?by=BEN&status=happened")
            assert one["friendly"] + one["hostile"] <= len({row["id"] for row in took})


def test_the_outlets_are_no_actor(desk: Reader) -> None:
    assert all(row["side"] != "outlet" for row in desk.json("/actors.json"))
    assert desk.json("/actors.json?words=outlet") == []


def test_the_slider_keeps_what_else_is_asked(desk: Reader) -> None:
    assert '<input type="hidden" name="all" value="1">' in desk.page(f"/processes/{SUMMIT}?all=1")


def test_what_people_keep_is_a_file_too(desk: Reader) -> None:
    desk.post("/memo", title="Morning")
    desk.post("/watch", kind="reports", asked="words=summit")
    desk.post("/review/accept", id=desk.json("/review.json")[0]["id"])
    for name in OWN:
        rows = desk.json(f"/{name}.json")
        assert len(rows) == 1, name
        assert [json.loads(line) for line in desk.page(f"/{name}.jsonl").splitlines()] == rows
        table = list(csv.DictReader(desk.page(f"/{name}.csv").splitlines()))
        assert table[0].keys() == rows[0].keys()


def test_a_contested_cell_opens_both_quotes_in_their_reports(desk: Reader) -> None:
    board = desk.page(f"/processes/{SUMMIT}")
    cell = next(m for m in re.findall(r'<a class="cell[^"]*" href="([^"]+)"', board)
                if "side=URY" in m)  # fmt: skip
    text = desk.page(cell.replace("&amp;", "&").partition("#")[0])
    words = text[text.index('id="words"') :]
    assert "that the summit remained cancelled" in words
    assert "that the summit could be held in July" in words
    link = re.search(r'href="(/reports/\w+\?entry=[\w.]+)#words">Strait Herald', words)
    assert link
    report = desk.page(link[1])
    lit = re.findall(r'lane on" data-of="([^"]*)"', report)
    assert lit and all(link[1].partition("entry=")[2] in ids.split() for ids in lit)


def test_the_board_replays_by_day(desk: Reader) -> None:
    early = desk.page(f"/processes/{SUMMIT}?at=2031-06-03")
    assert "cancelled" not in early and "proposed" in early
    assert "As of <b>3 Jun 2031</b>" in early
    late = desk.page(f"/processes/{SUMMIT}?at=2031-06-18&since=2031-06-12")
    assert "Turned" in late and "cancelled" in late


def test_changes_are_told_from_the_day_that_is_chosen(desk: Reader) -> None:
    def changes(since: str) -> str:
        page = desk.page(f"/processes/{SUMMIT}?at=2031-06-18&since={since}")
        return page[page.index('id="h-changes"') :].partition("</section>")[0]

    told = [changes(day) for day in ("2031-06-01", "2031-06-12", "2031-06-17")]
    counts = [one.count("<li") for one in told]
    assert counts == sorted(counts, reverse=True) and len(set(counts)) == 3, counts


def test_what_is_planned_for_a_month_is_told_of_no_day(desk: Reader, tmp_path: Path) -> None:
    told = "Kenya and Peru will hold talks in Nairobi in October, Kenya said on Monday."
    (tmp_path / "talks.txt").write_text(told)
    dragoman("add", "-r", str(desk.path), str(tmp_path / "talks.txt"), "--published", "2031-06-16")
    (row,) = (one for one in desk.json("/processes.json") if "KEN" in one["sides"])
    assert (row["next"], row["next_until"]) == ("2031-10-01", "2031-11-01")
    for page in (desk.page("/"), desk.page(f"/processes/{row['id']}?since=2031-06-01")):
        assert "1 Oct 2031 – 31 Oct 2031" in page
        assert not re.search(r"(planned|dated|Dated)[^<]*(?<!\d)1 Oct 2031(?! –)", page)


def test_contradictions_follow_a_process_by_any_of_its_meetings(desk: Reader) -> None:
    board = desk.json(f"/api/v1/processes/{SUMMIT}")
    (row, *_) = [one for one in desk.json("/contradictions.json") if one["process"] == SUMMIT]
    other = next(
        f"{one['report']}-{one['item']}" for meeting in board["meetings"]
        for one in meeting["mentions"] if f"{one['report']}-{one['item']}" != SUMMIT
    )  # fmt: skip
    assert row in desk.json(f"/contradictions.json?process={other}")


@pytest.mark.parametrize(
    "asked", ["/?status=banana", "/?source=Nowhere", "/processes.json?label=zzz",
              "/processes.csv?to=zzz", "/reports?by=zz", "/reports.json?status=planned"],
)  # fmt: skip
def test_a_filter_that_a_list_has_not_is_refused(desk: Reader, asked: str) -> None:
    """A file with all rows would pass for one with some."""
    desk.page(asked, 422)


def test_processes_are_filtered_by_day(desk: Reader) -> None:
    rows = desk.json("/processes.json")
    for row in (row for row in rows if row["first"]):
        early, late = row["first"], row["last"]
        kept = [one["id"] for one in desk.json(f"/processes.json?since={late}&until=2040-01-01")]
        assert row["id"] in kept
        gone = desk.json(f"/processes.json?until={early}")
        assert row["id"] not in [one["id"] for one in gone]


def test_where_a_file_lies_is_told_to_nobody(desk: Reader, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Kenya cancelled talks with Peru, Kenya said on Monday.")
    dragoman("add", "-r", str(desk.path), str(tmp_path / "note.txt"), "--published", "2031-08-04")
    (row,) = [r for r in desk.json("/reports.json") if r["day"] == "2031-08-04"]
    page = desk.page(f"/reports/{row['id']}")
    assert "note.txt" in page and str(tmp_path) not in page


def test_a_view_of_the_board_is_whole_in_its_address(desk: Reader) -> None:
    asked = f"/processes/{SUMMIT}?at=2031-06-12&meeting={SUMMIT}&side=ISL"
    text = desk.page(asked)
    assert f"at=2031-06-11&amp;meeting={SUMMIT}&amp;side=ISL" in text
    assert 'class="cell is-halted' in text or 'class="cell is-open' in text


def test_what_may_not_be_asked_is_told(desk: Reader) -> None:
    assert "no such thing" in desk.page("/processes/0123456789abcdef-m1", 404)
    assert desk.page("/reports/ffff", 404) and desk.page("/actors/999999", 404)
    assert desk.page("/sides/ZZZ", 404) and desk.page("/nowhere", 404)
    assert desk.page("/statements?cursor=x", 422) and desk.page("/statements?since=May", 422)
    assert desk.page(f"/processes/{SUMMIT}?since=9999-99-99", 422)


def test_an_act_that_near_copies_tell_is_counted_once(desk: Reader, tmp_path: Path) -> None:
    """Forty papers that print one wire make no forty acts, nor forty sources."""
    wire = (
        "Estonia imposed sanctions on Bolivia on Thursday over fishing in the Aran Strait, the"
        " foreign ministry in Tallinn said. The measures took effect at once, and the two largest"
        " trawler companies of Trinidad were told that their accounts in Tartu had been closed. "
    )
    ends = ("It rained.", "It snowed.", "A storm came.")
    for number, end in enumerate(ends):
        (tmp_path / f"{number}.txt").write_text(wire + end)
    (tmp_path / "other.txt").write_text(
        "Estonia imposed sanctions on Bolivia on Thursday, an envoy of Chile told a paper in Quito."
    )
    dragoman("add", "-r", str(desk.path), "--published", "2031-06-19", str(tmp_path))
    with Query(desk.path) as query:
        (row,) = (one for one in dealings(query, "EST") if one["side"] == "BOL")
    assert (row["hostile"], row["stories"]) == (2, 2)


def test_pages_go_on_where_the_one_before_ended(desk: Reader) -> None:
    seen: list[str] = []
    path = "/statements?limit=7"
    for _ in range(20):
        text = desk.page(path)
        seen += re.findall(r'name="id" value="([^"]+)"', text)
        following = re.search(r'href="([^"]+)" rel="next"', text)
        if following is None:
            break
        path = following[1].replace("&amp;", "&")
    assert len(seen) == len(set(seen)) == desk.json("/api/v1/statements")["total"]


def test_both_statements_of_a_contradiction_stand_with_their_acts(desk: Reader) -> None:
    text = desk.page("/contradictions")
    assert "that the summit remained cancelled" in text
    assert "that the summit could be held in July" in text
    assert re.search(r'<p class="tags">Petra Sohl: \w+</p>', text)
    assert re.search(r'href="/reports/\w+\?entry=s\d+#words"', text), "it opens the statement"


def test_an_outlet_known_by_its_dateline_has_its_name_everywhere(desk: Reader) -> None:
    (row,) = (r for r in desk.json("/reports.json") if "Only Postponed" in r["title"])
    assert row["source"] == "Evening Vesper"
    assert "Evening Vesper" in desk.page("/reports")
    assert "unnamed outlet" not in desk.page("/statements?by=ISL")
    report = desk.page(f"/reports/{row['id']}")
    assert "Evening Vesper" in report and "unnamed outlet" not in report and "Relay:" not in report


def test_what_is_kept_for_good_has_its_digest_in_its_address(desk: Reader) -> None:
    text = desk.page(f"/processes/{SUMMIT}")
    files = re.findall(r'(?:src|href)="(/static/[^"]+\.(?:js|css)[^"]*)"', text)
    assert len(files) >= 7
    for file in files:
        kept = desk.http.get(file).headers["cache-control"]
        assert re.search(r"\?v=[0-9a-f]{12}$", file) and "immutable" in kept
    assert desk.http.get("/static/desk.js").headers["cache-control"] == "no-cache"
    assert desk.http.get("/static/none.js?v=0").headers["cache-control"] == "no-store"
    assert "vendor/vega" not in desk.page("/statements"), "only where something is drawn"


def test_the_list_of_processes_tells_when_a_side_last_turned(desk: Reader, tmp_path: Path) -> None:
    """What is only repeated is a later report and no change."""
    for day, minister in (("2031-08-04", "Amina Wako"), ("2031-08-11", "Amina Wako")):
        (tmp_path / f"{day}.txt").write_text(
            f"Kenya has cancelled the talks with Peru in Nairobi, Foreign Minister {minister} of "
            f"Kenya said on Monday. Ferry {day} left."
        )
        dragoman("add", "-r", str(desk.path), str(tmp_path / f"{day}.txt"), "--published", day)
    (one,) = [row for row in desk.json("/processes.json") if "KEN" in row["sides"]]
    assert (one["first"], one["changed"], one["last"]) == ("2031-08-04", "2031-08-04", "2031-08-11")
    assert "4 Aug 2031 <small>(11 Aug 2031)</small>" in desk.page("/")


def test_an_event_that_one_tells_and_another_denies_stands_side_by_side(
    record: Path, tmp_path: Path
) -> None:
    told, denied = tmp_path / "told.txt", tmp_path / "denied.txt"
    told.write_text(
        "Shells on the quay\n\nLIMA, 4 June 2031 (Lantern Wire) – Peru's foreign minister Ana Rey "
        "said on Wednesday that Norwegian gunboats had shelled a Peruvian customs post on Sunday. "
        "Talks between Peru and Norway are planned for 20 June.\n"
    )
    denied.write_text(
        "No shot fired\n\nOSLO, 5 June 2031 (Fjord Courier) – Norway's defence minister Tor Vik "
        "denied on Thursday that Norwegian gunboats had shelled a Peruvian customs post. The talks "
        "between Norway and Peru will be held on 20 June, he said.\n"
    )
    dragoman("add", "-r", str(record), str(told), str(denied))
    with reader(record) as http:
        desk = Reader(http, record)
        (row,) = (r for r in desk.json("/contradictions.json") if r["kind"] == "event")
        text = desk.page("/contradictions")
    assert [(one["side"], one["state"]) for one in row["said"]] == [
        ("Ana Rey", "happened"), ("Tor Vik", "denied"),
    ]  # fmt: skip
    assert "Norway → Peru: assault, heavy-weapons" in text
    assert "had shelled a Peruvian customs post" in text and "Who is right is not told" in text


def test_a_line_of_the_network_opens_what_is_said_in_this_process(desk: Reader) -> None:
    addresses = re.findall(
        r'href="(/statements\?[^"]*process=[^"]*)"', desk.page(f"/processes/{SUMMIT}")
    )
    assert addresses
    told = {report["id"] for report in desk.json(f"/api/v1/processes/{SUMMIT}")["reports"]}
    for address in {html.unescape(one) for one in addresses}:
        rows = desk.json(address.replace("/statements?", "/statements.json?"))
        assert rows and {row["report"] for row in rows} <= told
    everywhere = {row["report"] for row in desk.json("/statements.json?limit=500")}
    assert everywhere - told, "the record tells of other things, too"
    assert desk.json("/statements.json?process=ffffffffffffffff-m1") == []
    page = desk.page(html.unescape(addresses[0]))
    assert f'value="{SUMMIT}" checked' in page and "this process" in page


def test_the_list_of_processes_tells_what_was_not_linked(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reader(record) as http:
        assert "left out" not in http.get("/").text
    monkeypatch.setattr(record_story, "LATELY", 2)
    with reader(record) as http:
        told = http.get("/").text
    assert re.search(r"meetings told before .{4,60} are left out", told)


def test_the_lanes_of_a_report_stand_in_its_address(desk: Reader) -> None:
    def lit(address: str) -> set[str]:
        page = desk.page(address)
        checked = set(re.findall(r'data-lane="(\w+)" checked', page))
        assert checked >= set(re.findall(r'class="is-(\w+) deep\d lane"', page))
        return checked

    assert lit("/reports/beae6d79ec2b8ca8") == {"statements", "events", "meetings"}
    assert lit("/reports/beae6d79ec2b8ca8?lanes=times+actors+nonsense") == {"times", "actors"}
    assert lit("/reports/beae6d79ec2b8ca8?lanes=") == set()
