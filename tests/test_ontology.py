"""Closed vocabularies: members as the design names them, each told and with an example."""

import pytest

from dragoman import ontology
from dragoman.ontology import EventType, MeetingState, StateFamily, Term

VOCABULARIES = [
    kind
    for kind in vars(ontology).values()
    if isinstance(kind, type) and issubclass(kind, Term) and kind is not Term
]


@pytest.mark.parametrize("kind", VOCABULARIES)
def test_every_member_is_told_with_an_example(kind: type[Term]) -> None:
    assert kind.__doc__
    for member in kind:
        assert member.definition, member
        assert member.example, member
        assert kind(member.value) is member
        assert f"{member}" == member.value
    assert len({member.definition for member in kind}) == len(kind)


def test_plover_s_sixteen_types() -> None:
    told = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN"
    told += " PROTEST SANCTION MOBILIZE COERCE ASSAULT"
    assert {member.value for member in EventType} == set(told.split())


FAMILIES = {
    "forward": "proposed agreed scheduled expected confirmed in_preparation rescheduled"
    " venue_changed",
    "open": "date_not_set undecided possible conditional unconfirmed",
    "halted": "on_hold postponed",
    "off": "cancelled not_planned plan_denied rejected not_held",
    "held": "ongoing held",
}


@pytest.mark.parametrize("family", FAMILIES)
def test_the_states_of_each_family(family: str) -> None:
    found = {state.value for state in MeetingState if state.family is StateFamily(family)}
    assert found == set(FAMILIES[family].split())
