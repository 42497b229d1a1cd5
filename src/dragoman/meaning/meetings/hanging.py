"""Tree and a verb → the clause that it is said to hang on: "if", "not until", "only after".

Where the parse lost the clause, the words right after the verb are looked at.
"""

from dragoman.meaning.meetings.hints import no_subject
from dragoman.meaning.tree import Tree


def hangs(tree: Tree, i: int, negated: bool = False) -> int | None:
    """The head of the clause or phrase that an act is said to hang on; None without one.

    "Will meet if", "would open once", "will not meet until", "no envoy would come before".
    """
    no = negated or tree.negated(i) or no_subject(tree, i)
    for child in tree.having(i, ("advcl", "obl", "nmod", "ccomp")):
        marks = {tree.lower[m] for m in tree.having(child, ("mark", "case", "advmod"))}
        if tree.relation(child) == "ccomp" and not (marks & {"unless", "provided", "providing"}):
            continue
        if marks & IF and not _even(tree, child):
            return child
        if "after" in marks and tree.relation(child) == "advcl" and _only(tree, i):
            return child
        if tree.relation(child) == "advcl" and _so_long(tree, child):
            return child
        clause = tree.relation(child) == "advcl"
        if no and marks & UNTIL and (clause or not _is_date(tree, child)):
            return child
    return next_until(tree, i) if no else next_if(tree, i) or next_only(tree, i)


def _only(tree: Tree, i: int) -> bool:
    """ "Could only begin after the guns fell silent"."""
    return any(tree.lower[c] == "only" and c < i for c in tree.having(i, ("advmod",)))


def next_only(tree: Tree, i: int) -> int | None:
    """The word after "only after", "only if" … later in the sentence."""
    for j in range(i + 1, tree.sentence_tokens(i).stop - 2):
        if tree.lower[j] == "only" and tree.lower[j + 1] in ("after", "if", "when", "once"):
            return j + 2
        if tree.lower[j] == "on" and "condition" in (tree.lower[j + 1], tree.lower[j + 2]):
            return j + 2
        if tree.lower[j] in ("soon", "long") and tree.lower[j + 1] == "as" == tree.lower[j - 1]:
            return j + 2
        if tree.lower[j] in ("provided", "providing", "unless") and tree.words[j - 1] in TAIL:
            return j + 1
    return None


TAIL = frozenset({",", '"', "“", "not"})
"""What stands before a condition that is set aside: "…, provided they leave"."""


def next_if(tree: Tree, i: int) -> int | None:
    """The word after an "if" that follows an open verb closely, however it is parsed."""
    if not {"will", "would", "can", "could", "may"} & set(tree.auxiliaries(i)):
        return None
    for j in range(i + 1, min(i + 7, tree.sentence_tokens(i).stop - 2)):
        if tree.lower[j] in ("if", "provided") and tree.lower[j - 1] not in ("as", "even"):
            return j + 1
        if tree.tokens[j].upos in ("AUX", "CCONJ") or tree.words[j] in ",;:.":
            return None
    return None


def next_until(tree: Tree, i: int) -> int | None:
    """The word after an "until" or "before" that follows a verb closely, however it is parsed."""
    for j in range(i + 1, min(i + 4, tree.sentence_tokens(i).stop - 2)):
        if tree.lower[j] in ("until", "before", "unless"):
            return j + 1 if not any(_is_date(tree, k) for k in (j + 1, j + 2)) else None
        if tree.tokens[j].upos in ("VERB", "AUX", "PUNCT", "CCONJ"):
            return None
    return None


IF = frozenset({"if", "unless", "provided", "providing", "once"})


UNTIL = frozenset({"until", "till", "before", "without"})


def _even(tree: Tree, child: int) -> bool:
    return any(tree.lower[c] in ("even", "as") and c < child for c in tree.children[child])


def _so_long(tree: Tree, child: int) -> bool:
    """ "so long as", "as soon as", "only after", "only when"."""
    first = min(tree.subtree(child))
    words_before = " ".join(tree.lower[max(first - 2, 0) : first + 3])
    return any(
        phrase in words_before
        for phrase in ("long as", "soon as", "only after", "only when", "only if", "only once",
                       "on condition", "on the condition")
    )  # fmt: skip


def _is_date(tree: Tree, child: int) -> bool:
    covered = any(e.label == "DATE" for e in tree.entities_at(child))
    return covered or tree.tokens[child].upos == "NUM"


def subordinate(tree: Tree, i: int) -> bool:
    """Whether the clause only times or conditions another ("before ministers meet again")."""
    at = i
    for _ in range(3):
        marks = {tree.lower[m] for m in tree.having(at, ("mark",))}
        if tree.relation(at) == "advcl" and marks & {"before", "until", "if", "unless", "once"}:
            return True
        head = tree.head(at)
        if head is None or tree.relation(at) not in ("xcomp",):
            return False
        at = head
    return False


def _before_it(tree: Tree, i: int) -> bool:
    """ "Before it, the ministers will meet": no clause of time."""
    marks = [m for m in tree.having(i, ("mark",)) if tree.lower[m] == "before"]
    return any(tree.lower[m + 1] in ("it", "that", "this", "then") for m in marks)


def must_first(tree: Tree, i: int) -> bool:
    """ "Firing must stop before any meeting can be considered"."""
    at = i
    while tree.relation(at) == "xcomp":
        at = tree.tokens[at].head
    head = tree.head(at)
    if head is None or not any(tree.lower[m] == "before" for m in tree.having(at, ("mark",))):
        return False
    needed = tree.lemmas[head] in ("need", "have", "must")
    return needed or "must" in tree.auxiliaries(head)
