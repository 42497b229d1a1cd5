"""Base forms: tables and rules of spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.language.lemmas import lemma

VERBS = """
said say|met meet|announced announce|warned warn|cancelled cancel|canceled cancel|planned plan
denied deny|agreed agree|visited visit|invited invite|negotiated negotiate|defeated defeat
hoped hope|hopped hop|postponed postpone|mentioned mention|offered offer|controlled control
killed kill|passed pass|argued argue|freed free|targeted target|deployed deploy|seized seize
arranged arrange|belonged belong|prepared prepare|committed commit|shed shed|rebuilt rebuild
trafficked traffic|focused focus|handled handle|extradited extradite|lauded laud
"""
PARTICIPLES = """
lying lie|relying rely|meeting meet|seeing see|making make|running run|dying die|putting put
bringing bring|challenging challenge|seizing seize|visiting visit|striking strike|agreeing agree
"""
PLURALS = """
talks talk|spokesmen spokesman|countries country|crises crisis|buses bus|causes cause|wives wife
watches watch|heroes hero|ties tie|people people|series series|1990s 1990s|grandchildren grandchild
"""


def pairs(words: str) -> list[list[str]]:
    return [pair.split() for pair in words.strip().replace("\n", "|").split("|")]


@pytest.mark.parametrize(("form", "base"), pairs(VERBS))
def test_past(form: str, base: str) -> None:
    assert lemma(form, "VERB", "VBD") == base


@pytest.mark.parametrize(("form", "base"), pairs(PARTICIPLES))
def test_participle(form: str, base: str) -> None:
    assert lemma(form, "VERB", "VBG") == base


@pytest.mark.parametrize(("form", "base"), pairs(PLURALS))
def test_plural(form: str, base: str) -> None:
    assert lemma(form, "NOUN", "NNS") == base


@pytest.mark.parametrize(
    ("word", "upos", "xpos", "base"),
    [
        ("n’t", "PART", "RB", "not"),
        ("’ll", "AUX", "MD", "will"),
        ("'d", "AUX", "VBD", "have"),
        ("'d", "AUX", "MD", "would"),
        ("were", "AUX", "VBD", "be"),
        ("found", "VERB", "VBP", "found"),
        ("denies", "VERB", "VBZ", "deny"),
        ("them", "PRON", "PRP", "they"),
        ("Those", "DET", "DT", "that"),
        ("largest", "ADJ", "JJS", "large"),
        ("Earlier", "ADJ", "JJR", "early"),
        ("bigger", "ADJ", "JJR", "big"),
        ("frozen", "ADJ", "JJ", "frozen"),
        ("Ferrana", "PROPN", "NNP", "Ferrana"),
    ],
)
def test_by_tag(word: str, upos: str, xpos: str, base: str) -> None:
    assert lemma(word, upos, xpos) == base


TAGS = [("VERB", "VBD"), ("VERB", "VBG"), ("VERB", "VBZ"), ("NOUN", "NNS"), ("ADJ", "JJR")]


@given(st.text(min_size=1, max_size=12), st.sampled_from([*TAGS, ("AUX", ""), ("ADV", "")]))
def test_never_empty(word: str, tags: tuple[str, str]) -> None:
    assert lemma(word, *tags)
