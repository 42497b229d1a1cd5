"""Files of many reports: each row is an article or a failure, and no row stops the next."""

import gzip
import io
import json
import random
import sys
from collections.abc import Callable
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from dragoman.errors import NoCorpus, UsageError
from dragoman.ingest.arrivals import Arrival
from dragoman.ingest.columns import Columns, map_columns
from dragoman.ingest.corpora import Layout, _parquet
from dragoman.ingest.inputs import find_arrivals
from dragoman.types import Article, Failure
from tests.ingest.pages import BODY, article, html

TEXT = "The envoy of Lakeland said on Tuesday that the port talks would go on next week in Tarn."
LONG = "\n".join(BODY)


def told(arrivals: list[Arrival]) -> list[str]:
    """What became of each: "read" or the error's name."""
    return [a.found.error if isinstance(a.found, Failure) else "read" for a in arrivals]


def written(path: Path, content: str | bytes) -> str:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def one(arrivals: list[Arrival]) -> Article:
    (arrival,) = arrivals
    assert isinstance(arrival.found, Article), arrival.found
    return arrival.found


# --- columns -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["id", "url", "text", "title", "date", "source", "language"],
         Columns("text", "title", "date", "source", "language", "url", "id")),
        (["story_id", "event_text", "headline", "pub_date", "publisher", "lang"],
         Columns("event_text", "headline", "pub_date", "publisher", "lang", id="story_id")),
        (["guid", "maintext", "date_publish", "source_domain"],
         Columns("maintext", date="date_publish", source="source_domain", id="guid")),
        (["Pub Date", "Media-Name", " CONTENT "],
         Columns(" CONTENT ", date="Pub Date", source="Media-Name")),
        (["body", "text", "publish_date", "published"], Columns("text", date="published")),
    ],
)  # fmt: skip
def test_columns_are_found_by_their_names(names: list[str], expected: Columns) -> None:
    assert map_columns(names, "a.csv") == expected


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_two_columns_of_the_name_that_is_read_are_refused(tmp_path: Path, suffix: str) -> None:
    """One of them would be lost without a word; of those that are not read any number may be."""
    names = ["text", "text", "date"]
    with pytest.raises(NoCorpus, match="2 columns are called 'text'"):
        map_columns(names, "a.csv")
    assert map_columns(["text", "note", "note"], "a.csv") == Columns("text")
    file = tmp_path / f"a{suffix}"
    if suffix == ".csv":
        file.write_text("text,text,date\none,two,2031-05-14\n", encoding="utf-8")
    else:
        arrow = pytest.importorskip("pyarrow")
        from pyarrow import parquet

        columns = [arrow.array([cell]) for cell in ("one", "two", "2031-05-14")]
        parquet.write_table(arrow.Table.from_arrays(columns, names), file)
    (arrival,) = find_arrivals([str(file)])
    assert isinstance(arrival.found, Failure) and "2 columns" in arrival.found.message


def test_columns_that_the_caller_tells_stand_above() -> None:
    assert map_columns(["text", "raw"], "a.csv", {"text": "raw"}) == Columns("raw")
    with pytest.raises(UsageError, match="no such field"):
        map_columns(["text"], "a.csv", {"words": "text"})
    with pytest.raises(UsageError, match="no such column, but text"):
        map_columns(["text"], "a.csv", {"title": "head"})
    with pytest.raises(NoCorpus, match="no column holds a text; there are a, b"):
        map_columns(["a", "b"], "a.csv")


# --- JSONL -------------------------------------------------------------------------------------


def test_jsonl(tmp_path: Path) -> None:
    row = {"url": "https://lake.example/1", "maintext": TEXT, "title": "Talks go on",
           "date_publish": "2031-05-07 23:10:00", "source_domain": "lake.example",
           "n": 3}  # fmt: skip
    shown: list[tuple[str, str]] = []
    layout = Layout(show=lambda which, how: shown.append((which, how)))
    name = written(tmp_path / "a.jsonl", "\ufeff" + json.dumps(row) + "\n\n" + json.dumps(row))
    found = list(find_arrivals([name], layout))
    assert [a.which for a in found] == [f"{name}:1", f"{name}:3"]
    report = one(found[:1])
    assert (report.title, report.text.content) == ("Talks go on", TEXT)
    assert (report.source, report.url) == ("lake.example", "https://lake.example/1")
    assert report.published.day == date(2031, 5, 7)
    assert shown == [(name, "text ← maintext, title ← title, date ← date_publish, "
                      "source ← source_domain, url ← url; not read: n")]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b"{", "NoCorpus"),
        (b"[1, 2]", "NoCorpus"),
        (b"[" * 200_000, "NoCorpus"),
        (b'{"a": ' * 200_000, "NoCorpus"),
        (b"9" * 10_000, "NoCorpus"),
        (b'{"text": 3}', "InputEmpty"),
        (b'{"text": null}', "InputEmpty"),
        (b'{"text": ["a"]}', "InputEmpty"),
        (b'{"text": " "}', "InputEmpty"),
        (b'{"text": "\\u0000\\u0000"}', "InputBinary"),
        (b'{"words": "a"}', "NoCorpus"),
        (b"\xff\xfe", "EncodingUnknown"),
        (b"\0\0\0", "NoCorpus"),
        (b'{"text": "' + b"x" * 11_000_000 + b'"}', "InputTooLarge"),
    ],
)
def test_a_broken_line_is_a_failure_and_the_next_is_read(
    tmp_path: Path, line: bytes, error: str
) -> None:
    good = json.dumps({"text": TEXT}).encode()
    name = written(tmp_path / "a.jsonl", b"\n".join([good, line, good]))
    found = list(find_arrivals([name]))
    assert told(found) == ["read", error, "read"]
    assert isinstance(found[1].found, Failure)
    assert found[1].which == found[1].found.which == f"{name}:2"


def test_half_a_sign_is_seen_to_be_one(tmp_path: Path) -> None:
    row = (
        '{"text": "The \\ud800envoy said on Tuesday that the port talks would go on in Tarn.",'
        ' "title": "Talks \\udc00 on \\ud83d\\ude00"}'
    )
    article = one(list(find_arrivals([written(tmp_path / "a.jsonl", row)])))
    assert "The \ufffdenvoy said" in article.text.content
    assert article.title == "Talks \ufffd on \U0001f600"


def test_rows_of_html_and_of_other_languages(tmp_path: Path) -> None:
    french = "Le ministre a déclaré lundi à Genève que les pourparlers avec le port reprendraient."
    rows = [
        {"text": html(article()), "title": "Ours", "date": None},
        {"text": french, "lang": "en"},
    ]
    name = written(tmp_path / "a.jsonl", "\n".join(map(json.dumps, rows)))
    page, foreign = (a.found for a in find_arrivals([name]))
    assert isinstance(page, Article)
    assert isinstance(foreign, Article)
    assert page.text.content.startswith(BODY[0])
    assert foreign.language == "fr"


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2031-05-07T23:10:00+03:00", date(2031, 5, 7)),
        ("20310507", date(2031, 5, 7)),
        (20310507, date(2031, 5, 7)),
        ("7 May 2031", date(2031, 5, 7)),
        ("soon", None),
        (12, None),
        (True, None),
        ({"day": 7}, None),
        ("9999-99-99", None),
    ],
)
def test_days(tmp_path: Path, cell: Any, day: date | None) -> None:
    name = written(tmp_path / "a.jsonl", json.dumps({"text": TEXT, "date": cell}))
    assert one(list(find_arrivals([name]))).published.day == day


# --- CSV ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mark", "suffix"), [(",", "csv"), (";", "csv"), ("\t", "csv"), ("\t", "tsv")]
)
def test_tables(tmp_path: Path, mark: str, suffix: str) -> None:
    quoted = f'"{TEXT}\n\nThe envoy called it ""useful"".{mark}"'
    lines = [mark.join(("id", "text", "date")), mark.join(("1", quoted, "2031-05-07")), ""]
    found = list(find_arrivals([written(tmp_path / f"a.{suffix}", "\n".join(lines))]))
    report = one(found)
    assert 'called it "useful"' in report.text.content
    assert report.published.day == date(2031, 5, 7)


def test_rows_that_are_none(tmp_path: Path) -> None:
    rows = [b"id,text", b"1", b"2," + TEXT.encode(), b"3,a,b", b"4,\xe9t\xe9 " + TEXT.encode(),
            b"5," + b"x" * 11_000_000, b"6,\0" + TEXT.encode()]  # fmt: skip
    found = list(find_arrivals([written(tmp_path / "a.csv", b"\n".join(rows))]))
    assert sorted(told(found)) == ["InputTooLarge", "NoCorpus", "NoCorpus", "read", "read", "read"]
    assert any("été" in a.found.text.content for a in found if isinstance(a.found, Article))


# --- Parquet -----------------------------------------------------------------------------------


def parquet(path: Path, columns: dict[str, list[Any]]) -> str:
    arrow = pytest.importorskip("pyarrow")
    pytest.importorskip("pyarrow.parquet").write_table(arrow.table(columns), path)
    return str(path)


def test_parquet(tmp_path: Path) -> None:
    name = parquet(
        tmp_path / "a.parquet",
        {"event_text": [TEXT, None, TEXT], "pub_date": [datetime(2031, 5, 7, 23, 10)] * 3,
         "score": [1.5] * 3},
    )  # fmt: skip
    found = list(find_arrivals([name]))
    assert told(found) == ["read", "InputEmpty", "read"]
    assert [a.which for a in found] == [f"{name}:{n}" for n in (1, 2, 3)]
    assert one(found[:1]).published.day == date(2031, 5, 7)


def test_a_value_of_parquet_without_a_word_for_it_costs_its_row(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    days = arrow.array([0, 2**62, 86_400_000_000], arrow.int64()).cast(arrow.timestamp("us"))
    name = parquet(tmp_path / "a.parquet", {"text": [TEXT] * 3, "date": days})
    found = list(find_arrivals([name]))
    assert told(found) == ["read", "NoCorpus", "read"]
    assert f"{name}:2" in str(found[1].found)


def test_a_group_of_parquet_may_be_as_long_as_its_file(tmp_path: Path) -> None:
    """As pandas writes it; unread columns and the group's length cost no memory."""
    arrow = pytest.importorskip("pyarrow")
    texts = [f"{n:x} {TEXT} " + random.Random(n).randbytes(1_500).hex() for n in range(5000)]
    long = ["x" * 200_000] * 10  # of which a file keeps one
    name = tmp_path / "a.parquet"
    parquet(name, {"text": texts, "unread": long * 500})
    asked: list[int] = []

    class Told(io.FileIO):
        def read(self, size: int | None = -1, /) -> bytes:
            asked.append(size if size is not None and size >= 0 else 10**9)
            return super().read(size)

    held = arrow.total_allocated_bytes()
    with Told(name) as stream:
        read = _parquet(cast(io.BufferedReader, stream), "a", Layout())
        most = max(arrow.total_allocated_bytes() for _ in islice(read, 0, None, 50))
    assert max(most - held, max(asked)) < sum(map(len, texts)) / 2


def test_parquet_of_rows_longer_than_any_page(tmp_path: Path) -> None:
    name = parquet(tmp_path / "a.parquet", {"text": ["x" * 11_000_000, "y" * 11_000_000]})
    assert told(list(find_arrivals([name]))) == ["InputTooLarge"]


def test_parquet_that_is_none(tmp_path: Path) -> None:
    name = parquet(tmp_path / "a.parquet", {"n": [1]})
    assert told(list(find_arrivals([name]))) == ["NoCorpus"]
    whole = Path(parquet(tmp_path / "b.parquet", {"text": [TEXT] * 500})).read_bytes()
    for broken in (b"", b"PAR1", whole[:-8], whole[:4] + bytes(200) + whole[204:]):
        assert "NoCorpus" in told(list(find_arrivals([written(tmp_path / "c.parquet", broken)])))


# --- WARC --------------------------------------------------------------------------------------


def record(kind: str, url: str, block: bytes, media: str = "application/http") -> bytes:
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Record-ID: <urn:uuid:12345678-0000-0000-0000-000000000000>\r\n"
        f"WARC-Date: 2031-05-08T00:00:00Z\r\nContent-Type: {media}\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def answer(body: bytes, status: int = 200, **headers: str) -> bytes:
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([f"HTTP/1.1 {status} OK", *lines, "", ""]).encode() + body


REPORT = html(article()).encode()
HTML = {"Content_Type": "text/html; charset=utf-8"}
AT = "https://lake.example/talks"
CHUNKED = b"%x\r\n%s\r\n0\r\n\r\n" % (len(REPORT), REPORT)
RECORDS = [
    record("warcinfo", "", b"software: ours\r\n", "application/warc-fields"),
    record("request", AT, b"GET / HTTP/1.1\r\n\r\n"),
    record("response", AT, answer(REPORT, **HTML)),
    record("response", AT, answer(gzip.compress(REPORT), Content_Encoding="gzip", **HTML)),
    record("response", AT, answer(CHUNKED, Transfer_Encoding="chunked", **HTML)),
    record("response", AT, answer(b"gone", 404, **HTML)),
    record("response", AT, answer(b"\x89PNG", Content_Type="image/png")),
    record("response", AT, answer(b"<p>no report", **HTML)),
    record("response", AT, answer(gzip.compress(bytes(10**8)), Content_Encoding="gzip", **HTML)),
    record("conversion", AT, LONG.encode(), "text/plain"),
]


@pytest.mark.parametrize(
    "pack", [b"".join, lambda parts: b"".join(map(gzip.compress, parts))], ids=["plain", "gzip"]
)
def test_warc(tmp_path: Path, pack: Callable[[list[bytes]], bytes]) -> None:
    pytest.importorskip("fastwarc")
    found = list(find_arrivals([written(tmp_path / "a.warc.gz", pack(RECORDS))]))
    assert told(found) == ["read", "read", "read", "NoReport", "InputTooLarge", "read"]
    reports = [a.found for a in found if isinstance(a.found, Article)]
    assert {report.url for report in reports[:3]} == {AT}
    assert len({report.id for report in reports[:3]}) == 1


def test_a_warc_without_a_page_says_what_it_holds(tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    nothing, others = "no WARC record of a page in it", RECORDS[5] + RECORDS[6]
    for content, why in ((RECORDS[0], nothing), (others, f"{nothing}; 2 of other")):
        (arrival,) = find_arrivals([written(tmp_path / "a.warc", content)])
        assert isinstance(arrival.found, Failure) and why in arrival.found.message
        assert arrival.found.error == "InputEmpty"


def test_a_warc_that_breaks_off_gives_what_came_before(tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    whole = gzip.compress(RECORDS[2]) + gzip.compress(RECORDS[2])[:-20]
    found = list(find_arrivals([written(tmp_path / "a.warc.gz", whole)]))
    assert told(found)[0] == "read"
    assert isinstance(found[-1].found, Failure)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 100, 300])
def test_half_a_page_is_no_report(tmp_path: Path, size: int) -> None:
    pytest.importorskip("fastwarc")
    for at in (2, 4, 9):
        cut = RECORDS[at][: -4 - size]
        found = list(find_arrivals([written(tmp_path / "a.warc", RECORDS[2] + cut)]))
        assert told(found)[:2] == ["read", "PackedBadly"], (at, size)
        assert "read" not in told(found)[1:]
    found = list(find_arrivals([written(tmp_path / "a.warc", RECORDS[2] * 41)]))
    assert told(found) == ["read"] * 41


@pytest.mark.parametrize("lines", [0, 1, 2, 3])
def test_a_warc_need_not_end_in_empty_lines(tmp_path: Path, lines: int) -> None:
    pytest.importorskip("fastwarc")
    for at in (2, 3, 4, 9):
        last = RECORDS[at][: len(RECORDS[at]) - 4 + lines]
        for content in (RECORDS[2] + last, gzip.compress(RECORDS[2]) + gzip.compress(last)):
            found = list(find_arrivals([written(tmp_path / "a.warc.gz", content)]))
            assert told(found) == ["read", "read"], (at, found[-1])


def test_a_quotation_that_never_ends_costs_no_row(tmp_path: Path) -> None:
    """Nor are the rows after it swallowed into its text."""
    rows = [f"{at},2031-05-01,{TEXT} Ferry {at} left." for at in range(300)]
    rows[5] = rows[5].replace(TEXT, f'"{TEXT}')
    found = list(find_arrivals([written(tmp_path / "a.csv", "\n".join(["id,date,text", *rows]))]))
    assert told(found) == ["read"] * 300
    rows = [f"{at},{TEXT} Ferry {at} left.,2031-05-01" for at in range(300)]
    rows[5] = rows[5].replace(TEXT, f'"{TEXT}')
    found = list(find_arrivals([written(tmp_path / "a.csv", "\n".join(["id,text,date", *rows]))]))
    assert told(found) == ["read"] * 5 + ["NoCorpus"] + ["read"] * 294


def test_a_cell_of_several_lines_is_one(tmp_path: Path) -> None:
    rows = [f'{at},"{TEXT}\nHe said ""no"", {at} times."' for at in range(3)]
    found = list(find_arrivals([written(tmp_path / "a.csv", "\n".join(["id,text", *rows]))]))
    assert [one.found.text.content for one in found if isinstance(one.found, Article)] == [
        f'{TEXT}\nHe said "no", {at} times.' for at in range(3)
    ]


# --- files that hold nothing -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.csv", "", ["InputEmpty"]),
        ("a.jsonl", " \n\n", ["InputEmpty"]),
        ("a.jsonl.gz", gzip.compress(b""), ["InputEmpty"]),
        ("a.csv", "text\n", ["InputEmpty"]),
        ("a.warc", "", ["InputEmpty"]),
        ("a.warc.gz", gzip.compress(record("request", AT, b"GET / HTTP/1.1\r\n\r\n")),
         ["InputEmpty"]),
        ("a.csv", "n,kop\n1,2\n3,4\n", ["NoCorpus"]),
        ("a.tsv", "n\tkop\n1\t2\n3\t4\n", ["NoCorpus"]),
    ],
)  # fmt: skip
def test_a_file_without_a_report_is_one_failure(
    tmp_path: Path, name: str, content: str | bytes, expected: list[str]
) -> None:
    if "warc" in name:
        pytest.importorskip("fastwarc")
    assert told(list(find_arrivals([written(tmp_path / name, content)]))) == expected


# --- names of inputs ---------------------------------------------------------------------------


def test_folders_patterns_and_files(tmp_path: Path) -> None:
    inner = tmp_path / "b"
    inner.mkdir()
    for path in ("z.txt", "b/a.html", "b/c.jsonl", "b/.hidden.txt", "b/d.png"):
        written(tmp_path / path, json.dumps({"text": TEXT}) if "jsonl" in path else LONG)
    written(inner / "e.txt.gz", gzip.compress(LONG.encode()))

    def names(*asked: str) -> list[str]:
        found = find_arrivals([str(tmp_path / name) for name in asked])
        return [str(Path(a.which).relative_to(tmp_path)) for a in found]

    assert names(".") == ["z.txt", "b/a.html", "b/c.jsonl:1", "b/e.txt.gz"]
    assert names("**/*.txt") == ["b/.hidden.txt", "z.txt"] or names("**/*.txt") == ["z.txt"]
    assert told(list(find_arrivals([str(tmp_path / "*.xml"), str(tmp_path / "no.jsonl")]))) == [
        "InputMissing", "InputMissing",
    ]  # fmt: skip


def test_a_name_with_brackets_is_a_name_when_such_a_file_is_there(tmp_path: Path) -> None:
    assert told(list(find_arrivals([written(tmp_path / "a[1].txt", LONG)]))) == ["read"]


@pytest.mark.parametrize(
    ("content", "form", "which"),
    [
        (LONG.encode(), "", "-"),
        (gzip.compress(LONG.encode()), "", "-"),
        (json.dumps({"text": TEXT}).encode(), "", "-:1"),
        (b"text\n" + TEXT.encode(), "csv", "-:2"),
    ],
)
def test_standard_input(
    monkeypatch: pytest.MonkeyPatch, content: bytes, form: str, which: str
) -> None:
    stream = io.BufferedReader(io.BytesIO(content))  # type: ignore[arg-type]
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=stream))
    (found,) = find_arrivals(["-"], form=form)
    assert found.which == which
    assert isinstance(found.found, Article)


def test_a_file_is_read_as_far_as_it_is_asked_for(tmp_path: Path) -> None:
    """Streamed: the first report comes although the file's end is broken."""
    lines = (json.dumps({"text": TEXT}) + "\n") * 5000
    name = written(tmp_path / "a.jsonl.gz", gzip.compress(lines.encode())[:-5])
    first = next(iter(find_arrivals([name])))
    assert isinstance(first.found, Article)
    assert told(list(find_arrivals([name])))[-1] == "PackedBadly"


def test_a_bomb_of_gzip_is_told(tmp_path: Path) -> None:
    name = written(tmp_path / "a.jsonl.gz", gzip.compress(bytes(200_000_000)))
    assert told(list(find_arrivals([name])))[-1] == "InputTooLarge"


def test_a_key_that_stands_twice_in_a_line_is_told(tmp_path: Path) -> None:
    """One of both texts would be lost without a word."""
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "Vell left.", "text": "Orr came."}\n{"text": "Orr came."}\n')
    first, second = find_arrivals([str(path)], Layout())
    assert isinstance(first.found, Failure) and "'text' stands twice" in first.found.message
    assert not isinstance(second.found, Failure)


def test_json_that_is_no_lines_is_no_report(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('[{"text": "Vell left Lima on Monday and did not come back."}]')
    (arrival,) = find_arrivals([str(path)])
    assert isinstance(arrival.found, Failure) and ".jsonl" in arrival.found.message


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ('{"text": "Talks go on in Tarn."}\n{"text": "Talks ended."}\n', "is JSON"),
        ('[\n  {"title": "Talks", "text": "Talks go on in Tarn."}\n]', "is JSON"),
        ("id,title,text\n1,Talks,Talks go on in Tarn.\n", "is a table"),
        ('\ufeff"title";"text"\n"Talks";"Talks go on in Tarn."\n', "is a table"),
        ("[Tarn, 4 May] Talks go on, the envoy said.", ""),
        ("{Update} Talks go on, the envoy said.\n", ""),
        ("Title, text and date were given, the envoy said on Tuesday in Tarn.", ""),
    ],
)
def test_rows_of_reports_are_not_taken_for_one(tmp_path: Path, content: str, why: str) -> None:
    """A table under the name of a text, or from a URL, would be kept as one senseless report."""
    (arrival,) = find_arrivals([written(tmp_path / "a.txt", content)])
    if why:
        assert isinstance(arrival.found, Failure) and why in arrival.found.message
    else:
        assert isinstance(arrival.found, Article)
