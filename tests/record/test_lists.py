"""What is asked of a record: words, sides, names, days, pages."""

from datetime import date
from pathlib import Path

import pytest

from benchmarks.record import made
from dragoman.errors import RecordMissing, UsageError
from dragoman.record import lists as asking
from dragoman.record import schema
from dragoman.record.lists import Wanted, find_items, find_reports, match
from dragoman.record.query import Query
from dragoman.record.store import Store
from dragoman.serve.json_load import settled
from dragoman.serve.json_view import to_dict
from tests.record.hand import first


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("many") / "record.db"
    schema.create(path).close()
    with Store(path, settled) as store:
        for number in range(30):
            store.save(to_dict(made(number)))
    return path


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("port talks", '"port" "talks"'),
        ('"the port" talks*', '"the port" "talks"*'),
        ("port OR harbour", '"port" OR "harbour"'),
        ("OR port OR", '"port"'),
        ("port OR OR harbour", '"port" OR "harbour"'),
        ('AND NOT "', '"AND" "NOT"'),
        ("a-b (c:d) ^e", '"a-b" "(c:d)" "^e"'),
    ],
)
def test_any_words_are_a_question(many: Path, words: str, asked: str) -> None:
    assert match(words) == asked
    with Query(many) as query:
        find_reports(query, words)


@pytest.mark.parametrize("words", ["", "  ", '""', "OR", "- !"])
def test_no_words_are_none(words: str) -> None:
    with pytest.raises(UsageError, match="nothing to look for"):
        match(words)


@pytest.mark.parametrize("few", [asking.FEW, 3])
@pytest.mark.parametrize(
    "wanted",
    [
        Wanted("statement"),
        Wanted("statement", by="NOR"),
        Wanted("statement", by="a", label="deny"),
        Wanted("statement", by="PER", to="KEN"),
        Wanted("statement", words="WORD", by="NOR"),
        Wanted("event", to="PER", status="happened"),
        Wanted("state", by="PER", since=date(2031, 6, 1), until=date(2033, 1, 1)),
        Wanted("meeting", by="NOR"),
        Wanted("condition"),
        Wanted("task", to="e", source="Courier 1"),
        Wanted("actor", by="PER"),
    ],
    ids=lambda wanted: f"{wanted.kind} {wanted.words} {wanted.by} {wanted.to}",
)
def test_lists_hold_what_the_documents_hold(
    many: Path, wanted: Wanted, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same as going through all entries, whichever way SQLite is led."""
    monkeypatch.setattr(asking, "FEW", few)
    if wanted.words:
        wanted = Wanted(wanted.kind, _common_word(), wanted.by)
    with Query(many, settled) as query:
        page = find_items(query, wanted, limit=10_000)
        every = find_items(query, Wanted(wanted.kind), limit=10_000).rows
    kept = [row["key"] for row in every if _fits(row, wanted)]
    assert [row["key"] for row in page.rows] == kept == sorted(kept, reverse=True)
    assert page.total == len(kept) and page.after is None
    assert kept or wanted.source


def _common_word() -> str:
    return max(made(1).article.text.content.split(), key=made(2).article.text.content.count)


def _fits(row: asking.Json, wanted: Wanted) -> bool:
    def takes(who: str, role: str) -> bool:
        parts = [one for one in row["parties"] if one["role"] == role]
        side = len(who) == 3 and who.isupper()
        return any(one["side"] == who if side else who in one["name"].lower() for one in parts)

    day = (row["first"] or row["day"])[:10]
    return (
        (not wanted.by or takes(wanted.by, asking.ROLES[wanted.kind]))
        and (not wanted.to or takes(wanted.to, asking.TO[wanted.kind]))
        and (not wanted.label or row["label"] == wanted.label)
        and (not wanted.status or row["status"] == wanted.status)
        and (not wanted.source or row["source"] == wanted.source)
        and (not wanted.words or wanted.words in row["words"].split())
        and (not wanted.since or day >= wanted.since.isoformat())
        and (not wanted.until or day < wanted.until.isoformat())
    )


def test_pages_follow_each_other(many: Path) -> None:
    with Query(many, settled) as query:
        whole = find_items(query, Wanted("event"), limit=1000).rows
        pieces, after = [], None
        while True:
            page = find_items(query, Wanted("event"), limit=7, after=after)
            pieces += page.rows
            after = page.after
            if after is None:
                break
    assert pieces == list(whole)
    assert len(whole) == 180


def test_what_takes_long_to_count_is_not_counted(
    many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Query(many, settled) as query:
        whole = find_items(query, Wanted("event"))
        monkeypatch.setattr(asking, "STEPS", 50)
        page = find_items(query, Wanted("event"))
    assert whole.total == 180 and page.total is None
    assert page.rows == whole.rows and page.after == whole.after


def test_reports_are_found_newest_first(many: Path) -> None:
    with Query(many, settled) as query:
        page = find_reports(query, _common_word(), limit=100)
        days = [row["day"] for row in page.rows]
        assert days == sorted(days, reverse=True) and len(days) > 5
        since = date.fromisoformat(days[3])
        assert find_reports(query, _common_word(), since=since).total == sum(
            d >= days[3] for d in days
        )
        one = page.rows[0]
        assert find_reports(query, _common_word(), source=one["source"]).rows[0]["id"] == one["id"]
        assert one["copies"] == 0


def test_words_are_found_in_any_form(filled: Path) -> None:
    with Query(filled, settled) as query:
        (row,) = find_reports(query, "deny harbor* OR harbours timetables").rows
        assert row["id"] == first()["article"]["id"]
        (said,) = find_items(query, Wanted("statement", words='"harbour talks"')).rows
        assert said["words"] == first()["statements"][0]["content"][0]["text"]


def test_an_id_may_be_cut_short(many: Path) -> None:
    with Query(many, settled) as query:
        ids = sorted(query.ids())
        assert query.article_id(ids[0][:10]) == ids[0]
        with pytest.raises(RecordMissing, match="several reports' ids begin so"):
            query.article_id("")
        with pytest.raises(RecordMissing, match="no report of that id"):
            query.article_id("zz")


@pytest.mark.parametrize(
    ("source", "wire", "url", "told"),
    [
        ("Lakeland Courier", "LNA", "https://www.example.org/talks", "Lakeland Courier"),
        ("", "LNA", "https://www.example.org/talks", "LNA"),
        ("", "", "https://www.example.org/talks", "example.org"),
        ("", "", "http://example.org", "example.org"),
        ("", "", "", ""),
    ],
)
def test_an_outlet_is_known_by_its_name_its_wire_or_its_host(
    tmp_path: Path, source: str, wire: str, url: str, told: str
) -> None:
    path = tmp_path / "record.db"
    schema.create(path).close()
    document = first()
    document["article"] |= {"source": source, "wire": wire, "url": url}
    with Store(path, settled) as store:
        store.save(document)
    with Query(path) as query:
        (row,) = find_reports(query, "harbour").rows
    assert row["source"] == told
