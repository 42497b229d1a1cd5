"""What a side wants first: from hand-made parses, actors, statements and meetings."""

import pytest

from dragoman.meaning.cast import Cast
from dragoman.meaning.conditions import find_conditions
from dragoman.ontology import Act, ActorKind, Channel, Form, MeetingKind, MentionKind, Polarity
from dragoman.spans import Span
from dragoman.types import Actor, Condition, Meeting, Mention, Statement
from tests.meaning.trees import tree_of

ONLY_IF = """
Vell PROPN 2 nsubj
said/say/VBD VERB 0 root
she PRON 5 nsubj
would AUX 5 aux
join VERB 2 ccomp
the DET 7 det
talks NOUN 5 obj
only ADV 11 advmod
if SCONJ 11 mark
ferries NOUN 11 nsubj
sailed VERB 5 advcl
. PUNCT 2 punct
"""
UNTIL = """
Vell PROPN 2 nsubj
said/say/VBD VERB 0 root
she PRON 6 nsubj
would AUX 6 aux
not PART 6 advmod
join VERB 2 ccomp
talks NOUN 6 obj
until SCONJ 10 mark
ferries NOUN 10 nsubj
sailed VERB 6 advcl
. PUNCT 2 punct
"""
WHETHER = """
Vell PROPN 2 nsubj
asked/ask/VBD VERB 0 root
if SCONJ 5 mark
ferries NOUN 5 nsubj
sailed VERB 2 advcl
. PUNCT 2 punct
"""
WHILE = ONLY_IF.replace("only ADV", "then ADV").replace("if SCONJ", "as SCONJ")


def conditions_of(rows: str, act: Act = Act.SAY) -> tuple[str, tuple[Condition, ...]]:
    tree = tree_of(rows)
    named = tuple(
        Mention(tree.tokens[i].span, kind, i)
        for i, word in enumerate(tree.words)
        for name, kind in (("Vell", MentionKind.NAME), ("she", MentionKind.PRONOUN))
        if word == name
    )
    cast = Cast(tree, (Actor("a1", "Vell", ActorKind.PERSON, named),))
    content = Span(tree.tokens[2].span.start, len(tree.text))
    said = Statement(
        "s1", "a1", None, tree.tokens[1].span, (content,), Form.INDIRECT, act,
        Polarity.AFFIRMED, Channel.UNKNOWN,
    )  # fmt: skip
    talks = tuple(t.span for t in tree.tokens if tree.text[t.span] == "talks")
    meetings = (Meeting("m1", MeetingKind.TALKS, ("a1",), talks),) if talks else ()
    return tree.text.content, find_conditions(tree, cast, (said,), meetings)


@pytest.mark.parametrize("rows", [ONLY_IF, UNTIL])
def test_a_condition_its_setter_and_the_meeting_that_it_is_for(rows: str) -> None:
    text, (found,) = conditions_of(rows)
    assert (found.id, found.set_by, found.target, found.statement) == ("c1", "a1", "m1", "s1")
    words = text[found.span.start : found.span.end]
    assert words.endswith("ferries sailed")
    assert "join" not in words


@pytest.mark.parametrize(
    ("rows", "act", "reason"),
    [
        (WHETHER, Act.ASK, "a question"),
        (WHILE, Act.SAY, "no cue of a condition"),
        (ONLY_IF, Act.THREATEN, "what a threat hangs on"),
    ],
)
def test_no_condition(rows: str, act: Act, reason: str) -> None:
    assert conditions_of(rows, act)[1] == (), reason
