"""Tree and Cast → who stands in which place of an act: doer, undergoer, a preposition's noun.

Shared subjects, relative clauses, participles and controlled infinitives are resolved over the
parse; a phrase that is no actor itself stands for its owner ("Chile's proposal", "an attack by
rebels", "the Chilean fleet").
"""

from collections.abc import Iterable, Iterator
from functools import cache

from dragoman import lexicon
from dragoman.meaning.cast import Cast
from dragoman.meaning.status import governs
from dragoman.meaning.tree import Tree
from dragoman.ontology import ActorKind, MentionKind

_RELATIVE = frozenset({"who", "that", "which", "whom", "whose"})
_SUBJECT_CONTROL = frozenset({"promise", "threaten", "vow", "pledge", "offer"})
_OBJECT_CONTROL = frozenset({"invite", "ask", "urge", "order", "call", "force", "press", "allow"})
_OBJECTS = ("NOUN", "PROPN", "INTJ")
_GIVING = frozenset({
    "give", "send", "grant", "offer", "award", "hand", "pay", "lend", "promise", "pledge", "deny",
    "refuse",
})  # fmt: skip
_PARTICLES = frozenset({"out", "up", "away", "off", "back", "over", "down", "ahead"})
_MODIFIERS = ("det", "amod", "compound", "nummod", "nmod", "flat", "advmod")
_OWNER_PREPOSITIONS = frozenset({"of", "by", "from", "between", "with"})
_GERUND_PREPOSITIONS = frozenset({"of", "from", "for", "with", "against", "by", "without"})
_PLACE_PREPOSITIONS = frozenset({"in", "at", "near", "outside", "around", "across", "inside"})


def passive(tree: Tree, i: int) -> bool:
    """Whether a verb stands in the passive, with or without an auxiliary ("a deal signed by")."""
    if any(
        tree.tokens[c].relation in ("nsubj:pass", "aux:pass", "csubj:pass")
        for c in tree.children[i]
    ):
        return True
    relation = tree.relation(i)
    if relation in ("acl", "amod") or (relation == "advcl" and not tree.having(i, ("nsubj",))):
        return tree.tokens[i].xpos == "VBN" and not tree.having(i, ("aux", "obj"))
    if relation == "conj" and tree.tokens[i].xpos == "VBN":
        head = tree.head(i)
        own = tree.having(i, ("nsubj", "aux", "obj"))
        return head is not None and not own and passive(tree, head)
    if relation == "xcomp" and tree.tokens[i].xpos == "VBN":
        return not tree.having(i, ("obj",))
    return False


def agent(tree: Tree, i: int) -> int | None:
    """The token of the doer of a verb; None where the text leaves it out."""
    if passive(tree, i):
        return next((o for o in tree.having(i, ("obl",)) if preposition(tree, o) == "by"), None)
    return subject(tree, i)


def patient(tree: Tree, i: int) -> int | None:
    """The token of the undergoer: the object, or the subject of a passive."""
    if receiver(tree, i) is not None:
        return tree.having(i, ("obj",))[-1]
    if passive(tree, i):
        return subject(tree, i)
    for child in tree.having(i, ("obj", "ccomp")):
        if tree.relation(child) == "ccomp" and tree.tokens[child].upos not in _OBJECTS:
            continue
        if tree.lower[child] in _RELATIVE and tree.tokens[i].relation == "acl:relcl":
            return tree.head(i)
        return child
    for child in tree.having(i, ("iobj",)):
        # parsers often take the one object of "thanked Chile for" for an indirect one
        return child
    subjects = tree.having(i, ("nsubj",))
    if len(subjects) > 1 and subjects[-1] > i and tree.tokens[subjects[-1]].upos == "NOUN":
        # "She ruled out, however, any talks": parsers take what comes late for a subject
        return subjects[-1]
    if tree.tokens[i].relation == "acl:relcl":
        own = tree.having(i, ("nsubj",))
        # "the deal they signed": no relative word, and the subject is another
        if own and not any(tree.lower[s] in _RELATIVE for s in own):
            return tree.head(i)
    if tree.relation(i) == "conj":
        later = [c for c in tree.conjuncts(i) if c != i and tree.having(c, ("obj",))]
        return None if not later else tree.having(later[0], ("obj",))[0]
    for at in tree.conjuncts(i)[1:]:
        # "condemned and rejected the plan"
        shared = tree.having(at, ("obj",))
        complete = tree.having(at, ("nsubj",)) or tree.having(i, ("obl", "ccomp", "xcomp"))
        if shared and not complete:
            return shared[0]
    return None


def receiver(tree: Tree, i: int) -> int | None:
    """ "Chile was given nine tents by Peru": the subject receives what the object names."""
    things = tree.having(i, ("obj",)) if tree.lemmas[i] in _GIVING else []
    if len(things) > 1 and not passive(tree, i):
        # "refused the envoy a visa", with two objects
        return things[0]
    return subject(tree, i) if things and passive(tree, i) else None


def subject(tree: Tree, i: int, depth: int = 0) -> int | None:
    """The grammatical subject of a verb, its own or the one that it shares."""
    own = [s for s in tree.having(i, ("nsubj", "csubj")) if s != i]
    # "Her version is that Chile asked": the outer subject is no doer of the inner verb
    own = [s for s in own if tree.tokens[s].relation != "nsubj:outer"] or own
    if own:
        found = own[0]
        if tree.lower[found] in _RELATIVE and tree.tokens[i].relation.startswith("acl"):
            return tree.head(i)
        return found
    head = tree.head(i)
    if head is None or depth > 6:
        return None
    relation = tree.relation(i)
    if relation == "conj":
        near = _subject_before(tree, i)
        return subject(tree, head, depth + 1) if near is None else near
    if relation in ("xcomp", "ccomp", "advcl"):
        return _controller(tree, i, head, depth)
    if relation == "acl":
        if tree.tokens[i].xpos in ("VBN", "VBG"):
            return head
        return owner_token(tree, head) or _lender(tree, head, depth)
    if relation in ("obl", "obj", "nsubj") and tree.tokens[i].upos == "VERB":
        return subject(tree, head, depth + 1)
    return None


def _subject_before(tree: Tree, i: int) -> int | None:
    """The noun right before the auxiliary of a coordinated verb, where the parse lost it.

    "… and its minister, Ana Vell, is due in Lima": in "and is due" the subject is shared.
    """
    opening = tree.having(i, ("aux", "cop"))
    at = (opening[0] if opening else 0) - 1
    while at > 0 and tree.relation(at) == "punct":
        at -= 1
    if at < 0 or tree.tokens[at].upos not in ("NOUN", "PROPN"):
        return None
    while tree.relation(at) in ("flat", "appos", "compound") and (above := tree.head(at)):
        at = above
    return at if at < i and tree.relation(at) in ("nsubj", "dep", "conj") else None


def _controller(tree: Tree, i: int, head: int, depth: int) -> int | None:
    """Whom an infinitive or a gerund is about: the object of the verb above, else its subject."""
    if tree.relation(i) == "ccomp" and tree.tokens[i].xpos not in ("VB", "VBG"):
        return None
    marks = {tree.lower[m] for m in tree.having(i, ("mark", "case"))}
    objects = tree.having(head, ("obj", "iobj"))
    ruled = tree.relation(i) in ("xcomp", "ccomp") or marks & {"of", "for", "from", "to", "with"}
    if objects and ruled and tree.lemmas[head] not in _SUBJECT_CONTROL:
        purpose = tree.relation(i) == "advcl" and "to" in marks
        purpose = purpose and tree.lemmas[head] not in _OBJECT_CONTROL
        if objects[0] < i and not purpose:
            return objects[0]
    if tree.tokens[head].upos in ("VERB", "AUX", "ADJ") or tree.having(head, ("cop",)):
        if passive(tree, head) and tree.relation(i) == "advcl" and "by" in marks:
            return agent(tree, head)
        lender = subject(tree, head, depth + 1)
        if lender is None and marks & {"on", "to"}:
            return next((o for o in tree.having(head, ("obl",))), None)
        if tree.lemmas[head] in ("call", "appeal") and tree.relation(i) == "xcomp":
            # "called on Chile to withdraw"
            return next(dependents(tree, head, ("on", "upon", "to")), lender)
        return lender
    return None


def _lender(tree: Tree, noun: int, depth: int) -> int | None:
    """ "Oslo made a decision to send troops": the subject of the verb that the noun hangs on.

    "a process to end the war" lends nothing: only nouns of intent and decision do.
    """
    head = tree.head(noun)
    if head is None or tree.relation(noun) != "obj" or not governs(tree, noun):
        return None
    return subject(tree, head, depth + 1)


def owner_token(tree: Tree, noun: int) -> int | None:
    """The possessor of a noun ("Chile" in "Chile's decision")."""
    return next(iter(tree.having(noun, ("nmod:poss",))), None)


def preposition(tree: Tree, i: int) -> str:
    """The preposition before a noun, lower case; "" without one ("on" in "on two banks").

    Where the parse hangs it elsewhere, the word right before the noun's phrase counts.
    """
    own = [c for c in tree.having(i, ("case",)) if c < i]
    own += [c for c in tree.having(i, ("mark",)) if tree.lower[c] in _GERUND_PREPOSITIONS]
    if own:
        # "walked out of the talks": the first is the verb's
        first = 1 if len(own) > 1 and tree.lower[own[0]] in _PARTICLES else 0
        return tree.lower[own[first]]
    before = i - 1
    while before >= 0 and tree.head(before) == i and tree.relation(before) in _MODIFIERS:
        before -= 1
    return tree.lower[before] if before >= 0 and tree.tokens[before].upos == "ADP" else ""


def dependents(tree: Tree, i: int, prepositions: Iterable[str]) -> Iterator[int]:
    """Nouns that hang on a verb or noun by one of the prepositions, in order."""
    wanted = frozenset(prepositions)
    for child in tree.having(i, ("obl", "nmod", "advcl", "xcomp", "acl")):
        if preposition(tree, child) in wanted:
            yield child


def actors_of(tree: Tree, cast: Cast, i: int | None, owners: bool = True) -> tuple[str, ...]:
    """Actors that a phrase stands for; those who own it when it is no actor itself.

    "the rebels" gives them; "positions of the rebels" and "rebel positions" give them too, and
    so do "negotiators for the rebels". A capital stands for its country where that one acts.
    """
    if i is None:
        return ()
    found = _principals(tree, cast, i) or _named(tree, cast, i) or cast.phrase(i)
    found = found or _seated(tree, cast, i) or _explained(tree, cast, i)
    if found or not owners:
        return found
    return _unique(o for part in tree.conjuncts(i) for o in owners_of(tree, cast, part))


def quantified(tree: Tree, i: int) -> bool:
    """ "talks" in "six days of talks": a noun counted by the one that it hangs on."""
    head = tree.head(i)
    return (
        head is not None
        and tree.relation(i) == "nmod"
        and preposition(tree, i) == "of"
        and bool({tree.lemmas[head].lower(), tree.lower[head]} & _class("quantity"))
    )


def _principals(tree: Tree, cast: Cast, i: int) -> tuple[str, ...]:
    """ "envoys of Chile and Peru", "his team": those for whom agents act."""
    owner = owner_token(tree, i)
    if owner is not None and tree.lemmas[i].lower() in _class("team"):
        return _unique(c for a in cast.phrase(owner) for c in country_of(cast, a))
    if tree.tokens[i].xpos != "NNS" or tree.lemmas[i].lower() not in _class("agent"):
        return ()
    found = [a for n in dependents(tree, i, ("of", "for", "from")) for a in cast.phrase(n)]
    return _unique(a for a in found if _is_named(cast, a))


def country_of(cast: Cast, id: str) -> tuple[str, ...]:
    """The country that a person speaks for, where the report has it."""
    actor = cast.get(id)
    if actor.kind is not ActorKind.PERSON or actor.sector != "GOV":
        return ()
    if actor.country is not None:
        return country_actor(cast, actor.country)
    above = [a.id for a in cast.actors if a.id == actor.speaks_for]
    return tuple(a for a in above if cast.get(a).kind is ActorKind.COUNTRY)


def _is_named(cast: Cast, id: str) -> bool:
    actor = cast.get(id)
    if any(m.kind in (MentionKind.NAME, MentionKind.METONYM) for m in actor.mentions):
        return True
    return actor.name.lower() in _seats()


def _seated(tree: Tree, cast: Cast, i: int) -> tuple[str, ...]:
    """The country of a town that stands for it ("called on Lima to withdraw")."""
    if tree.tokens[i].upos != "PROPN":
        return ()
    name = _full_name(tree, i)
    code = _seats().get(name)
    if code is not None:
        return country_actor(cast, code)
    # a country that the lexicon lacks, mentioned as a place
    return next(((a.id,) for a in cast.actors if a.name.lower() == name), ())


def host_of(tree: Tree, cast: Cast, i: int) -> tuple[str, ...]:
    """Whom a traveller to a place visits: the actor named, else the country that it lies in."""
    found = cast.phrase(i)
    if found or tree.tokens[i].upos != "PROPN":
        return found
    name = _full_name(tree, i)
    code = _seats().get(name) or _towns().get(name)
    if code is not None:
        return country_actor(cast, code)
    # "to the Chilean Republic"
    return _unique(a for c in tree.having(i, ("amod",)) for a in _demonym(tree, cast, c))


def country_actor(cast: Cast, code: str) -> tuple[str, ...]:
    """The actor that is the country of a code, if the report has it."""
    found = [a for a in cast.actors if a.country == code and a.speaks_for is None]
    for actor in found:
        if actor.kind is ActorKind.COUNTRY or _seats().get(actor.name.lower()) == code:
            return (actor.id,)
    for actor in found:
        state = actor.kind is ActorKind.GOVERNMENT and actor.sector == "GOV"
        if state and _is_named(cast, actor.id):
            return (actor.id,)
    return ()


def _full_name(tree: Tree, i: int) -> str:
    parts = [i, *(c for c in tree.having(i, ("flat", "compound")) if abs(c - i) < 4)]
    return " ".join(tree.lower[at] for at in sorted(parts))


def _named(tree: Tree, cast: Cast, i: int) -> tuple[str, ...]:
    """ "two banks, Orrin and Vell": those named stand for the phrase that they explain."""
    named = _unique(a for child in tree.having(i, ("appos",)) for a in cast.phrase(child))
    own = cast.all_at(i)
    return named if own and len(named) > 1 and not set(own) & set(named) else ()


def _explained(tree: Tree, cast: Cast, i: int) -> tuple[str, ...]:
    """ "old foes Chile and Peru": those named beside a noun that is no actor itself."""
    named = (part for child in tree.having(i, ("appos",)) for part in tree.conjuncts(child))
    return _unique(a for part in named for a in cast.phrase(part))


def owners_of(tree: Tree, cast: Cast, noun: int, of: bool = True) -> tuple[str, ...]:
    """Actors who own, make or undergo what a noun names; places are left out.

    With `of` false only those before the noun or after "by" count: its doers.
    """
    found: list[str] = []
    for child in tree.children[noun]:
        relation = tree.tokens[child].relation
        if relation == "nmod:poss" or relation in ("amod", "compound", "nmod:unmarked"):
            if child < noun:
                own = _at_or_owner(tree, cast, child, relation != "amod")
                found += own or _demonym(tree, cast, child)
        elif relation == "nmod:desc":
            # "Chilean President Joss Orrin", when nobody knows him
            found += owners_of(tree, cast, child, of)
        elif tree.relation(child) in ("nmod", "obl"):
            word = preposition(tree, child)
            if word == "by" or (of and word in _OWNER_PREPOSITIONS):
                found += actors_of(tree, cast, child)
        elif tree.relation(child) == "acl" and passive(tree, child):
            found += actors_of(tree, cast, agent(tree, child))
    return _unique(found or _home(tree, cast, noun))


def _home(tree: Tree, cast: Cast, noun: int) -> tuple[str, ...]:
    """ "lawmakers in Chile": they act for the state where they sit."""
    residents = {tree.lemmas[at].lower() for at in tree.conjuncts(noun)} & _class("resident")
    if tree.tokens[noun].xpos != "NNS" or not residents:
        return ()
    homes = (
        a
        for at in tree.conjuncts(noun)
        for n in dependents(tree, at, ("in",))
        for a in cast.phrase(n)
    )
    return _unique(a for a in homes if cast.get(a).kind is ActorKind.COUNTRY)


def _demonym(tree: Tree, cast: Cast, i: int) -> tuple[str, ...]:
    """ "Chilean provinces": the country of an adjective; for one in no list, the actor named so."""
    word = tree.lower[i]
    if not tree.words[i][:1].isupper():
        return ()
    if word in _demonyms():
        return country_actor(cast, _demonyms()[word])
    for actor in cast.actors:
        name = actor.name.lower()
        if len(name) > 4 and word.startswith(name[:-1]) and 0 < len(word) - len(name) < 4:
            return (actor.id,)
    return ()


def _at_or_owner(tree: Tree, cast: Cast, i: int, deep: bool) -> tuple[str, ...]:
    if deep:
        # "the Vell–Orrin call": parsers hang the second name on the first
        return _unique([*cast.phrase(i), *cast.within(tree.subtree(i))])
    return cast.phrase(i)


def place_token(tree: Tree, i: int) -> int | None:
    """The noun of a place that hangs on a verb or noun ("in Lima"), if any stands there.

    "shelled a base in Lima": what is done to someone is done where they are.
    """
    undergoer = patient(tree, i) if tree.tokens[i].upos == "VERB" else None
    for at in (i, undergoer):
        for child in tree.having(at, ("obl", "nmod")) if at is not None else ():
            if preposition(tree, child) in _PLACE_PREPOSITIONS and _names_place(tree, child):
                return child
    return None


def _names_place(tree: Tree, i: int) -> bool:
    """ "Lima", "Lima province": a name, alone or before what kind of place it is."""
    if tree.tokens[i].upos == "PROPN":
        return True
    names = (c for c in tree.having(i, ("compound",)) if tree.tokens[c].upos == "PROPN")
    return tree.lower[i] in _named_after() and next(names, None) is not None


def _unique(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


# --- tables ----------------------------------------------------------------------------------


@cache
def _class(name: str) -> frozenset[str]:
    rows = lexicon.table("event_classes")
    return frozenset(next(r["lemmas"] for r in rows if r["class"] == name).split())


@cache
def _named_after() -> frozenset[str]:
    """Nouns of units and spots that stand after a place's name."""
    rows = lexicon.table("place_words")
    return frozenset(row["word"] for row in rows if row["kind"] in ("unit", "spot"))


@cache
def _seats() -> dict[str, str]:
    """Country names and capitals, lower case → code."""
    return {
        name.lower(): row["iso3"]
        for row in lexicon.table("countries")
        for cell in ("name", "aliases", "capitals")
        for name in row[cell].split("|")
        if name
    }


@cache
def _demonyms() -> dict[str, str]:
    return {
        name.lower(): row["iso3"]
        for row in lexicon.table("countries")
        for name in row["demonyms"].split("|")
        if name
    }


@cache
def _towns() -> dict[str, str]:
    return {row["name"].lower(): row["country"] for row in lexicon.table("places")}
