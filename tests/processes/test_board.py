"""The board of a day, its sources, and the changes between two days."""

from datetime import date

from dragoman.ontology import EventType, MeetingState, StateFamily
from dragoman.processes.board import Board, Row, board
from dragoman.processes.changes import Change, changes
from dragoman.processes.link import link
from dragoman.processes.values import Process
from dragoman.types import Reading
from tests.processes.desk import Meet, Say, report

LONG = (
    "the two sides have spent a week over maps of the upper valley and have not found a line that "
    "both could call their own while the ferries lie at the quay and the traders count their losses"
)


LAKE = (
    "fog kept the lake boats in harbour and the market halls stayed half empty through the morning "
    "while clerks carried folders from one ministry to the next and nobody would say for whom"
)
HILL = (
    "at the hill station the guards changed at noon as on any other day and a band played for the "
    "children of the school whose windows look over the road by which the envoys used to arrive"
)


def one(*readings: Reading) -> Process:
    (process,) = link(readings)
    return process


def rows(found: Board) -> dict[str, Row]:
    return {row.side: row for row in found.meetings[0].rows}


def test_a_later_word_of_a_side_replaces_its_earlier_one_and_keeps_it() -> None:
    process = one(
        report("r1", "2031-05-04", Meet(says=[Say("scheduled", "NOR"), Say("agreed", "CHL")])),
        report("r2", "2031-05-06", Meet(says=[Say("postponed", "NOR")])),
    )
    now = rows(board(process))
    assert now["NOR"].families == {StateFamily.HALTED}
    assert [claim.state for claim in now["NOR"].earlier] == [MeetingState.SCHEDULED]
    assert board(process).meetings[0].contested == (("CHL", "NOR"),)
    assert board(process, date(2031, 5, 5)).meetings[0].contested == ()


def test_claims_stand_by_the_day_on_which_they_were_said() -> None:
    """A late report that tells an older word does not overturn a newer one."""
    process = one(
        report("r1", "2031-05-06", Meet(says=[Say("cancelled", "NOR")])),
        report("r2", "2031-05-08", Meet(says=[Say("scheduled", "NOR", said="2031-05-03")])),
    )
    assert rows(board(process))["NOR"].families == {StateFamily.OFF}


def test_an_undated_retelling_takes_the_day_of_the_first() -> None:
    process = one(
        report("r1", "2031-05-03", Meet(says=[Say("scheduled", "NOR", LONG)])),
        report("r2", "2031-05-05", Meet(says=[Say("cancelled", "NOR")])),
        report("r3", "2031-05-07", Meet(says=[Say("scheduled", "NOR", LONG)]), body=LAKE + HILL),
    )
    now = rows(board(process))["NOR"]
    assert now.families == {StateFamily.OFF}
    (earlier,) = now.earlier
    assert len(earlier.evidence) == 2 and len(earlier.sources) == 2


def test_a_word_before_the_meeting_contradicts_nobody_once_it_was_held() -> None:
    process = one(
        report("r1", "2031-05-04", Meet(on="2031-05-10", says=[Say("scheduled", "NOR")])),
        report("r2", "2031-05-11", Meet(on="2031-05-10", says=[Say("held", "CHL")])),
        report("r3", "2031-05-12", Meet(on="2031-05-10", says=[Say("not_held", "PER")])),
    )
    found = board(process)
    assert rows(found)["NOR"].overtaken
    assert found.meetings[0].contested == (("CHL", "PER"),)


def test_near_copies_and_one_wire_are_one_source_and_say_why() -> None:
    meet = Meet(says=[Say("cancelled", "NOR", LONG)])
    process = one(
        report("r1", "2031-05-04", meet, body=LONG, outlet="Quay Post"),
        report("r2", "2031-05-04", meet, body=LONG, outlet="Lake Mail"),
        report("r3", "2031-05-05", meet, body=LAKE * 2, wire="LNA"),
        report("r4", "2031-05-05", meet, body=HILL * 2, wire="LNA"),
    )
    (claim,) = rows(board(process))["NOR"].standing
    assert len(claim.evidence) == 4
    told = {source.name: (len(source.reports), source.why) for source in claim.sources}
    assert told["LNA"] == (2, "carries LNA")
    assert told["Quay Post"][0] == 2 and "near-copy" in told["Quay Post"][1]


def test_a_correction_takes_the_place_of_what_it_corrects_and_is_seen() -> None:
    held = Meet(on="2031-05-04", says=[Say("held")])
    failed = Meet(on="2031-05-04", says=[Say("not_held")])
    first = report("r1", "2031-05-04", held, body=LONG, outlet="Quay Post", title="They met")
    second = report("r2", "2031-05-05", failed, body=LONG, outlet="Quay Post",
                    title="CORRECTED – They did not meet")  # fmt: skip
    process = one(first, second)
    assert process.reports[0].corrected_by == "r2"
    row = rows(board(process))["outlet"]
    assert row.families == {StateFamily.OFF}
    assert [claim.withdrawn for claim in row.withdrawn] == ["r2"]
    before = rows(board(process, date(2031, 5, 4)))["outlet"]
    assert before.families == {StateFamily.HELD}


def test_an_update_of_another_matter_corrects_nothing() -> None:
    meet = Meet(says=[Say("possible")])
    process = one(
        report("r1", "2031-05-04", meet, body=LONG, outlet="Quay Post"),
        report("r2", "2031-05-05", meet, body="All other words", outlet="Quay Post",
               title="UPDATE 2 – Ferries run again"),
    )  # fmt: skip
    assert [one.corrected_by for one in process.reports] == [None, None]


def test_a_condition_is_repeated_then_met() -> None:
    wants = ("CHL", "the survey ships leave the upper bay")
    process = one(
        report("r1", "2031-05-04", Meet(says=[Say("conditional", "CHL")]), wants=wants),
        report("r2", "2031-05-06", Meet(says=[Say("conditional", "CHL")]), wants=wants),
        report("r3", "2031-05-09", Meet(says=[Say("possible", "CHL")]),
               done=(EventType.RETREAT, "NOR", "CHL", "its survey ships left the upper bay")),
    )  # fmt: skip
    fates = [board(process, date(2031, 5, day)).meetings[0].conditions[0].fate for day in (4, 6, 9)]
    assert fates == ["unknown", "repeated", "met"]


def test_sanctions_stand_until_they_are_taken_back() -> None:
    meet = Meet(says=[Say("possible")])
    process = one(
        report("r1", "2031-05-04", meet, done=(EventType.SANCTION, "NOR", "CHL", "it froze funds")),
        report("r2", "2031-05-09", meet, done=(EventType.CONCEDE, "NOR", "CHL", "it freed funds")),
    )
    assert [act.type for act in board(process, date(2031, 5, 5)).in_force] == [EventType.SANCTION]
    assert board(process).in_force == ()


def test_changes_tell_what_is_new_and_nothing_repeated() -> None:
    process = one(
        report("r1", "2031-05-04", Meet(says=[Say("scheduled", "NOR"), Say("agreed", "CHL")])),
        report("r2", "2031-05-05", Meet(says=[Say("confirmed", "NOR")])),
        report("r3", "2031-05-06", Meet(on="2031-05-20", says=[Say("postponed", "NOR")])),
        report("r4", "2031-05-07", Meet(on="2031-05-27", place="Lima")),
    )

    def told(since: int, until: int) -> list[tuple[Change, str]]:
        news = changes(process, date(2031, 5, since), date(2031, 5, until))
        assert all(each.evidence for each in news)
        return [(each.change, each.side) for each in news]

    assert told(4, 5) == []
    assert told(5, 6) == [(Change.CONTESTED, ""), (Change.TURNED, "NOR"), (Change.DATED, "")]
    assert told(6, 7) == [(Change.MOVED, "")]
    assert told(7, 7) == []


def test_silence_is_told_from_the_last_word() -> None:
    process = one(
        report("r1", "2031-05-04", Meet(says=[Say("scheduled", "NOR"), Say("agreed", "CHL")])),
        report("r2", "2031-05-09", Meet(says=[Say("confirmed", "NOR")])),
    )
    assert board(process).silent == (("CHL", date(2031, 5, 4)), ("NOR", date(2031, 5, 9)))
