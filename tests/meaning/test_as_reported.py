"""How wires report: papers and outlets that speak, sources that are cited, titles before surnames.

Each was misread in reports of other people; these are ours, and the whole reader reads them.
"""

from datetime import date

import pytest

import dragoman
from dragoman.types import Reading

DAY = date(2031, 5, 8)


def read(text: str) -> Reading:
    return dragoman.read(text, published=DAY)


def said(text: str) -> list[tuple[str, str, list[str]]]:
    """Who said it, which words, passed on by whom."""
    found = read(text)
    name = {actor.id: actor.name for actor in found.actors}
    return [
        (
            name.get(one.speaker or "", "nobody"),
            " … ".join(found.article.text[span] for span in one.content),
            [name[id] for id in one.relays],
        )
        for one in found.statements
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The ferry was late, the Peruvian foreign ministry said on Monday. “A useful exchange took"
        " place” at the pier, the statement said.",
        "In a statement, the Peruvian foreign ministry said the ferry was late. Anna Orr said she"
        " was glad. The statement added that a date is being sought.",
        "The Peruvian foreign ministry said in a letter that the ferry was late. The letter said"
        " the crew was well.",
    ],
)
def test_a_paper_speaks_for_whoever_put_it_out(text: str) -> None:
    assert said(text)[-1][0] == "Peruvian foreign ministry"


def test_a_paper_that_nobody_put_out_has_no_author() -> None:
    assert said("Anna Orr left. The letter said the crew was well.")[-1][0] == "nobody"


def test_the_agency_is_the_one_named_last() -> None:
    told = said("The ferry was late, TASS reported on Monday. The agency said the crew was well.")
    assert [who for who, *_ in told] == ["TASS", "TASS"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Reuters, citing two envoys, said the talks were off.", "two envoys"),
        ("The talks were off, Reuters reported on Monday, citing a source close to the crew.",
         "source"),
        ("The talks were off, Reuters reported, citing Peru’s foreign ministry.",
         "Peru’s foreign ministry"),
    ],
)  # fmt: skip
def test_who_is_cited_says_it_once_and_the_outlet_passes_it_on(text: str, who: str) -> None:
    [(speaker, content, relays)] = said(text)
    assert (speaker, relays) == (who, ["Reuters"])
    assert content.lower() == "the talks were off"


def test_a_title_of_three_words_before_a_surname_that_is_a_town_too() -> None:
    names = {(a.name, a.role) for a in read("Orr met Secretary of State Sucre on Friday.").actors}
    assert ("Sucre", "secretary of state") in names


def test_he_is_the_one_named_and_none_of_the_presidents() -> None:
    found = read(
        "Peruvian President Jon Olguin and Chilean President Raul Caceres quarrelled. Envoy Ben"
        " Vell is unlikely to recommend that the presidents meet, though he may call again."
    )
    vell = next(actor for actor in found.actors if actor.name == "Ben Vell")
    assert "he" in [found.article.text[mention.span] for mention in vell.mentions]


def test_an_official_of_a_house_is_one_speaker() -> None:
    told = said("Orr has no plans to meet Vell, a White House official said. A Kremlin aide left.")
    assert told[0][0] == "White House official"


def test_what_someone_was_asking_for_is_no_account_that_goes_on() -> None:
    found = read(
        "Anna Orr was in Lima on Friday asking for boats; a day before, Peru and Chile had agreed"
        " to meet in Bern."
    )
    claims = [claim for meeting in found.meetings for claim in meeting.states]
    assert [claim.asserter for claim in claims] == ["outlet"]


def test_no_need_sets_no_condition() -> None:
    assert not read("There was no need for talks with Peru, Anna Orr of Chile said.").conditions


def test_a_meeting_that_is_welcomed_on_a_day_is_not_of_that_day() -> None:
    found = read(
        "Anna Orr plans to meet Ben Vell in Peru within two weeks. The meeting was welcomed on"
        " Thursday by Chile."
    )
    [meeting] = found.meetings
    assert meeting.planned.interval is not None
    assert str(meeting.planned.interval.end) == "2031-05-22"


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("Anna Orr pointed to next week’s Peru–Chile meeting.", ["scheduled"]),
        ("Peru and Chile are to hold talks. Lima called the talks a useful step.", ["scheduled"]),
        ("Peru called a meeting with Chile.", ["proposed"]),
    ],
)
def test_what_is_no_word_on_the_state(text: str, states: list[str]) -> None:
    found = read(text)
    claims = [claim for meeting in found.meetings for claim in meeting.states]
    assert [claim.state.value for claim in claims] == states
    assert not any(claim.hedged for claim in claims)


def test_what_is_only_cited_is_no_statement() -> None:
    told = said(
        "They were freed on Saturday, the Peruvian news agency reported, citing the regional"
        " administration."
    )
    assert len(told) == 1


def test_this_is_nobody_who_is_told_something() -> None:
    [one] = [s for s in read("Anna Orr denied this on Monday, her office said.").statements
             if s.act.value == "deny"]  # fmt: skip
    assert one.addressee is None


def test_the_day_of_the_saying_is_the_sayings_own_across_what_it_reports() -> None:
    found = read(
        "Peru’s foreign minister will travel to Quito next week for talks with his Ecuadorian"
        " counterpart on a disputed river crossing, two officials said on Tuesday, even as Quito"
        " insisted that no such visit had been agreed.\n\n“He will be in Quito on the 14th,” a"
        " senior official in Lima told reporters."
    )
    days = {found.article.text[time.span]: time.value for time in found.times}
    assert days["Tuesday"] == "2031-05-06"
    assert str(found.statements[0].when.interval and found.statements[0].when.interval.start) == (
        "2031-05-06"
    )


def test_a_day_without_a_year_is_not_put_a_year_ahead_of_yesterday() -> None:
    found = read(
        "In a telephone conversation with his Chilean counterpart on May 7, Prime Minister Jon"
        " Olguin of Peru proposed meeting in Arica in early July."
    )
    assert [t.value for t in found.times if found.article.text[t.span] == "May 7"] == ["2031-05-07"]


def test_what_is_insisted_is_a_condition_only_where_something_is_wanted() -> None:
    def wanted(text: str) -> list[str]:
        found = read(text)
        return [found.article.text[one.span] for one in found.conditions]

    assert wanted("Peru insisted that no visit to Chile had been agreed.") == []
    assert wanted("Peru insists that Chile withdraw its troops before talks.") == [
        "Chile withdraw its troops"
    ]
    assert wanted(
        "Peru demands that Chile release two drivers held in April as a condition for any further"
        " contacts."
    ) == ["Chile release two drivers held in April"]


def test_the_minister_of_the_headline_is_the_one_named_below() -> None:
    found = read(
        "Peru’s foreign minister will travel to Quito next week, two officials said.\n\nForeign"
        " Minister Jon Olguin told reporters in Lima that he would go."
    )
    ministers = [actor.name for actor in found.actors if actor.role == "foreign minister"]
    assert ministers == ["Jon Olguin"]


def test_a_deputy_foreign_minister_is_the_diplomat_further_down() -> None:
    told = said(
        "The talks are off, Peruvian Deputy Foreign Minister Jon Olguin said.\n\n“The ferry is"
        " late,” the diplomat said."
    )
    assert [who for who, *_ in told] == ["Jon Olguin", "Jon Olguin"]


def test_his_counterpart_is_of_the_other_state() -> None:
    found = read(
        "On May 5, Prime Minister Giorgi Maisuradze instructed Beridze to hold preliminary contacts"
        " with the Armenian embassy. In a telephone conversation with his Armenian counterpart on"
        " May 6, Maisuradze proposed meeting in Batumi in early July. Yerevan has not commented."
    )
    assert [a.country for a in found.actors if a.name == "Giorgi Maisuradze"] == ["GEO"]


@pytest.mark.parametrize("words", ["from the eastern bank", "through diplomatic channels"])
def test_banks_of_rivers_and_channels_are_nobody(words: str) -> None:
    assert {actor.name for actor in read(f"Peru withdrew {words}.").actors} == {"Peru"}


def test_talks_that_were_due_and_put_off_were_not_held() -> None:
    found = read(
        "A technical meeting of Peru and Chile that was due to take place in Arica last week was"
        " postponed, Chilean officials said."
    )
    claims = [claim.state.value for meeting in found.meetings for claim in meeting.states]
    assert claims == ["postponed"]


def test_what_is_said_of_talks_is_said_of_those_spoken_of_there() -> None:
    found = read(
        "The next round of consultations between Peru and Chile has been put off, Jon Olguin told"
        " reporters.\n\n“The consultations planned for June 15 in Arica will not take place,” he"
        " said.\n\nChilean spokeswoman Anna Orr said preparations were continuing. “Nobody has"
        " cancelled anything,” she stressed.\n\nOlguin said the talks would be held later."
    )
    [meeting] = found.meetings
    assert str(meeting.planned.interval and meeting.planned.interval.start) == "2031-06-15"
    assert {claim.state.value for claim in meeting.states} >= {"postponed", "cancelled"}


def states(text: str) -> list[list[str]]:
    return [[claim.state.value for claim in one.states] for one in read(text).meetings]


def test_a_second_round_is_none_of_the_talks_spoken_of() -> None:
    assert states(
        "Peru and Chile will meet in Lima on Thursday. They held an initial round in Arica on May"
        " 3. A second round, planned for May 6, was called off."
    ) == [["scheduled"], ["held"], ["cancelled"]]


def test_who_declined_to_be_named_said_no_such_thing() -> None:
    told = said("A Chilean official who declined to be named said that Peru never picked up.")
    assert [content for _, content, _ in told] == ["that Peru never picked up"]


def test_an_invitation_to_visit_is_a_visit_of_its_own() -> None:
    found = read(
        "President Ana Montes of Peru and Prime Minister Erik Dahl of Norway agreed that their"
        " ministers would meet in Oslo in May. Dahl accepted an invitation to visit Lima in the"
        " autumn."
    )
    where = {found.article.text[m.place]: [c.state.value for c in m.states]
             for m in found.meetings if m.place}  # fmt: skip
    assert where["Lima"] == ["agreed"] and "agreed" not in where["Oslo"]


def test_only_if_is_no_part_of_what_is_wanted() -> None:
    found = read("Peru said it would lift its veto only if the oil exemption was extended.")
    [one] = found.conditions
    assert found.article.text[one.span] == "the oil exemption was extended"


def test_a_decision_that_is_put_off_to_a_meeting_puts_no_meeting_off() -> None:
    told = states("Marta Kolar of Chile said the decision had been postponed to a meeting in May.")
    assert "postponed" not in [state for one in told for state in one]


def test_the_two_sides_are_those_of_the_matter() -> None:
    found = read(
        "The defence ministers of Peru and Chile will meet in Bern on Friday. Peru and Chile"
        " agreed to the talks. Norway’s envoy Deng Wei met Chilean aide Jo Pell in Oslo on Monday."
        " The two sides held an initial round of talks in Arica in April."
    )
    name = {actor.id: actor.name for actor in found.actors}
    (round_,) = [m for m in found.meetings if m.place and found.article.text[m.place] == "Arica"]
    assert "Deng Wei" not in {name[id] for id in round_.participants}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("AU envoy Kofi Asante is expected in Nairobi on Thursday.", "Nairobi"),
        ("Norway’s envoy Deng Wei met Chilean Deputy Prime Minister Jo Pell in Santiago on Saturday"
         " and is due in Lima later this week, the Norwegian foreign ministry said.", "Lima"),
    ],
)  # fmt: skip
def test_who_is_awaited_somewhere_will_visit(text: str, place: str) -> None:
    found = read(text)
    last = found.meetings[-1]
    assert last.place and found.article.text[last.place] == place
    assert [claim.state.value for claim in last.states] == ["scheduled"]


def test_rain_that_is_expected_is_no_visit() -> None:
    assert not read("Rain is expected in Nairobi on Thursday.").meetings


@pytest.mark.parametrize(
    "denied",
    [
        "To call it cancelled would be wrong, she told the Evening Vesper.",
        "It would be a mistake to call the talks cancelled, she said.",
        "“It is wrong to describe them as cancelled,” she said.",
        "Kolar said that describing the talks as cancelled was misleading.",
    ],
)
def test_a_name_that_is_called_wrong_is_denied_and_her_own_word_holds(denied: str) -> None:
    found = read(f"Marta Kolar of Chile said the talks with Peru were put on hold. {denied}")
    (meeting,) = found.meetings
    held, claim = meeting.states
    assert (held.state.value, held.denies) == ("on_hold", None)
    assert claim.denies is not None
    assert (claim.state.value, claim.denies.value) == ("on_hold", "cancelled")
    words = found.article.text[claim.evidence]
    assert "cancelled" in words
    assert {"wrong", "mistake", "misleading"} & set(words.split())


def test_a_name_that_is_given_is_the_state() -> None:
    told = states("Marta Kolar of Chile called the talks with Peru cancelled.")
    assert [state for one in told for state in one] == ["cancelled"]
