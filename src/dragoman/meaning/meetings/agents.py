"""Tree and actors → who does what a verb says, also where the parse lost the subject."""

from dragoman.meaning.cast import Cast
from dragoman.meaning.meetings.phrases import Parties, person
from dragoman.meaning.meetings.words import cases, noun_row
from dragoman.meaning.tree import Tree

CONTROL = frozenset(
    {"invite", "ask", "urge", "order", "tell", "instruct", "persuade", "allow", "want",
     "press", "encourage", "expect", "let"}
)  # fmt: skip
"""Verbs whose object is the subject of the infinitive ("invited her to pay a visit")."""


def agent_of(tree: Tree, verb: int) -> tuple[int | None, int | None]:
    """The subject of a verb, and who invited or sent it: "A invited B to come" gives B and A."""
    at = verb
    for _ in range(5):
        own = tree.having(at, ("nsubj",))
        if own and not _passive_light(tree, at):
            return antecedent(tree, _first_of_run(tree, own, at), at), None
        head = tree.head(at)
        if head is not None and tree.relation(at) == "acl" and tree.relation(head) == "obj":
            # "has plans to meet her guest": who has them will meet
            above = tree.head(head)
            asked = any(cases(tree, c) & {"to", "for"} for c in tree.having(head, ("nmod", "obl")))
            if above is not None and tree.tokens[at].xpos == "VB" and not asked:
                at = above
                continue
        if head is None or tree.relation(at) not in ("xcomp", "conj", "advcl", "acl", "ccomp"):
            return None, None
        if tree.relation(at) == "ccomp" and tree.having(at, ("mark",)) and at != verb:
            return None, None
        objects = tree.having(head, ("obj", "iobj"))
        ruled = tree.relation(at) in ("xcomp", "ccomp", "advcl")
        if ruled and objects and tree.lemmas[head] in CONTROL:
            inviter = tree.subject(head) if tree.lemmas[head] == "invite" else None
            return objects[0], inviter
        if tree.relation(at) == "acl" and tree.tokens[at].xpos == "VBG":
            return head, None
        at = head
    return None, None


def _first_of_run(tree: Tree, subjects: list[int], verb: int) -> int:
    """Of several subjects the nearest, with those joined to it: the parse may add another's."""
    first = min(subjects, key=lambda c: abs(c - verb))
    for before in sorted((c for c in subjects if c < first), reverse=True):
        if not (tree.having(first, ("cc",)) or tree.lower[first - 1] == "and"):
            break
        first = before
    return first


def named_before(tree: Tree, cast: Cast, verb: int) -> Parties:
    """The actor right before a finite verb, where the parse lost its subject."""
    if tree.tokens[verb].xpos not in ("VBD", "VBZ", "VBP") and not tree.auxiliaries(verb):
        return Parties()
    start = tree.sentence_tokens(verb).start
    for j in range(verb - 1, max(start, verb - 5) - 1, -1):
        if cast.all_at(j):
            return Parties(cast.all_at(j))
        if tree.tokens[j].upos not in ("AUX", "ADV", "PROPN", "PART"):
            break
    return Parties()


def named_after(tree: Tree, cast: Cast, verb: int) -> Parties:
    """The person right after a verb, where a quotation mark hid the object from the parse."""
    for j in range(verb + 1, min(verb + 3, tree.sentence_tokens(verb).stop)):
        if person(cast, j):
            return Parties(cast.all_at(j))
        if tree.words[j] not in "\"”’'“":
            break
    return Parties()


def _passive_light(tree: Tree, verb: int) -> bool:
    return any(tree.tokens[c].relation == "nsubj:pass" for c in tree.children[verb]) and any(
        noun_row(tree, c) is not None for c in tree.having(verb, ("nsubj",))
    )


def antecedent(tree: Tree, subject: int, verb: int) -> int:
    """The noun that a relative pronoun stands for ("Vell, who spoke by phone")."""
    if tree.lower[subject] in ("who", "which", "that", "whom"):
        head = tree.head(verb)
        if tree.relation(verb) == "acl" and head is not None:
            # "A and B, who spoke": the clause may hang on the last of them
            above = tree.head(head)
            if tree.relation(head) == "conj" and above is not None:
                return above
            return head
    return subject
