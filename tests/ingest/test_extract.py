"""Whole pages → articles: what is the report, what is furniture, and which day it is of."""

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import (
    DragomanError,
    InputBinary,
    InputEmpty,
    InputTooLarge,
    NoReport,
    Paywalled,
)
from dragoman.ingest.extract import article_from_text, extract
from dragoman.ingest.fetch import Page
from dragoman.types import Article, Furniture, Published

from .pages import BODY, LD, article, html, only


def page(content: str, kind: str = "html", url: str = "") -> Page:
    return Page("page", content.encode(), kind, url)


def kinds(article: Article) -> set[tuple[str, str]]:
    return {(piece.kind, piece.text) for piece in article.furniture}


# --- HTML ------------------------------------------------------------------------------------


def test_html_page() -> None:
    got = extract(page(html(article(), LD % ""), url="https://lake.example/a"))
    assert got.text.content == "\n".join(BODY)
    assert (got.title, got.source) == ("Port Talks to Go On in Tarn", "Lake Press")
    assert got.published == Published(date(2031, 5, 7), "metadata")
    assert (got.url, got.language) == ("https://lake.example/a", "en")
    assert ("byline", "Anna Karst") in kinds(got)
    assert ("caption", "The port of Tarn. Lake Press") in kinds(got)


def test_html_meta_dates_and_their_conflict() -> None:
    head = (
        '<meta property="article:published_time" content="2031-05-08T01:00:00Z">'
        '<meta name="author" content="Reuters">'
    )
    got = extract(page(html(article(), LD % "" + head)))
    assert got.published == Published(date(2031, 5, 7), "metadata", ("metadata: 2031-05-08",))
    assert got.wire == "Reuters"


def test_html_dateline() -> None:
    first = "TARN, May 6 (Wire) – " + BODY[0]
    got = extract(page(html(article((first, *BODY[1:])), LD % "")))
    assert got.text.content.startswith(BODY[0])
    assert (got.place, got.wire) == ("Tarn", "Wire")
    assert got.published.conflicts == ("dateline: 2031-05-06",)


def test_day_in_the_address() -> None:
    got = extract(page(html(article()), url="https://lake.example/2031/05/07/port"))
    assert got.published == Published(date(2031, 5, 7), "metadata")


@pytest.mark.parametrize(
    "line", ["", "Welcome", "World | Politics", "Already a subscriber? Log in"]
)
def test_page_without_a_report(line: str) -> None:
    with pytest.raises(NoReport, match="page: no sentences"):
        extract(page(only(line) if "subscriber" not in line else html(f"<nav><p>{line}</p></nav>")))


def test_paywall_by_its_words() -> None:
    stub = article(BODY[:1], "") + "<div><p>Subscribe to continue reading.</p></div>"
    with pytest.raises(Paywalled):
        extract(page(html(stub)))


def test_paywall_by_its_declaration() -> None:
    with pytest.raises(Paywalled):
        extract(page(html(article(BODY[:1]), LD % ', "isAccessibleForFree": "False"')))


def test_long_report_that_also_asks_for_a_subscription_is_read() -> None:
    more = tuple(f"{line} This was on day {n} of the talks." for n in range(3) for line in BODY)
    got = extract(page(html(article((*more, "Subscribe to continue reading.")))))
    assert got.text.content == "\n".join(more)


@pytest.mark.parametrize("script", ["{", "[" * 5000, "null", '{"@type": 7, "datePublished": []}'])
def test_broken_json_ld(script: str) -> None:
    head = f'<script type="application/ld+json">{script}</script>'
    assert extract(page(html(article(), head))).text.content == "\n".join(BODY)


# --- plain text ------------------------------------------------------------------------------


def test_founding_shape() -> None:
    text = f" date 2031-05-07 403\nPort Talks to Go On in Tarn\n(NEWSCO) {BODY[0]}\n{BODY[1]}\n"
    got = article_from_text(text)
    assert got.text.content == f"{BODY[0]}\n{BODY[1]}"
    assert (got.title, got.wire) == ("Port Talks to Go On in Tarn", "NEWSCO")
    assert got.published == Published(date(2031, 5, 7), "head")
    assert got.furniture == (
        Furniture("head_date", "date 2031-05-07 403"),
        Furniture("title", "Port Talks to Go On in Tarn"),
        Furniture("wire", "(NEWSCO)"),
    )


def test_wire_style() -> None:
    text = (
        "World\nPort talks to go on in Tarn\nBy Anna Karst\nMay 8, 2031 10:15 AM GMT\n\n"
        f"TARN, May 7 (Reuters) - {BODY[0]}\n\n{BODY[1]}\n\n"
        "Also read: Norland names a new envoy\n\n"
        f"{BODY[2]}\n\nTARN GALLERY\n\n"
        "(Reporting by Anna Karst; Editing by Marc Orlo)\n\n"
        "Our Standards: The Lake Press Principles.\n\nRelated stories\n"
        "Norland names a new envoy to the talks\nFish prices rise in the north\n"
    )
    got = article_from_text(text)
    assert got.text.content == "\n".join((*BODY[:3], "TARN GALLERY"))
    assert (got.title, got.place, got.wire) == ("Port talks to go on in Tarn", "Tarn", "Reuters")
    assert got.published == Published(date(2031, 5, 8), "head", ("dateline: 2031-05-07",))
    assert [piece.kind for piece in got.furniture] == [
        *("other", "title", "byline", "head_date", "dateline", "read_more"),
        *("byline", "notice", "read_more", "read_more", "read_more"),
    ]


def test_title_repeated_and_glued() -> None:
    title = "Port Talks to Go On in Tarn"
    assert article_from_text(f"{title}\n{title}\n{BODY[0]}").text.content == BODY[0]
    glued = f"{title} TARN, May 7 (Wire) – {BODY[0]}\n{BODY[1]}"
    got = article_from_text(glued, title=title)
    assert got.text.content == f"{BODY[0]}\n{BODY[1]}"
    twice = f"UPDATE 1-{title}\n{title}\n{BODY[0]}"
    assert article_from_text(twice).text.content == BODY[0]
    # a sentence that begins as the headline does is no headline
    plain = "Port talks to go on in Tarn on Monday, the minister said.\nAll agreed."
    assert article_from_text(plain, title="Port talks to go on in Tarn").text.content == plain


@pytest.mark.parametrize(
    "caption",
    [
        "Ships lie off the port of Tarn. (Photo by Anna Karst)",
        "FILE PHOTO: Ships lie off the port of Tarn. REUTERS/Anna Karst",
        "Ships lie off the port of Tarn. [Lake Press/AFP Photo]",
    ],
)
def test_caption_glued_to_the_first_sentence(caption: str) -> None:
    got = article_from_text(f"{caption} {BODY[0]}\n{BODY[1]}")
    assert got.text.content == f"{BODY[0]}\n{BODY[1]}"
    assert got.furniture[0] == Furniture("caption", caption)


def test_sentence_before_a_credit_stays() -> None:
    text = f"The minister said she would go. (Photo: Anna Karst) {BODY[0]}\n{BODY[1]}"
    assert article_from_text(text).text.content == text


@pytest.mark.parametrize("mark", [": ", "--", " - "])
def test_transcript_keeps_its_speakers(mark: str) -> None:
    text = f"VELL{mark}The port stays closed.\nORLO{mark}That is news.\nVELL{mark}Now it is not."
    assert article_from_text(text).text.content == text


def test_link_glued_behind_a_paragraph() -> None:
    got = article_from_text(f"{BODY[0]}Read more: Five charts on the port\n{BODY[1]}")
    assert got.text.content == f"{BODY[0]}\n{BODY[1]}"
    assert got.furniture == (Furniture("read_more", "Read more: Five charts on the port"),)
    got = article_from_text(f"{BODY[0]}RELATED: What is a port fee?\n{BODY[1]}")
    assert got.text.content == f"{BODY[0]}\n{BODY[1]}"
    text = f"{BODY[0]} Watch: the envoy will be back\n{BODY[1]}"
    assert article_from_text(text).text.content == text


def test_broken_head() -> None:
    text = (
        "Port Talks to Go On in Tarn\nHome > World > Ports\nListen 3 min   Share   Save for later\n"
        f"Ships lie off the port. Photo: Lake Wire/J. Karst TARN, May 7 (Lake Wire) – {BODY[0]}\n"
        f"{BODY[1]}"
    )
    got = article_from_text(text)
    assert got.text.content == f"{BODY[0]}\n{BODY[1]}"
    assert [piece.kind for piece in got.furniture] == [
        *("title", "other", "share", "caption", "dateline")
    ]
    assert (got.place, got.wire) == ("Tarn", "Lake Wire")


def test_one_line_is_a_report() -> None:
    assert article_from_text("Vell went to Tarn").text.content == "Vell went to Tarn"


@pytest.mark.parametrize(
    ("given_day", "head", "dateline", "expected"),
    [
        (None, "", "May 7", Published(None, "none")),
        (None, "", "May 7, 2031", Published(date(2031, 5, 7), "dateline")),
        (date(2032, 1, 1), "", "Dec. 31", (date(2032, 1, 1), "given", ("dateline: 2031-12-31",))),
        (date(2031, 5, 7), "", "May 7", Published(date(2031, 5, 7), "given")),
        (
            date(2031, 5, 9),
            "Published: 8 May 2031",
            "May 7",
            (date(2031, 5, 9), "given", ("head: 2031-05-08", "dateline: 2031-05-07")),
        ),
        (
            None,
            "Updated: 9 May 2031\nPublished: 8 May 2031",
            "May 8",
            (date(2031, 5, 8), "head", ("head: 2031-05-09",)),
        ),
    ],
)
def test_day_of_publication(
    given_day: date | None, head: str, dateline: str, expected: Published | tuple[object, ...]
) -> None:
    text = f"Port Talks to Go On\n{head}\nTARN, {dateline} (Wire) – {BODY[0]}"
    got = article_from_text(text, published=given_day).published
    assert got == (expected if isinstance(expected, Published) else Published(*expected))  # type: ignore[arg-type]


def test_errors_of_texts() -> None:
    with pytest.raises(InputEmpty, match="empty input: text: "):
        article_from_text(" \n\u00a0")
    with pytest.raises(InputBinary):
        article_from_text("The port\0.")
    with pytest.raises(NoReport):
        article_from_text("Read more\nShare on Facebook\n403 — 12")
    with pytest.raises(Paywalled):
        article_from_text(f"{BODY[0]}\nAlready a subscriber? Log in")


def test_id_hangs_on_title_and_text_only(tmp_path: Path) -> None:
    one = article_from_text(BODY[0], title="Port Talks", published=date(2031, 5, 7))
    assert one.id == article_from_text(BODY[0], title="Port Talks", which="other").id
    assert one.id != article_from_text(BODY[0], title="Talks").id
    assert len(one.id) == 16


# --- properties ------------------------------------------------------------------------------

LINES = st.sampled_from(
    [*BODY, "Read more", "By Anna Karst", "date 2031-05-07 403", "TARN, May 7 (Wire) – ", "(AP) ",
     "Port Talks to Go On in Tarn", "Share", "FILE PHOTO: ", "REUTERS/Anna Karst", "© 2031 Us", "",
     "Related stories", "Subscribe to continue reading.", "Ships. (Photo by Us) ", "TARN: ", "\t"]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=400),
    st.lists(st.one_of(LINES, st.text(max_size=40))).map("\n".join),
    st.lists(LINES).map(" ".join),
)


def in_order(part: str, whole: str) -> bool:
    """Whether all the visible characters of a part occur in the whole in their order."""
    rest = iter(whole)
    return all(character in rest for character in "".join(part.split()))


@given(TEXTS)
def test_any_text_gives_an_article_or_an_error_of_ours(text: str) -> None:
    try:
        got = article_from_text(text)
    except DragomanError:
        return
    assert in_order(got.text.content, text)
    assert got.text.content == got.text.content.strip()
    assert all(piece.text and in_order(piece.text, text) for piece in got.furniture)


@given(TEXTS)
def test_nothing_is_lost(text: str) -> None:
    """Each letter and figure stands in the body or in the furniture, as often as printed."""
    try:
        got = article_from_text(text)
    except DragomanError:
        return
    kept = "".join((got.text.content, *(piece.text for piece in got.furniture)))
    assert sorted(filter(str.isalnum, kept)) == sorted(filter(str.isalnum, text))


@settings(deadline=None)  # the first HTML page waits for trafilatura's import
@given(st.one_of(st.binary(max_size=300), TEXTS.map(str.encode)), st.sampled_from(["html", "text"]))
def test_any_bytes_give_an_article_or_an_error_of_ours(content: bytes, kind: str) -> None:
    with suppress(DragomanError):
        assert extract(Page("page", content, kind)).text.content.strip()


@pytest.mark.parametrize(
    ("text", "why"),
    [("word " * 40_001, "40,000 words"), ("iVBO+rw/" * 50_001, "400,000 characters")],
)
def test_what_is_no_single_report_is_not_read(text: str, why: str) -> None:
    with pytest.raises(InputTooLarge, match=why):
        article_from_text(f"The envoys of Lakeland met on Monday. {text}")
