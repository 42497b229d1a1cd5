"""What is saved comes back as it was; nothing is doubled, and near-copies are found."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.record import made
from dragoman import read
from dragoman.errors import RecordError, RecordMissing
from dragoman.record import store as storing
from dragoman.record.keepable import place
from dragoman.record.lists import Wanted, find_items, find_reports
from dragoman.record.packing import RawPage, masked, pack, spans, unpack
from dragoman.record.query import Query
from dragoman.record.stats import stats
from dragoman.record.store import Seen, Store
from dragoman.serve.json_load import from_dict, settled
from dragoman.serve.json_view import to_dict
from dragoman.types import Failure
from tests.record.hand import first, second

fresh_each_time = settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@given(st.integers(0, 10_000))
@fresh_each_time
def test_what_is_saved_comes_back(record: Path, number: int) -> None:
    document = to_dict(made(number))
    with Store(record, settled) as store:
        store.save(document)
    with Query(record, settled) as query:
        found = query.document(document["article"]["id"])
    assert found == document
    assert list(found) == list(document)
    assert to_dict(from_dict(found)) == document


def test_what_is_packed_holds_no_words_of_the_report() -> None:
    document = first()
    body = pack(document)
    made_by = document["made_by"]
    assert unpack(body, document["article"], made_by["version"], made_by["weights"]) == document
    other = {**document["article"], "text": "x" * len(document["article"]["text"])}
    assert {span["text"] for span in spans(unpack(body, other, "", ""))} <= {
        "x" * length for length in range(1, 400)
    }


def test_the_same_reader_is_kept_once(record: Path) -> None:
    with Store(record, settled) as store:
        assert store.save(first(), seen=[Seen("a.txt")]).new
        assert not store.save(first(), seen=[Seen("b.txt"), Seen("a.txt")]).new
        assert store.save(second(), seen=[Seen("a.txt")]).new
    with Query(record, settled) as query:
        id = first()["article"]["id"]
        assert [one["version"] for one in query.readings(id)] == ["0.1.0", "0.2.0"]
        assert [one["which"] for one in query.sightings(id)] == [place("a.txt"), place("b.txt")]
        assert query.shown(id).document == second()
        assert query.document(id, query.readings(id)[0]["number"]) == first()
        with pytest.raises(RecordMissing, match="no such reading"):
            query.document(id, 99)


def test_a_clock_that_goes_backwards_changes_no_order(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = iter(f"20{year}-01-01T00:00:00Z" for year in range(60, 10, -1))
    monkeypatch.setattr(storing, "now", lambda: next(moments))
    with Store(record, settled) as store:
        store.save(first(), seen=[Seen("a.txt")])
        store.fail(Failure("b.txt", "InputMissing", "no such input: b.txt: no such file"))
        store.save(second(), seen=[Seen("b.txt")])
    with Query(record, settled) as query:
        assert query.shown(first()["article"]["id"]).document == second()
        assert query.failures() == []


def test_what_may_not_be_stored_is_kept_as_spans(record: Path) -> None:
    document, page = first(), RawPage(b"<html>talks</html>", "html")
    with Store(record, settled) as store:
        store.save(document, page=page, keep="spans")
        assert not store.save(second()).new, "other words of the text are not there"
        assert store.has(document["article"]["id"], "0.2.0", "2" * 16)
    with Query(record, settled) as query:
        found = query.document(document["article"]["id"])
        assert query.unread("0.2.0", "2" * 16) == ([], 1)
        assert not query.rows("SELECT 1 FROM page")
        assert find_reports(query, "denied").total == 1
        assert find_reports(query, "shipper timetable their").total == 0
    assert found == masked(document)
    assert document["article"]["furniture"] and found["article"]["furniture"] == []
    assert list(spans(found)) == list(spans(document))
    text = found["article"]["text"]
    assert len(text) == len(document["article"]["text"])
    assert "Both sides told their envoys" not in text


def test_a_page_is_kept_unless_it_is_not_to_be(record: Path) -> None:
    page = RawPage(b"\xff\x00bytes", "html", "https://example.org/", "utf-8")
    with Store(record, settled) as store:
        store.save(to_dict(made(1)), page=page)
        store.save(to_dict(made(2)), page=page, keep="text")
        store.save(to_dict(made(3)))
    with Query(record, settled) as query:
        id, *rest = (made(number).article.id for number in (1, 2, 3))
        assert query.page(id) == page
        assert [query.page(other) for other in rest] == [None, None]


def test_failures_are_kept_until_the_input_is_read(record: Path) -> None:
    failure = Failure("a.txt", "InputMissing", "no such input: a.txt: no such file")
    with Store(record, settled) as store, Query(record, settled) as query:
        store.fail(failure)
        store.fail(failure)
        store.fail(Failure("\udcff.txt", "InputMissing", "a name that is no text"))
        assert [(one["which"], one["times"]) for one in query.failures()] == [
            (place("a.txt"), 2),
            (place("\\udcff.txt"), 1),
        ]
        store.save(first(), seen=[Seen("a.txt")])
        assert len(query.failures()) == 1
        store.fail(failure)
        assert len(query.failures()) == 2, "what was read once can fail later"
        store.saw(Seen("a.txt"), first()["article"]["id"])
        assert len(query.failures()) == 1
        assert stats(query)["failures"] == 1


def test_reports_of_two_matters_in_one_wording_are_no_copies(record: Path) -> None:
    """An outlet's phrases come again with other sides; a shortened copy keeps its names."""
    told = (
        "The foreign ministers of {a} and {b} agreed on Monday to hold a round of talks on fishing "
        "rights in {town} in June, a spokesman for the ministry said. The two sides had broken off "
        "the talks in March over a dispute about licences. The round would last two days."
    )
    texts = [
        told.format(a="Peru", b="Oman", town="Lima"),
        told.format(a="Benin", b="Chile", town="Cotonou"),
        told.format(a="Peru", b="Oman", town="Lima").partition(" The round would")[0],
    ]
    with Store(record, settled) as store:
        found = [store.save(to_dict(read(text))).copy_of for text in texts]
    assert found[:2] == [None, None] and found[2] is not None


def test_another_print_of_a_text_keeps_what_it_tells_otherwise(record: Path) -> None:
    """Two outlets print the same words: one report, found under both, each with its day."""
    document = first()
    id, own = document["article"]["id"], document["article"]["source"]
    other = Seen("b.csv:7", "Second Harbour Post", "https://post.example/7", "2030-01-02")
    with Store(record, settled) as store:
        store.save(document, seen=[Seen("a.csv:1", own), other])
        store.saw(other, id)
        store.saw(Seen("a.csv:1", own), id)
    with Query(record, settled) as query:
        named = ("which", "source", "url", "day")
        assert [tuple(one[name] for name in named) for one in query.sightings(id)] == [
            (place("a.csv:1"), None, None, None),
            (place(other.which), other.source, other.url, other.day),
        ]
        for source in ("Second Harbour Post", own):
            wanted = Wanted("statement", source=source)
            assert find_items(query, wanted).total == find_items(query, Wanted("statement")).total
            assert find_reports(query, "talks", source=source).total == 1
        assert find_reports(query, "talks", source="Third Harbour Post").total == 0
        assert stats(query)["outlets"] == (2 if own else 1)


def test_what_was_gone_through_settles_what_failed_of_it_before(record: Path) -> None:
    def fail(*names: str) -> None:
        for name in names:
            store.fail(Failure(name, "NoCorpus", "no row of a table"))

    with Store(record, settled) as store, Query(record, settled) as query:
        fail("a.csv", "a.csv:7", "a.csv:8", "b.csv", "b.csv:7", "in/*.txt", "a.csv:7:8")
        before = store.last_failure()
        fail("a.csv:8")
        store.passed(["a.csv", "a.csv:", "in/*.txt", "c.csv"], before)
        left = [place(one) for one in ("b.csv", "b.csv:7", "a.csv:7:8", "a.csv:8")]
        assert [one["which"] for one in query.failures()] == left
        assert {one["which"]: one["times"] for one in query.failures()}[left[-1]] == 2
        assert stats(query)["failures"] == 4
        store.passed(["a.csv"], before)
        assert len(query.failures()) == 4, "what failed later is not settled by what was before"


def test_near_copies_are_kept_and_counted_once(record: Path) -> None:
    whole = to_dict(made(1))
    text = whole["article"]["text"].split(" ")
    draw = random.Random(3)

    def copy(id: str, words: list[str]) -> dict[str, object]:
        bare = {key: [] for key in whole if isinstance(whole[key], list)}
        return {**whole, **bare, "article": {**whole["article"], "id": id, "text": " ".join(words)}}

    edited = [word if draw.random() > 0.03 else "other" for word in text]
    with Store(record, settled) as store:
        assert store.save(whole).copy_of is None
        shortened, renewed = copy("b" * 16, text[: len(text) * 4 // 5]), copy("c" * 16, edited)
        assert store.save(shortened).copy_of == whole["article"]["id"]
        assert store.save(renewed).copy_of == whole["article"]["id"]
        for number in range(2, 12):
            assert store.save(to_dict(made(number))).copy_of is None
    with Query(record, settled) as query:
        assert query.copies("b" * 16) == [whole["article"]["id"], "c" * 16]
        found = stats(query)
    assert (found["reports"], found["stories"]) == (13, 11)


def test_what_no_file_of_text_can_hold_is_refused_whole(record: Path) -> None:
    for sign, why in (("\0", "NUL"), ("\udc80", "half a sign")):
        document = json.loads(json.dumps(first()))
        document["article"]["title"] = sign
        with Store(record, settled) as store, pytest.raises(RecordError, match=why):
            store.save(document)
    with Query(record, settled) as query:
        assert list(query.ids()) == []


def test_items_are_those_of_the_newest_reading(record: Path) -> None:
    with Store(record, settled) as store:
        store.save(second())
        before = _rows(record)
        store.save(to_dict(made(1)))
    other = record.with_name("other.db")
    storing.schema.create(other).close()
    with Store(other, settled) as store:
        store.save(first())
        store.save(second())
        store.test_indexes()
        store.show_all_anew()
        store.test_indexes()
    assert _rows(other) == before
    with Query(other, settled) as query:
        assert find_items(query, Wanted("task")).total == 0
        assert find_items(query, Wanted("statement", words="denied OR called")).total == 1


def _rows(path: Path) -> list[tuple[object, ...]]:
    with Query(path, settled) as query:
        return sorted(map(tuple, query.rows("SELECT * FROM item")))


def test_what_is_remembered_of_a_source_is_its_newest_state(record: Path) -> None:
    with Store(record) as store, Query(record) as query:
        assert query.state_of("https://example.org/feed") is None
        store.remember("https://example.org/feed", {"etag": "one"})
        store.remember("https://example.org/feed", {"etag": "two"})
        assert query.state_of("https://example.org/feed") == {"etag": "two"}


def test_a_file_is_known_by_its_whole_path(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another folder's file of that name settles nothing; digits at an end are no row."""
    for folder in ("one", "two"):
        (record.parent / folder).mkdir()
    broken = [Failure(name, "NotText", f"not a text: {name}") for name in ("a.txt", "notes2")]
    with Store(record) as store, Query(record) as query:
        monkeypatch.chdir(record.parent / "one")
        for one in broken:
            store.fail(one)
        before = store.last_failure()
        monkeypatch.chdir(record.parent / "two")
        store.save(first(), seen=[Seen("a.txt"), Seen("https://post.example/7"), Seen("-")])
        store.passed(["a.txt", "notes2"], before)
        assert [Path(one["which"]).parent.name for one in query.failures()] == ["one", "one"]
        monkeypatch.chdir(record.parent / "one")
        store.passed(["notes", "notes2:"], before)
        assert len(query.failures()) == 2
        store.passed(["../one/a.txt"], before)
        assert [Path(one["which"]).name for one in query.failures()] == ["notes2"]
        assert query.seen("https://post.example/7") and query.seen("-") and not query.seen("a.txt")


def test_no_reading_is_of_another_day_than_its_report(record: Path) -> None:
    """Two programs read one text at once, each under the day that its own input told."""
    document = to_dict(made(1))
    later = {**document["article"]["published"], "day": "2031-09-05"}
    other = {**document, "article": {**document["article"], "published": later}}
    with Store(record, settled) as store, Query(record, settled) as query:
        assert store.save(document).new
        assert not store.save(other, seen=[Seen("b.txt", day="2031-09-05")]).new
        (one,) = query.readings(document["article"]["id"])
        assert one["day"] == document["article"]["published"]["day"]
        assert query.seen("b.txt")
