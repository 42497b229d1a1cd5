"""Words that the network marks → mentions of meetings, and hints on their states.

The tables know the parties, the day and the place of a meeting by the parse; the network knows that
words name a meeting, or tell its state, also where no table has them.
"""

from dataclasses import replace

from dragoman.meaning.meetings.hints import Hint
from dragoman.meaning.tree import Tree
from dragoman.ontology import MeetingState
from dragoman.types import Mark

NAMED = 0.98
"""Probability from which marked words name a meeting."""

SURE = 0.99
"""Probability from which a marked state counts where the tables know none or only a tense."""

TELLING = frozenset({"VERB", "NOUN", "ADJ", "PROPN"})


def _tells(tree: Tree, mark: Mark) -> bool:
    """Whether the words can tell a state: "been", "now" or "the" alone cannot."""
    return any(tree.tokens[i].upos in TELLING for i in range(mark.first, mark.last))


class MeetingMarks:
    """The marked mentions and states of a report; each state is used for one meeting."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        marks = tree.tags.marks
        self.states = [
            m for m in marks if m.head == "state" and m.score >= SURE and _tells(tree, m)
        ]
        self.used: set[Mark] = set()
        named = [m for m in marks if m.head == "mention" and m.score >= NAMED]
        heads = (tree.head_of(tree.span(range(m.first, m.last))) for m in named)
        self.mentions = {i for i in heads if i is not None}
        """Heads of the words that name a meeting."""
        self.covered = {i for m in named for i in range(m.first, m.last)}

    def of(self, mention: int, hint: Hint | None) -> Hint | None:
        """The marked state of a mention: one that points to it, or stands in its clause."""
        tree = self.tree
        words = {mention, *tree.children[mention]}
        predicate = hint.at if hint is not None else tree.head(mention)
        for mark in self.states:
            goal = mark.goals[0] if mark.goals else -1
            covers = mark.first <= mention < mark.last
            clause = predicate is not None and mark.first <= predicate < mark.last
            if mark not in self.used and (goal in words or covers or (clause and goal < 0)):
                self.used.add(mark)
                return self._weighed(mark, hint)
        return None

    def _weighed(self, mark: Mark, hint: Hint | None) -> Hint:
        """The state of a mention by rules and network.

        A word of the tables outweighs the network. Where only a tense tells ("will be held"), it
        gives the family, which it seldom misses, and the network the state within it.
        """
        if hint is None:
            return self.hint(mark)
        state = MeetingState(mark.label)
        if not hint.tensed or state.family is not hint.state.family:
            return hint
        return replace(hint, state=state, former=False, soft=False)

    def hint(self, mark: Mark) -> Hint:
        """A marked state as a hint."""
        span = self.tree.span(range(mark.first, mark.last))
        at = self.tree.head_of(span)
        return Hint(MeetingState(mark.label), span, mark.first if at is None else at, marked=True)

    def rest(self) -> list[Mark]:
        """Marked states that no mention took, in order."""
        return [mark for mark in self.states if mark not in self.used]
