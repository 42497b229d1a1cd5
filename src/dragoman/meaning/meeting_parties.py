"""Tree and actors → who takes part in a meeting, by the words beside its noun or verb.

"Envoys of Lima" stand for Lima, "both sides" for the two of the matter in hand. A spokesperson is
no second party beside the one spoken for.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dragoman.meaning import actor_world as world
from dragoman.meaning.cast import Cast
from dragoman.meaning.meeting_words import (
    MEETING_PREPOSITIONS,
    cases,
    light,
    noun_row,
    words,
)
from dragoman.meaning.tree import Tree
from dragoman.ontology import ActorKind, MentionKind
from dragoman.spans import Span

PARTY_KINDS = frozenset(
    {ActorKind.PERSON, ActorKind.GOVERNMENT, ActorKind.COUNTRY, ActorKind.ORGANISATION,
     ActorKind.GROUP, ActorKind.UNKNOWN}
)  # fmt: skip
STATES = frozenset(
    {ActorKind.GOVERNMENT, ActorKind.COUNTRY, ActorKind.GROUP, ActorKind.ORGANISATION}
)
ASIDE = frozenset({"in", "at", "on", "for", "about", "over", "during", "after", "before", "since",
                   "to", "by", "under", "against", "from", "into", "without", "despite", "toward"})  # fmt: skip
"""Prepositions beside a meeting noun that bring no party."""
HOSTING = frozenset(
    {"host", "mediate", "chair", "convene", "broker", "facilitate", "open", "welcome", "propose",
     "organize", "organise", "arrange"}
)
TRAVEL = frozenset(
    {"travel", "fly", "go", "arrive", "head", "come", "attend", "depart", "leave", "participate",
     "gather", "convene", "take"}
)
CONTROL = frozenset(
    {"invite", "ask", "urge", "order", "tell", "instruct", "persuade", "allow", "want", "press",
     "encourage", "expect", "let"}
)
"""Verbs whose object is the subject of the infinitive ("invited her to pay a visit")."""


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


# --- phrases ---------------------------------------------------------------------------------


def members(tree: Tree, cast: Cast, i: int) -> Parties:
    """The parties that a noun phrase names."""
    found = Parties()
    for part in (*tree.conjuncts(i), *_joined(tree, i)):
        found += _part(tree, cast, part)
    return found


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
    if lemma in words("body") and tree.words[i].islower() and _joint(tree, i):
        return Parties((), True)
    apposed = tuple(id for c in tree.having(i, ("appos",)) for id in cast.phrase(c))
    if apposed and all(named(cast, id) for id in apposed):
        return Parties(apposed)
    if (lemma in words("agent") and not cast.all_at(i)) or _generic(tree, cast, i):
        principals = _principals(tree, cast, i)
        if principals:
            return Parties(principals)
    own = cast.all_at(i)
    if not own:
        own = tuple(id for c in tree.having(i, ("appos",)) for id in cast.phrase(c))
    if len(own) < 2 and _both(tree, i):
        return Parties((), True)
    return Parties(tuple(principal(cast, id) for id in own))


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
        for part in tree.conjuncts(child):
            found += [id for id in cast.all_at(part) if id not in own]
    return tuple(dict.fromkeys(found))


def _both(tree: Tree, i: int) -> bool:
    """ "both sides", "the two leaders", "they", "the sides", "their"."""
    word, lemma = tree.lower[i], tree.lemmas[i].lower()
    if word in ("they", "their", "them", "both") or (word == "two" and tree.relation(i) != "nummod"):
        return True
    if lemma not in words("pair") or tree.tokens[i].xpos not in ("NNS", "NNPS"):
        return False
    marks = {tree.lower[c] for c in tree.having(i, ("det", "nummod"))}
    return bool(marks & {"both", "two", "the", "each"}) and not tree.having(i, ("nmod",))


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
    return country_actor(cast, known.country) if known is not None else None


def settled(cast: Cast, parties: Parties) -> Parties:
    """Without those who cannot meet, and without spokespeople beside those they speak for."""
    kept = [id for id in dict.fromkeys(parties.ids) if cast.get(id).kind in PARTY_KINDS]
    return Parties(tuple(id for id in kept if cast.get(id).speaks_for not in kept), parties.pair)


# --- beside a noun ---------------------------------------------------------------------------


def of_noun(tree: Tree, cast: Cast, i: int, kind: str) -> Parties:
    """ "between A and B", "with B" (and who holds it), "the A–B summit", "A’s visit"."""
    dashed = settled(cast, _dashed(tree, cast, i))
    if len(dashed.ids) > 1:
        return dashed
    above = _above_span(tree, i)
    found, spread = Parties(), False
    for child in _beside(tree, {i, above}):
        prepositions = cases(tree, child)
        if prepositions & ASIDE or noun_row(tree, child) is not None:
            continue
        if cast.covering(child) is not None and cast.covering(child) == cast.covering(i):
            continue  # the name of the meeting itself
        if prepositions & {"between", "among"}:
            return settled(cast, members(tree, cast, child))
        found += members(tree, cast, child)
        spread = spread or bool(prepositions & MEETING_PREPOSITIONS)
    found = settled(cast, found)
    if len(found.ids) < 2 or spread:
        found = settled(cast, holder(tree, cast, i, above, spread or kind == "visit") + found)
    return found


def _dashed(tree: Tree, cast: Cast, i: int) -> Parties:
    """ "The Vell–Orrin meeting", "the second Chile-Peru-Bolivia round"."""
    found: list[str] = []
    dashes = 0
    for j in range(i - 1, max(i - 9, -1), -1):
        if tree.words[j] in DASHES:
            dashes += 1
        elif tree.tokens[j].upos == "PROPN" or tree.words[j][:1].isupper():
            if j + 1 < i and tree.words[j + 1] not in DASHES and tree.words[j - 1] not in DASHES:
                continue
            id = _by_word(tree, cast, j)
            if id is not None:
                found.insert(0, id)
        elif not found and tree.tokens[j].upos in ("ADJ", "NOUN", "VERB"):
            continue
        else:
            break
    return Parties(tuple(dict.fromkeys(found)) if dashes and len(found) > 1 else ())


DASHES = frozenset({"-", "–", "—", "/", "‑"})


def _by_word(tree: Tree, cast: Cast, j: int) -> str | None:
    """The actor that a single word names, also where no mention was seen in it."""
    own = cast.all_at(j)
    if own:
        return own[0]
    word = tree.words[j]
    for actor in cast.actors:
        if named(cast, actor.id) and word in (actor.name, actor.name.split()[-1]):
            return actor.id
    known = world.known(word)
    return country_actor(cast, known.country) if known is not None else None


def _above_span(tree: Tree, i: int) -> int:
    """ "six days of talks": the word that the verb takes."""
    head = tree.head(i)
    if head is not None and tree.lemmas[head] in words("span") and tree.relation(i) == "nmod":
        return head
    return i


def _beside(tree: Tree, heads: Iterable[int]) -> Iterator[int]:
    for at in sorted(heads):
        yield from tree.having(at, ("nmod", "compound", "amod", "obl", "nmod:poss"))


def holder(tree: Tree, cast: Cast, i: int, above: int, wide: bool) -> Parties:
    """Who holds the meeting: the subject of its verb; of any verb over it where `wide`."""
    at = above
    if tree.having(i, ("cop",)):
        own = tree.having(i, ("nsubj",))
        if not own or not cases(tree, i):
            return Parties()
        return members(tree, cast, _antecedent(tree, own[0], i))
    for _ in range(4):
        head = tree.head(at)
        if head is None:
            return Parties()
        if tree.tokens[head].upos in ("VERB", "AUX"):
            return _of_holding_verb(tree, cast, at, head, wide)
        relation = tree.relation(at)
        if relation == "nmod" and tree.relation(head) in ("nsubj", "obj", "obl") and not wide:
            return Parties()
        at = head
    return Parties()


def _of_holding_verb(tree: Tree, cast: Cast, at: int, head: int, wide: bool) -> Parties:
    relation = tree.tokens[at].relation
    if relation.startswith("nsubj") or (tree.lemmas[head] in HOSTING and not wide):
        return Parties()
    going = tree.lemmas[head] in TRAVEL and tree.relation(at) in ("obl", "obj")
    if not (wide or going or light(tree, head)):
        return Parties()
    subject, inviter = agent_of(tree, head)
    if subject is None or subject == at:
        return Parties()
    found = members(tree, cast, subject)
    return found + (members(tree, cast, inviter) if inviter is not None else Parties())


def agent_of(tree: Tree, verb: int) -> tuple[int | None, int | None]:
    """The subject of a verb, and who invited or sent it: "A invited B to come" gives B and A."""
    at = verb
    for _ in range(5):
        own = tree.having(at, ("nsubj",))
        if own and not _passive_light(tree, at):
            return _antecedent(tree, own[0], at), None
        head = tree.head(at)
        if head is None or tree.relation(at) not in ("xcomp", "conj", "advcl", "acl", "ccomp"):
            return None, None
        if tree.relation(at) == "ccomp" and tree.having(at, ("mark",)) and at != verb:
            return None, None
        objects = tree.having(head, ("obj", "iobj"))
        if tree.relation(at) in ("xcomp", "ccomp", "advcl") and objects:
            if tree.lemmas[head] in CONTROL:
                inviter = tree.subject(head) if tree.lemmas[head] == "invite" else None
                return objects[0], inviter
        if tree.relation(at) == "acl" and tree.tokens[at].xpos == "VBG":
            return head, None
        at = head
    return None, None


def _passive_light(tree: Tree, verb: int) -> bool:
    return any(tree.tokens[c].relation == "nsubj:pass" for c in tree.children[verb]) and any(
        noun_row(tree, c) is not None for c in tree.having(verb, ("nsubj",))
    )


def _antecedent(tree: Tree, subject: int, verb: int) -> int:
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


# --- around a verb ---------------------------------------------------------------------------


def of_verb(tree: Tree, cast: Cast, i: int) -> tuple[Parties, Parties]:
    """Subject's and others' parties of a verb of meeting."""
    subject, inviter = agent_of(tree, i)
    first = members(tree, cast, subject) if subject is not None else Parties()
    if inviter is not None:
        first += members(tree, cast, inviter)
    others = Parties()
    for child in tree.having(i, ("obj",)):
        others += members(tree, cast, child)
    for child in tree.having(i, ("obl", "nmod")):
        near = cases(tree, child)
        if "with" in near or (not near and _person(cast, child)):
            others += members(tree, cast, child)
    return settled(cast, first), settled(cast, others)


def _person(cast: Cast, i: int) -> bool:
    return any(cast.get(id).kind is ActorKind.PERSON for id in cast.all_at(i))


def leaders(cast: Cast, ids: Iterable[str]) -> tuple[str, ...]:
    """Heads of state or government among actors."""
    return tuple(id for id in ids if cast.get(id).role in HEADS)


HEADS = frozenset({"president", "prime minister", "chancellor", "monarch", "head of state"})


def invited_by(tree: Tree, cast: Cast, i: int) -> Parties:
    """ "at the invitation of A" beside a visit."""
    found = Parties()
    for at in (i, *list(tree.ancestors(i))[:1]):
        for child in tree.having(at, ("obl", "nmod")):
            for noun in (child, *tree.having(child, ("nmod", "obl"))):
                if tree.lemmas[noun] == "invitation" and "at" in cases(tree, noun):
                    for owner in tree.having(noun, ("nmod", "nmod:poss")):
                        found += members(tree, cast, owner)
    return settled(cast, found)


# --- from the context ------------------------------------------------------------------------


def pair_of_report(
    tree: Tree, cast: Cast, before: int, summit: bool = False
) -> tuple[str, ...]:
    """The two of the matter in hand where no meeting tells: "between A and B", else the two
    states or groups that the report names most."""
    for i in range(before - 1, -1, -1):
        if tree.lower[i] == "between" and tree.relation(i) == "case":
            head = tree.head(i)
            ids = members(tree, cast, head).ids if head is not None else ()
            if len(ids) == 2:
                return ids
    heads = leaders(cast, [a.id for a in cast.actors if len(a.mentions) > 1])
    if len(heads) == 2 and len({cast.get(id).country for id in heads}) == 2:
        if summit:
            return heads
    counts = Counter(
        {a.id: len(a.mentions) for a in cast.actors if a.kind in STATES and named(cast, a.id)}
    )
    best = [id for id, n in counts.most_common(3) if n > 1]
    return tuple(best[:2]) if len(best) >= 2 else ()
