"""What must hold of every filled text."""

import re


def sound(text: str) -> None:
    """No sign of a slot is left, and nothing that filling could have broken."""
    assert not re.search(r"[{}^]|[^ \n] {2,}|\b[Tt]he [Tt]he\b", text), text
    # Names in the pool that begin with a vowel letter: those with a "y" sound take "a".
    for article, word in re.findall(
        r"\b([Aa]n?) ((?:U[gkrn]|Eu|[AEIO])[a-z]\w*|[A-Z]{2,4}\b)", text
    ):
        vowel = not re.match("U[gkrn]|Eu|[GCPTUB][A-Z]", word)
        assert article.lower() == ("an" if vowel else "a"), (article, word)
