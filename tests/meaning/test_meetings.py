"""Which meetings a report tells of, who takes part, and which words are of one and the same."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.types import OUTLET
from tests.meaning.read_meetings import read

OPENING = "Peruvian President Marta Olguin and Chilean President Raul Caceres"


def test_envoys_stand_for_those_who_sent_them() -> None:
    found = read("Envoys of Peru and Chile held talks in Bern on Monday.")
    assert found.parties() == {"Peru", "Chile"}
    assert found.states() == [("held", "outlet")]


def test_with_adds_the_one_who_holds_it() -> None:
    found = read(f"{OPENING} quarrelled. Olguin cancelled a meeting with Caceres on Monday.")
    assert found.parties() == {"Marta Olguin", "Raul Caceres"}


def test_dashed_names_are_the_parties() -> None:
    found = read(f"{OPENING} quarrelled. The Olguin–Caceres meeting was postponed.")
    assert found.parties() == {"Marta Olguin", "Raul Caceres"}


def test_such_a_meeting_is_the_one_spoken_of() -> None:
    found = read(
        f"{OPENING} will meet in Bern on Friday. The meeting was announced by Olguin’s office."
    )
    assert len(found.meetings) == 1


def test_a_further_round_is_another_meeting_of_the_same_parties() -> None:
    found = read(
        "Peru and Chile held talks in Bern on Monday. A second round will open in Oslo in May."
    )
    assert len(found.meetings) == 2
    assert found.parties(0) == found.parties(1) == {"Peru", "Chile"}
    first, second = found.meetings
    assert {str(c.state) for c in first.states} == {"held"}
    assert {str(c.state.family) for c in second.states} == {"forward"}


def test_a_call_is_no_meeting_it_arranged() -> None:
    found = read(f"{OPENING} spoke by phone on Sunday. They agreed to meet in Bern next week.")
    kinds = {str(m.kind): {str(c.state) for c in m.states} for m in found.meetings}
    assert kinds == {"call": {"held"}, "summit": {"agreed"}} or kinds == {
        "call": {"held"}, "talks": {"agreed"},
    }  # fmt: skip


def test_a_day_behind_a_place_makes_it_the_meeting_s() -> None:
    found = read(
        "Peru and Chile will hold talks on the mine in Oslo on 20 March. A diplomat said that "
        "talks of the two sides in Bern in April had been shelved."
    )
    assert [found.tree.text[m.place] if m.place else "" for m in found.meetings] == ["Oslo", "Bern"]
    found = read("Peru and Chile will hold talks on the mine in Oslo.")
    assert [m.place for m in found.meetings] == [None]


def test_a_meeting_on_another_day_is_another() -> None:
    first = "Peru and Chile will hold talks on 20 March."
    assert len(read(f"{first} A meeting of the two sides in May was shelved.").meetings) == 2
    assert len(read(f"{first} The talks were moved to May.").meetings) == 1


def test_a_new_day_is_the_day_of_a_moved_meeting() -> None:
    found = read(
        "Peru and Chile will hold talks in Oslo on 20 March. The talks were put back to 3 April, "
        "Chile’s foreign ministry said."
    )
    (meeting,) = found.meetings
    assert meeting.planned.interval is not None
    assert meeting.planned.interval.start.isoformat() == "2031-04-03"


def test_who_calls_off_and_who_refuses() -> None:
    told = "Chile’s foreign ministry said."
    assert read(f"The talks with Peru will not take place in May, {told}").told() == {"cancelled"}
    assert read(f"Chile will not hold talks with Peru in May, {told}").told() == {"rejected"}


def test_no_date_tells_one_state() -> None:
    found = read(
        "Peru and Chile will hold talks in Oslo on 20 March, Chile’s foreign ministry said on "
        "Sunday, but Peru’s government denied that any date had been fixed."
    )
    assert found.states() == [
        ("scheduled", "Chile’s foreign ministry"), ("date_not_set", "Peru"),
    ]  # fmt: skip


def test_the_place_of_a_visit_is_its_host() -> None:
    found = read("Chile protested. Peruvian President Marta Olguin will visit Chile on Friday.")
    assert found.parties() == {"Marta Olguin", "Chile"}


def test_a_meeting_of_ministers_is_not_that_of_their_presidents() -> None:
    found = read(
        f"{OPENING} will meet in May. Peruvian Foreign Minister Ana Rey met Chilean Foreign "
        "Minister Luis Soto in Bern on Monday."
    )
    assert len(found.meetings) == 2


def test_the_occasion_of_a_speech_is_no_claim() -> None:
    found = read("“Our maps are old,” the minister told a meeting with students on Monday.")
    assert found.states() == []


def test_who_says_it_is_the_innermost_speaker() -> None:
    found = read(
        "Peru and Chile will hold talks in Bern on Friday, Peruvian Foreign Minister Ana Rey said."
    )
    assert found.states() == [("scheduled", "Ana Rey")]
    assert found.meetings[0].states[0].side == "PER"


def test_no_meetings_in_a_report_of_none() -> None:
    assert read("Rain fell on Bern. The river rose and two roads were closed.").meetings == ()


@settings(max_examples=5, deadline=None)
@given(st.sampled_from(["Rain fell. ", "It was a mild day in the hills. ", "Prices rose. "]))
def test_a_prefix_moves_every_span(prefix: str) -> None:
    body = "Peru and Chile held talks in Bern on Monday. The talks were postponed."
    alone, moved = read(body), read(prefix + body)
    spans = [(m.start + len(prefix), m.end + len(prefix)) for m in alone.meetings[0].mentions]
    assert [(m.start, m.end) for m in moved.meetings[0].mentions] == spans
    for meeting in moved.meetings:
        assert all(c.evidence.end <= len(moved.tree.text) for c in meeting.states)
        assert all(c.asserter == OUTLET for c in meeting.states)


MINISTERS = "Peruvian Foreign Minister Ana Rull and Chilean Foreign Minister Pio Dax are at odds."

PARTIES = [
    (f"{OPENING} quarrelled. Olguin has no plans to meet Caceres, an official said.",
     {"Marta Olguin", "Raul Caceres"}, "who has plans to meet will meet"),
    ("Peru will host the ministers Ana Rull of Kenya and Pio Dax of Uganda in Lima on Friday.",
     {"Ana Rull", "Pio Dax"}, "a host is no party"),
    ("Peru shelved a visit by Chilean minister Pio Dax.",
     {"Peru", "Pio Dax"}, "who shelves a visit would be its host"),
    (f"{MINISTERS} The top diplomats have scheduled a meeting.",
     {"Ana Rull", "Pio Dax"}, "those of a rank, who plan it"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "parties", "reason"), PARTIES, ids=[c[2] for c in PARTIES])
def test_who_takes_part(text: str, parties: set[str], reason: str) -> None:
    found = read(text)
    assert len(found.meetings) == 1
    assert found.parties() == parties, reason


def test_a_meeting_told_at_another_is_not_that_one() -> None:
    found = read(
        f"{OPENING} quarrelled. Olguin said that in talks with Caceres a meeting was proposed."
    )
    told = [{str(c.state) for c in m.states} for m in found.meetings]
    assert told == [{"held"}, {"proposed"}]


def test_talks_to_arrange_a_summit_are_not_the_summit() -> None:
    found = read(
        f"{OPENING} quarrelled. Peru and Chile held talks to arrange a summit of the presidents."
    )
    assert [str(m.kind) for m in found.meetings] == ["talks", "summit"]
    assert found.parties(0) == {"Peru", "Chile"}
    assert found.parties(1) == {"Marta Olguin", "Raul Caceres"}


def test_the_place_may_follow_the_matter() -> None:
    found = read("Peru and Chile will hold an emergency summit on the flood in Cusco in Bern.")
    place = found.meetings[0].place
    assert place is not None and found.tree.text[place] == "Bern"
    matter = read("Peru and Chile will hold talks on the flood in Cusco.").meetings[0].place
    assert matter is None


def test_a_country_and_its_city_are_one_place() -> None:
    found = read(
        f"{OPENING} will meet in Santiago on Friday. Olguin hopes to meet Caceres in Chile."
    )
    assert len(found.meetings) == 1


def test_who_denies_a_cancellation_claims_none_also_when_nobody_knows_who_it_is() -> None:
    found = read(
        "The ministry said there was no truth in reports that the talks of Peru and Chile had been "
        "called off."
    )
    assert found.states() == [("confirmed", "outlet")]
    assert found.meetings[0].states[0].denies == "cancelled"


def test_talks_by_telephone_are_a_call() -> None:
    found = read("The ministries of Peru and Chile held telephone consultations on Monday.")
    assert [str(m.kind) for m in found.meetings] == ["call"]


def test_a_news_conference_is_no_meeting() -> None:
    found = read("Chilean minister Pio Dax told a news conference in Lima that the port is shut.")
    assert found.meetings == ()


def test_several_officials_meet_each_other() -> None:
    assert ("held", "outlet") in read("The two premiers met in Bern on Monday.").states()


def test_a_day_of_its_own_ahead_makes_it_scheduled() -> None:
    found = read(
        f"{OPENING} quarrelled. Olguin praised next week’s meeting of the ministers Ana Rull and "
        "Pio Dax."
    )
    assert found.states() == [("scheduled", "Marta Olguin")]
