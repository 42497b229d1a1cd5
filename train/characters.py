"""The reference tokenizer → the table of what it does with each character.

    python -m train.characters

BERT's basic tokens rest on the classes of Unicode 8, and Python's grow with every release: the
table keeps what is read the same on every Python. What makes words has no row.
"""

import unicodedata
from pathlib import Path

from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from dragoman.language.pieces import is_ideograph

TABLE = Path(__file__).parents[1] / "src" / "dragoman" / "lexicon" / "characters.tsv"
HEAD = (
    "# What BERT's basic tokenizer does with a character that is no letter, digit or sign:\n"
    "# drop it, set it apart as a token of its own, or end the token there (blank).\n"
    "# Asked of the library tokenizers (Apache-2.0). Made by train/characters.py; do not edit.\n"
    "first\tlast\twhat\n"
)


def main() -> None:
    """Write the table."""
    normal = BertNormalizer(lowercase=True)
    words = BertPreTokenizer()
    rows: list[tuple[int, int, str]] = []
    for code in range(0x110000):
        character = chr(code)
        if unicodedata.category(character) == "Cs" or is_ideograph(character):
            continue
        tokens = [t for t, _ in words.pre_tokenize_str(normal.normalize_str(f"a{character}b"))]
        what = {1: "drop", 2: "blank", 3: "apart"}[len(tokens)]
        if tokens[0] not in ("a", "ab"):
            continue
        if rows and rows[-1][1:] == (code - 1, what):
            rows[-1] = (rows[-1][0], code, what)
        else:
            rows.append((code, code, what))
    lines = [f"{first:X}\t{last:X}\t{what}\n" for first, last, what in rows]
    TABLE.write_text(HEAD + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
