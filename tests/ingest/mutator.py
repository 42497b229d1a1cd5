"""Good files of every form → broken and hostile ones, by a fixed seed."""

import gzip
import io
import random
from collections.abc import Callable, Iterator
from functools import cache

from tests.ingest import test_corpora
from tests.ingest.pages import BODY, LD, article, html
from tests.ingest.server import FEED

SITEMAP = (
    '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    + "".join(f"<url><loc>https://lake.example/{n}</loc><lastmod>2031-05-07</lastmod></url>"
              for n in range(20))
    + "</urlset>"
)  # fmt: skip
OPML = '<opml version="2.0"><body><outline text="a" xmlUrl="https://lake.example/f"/></body></opml>'
ROW = '{"id": %d, "text": "%s", "title": "Talks", "date": "2031-05-07", "source": "Lake Press"}\n'
TOKENS = (
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1b$B", b"\xed\xa0\x80", b"\xe2\x80\x9c", b"\xc2\xa0",
    b"\xe2\x80\xa8", b"\xf0\x9f\x98\x80", b"\x85", b"\x1a", b"\r", b"\n\n", b'"', b"'", b"(", b",",
    b"&#x0;", b"&#xD800;", b"%00", b"<!--", b"]]>", b"<![CDATA[", b"<!ENTITY a 'b'>",
    b"<!DOCTYPE x [", b"<script>", b"<base href='//x'>", b"<time datetime='99999-99-99'>",
    b"LIMA, May 99 (X) - ", b"{", b"[", b"}", b"\\u0000", b"\\ud800", b"1e999", b"NaN", b"null",
    b"0" * 400,
    b"WARC/1.0\r\n", b"Content-Length: 99999999999\r\n", b"Content-Length: -1", b"ffffffff\r\n",
    b"Transfer-Encoding: chunked\r\n", b"Content-Encoding: gzip\r\n", b"PAR1", b"\x1f\x8b",
)  # fmt: skip


@cache
def bases() -> tuple[tuple[str, bytes], ...]:
    """(suffix of the file, its bytes) of each form."""
    page = html(article(), LD % "").encode()
    rows = "".join(ROW % (n, BODY[n % 4]) for n in range(6))
    table = "id,text,date\n" + "".join(f'{n},"{BODY[n % 4]}",2031-05-07\n' for n in range(6))
    warc = b"".join(test_corpora.RECORDS[:8] + test_corpora.RECORDS[9:])
    return (
        (".html", page),
        (".txt", ("LIMA, 7 May 2031 (Lake Press) – " + "\n\n".join(BODY)).encode()),
        (".xml", FEED.encode()),
        (".xml", SITEMAP.encode()),
        (".xml", OPML.encode()),
        (".jsonl", rows.encode()),
        (".jsonl.gz", gzip.compress(rows.encode())),
        (".csv", table.encode()),
        (".warc", warc),
        (".warc.gz", b"".join(map(gzip.compress, test_corpora.RECORDS[:8]))),
        (".parquet", _parquet()),
    )


def _parquet() -> bytes:
    import pyarrow as arrow
    from pyarrow import parquet

    sink = io.BytesIO()
    parquet.write_table(arrow.table({"text": list(BODY) * 5, "date": ["2031-05-07"] * 20}), sink)
    return sink.getvalue()


def mutants(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """`count` broken files, the forms in turn, each changed one to four times."""
    chance = random.Random(seed)
    for number in range(count):
        suffix, content = bases()[number % len(bases())]
        for _ in range(chance.randint(1, 4)):
            content = chance.choice(CHANGES)(content, chance)[:4_000_000]
        yield suffix, content


def _place(content: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(content) + 1)
    return start, min(len(content), start + chance.choice((1, 3, 20, 300)))


def _flip(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 5, 50))):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _drop(content: bytes, chance: random.Random) -> bytes:
    start, end = _place(content, chance)
    return content[:start] + content[end:]


def _insert(content: bytes, chance: random.Random) -> bytes:
    start, _ = _place(content, chance)
    return content[:start] + chance.choice(TOKENS) * chance.choice((1, 1, 2, 500)) + content[start:]


def _repeat(content: bytes, chance: random.Random) -> bytes:
    start, end = _place(content, chance)
    piece = content[start:end]
    return content[:start] + piece * chance.choice((2, 50, 3000)) + content[start:]


def _swap(content: bytes, chance: random.Random) -> bytes:
    start, end = _place(content, chance)
    return content[end:] + content[start:end] + content[:start]


def _encode(content: bytes, chance: random.Random) -> bytes:
    text = content.decode("utf-8", "replace")
    return text.encode(
        chance.choice(("utf-16", "utf-16-le", "utf-32", "cp1251", "cp500")), "replace"
    )


def _pack(content: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 1, 3))):
        content = gzip.compress(content)
    return content[: -chance.choice((0, 0, 5, 30)) or None]


def _graft(content: bytes, chance: random.Random) -> bytes:
    """A piece of a file of another form."""
    other = chance.choice(bases())[1]
    start, end = _place(other, chance)
    at, _ = _place(content, chance)
    return content[:at] + other[start:end] + content[at:]


Change = Callable[[bytes, random.Random], bytes]
CHANGES: tuple[Change, ...] = (
    _flip, _cut, _drop, _insert, _insert, _repeat, _swap, _encode, _pack, _graft,
)  # fmt: skip
