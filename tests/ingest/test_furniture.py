"""Lines that are furniture, by the examples of the table and by shape; and lines that are not."""

import pytest

from dragoman.ingest.furniture import (
    is_byline,
    is_head_date,
    is_head_note,
    is_paywall,
    is_signature,
    kind_of,
)
from dragoman.ingest.heading import head_fields_kind
from dragoman.lexicon import table

ROWS = [row for row in table("furniture") if row["example"] != "-"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['kind']}-{row['words']}")
def test_examples_of_the_table(row: dict[str, str]) -> None:
    line = row["example"]
    if row["kind"] == "paywall":
        assert is_paywall(line)
    elif row["shape"] == "by":
        assert is_byline(line)
    elif row["shape"] == "head":
        assert is_head_note(line)
    elif row["shape"] == "edit":
        assert head_fields_kind(line, titled=True) == "notice"
    else:
        assert kind_of(line) == row["kind"]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Share on Facebook | Twitter | Print", "share"),
        ("LAKE07052031000045015839ID1110249612", "notice"),
        ("“Read more”", "read_more"),
        ("→ Also read: Norland names an envoy", "read_more"),
        ("Ships lie off the port of Tarn on Monday. [Anna Karst/Reuters]", "caption"),
        ("(Reporting by Anna Karst in Tarn; Editing by Marc Orlo)", "byline"),
        ("***", "other"),
    ],
)
def test_shapes(line: str, kind: str) -> None:
    assert kind_of(line) == kind


@pytest.mark.parametrize(
    "line",
    [
        "Read more books, the minister told pupils.",
        "Related talks on fish will begin in June.",
        "By Monday, the talks had failed.",
        "The photo (by a neighbour) shows the crew.",
        "Share prices of Lake Oil fell on Monday.",
        "Sign language was used at the briefing.",
        "“All rights reserved for the crews,” the envoy joked.",
        "Watch dogs barked at the border.",
        "The film was shown. (WARNING: The clip has graphic images.)",
        "He was freed on May 7, 2031, at 10 a.m.",
        "Vell contributed to this report's chief findings. The lake is low.",
        "Source of the river is a lake in Norland.",
        "Copyright was on the agenda, she said.",
        "May 7",
    ],
)
def test_sentences_stay(line: str) -> None:
    assert kind_of(line) == ""
    assert not is_head_date(line)
    assert not is_byline(line)


@pytest.mark.parametrize(
    "line",
    [
        "date 2031-05-07 403",
        "Published: 7 May 2031 14:03 GMT",
        "Wednesday, May 7, 2031",
        "May 7, 2031, 10:15 a.m. EDT | 3 min read",
        "Updated on May 7",
    ],
)
def test_head_dates(line: str) -> None:
    assert is_head_date(line)


@pytest.mark.parametrize(
    "line",
    [
        "By Anna Karst", "BY ANNA KARST AND MARC ORLO", "By Anna Karst, Staff Writer | May 7, 2031",
        "By our own correspondents",
    ],
)
def test_bylines(line: str) -> None:
    assert is_byline(line)


def test_signatures() -> None:
    assert is_signature("Anna Karst, Staff Correspondent")
    assert not is_signature("Foreign editor resigns, paper closes")
