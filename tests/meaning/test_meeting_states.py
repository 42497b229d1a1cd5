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


WORDINGS = [
    ("proposed", "Liv Haug",
     '"We invite Iceland to sit down with us in Oslo," Norwegian foreign minister Liv Haug '
     "said."),
    ("proposed", "outlet",
     "Kenya extended an invitation to Uganda to hold talks in Nairobi."),
    ("proposed", "Wei Tan",
     "Singapore's prime minister, Wei Tan, requested a phone call with his Malaysian "
     "counterpart."),
    ("agreed", "Iceland",
     "Iceland has accepted Norway's offer of talks."),
    ("agreed", "outlet",
     "Chile and Peru have agreed to hold talks on the border."),
    ("agreed", "Grace Omondi",
     "Kenya and Uganda had agreed in principle to meet, minister Grace Omondi said."),
    ("scheduled", "Grace Omondi",
     "Kenyan minister Grace Omondi announced that talks with Uganda would begin on "
     "Wednesday."),
    ("scheduled", "outlet",
     "The presidents of Chile and Peru are to sit down in Lima on Monday."),
    ("scheduled", "Sari Niemi",
     "\"I will meet Estonia's prime minister in Riga on Thursday,\" Finnish minister Sari "
     "Niemi told reporters."),
    ("expected", "Pablo Rojas",
     "Chile's foreign minister Pablo Rojas said he expected to meet his Peruvian "
     "counterpart in the coming weeks."),
    ("expected", "outlet",
     "Chile and Peru plan to hold a summit later this year."),
    ("expected", "Pablo Rojas",
     '"I look forward to meeting my Peruvian colleague," Chilean minister Pablo Rojas said.'),
    ("confirmed", "Pablo Rojas",
     "Chilean minister Pablo Rojas confirmed that the talks with Peru would go ahead."),
    ("confirmed", "outlet",
     "The talks between Chile and Peru will go ahead as planned."),
    ("confirmed", "Pablo Rojas",
     "The meeting with Peru is still on, Chilean minister Pablo Rojas said."),
    ("in_preparation", "Pablo Rojas",
     "Chilean minister Pablo Rojas said work on a meeting with Peru was continuing."),
    ("in_preparation", "outlet",
     "Preparations for a summit between Chile and Peru are under way."),
    ("in_preparation", "Pablo Rojas",
     '"Our teams are preparing the summit with Peru," Chilean minister Pablo Rojas said.'),
    ("rescheduled", "Pablo Rojas",
     "The talks with Peru would now be held on Tuesday, Chilean minister Pablo Rojas said."),
    ("rescheduled", "outlet",
     "The talks between Chile and Peru have been moved to 28 May."),
    ("rescheduled", "Liv Haug",
     "The meeting with Iceland had been rescheduled for June, Norway's minister Liv Haug "
     "said."),
    ("venue_changed", "Pablo Rojas",
     "The venue of the talks with Peru had been changed, Chilean minister Pablo Rojas said."),
    ("venue_changed", "outlet",
     "The talks between Chile and Peru have been moved from Lima to Bern."),
    ("venue_changed", "Liv Haug",
     '"We will meet in Bergen rather than in Oslo," Norwegian minister Liv Haug said of the '
     "talks with Iceland."),
    ("in_preparation", "outlet",
     "Chilean minister Pablo Rojas sent his aides to Lima to arrange a summit with Peru."),
    ("conditional", "Pablo Rojas",
     'Chilean minister Pablo Rojas said he "would be ready to meet" Ana Rey if he were sure of a '
     "pact on the ferry."),
    ("date_not_set", "Pablo Rojas",
     "Chilean minister Pablo Rojas said it was too early to name a date for a meeting with "
     "Peru."),
    ("date_not_set", "outlet",
     "No date has been set for the talks between Chile and Peru."),
    ("date_not_set", "Pablo Rojas",
     '"We do not have a date for the meeting with Peru," Chilean minister Pablo Rojas said.'),
    ("undecided", "Pablo Rojas",
     "Chile had not decided whether to attend the talks with Peru, minister Pablo Rojas "
     "said."),
    ("undecided", "outlet",
     "It is unclear whether the talks between Chile and Peru will go ahead."),
    ("undecided", "Pablo Rojas",
     "\"We are still considering whether to meet Peru's envoy,\" Chilean minister Pablo Rojas "
     "said."),
    ("possible", "Pablo Rojas",
     "Chilean minister Pablo Rojas did not rule out a meeting with Peru."),
    ("possible", "outlet",
     "Chile and Peru could hold talks next month."),
    ("possible", "Liv Haug",
     "Norway's minister Liv Haug said she was open to meeting her Icelandic counterpart."),
    ("conditional", "Pablo Rojas",
     "There would be no meeting with Peru until the border is reopened, Chilean minister "
     "Pablo Rojas said."),
    ("conditional", "outlet",
     "Chile will hold talks with Peru only if the border is reopened."),
    ("conditional", "Pablo Rojas",
     '"If Peru withdraws its boats, we will sit down with its envoys," Chilean minister '
     "Pablo Rojas said."),
    ("unconfirmed", "Chile",
     "Chile has not confirmed the talks with Peru."),
    ("unconfirmed", "outlet",
     "Neither side would say whether the meeting between Norway and Iceland was still on."),
    ("unconfirmed", "Chile",
     "Chile would neither confirm nor deny that a meeting with Peru was planned."),
    ("on_hold", "Pablo Rojas",
     "The talks with Peru were on pause, Chilean minister Pablo Rojas said."),
    ("on_hold", "outlet",
     "Talks between Chile and Peru have been suspended."),
    ("on_hold", "Liv Haug",
     '"We have paused the talks with Iceland," Norwegian minister Liv Haug said.'),
    ("postponed", "Grace Omondi",
     "Kenya's minister Grace Omondi said the meeting with Uganda had been deferred at "
     "Kampala's request."),
    ("postponed", "outlet",
     "The talks between Chile and Peru were postponed."),
    ("postponed", "outlet",
     "The postponement of the summit between Chile and Peru came as a surprise."),
    ("cancelled", "Liv Haug",
     '"The meeting with Iceland is off," Norwegian minister Liv Haug said.'),
    ("cancelled", "outlet",
     "Norway pulled out of Thursday's talks with Iceland."),
    ("cancelled", "outlet",
     "The summit between Norway and Iceland has been called off."),
    ("not_planned", "Pablo Rojas",
     "There were no plans for a meeting with Peru, Chilean minister Pablo Rojas said."),
    ("not_planned", "outlet",
     "No meeting between the leaders of Chile and Peru is planned."),
    ("not_planned", "Pablo Rojas",
     '"We have no plans to meet the Peruvian minister," Chilean minister Pablo Rojas said.'),
    ("plan_denied", "Pablo Rojas",
     "Chilean minister Pablo Rojas denied that a meeting with Peru had been agreed."),
    ("plan_denied", "Pablo Rojas",
     "\"We never agreed to meet Peru's envoy,\" Chilean minister Pablo Rojas said."),
    ("plan_denied", "Chile",
     "Chile denied plans for a summit with Peru."),
    ("rejected", "Pablo Rojas",
     "Chilean minister Pablo Rojas ruled out talks with Peru."),
    ("rejected", "outlet",
     "Iceland turned down Norway's invitation to talks."),
    ("rejected", "Chile",
     "Chile refused to meet Peru's envoys."),
    ("not_held", "Pablo Rojas",
     '"We did not meet the Peruvian minister," Chilean minister Pablo Rojas said.'),
    ("not_held", "outlet",
     "The planned meeting between Chile and Peru did not take place."),
    ("not_held", "Pablo Rojas",
     "Chilean minister Pablo Rojas denied having met his Peruvian counterpart in Bern."),
    ("ongoing", "Pablo Rojas",
     '"The talks with Peru are continuing," Chilean minister Pablo Rojas said.'),
    ("ongoing", "outlet",
     "Talks between Chile and Peru are under way in Bern."),
    ("ongoing", "Grace Omondi",
     "Talks with Uganda were in progress, Kenyan minister Grace Omondi said."),
    ("held", "Pablo Rojas",
     '"We had a good meeting with the Peruvian minister," Chilean minister Pablo Rojas '
     "said."),
    ("held", "outlet",
     "The foreign ministers of Chile and Peru met in Bern on Monday."),
    ("held", "Pablo Rojas",
     "Chilean minister Pablo Rojas said he had spoken by phone with his Peruvian "
     "counterpart."),
]  # fmt: skip

SILENT = [
    "The meeting room of the ministry was repainted in April.",
    "Speaking to reporters after a cabinet meeting, Chilean minister Pablo Rojas praised the "
    "harvest.",
    "The summit of the mountain is covered in snow.",
    "He met the deadline for the report.",
    "The talk of the town is the new bridge.",
    "The president addressed a meeting of farmers in Cusco.",
    "Historians say the conference of 1921 drew the border.",
    "The two rivers meet south of Nairobi.",
    "The match between Chile and Peru was postponed because of rain.",
    "The vote is set for Monday.",
    "Delegates to the medical congress ate in the old hall.",
    "Peru turned down an offer for its ferry. The offer was made by a Chilean firm.",
    "Kenya confirmed its participation in the regatta. Uganda will send a boat.",
    "Kenya denied reports of a flood near the border with Uganda.",
    "Whether the bridge between Singapore and Malaysia will be built remains an open question.",
    "Singapore's spokesman Jun Lim declined to say when the port would reopen. Malaysia's "
    "ministry was silent.",
    "The venue of the football match between Ghana and Togo was changed to Accra.",
]


@pytest.mark.parametrize(
    ("state", "asserter", "text"), WORDINGS, ids=[f"{w[0]}-{n}" for n, w in enumerate(WORDINGS)]
)
def test_wording(state: str, asserter: str, text: str) -> None:
    found = read(text)
    assert found.states() == [(state, asserter)]
    assert len(found.parties()) == 2


@pytest.mark.parametrize("text", SILENT)
def test_meeting_words_that_claim_no_state(text: str) -> None:
    assert read(text).states() == []
