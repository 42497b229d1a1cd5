"""A text → the language that it is in, as far as its first words tell.

Nearly all texts are English and show it by their small words; only of others is py3langid asked,
whose model takes a second to load.
"""

import re
from functools import cache
from typing import Any

from dragoman.lexicon import table

SAMPLE = 600
"""Characters that tell a language; more tell little more."""
LEAST = 60
"""Letters below which nothing is said."""
ENGLISH = 0.12
"""Share of small words from which a text is English; of other languages it is near zero."""
SURE = 0.5
"""Chance from which py3langid is believed: it halves it between a language and its dialects."""
WORD = re.compile(r"[^\W\d_]+")


@cache
def _small() -> frozenset[str]:
    return frozenset(row["word"] for row in table("english_words"))


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def language_of(text: str, told: str = "") -> str:
    """ISO 639-1 code of a text's language; what the page told, else "en", where words do not tell.

    >>> language_of("The envoy of Lakeland said on Tuesday that the talks would go on in the port.")
    'en'
    """
    sample = text[:SAMPLE].lower()
    words = WORD.findall(sample)
    letters = sum(map(len, words))
    if letters < LEAST:
        return told or "en"
    if sum(word in _small() for word in words) >= ENGLISH * len(words):
        return "en"
    language, chance = _identifier().classify(sample)
    return str(language) if chance >= SURE else told or "en"
