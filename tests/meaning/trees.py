"""Rows of a hand-made parse → Tree, for tests that need no network.

A row is ``word upos head relation [entity]``; heads count from 1 within the sentence, 0 is the
root; an empty line parts sentences. A word may carry its lemma and Penn tag:
``met/meet/VBD``. What is left out is guessed by rule, which is enough for regular words.
"""

from dragoman.meaning.tree import Tree
from dragoman.spans import Span, Text
from dragoman.types import Entity, Sentence, Tags, Token

_NO_GAP_BEFORE = frozenset({".", ",", ";", ":", "?", "!", "'s", "’s", "n't", ")", "”"})
_NO_GAP_AFTER = frozenset({"(", "“"})
_IRREGULAR = {
    "was": "be", "were": "be", "is": "be", "are": "be", "been": "be", "am": "be", "being": "be",
    "has": "have", "had": "have", "did": "do", "does": "do", "said": "say", "met": "meet",
    "held": "hold", "told": "tell", "took": "take", "gave": "give", "made": "make",
    "'s": "'s", "’s": "’s", "n't": "not", "'ll": "will", "went": "go", "left": "leave",
}  # fmt: skip


def tree_of(rows: str) -> Tree:
    """Rows → Tree; words are joined by one space, but for punctuation and clitics."""
    blocks = [block.splitlines() for block in rows.strip().split("\n\n")]
    content, tokens, sentences, labels = "", [], [], []
    for block in blocks:
        first = len(tokens)
        fields = [line.split() for line in block if line.strip()]
        for at, row in enumerate(fields):
            word, _, rest = row[0].partition("/") if row[0] != "/" else ("/", "", "")
            glued = word in _NO_GAP_BEFORE or (bool(content) and content[-1] in _NO_GAP_AFTER)
            content += "" if glued or not content else " "
            span = Span(len(content), len(content) + len(word))
            content += word
            lemma, _, xpos = rest.partition("/")
            head = int(row[2])
            tokens.append(
                Token(
                    span=span,
                    upos=row[1],
                    xpos=xpos or _xpos(word, row[1]),
                    head=first + at if head == 0 else first + head - 1,
                    relation=row[3],
                    lemma=lemma or _lemma(word, row[1]),
                )
            )
            labels.append(row[4] if len(row) > 4 else "")
        sentences.append(Sentence(first, len(tokens)))
    tags = Tags(tuple(tokens), tuple(sentences), tuple(_entities(labels)))
    return Tree(Text(content), tags)


def read(sentence: str) -> Tree:
    """A sentence → Tree by the real network (slow the first time)."""
    from dragoman.language.tag import tag

    text = Text(sentence)
    return Tree(text, tag(text))


def _entities(labels: list[str]) -> list[Entity]:
    found, first = [], 0
    while first < len(labels):
        last = first + 1
        while last < len(labels) and labels[last] == labels[first]:
            last += 1
        if labels[first]:
            found.append(Entity(first, last, labels[first]))
        first = last
    return found


def _lemma(word: str, upos: str) -> str:
    lower = word.lower()
    if upos == "PROPN":
        return word
    if lower in _IRREGULAR:
        return _IRREGULAR[lower]
    if upos == "NOUN":
        if lower.endswith("ies"):
            return lower[:-3] + "y"
        return lower[:-1] if lower.endswith("s") and not lower.endswith("ss") else lower
    if upos == "VERB":
        for ending in ("ing", "ed", "s"):
            if lower.endswith(ending) and not lower.endswith("ss"):
                return _with_e(lower[: -len(ending)], ending)
    return lower


def _with_e(stem: str, ending: str) -> str:
    """The base of a regular verb: "accus" is "accuse", "plann" is "plan"."""
    if ending == "s":
        return stem
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "sl":
        return stem[:-1]
    return stem + "e" if stem.endswith(("s", "c", "v", "iz", "os", "as", "g", "at", "r")) else stem


def _xpos(word: str, upos: str) -> str:
    lower = word.lower()
    if upos == "VERB":
        ends = {"ing": "VBG", "ed": "VBD", "s": "VBZ"}
        return next((tag for end, tag in ends.items() if lower.endswith(end)), "VB")
    if upos == "AUX":
        return "MD" if lower in ("will", "would", "may", "might", "can", "could") else "VBD"
    if upos == "NOUN":
        return "NNS" if lower.endswith("s") else "NN"
    return {"PROPN": "NNP", "ADJ": "JJ", "PRON": "PRP", "DET": "DT", "ADP": "IN"}.get(upos, upos)
