"""Bytes of a page → its characters, by whichever encoding explains them."""

import codecs
import re

from dragoman.errors import EncodingUnknown, InputBinary, InputEmpty, InputTooLarge
from dragoman.ingest.fetch import LIMIT, Page

MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a RIFF file (picture, sound or film)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
    (b"ID3", "a sound"),
    (b"OggS", "a sound"),
)
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    # the longer mark first: UTF-32's begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Python knows codecs that are no character sets (base64, unicode_escape, idna): not those.
CHARACTER_SET = re.compile(
    r"(us-?)?ascii|utf-?8|(iso|latin|windows|cp|koi8|gb|big5|euc|hz|mac)"
    r"[-_a-z0-9]*|(x-)?s(hift)?[-_]?jis|tis-?620|x-(gbk|sjis|mac-\w+|cp\d+)|ks_c_[-0-9]+",
    re.IGNORECASE,
)
META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
XML_CHARSET = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})""", re.I)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060\u00ad"


def decode(page: Page) -> str:
    """Characters of a page, without a byte order mark.

    Asked in this order: byte order mark, HTTP header, the page's own declaration, UTF-8, cp1252,
    other encodings by statistics. `InputTooLarge`, `InputEmpty`, `InputBinary` or
    `EncodingUnknown`.
    """
    content = page.content
    if len(content) > LIMIT:
        raise InputTooLarge(page.which, f"more than {LIMIT:,} bytes")
    for magic, what in MAGIC:
        if content.startswith(magic):
            raise InputBinary(page.which, f"it is {what}")
    text = _by_mark(content) or _by_width(content)
    if text is None:
        if b"\0" in content:
            raise InputBinary(page.which, "it holds NUL bytes")
        text = _by_charset(content, _declared(page)) if content.strip() else ""
    if text is None:
        raise EncodingUnknown(page.which, "no encoding explains its bytes; save it as UTF-8")
    return checked(text, page.which)


def checked(text: str, which: str) -> str:
    """The text itself, when it is one: `InputEmpty`, `InputTooLarge` or `InputBinary` else."""
    if len(text) > LIMIT:
        raise InputTooLarge(which, f"more than {LIMIT:,} characters")
    if not text.strip().strip(INVISIBLE).strip():
        raise InputEmpty(which, "nothing but white space")
    if "\0" in text:
        raise InputBinary(which, "it holds NUL characters")
    if len(CONTROL.findall(text)) > max(2, len(text) // 50):
        raise InputBinary(which, "it is full of control characters")
    return text


def _by_mark(content: bytes) -> str | None:
    for mark, name in BOMS:
        if content.startswith(mark):
            return _try(content[len(mark) :], name)
    return None


def _by_width(content: bytes) -> str | None:
    """UTF-16 without a mark: of plain letters, every second byte is NUL."""
    sample = content[:2000]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    if len(sample) < 20 or max(even, odd) < 0.6 * half or min(even, odd) > 0.05 * half:
        return None
    return _try(content, "utf-16-be" if even > odd else "utf-16-le")


def _declared(page: Page) -> tuple[str, ...]:
    names = [page.charset] if page.charset else []
    if page.kind == "html":
        for pattern in (XML_CHARSET, META_CHARSET):
            found = pattern.search(page.content[:4096])
            if found:
                names.append(found[1].decode("ascii", "replace"))
    return tuple(name for name in names if CHARACTER_SET.fullmatch(name))


def _by_charset(content: bytes, declared: tuple[str, ...]) -> str | None:
    # Bytes past ASCII that are good UTF-8 hardly ever are so by chance: it outweighs a
    # declaration, which servers often add without looking. Escapes mean ISO-2022.
    text = _try(content, "utf-8")
    if text is not None and b"\x1b" not in content:
        return text
    for name in declared:
        # as browsers do: who declares Latin-1 or ASCII means the larger cp1252
        wide = re.fullmatch(r"iso-?8859-?1|latin-?1|(us-?)?ascii", name, re.IGNORECASE)
        found = _try(content, "cp1252" if wide else name)
        if found is not None:
            return found
    return text if text is not None else _by_statistics(content)


def _by_statistics(content: bytes) -> str | None:
    high = sum(byte > 0x7F for byte in content[:20_000])
    if high < 0.15 * min(len(content), 20_000):
        text = _try(content, "cp1252")
        if text is not None:
            return text
    # slow and rare, hence imported here; it comes with trafilatura
    from charset_normalizer import from_bytes

    best = from_bytes(content[:50_000]).best()
    return None if best is None else _try(content, best.encoding)


def _try(content: bytes, name: str) -> str | None:
    try:
        return content.decode(name)
    except (UnicodeError, LookupError):
        return None
