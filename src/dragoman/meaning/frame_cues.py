"""Cues of saying: the lexicon's verbs and nouns of speech, and what the parse says of one.

A frame is one act of saying before anyone knows who speaks; all indices are token indices.
"""

from dataclasses import dataclass
from functools import cache

from dragoman import lexicon
from dragoman.meaning.tree import Tree
from dragoman.spans import Span


@dataclass(frozen=True, slots=True)
class Frame:
    """One act of saying: where it is told, whose words, and what was said."""

    cue: int
    """Token index of the cue's head."""
    kind: str
    """speech, document, thought, noun or network"""
    lemma: str
    """Of the cue, as the lexicon has it."""
    source: int | None
    """Token index of the source's head."""
    content: tuple[Span, ...]
    relay: int | None = None
    """Token index of the one who passed the words on ("the agency quoted her as saying")."""
    addressee: int | None = None
    cue_words: Span | None = None
    """All words of the cue, where the network marked them ("was quoted as saying")."""
    source_words: Span | None = None
    """All words of the source, where the network marked them."""


@cache
def cue_nouns() -> dict[str, dict[str, str]]:
    return {row["lemma"]: row for row in lexicon.table("cue_nouns")}


@cache
def cue_verbs() -> dict[str, dict[str, str]]:
    return {row["lemma"]: row for row in lexicon.table("cue_verbs")}


DECLINED = frozenset(
    {
        "comment",
        "say",
        "answer",
        "confirm",
        "discuss",
        "elaborate",
        "respond",
        "give",
        "name",
        "specify",
        "disclose",
        "reveal",
        "provide",
    }
)
"""Verbs after "declined to" that leave a question unanswered."""

RELAYS = frozenset(
    {"reiterate", "repeat", "convey", "relay", "pass", "quote", "cite", "echo", "report", "recall"}
)
"""Verbs that pass another's words on."""


def is_aside(tree: Tree, i: int) -> bool:
    """A verb of saying that reports nothing itself.

    “Asked if they would come, she …” is a question put to the speaker, not her words; in “was
    quoted as saying” the saying is the cue; a particle makes another verb of it.
    """
    if tree.lemmas[i] in ("quote", "cite") and any(
        marked(tree, c, "as") for c in tree.having(i, ("advcl", "xcomp", "obl", "ccomp"))
    ):
        return True
    if any(tree.tokens[c].relation == "compound:prt" for c in tree.children[i]):
        return True  # “called off”, “set out”: another verb
    bare = not tree.having(i, ("aux", "nsubj", "obl:agent")) and tree.relation(i) == "advcl"
    return tree.lemmas[i] in ASKING and tree.lower[i].endswith("ed") and bare


ASKING = frozenset({"ask", "press", "question", "quiz", "prod"})


def unsaid(tree: Tree, i: int) -> bool:
    """Whether a verb of saying is told as not done: "would not say", "neither office commented",
    "denied having threatened"."""
    if tree.negated(i) or (i > 1 and tree.lower[i - 2 : i] == ["yet", "to"]):
        return True
    head = tree.head(i)
    if head is not None and tree.lemmas[head] == "deny" and tree.relation(i) in ("xcomp", "ccomp"):
        return gerund(tree, i)
    subject = tree.subject(i)
    return subject is not None and nobody(tree, subject)


def nobody(tree: Tree, i: int) -> bool:
    """Whether a noun stands for none of its kind: "neither office", "nobody at the plant"."""
    return tree.lower[tree.subtree(i)[0]] in ("neither", "no", "nobody", "none")


def passive(tree: Tree, i: int) -> bool:
    return bool(tree.having(i, ("nsubj:pass", "aux:pass")))


def marked(tree: Tree, i: int, word: str) -> bool:
    return any(tree.lower[c] == word for c in tree.having(i, ("mark", "case")))


def preposition(tree: Tree, i: int) -> str:
    marks = tree.having(i, ("case", "mark"))
    return tree.lower[marks[0]] if marks else ""


def infinitive(tree: Tree, i: int) -> bool:
    return any(tree.lower[c] == "to" for c in tree.having(i, ("mark",)))


def gerund(tree: Tree, i: int) -> bool:
    helpers = [i, *tree.having(i, ("aux",))]
    return any(tree.tokens[h].xpos == "VBG" for h in helpers)
