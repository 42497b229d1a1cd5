"""Dates of whole sentences as the network parses them: which way each points, and from what."""

from datetime import date

import pytest

import dragoman
from dragoman.language.tag import tag
from dragoman.meaning.times import find_times
from dragoman.meaning.tree import Tree
from dragoman.spans import Text

PUBLISHED = date(2031, 5, 14)
"""A Wednesday, in ISO week 20."""


def values(sentence: str) -> str:
    text = Text(sentence)
    return " ".join(time.value for time in find_times(Tree(text, tag(text)), PUBLISHED))


AHEAD_OR_BEHIND = [
    ("The ministers met on 20 May in Lima.", "2030-05-20", "a plain past looks back"),
    ("The ministers agreed to meet on 20 May.", "2031-05-20", "what was agreed does not"),
    ("He informed them as early as 22 May.", "2030-05-22", "as early as, past"),
    ("The rebels shelled the port on Thursday.", "2031-05-08", "no act is of tomorrow"),
    ("Nine fishermen were set free on Monday night.", "2031-05-12TNI", "set free is no plan"),
    ("They had until Sunday to answer, she said.", "2031-05-18", "a limit that was given"),
    ("She had been given until midnight on Sunday to leave.", "2031-05-18T24:00", "with its hour"),
    ("The envoys arrived by noon on Friday.", "2031-05-09T12:00", "by an hour, past"),
    ("The talks lasted until midnight on Friday.", "2031-05-09T24:00", "lasted until an hour"),
    ("Peru told Chile on Friday it would shut the mine.", "2031-05-09", "the day of the telling"),
    ("Peru said that on Friday the mine would shut.", "2031-05-16", "the day of what is told"),
    (
        "On Wednesday it called off a round that was to have begun in Lima on Monday.",
        "2031-05-14 2031-05-19",
        "what is called off lies after that day",
    ),
    ("She confirmed Friday's session of the council.", "2031-05-16", "confirmed, the nearer"),
    ("The union announced a march on Saturday against the treaty.", "2031-05-17", "announced"),
    ("Doubts grew over the talks between the two due in Oslo on Thursday.", "2031-05-15", "due"),
    (
        "The talks were adjourned at noon and are to resume on Friday.",
        "2031-05-14T12:00 2031-05-16",
        "of two verbs the last",
    ),
    ("A round, pencilled in for Lima on 27 May, looked uncertain.", "2031-05-27", "pencilled in"),
    ("She said that Friday's talks would go ahead.", "2031-05-16", "that opens the clause"),
    ("The envoy will raise it when he meets the premier in October.", "2031-10", "a time clause"),
    ("He warned that troops would enter if there was no pact by September.", "2031-09", "if"),
    ("They agreed to hold talks in July.", "2031-07", "what was agreed"),
    ("They had agreed to meet on Thursday, but the talks were called off.", "2031-05-15", "had"),
    ("The forum, which was to open in Lima in April, was held in Oslo.", "2031-04", "the nearer"),
    ("The ministers were to have met on Tuesday.", "2031-05-13", "to have met"),
    ("The negotiators were due to meet on Friday.", "2031-05-16", "were due to"),
    ("The sum was not paid by Friday.", "2031-05-09", "by, past passive"),
    ("The offices reopen Monday.", "2031-05-19", "a present that is tagged as a past"),
    ("The guards let nine men go Sunday.", "2031-05-11", "let go"),
    ("Talks between the two are set to resume in Oslo Friday.", "2031-05-16", "are set to"),
    ("He was being held until a hearing Tuesday.", "2031-05-20", "until a hearing"),
    ("Traders await Friday's figures.", "2031-05-16", "what is awaited now"),
    ("Analysts expect Friday's figures to show a fall.", "2031-05-16", "awaited, of a clause"),
    ("The envoy later Monday told reporters that both agreed.", "2031-05-12", "later, past"),
    ("As of Monday, the count shows a loss.", "2031-05-12", "as of, of now"),
    ("Heading into Friday's vote, the mayor leads.", "2031-05-16", "heading into"),
    ("The army's move Monday may delay the talks.", "2031-05-12", "a deed has consequences"),
    ("Following the crash Monday, flights will be cut.", "2031-05-12", "following"),
    ("The gunfire that broke out Monday will delay the talks.", "2031-05-12", "broke out"),
    ("The visit had been due to begin on Monday.", "2031-05-12", "had been due"),
    ("The minister is due in Lima on Saturday.", "2031-05-17", "is due in"),
    ("The talks have been pushed back to Friday.", "2031-05-16", "where it was moved to"),
    ("The session was moved from Thursday to Monday.", "2031-05-15 2031-05-19", "both ends"),
    ("Officials said the two sides had set a meeting for Saturday.", "2031-05-17", "set for"),
    ("He cancelled Friday's talks with the premier.", "2031-05-16", "what was cancelled"),
    ("The minister will attend Friday's summit.", "2031-05-16", "what will be attended"),
    ("She condemned Friday's attack.", "2031-05-09", "what was condemned"),
    ("Preparations for a September summit continue.", "2031-09", "what is prepared"),
    ("By Tuesday the guns had fallen silent.", "2031-05-13", "by, past perfect"),
    ("The hostages could be freed over the weekend.", "2031-W20-WE", "the weekend ahead"),
    ("The truce took effect on Friday.", "2031-05-09", "past"),
    ("The two leaders last met in October.", "2030-10", "past"),
    ("A ceremony planned for Tuesday was cancelled.", "2031-05-13", "what was dropped, the nearer"),
    ("Talks planned for Friday were postponed on Monday.", "2031-05-16 2031-05-12", "both days"),
    ("The president cancelled a trip to Lima on Friday.", "2031-05-16", "the trip's day"),
    (
        "The court had ruled against him and set Tuesday as the deadline for his removal.",
        "2031-05-13",
        "a shared had",
    ),
    ("The court set Friday as the deadline for his removal.", "2031-05-16", "what was set"),
    ("The two sides missed a Monday deadline for a deal.", "2031-05-12", "a limit that passed"),
    ("Negotiators face a Friday deadline for a deal.", "2031-05-16", "a limit to come"),
    (
        "He suggested that banks were likely to sell as soon as trading opened Monday.",
        "2031-05-19",
        "as soon as, under what is likely",
    ),
    ("The panel summoned the envoy to testify on Friday.", "2031-05-16", "what one is called to"),
    (
        "The foreign minister said Tuesday she was flying to Lima on Thursday.",
        "2031-05-13 2031-05-15",
        "a journey to come, told in the past",
    ),
    ("Saturday's summit will be the first since the war.", "2031-05-17", "a planned act to come"),
    ("Friday's summit ended without a statement.", "2031-05-09", "a planned act that was"),
    ("She spoke by phone with him ahead of talks on Friday.", "2031-05-16", "ahead of"),
    (
        "The premier, speaking on Tuesday, said she hoped for a deal by Friday.",
        "2031-05-13 2031-05-16",
        "hoped for by",
    ),
    ("The embassy stayed closed until Monday.", "2031-05-12", "lasted until"),
    ("From Monday visas have been needed.", "2031-05-12", "a present perfect"),
    ("The embassy reopens Monday.", "2031-05-19", "the present of what is planned"),
    ("Tariffs rise on Friday.", "2031-05-16", "a present with a day"),
    ("He runs the firm under a June agreement with the lender.", "2030-06", "what has been made"),
    ("The meeting, first due in March, took place in April.", "2031-03 2031-04", "given up since"),
    (
        "The talks, originally set for 9 May, will open on Friday.",
        "2031-05-09 2031-05-16",
        "so too",
    ),
    ("The forum met in Lima. The house votes on Friday.", "2031-05-16", "a verb taken for a noun"),
    ("The summit was brought forward from Friday to Thursday.", "2031-05-16 2031-05-15", "sooner"),
    ("The figures for January extended a run of gains.", "2031-01", "the subject's own month"),
]


@pytest.mark.parametrize(("sentence", "expected", "reason"), AHEAD_OR_BEHIND)
def test_a_date_lies_where_its_clause_points(sentence: str, expected: str, reason: str) -> None:
    assert values(sentence) == expected, reason


FORMS = [
    ("The envoys meet every Tuesday and Thursday.", "XXXX-WXX-2 XXXX-WXX-4", "a set of both"),
    ("The deal would last 15 to 20 years.", "P15Y", "at least"),
    ("They hope to meet inside a fortnight.", "P2W", "within"),
    ("She spoke on Independence Day.", "XXXX-XX-XX", "of which country"),
    ("She spoke in Ukraine on Independence Day.", "2030-08-24", "of the one that is named"),
    ("The March 14 alliance stayed away.", "", "a name"),
    ("She cited paragraph 2010 of the annex.", "", "no year"),
    ("The premier will travel to Oslo on the 21st.", "2031-05-21", "a day without its month"),
    ("They have until the 3rd to answer.", "2031-06-03", "of the month to come"),
    ("She opened the 14th summit in Lima.", "", "not the ordinal of a noun"),
    ("Ships carried 90,000 tons of wheat a year.", "P1Y", "a rate"),
    ("The call came an hour after the attack.", "PT1H", "a length"),
    ("They refused to name a day.", "", "a date, not a length"),
    ("They will meet for the first time in fourteen months.", "P14M", "the measure of a first"),
    ("He told the daily Vesta that it was open.", "", "a paper"),
    ("The two sides exchange fire daily.", "P1D", "a frequency"),
    ("By midday Tuesday the port was open.", "2031-05-13T12:00", "a clock time by name"),
    ("By evening the port was open.", "2031-05-14TEV", "of the day told of"),
    ("The port was shut from Tuesday to Thursday.", "2031-05-13 2031-05-15", "on from its start"),
    ("The war of 2019-21 ended in a truce.", "2019 2021", "a year in two figures"),
    ("They met last month, the month before and in January.", "2031-04 2031-03 2031-01", "before"),
    ("The meeting is on for the twenty-first, in Lima.", "2031-05-21", "a day in words"),
    ("The ministry named it on the 10th of the month.", "2031-05-10", "of the month"),
    ("They met for the twentieth time.", "", "an ordinal of a noun"),
    ("In the evening of 13 March the sailors returned.", "2031-03-13TEV", "a part of its day"),
    ("They will meet in the last week of June.", "2031-06", "part of a month"),
    ("Talks are expected in the second half of the week.", "2031-W20", "part of a week"),
]


@pytest.mark.parametrize(("sentence", "expected", "reason"), FORMS)
def test_a_form_is_read_or_left(sentence: str, expected: str, reason: str) -> None:
    assert values(sentence) == expected, reason


NARRATED = [
    ("The army crossed the river on Monday. The same day the premier fled.",
     "2031-05-12 2031-05-12", "the sentence before"),
    ("Jets took off on Saturday, the ministry said on Monday. A day later they were back.",
     "2031-05-10 2031-05-12 2031-05-11", "not the day of saying"),
    ("The pact was signed on 3 May. It had held since early April. A week later it broke down.",
     "2031-05-03 2031-04 2031-05-10", "no edge, and as fine as the day"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected", "reason"), NARRATED)
def test_what_follows_goes_from_the_day_narrated(sentence: str, expected: str, reason: str) -> None:
    assert values(sentence) == expected, reason


def test_the_date_line_of_a_page_is_no_time_of_the_report() -> None:
    page = "THE LAKE HERALD | Tuesday, May 13, 2031 | page 4\nThe envoys met on Monday."
    assert values(page) == "2031-05-12"


def test_half_a_month_is_its_first_or_last_days() -> None:
    text = Text("They will meet in the first half of June.")
    (time,) = find_times(Tree(text, tag(text)), PUBLISHED)
    assert time.interval and (time.interval.start, time.interval.end) == (
        date(2031, 6, 1), date(2031, 6, 16),
    )  # fmt: skip


def test_weeks_of_a_month_are_so_many_of_its_days() -> None:
    for words, start, end in (("last", 24, 31), ("second", 8, 15)):
        text = Text(f"They will meet in the {words} week of June.")
        (time,) = find_times(Tree(text, tag(text)), PUBLISHED)
        assert time.interval and time.interval.start == date(2031, 6, start)
        assert time.interval.end == (date(2031, 7, 1) if end == 31 else date(2031, 6, end))


TWO_DAYS = [
    ("The minister said Thursday that the port was shut.", (5, 15), (5, 8), "the day of her zone"),
    ("The rebels shelled the port on Thursday.", (5, 8), (5, 15), "a plain past looks back"),
    ("The guns that had fallen silent on Thursday opened up again.", (5, 8), (5, 15), "a past"),
]


@pytest.mark.parametrize(("sentence", "first", "second", "reason"), TWO_DAYS)
def test_a_day_named_for_tomorrow_keeps_both_candidates(
    sentence: str, first: tuple[int, int], second: tuple[int, int], reason: str
) -> None:
    text = Text(sentence)
    (time,) = find_times(Tree(text, tag(text)), PUBLISHED)
    assert time.interval and time.other
    assert time.interval.start == date(2031, *first), reason
    assert time.other.start == date(2031, *second)


def test_today_under_a_dateline_may_be_the_outlets_own() -> None:
    text = Text("LIMA, May 13 (XYZ) - Envoys met here today.")
    time = find_times(Tree(text, tag(text)), PUBLISHED)[-1]
    assert (time.value, time.anchor) == ("2031-05-13", "text")
    assert time.other and time.other.start == PUBLISHED


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("The council votes Monday to Wednesday.", ["2031-05-19", "2031-05-21"]),
        ("Talks run from Monday to Wednesday.", ["2031-05-19", "2031-05-21"]),
    ],
)
def test_a_range_of_weekdays_does_not_end_before_it_begins(sentence: str, days: list[str]) -> None:
    reading = dragoman.read(sentence, published="2031-05-14")
    assert [time.value for time in reading.times] == days


def test_a_length_told_as_a_range_is_its_least() -> None:
    text = Text("The deal would last 15 to 20 years.")
    assert find_times(Tree(text, tag(text)), PUBLISHED)[0].mod == "EQUAL_OR_MORE"


def test_the_coming_days_are_a_week_at_most() -> None:
    text = Text("The ministers will speak in the coming days.")
    (time,) = find_times(Tree(text, tag(text)), PUBLISHED)
    assert time.interval and time.anchor == "publication"
    assert (time.interval.start, time.interval.end) == (PUBLISHED, date(2031, 5, 21))
