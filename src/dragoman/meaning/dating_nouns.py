"""A noun that tells an act → the time expression that dates it.

"Talks planned for Monday", "The talks were held on Monday", "flies to Lima on Friday for talks";
not "announced talks on Monday".
"""

from dragoman.meaning.dating_clause import CLAUSES, ahead, before_date, own_of, plan_of
from dragoman.meaning.times_verbs import Direction, cues, former, of_verb
from dragoman.meaning.tree import Tree
from dragoman.types import Time


def of_noun(tree: Tree, i: int, heads: dict[int, Time], measured: bool = False) -> Time | None:
    """The date of a noun by the words around it; `measured`: it measures an act ("flew home on
    Monday after two hours of talks")."""
    found = _due(tree, i, heads) or _new_date(tree, i, heads) or _of_attribute(tree, i, heads)
    head = tree.head(i)
    if found or head is None:
        return found
    relation = tree.relation(i)
    if relation == "nmod" and tree.lemmas[head] in _MEASURES:
        return of_noun(tree, head, heads, measured=True)
    if relation == "nmod" and tree.lower[head] in cues("ahead"):
        return own_of(tree, head, heads)  # "preparations for a summit in June"
    if relation == "obl" and (measured or tree.lemmas[i] in cues("agenda")):
        if _after_it(tree, i):
            within = measured and tree.lemmas[i] in ("hour", "minute")
            return own_of(tree, head, heads) if within else _closing(tree, i, head, heads)
        if _purpose(tree, i):
            return _of_journey(tree, head, heads)
    if relation == "conj":
        return own_of(tree, head, heads)
    return _told(tree, i, head, heads) if relation in ("nsubj", "obj", "obl") else None


def _due(tree: Tree, i: int, heads: dict[int, Time]) -> Time | None:
    """ "talks between the two due in Lima on Monday": the parse takes "due" for a preposition."""
    for at in sorted(at for at in heads if at > i and tree.sentence_of[at] == tree.sentence_of[i]):
        between = range(i + 1, at)
        if any(tree.tokens[j].upos == "VERB" for j in between if tree.lemmas[j] != "due"):
            return None
        due = next((j for j in between if tree.lower[j] == "due"), None)
        other = any(tree.lemmas[j] in cues("agenda") for j in range(i + 1, due or i + 1))
        if due is not None and tree.tokens[due].upos == "ADP" and not other:
            return heads[at]
    return None


def _of_attribute(tree: Tree, i: int, heads: dict[int, Time]) -> Time | None:
    """ "talks held on Monday", "talks that Lima announced for Monday"."""
    inner = [
        c for name in tree.subtree(i, without=(*CLAUSES, "appos")) if name != i
        for c in tree.having(name, ("acl",))
    ]  # fmt: skip
    planned = [c for c in inner if tree.lemmas[c] in cues("fixed") or _of_thing(tree, c)]
    for child in (*tree.having(i, ("acl",)), *planned):
        if former(tree, child):
            continue  # "the visit, originally planned for May"
        found = plan_of(tree, child, heads) or _of_held(tree, child, heads)
        if found:
            return found
    return None


def _of_held(tree: Tree, verb: int, heads: dict[int, Time]) -> Time | None:
    """ "talks held on Monday", "which is to open on Monday", "moved to Monday"; not "put off in
    May"."""
    opens = tree.having(verb, ("xcomp",)) if tree.lemmas[verb] in ("have", "be") else []
    held = next(iter(opens), verb)
    if tree.lemmas[held] not in cues("fixed") | cues("hold"):
        return None
    found = own_of(tree, held, heads) or _of_complement(tree, held, heads)
    moved = tree.lemmas[held] in cues("shift") | cues("drop")
    if found and moved and before_date(tree, found) not in _NEW:
        return None
    return found


def _of_thing(tree: Tree, verb: int) -> bool:
    """Whether a relative clause is of a thing, not of the people that stand beside it: "the talks
    of the ministers, which were held on Monday"."""
    return any(tree.lower[c] in ("which", "that") for c in tree.having(verb, ("nsubj",)))


def _told(tree: Tree, i: int, verb: int, heads: dict[int, Time]) -> Time | None:
    """By the verb that a noun is subject or object of, those beside it, and what opens it."""
    subject = tree.relation(i) == "nsubj"
    if subject and verb in heads:
        return heads[verb]  # "The talks are on Monday"
    opening = [c for c in tree.having(verb, ("advcl",)) if tree.tokens[c].xpos == "VBN" and c < i]
    for other in opening if subject else ():
        if tree.lemmas[other] in cues("fixed") and (found := own_of(tree, other, heads)):
            return found  # "Slated for Friday, the talks have one subject"
    for other in (verb, *tree.having(verb, ("conj",))) if subject else (verb,):
        if former(tree, other):
            continue
        found = plan_of(tree, other, heads)
        if not found and subject and _to_come(tree, i, other):
            found = own_of(tree, other, heads)
        if not found and tree.lemmas[other] in cues("hold") | cues("fixed"):
            found = own_of(tree, other, heads) or _of_complement(tree, other, heads)
            proposed = not subject and tree.lemmas[other] in cues("moved")
            if found and proposed and not _set(tree, i, found):
                found = None  # "on Monday proposed talks"
        if found:
            return found
    return None


def _to_come(tree: Tree, i: int, verb: int) -> bool:
    """ "The meeting goes ahead on Tuesday", "The talks were in their second day on Tuesday"."""
    if tree.lemmas[i] not in cues("agenda"):
        return False
    dropped = tree.lemmas[verb] in cues("drop") | cues("shift") | cues("moved") | cues("hold")
    nominal = bool(tree.having(verb, ("cop",)))
    return nominal or (of_verb(tree, verb) is Direction.AHEAD and not dropped)


def _set(tree: Tree, i: int, time: Time) -> bool:
    """Whether a date beside a verb of proposing is that of the thing proposed."""
    return time.span.start > tree.tokens[i].span.start and ahead(tree, time)


def _purpose(tree: Tree, i: int) -> bool:
    """ "She flies to Lima on Friday for talks"."""
    return any(tree.lower[c] == "for" for c in tree.having(i, ("case",)))


def _of_journey(tree: Tree, verb: int, heads: dict[int, Time]) -> Time | None:
    """ "On Monday the board had to gather for its session": the Monday, of either verb."""
    head = tree.head(verb)
    found = own_of(tree, verb, heads)
    up = head is not None and tree.relation(verb) == "xcomp" and found is None
    return own_of(tree, head, heads) if head is not None and up else found


def _after_it(tree: Tree, i: int) -> bool:
    """ "spoke after talks", "said during a visit"."""
    return any(
        tree.lower[c] in ("after", "during", "following", "at", "through")
        for c in tree.having(i, ("case", "mark"))
    )


def _closing(tree: Tree, i: int, verb: int, heads: dict[int, Time]) -> Time | None:
    """ "He spoke after talks in Lima on Monday": the day that closes the clause, after the talks;
    "pledged aid on Monday at a conference": either way."""
    found = own_of(tree, verb, heads)
    if any(tree.lower[c] in ("at", "during", "through") for c in tree.having(i, ("case",))):
        return found
    return found if found and found.span.start > tree.tokens[i].span.start else None


def moved_to(tree: Tree, i: int, heads: dict[int, Time]) -> Time | None:
    """ "Monday's talks were moved to Friday", "The talks were due on Monday but were postponed to
    Friday": the Friday, whatever day is the noun's own."""
    head = tree.head(i)
    if head is None or tree.relation(i) not in ("nsubj", "obj"):
        return None
    later = tree.having(head, ("conj",)) if tree.relation(i) == "nsubj" else []
    for verb in (head, *(c for c in later if not tree.having(c, ("nsubj",)))):
        if tree.lemmas[verb] in cues("shift") | cues("drop"):
            found = own_of(tree, verb, heads)
            if found and before_date(tree, found) in _NEW:
                return found
    return None


_MEASURES = frozenset(
    {"minute", "hour", "day", "week", "night", "stage", "round", "series", "set", "couple"}
)
"""Nouns that measure what they are told of: "held three hours of talks on Friday"."""


def _new_date(tree: Tree, i: int, heads: dict[int, Time]) -> Time | None:
    """ "The talks, planned for Monday, were moved to Friday": the Friday."""
    head = tree.head(i)
    if head is None or tree.relation(i) not in ("nsubj", "obj"):
        return None
    kept = tree.lemmas[head] in cues("hold") - cues("moved") and cues("modal") & set(
        tree.auxiliaries(head)
    )
    return own_of(tree, head, heads) if kept or tree.lemmas[head] in cues("shift") else None


_NEW = frozenset({"to", "until", "till", "for"})
"""Prepositions before the day that an act was moved to."""


def _of_complement(tree: Tree, verb: int, heads: dict[int, Time]) -> Time | None:
    """ "The talks are expected to begin on Monday"."""
    for child in tree.having(verb, ("xcomp",)):
        found = own_of(tree, child, heads)
        if found:
            return found
    return None
