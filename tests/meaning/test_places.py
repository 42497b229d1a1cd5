"""Words of a place and the countries told of → where it is; what decides, and what does not."""

import pytest

from dragoman.meaning.places import find_place, located
from dragoman.ontology import ActorKind, EventStatus, EventType
from dragoman.spans import Span, Text
from dragoman.types import Actor, Event

PLACES = [
    # words, countries told of, words beside, kind, how, country, unit
    ("Paris", (), "", "town", "size", "FRA", "Île-de-France"),
    ("PARIS", (), "Texas", "town", "named", "USA", "Texas"),
    ("Tripoli", (), "", "town", "capital", "LBY", "Tripoli"),
    ("Tripoli", ("LBN", "ISR"), "", "town", "report", "LBN", "Liban-Nord"),
    ("London", ("CAN",), "", "town", "size", "GBR", "England"),
    ("Georgia", (), "", "country", "size", "GEO", None),
    ("Georgia", ("USA",), "", "unit", "report", "USA", "Georgia"),
    ("Punjab", ("PAK",), "", "unit", "report", "PAK", "Punjab"),
    ("Kiev", (), "", "town", "capital", "UKR", "Kyiv City"),
    ("Khan Younis", (), "", "town", "only", "PSE", "Gaza Strip"),
    ("Hubei province", (), "", "unit", "only", "CHN", "Hubei"),
    ("Lima airport", (), "", "town", "capital", "PER", "Lima Province"),
    ("the Kremlin", (), "", "country", "filed", "RUS", None),
]


@pytest.mark.parametrize(("words", "told", "beside", "kind", "how", "country", "unit"), PLACES)
def test_a_place_is_found(
    words: str,
    told: tuple[str, ...],
    beside: str,
    kind: str,
    how: str,
    country: str,
    unit: str | None,
) -> None:
    found = find_place(words, (set(told),), beside)
    assert found is not None
    assert (found.kind, found.how, found.country, found.unit) == (kind, how, country, unit)
    assert found.latitude is not None and found.longitude is not None


def test_what_nothing_decides_is_told_and_not_guessed() -> None:
    found = find_place("Punjab")
    assert found is not None
    assert (found.how, found.country, found.latitude, found.others) == ("open", None, None, 2)


def test_of_towns_of_one_country_the_country_is_sure() -> None:
    found = find_place("Springfield")
    assert found is not None
    assert (found.how, found.kind, found.country) == ("open", "country", "USA")
    assert found.others > 3


def test_coordinates_are_those_of_the_town() -> None:
    found = find_place("Geneva", ({"USA", "RUS"},))
    assert found is not None and found.geonames == "2660646"
    assert (found.latitude, found.longitude) == pytest.approx((46.2, 6.15), abs=0.05)


def test_a_name_in_no_table_has_no_place() -> None:
    assert find_place("Orrinvell") is None


def _event(place: Span | None) -> Event:
    return Event(
        "e1", EventType.ASSAULT, None, "190", EventStatus.HAPPENED, ("a1",), (), Span(5, 12),
        Span(0, 30), place=place,
    )  # fmt: skip


def test_events_are_located_by_their_sides_the_dateline_and_what_is_printed_beside() -> None:
    text = Text("They shelled a base in Tripoli, Lebanon, and then Cartagena.")
    norway = Actor("a1", "Norway", ActorKind.COUNTRY, (), country="NOR")
    first, second, third = located(
        (_event(Span(23, 30)), _event(Span(50, 59)), _event(None)), text, (norway,), "Madrid"
    )
    assert text[Span(50, 59)] == "Cartagena"
    assert first.location is not None and first.location.how == "named"
    assert second.location is not None and second.location.country == "ESP"
    assert third.location is None
