"""The view of the parse that every meaning reads by."""

import pytest

from dragoman.meaning.tree import Tree
from dragoman.spans import Span
from dragoman.types import Sentence, Tags
from tests.meaning.trees import tree_of

ROWS = """
Holt NOUN 3 nsubj
never ADV 3 advmod
met/meet/VBD VERB 0 root
the DET 6 det
tired ADJ 6 amod
envoys NOUN 3 obj
or CCONJ 9 cc
their PRON 9 nmod:poss
aides NOUN 6 conj
and CCONJ 12 cc
has AUX 12 aux
refused VERB 3 conj
to PART 14 mark
come VERB 12 xcomp
. PUNCT 3 punct

Rain NOUN 2 nsubj
fell/fall/VBD VERB 0 root
. PUNCT 2 punct
"""


@pytest.fixture
def tree() -> Tree:
    return tree_of(ROWS)


def at(tree: Tree, word: str) -> int:
    return tree.words.index(word)


def told(tree: Tree, tokens: list[int]) -> str:
    return " ".join(tree.words[i] for i in tokens)


def test_heads_and_children(tree: Tree) -> None:
    met = at(tree, "met")
    assert tree.head(met) is None
    assert tree.head(at(tree, "aides")) == at(tree, "envoys")
    assert told(tree, tree.having(met, ("nsubj", "obj"))) == "Holt envoys"
    assert told(tree, tree.having(at(tree, "aides"), ("nmod",))) == "their"
    assert told(tree, tree.having(at(tree, "aides"), ("nmod:poss",))) == "their"
    assert not tree.having(at(tree, "aides"), ("nmod:of",))
    assert tree.relation(at(tree, "their")) == "nmod"
    assert told(tree, list(tree.ancestors(at(tree, "their")))) == "aides envoys met"


def test_subtrees_and_what_they_leave_out(tree: Tree) -> None:
    envoys = at(tree, "envoys")
    assert told(tree, tree.subtree(envoys)) == "the tired envoys or their aides"
    assert told(tree, tree.subtree(envoys, without=("conj",))) == "the tired envoys"
    assert told(tree, tree.conjuncts(envoys)) == "envoys aides"


def test_negation_auxiliaries_and_subjects(tree: Tree) -> None:
    assert tree.negated(at(tree, "met"))
    assert not tree.negated(at(tree, "refused"))
    assert tree.auxiliaries(at(tree, "refused")) == ["has"]
    for verb in ("met", "refused", "come"):
        assert tree.subject(at(tree, verb)) == at(tree, "Holt"), verb
    assert tree.subject(at(tree, "envoys")) is None


def test_spans_and_the_tokens_within_them(tree: Tree) -> None:
    envoys = tree.span(tree.subtree(at(tree, "envoys")))
    assert tree.text[envoys] == "the tired envoys or their aides"
    assert told(tree, list(tree.within(envoys))) == "the tired envoys or their aides"
    assert tree.head_of(envoys) == at(tree, "envoys")
    inner = Span(envoys.start + 5, envoys.start + 6)
    assert told(tree, list(tree.within(inner))) == "tired"
    gap = Span(envoys.start - 1, envoys.start)
    assert list(tree.within(gap)) == []
    assert tree.head_of(gap) is None
    stop = tree.tokens[at(tree, ".")].span
    assert tree.head_of(stop) == at(tree, ".")


def test_sentences(tree: Tree) -> None:
    fell = at(tree, "fell")
    assert tree.sentence_of[fell] == 1
    assert told(tree, list(tree.sentence_tokens(fell))) == "Rain fell ."


def test_a_ring_of_heads_ends(tree: Tree) -> None:
    """A broken parse must not hang the reader."""
    from dataclasses import replace

    tokens = list(tree.tokens)
    tokens[2] = replace(tokens[2], head=11, relation="conj")
    broken = Tree(tree.text, Tags(tuple(tokens), tree.tags.sentences, (), ()))
    assert list(broken.ancestors(11)) == [2]
    assert broken.subject(13) == at(tree, "Holt")


def test_no_tokens() -> None:
    empty = Tree(tree_of(ROWS).text, Tags((), (), (), ()))
    assert len(empty) == 0
    assert list(empty.within(Span(0, 4))) == []
    assert Sentence(0, 0) not in empty.tags.sentences
