"""Word and tags → lemma: the base form by tables of exceptions and rules of spelling.

Conventions are those of the Universal Dependencies treebanks of English: "him" is he, "n't" is
not, "spokesmen" is spokesman, a participle that is an adjective stays as it is. Names stay as
printed.
"""

import re
from functools import lru_cache

from dragoman.lexicon import table

VERBS = {row["form"]: row["lemma"] for row in table("irregular_verbs")}
NOUNS = {row["form"]: row["lemma"] for row in table("irregular_nouns")}
ADJECTIVES = {row["form"]: row["lemma"] for row in table("irregular_adjectives")}
WORDS = {(row["word"], row["xpos"]): row["lemma"] for row in table("irregular_words")}
STEMS = {row["ending"]: row["change"] for row in table("verb_stems")}

UNALTERED = frozenset({"PUNCT", "SYM", "NUM", "X"})
ENDING_IN_EE = frozenset({"agree", "disagree", "free", "guarantee", "referee", "decree", "tee"})
HISSING = re.compile(r"(?:ss|sh|x|zz|tz)es\Z")
ONE_SYLLABLE = re.compile(r"(?:[^aeiou]*|qu|[^aeiou]+qu)[aeiou][^aeiouwxy]\Z")


@lru_cache(1 << 16)
def lemma(word: str, upos: str, xpos: str) -> str:
    """A word with its universal and its Penn tag → its base form, lower case but for names.

    >>> lemma("tasked", "VERB", "VBD"), lemma("talks", "NOUN", "NNS"), lemma("n’t", "PART", "RB")
    ('task', 'talk', 'not')
    """
    if upos == "PROPN" or upos in UNALTERED:
        return word
    form = word.lower().replace("’", "'")
    known = WORDS.get((form, xpos))
    if known is not None:
        return known
    if upos in ("VERB", "AUX"):
        return _verb(form, xpos)
    if upos == "NOUN":
        return _noun(form) if xpos in ("NNS", "NNPS") else form
    if upos in ("ADJ", "ADV") and xpos[-1:] in ("R", "S"):
        return _degree(form)
    return form


def _verb(form: str, xpos: str) -> str:
    if xpos in ("VB", "VBP", "MD"):
        # "They found charities" is no form of find; only these three have a present of their own.
        base = VERBS.get(form)
        return base if base in ("be", "have", "do") else form
    known = VERBS.get(form) or _prefixed(form)
    if known:
        return known
    return _without_s(form) if xpos == "VBZ" else _without_ending(form)


def _prefixed(form: str) -> str | None:
    """A prefix before an irregular form: "rebuilt" → rebuild, "foresaw" → foresee."""
    for prefix in ("re", "over", "under", "un", "out", "mis", "fore", "co-", "re-", "pre"):
        rest = form.removeprefix(prefix)
        # "relying" only looks like a prefix and "lying"; "underlying" is one.
        known = len(rest) > 3 and rest in VERBS and (rest[1:] != "ying" or prefix == "under")
        if rest != form and known:
            return prefix + VERBS[rest]
    return None


def _without_ending(form: str) -> str:
    """A past form or a participle by rule → its base."""
    if form.endswith("ied") and len(form) > 4:
        return form[:-3] + "y"
    if form.endswith("eed") and len(form) > 4 and form[:-1] in ENDING_IN_EE:
        return form[:-1]
    if form.endswith("ed") and len(form) > 3:
        return _whole_stem(form[:-2])
    if form.endswith(("ing", "in'")) and len(form) > 4:
        return _whole_stem(form[:-3])
    return form


def _whole_stem(stem: str) -> str:
    """What -ed or -ing leaves → the base: "announc" → announce, "plann" → plan."""
    change = _change("^" + stem)
    if change == "e":
        return stem + "e"
    return stem[:-1] if change == "1" else stem


def _change(stem: str) -> str:
    whole = STEMS.get(stem)
    if whole is not None:
        return whole
    # A short stem whose last consonant is not doubled has lost an e: "hoped", not "hopped".
    if ONE_SYLLABLE.match(stem[1:]) and len(stem) > 2:
        return "e"
    for start in range(1, len(stem)):
        found = STEMS.get(stem[start:])
        if found is not None:
            return found
    return "0"


def _without_s(form: str) -> str:
    """The third person or a regular plural → its base."""
    if form.endswith("ies") and len(form) > 4:
        return form[:-3] + "y"
    if HISSING.search(form) or form.endswith(("oes", "ches")):
        return form[:-2]
    if form.endswith("s") and not form.endswith(("ss", "'s")) and len(form) > 2:
        return form[:-1]
    return form


def _noun(form: str) -> str:
    if form in NOUNS:
        return NOUNS[form]
    if form.endswith("men") and len(form) > 4:
        return form[:-2] + "an"
    if form.endswith("children"):
        return form[:-3]
    if form[-2:-1].isdigit():
        return form
    if form.endswith("'s"):
        return form[:-2]
    return _without_s(form)


def _degree(form: str) -> str:
    """A comparative or superlative → the plain form."""
    if form in ADJECTIVES:
        return ADJECTIVES[form]
    stem = form.removesuffix("est") if form.endswith("est") else form.removesuffix("er")
    if form.endswith("est") and stem + "er" in ADJECTIVES:
        return ADJECTIVES[stem + "er"]
    if stem == form or len(stem) < 2:
        return form
    if stem.endswith("i"):
        return stem[:-1] + "y"
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "lsf":
        return stem[:-1]
    return stem
