"""Which meetings are the same, and that the order of reading changes nothing."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dragoman
from dragoman.processes.board import board
from dragoman.processes.link import Linker, judge, link, order
from dragoman.processes.values import Judgement, Kind, Process, Verdict
from dragoman.types import Reading
from tests.processes.desk import Meet, Say, report


def groups(*readings: Reading) -> list[list[str]]:
    """The reports' own meetings, as the linker joins them: "r1 m1"."""
    found = []
    for process in link(readings):
        for joint in process.meetings:
            told = dict.fromkeys(f"{one.report} {one.item}" for one in joint.mentions)
            found.append(list(told))
    return sorted(found)


TALKS = Meet(on="2031-05-10", says=[Say("scheduled", "NOR")])

CASES = {
    "another day and place": (
        [TALKS], [Meet(on="2031-05-20", place="Lima", says=[Say("rescheduled", "CHL")])], True,
    ),
    "the round after it was held": (
        [Meet(on="2031-05-03", says=[Say("held")])],
        [Meet("the next round", says=[Say("expected", "NOR")])], False,
    ),
    "another number": (
        [Meet("the third round", says=[Say("scheduled", "NOR")])],
        [Meet("the fourth round", says=[Say("proposed", "NOR")])], False,
    ),
    "a call in its place": (
        [TALKS], [Meet("the call", "call", on="2031-05-10", says=[Say("held")])], False,
    ),
    "other sides": (
        [TALKS], [Meet(sides=("NOR", "PER"), on="2031-05-10", says=[Say("scheduled", "NOR")])],
        False,
    ),
    "ministers, not experts": (
        [Meet("the talks of experts", says=[Say("proposed", "NOR")])],
        [Meet("the talks of the ministers", says=[Say("proposed", "NOR")])], False,
    ),
    "one that was held before it": (
        [TALKS], [Meet("earlier talks", on="2031-04-20", says=[Say("held")])], False,
    ),
    "told as held on its day": (
        [TALKS], [Meet(on="2031-05-10", says=[Say("held")])], True,
    ),
    "denied after it was held": (
        [Meet(on="2031-05-03", says=[Say("held", "NOR")])],
        [Meet("no such talks", says=[Say("not_held", "CHL")])], True,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("first", "second", "same"), CASES.values(), ids=list(CASES))
def test_a_meeting_keeps_its_identity(first: list[Meet], second: list[Meet], same: bool) -> None:
    day = "2031-05-11" if second[0].says[0].state == "held" else "2031-05-05"
    found = groups(report("r1", "2031-05-04", *first), report("r2", day, *second))
    assert found == ([["r1 m1", "r2 m1"]] if same else [["r1 m1"], ["r2 m1"]])


def test_meetings_of_one_report_stay_apart() -> None:
    both = report("r1", "2031-05-04", TALKS, Meet("other talks", says=[Say("possible")]))
    assert groups(both, report("r2", "2031-05-05", TALKS)) == [["r1 m1", "r2 m1"], ["r1 m2"]]


def test_a_moved_round_is_not_what_stands_on_its_new_day() -> None:
    first = dragoman.read(
        "Ghana and Togo will hold a second round of talks in Oslo on 20 March. A diplomat said "
        "that talks of the two sides in Bern in April had been shelved.", published="2031-03-09",
    )  # fmt: skip
    second = dragoman.read(
        "The second round of talks between Ghana and Togo has been put back to 3 April, Togo’s "
        "foreign ministry said. President Afi Kodjo would attend, it said.", published="2031-03-18",
    )  # fmt: skip
    (process,) = link([first, second])
    places = {plan.place for joint in process.meetings if len(joint.mentions) > 1
              for plan in joint.plans}  # fmt: skip
    assert len(process.meetings) == 2 and "Oslo" in places and "Bern" not in places


def test_a_mere_memory_of_a_meeting_joins_no_later_one() -> None:
    first = report("r1", "2031-05-04", Meet("two earlier rounds"))
    assert len(groups(first, report("r2", "2031-05-05", TALKS))) == 2


def ruled(left: str, right: str, verdict: Verdict, kind: Kind = Kind.MEETING) -> Judgement:
    return Judgement(kind, left, right, verdict, 1.0, "I know it", "editor")


def test_a_ruling_stands_over_the_reader() -> None:
    one, other = report("r1", "2031-05-04", TALKS), report("r2", "2031-05-05", TALKS)
    apart = link([one, other], [ruled("r1#m1", "r2#m1", Verdict.OTHER)])
    assert sum(len(process.meetings) for process in apart) == 2
    undone = [ruled("r1#m1", "r2#m1", Verdict.OTHER), ruled("r1#m1", "r2#m1", Verdict.SAME)]
    assert sum(len(process.meetings) for process in link([one, other], undone)) == 1


def test_rulings_join_two_meetings_that_stood_apart() -> None:
    far = Meet("the call", "call", on="2031-05-10", says=[Say("held")])
    readings = [report("r1", "2031-05-04", TALKS), report("r2", "2031-05-12", far)]
    (process,) = link(readings, [ruled("r1#m1", "r2#m1", Verdict.SAME)])
    assert [len(joint.mentions) for joint in process.meetings] == [2]


def test_two_meetings_that_are_ruled_one_are_joined_whole() -> None:
    other = Meet("the fourth round", says=[Say("possible", "NOR")])
    first = Meet("the third round", on="2031-05-10", says=[Say("scheduled", "NOR")])
    readings = [
        report("r1", "2031-05-03", first), report("r2", "2031-05-04", first, other),
        report("r3", "2031-05-05", other), report("r4", "2031-05-06", other, first),
    ]  # fmt: skip
    assert len(groups(*readings)) == 2
    for left in ("r1#m1", "r2#m1", "r4#m2"):
        for right in ("r2#m2", "r3#m1", "r4#m1"):
            for pair in ((left, right), (right, left)):
                (process,) = link(readings, [ruled(*pair, Verdict.SAME)])
                (joint,) = process.meetings
                assert len(joint.mentions) == 6


def test_processes_are_of_the_same_parties_and_can_be_split_and_merged() -> None:
    ours = report("r1", "2031-05-04", TALKS)
    call = report("r2", "2031-05-06", Meet("a call", "call", says=[Say("possible", "NOR")]))
    theirs = report("r3", "2031-05-05", Meet(sides=("PER", "KEN"), says=[Say("agreed", "PER")]))
    assert [len(process.meetings) for process in link([ours, call, theirs])] == [2, 1]
    merged = [ruled("r1#m1", "r3#m1", Verdict.SAME, Kind.PROCESS)]
    assert [len(process.meetings) for process in link([ours, call, theirs], merged)] == [3]
    split = [ruled("r1#m1", "r2#m1", Verdict.OTHER, Kind.PROCESS)]
    assert [len(process.meetings) for process in link([ours, call, theirs], split)] == [1, 1, 1]


def test_a_process_has_a_plain_name_and_its_meetings_are_linked() -> None:
    summit = Meet("the summit", "summit", on="2031-05-20", place="Lima",
                  says=[Say("scheduled", "NOR"), Say("confirmed", "CHL")])  # fmt: skip
    aides = Meet("talks of the ministers", on="2031-05-09", says=[Say("scheduled")])
    off = Meet("the summit", "summit", says=[Say("cancelled", "CHL")])
    call = Meet("a call of the leaders", "call", on="2031-05-20", says=[Say("held")])
    (process,) = link([
        report("r1", "2031-05-04", summit, aides), report("r2", "2031-05-15", off),
        report("r3", "2031-05-20", call),
    ])  # fmt: skip
    assert process.name == "Chile–Norway summit in Lima"
    links = {(one.name, link.verdict) for one in process.meetings for link in one.links}
    assert links == {
        ("Chile–Norway talks of ministers", Verdict.PREPARES),
        ("Chile–Norway call of leaders", Verdict.REPLACES),
    }


def test_a_late_report_is_refused_by_the_linker_and_no_other_way_lost() -> None:
    linker = Linker()
    linker.add(report("r2", "2031-05-05", TALKS))
    with pytest.raises(ValueError, match="late: r1"):
        linker.add(report("r1", "2031-05-04", TALKS))


def test_what_the_linker_says_one_by_one_is_what_it_says_of_all() -> None:
    linker, readings = Linker(), sorted(STORY, key=order)
    assert [j for one in readings for j in linker.add(one)] == judge(STORY)


def test_an_unnamed_country_is_learned_from_the_reports_before() -> None:
    told = [j for j in judge(STORY) if j.kind is Kind.ACTOR]
    assert {j.reason for j in told} == {"name and country"}
    assert all(left < right for left, right in pairwise(sorted({j.right for j in told})))


STATES = ("scheduled", "postponed", "cancelled", "held", "possible", "not_planned")
STORY = [
    report(
        f"r{at}", f"2031-05-{1 + 2 * at % 9:02}",
        Meet(on=f"2031-05-{10 + at}", says=[Say(STATES[at % 6], "NOR"), Say(STATES[at % 4])]),
        Meet("the call", "call", says=[Say(STATES[at % 5], "CHL")]),
        Meet("the next round", sides=("NOR", "PER"), says=[Say(STATES[at % 3], "PER")]),
    )
    for at in range(7)
]  # fmt: skip


def boards(readings: list[Reading]) -> tuple[tuple[Process, ...], list[object]]:
    processes = link(readings)
    return processes, [board(process) for process in processes]


@settings(max_examples=25, deadline=None)
@given(st.permutations(STORY))
def test_the_order_of_reading_changes_nothing(readings: list[Reading]) -> None:
    assert boards(readings) == boards(STORY)


def test_a_report_given_twice_counts_once() -> None:
    assert boards([*STORY, *STORY]) == boards(STORY)
