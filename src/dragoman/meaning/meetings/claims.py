"""Hints on the state of meetings → claims, each under the one who says it."""

from dataclasses import replace

from dragoman.meaning.cast import Cast
from dragoman.meaning.meetings import hints
from dragoman.meaning.meetings.fitting import Gathered
from dragoman.meaning.meetings.hints import Hint
from dragoman.meaning.meetings.words import cases
from dragoman.meaning.tree import Tree
from dragoman.meaning.voices import innermost, voice
from dragoman.ontology import Act, MeetingState, StateFamily
from dragoman.types import OUTLET, UNDATED, StateClaim, Statement

SAYING = frozenset(
    {"propose", "offer", "suggest", "invite", "reject", "rule", "refuse", "decline", "accept",
     "confirm", "deny", "urge", "request"}
)  # fmt: skip
"""Verbs that say what they do."""


class Claims:
    """What is said of meetings, each under the one who says it."""

    def __init__(self, tree: Tree, cast: Cast, statements: tuple[Statement, ...]) -> None:
        self.tree = tree
        self.cast = cast
        self.statements = statements
        self.former: dict[int, list[StateClaim]] = {}

    def add(self, meeting: Gathered, hint: Hint, at: int | None = None) -> None:
        said = self._said(hint, hint.at if at is None else at)
        if said is not None and not hint.performed:
            hint = self._whole(hints.as_said(hint, said.act), hint, said)
        if said is not None and said.speaker is not None:
            asserter, side, when = said.speaker, self.cast.side(said.speaker), said.when
        else:
            asserter = self._performer(hint) or OUTLET
            side, when = self.cast.side(asserter), UNDATED
        claim = StateClaim(hint.state, asserter, side, hint.evidence, when, hint.hedged,
                           hint.denies, said.id if said else None)  # fmt: skip
        former = self.former.setdefault(id(meeting), [])
        if hint.former:
            if not meeting.claims:
                former.append(claim)
                meeting.claims.append(claim)
            return
        meeting.claims[:] = [c for c in meeting.claims if c not in former]
        self._put(meeting, claim, said)

    def _whole(self, hint: Hint, told: Hint, said: Statement) -> Hint:
        """The proof of what the words above deny holds them: "to call it cancelled is wrong"."""
        if hint.denies is None or told.denies is not None:
            return hint
        tree, at = self.tree, hint.at
        for above in tree.ancestors(hint.at):
            inside = any(span.holds(tree.tokens[above].span) for span in said.content)
            if not inside or tree.relation(at) not in hints.HANGING - {"conj"}:
                break
            at = above
        return hint if at == hint.at else replace(hint, evidence=hints.clause_span(tree, at))

    def _performer(self, hint: Hint) -> str | None:
        """Who does by saying what the page tells: "Lima has proposed talks"."""
        if self.tree.lemmas[hint.at] not in SAYING or hint.state.family is StateFamily.HELD:
            return None
        own = [c for c in self.tree.having(hint.at, ("nsubj",))
               if self.tree.tokens[c].relation == "nsubj"]  # fmt: skip
        actors = self.cast.phrase(own[0]) if own else ()
        return actors[0] if len(actors) == 1 else None

    def _said(self, hint: Hint, mention: int) -> Statement | None:
        at = self.tree.tokens[hint.at].span
        if hint.performed or hint.state is MeetingState.UNCONFIRMED:
            # "Lima has not confirmed the visit": no words of Lima's, but its word on the meeting.
            own = next((s for s in self.statements if s.cue is not None and s.cue.meets(at)), None)
            if own is not None and not (own.act is Act.AGREE and self._several(hint.at)):
                return own
            return voice(self.tree, self.statements, hint.at)
        if hint.soft and not hint.performed:
            return self._around_occasion(hint.at)
        said = voice(self.tree, self.statements, hint.at)
        if said is None and mention != hint.at:
            # the words of the meeting are someone's: so is what its verb says of it
            around = innermost(self.statements, self.tree.tokens[mention].span)
            if around is not None and (around.cue is None or not around.cue.meets(at)):
                return around
        return said

    def _around_occasion(self, i: int) -> Statement | None:
        """The occasion of a saying is no part of what is said: "voiced support during talks"."""
        said = voice(self.tree, self.statements, i)
        if said is None or said.cue is None:
            return said
        tail = [c for c in said.content if c.holds(self.tree.tokens[i].span)]
        words = cases(self.tree, i) & {"during", "after", "following", "at", "in"}
        if words and tail and tail[0].start > said.cue.start and said.act is not Act.SAY:
            rest = tuple(s for s in self.statements if s is not said)
            return voice(self.tree, rest, i)
        return said

    def _several(self, verb: int) -> bool:
        """ "The two leaders agreed to meet": told by another, said by neither."""
        subject = self.tree.subject(verb)
        return subject is not None and len(self.cast.phrase(subject)) > 1

    def _put(self, meeting: Gathered, claim: StateClaim, said: Statement | None) -> None:
        for n, other in enumerate(meeting.claims):
            if other.asserter != claim.asserter:
                continue
            same_words = said is not None and other.statement == claim.statement
            same_day = other.when == claim.when and claim.denies in (None, other.denies)
            if other.state is claim.state and (same_words or same_day):
                return
            if same_words and {claim.state, other.state} == {
                MeetingState.POSSIBLE, MeetingState.UNDECIDED,
            }:  # fmt: skip
                meeting.claims[n] = claim
                return
            # "Calling it cancelled is wrong, since no date was set": one claim that denies another.
            if same_words and other.denies and other.state is MeetingState.CONFIRMED:
                meeting.claims[n] = replace(claim, denies=other.denies)
                return
        meeting.claims.append(claim)


def in_order(claims: list[StateClaim]) -> tuple[StateClaim, ...]:
    """Claims in the order of their words; who only denies a state holds by what he last told:
    "it was put off", "to call it cancelled would be wrong"."""
    found: list[StateClaim] = []
    for claim in sorted(claims, key=lambda c: c.evidence):
        own = [c.state for c in found if c.asserter == claim.asserter]
        told = [state for state in own if state.family in (StateFamily.HALTED, StateFamily.OPEN)]
        bare = claim.denies is not None and claim.state is MeetingState.CONFIRMED
        if bare and told and told[-1] is not claim.denies:
            claim = replace(claim, state=told[-1])
        found.append(claim)
    return tuple(found)
