"""Word pieces are those of the reference implementation; casing is told apart."""

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.language.pieces import SHAPES, UNKNOWN, WordPieces, shape

VOCABULARY = files("dragoman.language") / "weights" / "vocab.txt"


@pytest.fixture(scope="module")
def ours() -> WordPieces:
    return WordPieces(VOCABULARY.read_text(encoding="utf-8").split("\n")[:-1])


@pytest.fixture(scope="module")
def theirs():  # type: ignore[no-untyped-def]
    from tokenizers.implementations import BertWordPieceTokenizer

    return BertWordPieceTokenizer(str(VOCABULARY), lowercase=True)


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Co", "Cn")), min_size=1, max_size=20
)


@given(WORDS)
def test_pieces_are_those_of_the_reference(ours: WordPieces, theirs, word: str) -> None:  # type: ignore[no-untyped-def]
    if word in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]") or not word.strip():
        return
    reference = tuple(theirs.encode(word, add_special_tokens=False).ids) or (UNKNOWN,)
    assert ours.split(word) == reference


def test_a_word_is_never_without_pieces(ours: WordPieces) -> None:
    assert ours.split("\u200b") == (UNKNOWN,)
    assert len(ours.split("a" * 5000)) == 1


def test_what_is_no_word_costs_one_piece(ours: WordPieces) -> None:
    assert ours.split("iVBO+rw/" * 125) == (UNKNOWN,)
    assert len(ours.split("iVBO+rw/" * 10)) > 10


@pytest.mark.parametrize(
    ("word", "expected"),
    [("talks", "lower"), ("Talks", "title"), ("UN", "upper"), ("McKay", "mixed"), ("47th", "digit"),
     ("J", "initial"), ("J.", "initial"), ("—", "punctuation"), ("北京", "other")],
)  # fmt: skip
def test_shape(word: str, expected: str) -> None:
    assert SHAPES[shape(word)] == expected
