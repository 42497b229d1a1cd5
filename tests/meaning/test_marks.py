"""Marks of the network beside what the tables know: who wins, and what is added."""

from dataclasses import replace

import dragoman
from dragoman.meaning import conditions, cue_marks, tasks
from dragoman.meaning.actors import find_actors
from dragoman.meaning.cast import Cast
from dragoman.meaning.event_acts import find_acts
from dragoman.meaning.event_marks import SURE, with_marks
from dragoman.meaning.meetings import find_meetings
from dragoman.meaning.meetings.marks import NAMED, MeetingMarks
from dragoman.meaning.meetings.marks import SURE as STATED
from dragoman.meaning.tree import Tree
from dragoman.ontology import Act, Channel, EventStatus, EventType, Form, MeetingState, Polarity
from dragoman.types import Mark, Statement
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


def test_where_a_table_knows_the_act_it_is_believed() -> None:
    tree, cast = marked(MET, trigger("ASSAULT", 1.0))
    (act,) = with_marks(tree, cast, find_acts(tree, cast))
    assert act.type is EventType.CONSULT


def test_a_trigger_of_nobody_is_no_act() -> None:
    tree, cast = marked(
        "Rain NOUN 2 nsubj\nglozed/gloze/VBD VERB 0 root\n", trigger("AID", 1, (-1, -1))
    )
    assert with_marks(tree, cast, ()) == ()


def test_a_marked_state_goes_to_the_meeting_that_it_points_to() -> None:
    tree, _ = marked(MET, Mark(1, 2, "state", "held", STATED, (2,)))
    marks = MeetingMarks(tree)
    hint = marks.of(2, None)
    assert hint is not None and hint.state is MeetingState.HELD and hint.marked
    assert marks.rest() == []
    assert marks.of(2, None) is None


GATHERED = """
The DET 2 det
glozing NOUN 5 nsubj
was AUX 5 aux:pass
then ADV 5 advmod
mothed/moth/VBN VERB 0 root
. PUNCT 5 punct
"""


def test_words_in_no_table_name_a_meeting_and_its_state_where_the_network_sees_them() -> None:
    named = Mark(1, 2, "mention", "I", NAMED)
    state = Mark(4, 5, "state", "postponed", STATED, (1,))
    for marks, found in (((named, state), 1), ((), 0)):
        tree, cast = marked(GATHERED, *marks)
        meetings = find_meetings(tree, cast, (), (), None)
        assert len(meetings) == found
    tree, cast = marked(GATHERED, named, state)
    (meeting,) = find_meetings(tree, cast, (), (), None)
    assert [claim.state for claim in meeting.states] == [MeetingState.POSTPONED]
    assert [tree.text[span] for span in meeting.mentions] == ["glozing"]


def test_a_state_without_a_named_meeting_opens_one_at_its_own_words() -> None:
    tree, cast = marked(GATHERED, Mark(4, 5, "state", "held", STATED, (-1,)))
    (meeting,) = find_meetings(tree, cast, (), (), None)
    assert [tree.text[span] for span in meeting.mentions] == ["mothed"]


def test_a_mark_at_a_cue_says_more_than_a_plain_verb_and_less_than_a_telling_one() -> None:
    sure = cue_marks.SURE
    for score, plain in ((sure - 0.1, Act.SAY), (sure, Act.WARN)):
        tree, _ = marked(MET, Mark(1, 2, "act", "warn", score))
        assert cue_marks.marked_act(tree, 1, Act.SAY) is plain
        assert cue_marks.marked_act(tree, 1, Act.DENY) is Act.DENY
    tree, _ = marked(MET, Mark(1, 2, "act", "deny", 1.0))
    assert cue_marks.marked_act(tree, 1, Act.SAY) is Act.SAY
    tree, _ = marked(
        MET, Mark(1, 2, "channel", "letter", sure), Mark(1, 2, "polarity", "negated", sure),
        Mark(1, 2, "addressee", "", 1.0, (2,)),
    )  # fmt: skip
    assert cue_marks.marked_channel(tree, 1, Channel.UNKNOWN) is Channel.LETTER
    assert cue_marks.marked_channel(tree, 1, Channel.SPEECH) is Channel.SPEECH
    assert cue_marks.marked_polarity(tree, 1, Polarity.AFFIRMED) is Polarity.NEGATED
    assert cue_marks.marked_addressee(tree, 1) == 2
    assert cue_marks.marked_addressee(tree, 0) is None


def test_a_denial_that_only_the_network_sees_is_named_when_all_else_is_read() -> None:
    tree, _ = marked(MET, Mark(1, 2, "act", "deny", cue_marks.SURE))
    said = Statement(
        "s1", None, None, tree.tokens[1].span, (), Form.INDIRECT, Act.SAY, Polarity.AFFIRMED,
        Channel.UNKNOWN,
    )  # fmt: skip
    told = (said, replace(said, act=Act.ASK), replace(said, cue=None))
    acts = [one.act for one in cue_marks.with_denials(tree, told)]
    assert acts == [Act.DENY, Act.ASK, Act.SAY]


BOUND = """
Peru PROPN 3 nsubj LOC
will AUX 3 aux
glozes/gloze/VB VERB 0 root
should AUX 6 aux
Chile PROPN 6 nsubj LOC
leave VERB 3 advcl
. PUNCT 3 punct
"""


def test_a_marked_prerequisite_is_a_condition() -> None:
    mark = Mark(4, 6, "prerequisite", "I", conditions.MARKED)
    tree, cast = marked(BOUND, mark)
    (found,) = conditions.find_conditions(tree, cast, (), ())
    assert tree.text[found.span] == "Chile leave"
    tree, cast = marked(BOUND, replace(mark, score=conditions.MARKED - 0.1))
    assert conditions.find_conditions(tree, cast, (), ()) == ()


CHARGED = """
Peru PROPN 2 nsubj LOC
glozed/gloze/VBD VERB 0 root
Chile PROPN 2 obj LOC
to PART 5 mark
draft VERB 2 xcomp
a DET 7 det
text NOUN 5 obj
. PUNCT 2 punct
"""


def test_a_marked_charge_is_a_task_of_the_verb_over_it() -> None:
    tree, cast = marked(CHARGED, Mark(4, 7, "charge", "I", tasks.MARKED))
    (task,) = tasks.find_tasks(tree, cast, (), ())
    assert tree.text[task.span] == "to draft a text"
    names = [[cast.get(id).name for id in ids] for ids in (task.charged_by, task.charged)]
    assert names == [["Peru"], ["Chile"]]
    tree, cast = marked(CHARGED)
    assert tasks.find_tasks(tree, cast, (), ()) == ()


UNKNOWN_CHARGED = CHARGED.replace("Chile PROPN 2 obj LOC", "panel NOUN 2 obj")
NEVER_CHARGED = """
Peru PROPN 3 nsubj LOC
never ADV 3 advmod
glozed/gloze/VBD VERB 0 root
panel NOUN 3 obj
to PART 6 mark
draft VERB 3 xcomp
a DET 8 det
text NOUN 6 obj
. PUNCT 3 punct
"""


def test_a_surely_marked_charge_is_a_task_whoever_is_charged_unless_it_is_denied() -> None:
    for rows, at, score, found in (
        (UNKNOWN_CHARGED, 4, tasks.CERTAIN, 1),
        (UNKNOWN_CHARGED, 4, tasks.MARKED, 0),
        (NEVER_CHARGED, 5, 1.0, 0),
    ):
        tree, cast = marked(rows, Mark(at, at + 3, "charge", "I", score))
        told = tasks.find_tasks(tree, cast, (), ())
        assert [tree.text[task.span] for task in told] == ["draft a text"] * found
        assert all(not task.charged for task in told)


def test_a_denial_in_plain_words_is_never_the_claim_that_it_denies() -> None:
    for words, state in (
        ("reports that she would meet Finnish minister Olli Varn on Monday were false",
         "plan_denied"),
        ("no talks with Finland were planned", "not_planned"),
    ):  # fmt: skip
        told = f"Norwegian foreign minister Ida Rook said {words}."
        reading = dragoman.read(told, published="2031-05-14")
        assert [str(c.state) for m in reading.meetings for c in m.states] == [state]
        assert all(str(event.status) in ("denied", "negated") for event in reading.events)


def test_quotations_that_semicolons_part_are_statements_of_their_own() -> None:
    reading = dragoman.read(
        "The road is open, Norwegian minister Ida Rook said. Rain had fallen for a week. “Our "
        "guards will stay at the pass”; “nobody has asked them to leave the valley”.",
        published="2031-05-14",
    )
    said = [reading.article.text[s.content[0]] for s in reading.statements]
    assert said[1:] == ["“Our guards will stay at the pass”",
                        "“nobody has asked them to leave the valley”."]  # fmt: skip
    assert len({s.speaker for s in reading.statements}) == 1


OPENS = """
The DET 2 det
glozing NOUN 4 nsubj
will AUX 4 aux
{verb} VERB 0 root
. PUNCT 4 punct
"""


def test_the_network_tells_the_state_within_the_family_that_a_tense_gives() -> None:
    """A word of the tables, and the family of a tense, are believed against it."""
    named = Mark(1, 2, "mention", "I", NAMED)
    for verb, label, state in (
        ("convene/convene/VB", "venue_changed", MeetingState.VENUE_CHANGED),
        ("convene/convene/VB", "cancelled", MeetingState.EXPECTED),
        ("slip/slip/VB", "venue_changed", MeetingState.POSTPONED),
    ):
        rows = OPENS.format(verb=verb)
        tree, cast = marked(rows, named, Mark(2, 4, "state", label, STATED, (1,)))
        (meeting,) = find_meetings(tree, cast, (), (), None)
        assert [claim.state for claim in meeting.states] == [state]
