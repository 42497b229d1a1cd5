"""“The statement said …”, “According to the channel …”: papers and outlets that are not named.

The words of a paper are those of whoever put it out; an outlet is the one named last.
"""

from dataclasses import replace

from dragoman.meaning.cast import Cast
from dragoman.meaning.cue_marks import marked_channel
from dragoman.meaning.speech import channel_nouns, occasion_of
from dragoman.meaning.tree import Tree
from dragoman.meaning.uncued import Said
from dragoman.ontology import Channel

PAPERS = frozenset({Channel.STATEMENT, Channel.LETTER, Channel.SOCIAL_MEDIA, Channel.DOCUMENT})
"""Channels whose nouns can be the subject of a saying: “the post read”, no “the briefing said”."""

MEDIA = frozenset(
    {"agency", "newswire", "media", "newspaper", "paper", "daily", "weekly", "outlet", "channel",
     "broadcaster", "website", "portal", "magazine", "network"}
)  # fmt: skip
"""What outlets are called."""

REACH = 12
"""How many sentences before the one may stand who put out a paper that speaks."""


def with_authors(tree: Tree, cast: Cast, said: list[Said]) -> list[Said]:
    """Sayings of a definite paper with its author: the last who spoke through such a paper, else
    for a statement whoever spoke right before it; those of a definite outlet with the outlet."""
    found: list[Said] = []
    spoken: list[tuple[int, Channel, str]] = []
    for one in sorted(said, key=lambda s: s.frame.cue):
        at, noun = tree.sentence_of[one.frame.cue], _noun(tree, one)
        kind = None
        if noun is not None and tree.lemmas[noun].lower() in MEDIA:
            outlet = _named_last(tree, cast, noun)
            one = _of(one, noun, outlet) if outlet is not None else one
        elif noun is not None:
            kind = channel_nouns().get(tree.lemmas[noun].lower().replace("-", ""))
            author = _author(spoken, at, kind) if kind in PAPERS else None
            one = replace(_of(one, noun, author), channel=kind) if author and kind else one
        if one.speaker is not None and cast.get(one.speaker).sector != "MED":
            channel = kind or occasion_of(tree, one.frame).channel
            spoken.append((at, marked_channel(tree, one.frame.cue, channel), one.speaker))
        found.append(one)
    return found


def _noun(tree: Tree, one: Said) -> int | None:
    """The noun of a definite source that is no actor: by the parse, else by the source's words."""
    if one.speaker is not None or one.frame.source is None:
        return None
    words = one.frame.source_words
    for noun in (one.frame.source, None if words is None else tree.head_of(words)):
        if noun is not None and any(tree.lower[c] == "the" for c in tree.children[noun]):
            return noun
    return None


def _of(one: Said, noun: int, speaker: str | None) -> Said:
    return replace(one, frame=replace(one.frame, source=noun), speaker=speaker)


def _author(
    spoken: list[tuple[int, Channel, str]], at: int, kind: Channel | None
) -> str | None:
    near = [told for told in spoken if at - told[0] <= REACH]
    for _, channel, speaker in reversed(near):
        if channel is kind:
            return speaker
    if kind is Channel.STATEMENT and near and at - near[-1][0] <= 1:
        return near[-1][2] if near[-1][1] is Channel.UNKNOWN else None
    return None


def _named_last(tree: Tree, cast: Cast, noun: int) -> str | None:
    """The outlet that was named last before a noun, in its sentence or one of the two before."""
    for i in range(noun - 1, -1, -1):
        if tree.sentence_of[noun] - tree.sentence_of[i] > 2:
            return None
        id = cast.covering(i)
        if id is not None and cast.get(id).sector == "MED" and cast.get(id).country:
            return id
    return None
