"""A condition's words and what hangs on them → its kind.

Four questions in the order of the dispatch corpus's guidelines (6): is what is required a word that
secures the time to come (guarantee), a gift against a gift (exchange), something that must not be
or that harm would answer (red line)? All else must be so first (precondition).
"""

from functools import cache

from dragoman import lexicon
from dragoman.meaning.tree import Tree
from dragoman.ontology import Act, ConditionKind
from dragoman.spans import Span

BEFORE = 6
"""Words before a condition, or at its beginning, among which its marker is looked for."""
NOT = frozenset({"no", "not", "n't", "n’t", "nobody", "none", "neither", "nothing", "never", "nor"})
IF = frozenset({"if", "should", "were", "moment", "day", "event", "case"})
HARMFUL = frozenset({Act.THREATEN, Act.WARN})


@cache
def _words(where: str) -> dict[str, ConditionKind]:
    rows = lexicon.table("condition_kinds")
    return {row["word"]: ConditionKind(row["kind"]) for row in rows if row["where"] == where}


def kind_of(tree: Tree, span: Span, act: Act | None) -> ConditionKind:
    """The kind of the condition in `span`, within what is said as `act`."""
    within = tree.within(span)
    for i in within:
        kind = _words("within").get(tree.lemmas[i]) or _words("within").get(tree.lower[i])
        if kind is not None:
            return kind
    sentence = tree.sentence_tokens(within[0])
    first = max(sentence.start, within[0] - BEFORE)
    opening = " ".join(tree.lower[first : min(within[0] + BEFORE, within[-1] + 1)])
    after = " ".join(tree.lower[within[-1] + 1 : min(within[-1] + 1 + BEFORE, sentence.stop)])
    for word, kind in _words("marker").items():
        if _has(opening, word) or _has(after, word):
            return kind
    if within[0] > sentence.start and (kind := _words("before").get(tree.lower[within[0] - 1])):
        return kind
    denied = any(tree.lower[i] in NOT for i in within)
    if denied:
        parity = any(_has(opening, word) for word in _words("parity"))
        return ConditionKind.RED_LINE if parity else ConditionKind.PRECONDITION
    marked = any(tree.lower[i] in IF for i in range(first, min(within[0] + 2, within[-1] + 1)))
    if marked and (act in HARMFUL or _harm(tree, sentence, within)):
        return ConditionKind.RED_LINE
    return ConditionKind.PRECONDITION


def _has(words: str, phrase: str) -> bool:
    return f" {phrase} " in f" {words} "


def _harm(tree: Tree, sentence: range, within: range) -> bool:
    """Whether the rest of the sentence tells of harm, a break or an end."""
    return any(
        tree.lemmas[i] in _words("harm") and tree.tokens[i].upos in ("VERB", "NOUN")
        for i in sentence
        if i not in within
    )
