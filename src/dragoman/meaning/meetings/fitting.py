"""A meeting so far and a mention → how well the one fits the other.

Parties decide first: two persons are never one, a person and the person's state may be. Then kind,
name, place and day, and whether the words point back, ask for another meeting, or tell of one that
is over.
"""

from dataclasses import dataclass, field

from dragoman.meaning import actor_world as world
from dragoman.meaning.cast import Cast
from dragoman.meaning.meetings.scene import Link, Mention
from dragoman.meaning.meetings.words import cases, verbs, words
from dragoman.meaning.tree import Tree
from dragoman.ontology import ActorKind, MeetingKind, MeetingState, StateFamily
from dragoman.spans import Span
from dragoman.types import StateClaim, When


@dataclass(slots=True)
class Gathered:
    """A meeting while its mentions are gathered."""

    kind: MeetingKind
    parties: tuple[str, ...]
    place: Span | None
    name: str | None
    planned: When
    order: str = ""
    mentions: list[Mention] = field(default_factory=list)
    claims: list[StateClaim] = field(default_factory=list)
    touched: int = 0
    """The last token that spoke of it."""

    @property
    def over(self) -> bool:
        """Whether the report tells it as held."""
        return any(c.state is MeetingState.HELD and not c.hedged for c in self.claims)


ALIKE = (
    {MeetingKind.SUMMIT, MeetingKind.TALKS},
    {MeetingKind.SUMMIT, MeetingKind.CONFERENCE},
    {MeetingKind.TALKS, MeetingKind.CONFERENCE},
)
"""Kinds that may be one meeting told in two words."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What tells whether a mention is of a meeting."""

    tree: Tree
    cast: Cast

    def same(self, a: str, b: str) -> bool:
        """Whether two parties may be one side at the table."""
        if a == b:
            return True
        one, other = self.cast.get(a), self.cast.get(b)
        chains = self._chain(a), self._chain(b)
        if b in chains[0] or a in chains[1]:
            return True
        people = one.kind is ActorKind.PERSON and other.kind is ActorKind.PERSON
        if not people and chains[0][-1] == chains[1][-1]:
            return True
        if one.country is None or one.country != other.country:
            return False
        states = (ActorKind.COUNTRY, ActorKind.GOVERNMENT)
        return one.kind in states or other.kind in states

    def _chain(self, id: str) -> list[str]:
        """An actor and those that it speaks for, upwards."""
        found = [id]
        while (up := self.cast.get(found[-1]).speaks_for) is not None and up not in found:
            found.append(up)
        return found

    def _shared(self, one: tuple[str, ...], other: tuple[str, ...]) -> int:
        return sum(any(self.same(a, b) for b in other) for a in one)

    def score(
        self, one: Gathered, mention: Mention, parties: tuple[str, ...], state: MeetingState | None
    ) -> float | None:
        """How well a meeting fits a mention; None when it does not."""
        kind = self._kind_fits(one, mention, parties)
        if kind is None or not self._placed(one, mention) or not self._named(one, mention):
            return None
        if _apart(self.tree, one, mention, state):
            return None
        here = self.tree.sentence_of[mention.at]
        told = (m for m in one.mentions if abs(self.tree.sentence_of[m.at] - here) <= 1)
        if any(self._told_in(m, mention) for m in told):
            return None
        score = kind
        own = parties if mention.parties.pair else mention.parties.ids
        if own and one.parties:
            shared = self._shared(own, one.parties)
            smaller = min(len(own), len(one.parties))
            if shared == 0 or shared < min(smaller, 2):
                return None
            score += shared + len(set(own) & set(one.parties))
        elif not own and not self._in_play(one, mention):
            return None
        if mention.link is Link.BACK:
            near = self.tree.sentence_of[mention.at] - self.tree.sentence_of[one.touched]
            score += max(0, 2 - near)
        first, second = one.planned.interval, mention.planned.interval
        if first is not None and second is not None:
            apart = str(first.end)[:10] <= str(second.start)[:10]
            apart = apart or str(second.end)[:10] <= str(first.start)[:10]
            score += -2 if apart else 2
        if state is MeetingState.HELD and mention.link is Link.BACK:
            score += 1 if one.over else -1
        elif one.over and mention.link is Link.OPEN:
            score -= 0.5
        if mention.name and one.name:
            score += 3
        if mention.place is not None and one.place is not None:
            score += 1
        return score

    def _told_in(self, one: Mention, other: Mention) -> bool:
        """ "Agreed in their talks to hold a summit": what is told at a meeting is another one."""
        tree = self.tree
        for setting, told in ((one.at, other.at), (other.at, one.at)):
            verb = tree.head(setting)
            if verb is None or not cases(tree, setting) & words("setting"):
                continue
            above = list(tree.ancestors(told))
            if verb == told or (verb in above and setting not in above):
                return True
        first, last = sorted((one.at, other.at))
        # "a meeting to arrange a summit": the one is for the other
        return any(
            tree.lower[j] == "to" and tree.lemmas[j + 1] in verbs("prepare")
            for j in range(max(first + 1, last - 6), min(last, first + 5))
        )

    def _kind_fits(self, one: Gathered, mention: Mention, parties: tuple[str, ...]) -> float | None:
        if one.kind is mention.kind:
            return 1.0
        if {one.kind, mention.kind} == {MeetingKind.TALKS, MeetingKind.VISIT}:
            # "the meeting" may be the visit; "their talks" are held during it
            free = mention.place is None and mention.planned.interval is None
            return 0.0 if mention.link is Link.BACK and free and not one.over else None
        return 0.0 if {one.kind, mention.kind} in ALIKE else None

    def _placed(self, one: Gathered, mention: Mention) -> bool:
        if one.place is None or mention.place is None:
            return True
        a, b = self.tree.text[one.place], self.tree.text[mention.place]
        moved = mention.link is Link.BACK
        return a == b or a in b or b in a or moved or _one_within(a, b)

    def _named(self, one: Gathered, mention: Mention) -> bool:
        if mention.name is None and one.name is None:
            return True
        if mention.name and one.name:
            a, b = set(mention.name.lower().split()), set(one.name.lower().split())
            return a <= b or b <= a
        if mention.name:
            return False
        return mention.link is Link.BACK or mention.verbal

    def _in_play(self, one: Gathered, mention: Mention) -> bool:
        """Whether words without parties may mean it: its parties, state or own noun were told."""
        if mention.link is Link.OPEN and mention.place is None and mention.name is None:
            return bool(one.claims or len(one.parties) > 1)
        if mention.kind is MeetingKind.VISIT and mention.link is not Link.BACK:
            return False
        tree = self.tree
        lemma = tree.lemmas[mention.at]
        told = len(one.parties) > 1 or bool(one.claims)
        return told or any(tree.lemmas[m.at] == lemma for m in one.mentions)


def _one_within(a: str, b: str) -> bool:
    """Whether one place is the country of the other: "in Chile" and "in Santiago"."""
    one, other = world.known(a), world.known(b)
    if one is None or other is None or one.country != other.country:
        return False
    return "country" in (one.what, other.what)


def _apart(tree: Tree, one: Gathered, mention: Mention, state: MeetingState | None) -> bool:
    """Whether time parts the two: a day of "a meeting" that is another, a round that follows, one
    that is over."""
    ahead = state is not None and state.family is not StateFamily.HELD
    other = bool(one.order and mention.order and one.order != mention.order)
    some = any(tree.lower[c] in ("a", "an") for c in tree.having(mention.at, ("det",)))
    if some and mention.order and one.order != mention.order and one.mentions:
        return True  # "A second round was called off": none of those spoken of
    if mention.link is Link.NEW and (one.over or other):
        return True
    if mention.link is Link.PAST and one.claims and not one.over:
        return True
    if one.over and ahead and mention.link is not Link.BACK and mention.link is not Link.PAST:
        return True
    first, second = one.planned.interval, mention.planned.interval
    known = first is not None and second is not None
    disjoint = False
    if first is not None and second is not None:
        a, b = str(first.start)[:10], str(second.start)[:10]
        disjoint = str(first.end)[:10] <= b or str(second.end)[:10] <= a
    foretold = any(c.state.family is not StateFamily.HELD for c in one.claims)
    held = state is not None and state.family is StateFamily.HELD
    if held and foretold and mention.link is Link.OPEN and (disjoint or not known):
        return True
    another = mention.link is Link.OPEN and any(
        tree.lower[c] in ("a", "an", "another") for c in tree.having(mention.at, ("det",))
    )
    return disjoint and (one.over or another or state is MeetingState.HELD)
