"""A cue in the tree → whose words they are, and who passed them on."""

from dragoman.meaning.frame_cues import cue_verbs, marked, passive
from dragoman.meaning.tree import Tree

NAMES = frozenset({"NOUN", "PROPN", "PRON"})


def who_says(tree: Tree, i: int) -> tuple[int | None, int | None]:
    """Source and relay of a verb of saying."""
    head = tree.head(i)
    if head is not None and tree.lemmas[head] in ("quote", "cite") and marked(tree, i, "as"):
        # “The agency quoted her as saying”, “she was quoted by the agency as saying”
        agents = [*tree.having(head, ("obl:agent",)), *tree.having(i, ("obl:agent",))]
        if passive(tree, head):
            return tree.subject(head), agents[0] if agents else None
        # who stands between the two verbs, whatever the parse takes it for
        between = [c for c in tree.children[head] if head < c < i and tree.tokens[c].upos in NAMES]
        return (between[0] if between else None), tree.subject(head)
    if passive(tree, i):
        agents = tree.having(i, ("obl:agent",))
        return (agents[0] if agents else None), None
    outer = reporter(tree, i)
    if outer is not None:
        return antecedent(tree, tree.subject(outer), outer), None
    return antecedent(tree, tree.subject(i), i), _quoted_by(tree, i)


def _quoted_by(tree: Tree, i: int) -> int | None:
    """“Quoted by the agency, she said …”, “she said, as quoted by the agency”."""
    for clause in tree.having(i, ("advcl", "parataxis")):
        if tree.lemmas[clause] in ("quote", "cite") and tree.tokens[clause].xpos == "VBN":
            agents = tree.having(clause, ("obl:agent", "obl"))
            if agents:
                return agents[0]
    return None


def reporter(tree: Tree, i: int) -> int | None:
    """“He said rain would come, adding that …”: the participle is his who said, not the rain’s.

    The cue over a participle that a comma sets apart at the end of what that cue reports.
    """
    if tree.tokens[i].xpos != "VBG" or tree.relation(i) != "advcl" or i == 0:
        return None
    if tree.lower[i - 1] not in (",", "”", '"'):
        return None
    at, found = i, None
    for head in tree.ancestors(i):
        if head < i and tree.relation(at) == "ccomp" and tree.lemmas[head] in cue_verbs():
            found = head
        at = head
    return found


def name_before(tree: Tree, i: int) -> int | None:
    """The name right before a finite verb that the parse left without a subject."""
    if tree.tokens[i].xpos not in ("VBD", "VBZ", "VBP") or tree.relation(i) in ("acl", "advcl"):
        return None
    at = i - 1
    while at >= 0 and (tree.tokens[at].upos in ("ADV", "AUX") or tree.lower[at] == ","):
        at -= 1
    if at < 0 or tree.tokens[at].upos not in ("PROPN", "NOUN", "PRON"):
        return None
    named = next(iter(tree.entities_at(at)), None)
    if named is not None:
        return None if named.label == "DATE" else named.first
    while tree.relation(at) in ("flat", "compound") and (head := tree.head(at)) is not None:
        at = head
    return at if at < i else None


def antecedent(tree: Tree, subject: int | None, verb: int) -> int | None:
    """For "who" and "which" the noun that the relative clause hangs on."""
    if subject is None:
        # A participle right under a noun: “a note saying that …”, “officials arguing that …”
        head = tree.head(verb)
        if head is not None and tree.relation(verb) == "acl":
            return head
        return None
    if tree.lower[subject] in ("who", "which", "that", "whom"):
        at = verb
        while tree.relation(at) in ("conj", "xcomp"):
            at = tree.tokens[at].head
        if tree.relation(at) == "acl":
            return tree.head(at)
    return subject
