"""What a clause says of a meeting's state: a row a sentence, with the reason."""

import pytest

from tests.meaning.read_meetings import read

LEAD = "Peru and Chile have agreed to hold talks in Bern. "

CASES = [
    ("Peru and Chile will hold talks in Bern on Friday.", "scheduled", "a day is named"),
    ("Peru and Chile held talks in Bern.", "held", "told in the past"),
    ("The talks between Peru and Chile were cancelled.", "cancelled", "the predicate"),
    ("The talks between Peru and Chile were not cancelled.", "confirmed", "negation turns it"),
    ("The talks between Peru and Chile are on hold.", "on_hold", "a phrase as predicate"),
    ("The talks between Peru and Chile remain on hold.", "on_hold", "through “remain”"),
    ("Peru refused to hold talks with Chile.", "rejected", "the word above"),
    ("Peru proposed talks with Chile.", "proposed", "an offer"),
    ("Peru has yet to confirm the talks with Chile.", "unconfirmed", "“yet to” negates"),
    ("Peru and Chile may hold talks in May.", "possible", "a modal"),
    ("Peru and Chile will hold talks if the guns fall silent.", "conditional", "an if-clause"),
    ("Peru will not hold talks with Chile until the guns fall silent.", "conditional", "until"),
    (LEAD + "No date has been set.", "date_not_set", "told of the date"),
    (LEAD + "The date will be fixed later.", "date_not_set", "a date to come"),
    (LEAD + "The invitation was accepted.", "agreed", "told of the invitation"),
    (LEAD + "It has been postponed.", "postponed", "“it” is the meeting in hand"),
    (LEAD + "Preparations continue.", "in_preparation", "told of the preparations"),
    (LEAD + "Chile said it would not send anybody.", "rejected", "nobody will come"),
    (LEAD + "Chile would not confirm the report.", "unconfirmed", "a report of it"),
    (LEAD + "It is unclear whether the two sides will meet.", "undecided", "an open question"),
]


@pytest.mark.parametrize(("text", "state", "reason"), CASES, ids=[c[2] for c in CASES])
def test_state(text: str, state: str, reason: str) -> None:
    assert state in read(text).told(), reason


def test_a_denial_is_kept_apart_from_what_it_denies() -> None:
    found = read("Peru denied that the talks with Chile had been cancelled.")
    (claim,) = found.meetings[0].states
    assert claim.state == "confirmed"
    assert claim.denies == "cancelled"


def test_a_question_asserts_nothing() -> None:
    assert "held" not in read("Reporters asked whether Peru and Chile had held talks.").told()


def test_a_subordinate_clause_of_time_asserts_nothing() -> None:
    found = read("Peru must repair the road before the ministers of Peru and Chile meet.")
    assert not {"held", "scheduled", "expected"} & found.told()


def test_a_plan_of_once_gives_way_to_the_news() -> None:
    found = read(
        "The talks between Peru and Chile, which were to open in May, will now be held in June."
    )
    assert found.told() <= {"rescheduled", "venue_changed"}
    assert found.told()
