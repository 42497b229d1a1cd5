"""Words of a state that the network marks → hints on the meetings that they are about."""

from dataclasses import replace

from dragoman.meaning.meeting_hints import Hint
from dragoman.meaning.tree import Tree
from dragoman.ontology import MeetingState
from dragoman.types import Mark

SURE = 0.9
"""Probability from which a marked state counts where the tables know none."""

CERTAIN = 0.97
"""Probability from which it outweighs theirs."""


class StateMarks:
    """The marked states of a report; each is used for one meeting."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.marks = [m for m in tree.tags.marks if m.head == "state" and m.score >= SURE]
        self.used: set[Mark] = set()

    def of(self, mention: int, hint: Hint | None) -> Hint | None:
        """The marked state of a mention: one that points to it, or stands in its clause."""
        tree = self.tree
        words = {mention, *tree.children[mention]}
        predicate = hint.at if hint is not None else tree.head(mention)
        for mark in self.marks:
            goal = mark.goals[0] if mark.goals else -1
            covers = mark.first <= mention < mark.last
            clause = predicate is not None and mark.first <= predicate < mark.last
            if mark not in self.used and (goal in words or covers or (clause and goal < 0)):
                self.used.add(mark)
                return self.hint(mark, hint) if hint is None or mark.score >= CERTAIN else hint
        return None

    def hint(self, mark: Mark, known: Hint | None = None) -> Hint:
        """A marked state as a hint, with what the tables know of the same words."""
        span = self.tree.span(range(mark.first, mark.last))
        at = self.tree.head_of(span)
        made = Hint(MeetingState(mark.label), span, mark.first if at is None else at, marked=True)
        if known is None:
            return made
        return replace(made, hedged=known.hedged, denies=known.denies, performed=known.performed)

    def rest(self) -> list[Mark]:
        """Marks that no mention took, in order."""
        return [mark for mark in self.marks if mark not in self.used]
