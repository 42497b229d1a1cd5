"""Encodings, broken and whole, and bytes that are no text."""

import pytest

from dragoman.errors import EncodingUnknown, InputBinary, InputEmpty, InputTooLarge
from dragoman.ingest.decode import decode
from dragoman.ingest.fetch import Page

TEXT = "Čapek said: “The café in Tarn is closed – for good.”"
WEST = "Müller said: “The café in Tarn is closed – for good.”"


def page(content: bytes, kind: str = "text", charset: str = "") -> Page:
    return Page("page", content, kind, charset=charset)


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_utf(name: str) -> None:
    assert decode(page(TEXT.encode(name))) == TEXT


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(name: str) -> None:
    assert decode(page(TEXT.encode(name))) == TEXT


def test_cp1252_is_the_last_guess_for_western_text() -> None:
    assert decode(page(WEST.encode("cp1252"))) == WEST


def test_http_charset() -> None:
    assert decode(page(TEXT.replace("é", "e").encode("cp1250"), charset="windows-1250")) == (
        TEXT.replace("é", "e")
    )


def test_meta_charset() -> None:
    content = '<meta charset="iso-8859-2"><p>Čapek went to Łódź.</p>'
    assert decode(page(content.encode("iso-8859-2"), "html")) == content


def test_latin_1_means_cp1252() -> None:
    assert decode(page(WEST.encode("cp1252"), charset="ISO-8859-1")) == WEST


def test_utf_8_outweighs_a_wrong_declaration() -> None:
    assert decode(page(TEXT.encode(), charset="iso-8859-1")) == TEXT


@pytest.mark.parametrize("charset", ["base64", "unicode_escape", "no-such", "x\0y", "cp999999"])
def test_odd_charset_names_are_passed_over(charset: str) -> None:
    assert decode(page(TEXT.encode(), charset=charset)) == TEXT


@pytest.mark.parametrize("content", [b"", b" \n\t ", "\ufeff\u200b ".encode(), b"\xef\xbb\xbf"])
def test_empty(content: bytes) -> None:
    with pytest.raises(InputEmpty, match="nothing but white space"):
        decode(page(content))


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04....", "zip"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"The port\0 is closed.", "NUL"),
        (b"\x01\x02\x03\x04\x05" * 20, "control"),
    ],
)
def test_binary(content: bytes, what: str) -> None:
    with pytest.raises(InputBinary, match=what):
        decode(page(content))


def test_too_large() -> None:
    with pytest.raises(InputTooLarge):
        decode(page(b"The port. " * 1_100_000))


def test_unknown() -> None:
    with pytest.raises(EncodingUnknown, match="no encoding explains"):
        decode(page(bytes(range(128, 256)) * 4 + bytes(range(255, 127, -1))))
