"""Cues of the network → attributions, each with what points to it."""

from dataclasses import replace

from dragoman.meaning.attributions import find_attributions
from dragoman.meaning.tree import Tree
from dragoman.types import Role
from tests.meaning.trees import tree_of

SPLIT = """
Rain NOUN 2 nsubj
fell/fall/VBD VERB 4 ccomp
, PUNCT 4 punct
said/say/VBD VERB 0 root
Vell PROPN 4 nsubj
, PUNCT 4 punct
and CCONJ 8 cc
roads NOUN 2 conj
flooded/flood/VBD VERB 8 acl
. PUNCT 4 punct
"""


def with_roles(*roles: Role) -> Tree:
    tree = tree_of(SPLIT)
    return Tree(tree.text, replace(tree.tags, roles=roles))


def test_contents_on_both_sides_of_a_cue_are_one_attribution() -> None:
    tree = with_roles(
        Role(0, 2, "content", 3), Role(3, 4, "cue", -1), Role(4, 5, "source", 3),
        Role(7, 9, "content", 3),
    )  # fmt: skip
    (found,) = find_attributions(tree)
    assert found.id == "q1"
    assert found.source is not None and tree.text[found.source] == "Vell"
    assert tree.text[found.cue] == "said"
    assert [tree.text[span] for span in found.content] == ["Rain fell", "roads flooded"]


def test_a_source_may_lack_but_not_the_content() -> None:
    unsaid = with_roles(Role(3, 4, "cue", -1), Role(4, 5, "source", 3))
    assert find_attributions(unsaid) == ()
    (found,) = find_attributions(with_roles(Role(0, 2, "content", 3), Role(3, 4, "cue", -1)))
    assert found.source is None
