"""Tree and actors → who stands at which words: the view by which other meanings ask."""

from collections.abc import Iterable, Iterator, Mapping

from dragoman.meaning.tree import Tree
from dragoman.ontology import ActorKind, MentionKind
from dragoman.types import OUTLET, Actor

_NAME_PARTS = frozenset({"flat", "fixed", "goeswith", "compound", "appos", "nmod:desc"})
"""Relations that tie a title or a further part of a name to its head ("minister" to "Vell")."""


_SIDES = frozenset({"REB", "UAF", "OPP", "SEP", "INS", "RAD", "PRM", "IGO"})
"""Sectors whose actors are no part of a state's side."""


def side_of(actors: Mapping[str, Actor], id: str) -> str:
    """Whom an actor's words count for: a country's ISO code, else an id; see `Cast.side`."""
    if id == OUTLET:
        return id
    chain = served(actors, id)
    for actor in chain:
        if actor.kind is not ActorKind.PERSON and actor.sector in _SIDES:
            return actor.id
    if chain[0].sector in _SIDES:
        return id  # a rebel whose group the report does not name
    country = next((actor.country for actor in chain if actor.country is not None), None)
    return country if country is not None else chain[-1].id


def served(actors: Mapping[str, Actor], id: str) -> list[Actor]:
    """An actor, whom it speaks for, whom that one speaks for, and so on."""
    chain: list[Actor] = []
    at: str | None = id
    while at is not None and all(actor.id != at for actor in chain):
        chain.append(actors[at])
        at = chain[-1].speaks_for
    return chain


class Cast:
    """The actors of a report by the tokens that stand for them; made once, then only asked."""

    def __init__(self, tree: Tree, actors: tuple[Actor, ...]) -> None:
        self.tree = tree
        self.actors = actors
        self._by_id = {actor.id: actor for actor in actors}
        self._at: dict[int, list[str]] = {}
        self._cover: dict[int, tuple[int, str]] = {}
        for actor in actors:
            for mention in actor.mentions:
                self._at.setdefault(mention.head, []).append(actor.id)
                for i in tree.within(mention.span):
                    shortest = self._cover.get(i)
                    if shortest is None or len(mention.span) < shortest[0]:
                        self._cover[i] = (len(mention.span), actor.id)

    def get(self, id: str) -> Actor:
        """The actor of an id; KeyError when the report has none such."""
        return self._by_id[id]

    def all_at(self, i: int) -> tuple[str, ...]:
        """Every actor that the word stands for ("they" stands for several)."""
        for at in self._names_of(i):
            if at in self._at:
                return tuple(dict.fromkeys(self._at[at]))
        return ()

    def at(self, i: int) -> str | None:
        """The actor whose mention is headed at a token, or at the head of the name it belongs to.

        "minister" and "Anna" in "Minister Anna Vell said" both give Anna Vell.
        """
        found = self.all_at(i)
        return found[0] if found else None

    def covering(self, i: int) -> str | None:
        """The actor whose shortest mention holds a token, whatever its head."""
        found = self._cover.get(i)
        return found[1] if found else None

    def phrase(self, i: int) -> tuple[str, ...]:
        """Actors of the noun phrase headed at a token, with conjuncts and appositions.

        "Lima and Quito" gives two; "both leaders" the two persons that it refers to.
        """
        found: list[str] = []
        for part in self.tree.conjuncts(i):
            own = self.all_at(part)
            if not own:
                for child in self.tree.having(part, ("appos",)):
                    own += self.phrase(child)
            found += own
        return tuple(dict.fromkeys(found))

    def within(self, tokens: Iterable[int]) -> tuple[str, ...]:
        """Actors whose mentions are headed at one of the tokens, in order, each once."""
        found = [id for i in tokens for id in self._at.get(i, ())]
        return tuple(dict.fromkeys(found))

    def side(self, id: str | None) -> str | None:
        """Whom an actor's words count for: a country's ISO code, else an actor's id.

        Armed and opposition groups, and bodies of several countries, are sides of their own
        wherever they are; who speaks for one is on its side. A state without a code is its own.
        """
        return id if id is None else side_of(self._by_id, id)

    def _names_of(self, i: int) -> Iterator[int]:
        """A token, the heads of the name it is part of, then the name that it is a title of."""
        yield i
        tree, at = self.tree, i
        for _ in range(4):
            head = tree.head(at)
            if head is None or tree.tokens[at].relation not in _NAME_PARTS:
                break
            # "summit" in "Lima summit" is no name of Lima's: only nouns right before a name climb.
            if tree.tokens[at].relation == "compound" and not self._title(at, head):
                break
            at = head
            yield at
        for child in tree.having(i, ("flat", "appos", "compound", "nmod:desc")):
            if child > i and child in self._at:
                yield child
        if i not in self._cover and tree.tokens[i].upos in ("NOUN", "PROPN"):
            yield from self._named_next(i)

    def _title(self, title: int, name: int) -> bool:
        """Whether a noun stands right before the name that it belongs to."""
        return name - title <= 2 and (title not in self._cover or self._same(title, name))

    def _same(self, one: int, other: int) -> bool:
        return self._cover.get(one) == self._cover.get(other)

    def _named_next(self, i: int) -> Iterator[int]:
        """The person named right after a title, where the parse left them unjoined."""
        following = self._cover.get(i + 1)
        if following is None or self._by_id[following[1]].kind is not ActorKind.PERSON:
            return
        for mention in self._by_id[following[1]].mentions:
            inside = self.tree.within(mention.span)
            if inside.start == i + 1 and mention.kind is MentionKind.NAME:
                yield mention.head
