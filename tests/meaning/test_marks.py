"""Marks of the network beside what the tables know: who wins, and what is added."""

from dataclasses import replace

from dragoman.meaning.actors import find_actors
from dragoman.meaning.cast import Cast
from dragoman.meaning.event_acts import find_acts
from dragoman.meaning.event_marks import CERTAIN, SURE, with_marks
from dragoman.meaning.meeting_marks import StateMarks
from dragoman.meaning.tree import Tree
from dragoman.ontology import EventStatus, EventType, MeetingState
from dragoman.types import Mark
from tests.meaning.trees import tree_of

MET = """
Peru PROPN 2 nsubj LOC
met/meet/VBD VERB 0 root
Chile PROPN 2 obj LOC
. PUNCT 2 punct
"""
UNKNOWN = MET.replace("met/meet/VBD", "glozed/gloze/VBD")


def marked(rows: str, *marks: Mark) -> tuple[Tree, Cast]:
    tree = tree_of(rows)
    tree = Tree(tree.text, replace(tree.tags, marks=marks))
    return tree, Cast(tree, find_actors(tree, None, ""))


def trigger(label: str, score: float, goals: tuple[int, ...] = (0, 2)) -> Mark:
    return Mark(1, 2, "trigger", label, score, goals)


def test_a_trigger_that_no_table_knows_is_an_act_with_the_actors_it_points_to() -> None:
    tree, cast = marked(UNKNOWN, trigger("AID", SURE), Mark(1, 2, "status", "planned", 0.5))
    assert find_acts(tree, cast) == ()
    (act,) = with_marks(tree, cast, ())
    assert (act.type, act.cameo, act.standing.status) == (EventType.AID, "070", EventStatus.PLANNED)
    names = [[cast.get(id).name for id in ids] for ids in (act.actors, act.targets)]
    assert names == [["Peru"], ["Chile"]]


def test_an_unsure_trigger_is_none() -> None:
    tree, cast = marked(UNKNOWN, trigger("AID", SURE - 0.1))
    assert with_marks(tree, cast, ()) == ()


def test_only_a_nearly_certain_mark_outweighs_the_tables() -> None:
    for score, type in ((SURE, EventType.CONSULT), (CERTAIN, EventType.ASSAULT)):
        tree, cast = marked(MET, trigger("ASSAULT", score))
        (act,) = with_marks(tree, cast, find_acts(tree, cast))
        assert act.type is type


def test_a_marked_state_goes_to_the_meeting_that_it_points_to() -> None:
    tree = tree_of(MET)
    state = Mark(1, 2, "state", "held", SURE, (2,))
    marks = StateMarks(Tree(tree.text, replace(tree.tags, marks=(state,))))
    hint = marks.of(2, None)
    assert hint is not None and hint.state is MeetingState.HELD and hint.marked
    assert marks.rest() == []
    assert marks.of(2, None) is None
