"""Who stands at which words: from hand-made parses and hand-made actors."""

import pytest

from dragoman.meaning.cast import Cast
from dragoman.meaning.tree import Tree
from dragoman.ontology import ActorKind, MentionKind
from dragoman.types import OUTLET, Actor, Mention
from tests.meaning.trees import tree_of

ROWS = """
Foreign ADJ 2 amod
Minister NOUN 3 compound
Vell PROPN 6 nsubj
and CCONJ 5 cc
Orrin PROPN 3 conj
met/meet/VBD VERB 0 root
their PRON 8 nmod:poss
envoys NOUN 6 obj
in ADP 10 case
Lima PROPN 6 obl
. PUNCT 6 punct
"""


def mention(tree: Tree, word: str, kind: MentionKind = MentionKind.NAME) -> Mention:
    at = tree.words.index(word)
    return Mention(tree.tokens[at].span, kind, at)


@pytest.fixture
def cast() -> Cast:
    tree = tree_of(ROWS)
    their = mention(tree, "their", MentionKind.PRONOUN)
    return Cast(
        tree,
        (
            Actor("a1", "Vell", ActorKind.PERSON, (mention(tree, "Vell"), their), speaks_for="a3"),
            Actor("a2", "Orrin", ActorKind.PERSON, (mention(tree, "Orrin"), their)),
            Actor("a3", "Lima", ActorKind.COUNTRY, (mention(tree, "Lima"),), country="PER"),
        ),
    )


@pytest.mark.parametrize(
    ("word", "expected", "reason"),
    [
        ("Vell", ("a1",), "a name"),
        ("Minister", ("a1",), "a title stands for its name"),
        ("their", ("a1", "a2"), "a pronoun for several"),
        ("envoys", (), "a noun that no actor is mentioned by"),
        ("met", (), "a verb"),
    ],
)
def test_who_stands_at_a_word(
    cast: Cast, word: str, expected: tuple[str, ...], reason: str
) -> None:
    at = cast.tree.words.index(word)
    assert cast.all_at(at) == expected, reason
    assert cast.at(at) == (expected[0] if expected else None)


def test_a_phrase_holds_its_conjuncts(cast: Cast) -> None:
    assert cast.phrase(cast.tree.words.index("Vell")) == ("a1", "a2")
    assert cast.within(range(5)) == ("a1", "a2")
    assert cast.covering(cast.tree.words.index("Lima")) == "a3"
    assert cast.covering(cast.tree.words.index("Foreign")) is None


def test_a_side_is_the_country_that_one_speaks_for(cast: Cast) -> None:
    assert cast.side("a1") == "PER"
    assert cast.side("a2") == "a2"
    assert cast.side(OUTLET) == OUTLET
    assert cast.side(None) is None


def test_a_ring_of_speakers_ends() -> None:
    tree = tree_of(ROWS)
    ring = [
        Actor(f"a{n}", name, ActorKind.PERSON, (mention(tree, name),), speaks_for=f"a{3 - n}")
        for n, name in ((1, "Vell"), (2, "Orrin"))
    ]
    assert Cast(tree, tuple(ring)).side("a1") in ("a1", "a2")


def test_an_unknown_id_is_an_error(cast: Cast) -> None:
    with pytest.raises(KeyError):
        cast.get("a9")
