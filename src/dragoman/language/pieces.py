"""Words → word pieces and their casing: the network's input, the same in training and in use.

The encoder is uncased, so what casing says about a word (a name, an acronym, an initial) is
given beside the pieces as one of eight shapes. The split is WordPiece (Wu et al. 2016) over
BERT's basic tokens; ``tests/language/test_pieces.py`` holds it to the reference implementation.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from dragoman.lexicon import table

PAD, UNKNOWN, START, END = 0, 100, 101, 102
"""Ids of the four special pieces in the vocabulary of BERT-base-uncased."""

SHAPES = ("lower", "title", "upper", "mixed", "digit", "punctuation", "initial", "other")
"""What casing can say of a word; the index is the network's input."""

MAX_WORD_CHARACTERS = 100
"""WordPiece's own limit: a longer basic token (a hash) becomes one unknown piece."""
LONGEST_WORD = 999
"""A longer word is none (a data URL), and is one unknown piece whatever stands in it."""


def shape(word: str) -> int:
    """The index in `SHAPES` of a word's casing.

    >>> [SHAPES[shape(word)] for word in ("talks", "Talks", "UN", "McKay", "47th", "J", "—")]
    ['lower', 'title', 'upper', 'mixed', 'digit', 'initial', 'punctuation']
    """
    if any(character.isdigit() for character in word):
        return 4
    letters = [character for character in word if character.isalpha()]
    if not letters:
        return 5
    if word.islower():
        return 0
    if word.isupper():
        return 6 if len(letters) == 1 else 2
    if letters[0].isupper() and all(letter.islower() for letter in letters[1:]):
        return 1
    if any(letter.isupper() for letter in letters):
        return 3
    return 7


_IDEOGRAPHS = (
    (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F), (0x2B920, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
)  # fmt: skip
"""Blocks whose characters are words of their own; the gaps are the reference's."""


def is_ideograph(character: str) -> bool:
    """Whether a character is a word of its own."""
    code = ord(character)
    return code >= 0x3400 and any(first <= code <= last for first, last in _IDEOGRAPHS)


@cache
def _classes() -> tuple[list[int], list[int], list[str]]:
    """First and last characters of the ranges of ``characters.tsv``, and what to do with them."""
    rows = table("characters")
    return (
        [int(row["first"], 16) for row in rows],
        [int(row["last"], 16) for row in rows],
        [row["what"] for row in rows],
    )


@cache
def _treatment(character: str) -> str:
    """drop, blank or apart; "" for what makes words."""
    if character.isascii() and character.isalnum():
        return ""
    if is_ideograph(character):
        return "apart"
    first, last, what = _classes()
    at = bisect_right(first, ord(character)) - 1
    return what[at] if at >= 0 and ord(character) <= last[at] else ""


def _basic_tokens(word: str) -> list[str]:
    """BERT's basic tokens of one word: lower case, no accents, punctuation apart."""
    tokens: list[str] = []
    open_token = False
    for character in unicodedata.normalize("NFD", word.lower()):
        treatment = _treatment(character)
        if treatment == "drop":
            continue
        if treatment == "blank":
            open_token = False
        elif treatment == "apart":
            tokens.append(character)
            open_token = False
        elif open_token:
            tokens[-1] += character
        else:
            tokens.append(character)
            open_token = True
    return tokens


class WordPieces:
    """Splits words into piece ids; remembers every word it has split."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._ids = {piece: index for index, piece in enumerate(vocabulary)}
        self._known: dict[str, tuple[int, ...]] = {}

    @classmethod
    def from_file(cls, path: Path) -> "WordPieces":
        """Reads a vocabulary of one piece a line."""
        return cls(path.read_text(encoding="utf-8").split("\n")[:-1])

    def split(self, word: str) -> tuple[int, ...]:
        """The ids of one word's pieces, at least one.

        >>> WordPieces(["talk", "##s"]).split("Talks")
        (0, 1)
        """
        found = self._known.get(word)
        if found is None:
            found = tuple(self._split(word)) or (UNKNOWN,)
            if len(self._known) < 200_000:
                self._known[word] = found
        return found

    def _split(self, word: str) -> list[int]:
        ids: list[int] = []
        if len(word) > LONGEST_WORD:
            return ids
        for token in _basic_tokens(word):
            pieces = self._longest_first(token)
            ids.extend(pieces)
        return ids

    def _longest_first(self, token: str) -> list[int]:
        if len(token) > MAX_WORD_CHARACTERS:
            return [UNKNOWN]
        pieces: list[int] = []
        start = 0
        while start < len(token):
            for end in range(len(token), start, -1):
                piece = token[start:end] if start == 0 else "##" + token[start:end]
                if piece in self._ids:
                    pieces.append(self._ids[piece])
                    start = end
                    break
            else:
                return [UNKNOWN]
        return pieces
