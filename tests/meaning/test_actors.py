"""Actors from hand-made parses: who is who, what refers to whom, which place only is a place."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.meaning.actor_lookup import resolve_phrase
from dragoman.meaning.actors import find_actors
from dragoman.meaning.cast import Cast
from dragoman.meaning.tree import Tree
from dragoman.ontology import ActorKind, MentionKind
from dragoman.spans import Text
from dragoman.types import Actor, Entity, Tags
from tests.meaning.trees import read, tree_of

SPOKESMAN = """
Oslo PROPN 2 compound
Palace PROPN 3 nmod:poss
spokesman NOUN 4 nmod:desc
Arn PROPN 6 nsubj PER
Vell PROPN 4 flat PER
said VERB 0 root
Monday PROPN 6 obl
. PUNCT 6 punct

The DET 2 det
spokesman NOUN 3 nsubj
added VERB 0 root
that SCONJ 6 mark
he PRON 6 nsubj
waited VERB 3 ccomp
. PUNCT 3 punct
"""


def actors_of(tree: Tree) -> dict[str, Actor]:
    return {actor.name: actor for actor in find_actors(tree, date(2031, 5, 6))}


def texts(tree: Tree, actor: Actor) -> list[str]:
    return [tree.text[mention.span] for mention in actor.mentions]


def test_title_nominal_and_pronoun_are_one_person() -> None:
    tree = tree_of(SPOKESMAN)
    vell = actors_of(tree)["Arn Vell"]
    assert (vell.kind, vell.role) == (ActorKind.PERSON, "spokesperson")
    assert texts(tree, vell) == ["Arn Vell", "The spokesman", "he"]
    assert [m.kind for m in vell.mentions] == [
        MentionKind.NAME, MentionKind.NOMINAL, MentionKind.PRONOUN,
    ]  # fmt: skip


def test_cast_answers_for_title_name_part_and_head() -> None:
    tree = tree_of(SPOKESMAN)
    cast = Cast(tree, find_actors(tree))
    (vell,) = (a.id for a in cast.actors if a.name == "Arn Vell")
    assert {cast.at(i) for i in (2, 3, 4, 9, 12)} == {vell}
    assert cast.at(6) is None
    assert cast.within(range(8)) == (vell,)
    assert cast.side("outlet") == "outlet"


ASKED = """
Arn PROPN 3 nsubj PER
Vell PROPN 1 flat PER
spoke VERB 0 root
. PUNCT 3 punct

Asked/ask/{tag} VERB {asked}
about ADP 3 case
Karl PROPN 1 obl PER
Moss PROPN 3 flat PER
, PUNCT 1 punct
he PRON 7 nsubj
said VERB {said}
no ADV 7 advmod
. PUNCT 7 punct
"""


@pytest.mark.parametrize(
    ("tag", "asked", "said"), [("VBN", "7 advcl", "0 root"), ("VBD", "0 root", "1 parataxis")]
)
def test_who_is_asked_about_somebody_is_somebody_else(tag: str, asked: str, said: str) -> None:
    """Also where the parse takes "Asked" for a past."""
    tree = tree_of(ASKED.format(tag=tag, asked=asked, said=said))
    found = actors_of(tree)
    assert texts(tree, found["Arn Vell"]) == ["Arn Vell", "he"]
    assert texts(tree, found["Karl Moss"]) == ["Karl Moss"]


def test_her_deputy_is_no_deputy_of_parliament() -> None:
    found = actors_of(read("Ghana’s foreign minister, Ana Rey, asked her deputy to go to Lima."))
    assert (found["deputy"].sector, found["deputy"].country) == ("GOV", "GHA")
    assert actors_of(read("A deputy said the treaty was dead."))["deputy"].sector == "LEG"


def test_holders_of_one_post_are_of_no_one_state() -> None:
    found = actors_of(
        read(
            "Envoys of Peru and Chile left on Friday. Ugandan Foreign Minister Clara Viera played "
            "down the dispute. Asked whether the two foreign ministers would attend, she said yes."
        )
    )
    assert found["two foreign ministers"].country is None


CAPITALS = """
Talks NOUN 6 nsubj
between ADP 3 case
Lima PROPN 1 nmod LOC
and CCONJ 5 cc
Quito PROPN 3 conj LOC
ended VERB 0 root
in ADP 8 case
Oslo PROPN 6 obl LOC
. PUNCT 6 punct

Peru PROPN 2 nsubj LOC
blamed VERB 0 root
Ecuadorian ADJ 4 amod NORP
raids NOUN 2 obj
. PUNCT 2 punct

Both DET 2 det
sides NOUN 3 nsubj
wait VERB 0 root
. PUNCT 3 punct
"""


def test_a_capital_acts_but_a_place_does_not() -> None:
    tree = tree_of(CAPITALS)
    found = {actor.country: actor for actor in find_actors(tree)}
    assert set(found) == {"PER", "ECU"}
    assert texts(tree, found["PER"]) == ["Lima", "Peru", "Both sides"]
    assert texts(tree, found["ECU"]) == ["Quito", "Ecuadorian", "Both sides"]
    assert found["PER"].mentions[0].kind is MentionKind.METONYM
    assert found["PER"].kind is ActorKind.COUNTRY  # named as often as its capital


def test_phrase_gives_all_conjuncts_and_all_whom_a_plural_means() -> None:
    tree = tree_of(CAPITALS)
    cast = Cast(tree, find_actors(tree))
    pair = [cast.side(id) for id in cast.phrase(2)]
    assert pair == ["PER", "ECU"]
    assert [cast.side(id) for id in cast.phrase(15)] == pair


FIRMS = """
They PRON 2 nsubj
fined VERB 0 root
Norway PROPN 7 nmod:poss LOC
's PART 3 case
two NUM 7 nummod
oil NOUN 7 compound
companies NOUN 2 obj
, PUNCT 9 punct
Orrel PROPN 7 appos PER
and CCONJ 11 cc
Tandvik PROPN 9 conj PER
. PUNCT 2 punct
"""


def test_names_beside_a_body_noun_take_its_kind_and_country() -> None:
    found = actors_of(tree_of(FIRMS))
    for name in ("Orrel", "Tandvik"):
        firm = found[name]
        assert (firm.kind, firm.sector, firm.country) == (ActorKind.COMPANY, "BUS", "NOR")


# What a report says of an actor, read by the network: (sentence, name, role, country, sector, for)
SAID = [
    (
        "Chile's foreign minister, Ana Vell, said no.",
        "Ana Vell", "foreign minister", "CHL", "GOV", None,
    ),
    ("Orrin Dast, the president of Chile, spoke.", "Orrin Dast", "president", "CHL", "GOV", None),
    ("Kenyan President Tom Orru met reporters.", "Tom Orru", "president", "KEN", "GOV", None),
    (
        "Downing Street spokeswoman Ida Kern denied the report.",
        "Ida Kern", "spokesperson", "GBR", "GOV", "Downing Street",
    ),
    ("Norwegian journalist Per Dahl asked her.", "Per Dahl", "journalist", "NOR", "MED", None),
    ("A Hamas official said so.", "Hamas official", "official", "PSE", "REB", "Hamas"),
    ("The Chilean army said it had moved.", "Chilean army", None, "CHL", "MIL", None),
    ("Police in Dakar said so on Monday.", "Police", None, "SEN", "COP", None),
    ("Two officials said so on Monday.", "Two officials", "official", None, "GOV", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "role", "country", "sector", "office"), SAID)
def test_what_the_words_say_of_an_actor(
    text: str, name: str, role: str | None, country: str | None, sector: str, office: str | None
) -> None:
    found = actors_of(read(text))
    actor = found[name]
    assert (actor.role, actor.country, actor.sector) == (role, country, sector)
    served = next((a.name for a in found.values() if a.id == actor.speaks_for), None)
    assert served == office


def test_posts_are_shared_out_among_the_two_whom_their_means() -> None:
    tree = read(
        "Chilean President Orrin Dast met Norwegian President Lena Moro. Both leaders have tasked"
        " their top diplomats, Foreign Minister Ana Vell and Foreign Minister Per Dahl, with it."
    )
    found = actors_of(tree)
    assert (found["Ana Vell"].country, found["Per Dahl"].country) == ("CHL", "NOR")
    assert "Both leaders" in texts(tree, found["Orrin Dast"])
    assert "Both leaders" in texts(tree, found["Lena Moro"])


# Whose the unnamed posts and bodies are: (report, place of its dateline, name, country)
SCENES = [
    (
        "Chile has lodged a protest with Peru. Foreign Minister Ana Vell handed over the note.",
        "", "Ana Vell", "CHL",
    ),
    (
        "Chile accused Peru on Monday. Peru denied the charge. Foreign Minister Ana Vell said the"
        " Chilean side had been told.",
        "", "Ana Vell", "PER",
    ),
    # Norway has no president, so the president is the other's.
    ("Norway told Chile to wait. President Orrin Dast was silent.", "", "Orrin Dast", "CHL"),
    ("The interior ministry said it had freed them.", "Nairobi", "interior ministry", "KEN"),
    (
        "Kenya's ambassador was summoned to the Foreign Ministry on Monday. “We regret it,”"
        " Foreign Minister Ana Vell said.",
        "Oslo", "Ana Vell", "NOR",
    ),
    (
        "President Orrin Dast of Chile and President Lena Moro met in Lima, Peru said.",
        "", "Lena Moro", "PER",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "place", "name", "country"), SCENES)
def test_a_post_without_a_country_belongs_to_the_state_of_its_scene(
    text: str, place: str, name: str, country: str
) -> None:
    found = {actor.name: actor for actor in find_actors(read(text), None, place)}
    assert found[name].country == country


UNLISTED = (
    "The president of Orrin met Chile's ambassador on Monday. Orrin's foreign minister, Ana Vell,"
    " said that the Orrinese side was ready. Orrin denied the report."
)


def test_a_state_that_no_table_lists_is_known_by_its_ministers() -> None:
    tree = read(UNLISTED)
    actors = find_actors(tree)
    found = {actor.name: actor for actor in actors}
    orrin, vell = found["Orrin"], found["Ana Vell"]
    assert (orrin.kind, orrin.country, orrin.sector) == (ActorKind.COUNTRY, None, "GOV")
    assert (vell.country, vell.speaks_for) == (None, orrin.id)
    assert "the Orrinese side" in texts(tree, orrin) or "Orrinese" in texts(tree, orrin)
    assert Cast(tree, actors).side(vell.id) == orrin.id


def test_a_surname_is_no_state() -> None:
    found = actors_of(read("Anna Orrin said no. Orrin's foreign minister, Ana Vell, agreed."))
    assert found["Anna Orrin"].kind is ActorKind.PERSON


def test_two_ministries_of_one_name_are_two() -> None:
    tree = read(
        "The Ministry of Foreign Affairs of Chile protested on Monday. Peru's Ministry of Foreign"
        " Affairs said that it had done nothing."
    )
    found = [actor.country for actor in find_actors(tree) if "Ministry" in actor.name]
    assert sorted(map(str, found)) == ["CHL", "PER"]


def test_armed_groups_and_their_speakers_are_a_side_of_their_own() -> None:
    tree = read(
        "The Colombian government and the rebel Northern Front met in Oslo. The Front's chief"
        " negotiator, Ana Vell, said that the talks would go on."
    )
    actors = find_actors(tree)
    front = next(actor for actor in actors if "Front" in actor.name)
    vell = next(actor for actor in actors if actor.name == "Ana Vell")
    assert (front.kind, front.sector, front.country) == (ActorKind.GROUP, "REB", "COL")
    assert (vell.role, vell.sector, vell.speaks_for) == ("chief negotiator", "REB", front.id)
    cast = Cast(tree, actors)
    assert cast.side(vell.id) == cast.side(front.id) == front.id


# Roles as a reading gives them: printed, in small letters and full.
ROLES = [
    ("Chilean trade envoy Ana Vell said no.", "Ana Vell", "trade envoy"),
    ("Lt. Gen. Orrin Dast said no.", "Orrin Dast", "lieutenant general"),
    ("Defense Minister Ana Vell said no.", "Ana Vell", "defence minister"),
    ("Government spokeswoman Ida Kern said no.", "Ida Kern", "spokesperson"),
]


@pytest.mark.parametrize(("text", "name", "role"), ROLES)
def test_a_role_is_given_as_printed(text: str, name: str, role: str) -> None:
    assert actors_of(read(text))[name].role == role


def test_a_name_with_herself_beside_it_is_a_woman() -> None:
    tree = read(
        "Vera Moro herself was silent. Spokesman Arn Vell told reporters that he would wait."
        " Moro left early. She waved."
    )
    found = actors_of(tree)
    assert "he" in texts(tree, found["Arn Vell"])
    assert "She" in texts(tree, found["Vera Moro"])


@pytest.mark.parametrize(
    ("phrase", "day", "country", "sector"),
    [
        ("Peru", None, "PER", None),
        ("the Peruvian army", None, "PER", "MIL"),
        ("LISBON", None, "PRT", "GOV"),
        ("the EU legislature", None, "EUR", "LEG"),
        ("president of the Saeima", None, "LVA", "LEG"),
        ("a group of tourists", None, None, "CVL"),
        ("Jacinda Ardern", date(2021, 6, 1), "NZL", "GOV"),
        ("Jacinda Ardern", date(2024, 6, 1), "NZL", "ELI"),
        ("Ana Vell", None, None, None),
        ("Tauranga", None, "NZL", "CVL"),
        ("police in Tauranga", None, "NZL", "COP"),
        ("Helen Clark", date(2001, 6, 1), "NZL", "GOV"),
        ("an army intelligence chief", None, None, "SPY"),
        ("antiwar marchers", None, None, "OPP"),
        ("a congressional team", None, None, "LEG"),
        ("Santa Cruz Citizens Police", None, "BOL", "COP"),
        ("Mary Santa Cruz", None, None, None),
        ("a Muslim community leader", None, None, "REL"),
        ("a Muslim villager", None, None, "CVL"),
        ("General Carsten Breuer", date(2024, 6, 1), "DEU", "MIL"),
        ("Carsten Breuer", date(2019, 6, 1), "DEU", "ELI"),
        ("Breuer", date(2024, 6, 1), None, None),
    ],
)
def test_a_phrase_alone(
    phrase: str, day: date | None, country: str | None, sector: str | None
) -> None:
    assert resolve_phrase(phrase, day) == (country, sector)


@given(st.integers(0, 30))
def test_a_prefix_shifts_spans_and_changes_nothing_else(blanks: int) -> None:
    tree = tree_of(CAPITALS)
    tokens = tuple(_moved(token, blanks) for token in tree.tokens)
    tags = Tags(tokens, tree.tags.sentences, tree.tags.entities)
    moved = find_actors(Tree(Text(" " * blanks + tree.text.content), tags))
    kept = find_actors(tree)
    assert [(a.name, a.country) for a in moved] == [(a.name, a.country) for a in kept]
    for one, other in zip(kept, moved, strict=True):
        spans = [m.span.shifted(blanks) for m in one.mentions]
        assert spans == [m.span for m in other.mentions] == sorted(spans)


def _moved(token, by):  # type: ignore[no-untyped-def]
    from dataclasses import replace

    return replace(token, span=token.span.shifted(by))


def test_no_words_no_actors() -> None:
    assert find_actors(Tree(Text(""), Tags((), (), ()))) == ()
    assert Entity(0, 1, "PER").label == "PER"


def test_a_state_may_be_known_by_its_adjective_alone() -> None:
    found = actors_of(
        read(
            "Orrinese Foreign Minister Ana Vell met Chilean diplomats. The Orrinese government"
            " said so."
        )
    )
    state = next(actor for actor in found.values() if actor.id == found["Ana Vell"].speaks_for)
    assert state.name == "Orrinese"
    assert state.country is None


def test_a_people_or_continent_is_no_state() -> None:
    found = actors_of(read("Kurdish forces left. The Kurds said that the European side agreed."))
    assert all(actor.kind is not ActorKind.COUNTRY for actor in found.values())
