"""One tells an event, another denies it: both stay, side by side."""

from datetime import date

from dragoman.ontology import EventStatus, EventType
from dragoman.processes.link import link
from dragoman.processes.rivals import Rivals, accounts, find_rivals
from dragoman.types import Reading
from tests.processes.desk import Meet, Say, report

TALKS = Meet(says=[Say("scheduled", "NOR")])
SHELLED = (EventType.ASSAULT, "NOR", "CHL", "Norwegian guns shelled the Chilean pier")
NEVER = (EventType.ASSAULT, "NOR", "CHL", "had never fired on the pier")


def rivals(*readings: Reading, at: date = date.max) -> tuple[Rivals, ...]:
    return tuple(one for process in link(readings) for one in find_rivals(process, at))


def told(day: str, id: str = "r1", **given: object) -> Reading:
    return report(id, day, TALKS, done=SHELLED, told_by="CHL", **given)  # type: ignore[arg-type]


def denied(day: str, by: str = "NOR", what: tuple[EventType, str, str, str] = NEVER) -> Reading:
    return report("r2", day, TALKS, done=what, told_by=by, status=EventStatus.DENIED)


def test_an_event_and_its_denial_stand_side_by_side() -> None:
    (found,) = rivals(told("2031-05-04"), denied("2031-05-05"))
    assert [(one.asserter, one.status) for one in accounts(found)] == [
        ("Chile", EventStatus.HAPPENED), ("Norway", EventStatus.DENIED),
    ]  # fmt: skip
    assert found.last == date(2031, 5, 5)
    assert [one.evidence[0].report for one in accounts(found)] == ["r1", "r2"]


def test_before_the_denial_is_told_there_is_nothing_to_set_beside() -> None:
    assert rivals(told("2031-05-04"), denied("2031-05-05"), at=date(2031, 5, 4)) == ()


def test_nobody_contradicts_himself() -> None:
    assert rivals(told("2031-05-04"), denied("2031-05-05", by="CHL")) == ()


def test_another_act_another_side_or_another_month_is_no_rival() -> None:
    other = (EventType.COERCE, *NEVER[1:])
    turned = (EventType.ASSAULT, "CHL", "NOR", NEVER[3])
    for denial in (denied("2031-05-05", what=other), denied("2031-05-05", what=turned)):
        assert rivals(told("2031-05-04"), denial) == ()
    assert rivals(told("2031-05-04"), denied("2031-06-05")) == ()


def test_a_denial_is_of_the_nearest_such_event_and_two_denials_of_one_stand_together() -> None:
    again = report("r3", "2031-05-06", TALKS, done=NEVER, told_by="KEN", status=EventStatus.NEGATED)
    found = rivals(told("2031-05-01", "r0"), told("2031-05-04"), denied("2031-05-05"), again)
    assert [len(one.denied) for one in found] == [2]
    assert found[0].told[0].evidence[-1].report == "r1"
