"""A web archive (WARC) → an arrival for each page in it.

What is no page (requests, pictures, answers other than 200) is no input, and is passed over.
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from io import BufferedReader
from typing import Any

from dragoman.errors import InputEmpty, InputTooLarge, NoCorpus, PackedBadly, ReadError
from dragoman.ingest.arrivals import Arrival, arrive
from dragoman.ingest.fetch import HTML_TYPES, LIMIT, Page, looks_like_html
from dragoman.ingest.unpack import inflate

TEXTS = HTML_TYPES | {"text/plain", ""}
PIECE = 1 << 16
CLOSING = b"\r\n\r\n"


Place = tuple[str, Callable[[], Page]]
"""Place of a page in its file, and the way to the page; the way may end in a `ReadError`."""


def read_warc(stream: BufferedReader, which: str, given: date | None = None) -> Iterator[Arrival]:
    """A stream of unpacked WARC → an arrival for each page; a break ends it with a failure."""
    for place, page in pages_of_warc(stream, which):
        yield arrive(place, page, given=given)


def pages_of_warc(stream: BufferedReader, which: str) -> Iterator[Place]:
    """A stream of unpacked WARC → a way to each page, to be taken before the next is asked for."""
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError:
        yield which, _broken(NoCorpus(which, "WARC needs fastwarc: pip install 'dragoman[bulk]'"))
        return
    kinds = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    number = pages = 0
    try:
        told = _Told(stream)
        records = ArchiveIterator(told, record_types=kinds, auto_decode="transfer")
        for number, record in enumerate(records, 1):
            place = f"{which}:{number}"
            head = _head(record)
            if head is not None:
                pages += 1
                yield place, partial(_page, told, record, place, *head)
        if not pages:
            others = f"; {number} of other things, or of other answers than 200" if number else ""
            yield which, _broken(InputEmpty(which, f"no WARC record of a page in it{others}"))
    except ReadError as error:
        yield which, _broken(error)
    except (OSError, ValueError) as error:
        place = f"{which}:{number + 1}"
        yield place, _broken(NoCorpus(place, f"its WARC is broken ({str(error)[:200]})"))


def _broken(error: ReadError) -> Callable[[], Page]:
    """The way to a page that is not there."""

    def way() -> Page:
        raise error

    return way


class _Told:
    """A stream that tells its place, as fastwarc asks for, also when it is a pipe."""

    def __init__(self, stream: BufferedReader) -> None:
        self._stream, self._at = stream, 0
        self.past = 0
        """How often more was asked for than there is, or can be read."""

    def read(self, size: int = -1) -> bytes:
        try:
            piece = b"" if self.past else self._stream.read1(size)
        except ReadError:
            # told once, by the page in which it happened or between two of them
            self.past = len(CLOSING) + 1
            raise
        if not piece:
            # an archive may lack the empty lines that end its last record: they are lent, sign by
            # sign, as who asks for a second one is still within the record
            piece = CLOSING[self.past : self.past + 1]
            self.past += 1
        self._at += len(piece)
        return piece

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        raise OSError("a stream is read in its order")

    def close(self) -> None:
        """The caller opened the stream and closes it."""


def _head(record: Any) -> tuple[str, str, str] | None:
    """Media type, charset and packing of a record that is a page."""
    http = record.http_headers
    if http is None:
        media = record.headers.get("Content-Type", "")
        return (media.partition(";")[0].strip().lower(), "", "") if _is_text(media) else None
    if http.status_code not in (200, 203):
        return None
    media = http.get("Content-Type", "")
    if not _is_text(media):
        return None
    plain = media.partition(";")[0].strip().lower()
    return plain, record.http_charset or "", http.get("Content-Encoding", "")


def _is_text(media: str) -> bool:
    return media.partition(";")[0].strip().lower() in TEXTS


def _page(told: _Told, record: Any, place: str, media: str, charset: str, packing: str) -> Page:
    url = record.headers.get("WARC-Target-URI", "").strip("<>")
    content = bytearray()
    try:
        for piece in inflate(iter(lambda: record.reader.read(PIECE), b""), packing, place):
            content += piece
            if len(content) > LIMIT:
                raise InputTooLarge(place, f"more than {LIMIT:,} bytes")
    except OSError as error:
        raise PackedBadly(place, f"its body is broken ({error})") from None
    if told.past > 1:
        # fastwarc gives what there is of a body, and half a report is none; it asks for one sign
        # more than the body
        raise PackedBadly(place, "its WARC breaks off within it")
    html = media in HTML_TYPES or (media != "text/plain" and looks_like_html(bytes(content)))
    return Page(place, bytes(content), "html" if html else "text", url, charset)
