"""What the network marks at a cue → act, polarity, channel and addressee of what is said.

The tables know an act by its verb and a channel by its noun. Where they know nothing better than
that something was said, the network, which reads what is said with it, is asked.
"""

from collections.abc import Iterable
from dataclasses import replace

from dragoman.meaning.tree import Tree
from dragoman.ontology import Act, Channel, Polarity
from dragoman.types import Mark, Statement

SURE = 0.8
"""Probability from which a mark counts where the tables know nothing."""


def marked_act(tree: Tree, cue: int, act: Act) -> Act:
    """The act of a cue: that of the tables unless they know a plain saying only.

    A denial of the tables turns what is said; one of the network's comes later: `with_denials`.
    """
    mark = _at(tree, cue, "act") if act is Act.SAY else None
    return act if mark is None or mark.label == Act.DENY else Act(mark.label)


def with_denials(tree: Tree, statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Statements, with the denials that only the network sees, once all else is read from them.

    "Said that no talks were planned" is a denial whose own words hold the negation already: to
    turn its meetings and events as "denied that talks were planned" does would turn them twice.
    """
    return tuple(
        replace(one, act=Act.DENY)
        if one.act is Act.SAY
        and one.cue is not None
        and (mark := _at(tree, tree.within(one.cue)[0], "act")) is not None
        and mark.label == Act.DENY
        else one
        for one in statements
    )


def marked_polarity(tree: Tree, cue: int, polarity: Polarity) -> Polarity:
    """That of the words, unless they tell none but a saying."""
    mark = _at(tree, cue, "polarity") if polarity is Polarity.AFFIRMED else None
    return polarity if mark is None else Polarity(mark.label)


def marked_channel(tree: Tree, cue: int, channel: Channel) -> Channel:
    """That of the words, unless they tell none."""
    mark = _at(tree, cue, "channel") if channel is Channel.UNKNOWN else None
    return channel if mark is None else Channel(mark.label)


def marked_addressee(tree: Tree, cue: int) -> int | None:
    """The word that a cue points to as those who are told."""
    mark = _at(tree, cue, "addressee")
    if mark is None or mark.goals[0] < 0:
        return None
    told = mark.goals[0]  # the network may point to the first word of "the guild"
    return tree.head(told) if tree.tokens[told].upos == "DET" else told


def _at(tree: Tree, cue: int, head: str) -> Mark | None:
    for mark in tree.marks_at(cue):
        if mark.head == head and mark.score >= SURE:
            return mark
    return None
