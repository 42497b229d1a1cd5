"""Statements, conditions and days of made reports: what is found, and who contradicts whom."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.ontology import EventType
from dragoman.processes.sayings import Sought, find_said, is_about
from dragoman.processes.story import Story, tell, whole
from dragoman.processes.timeline import Matter, timeline
from tests.processes.desk import Meet, Say, report

PLAN = Say("scheduled", "NOR", "Norway told all that the talks in Oslo are set", "2031-05-02")
OFF = Say("cancelled", "CHL", "Chile told all that nobody will travel to the talks", "2031-05-05")
REPORTS = [
    report("r1", "2031-05-03", Meet(on="2031-05-20", place="Oslo", says=[PLAN])),
    report("r2", "2031-05-06", Meet(place="Oslo", says=[OFF]),
           wants=("CHL", "the fishers go free")),
    report("r3", "2031-05-07", done=(EventType.SANCTION, "PER", "KEN", "Peru fined Kenya"),
           wants=("KEN", "an open pass through the narrow hills")),
]  # fmt: skip
STORY = tell(REPORTS)


def said(story: Story = STORY, **sought: object) -> list[str]:
    found = find_said(whole(story), story.readings, Sought(**sought))  # type: ignore[arg-type]
    return [one.saying.side for one in found]


def test_whole_holds_what_no_process_has() -> None:
    (process,) = STORY.processes
    assert {demand.side for demand in process.demands} == {"CHL"}
    everything = whole(STORY)
    assert {demand.side for demand in everything.demands} == {"CHL", "KEN"}
    assert [act.actors for act in everything.acts] == [("PER",)]
    assert len(everything.reports) == 3 and len(process.reports) == 2


def test_each_field_of_what_is_sought_holds() -> None:
    assert said() == ["CHL", "NOR"], "newest first"
    assert said(by="NOR") == said(by="norw") == ["NOR"]
    assert said(by="nor") == ["NOR"], "no code, but part of a name"
    assert said(about="nobody travelled") == ["CHL"], "another form of the word"
    assert said(about="Oslo") == ["CHL", "NOR"], "in the name of the meeting"
    assert said(about="fishers") == []
    assert said(since=date(2031, 5, 3)) == ["CHL"]
    assert said(until=date(2031, 5, 5)) == ["NOR"]
    assert said(source="Outlet r2") == ["CHL"]
    assert said(act="deny") == said(to="Peru") == said(status="negated") == []


def test_who_contradicts_whom() -> None:
    assert said(contradicts="NOR") == ["CHL"]
    assert said(contradicts="Chile") == ["NOR"]
    assert said(contradicts="PER") == []
    (one,) = find_said(whole(STORY), STORY.readings, Sought(contradicts="CHL"))
    assert [claim.state for claim in one.claims] == ["scheduled"]
    assert [claim.state for claim in one.against] == ["cancelled"]


def test_nothing_is_contradicted_before_it_is_said() -> None:
    assert said(contradicts="CHL", until=date(2031, 5, 6)) == []


def test_words_are_asked_in_any_form_and_none_ask_nothing() -> None:
    assert is_about("meetings", "the meeting in Oslo")
    assert not is_about("the", "the meeting in Oslo")


def test_a_timeline_tells_the_day_of_saying_and_what_is_ahead() -> None:
    (process,) = STORY.processes
    told = [(m.day.day, m.matter) for m in timeline(process)]
    assert told == [(2, Matter.WORD), (3, Matter.PLAN), (5, Matter.WORD), (6, Matter.CONDITION),
                    (20, Matter.AHEAD)]  # fmt: skip
    assert [m.day.day for m in timeline(process, date(2031, 5, 5))] == [5, 6, 20]
    early = timeline(process, None, date(2031, 5, 4))
    assert [m.matter for m in early] == [Matter.WORD, Matter.PLAN, Matter.AHEAD]


@settings(max_examples=20, deadline=None)
@given(st.permutations(REPORTS))
def test_the_order_of_reading_changes_nothing(order: list[object]) -> None:
    assert whole(tell(order)) == whole(STORY)  # type: ignore[arg-type]
