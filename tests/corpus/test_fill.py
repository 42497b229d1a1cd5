"""Filling: whatever the draw, spans hold the marked words and the English stays right."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.fill import fill, put
from corpus.format import Entry, Slot, parse
from corpus.schema import BODY_FORMS, COUNTRY_FORMS, table
from dragoman.lexicon import table as lexicon
from tests.corpus.english import sound

MANY = """=== x-1
why: every form
[a1|{^A}] told [b1|{B}’s], {^a A.adj} [c1|{B.head} of {C.poss} {C.town}], {a O.short} [d1|aide], \
[e1|{P}] and {B.ministry} in {D.capital}: {^E.short}–{F.short}, {a G.adj} row, {H.town2}, {Q.poss}.
"""


def entry(content: str = MANY) -> Entry:
    entries, flaws = parse(content, "file.txt")
    assert not flaws
    return entries[0]


@given(st.integers())
def test_spans_hold_the_marked_words(seed: int) -> None:
    made = entry()
    filled = fill(made, seed)
    sound(filled.text)
    for mark, span in zip(made.marks, filled.spans, strict=True):
        # What the mark holds, filled by itself.
        pieces = made.pieces[mark.first : mark.last]
        assert len(pieces) >= 1
        pattern = "".join(re.escape(p) if isinstance(p, str) else ".+" for p in pieces)
        assert re.fullmatch(pattern, filled.text[span.start : span.end])
    (aide,) = filled.marked("d1")
    assert filled.text[aide.start : aide.end] == "aide"
    countries = [name for letter, name in filled.cast.items() if letter not in "OPQ"]
    assert len(set(countries)) == len(countries)


@given(st.integers())
def test_reports_of_a_process_share_their_draw(seed: int) -> None:
    first = entry("=== r-1\nprocess: dam\n{^A} met with {B}.\n")
    second = entry("=== r-2\nprocess: dam\ntitle: {B}\n{^B} left {C.town}.\n")
    assert fill(first, seed).cast["B"] == fill(second, seed).cast["B"]
    assert fill(second, seed).title in fill(first, seed).text


@pytest.mark.parametrize(
    ("adjective", "article"),
    [("Kenyan", "a"), ("Austrian", "an"), ("Ukrainian", "a"), ("Ugandan", "a"), ("Uzbek", "an"),
     ("Uruguayan", "a"), ("Emirati", "an"), ("UN", "a"), ("OAS", "an"), ("EU", "an"), ("SCO", "an"),
     ("European", "a")],
)  # fmt: skip
def test_articles(adjective: str, article: str) -> None:
    slot = Slot("A", "adj", article=True)
    assert put(slot, {"adj": adjective}) == f"{article} {adjective}"


def test_possessives_and_capitals() -> None:
    names = {"name": "the Philippines", "poss": "the Philippines"}
    assert put(Slot("A", "poss", capital=True), names, "’") == "The Philippines’"
    assert put(Slot("A", "poss"), {"name": "Cyprus", "poss": "Cyprus"}) == "Cyprus's"


def test_the_pool() -> None:
    """Every country has what its slots need, and its towns and adjective are known to dragoman."""
    known = {row["iso3"]: row for row in lexicon("countries")}
    towns = {row["country"]: row["names"].split("|") for row in lexicon("towns")}
    names: dict[str, list[str]] = {}
    for row in lexicon("countries"):
        for name in {row["name"], *row["aliases"].split("|")}:
            names.setdefault(name, []).append(row["iso3"])
    for row in table("slots"):
        country = known[row["iso3"]]
        assert names[country["name"]] == [row["iso3"]]
        assert country["capitals"]
        # "New Zealand" is its own adjective.
        assert row["adjective"] in (*country["demonyms"].split("|"), country["name"])
        assert row["town"] != row["town2"]
        assert {row["town"], row["town2"]} <= {*towns[row["iso3"]]}
        assert not {row["town"], row["town2"]} & {*country["capitals"].split("|")}
        assert row["head"] in ("president", "prime minister", "chancellor")
    assert len(table("slots")) > 26


def test_every_form_is_filled() -> None:
    for letter, forms in (("A", COUNTRY_FORMS), ("O", BODY_FORMS)):
        for form in forms:
            slot = Slot(letter, form)
            assert fill(entry(f"=== x-1\nwhy: a form\nSee {slot}.\n")).text != "See ."
