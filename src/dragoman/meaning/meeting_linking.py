"""Mentions in order → meetings: which one each mention is of.

What fits best wins, of equals the one last spoken of. Parties decide first: two persons are never
one, a person and the person's state may be. Then kind, name, place and day, and whether the words
point back, ask for another meeting, or tell of one that is over.
"""

from dataclasses import dataclass, field
from datetime import date

from dragoman.meaning import actor_world as world
from dragoman.meaning.cast import Cast
from dragoman.meaning.dating import settled
from dragoman.meaning.meeting_acts import between_heads
from dragoman.meaning.meeting_pairs import pair_of_report
from dragoman.meaning.meeting_phrases import Parties, country_actor, leaders
from dragoman.meaning.meeting_scene import Link, Mention
from dragoman.meaning.meeting_words import cases, verbs, words
from dragoman.meaning.tree import Tree
from dragoman.ontology import ActorKind, MeetingKind, MeetingState, StateFamily
from dragoman.spans import Span
from dragoman.types import UNDATED, StateClaim, When


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

REACH = 4
"""Sentences back to which "it" and "the date" may refer."""


class Linker:
    """The meetings of one report so far."""

    def __init__(self, tree: Tree, cast: Cast, published: date | None) -> None:
        self.tree = tree
        self.cast = cast
        self.published = published
        self.known: list[Gathered] = []

    def link(
        self,
        mention: Mention,
        state: MeetingState | None,
        speaker: str | None = None,
        sure: bool = False,
    ) -> Gathered | None:
        """The meeting that a mention is of: one that fits, a new one, or none.

        `sure`: whether the network sees a mention there; it then opens a meeting if none fits.
        """
        parties = self._parties(mention, speaker)
        best: tuple[float, int, Gathered] | None = None
        for one in self.known:
            score = self._score(one, mention, parties, state)
            if score is not None and (best is None or (score, one.touched) > best[:2]):
                best = (score, one.touched, one)
        if best is not None:
            one = best[2]
        elif not (sure or self._may_open(mention, parties, state)):
            return None
        else:
            one = Gathered(mention.kind, (), mention.place, mention.name, mention.planned)
            one.parties = parties or self._context(mention)
            self.known.append(one)
        self._add(one, mention, parties)
        return one

    def last(self, i: int, ahead: bool = True) -> Gathered | None:
        """The meeting last spoken of near a token; `ahead`: one that is not over."""
        tree = self.tree
        sentence = tree.sentence_of[i]
        found: Gathered | None = None
        for one in self.known:
            near = sentence - tree.sentence_of[one.touched] <= REACH
            here = tree.sentence_of[one.touched] == sentence
            later = one.touched > tree.sentence_tokens(i).stop
            if not near or not (one.claims or here) or (ahead and one.over) or later:
                continue
            if found is None or one.touched > found.touched:
                found = one
        return found

    def open(self, i: int) -> Gathered:
        """A meeting whose state is told at a token, in words that do not name it."""
        parties = pair_of_report(self.tree, self.cast, i, True, self.published)
        one = Gathered(MeetingKind.TALKS, parties, None, None, UNDATED, touched=i)
        self.known.append(one)
        return one

    def follow(self, i: int) -> Gathered | None:
        """A meeting after one that is over, of the same parties: "would not do so again"."""
        before = self.last(i, ahead=False)
        if before is None:
            return None
        one = Gathered(before.kind, before.parties, None, None, UNDATED, touched=i)
        self.known.append(one)
        return one

    def with_speaker(self, one: Gathered, mention: Mention, speaker: str) -> None:
        """ "The talks with Peru are on, she said": the other party is who speaks.

        Only where one side was told, and the speaker is an official of another state.
        """
        said_by = self.cast.get(speaker)
        if len(one.parties) > 1 or one.name is not None:
            return
        if mention.parties.pair and not one.parties:
            return
        official = said_by.sector in ("GOV", "MIL", "LEG", None) and said_by.country is not None
        foreign = all(
            self.cast.get(id).country not in (None, said_by.country) for id in one.parties
        )
        told = bool(one.parties) or mention.kind is MeetingKind.VISIT
        if official and foreign and told:
            own = country_actor(self.cast, said_by.country) or speaker
            one.parties = (*one.parties, own)

    # --- parties -----------------------------------------------------------------------------

    def _parties(self, mention: Mention, speaker: str | None) -> tuple[str, ...]:
        parties = mention.parties
        if parties.pair and speaker is not None:
            # "She said they would meet": the speaker is one of them, if a meeting of hers is told
            hers = [
                one for one in self.known
                if len(one.parties) > 1 and any(self._same(speaker, p) for p in one.parties)
            ]  # fmt: skip
            if hers:
                return max(hers, key=lambda one: one.touched).parties
        if parties.pair and len(parties.ids) < 2:
            return tuple(dict.fromkeys((*parties.ids, *self._context(mention))))
        return parties.ids

    def _context(self, mention: Mention) -> tuple[str, ...]:
        """The parties of the meeting last spoken of, else the two of the report."""
        if mention.name is not None and mention.kind is MeetingKind.CONFERENCE:
            return ()
        before = [one for one in self.known if len(one.parties) > 1]
        if mention.kind is MeetingKind.SUMMIT:
            # ministers may prepare a summit; it is not theirs
            before = [one for one in before if self._of_heads(one.parties)]
        if before:
            return max(before, key=lambda one: one.touched).parties
        if mention.kind is MeetingKind.CONFERENCE:
            return ()
        plain = self.tree.lemmas[mention.at] in ("meeting", "meet", "face-to-face", "sit")
        summit = mention.kind is MeetingKind.SUMMIT or plain
        return pair_of_report(self.tree, self.cast, mention.at, summit, self.published)

    def _of_heads(self, parties: tuple[str, ...]) -> bool:
        """Whether the persons among the parties are heads of state or government."""
        people = [id for id in parties if self.cast.get(id).kind is ActorKind.PERSON]
        return len(leaders(self.cast, people, self.published)) == len(people)

    def _same(self, a: str, b: str) -> bool:
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
        return sum(any(self._same(a, b) for b in other) for a in one)

    # --- fit ---------------------------------------------------------------------------------

    def _score(
        self, one: Gathered, mention: Mention, parties: tuple[str, ...], state: MeetingState | None
    ) -> float | None:
        """How well a meeting fits a mention; None when it does not."""
        kind = self._kind_fits(one, mention, parties)
        if kind is None or not self._placed(one, mention) or not self._named(one, mention):
            return None
        if _apart(one, mention, state) or any(self._told_in(m, mention) for m in one.mentions):
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

    def _may_open(
        self, mention: Mention, parties: tuple[str, ...], state: MeetingState | None
    ) -> bool:
        """Whether words that fit no known meeting name a new one."""
        if mention.name is not None:
            return True
        if mention.needy and (mention.verbal or not mention.parties.ids):
            if mention.verbal:
                return False
            if mention.kind is MeetingKind.VISIT and mention.place is not None:
                return state is not None  # "the trip to Lima has been shelved"
            if mention.parties.pair and len(parties) > 1 and mention.kind is MeetingKind.CALL:
                return state is not None
            follows = mention.link in (Link.NEW, Link.PAST)
            dated = mention.planned.interval is not None
            known = bool(self.known) or mention.place is not None or dated
            return follows and known and state is not None
        if mention.parties.ids or mention.place is not None:
            return True
        told = bool(parties or self._context(mention))
        # "The two premiers met", where no other words say whose they are
        return state is not None and (told or (mention.verbal and mention.parties.pair))

    def _body(self, id: str) -> str | None:
        actor = self.cast.get(id)
        return actor.speaks_for if actor.kind is ActorKind.PERSON else id

    def _add(self, meeting: Gathered, mention: Mention, parties: tuple[str, ...]) -> None:
        meeting.mentions.append(mention)
        meeting.touched = max(meeting.touched, mention.at)
        if meeting.kind is MeetingKind.CONFERENCE and mention.verbal:
            # who sits down with whom at a conference speaks for one that takes part
            parties = tuple(p for p in map(self._body, parties) if p is not None)
        for id in parties:
            if not any(self._same(id, known) for known in meeting.parties):
                meeting.parties = (*meeting.parties, id)
        meeting.place = meeting.place or mention.place
        meeting.name = meeting.name or mention.name
        meeting.order = meeting.order or mention.order
        meeting.planned = settled(meeting.planned, mention.planned)
        heads = Parties(meeting.parties)
        kind = between_heads(self.tree, self.cast, mention.at, mention.kind, heads)
        if kind is MeetingKind.SUMMIT:
            meeting.kind = kind


def _one_within(a: str, b: str) -> bool:
    """Whether one place is the country of the other: "in Chile" and "in Santiago"."""
    one, other = world.known(a), world.known(b)
    if one is None or other is None or one.country != other.country:
        return False
    return "country" in (one.what, other.what)


def _apart(one: Gathered, mention: Mention, state: MeetingState | None) -> bool:
    """Whether time parts the two: another day, a round that follows, one that is over."""
    ahead = state is not None and state.family is not StateFamily.HELD
    other = bool(one.order and mention.order and one.order != mention.order)
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
    return disjoint and (one.over or state is MeetingState.HELD)
