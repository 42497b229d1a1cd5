"""Who said what to whom: from hand-made parses and hand-made actors."""

from datetime import date

import pytest

from dragoman.meaning.cast import Cast
from dragoman.meaning.statements import find_statements
from dragoman.ontology import Act, ActorKind, Channel, Form, MentionKind, Polarity
from dragoman.types import Actor, Mention, Statement
from tests.meaning.trees import tree_of

DAY = date(2031, 5, 7)

SAID = """
Vell PROPN 2 nsubj
said/say/VBD VERB 0 root
that SCONJ 6 mark
the DET 5 det
road NOUN 6 nsubj
reopened/reopen/VBD VERB 2 ccomp
. PUNCT 2 punct
"""
TOLD = """
Vell PROPN 2 nsubj
told/tell/VBD VERB 0 root
Orrin PROPN 2 obj
that SCONJ 6 mark
rain NOUN 6 nsubj
fell/fall/VBD VERB 2 ccomp
. PUNCT 2 punct
"""
DENIED = SAID.replace("said/say/VBD", "denied/deny/VBD")
WARNED = SAID.replace("said/say/VBD", "warned/warn/VBD")
NEVER = """
Vell PROPN 4 nsubj
did AUX 4 aux
not PART 4 advmod
say/say/VB VERB 0 root
when SCONJ 7 mark
talks NOUN 7 nsubj
resume VERB 4 ccomp
. PUNCT 4 punct
"""
DECLINED = """
Vell PROPN 2 nsubj
declined/decline/VBD VERB 0 root
to PART 4 mark
comment/comment/VB VERB 2 xcomp
. PUNCT 2 punct
"""
DIRECT = """
“ PUNCT 3 punct
Rain NOUN 3 nsubj
fell/fall/VBD VERB 6 ccomp
, PUNCT 3 punct
” PUNCT 3 punct
said/say/VBD VERB 0 root
Vell PROPN 6 nsubj
. PUNCT 6 punct
"""
BY_ANOTHER = """
Vell PROPN 2 nsubj
ran/run/VBD VERB 0 root
home ADV 2 advmod
. PUNCT 2 punct
"""


def statements_of(rows: str) -> tuple[str, tuple[Statement, ...]]:
    tree = tree_of(rows)
    actors = []
    for number, name in enumerate(("Vell", "Orrin"), 1):
        heads = [i for i, word in enumerate(tree.words) if word == name]
        named = tuple(Mention(tree.tokens[i].span, MentionKind.NAME, i) for i in heads)
        actors.append(Actor(f"a{number}", name, ActorKind.PERSON, named))
    cast = Cast(tree, tuple(actors))
    return tree.text.content, find_statements(tree, cast, (), DAY)


@pytest.mark.parametrize(
    ("rows", "act", "polarity", "content"),
    [
        (SAID, Act.SAY, Polarity.AFFIRMED, "that the road reopened"),
        (DENIED, Act.DENY, Polarity.AFFIRMED, "that the road reopened"),
        (WARNED, Act.WARN, Polarity.AFFIRMED, "that the road reopened"),
        (NEVER, Act.SAY, Polarity.NEGATED, "when talks resume"),
        (DECLINED, Act.DECLINE_COMMENT, Polarity.DECLINED, "to comment"),
    ],
)
def test_one_statement(rows: str, act: Act, polarity: Polarity, content: str) -> None:
    text, (found,) = statements_of(rows)
    assert (found.id, found.speaker, found.act, found.polarity) == ("s1", "a1", act, polarity)
    assert found.form is Form.INDIRECT
    assert [text[span.start : span.end] for span in found.content] == [content]
    assert found.source is not None
    assert text[found.source.start : found.source.end] == "Vell"


def test_to_whom() -> None:
    _, (found,) = statements_of(TOLD)
    assert (found.speaker, found.addressees) == ("a1", ("a2",))


def test_a_quotation() -> None:
    text, (found,) = statements_of(DIRECT)
    assert (found.speaker, found.form) == ("a1", Form.DIRECT)
    (content,) = found.content
    assert "Rain fell" in text[content.start : content.end]
    assert found.channel is Channel.UNKNOWN


def test_what_is_no_saying() -> None:
    assert statements_of(BY_ANOTHER)[1] == ()
