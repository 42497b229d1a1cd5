"""Dates of events whose own clause does not tell them, and of plans, in whole sentences."""

from datetime import date, timedelta

import pytest

from dragoman.meaning.dating import date_of, statement_date
from dragoman.meaning.dating_echoes import echoed_date
from dragoman.meaning.dating_narrative import event_date
from dragoman.meaning.times import find_times
from dragoman.ontology import DateHow
from dragoman.types import When
from tests.meaning.trees import read

PUBLISHED = date(2031, 5, 14)
"""A Wednesday."""


def told(when: When) -> str:
    """ "5-12", "5-16 to 5-18" (the last day counted in), with ~ when inferred."""
    if when.interval is None:
        return "-"
    first, last = when.interval.start, when.interval.end - timedelta(days=1)
    days = f"{first.month}-{first.day}"
    if last != first:
        days += f" to {last.month}-{last.day}"
    return days + ("" if when.how is DateHow.STATED else "~")


EVENTS = [
    ("The envoy was summoned to the ministry shortly after 9 a.m.", "summoned", "5-14", "a clock"),
    (
        "Orland expelled two envoys on Monday. Vesland hit back a day later by closing a port.",
        "closing",
        "5-13",
        "by doing",
    ),
    (
        "The mediator flew to Lima on Tuesday, a day after guns sank a boat on the lake.",
        "sank",
        "5-12",
        "counted from the day before it",
    ),
    (
        "Seven were killed when shells hit the port in the early hours of Monday.",
        "killed",
        "5-12",
        "when, and a part of the day",
    ),
    ("A court in Lima on Monday jailed nine men.", "jailed", "5-12", "before the verb"),
    ("Drones attacked the port overnight.", "attacked", "5-14", "the day the night ended on"),
    ("The envoys failed on Monday to agree on a text.", "agree", "5-12", "failed to"),
    ("She welcomed the release of ten men on 3 May.", "release", "5-3", "the noun's, not her own"),
    ("Monitors reported three explosions on Monday night.", "explosions", "5-12", "reported"),
    ("Two days before envoys are due to meet in Lima, shells hit it.", "meet", "5-16~", "ahead"),
    ("The talks were adjourned at noon and are to resume on Friday.", "resume", "5-16", "of two"),
    ("Talks were interrupted for four days after a raid.", "raid", "-", "a length"),
    ("The two sides agreed to reopen the bridge from 20 May.", "reopen", "5-20", "from"),
    ("The council will not meet before 20 May.", "meet", "5-20", "not before"),
    ("Talks broke up on Sunday, hours after shells hit a silo.", "hit", "5-11~", "hours after"),
    (
        "On Sunday Kenar summoned the envoy, while Uland slapped a tariff on cement.",
        "slapped",
        "5-11",
        "while",
    ),
    (
        "Supporters marched through the town on Friday; police detained eleven of them.",
        "detained",
        "5-9~",
        "in one breath",
    ),
    ("The attack on Monday, which killed nine, drew condemnation.", "killed", "5-12", "which"),
    (
        "The mediator flew back to Lima on Wednesday. The minister received her for three hours.",
        "received",
        "5-14~",
        "the narrative, at the report's own day",
    ),
    (
        "The army shelled the port on Monday. It seized two boats.",
        "seized",
        "5-12 to 5-14~",
        "the narrative: no day is made up",
    ),
    (
        "The army shelled the port on Monday. It had seized two boats.",
        "seized",
        "-",
        "before the narrative",
    ),
    ("Orland has lodged a protest over the islet.", "lodged", "-", "no day told"),
    ("They will meet within two weeks.", "meet", "5-14 to 5-27", "a stretch ahead"),
    (
        "The leader has called off next week's summit, telling a rally on Tuesday she was ill.",
        "called",
        "5-13",
        "not the day of what is called off",
    ),
    ("He said he had spoken on Friday by telephone with his colleague.", "telephone", "5-9", "by"),
    ("Airlines were barred at midnight on Tuesday.", "barred", "5-13", "midnight closes its day"),
    (
        "The files were sent to Lima and to Oslo on Monday morning by wire.",
        "sent",
        "5-12",
        "the day that closes the clause hangs on the last place",
    ),
    (
        "The duty takes effect on 20 May, the trade minister, Ida Rook, told reporters.",
        "takes",
        "5-20",
        "a date before the comma is not of the telling",
    ),
    (
        "Also today: Orland and Vesland will sign a pact on Friday.",
        "sign",
        "5-16",
        "what stands before a colon is a label",
    ),
    ("In the evening of 12 May four sailors returned home.", "returned", "5-12", "a part of a day"),
    ("They struck the port after Monday's talks on grain.", "talks", "5-12", "a noun's own day"),
]


@pytest.mark.parametrize(("sentence", "act", "expected", "reason"), EVENTS)
def test_an_event_is_dated_by_what_stands_around_it(
    sentence: str, act: str, expected: str, reason: str
) -> None:
    tree = read(sentence)
    times = find_times(tree, PUBLISHED)
    assert told(event_date(tree, tree.words.index(act), times, PUBLISHED)) == expected, reason


def test_a_live_page_dates_its_paragraphs_by_their_clock() -> None:
    page = "\n\n".join((
        "17:40 – Orland closes the crossing.", "16:20 – The army answers fire.",
        "15:10 – A convoy arrives.",
    ))  # fmt: skip
    tree = read(page)
    times = find_times(tree, PUBLISHED)
    for act in ("closes", "answers", "arrives"):
        when = event_date(tree, tree.words.index(act), times, PUBLISHED)
        assert told(when).rstrip("~") == "5-14", act


def test_a_live_page_leaves_quotes_plans_and_what_had_been_undated() -> None:
    page = "\n\n".join((
        "17:40 – “We stopped them,” a guard says.", "16:20 – Two boats will sail.",
        "15:10 – The army had shelled a farm.",
    ))  # fmt: skip
    tree = read(page)
    times = find_times(tree, PUBLISHED)
    for act in ("stopped", "sail", "shelled"):
        assert told(event_date(tree, tree.words.index(act), times, PUBLISHED)) == "-", act


LATER = [
    (
        "The ministers spoke of the summit. It has been moved from May 19 to May 26.",
        "5-26",
        "it: the new day",
    ),
    (
        "The sides prepare the visit. Orland stands ready for the dates of 19 to 21 May.",
        "5-19 to 5-21",
        "the dates",
    ),
    (
        "The ministers spoke of the visit. A vote on grain was held. It was moved to May 26.",
        "-",
        "another act stands between",
    ),
]


@pytest.mark.parametrize(("text", "expected", "reason"), LATER)
def test_a_noun_is_dated_by_words_that_point_back(text: str, expected: str, reason: str) -> None:
    tree = read(text)
    times = find_times(tree, PUBLISHED)
    at = next(i for i, word in enumerate(tree.words) if word in ("summit", "visit"))
    assert told(echoed_date(tree, at, times, PUBLISHED)) == expected, reason


PLANS = [
    ("The president will make a visit to Orland from May 16 to 18.", "visit", "5-16 to 5-18",
     "both ends"),
    ("A third round of talks is scheduled for 19 and 20 May in Lima.", "talks", "5-19 to 5-20",
     "two days in a row"),
    ("The visit, scheduled for 20 May, has been put off until June.", "visit", "6-1 to 6-30",
     "the new date"),
    ("The talks were put off from Monday to Thursday.", "talks", "5-15", "the new date"),
    ("Preparations for a summit in June have begun.", "summit", "6-1 to 6-30", "what is prepared"),
    ("The envoy flies to Lima on Friday for talks.", "talks", "5-16", "what one travels for"),
    ("The leaders will meet on 20 May, the ministry said on Tuesday.", "meet", "5-20",
     "not the day of saying"),
    ("Talks in early June will follow.", "Talks", "6-1 to 6-10", "no finer than the words"),
    ("Leaders will meet in Lima next Friday even if Orland stays away, she said.", "meet", "5-16",
     "before a clause that opens after it"),
    ("The visit, announced on Monday for May 20, hangs by a thread.", "visit", "5-20",
     "for: what is announced, not the announcing"),
    ("Slated for Friday, the talks have a single subject.", "talks", "5-16", "what opens it"),
    ("The meeting was brought forward by two days and will now open on Friday.", "meeting",
     "5-16", "the verb beside"),
    ("The palace confirmed the three-day visit, which begins on 19 May.", "visit", "5-19 to 5-21",
     "a first day and a length"),
    ("On Tuesday the premier proposed a summit.", "summit", "-", "the day of proposing"),
    ("The talks were initially planned for Sunday.", "talks", "-", "a plan that is no more"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "act", "expected", "reason"), PLANS)
def test_a_plan_keeps_its_own_date(sentence: str, act: str, expected: str, reason: str) -> None:
    tree = read(sentence)
    times = find_times(tree, PUBLISHED)
    assert told(date_of(tree, tree.words.index(act), times, PUBLISHED)) == expected, reason


NOUNS = [
    ("The talks of the ministers, which were held on Monday, brought nothing.", "talks", "5-12"),
    ("She arrived for the second round, which is to open on Friday.", "round", "5-16"),
    ("The conference, postponed in July, is expected in September.", "conference", "9-1 to 9-30"),
    ("The talks, fixed two days ago for 20 May, were in doubt.", "talks", "5-20"),
    ("The ministry confirmed that the meeting goes ahead on Friday.", "meeting", "5-16"),
    ("A session due on Friday in Lima was cancelled by the mediators.", "session", "5-16"),
    ("The third meeting would be held as agreed on 20 May.", "meeting", "5-20"),
]


@pytest.mark.parametrize(("sentence", "noun", "expected"), NOUNS)
def test_a_meeting_has_the_day_that_is_told_of_it(sentence: str, noun: str, expected: str) -> None:
    tree = read(sentence)
    times = find_times(tree, PUBLISHED)
    assert told(date_of(tree, tree.words.index(noun), times, PUBLISHED)) == expected


SAID = [
    ("Asked on Tuesday about the visit, she said no date had been set.", "said", "5-13", "asked"),
    ("The ministry's statement on Tuesday rejected the claim.", "rejected", "5-13", "the words"),
    ("It put out a message on Sunday in which a man promised peace.", "promised", "5-11", "in it"),
    ("The leaders will meet on 20 May, the ministry said on Tuesday.", "said", "5-13", "its own"),
    ("At Monday's briefing in Lima she denied the report.", "denied", "5-12", "the setting"),
    ("A letter of 7 May asked Orland for patience.", "asked", "5-7", "the letter's day"),
    (
        "They will meet in Lima on 20 May, the mediator announced last night.",
        "announced",
        "5-13",
        "right after the verb",
    ),
]


@pytest.mark.parametrize(("sentence", "cue", "expected", "reason"), SAID)
def test_a_saying_is_dated_by_its_occasion(
    sentence: str, cue: str, expected: str, reason: str
) -> None:
    tree = read(sentence)
    times = find_times(tree, PUBLISHED)
    assert told(statement_date(tree, tree.words.index(cue), times, PUBLISHED)) == expected, reason
