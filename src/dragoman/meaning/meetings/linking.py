"""Mentions in order → meetings: which one each mention is of.

What fits best wins, of equals the one last spoken of. Parties decide first: two persons are never
one, a person and the person's state may be. Then kind, name, place and day, and whether the words
point back, ask for another meeting, or tell of one that is over.
"""

from datetime import date

from dragoman.meaning.cast import Cast
from dragoman.meaning.dating import settled
from dragoman.meaning.meetings.acts import between_heads
from dragoman.meaning.meetings.fitting import Fit, Gathered
from dragoman.meaning.meetings.pairs import pair_of_report
from dragoman.meaning.meetings.phrases import CAMPS, Parties, country_actor, leaders
from dragoman.meaning.meetings.scene import Link, Mention
from dragoman.meaning.tree import Tree
from dragoman.ontology import ActorKind, MeetingKind, MeetingState
from dragoman.types import UNDATED

REACH = 4
"""Sentences back to which "it" and "the date" may refer."""


class Linker:
    """The meetings of one report so far."""

    def __init__(self, tree: Tree, cast: Cast, published: date | None) -> None:
        self.tree = tree
        self.cast = cast
        self.published = published
        self.fit = Fit(tree, cast)
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
            score = self.fit.score(one, mention, parties, state)
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
        sentence, stop = tree.sentence_of[i], tree.sentence_tokens(i).stop
        found: Gathered | None = None
        best = -1
        for one in self.known:
            # What is spoken of further down, too, was last spoken of before this.
            spots = [at for at in (one.touched, *(m.at for m in one.mentions)) if at <= stop]
            at = max(spots, default=None)
            if at is None or sentence - tree.sentence_of[at] > REACH or (ahead and one.over):
                continue
            if at > best and (one.claims or tree.sentence_of[at] == sentence):
                found, best = one, at
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
                if len(one.parties) > 1 and any(self.fit.same(speaker, p) for p in one.parties)
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
            last = max(before, key=lambda one: one.touched)
            if self._of_camps(mention):
                # "The two sides" are those of the matter, whoever else met in between.
                last = max(before, key=lambda one: (len(one.mentions), one.touched))
            return self._of_post(mention, last.parties)
        if mention.kind is MeetingKind.CONFERENCE:
            return ()
        plain = self.tree.lemmas[mention.at] in ("meeting", "meet", "face-to-face", "sit")
        summit = mention.kind is MeetingKind.SUMMIT or plain
        return pair_of_report(self.tree, self.cast, mention.at, summit, self.published)

    def _of_camps(self, mention: Mention) -> bool:
        """Whether the clause's subject or what stands beside the noun are "the two sides"."""
        tree, at = self.tree, mention.at
        beside = [*tree.having(at, ("nmod", "nsubj"))]
        for head in list(tree.ancestors(at))[:2]:
            beside += tree.having(head, ("nsubj",))
        return any(tree.lemmas[i].lower() in CAMPS for i in beside)

    def _of_post(self, mention: Mention, parties: tuple[str, ...]) -> tuple[str, ...]:
        """ "A call of the two premiers" after a meeting of ministers: of the same states, though of
        others in them."""
        tree = self.tree
        told = {
            self.cast.get(id).role
            for i in tree.subtree(mention.at) if tree.tokens[i].xpos == "NNS"
            for id in self.cast.all_at(i) if self.cast.get(id).kind is ActorKind.PERSON
        }  # fmt: skip
        if len(told) != 1 or None in told:
            return parties
        found = []
        for id in parties:
            actor = self.cast.get(id)
            other = actor.kind is ActorKind.PERSON and actor.role not in (None, *told)
            found.append((country_actor(self.cast, actor.country) if other else None) or id)
        return tuple(dict.fromkeys(found))

    def _of_heads(self, parties: tuple[str, ...]) -> bool:
        """Whether the persons among the parties are heads of state or government."""
        people = [id for id in parties if self.cast.get(id).kind is ActorKind.PERSON]
        return len(leaders(self.cast, people, self.published)) == len(people)

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
            if not any(self.fit.same(id, known) for known in meeting.parties):
                meeting.parties = (*meeting.parties, id)
        meeting.place = meeting.place or mention.place
        meeting.name = meeting.name or mention.name
        meeting.order = meeting.order or mention.order
        meeting.planned = settled(meeting.planned, mention.planned)
        heads = Parties(meeting.parties)
        kind = between_heads(self.tree, self.cast, mention.at, mention.kind, heads)
        if kind is MeetingKind.SUMMIT:
            meeting.kind = kind
