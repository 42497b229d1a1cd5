"""A noun that no date dates → the day that the sentences after it tell of it.

"They spoke of the summit. It was moved from Monday to Friday." and "The palace confirmed the
visit. It stands by the dates of 16 to 18 May.": words that point back, until another act is named.
"""

from datetime import date

from dragoman.meaning.dating import date_of, in_full, named_date
from dragoman.meaning.dating_clause import heads_of
from dragoman.meaning.times_verbs import cues
from dragoman.meaning.tree import Tree
from dragoman.types import UNDATED, Time, When

REACH = 2
"""Sentences in which a noun may still be pointed back to."""


def echoed_date(tree: Tree, i: int, times: tuple[Time, ...], published: date | None) -> When:
    """The date told of the act that noun i names, in its own sentence or the next ones."""
    here, days = tree.sentence_of[i], heads_of(tree, times)
    for sentence in tree.tags.sentences[here : here + REACH + 1]:
        for j in range(max(i + 1, sentence.first), sentence.last):
            if tree.lemmas[j] in cues("agenda") and tree.lemmas[j] != tree.lemmas[i]:
                return UNDATED
            if _days_of_it(tree, j):
                found = date_of(tree, j, times, published)
            elif _of_it(tree, j):
                found = named_date(tree, j, times, published)
            elif j in days and _it(tree, j):
                found = in_full(tree, days[j], times)
            else:
                continue
            if found.interval is not None:
                return found
    return UNDATED


def _days_of_it(tree: Tree, j: int) -> bool:
    """ "the dates of 16 to 18 May"."""
    the = any(tree.lower[c] == "the" for c in tree.having(j, ("det",)))
    return the and tree.lemmas[j] in ("date", "day") and bool(tree.having(j, ("nmod",)))


def _of_it(tree: Tree, j: int) -> bool:
    """ "It was moved to Friday"."""
    told = tree.lemmas[j] in cues("fixed") | cues("shift") | cues("hold")
    return told and _it(tree, j)


def _it(tree: Tree, j: int) -> bool:
    """Whether something is told of "it": "It will be Friday or Saturday"."""
    return any(tree.lower[c] in ("it", "they") for c in tree.having(j, ("nsubj",)))
