"""Entries by hand and by the real reader: what makes one more certain than another."""

from dataclasses import replace
from datetime import date

import dragoman
from dragoman import lexicon
from dragoman.meaning.certainty import BASE, KINDS, Evidence, certainty, with_certainty
from dragoman.meaning.tree import Tree
from dragoman.ontology import EventStatus, EventType
from dragoman.spans import Text
from dragoman.types import Article, Event, MadeBy, Mark, Published, Reading, Tags
from tests.meaning.trees import tree_of

MET = """
Peru PROPN 2 nsubj LOC
met/meet/VBD VERB 0 root
Chile PROPN 2 obj LOC
. PUNCT 2 punct
"""


def weighed(*marks: Mark) -> float:
    """How certain it is that Peru met Chile, with what the network marks."""
    tree = tree_of(MET)
    tree = Tree(tree.text, replace(tree.tags, marks=marks))
    met = Event("e1", EventType.CONSULT, None, "040", EventStatus.HAPPENED, (), (),
                tree.tokens[1].span, tree.span(range(4)))  # fmt: skip
    article = Article("0", "", tree.text, Published(date(2031, 5, 14), "given"))
    (event,) = with_certainty(tree, Reading(article, MadeBy("", ""), events=(met,))).events
    assert event.certainty is not None and replace(event, certainty=None) == met
    return event.certainty


def trigger(label: str, score: float) -> Mark:
    return Mark(1, 2, "trigger", label, score, (-1, -1))


def test_what_the_network_says_too_is_more_certain() -> None:
    same, other = weighed(trigger("CONSULT", 0.99)), weighed(trigger("ASSAULT", 0.99))
    assert 0 < other < same < 1
    assert weighed(trigger("CONSULT", 0.4)) < same
    assert weighed() < same
    assert same < weighed(trigger("CONSULT", 0.99), Mark(1, 2, "status", "happened", 0.99))


def test_a_mark_elsewhere_bears_on_nothing() -> None:
    assert weighed(Mark(0, 1, "trigger", "CONSULT", 1.0, (-1, -1))) == weighed()


def test_an_unknown_feature_weighs_nothing() -> None:
    assert certainty("task", {"no feature of ours": 9.0}) == certainty("task", {})


def test_every_kind_has_a_base_and_none_twice() -> None:
    rows = [(row["kind"], row["feature"]) for row in lexicon.table("certainty")]
    assert len(set(rows)) == len(rows)
    assert {kind for kind, name in rows if name == BASE} == set(KINDS)


def test_every_entry_that_is_read_has_one() -> None:
    reading = dragoman.read(
        "Peru's president told his envoy to prepare the summit with Chile. Chile said the summit "
        "would be held in May only if Peru withdrew its troops. Peru shelled the port of Arica.",
        published="2031-04-14",
    )
    claims = [claim for meeting in reading.meetings for claim in meeting.states]
    kinds = (reading.statements, reading.events, claims, reading.conditions, reading.tasks)
    assert all(kinds)
    chances = [one.certainty for kind in kinds for one in kind]
    assert all(chance is not None and 0 < chance < 1 for chance in chances)


def test_an_empty_report_has_nothing_to_weigh() -> None:
    tree = Tree(Text(""), Tags((), ()))
    empty = Reading(Article("0", "", Text(""), Published(None, "none")), MadeBy("", ""))
    assert with_certainty(tree, empty) == empty
    assert Evidence(tree, empty).marks == {}
