"""Six different things and more: will meet, agreed to meet, refused, denied, only if, met."""

from dataclasses import replace

import pytest

from dragoman.meaning.status import SURE, standing_of, status_of
from dragoman.meaning.status_conditions import in_condition
from dragoman.meaning.tree import Tree
from dragoman.ontology import EventStatus
from dragoman.types import Mark
from tests.meaning.trees import tree_of

PLAIN = """
They PRON 2 nsubj
met/meet/VBD VERB 0 root
"""
WILL = """
They PRON 3 nsubj
will AUX 3 aux
meet/meet/VB VERB 0 root
"""
AGREED = """
They PRON 2 nsubj
agreed/agree/VBD VERB 0 root
to PART 4 mark
meet/meet/VB VERB 2 xcomp
"""
REFUSED = AGREED.replace("agreed/agree", "refused/refuse")
DENIED_GERUND = """
They PRON 2 nsubj
denied/deny/VBD VERB 0 root
meeting/meet/VBG VERB 2 xcomp
"""
DENIED_THAT = """
They PRON 2 nsubj
denied/deny/VBD VERB 0 root
that SCONJ 5 mark
both PRON 5 nsubj
met/meet/VBD VERB 2 ccomp
"""
ONLY_IF = """
They PRON 4 nsubj
would AUX 4 aux
only ADV 4 advmod
meet/meet/VB VERB 0 root
if SCONJ 7 mark
guns NOUN 7 nsubj
fell/fall/VBD VERB 4 advcl
"""
CONSIDER = """
They PRON 4 nsubj
would AUX 4 aux
only ADV 4 advmod
consider/consider/VB VERB 0 root
meeting/meet/VBG VERB 4 xcomp
if SCONJ 8 mark
guns NOUN 8 nsubj
fell/fall/VBD VERB 4 advcl
"""
NOT_UNLESS = """
They PRON 4 nsubj
will AUX 4 aux
not PART 4 advmod
meet/meet/VB VERB 0 root
unless SCONJ 7 mark
guns NOUN 7 nsubj
fall/fall/VB VERB 4 advcl
"""
NOT = """
They PRON 4 nsubj
did AUX 4 aux
not PART 4 advmod
meet/meet/VB VERB 0 root
"""
NOT_RULED_OUT = """
They PRON 4 nsubj
did AUX 4 aux
not PART 4 advmod
rule/rule/VB VERB 0 root
out ADP 4 compound:prt
meeting/meet/VBG VERB 4 xcomp
"""
CANNOT = """
They PRON 4 nsubj
can AUX 4 aux
not PART 4 advmod
meet/meet/VB VERB 0 root
"""
SCHEDULED = """
They PRON 3 nsubj:pass
were AUX 3 aux:pass
scheduled/schedule/VBN VERB 0 root
to PART 5 mark
meet/meet/VB VERB 3 xcomp
"""
ARE_TO = """
They PRON 4 nsubj
are AUX 4 cop
to PART 4 mark
meet/meet/VB VERB 0 root
"""
SHELLING = """
They PRON 3 nsubj
are AUX 3 aux
shelling/shell/VBG VERB 0 root
"""
CALLED_OFF = """
Talks NOUN 3 nsubj:pass
were AUX 3 aux:pass
called/call/VBN VERB 0 root
off ADP 3 compound:prt
"""
TOOK_PLACE = """
Talks NOUN 2 nsubj
took VERB 0 root
place NOUN 2 obj
"""
NO_MEETING = """
No DET 2 det
meeting NOUN 4 nsubj:pass
is AUX 4 aux:pass
planned/plan/VBN VERB 0 root
"""
AHEAD = """
They PRON 2 nsubj
left/leave/VBD VERB 0 root
before ADP 5 case
the DET 5 det
talks NOUN 2 obl
"""
MAY_AGREE = """
They PRON 3 nsubj
may AUX 3 aux
agree/agree/VB VERB 0 root
to PART 5 mark
meet/meet/VB VERB 3 xcomp
"""
DUE_TO = """
They PRON 5 nsubj
had AUX 5 aux
been AUX 5 cop
due ADJ 5 mark
meet/meet/VB VERB 0 root
to PART 5 mark
"""
FREED_NONE = """
They PRON 2 nsubj
freed/free/VBD VERB 0 root
none PRON 2 obj
"""
WHEN_SHE_SEES = """
They PRON 3 nsubj
will AUX 3 aux
talk/talk/VB VERB 0 root
when SCONJ 6 mark
she PRON 6 nsubj
sees/see/VBZ VERB 3 advcl
"""
BEFORE_AGREED = """
They PRON 2 nsubj
wait/wait/VBP VERB 0 root
before SCONJ 6 mark
both PRON 6 nsubj
have AUX 6 aux
agreed/agree/VBN VERB 2 advcl
"""
PROVIDED = """
They PRON 3 nsubj
may AUX 3 aux
meet/meet/VB VERB 0 root
provided/provide/VBN VERB 3 advcl
that SCONJ 7 mark
guns NOUN 7 nsubj
fall/fall/VBP VERB 4 ccomp
"""
ONCE = """
They PRON 3 nsubj
will AUX 3 aux
pay/pay/VB VERB 0 root
once SCONJ 7 mark
guns NOUN 7 nsubj
have AUX 7 aux
fallen/fall/VBN VERB 3 advcl
"""
AS_SOON_AS = """
They PRON 3 nsubj
will AUX 3 aux
pay/pay/VB VERB 0 root
as ADV 5 advmod
soon ADV 3 advmod
as SCONJ 8 mark
guns NOUN 8 nsubj
fall/fall/VBP VERB 5 advcl
"""
ONLY_AFTER = """
They PRON 3 nsubj
will AUX 3 aux
pay/pay/VB VERB 0 root
only ADV 7 advmod
after SCONJ 7 mark
guns NOUN 7 nsubj
fall/fall/VBP VERB 3 advcl
"""
SUBJECT_TO = """
They PRON 3 nsubj
will AUX 3 aux
pay/pay/VB VERB 0 root
subject ADJ 3 advmod
to ADP 7 case
a DET 7 det
vote NOUN 4 obl
"""
WHETHER = """
They PRON 2 nsubj
ask/ask/VBP VERB 0 root
whether SCONJ 6 mark
he PRON 6 nsubj
will AUX 6 aux
come/come/VB VERB 2 ccomp
"""
QUESTION = """
Will AUX 3 aux
he PRON 3 nsubj
come/come/VB VERB 0 root
? PUNCT 3 punct
"""
BEING = """
Men NOUN 4 nsubj:pass
are AUX 4 aux
being AUX 4 aux:pass
held/hold/VBN VERB 0 root
"""
DRAG_ON = """
Talks NOUN 2 nsubj
drag/drag/VBP VERB 0 root
on ADP 2 compound:prt
"""
THIRD_WEEK = """
Talks NOUN 5 nsubj
are AUX 5 cop
in ADP 5 case
their PRON 5 nmod:poss
week/week/NN NOUN 0 root
"""
DEFERRED = """
Talks NOUN 3 nsubj:pass
were AUX 3 aux:pass
deferred/defer/VBN VERB 0 root
"""
SANCTIONS_DEFERRED = DEFERRED.replace("Talks", "Raids")
TO_BE_HELD = """
Talks NOUN 0 root
to PART 4 mark
be AUX 4 aux:pass
held/hold/VBN VERB 1 acl
"""
DEMANDING = """
They PRON 2 nsubj
blocked/block/VBD VERB 0 root
it PRON 2 obj
, PUNCT 5 punct
demanding/demand/VBG VERB 2 advcl
bread NOUN 5 obj
"""
SENT_NO = """
They PRON 2 nsubj
sent/send/VBD VERB 0 root
no DET 4 det
ships NOUN 2 obj
"""
NOT_CONFIRMED = """
They PRON 4 nsubj
have AUX 4 aux
not PART 4 advmod
confirmed/confirm/VBN VERB 0 root
talks NOUN 4 obj
"""
DENIED_ANY = """
They PRON 2 nsubj
denied/deny/VBD VERB 0 root
any DET 4 det
talks NOUN 2 obj
"""


@pytest.mark.parametrize(
    ("rows", "word", "status"),
    [
        (ONCE, "pay", EventStatus.CONDITIONAL),
        (ONCE, "fallen", EventStatus.POSSIBLE),
        (AS_SOON_AS, "pay", EventStatus.CONDITIONAL),
        (ONLY_AFTER, "pay", EventStatus.CONDITIONAL),
        (SUBJECT_TO, "pay", EventStatus.CONDITIONAL),
        (WHETHER, "come", EventStatus.POSSIBLE),
        (QUESTION, "come", EventStatus.POSSIBLE),
        (BEING, "held", EventStatus.ONGOING),
        (DRAG_ON, "Talks", EventStatus.ONGOING),
        (THIRD_WEEK, "Talks", EventStatus.ONGOING),
        (DEFERRED, "Talks", EventStatus.PLANNED),
        (SANCTIONS_DEFERRED, "Raids", EventStatus.HAPPENED),
        (TO_BE_HELD, "Talks", EventStatus.PLANNED),
        (DEMANDING, "demanding", EventStatus.HAPPENED),
        (SENT_NO, "sent", EventStatus.NEGATED),
        (NOT_CONFIRMED, "talks", EventStatus.POSSIBLE),
        (DENIED_ANY, "talks", EventStatus.DENIED),
        (PLAIN, "met", EventStatus.HAPPENED),
        (WILL, "meet", EventStatus.PLANNED),
        (AGREED, "meet", EventStatus.PLANNED),
        (REFUSED, "meet", EventStatus.NEGATED),
        (DENIED_GERUND, "meeting", EventStatus.DENIED),
        (DENIED_THAT, "met", EventStatus.DENIED),
        (ONLY_IF, "meet", EventStatus.CONDITIONAL),
        (CONSIDER, "meeting", EventStatus.CONDITIONAL),
        (NOT_UNLESS, "meet", EventStatus.CONDITIONAL),
        (NOT, "meet", EventStatus.NEGATED),
        (NOT_RULED_OUT, "meeting", EventStatus.POSSIBLE),
        (SCHEDULED, "meet", EventStatus.PLANNED),
        (ARE_TO, "meet", EventStatus.PLANNED),
        (SHELLING, "shelling", EventStatus.ONGOING),
        (CALLED_OFF, "Talks", EventStatus.CANCELLED),
        (TOOK_PLACE, "Talks", EventStatus.HAPPENED),
        (NO_MEETING, "meeting", EventStatus.NEGATED),
        (AHEAD, "talks", EventStatus.PLANNED),
        (MAY_AGREE, "meet", EventStatus.POSSIBLE),
        (DUE_TO, "meet", EventStatus.PLANNED),
        (FREED_NONE, "freed", EventStatus.NEGATED),
        (WHEN_SHE_SEES, "sees", EventStatus.PLANNED),
        (BEFORE_AGREED, "agreed", EventStatus.PLANNED),
        (PROVIDED, "meet", EventStatus.CONDITIONAL),
    ],
)
def test_status(rows: str, word: str, status: EventStatus) -> None:
    tree = tree_of(rows)
    assert status_of(tree, tree.words.index(word)) is status


@pytest.mark.parametrize("rows", [ONLY_IF, CONSIDER])
def test_the_condition_is_the_clause_without_its_mark(rows: str) -> None:
    tree = tree_of(rows)
    condition = standing_of(tree, 4 if "consider" in tree.words else 3).condition
    assert condition is not None and tree.text[condition] == "guns fell"


def test_what_an_act_hangs_on_stands_in_a_condition() -> None:
    tree = tree_of(PROVIDED)
    assert in_condition(tree, tree.words.index("fall"))
    assert not in_condition(tree, tree.words.index("meet"))


def test_a_judgement_on_an_act_is_no_news_of_it() -> None:
    assert standing_of(tree_of(CANNOT), 3).normative
    assert not standing_of(tree_of(NOT), 3).normative


def test_a_condition_may_open_with_its_auxiliary() -> None:
    """ "Had they met, the crisis would ease": nobody met."""
    tree = tree_of(
        """
Had/have/VBD AUX 3 aux
they PRON 3 nsubj
met/meet/VBN VERB 8 advcl
, PUNCT 3 punct
the DET 6 det
crisis NOUN 8 nsubj
would AUX 8 aux
ease/ease/VB VERB 0 root
"""
    )
    assert standing_of(tree, 7).condition is not None
    assert in_condition(tree, 2)


def _marked(rows: str, word: str, label: EventStatus, score: float) -> EventStatus:
    """The status of a word on which the network puts a mark."""
    tree = tree_of(rows)
    at = tree.words.index(word)
    mark = Mark(at, at + 1, "status", label, score)
    marked = Tree(tree.text, replace(tree.tags, marks=(mark,)))
    return standing_of(marked, at).status


def test_the_network_outweighs_a_tense_where_it_is_sure() -> None:
    """ "Talks took place" stands for all tenses that do not tell: "the talks on Friday"."""
    assert _marked(PLAIN, "met", EventStatus.PLANNED, SURE) is EventStatus.PLANNED
    assert _marked(PLAIN, "met", EventStatus.PLANNED, SURE - 0.01) is EventStatus.HAPPENED


@pytest.mark.parametrize("rows", [NOT, REFUSED])
def test_a_negation_in_words_outweighs_the_network(rows: str) -> None:
    assert _marked(rows, "meet", EventStatus.HAPPENED, 1.0) is EventStatus.NEGATED
