"""The founding report: its whole record is read, also when every name in it is an invented one.

The report and its gold are not part of this repository; where they are absent these tests are
skipped. What must not be read is told in the gold by sentences; it is checked here by what the
gold says elsewhere, so that the same checks hold for the invented names.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

import dragoman
from dragoman.ontology import EventStatus, EventType, StateFamily
from dragoman.types import Reading
from evals.corpora import FOUNDING, SEEDS
from evals.desk import as_list, names_in
from evals.judge import judge
from evals.measures import interval_days, plain
from evals.who import Who

pytestmark = pytest.mark.skipif(
    not FOUNDING.exists(), reason="the founding report is not beside this checkout"
)

INVENTED = {
    # persons
    "Vladimir": "Oskar", "Putin": "Velk", "Donald": "Edwin", "Trump": "Harrow",
    "Dmitry": "Ilvan", "Peskov": "Torsk", "Pavel": "Milo", "Zarubin": "Kestrin",
    "Sergey": "Yoran", "Lavrov": "Delmas", "Marco": "Felix", "Rubio": "Ortaine",
    "Karoline": "Greta", "Leavitt": "Millbank",
    # countries and their people
    "Russian": "Tarvian", "Russia": "Tarvia", "Ukrainian": "Ostovan", "Ukraine": "Ostova",
    "US": "Norlandic", "Malaysia": "Sundara",
    # places, seats, bodies, firms
    "Moscow": "Velgrad", "Budapest": "Karlsholm", "Kremlin": "Citadel",
    "White House": "Linden House", "ASEAN": "SEAFOR", "MENAFN": "BALTWIRE",
    "Rosneft": "Tarvoil", "Lukoil": "Nordgaz",
}  # fmt: skip
"""Every name of a person, country, place, body or firm in the report → an invented one."""

KEPT = {"Telegram"}
"""A platform: a word of the language, neither person nor country nor place."""


@dataclass(frozen=True, slots=True)
class Case:
    """A report, its gold and our reading of it."""

    gold: dict[str, Any]
    reading: Reading

    @property
    def who(self) -> Who:
        return Who(self.gold, names_in(self.gold), self.reading)

    def shortfalls(self) -> list[str]:
        """What is missing, wrong or too much."""
        return judge("founding", self.gold, self.reading).errors


def original() -> tuple[dict[str, Any], str]:
    gold: dict[str, Any] = json.loads(FOUNDING.read_text(encoding="utf-8"))
    return gold, (SEEDS / gold["report"]).read_text(encoding="utf-8")


def renamed(words: str) -> str:
    names = sorted(INVENTED, key=len, reverse=True)
    pattern = rf"\b(?:{'|'.join(map(re.escape, names))})\b"
    return re.sub(pattern, lambda found: INVENTED[found[0]], words)


def invented() -> tuple[dict[str, Any], str]:
    """Report and gold under invented names.

    No table knows these countries: nobody has a country, a seat of power is no government by its
    name, and sides are not compared. All else that the words tell stays.
    """
    before, text = original()
    gold: dict[str, Any] = json.loads(renamed(json.dumps(before, ensure_ascii=False)))
    for actor in gold["actors"]:
        actor["country"] = None
        if actor["kind"] == "government" and "Department" not in actor["name"]:
            actor["kind"] = None
        if actor["kind"] != "person" or actor["role"] == "spokesperson":
            actor["sector"] = None
    for country, people in (("Russia", "Russian"), ("Ukraine", "Ukrainian")):
        gold["actors"].append(
            {"name": INVENTED[country], "also_called": [INVENTED[people]], "optional": True}
        )
    for event in gold["events"]:
        # Whether a seat acts for a country that no table knows cannot be told from the words.
        if event["actor"] == INVENTED["Russia"]:
            event["actor"] = [INVENTED["Russia"], INVENTED["Moscow"]]
    for meeting in gold["meetings"]:
        # Nor which of them count as one side: a country may be learnt from the report, or not.
        meeting.pop("latest_by_side", None)
        for state in meeting.get("states", ()):
            state.pop("side", None)
    return gold, renamed(text)


@pytest.fixture(scope="module", params=["as printed", "invented names"])
def case(request: pytest.FixtureRequest) -> Case:
    gold, text = original() if request.param == "as printed" else invented()
    return Case(gold, dragoman.read(text))


def test_no_name_of_the_report_is_left() -> None:
    _, before = original()
    gold, text = invented()
    capitals = set(re.findall(r"(?<=[a-z,’'] )[A-Z]\w+", before)) - KEPT
    left = {word for word in capitals if re.search(rf"\b{word}\b", text)}
    days = {"Sunday", "Saturday", "Thursday", "Wednesday"}
    titles = {"President", "Foreign", "Minister", "Secretary", "State", "Treasury", "Department",
              "House", "Says", "Meeting", "Process", "Complex"}  # fmt: skip
    assert left <= days | titles
    assert not set(INVENTED) - {"House"} & set(re.findall(r"\w+", json.dumps(gold)))


def test_the_whole_record_is_found(case: Case) -> None:
    shortfalls = case.shortfalls()
    assert not shortfalls, "\n".join(shortfalls)


def test_nobody_gets_a_country_that_the_words_do_not_tell() -> None:
    gold, text = invented()
    reading = dragoman.read(text)
    assert {actor.name: actor.country for actor in reading.actors if actor.country} == {}
    assert gold["meetings"]


# --- what must not be read ---------------------------------------------------------------------


def meetings_of(case: Case, participants: list[str]) -> Iterator[Any]:
    for meeting in case.reading.meetings:
        if all(case.who.any_of([name], meeting.participants) for name in participants):
            yield meeting


def test_the_meeting_was_not_held(case: Case) -> None:
    contested = next(m for m in case.gold["meetings"] if m.get("contested"))
    for meeting in meetings_of(case, contested["participants"]):
        assert {s.state for s in meeting.states if s.state.family is StateFamily.HELD} == set()
    done = {EventStatus.HAPPENED, EventStatus.ONGOING}
    for event in case.reading.events:
        if event.type is EventType.CONSULT and event.status in done:
            parties = (*event.actors, *event.targets)
            assert not all(case.who.any_of([n], parties) for n in contested["participants"])


def test_who_denies_a_state_does_not_assert_it(case: Case) -> None:
    denials = [
        (state["asserter"], state["denies"])
        for meeting in case.gold["meetings"]
        for state in meeting.get("states", ())
        if "denies" in state
    ]
    assert denials
    for asserter, state in denials:
        for meeting in case.reading.meetings:
            claims = [c for c in meeting.states if case.who.same(asserter, c.asserter)]
            assert state not in [claim.state for claim in claims]


def test_the_interviewer_does_not_speak(case: Case) -> None:
    asking = [actor["name"] for actor in case.gold["actors"] if actor.get("role") == "journalist"]
    assert asking
    for statement in case.reading.statements:
        assert not case.who.any_of(asking, as_list(statement.speaker))


def test_furniture_is_neither_actor_nor_date_nor_number(case: Case) -> None:
    words = re.findall(r"\w{3,}", " ".join(case.gold["article"]["furniture"]))
    marks = {plain(word) for word in words if word.isdigit() or word.isupper()}
    assert marks
    body = case.reading.article.text.content
    told = [body[m.span.start : m.span.end] for a in case.reading.actors for m in a.mentions]
    told += [actor.name for actor in case.reading.actors]
    told += [body[time.span.start : time.span.end] for time in case.reading.times]
    assert not marks & {word for words in told for word in plain(words).split()}


def test_nothing_told_as_past_is_dated_after_publication(case: Case) -> None:
    published = date.fromisoformat(case.gold["article"]["published"])
    dated = [s.when.interval for s in case.reading.statements if s.when.interval]
    dated += [
        event.when.interval
        for event in case.reading.events
        if event.when.interval and event.status is EventStatus.HAPPENED
    ]
    dated += [time.interval for time in case.reading.times if time.interval]
    assert dated
    assert all(interval_days(i.start, i.end)[0] <= published for i in dated)


def test_places_do_not_take_part(case: Case) -> None:
    places = {m["place"] for m in case.gold["meetings"] if m.get("place")}
    places |= {s["place"] for s in case.gold["statements"] if s.get("place")}
    assert places
    for meeting in case.reading.meetings:
        names = {case.who.call(id) for id in meeting.participants}
        assert not {plain(place) for place in places} & {plain(name) for name in names}
