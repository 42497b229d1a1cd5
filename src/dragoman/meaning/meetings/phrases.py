"""A noun phrase → the parties that it names: "envoys of Lima" are Lima, "both sides" the two of the
matter in hand.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dragoman.meaning import actor_world as world
from dragoman.meaning.cast import Cast
from dragoman.meaning.meetings.words import (
    cases,
    words,
)
from dragoman.meaning.tree import Tree
from dragoman.ontology import ActorKind, MentionKind
from dragoman.spans import Span

HEADS = frozenset({"president", "prime minister", "chancellor", "monarch", "head of state"})

PARTY_KINDS = frozenset(
    {ActorKind.PERSON, ActorKind.GOVERNMENT, ActorKind.COUNTRY, ActorKind.ORGANISATION,
     ActorKind.GROUP, ActorKind.UNKNOWN}
)  # fmt: skip


STATES = frozenset(
    {ActorKind.GOVERNMENT, ActorKind.COUNTRY, ActorKind.GROUP, ActorKind.ORGANISATION}
)


CAMPS = frozenset({"side", "party", "camp", "delegation"})
"""Words for the two at the table: whose they are, the meeting in hand tells."""


@dataclass(frozen=True, slots=True)
class Parties:
    """Those who take part, and whether words such as "both sides" leave them to the context."""

    ids: tuple[str, ...] = ()
    pair: bool = False

    def __add__(self, other: "Parties") -> "Parties":
        ids = tuple(dict.fromkeys((*self.ids, *other.ids)))
        return Parties(ids, self.pair or other.pair)


def members(tree: Tree, cast: Cast, i: int) -> Parties:
    """The parties that a noun phrase names."""
    found = Parties()
    for part in (*tree.conjuncts(i), *_joined(tree, i)):
        found += _part(tree, cast, part)
    if len(found.ids) == 1 and not found.pair:
        found += _run_on(tree, cast, i)
    return found


def _run_on(tree: Tree, cast: Cast, i: int) -> Parties:
    """The second of two names before a verb, where the parse did not join them: "A and B met"."""
    verb = tree.head(i)
    if verb is None or verb < i or not tree.tokens[i].relation.startswith("nsubj"):
        return Parties()
    joined = False
    for j in range(i + 1, verb):
        if tree.tokens[j].upos in ("VERB", "AUX", "ADP", "SCONJ", "PRON"):
            break
        joined = joined or tree.lower[j] == "and"
        if joined and cast.all_at(j) and cast.all_at(j) != cast.all_at(i):
            return Parties(cast.all_at(j)[:1])
    return Parties()


def _joined(tree: Tree, i: int) -> list[int]:
    """Second subjects that the parse left beside the first: "A and B met"."""
    head, relation = tree.head(i), tree.tokens[i].relation
    if head is None or not relation.startswith("nsubj"):
        return []
    return [
        c for c in tree.having(head, ("nsubj",))
        if c > i and (tree.having(c, ("cc",)) or tree.lower[c - 1] == "and")
    ]  # fmt: skip


def _part(tree: Tree, cast: Cast, i: int) -> Parties:
    lemma = tree.lemmas[i].lower()
    if lemma in CAMPS and _both(tree, i):
        return Parties((), True)
    if lemma in LANDS and _both(tree, i):
        own = cast.all_at(i)
        return Parties(own if len(own) > 1 else _two_states(cast))
    if lemma in words("body") and tree.words[i].islower() and _joint(tree, i):
        return Parties((), True)
    apposed = tuple(id for c in tree.having(i, ("appos",)) for id in cast.phrase(c))
    if apposed and all(named(cast, id) for id in apposed):
        return Parties(apposed)
    if (lemma in words("agent") and not cast.all_at(i)) or _generic(tree, cast, i):
        principals = _principals(tree, cast, i)
        if principals:
            return Parties(principals)
    owners = tree.having(i, ("nmod:poss",)) if tree.tokens[i].xpos == "NNS" else []
    if owners and _both(tree, owners[0]):
        return _part(tree, cast, owners[0])  # "the two countries’ attachés"
    states = _of_states(tree, cast, i)
    if len(states) > 1:
        return Parties(states)
    own = cast.all_at(i)
    if not own:
        own = tuple(id for c in tree.having(i, ("appos",)) for id in cast.phrase(c))
    if not any(named(cast, id) for id in own):
        ranked = _of_rank(tree, cast, i)
        if len(ranked) == 2:
            return Parties(ranked)
    if _both(tree, i) and (len(own) < 2 or not any(named(cast, id) for id in own)):
        return Parties((), True)
    if tree.lower[i] in ("they", "we"):
        return Parties(own, True)
    return Parties(tuple(principal(cast, id) for id in own))


def _two_states(cast: Cast) -> tuple[str, ...]:
    """The two states that a report names most."""
    counts = Counter({
        a.id: len(a.mentions) for a in cast.actors
        if a.kind in (ActorKind.COUNTRY, ActorKind.GOVERNMENT) and a.speaks_for is None
        and named(cast, a.id)
    })  # fmt: skip
    best = [id for id, _ in counts.most_common(2)]
    return tuple(best) if len(best) == 2 else ()


LANDS = frozenset({"country", "nation", "neighbour", "neighbor", "state"})


def _of_states(tree: Tree, cast: Cast, i: int) -> tuple[str, ...]:
    """ "The Chilean and Peruvian ministers" are of two states."""
    if tree.tokens[i].xpos not in ("NNS", "NNPS"):
        return ()
    found = []
    for child in tree.having(i, ("amod", "compound", "nmod")):
        parts = tree.conjuncts(child)
        if len(parts) > 1 and not cases(tree, child) - {"of", "from", "for"}:
            found += [id for part in parts if (id := _of_word(tree, cast, part)) is not None]
    if any(named(cast, id) and cast.get(id).kind is ActorKind.PERSON for id in cast.all_at(i)):
        return ()
    role = tree.lemmas[i].lower()
    return tuple(dict.fromkeys(_holder_of(tree, cast, i, role, id) for id in found))


def _holder_of(tree: Tree, cast: Cast, i: int, role: str, state: str) -> str:
    """ "The presidents of Chile and Peru": the persons where the report names them."""
    words_of = [tree.lower[c] for c in tree.having(i, ("amod", "compound"))]
    country = cast.get(state).country
    for actor in cast.actors:
        same = actor.kind is ActorKind.PERSON and actor.country == country and actor.role
        if same and country is not None and actor.role and named(cast, actor.id):
            if role == "leader" and actor.role in HEADS:
                return actor.id
            if actor.role.endswith(role) and (
                actor.role == role or any(word in actor.role for word in words_of)
            ):
                return actor.id
    return state


def _of_rank(tree: Tree, cast: Cast, i: int) -> tuple[str, ...]:
    """ "The presidents", "the top diplomats": the persons of that rank whom the report names, one
    of each state; none where the words say whose they are."""
    owned = ("nmod", "nmod:poss", "nummod") if tree.lower[i - 1] != "two" else ("nmod", "nmod:poss")
    if tree.tokens[i].xpos != "NNS" or tree.having(i, owned):
        return ()
    beside = {tree.lower[c] for c in tree.having(i, ("amod", "compound"))}
    roles = RANKS.get(" ".join([*sorted(beside), tree.lemmas[i].lower()]), frozenset())
    found: dict[str | None, str] = {}
    for actor in cast.actors:
        if actor.kind is ActorKind.PERSON and actor.role in roles and named(cast, actor.id):
            if actor.country in found:
                return ()
            found[actor.country] = actor.id
    return tuple(found.values())


FOREIGN = frozenset({"foreign minister", "secretary of state", "minister of foreign affairs"})
RANKS = {
    "president": frozenset({"president"}), "leader": HEADS,
    "top diplomat": FOREIGN, "chief diplomat": FOREIGN, "foreign minister": FOREIGN,
    "minister": FOREIGN,
}  # fmt: skip
"""Plural words for those who meet → the roles that they stand for."""


def _joint(tree: Tree, i: int) -> bool:
    return any(tree.lower[c] in ("joint", "bilateral", "mixed") for c in tree.having(i, ("amod",)))


def _generic(tree: Tree, cast: Cast, i: int) -> bool:
    """Whether an agent noun names nobody itself: "envoys of Lima", but not "envoy Anna Vell"."""
    if tree.lemmas[i].lower() not in words("agent"):
        return False
    return all(not named(cast, id) for id in cast.all_at(i))


def _principals(tree: Tree, cast: Cast, i: int) -> tuple[str, ...]:
    """Those for whom an agent noun acts: "negotiators for Lima and the guild"."""
    own = set(cast.all_at(i))
    found: list[str] = []
    for child in tree.having(i, ("nmod", "amod", "compound", "nmod:poss")):
        if cases(tree, child) - {"for", "of", "from", "'s", "’s", "'", "’"}:
            continue
        if tree.lemmas[i] == "counterpart" and tree.tokens[child].upos == "PRON":
            continue  # "his counterpart" acts for another
        for part in tree.conjuncts(child):
            found += [id for id in cast.all_at(part) if id not in own]
    return tuple(dict.fromkeys(found))


def _both(tree: Tree, i: int) -> bool:
    """ "both sides", "the two leaders", "they", "the sides", "their"."""
    word, lemma = tree.lower[i], tree.lemmas[i].lower()
    two = word == "two" and tree.relation(i) != "nummod"
    if two or word in ("they", "we", "their", "them", "both"):
        return True
    if lemma not in words("pair") or tree.tokens[i].xpos not in ("NNS", "NNPS"):
        return False
    marks = {tree.lower[c] for c in tree.having(i, ("det", "nummod"))}
    marks.add(tree.lower[i - 1] if i else "")
    return bool(marks & {"both", "two", "the", "each"}) and not any(
        "of" in cases(tree, c) for c in tree.having(i, ("nmod",))
    )


def named(cast: Cast, id: str) -> bool:
    return any(m.kind in (MentionKind.NAME, MentionKind.METONYM) for m in cast.get(id).mentions)


def principal(cast: Cast, id: str) -> str:
    """Whom an unnamed agent stands for ("the Peruvian delegation" → Peru), else the actor."""
    actor = cast.get(id)
    words_of = {word.lower() for word in actor.name.split()[-1:]}
    singular = {world.singular(word) for word in words_of}
    if named(cast, id) or not singular & words("agent"):
        return id
    if actor.speaks_for is not None:
        return actor.speaks_for
    return country_actor(cast, actor.country) or id


def country_actor(cast: Cast, iso: str | None) -> str | None:
    """The actor that is the country of a code; None when the report has none."""
    if iso is None:
        return None
    for kind in (ActorKind.COUNTRY, ActorKind.GOVERNMENT):
        for actor in cast.actors:
            if actor.country == iso and actor.kind is kind and _state(actor.name):
                return actor.id
    return None


def _state(name: str) -> bool:
    known = world.known(name)
    return known is not None and known.what in ("country", "capital", "demonym", "seat")


def host_of(tree: Tree, cast: Cast, place: Span | None) -> str | None:
    """The country of a place, as an actor of the report."""
    if place is None:
        return None
    known = world.known(tree.text[place])
    if known is None:
        lands = (a.id for a in cast.actors
                 if a.kind is ActorKind.COUNTRY and a.name == tree.text[place])  # fmt: skip
        return next(lands, None)
    head = next((a.id for a in cast.actors if a.country == known.country and a.role in HEADS), None)
    return country_actor(cast, known.country) or head


def settled(cast: Cast, parties: Parties) -> Parties:
    """Without those who cannot meet, and without spokespeople beside those they speak for."""
    kept = [id for id in dict.fromkeys(parties.ids) if cast.get(id).kind in PARTY_KINDS]
    return Parties(tuple(id for id in kept if cast.get(id).speaks_for not in kept), parties.pair)


def _of_word(tree: Tree, cast: Cast, j: int) -> str | None:
    """The actor of a demonym, else any of its country: "the Chilean and Peruvian ministers"."""
    known = world.known(tree.words[j])
    if (own := by_word(tree, cast, j)) is not None or known is None:
        return own
    return next((a.id for a in cast.actors if a.country == known.country), None)


def by_word(tree: Tree, cast: Cast, j: int) -> str | None:
    """The actor that a single word names, also where no mention was seen in it."""
    word = tree.words[j]
    for actor in cast.actors:
        if named(cast, actor.id) and word in (actor.name, actor.name.split()[-1]):
            return actor.id
    own = cast.all_at(j)
    if own:
        return own[0]
    known = world.known(word)
    return country_actor(cast, known.country) if known is not None else None


def person(cast: Cast, i: int) -> bool:
    return any(cast.get(id).kind is ActorKind.PERSON for id in cast.all_at(i))


def leaders(cast: Cast, ids: Iterable[str], day: date | None = None) -> tuple[str, ...]:
    """Heads of state or government among actors, by the report or by the tables of leaders."""
    return tuple(id for id in ids if _is_head(cast, id, day))


def _is_head(cast: Cast, id: str, day: date | None) -> bool:
    actor = cast.get(id)
    if actor.kind is not ActorKind.PERSON:
        return False
    if actor.role is not None:
        return actor.role in HEADS
    known = world.leader(actor.name, day)
    return known is not None and known.country == actor.country and known.kind in OFFICES


OFFICES = frozenset({"head"})
