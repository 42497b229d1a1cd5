"""The codebook's examples show what they stand for, and its crosswalk is whole."""

import re

import pytest

from corpus.schema import table as corpus_table
from docs import codebook
from dragoman.lexicon import table
from dragoman.ontology import EventType
from dragoman.serve.vocabulary import VOCABULARIES


@pytest.mark.parametrize("name", codebook.LABELLED)
def test_every_label_that_the_corpus_marks_has_an_example_of_it(name: str) -> None:
    lacking = [term.value for term in VOCABULARIES[name] if not codebook.labelled(name, term.value)]
    assert lacking == []


@pytest.mark.parametrize("name", codebook.LABELLED)
def test_examples_are_filled_and_have_their_words_in_bold(name: str) -> None:
    for term in VOCABULARIES[name]:
        shown = codebook.labelled(name, term.value)
        assert not re.search(r"[{}\[\]]", shown), shown
        assert shown.count("**") >= 2 and shown.count("**") % 2 == 0, shown


def test_examples_name_no_country_that_there_is() -> None:
    real = {row["name"] for row in table("countries")}
    told = {forms["name"] for forms in codebook.invented().values()}
    assert not real & told
    marked = " ".join(codebook.labelled("act", term.value) for term in VOCABULARIES["act"])
    assert not {name for name in real if re.search(rf"\b{re.escape(name)}\b", marked)}


def test_every_mode_has_a_meaning_a_code_and_an_example() -> None:
    rows = [line.strip("| ").split(" | ") for line in codebook.modes().splitlines()[2:]]
    told = {(row[0].strip("` "), row[1].strip("` ")) for row in rows}
    assert told == {(type.value, "") for type in EventType} | {
        (row["type"], row["mode"]) for row in corpus_table("modes")
    }
    for row in rows:
        assert len(row) == 5 and all(row[place].strip() for place in (0, 2, 3, 4)), row


def test_the_code_of_a_type_is_of_that_type() -> None:
    types = {row["code"]: row["type"] for row in table("cameo")}
    for line in codebook.modes().splitlines()[2:]:
        type, code = re.match(r"\| `(\w+)` .*?\| `(\d+)`", line).groups()  # type: ignore[union-attr]
        assert types[code] == type, line


def test_every_cameo_code_is_in_the_crosswalk() -> None:
    told = re.findall(r"^\| `(\d+)` \|", codebook.crosswalk(), re.MULTILINE)
    assert told == [row["code"] for row in table("cameo")]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Short **one**.", "Short **one**."),
        ("First " * 20 + "sentence. Then **this** one.", "Then **this** one."),
        ("A " + "did that, " * 12 + "**did** this.", "A did that, … **did** this."),
    ],
)
def test_long_examples_are_shortened_around_their_words(text: str, shown: str) -> None:
    assert codebook.shortened(text) == shown
