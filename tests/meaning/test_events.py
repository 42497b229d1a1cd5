"""Who did what to whom: from hand-made parses, with hand-made actors, statements and meetings."""

from datetime import date

import pytest

from dragoman import lexicon
from dragoman.meaning.cast import Cast
from dragoman.meaning.events import find_events
from dragoman.meaning.tree import Tree
from dragoman.ontology import (
    Act,
    ActorKind,
    Channel,
    EventStatus,
    EventType,
    Form,
    MeetingKind,
    MentionKind,
    Polarity,
)
from dragoman.spans import Span
from dragoman.types import OUTLET, Actor, Event, Meeting, Mention, Statement
from tests.meaning.trees import tree_of

DAY = date(2031, 5, 7)


def cast_of(tree: Tree, *names: str) -> Cast:
    """Each name (several forms parted by "/") is an actor; "Tarn" is a country's name and side."""
    actors = []
    for number, name in enumerate(names, start=1):
        mentions = []
        for i, word in enumerate(tree.words):
            if word in name.split("/"):
                mentions.append(Mention(tree.tokens[i].span, MentionKind.NAME, i))
        kind = ActorKind.PERSON if name in ("Vell", "Orrin") else ActorKind.COUNTRY
        actors.append(Actor(f"a{number}", name, kind, tuple(mentions)))
    return Cast(tree, tuple(actors))


def events_of(
    rows: str,
    *names: str,
    statements: tuple[Statement, ...] = (),
    meetings: tuple[Meeting, ...] = (),
) -> list[Event]:
    tree = tree_of(rows)
    return list(find_events(tree, cast_of(tree, *names), (), statements, meetings, DAY))


def brief(event: Event) -> tuple[str, str, str, tuple[str, ...], tuple[str, ...]]:
    return event.type.value, event.cameo, event.status.value, event.actors, event.targets


def statement(tree: Tree, first: int, last: int, act: Act, speaker: str = "a1") -> Statement:
    content = Span(tree.tokens[first].span.start, tree.tokens[last].span.end)
    return Statement(
        "s1", speaker, None, None, (content,), Form.INDIRECT, act, Polarity.AFFIRMED,
        Channel.UNKNOWN, relays=("a9",),
    )  # fmt: skip


MET = """
Vell PROPN 2 nsubj
met/meet/VBD VERB 0 root
Orrin PROPN 2 obj
in ADP 5 case
Lima PROPN 2 obl LOC
"""
BOTH_MET = """
Vell PROPN 4 nsubj
and CCONJ 3 cc
Orrin PROPN 1 conj
met/meet/VBD VERB 0 root
"""
REFUSED = """
Vell PROPN 2 nsubj
refused/refuse/VBD VERB 0 root
to PART 4 mark
meet/meet/VB VERB 2 xcomp
Orrin PROPN 4 obj
"""
AGREED = REFUSED.replace("refused/refuse", "agreed/agree")
THREATENED = """
Tarn PROPN 2 nsubj
threatened/threaten/VBD VERB 0 root
to PART 4 mark
shell/shell/VB VERB 2 xcomp
Brae PROPN 4 obj
"""
SANCTIONS = """
Tarn PROPN 2 nsubj
imposed/impose/VBD VERB 0 root
sanctions/sanction/NNS NOUN 2 obj
on ADP 5 case
Brae PROPN 3 nmod
"""
BY_AGENT = """
Brae PROPN 3 nsubj:pass
was AUX 3 aux:pass
attacked/attack/VBN VERB 0 root
by ADP 5 case
Tarn PROPN 3 obl:agent
"""
NOUN_STRIKES = """
Tarn PROPN 3 nmod:poss
's PART 1 case
strikes/strike/NNS NOUN 6 nsubj
on ADP 5 case
Brae PROPN 3 nmod
went/go/VBD VERB 0 root
on ADP 6 advmod
"""
BARE_NOUN = """
Tarn PROPN 2 compound
sanctions/sanction/NNS NOUN 3 nsubj
hurt/hurt/VBD VERB 0 root
trade NOUN 3 obj
"""
PROPOSAL = """
Orrin PROPN 2 nsubj
rejected/reject/VBD VERB 0 root
Vell PROPN 5 nmod:poss
's PART 3 case
proposal NOUN 2 obj
"""
DEMANDED = """
Vell PROPN 2 nsubj
demanded/demand/VBD VERB 0 root
that SCONJ 5 mark
Tarn PROPN 5 nsubj
withdraw/withdraw/VB VERB 2 ccomp
"""
RELATIVE = """
Vell PROPN 5 nsubj
who PRON 3 nsubj
met/meet/VBD VERB 1 acl:relcl
Orrin PROPN 3 obj
slept/sleep/VBD VERB 0 root
"""
PHONE = """
Vell PROPN 2 nsubj
had/have/VBD VERB 0 root
a DET 5 det
phone NOUN 5 compound
call NOUN 2 obj
with ADP 7 case
Orrin PROPN 5 nmod
"""


@pytest.mark.parametrize(
    ("rows", "names", "expected"),
    [
        (MET, ("Vell", "Orrin", "Lima"), ("CONSULT", "040", "happened", ("a1",), ("a2",))),
        (BOTH_MET, ("Vell", "Orrin"), ("CONSULT", "040", "happened", ("a1", "a2"), ())),
        (REFUSED, ("Vell", "Orrin"), ("REJECT", "125", "happened", ("a1",), ("a2",))),
        (THREATENED, ("Tarn", "Brae"), ("THREATEN", "138", "happened", ("a1",), ("a2",))),
        (SANCTIONS, ("Tarn", "Brae"), ("SANCTION", "163", "happened", ("a1",), ("a2",))),
        (BY_AGENT, ("Tarn", "Brae"), ("ASSAULT", "190", "happened", ("a1",), ("a2",))),
        (NOUN_STRIKES, ("Tarn", "Brae"), ("ASSAULT", "190", "happened", ("a1",), ("a2",))),
        (PROPOSAL, ("Vell", "Orrin"), ("REJECT", "120", "happened", ("a2",), ("a1",))),
        (DEMANDED, ("Vell", "Tarn"), ("REQUEST", "025", "happened", ("a1",), ("a2",))),
        (RELATIVE, ("Vell", "Orrin"), ("CONSULT", "040", "happened", ("a1",), ("a2",))),
        (PHONE, ("Vell", "Orrin"), ("CONSULT", "041", "happened", ("a1",), ("a2",))),
    ],
)
def test_one_event(rows: str, names: tuple[str, ...], expected: tuple[object, ...]) -> None:
    assert [brief(event) for event in events_of(rows, *names)] == [expected]


def test_what_is_agreed_on_is_planned() -> None:
    found = [brief(event) for event in events_of(AGREED, "Vell", "Orrin")]
    assert found == [
        ("AGREE", "036", "happened", ("a1",), ("a2",)),
        ("CONSULT", "040", "planned", ("a1",), ("a2",)),
    ]


@pytest.mark.parametrize("rows", [BARE_NOUN, MET.replace("Orrin", "voters")])
def test_no_event_without_both_sides(rows: str) -> None:
    assert events_of(rows, "Tarn", "Vell", "Lima") == []


RESPOND = """
Tarn PROPN 3 nsubj
will AUX 3 aux
respond/respond/VB VERB 0 root
to ADP 6 case
Braen ADJ 6 amod
strikes/strike/NNS NOUN 3 obl
"""


def test_an_answer_foretold_is_a_threat_that_hangs_on_the_act_answered() -> None:
    tree = tree_of(RESPOND)
    (event,) = events_of(RESPOND, "Tarn", "Brae/Braen")
    assert brief(event) == ("THREATEN", "130", "conditional", ("a1",), ("a2",))
    assert event.condition is not None and tree.text[event.condition] == "Braen strikes"


@pytest.mark.parametrize("overture", ["offers/offer/NNS", "letters/letter/NNS"])
def test_an_answer_to_an_overture_is_no_threat(overture: str) -> None:
    assert events_of(RESPOND.replace("strikes/strike/NNS", overture), "Tarn", "Brae/Braen") == []


def test_the_innermost_statement_asserts_and_passes_its_relays_on() -> None:
    rows = """
Orrin PROPN 2 nsubj
said VERB 0 root
Vell PROPN 4 nsubj
met/meet/VBD VERB 2 ccomp
Tarn PROPN 4 obj
"""
    told = statement(tree_of(rows), 2, 4, Act.SAY)
    (event,) = events_of(rows, "Orrin", "Vell", "Tarn", statements=(told,))
    assert (event.asserter, event.statement, event.relays) == ("a1", "s1", ("a9",))
    (alone,) = events_of(MET, "Vell", "Orrin")
    assert (alone.asserter, alone.statement) == (OUTLET, None)


WILL_SHELL = """
Tarn PROPN 3 nsubj
will AUX 3 aux
shell/shell/VB VERB 0 root
Brae PROPN 3 obj
"""


@pytest.mark.parametrize(
    ("act", "kind"), [(Act.WARN, EventType.THREATEN), (Act.SAY, EventType.ASSAULT)]
)
def test_harm_that_a_speaker_warns_of_is_a_threat(act: Act, kind: EventType) -> None:
    told = statement(tree_of(WILL_SHELL), 0, 3, act)
    (event,) = events_of(WILL_SHELL, "Tarn", "Brae", statements=(told,))
    assert event.type is kind


CANCELLED = """
Vell PROPN 2 nsubj
cancelled/cancel/VBD VERB 0 root
the DET 4 det
summit NOUN 2 obj
"""
OFF = """
The DET 2 det
summit NOUN 4 nsubj:pass
was AUX 4 aux:pass
cancelled/cancel/VBN VERB 0 root
"""


def summit(rows: str, *participants: str) -> Meeting:
    tree = tree_of(rows)
    at = tree.tokens[tree.words.index("summit")].span
    return Meeting("m1", MeetingKind.SUMMIT, participants, (at,))


def test_calling_off_is_a_rejection_of_the_other_side() -> None:
    meetings = (summit(CANCELLED, "a1", "a2"),)
    (event,) = events_of(CANCELLED, "Vell", "Orrin", meetings=meetings)
    assert brief(event) == ("REJECT", "125", "happened", ("a1",), ("a2",))
    assert event.meeting == "m1"


def test_called_off_by_nobody_named_is_a_meeting_cancelled() -> None:
    (event,) = events_of(OFF, "Vell", "Orrin", meetings=(summit(OFF, "a1", "a2"),))
    assert event.type is EventType.CONSULT and event.status is EventStatus.CANCELLED
    assert event.actors == ("a1", "a2")


def test_told_twice_is_one_event_and_a_denial_another() -> None:
    twice = f"{MET}\n{MET}"
    assert len(events_of(twice, "Vell", "Orrin")) == 1
    denied = MET.replace("in ADP 5 case\nLima PROPN 2 obl LOC", "never ADV 2 advmod")
    statuses = [event.status for event in events_of(f"{MET}\n{denied}", "Vell", "Orrin")]
    assert statuses == [EventStatus.HAPPENED, EventStatus.NEGATED]


def test_tables_name_known_types_classes_and_codes() -> None:
    codes = {row["code"] for row in lexicon.table("cameo")}
    classes = {row["class"] for row in lexicon.table("event_classes")}
    for row in (*lexicon.table("event_verbs"), *lexicon.table("event_nouns")):
        assert row["type"] in EventType.__members__
        assert row["cameo"] in codes, row
        wanted = {need.partition("@")[2] for need in row["needs"].split() if "@" in need}
        wanted |= {need[1:] for need in row["needs"].split() if need[0] == "^"}
        assert wanted <= classes, row


def test_a_rejection_without_a_target_answers_the_one_who_accused() -> None:
    rows = """
Tarn PROPN 2 nsubj
accused/accuse/VBD VERB 0 root
Brae PROPN 2 obj

Brae PROPN 2 nsubj
rejected/reject/VBD VERB 0 root
the DET 4 det
charge NOUN 2 obj
"""
    found = [brief(event) for event in events_of(rows, "Tarn", "Brae")]
    assert found[1] == ("REJECT", "120", "happened", ("a2",), ("a1",))


BOTH_ASKED = """
Tarn PROPN 2 nsubj
met/meet/VBD VERB 0 root
Brae PROPN 2 obj

Lund PROPN 2 nsubj
urged/urge/VBD VERB 0 root
both DET 4 det
sides/side/NNS NOUN 2 obj
to PART 6 mark
withdraw/withdraw/VB VERB 2 xcomp
"""


def test_both_sides_are_those_who_met_before() -> None:
    found = [brief(event) for event in events_of(BOTH_ASKED, "Tarn", "Brae", "Lund")]
    assert found[1] == ("REQUEST", "025", "happened", ("a3",), ("a1", "a2"))


def test_an_invitation_accepted_is_accepted_by_the_one_invited() -> None:
    rows = """
Vell PROPN 2 nsubj
invited/invite/VBD VERB 0 root
Orrin PROPN 2 obj

The DET 2 det
invitation NOUN 4 nsubj:pass
was AUX 4 aux:pass
accepted/accept/VBN VERB 0 root
"""
    found = [brief(event) for event in events_of(rows, "Vell", "Orrin")]
    assert found[1][0] == "AGREE" and found[1][3:] == (("a2",), ("a1",))


def test_those_who_negotiate_for_a_side_are_that_side() -> None:
    rows = """
Envoys/envoy/NNS NOUN 6 nsubj
of ADP 3 case
Tarn PROPN 1 nmod
and CCONJ 5 cc
Brae PROPN 3 conj
met/meet/VBD VERB 0 root
"""
    (event,) = events_of(rows, "Tarn", "Brae")
    assert brief(event) == ("CONSULT", "040", "happened", ("a1", "a2"), ())


def test_an_adjective_that_no_list_has_stands_for_the_country_named_so() -> None:
    rows = """
Brae PROPN 2 nsubj
condemned/condemn/VBD VERB 0 root
the DET 5 det
Tarnian/tarnian/JJ ADJ 5 amod
raid NOUN 2 obj

Tarnia PROPN 2 nsubj
left/leave/VBD VERB 0 root
"""
    event = events_of(rows, "Brae", "Tarnia")[0]
    assert brief(event) == ("ACCUSE", "111", "happened", ("a1",), ("a2",))


WARNED = """
Vell PROPN 2 nsubj
warned/warn/VBD VERB 0 root
that SCONJ 7 mark
another DET 5 det
raid NOUN 7 nsubj
would AUX 7 aux
end/end/VB VERB 2 ccomp
the DET 9 det
talks NOUN 7 obj
"""


def test_a_warning_against_a_further_raid_is_a_threat_that_hangs_on_it() -> None:
    tree = tree_of(WARNED)
    (event,) = [e for e in events_of(WARNED, "Vell") if e.type is EventType.THREATEN]
    assert event.status is EventStatus.CONDITIONAL and event.condition is not None
    assert tree.text[event.condition] == "another raid"


def test_what_a_condition_tells_is_no_event() -> None:
    rows = """
Tarn PROPN 3 nsubj
will AUX 3 aux
retaliate/retaliate/VB VERB 0 root
if SCONJ 6 mark
Brae PROPN 6 nsubj
attacks/attack/VBZ VERB 3 advcl
the DET 8 det
port NOUN 6 obj
"""
    assert [event.type for event in events_of(rows, "Tarn", "Brae")] == [EventType.THREATEN]


def test_what_a_side_will_not_do_it_refuses() -> None:
    rows = """
Tarn PROPN 4 nsubj
will AUX 4 aux
not PART 4 advmod
release/release/VB VERB 0 root
the DET 6 det
prisoners/prisoner/NNS NOUN 4 obj
"""
    (event,) = events_of(rows, "Tarn")
    assert (event.type, event.status) == (EventType.REJECT, EventStatus.HAPPENED)


def test_the_words_of_a_charge_are_no_act() -> None:
    rows = """
Tarn PROPN 2 nsubj
accused/accuse/VBD VERB 0 root
Brae PROPN 2 obj
of SCONJ 5 mark
shelling/shell/VBG VERB 2 advcl
the DET 7 det
port NOUN 5 obj
"""
    assert [event.type for event in events_of(rows, "Tarn", "Brae")] == [EventType.ACCUSE]


def test_victims_of_one_attack_are_its_target_and_no_second_attack() -> None:
    rows = """
Shells/shell/NNS NOUN 2 nsubj
hit/hit/VBD VERB 0 root
a DET 4 det
silo NOUN 2 obj
killing/kill/VBG VERB 2 advcl
Vell PROPN 5 obj
"""
    (event,) = events_of(rows, "Vell")
    assert brief(event) == ("ASSAULT", "190", "happened", (), ("a1",))


def test_who_flies_to_meet_someone_does_one_thing() -> None:
    rows = """
Vell PROPN 3 nsubj
will AUX 3 aux
fly/fly/VB VERB 0 root
to ADP 5 case
Brae PROPN 3 obl
to PART 7 mark
meet/meet/VB VERB 3 advcl
Orrin PROPN 7 obj
"""
    (event,) = events_of(rows, "Vell", "Orrin", "Brae")
    assert brief(event)[0:3] == ("CONSULT", "040", "planned") and event.targets == ("a2",)


def test_it_that_nobody_resolves_is_the_side_that_acted() -> None:
    rows = """
Tarn PROPN 2 nsubj
arrested/arrest/VBD VERB 0 root
Vell PROPN 2 obj

It PRON 2 nsubj
freed/free/VBD VERB 0 root
Orrin PROPN 2 obj
"""
    found = [brief(event) for event in events_of(rows, "Tarn", "Vell", "Orrin")]
    assert found[1] == ("RETREAT", "0841", "happened", ("a1",), ("a3",))


def test_dismissing_reports_is_no_act() -> None:
    rows = """
Tarn PROPN 2 nsubj
dismissed/dismiss/VBD VERB 0 root
reports/report/NNS NOUN 2 obj
"""
    assert events_of(rows, "Tarn") == []
    offered = rows.replace("reports/report/NNS NOUN", "offers/offer/NNS NOUN")
    assert [event.type for event in events_of(offered, "Tarn")] == [EventType.REJECT]


def test_to_promise_to_sign_is_to_agree() -> None:
    rows = """
Tarn PROPN 3 nsubj
will AUX 3 aux
sign/sign/VB VERB 0 root
a DET 5 det
treaty NOUN 3 obj
with ADP 7 case
Brae PROPN 3 obl
"""
    (event,) = events_of(rows, "Tarn", "Brae")
    assert event.type is EventType.AGREE
    signed = rows.replace("will AUX 3 aux\n", "today NOUN 3 obl\n")
    signed = signed.replace("sign/sign/VB ", "signed/sign/VBD ")
    assert [event.type for event in events_of(signed, "Tarn", "Brae")] == [EventType.SUPPORT]
