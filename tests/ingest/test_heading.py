"""Lines of fields at the head: what they are, whom and which day they name; and what is no head."""

from datetime import date

import pytest

from dragoman.ingest.extract import article_from_text
from dragoman.ingest.heading import foot_of, head_fields_kind, is_outlet

from .pages import BODY

TITLE = "Port talks to go on in Tarn"
DAY = date(2031, 5, 7)


@pytest.mark.parametrize(
    ("line", "day", "source"),
    [
        ("THE LAKE COURIER | Wednesday, May 7, 2031 | Local News, page 4", DAY, "The Lake Courier"),
        ("Wed 07.05.2031 | Source: Agence du Lac | 3 comments", DAY, "Agence du Lac"),
        ("07.05.2031 · Lake Press · 3 comments", DAY, "Lake Press"),
        ("Lake Radio, 7 May 2031", DAY, "Lake Radio"),
        ("Lake Radio, Tarn, Wednesday 7 May 2031", DAY, "Lake Radio"),
        ("lakepress.example | 7 May 2031", DAY, "lakepress.example"),
        ("By Anna Karst | The Slow Boat | May 7, 2031", DAY, "The Slow Boat"),
        ("Anna Karst | 7 May 2031 | 14:03", DAY, ""),
        ("By our correspondents | Updated 14:20 | 7 May 2031", DAY, ""),
        ("Staff report | 7 May 2031", DAY, ""),
        ("Published: 07:15, 7 May 2031 | Updated: 08:20, 7 May 2031 | 12 shares", DAY, ""),
        ("Posted on May 7, 2031 by Anna Karst", DAY, ""),
        ("Wednesday, May 7, 2031", DAY, ""),
        ("Lake Monitor » News » Tarn", None, "Lake Monitor"),
        ("Home > World > Ports   |   Updated 14:10   |   118 views", None, ""),
        ("Ministry of Lakes of Norland", None, "Ministry of Lakes of Norland"),
        ("LPA0417 4 GEN 0291 &nbsp;", None, ""),
        ("(Adds reaction, paragraphs 4-5; a Norland envoy)", None, ""),
        ("403&nbsp;views", None, ""),
        ("Source: Lake Press", None, "Lake Press"),
    ],
)
@pytest.mark.parametrize("above", [True, False], ids=["above", "below"])
def test_lines_of_fields(line: str, day: date | None, source: str, above: bool) -> None:
    head = (line, TITLE) if above else (TITLE, line)
    got = article_from_text("\n\n".join((*head, *BODY)))
    assert got.text.content == "\n".join(BODY)
    assert (got.title, got.source) == (TITLE, source)
    assert (got.published.day, got.published.how) == (day, "head" if day else "none")
    assert line in {piece.text for piece in got.furniture}


@pytest.mark.parametrize(
    "line",
    [
        "The port stays closed | the crews stay held",
        "Talks stall | 12 held",
        "The minister spoke on Lake Radio on 7 May 2031",
        "She told Lake Radio, 7 May 2031, that the port stays closed",
        "Tarn | Norland | Oldport",
        "Anna Karst, 7 May 2031",
        "TARN 2031",
        "LAKE SUMMIT",
        "(The crews are still held)",
        "A letter by Anna Karst",
        "LENGTH: The boats are 12 metres long, he said.",
    ],
)
def test_lines_that_are_no_head(line: str) -> None:
    assert head_fields_kind(line, titled=True) == ""


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("The Lake Courier", True),
        ("Embassy of Norland", True),
        ("The Lake Courier (Tarn)", True),
        ("Local News", False),
        ("Anna Karst", False),
        ("the free press", False),
        ("Council Meets in Tarn", False),
    ],
)
def test_outlets(name: str, is_one: bool) -> None:
    assert is_outlet(name) is is_one


def test_head_of_an_archive() -> None:
    text = (
        f"The Lake Courier (Tarn)\nMay 7, 2031 Wednesday\n\nHEADLINE: {TITLE}\n\n"
        f"BYLINE: Anna Karst\nSECTION: WORLD; Pg. A4\nLENGTH: 412 words\n\n"
        f"BODY: {BODY[0]}\n{BODY[1]}"
    )
    got = article_from_text(text)
    assert got.text.content == f"{BODY[0]}\n{BODY[1]}"
    assert (got.title, got.source) == (TITLE, "The Lake Courier")
    assert got.published.day == DAY


def test_name_and_trade_below_the_title() -> None:
    text = f"{TITLE}\nBy ANNA KARST\nStaff Writer\n{BODY[0]}"
    assert article_from_text(text).text.content == BODY[0]
    text = f"{TITLE}\nAnna Karst\nTARN, May 7 — {BODY[0]}"
    assert article_from_text(text).text.content == BODY[0]
    # a name above the report's own words may say whose words they are
    text = f"{TITLE}\nAnna Karst\n{BODY[0]}"
    assert article_from_text(text).text.content == f"Anna Karst\n{BODY[0]}"


def test_cut_title_is_told_whole_before_the_dateline() -> None:
    text = (
        f"LPA0417 4 GEN 0291 &nbsp;\nPort talks to go on in T...\n"
        f"{TITLE} (2nd lead) TARN, May 7 (LPA) -- {BODY[0]}\n{BODY[1]}\n(MORE)"
    )
    got = article_from_text(text)
    assert got.text.content == f"{BODY[0]}\n{BODY[1]}"
    assert (got.title, got.place, got.wire) == (TITLE, "Tarn", "LPA")
    assert [piece.kind for piece in got.furniture] == [
        *("notice", "title", "title", "notice", "dateline", "notice")
    ]


def test_mark_of_the_desk_before_the_title() -> None:
    got = article_from_text(f"UPDATE 2-{TITLE}\nTARN, May 7 (LPA) - {BODY[0]}")
    assert got.title == TITLE
    assert got.furniture[0].text == f"UPDATE 2-{TITLE}"


def test_entities_stay_in_the_report() -> None:
    body = f"Fish &amp; Salt &nbsp;said that {BODY[0]}"
    got = article_from_text(f"{TITLE}\nTARN, May 7 (LPA)&nbsp;&mdash; {body}\n&nbsp;\n{BODY[1]}")
    assert got.text.content == f"{body}\n{BODY[1]}"


def test_foot() -> None:
    line = "(c) LakeBrief 2031-05-07. All rights reserved."
    got = article_from_text(f"{TITLE}\n{BODY[0]}\n{line}")
    assert (got.published.day, got.source) == (DAY, "LakeBrief")
    assert foot_of("Copyright © 2031 Lake Press. All rights reserved.") == ("Lake Press", ())
    # the head is surer than the foot
    got = article_from_text(f"{TITLE}\nLake Radio, 6 May 2031\n{BODY[0]}\n{line}")
    assert (got.published.day, got.source) == (date(2031, 5, 6), "Lake Radio")
