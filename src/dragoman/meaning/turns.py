"""A transcript → its turns: "VELL (by phone): We will come.", each the words of its head."""

import re
from collections import defaultdict
from dataclasses import dataclass

from dragoman.meaning.cast import Cast
from dragoman.meaning.frame_cues import Frame
from dragoman.meaning.speech import channel_named
from dragoman.meaning.tree import Tree
from dragoman.meaning.uncued import Said
from dragoman.ontology import ActorKind, Channel
from dragoman.spans import Span

HEAD = re.compile(
    r"(?:^|(?<=[.?!)”\"] ))([A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3})(?: \([^)\n]*\))?: (?=\S)",
    re.MULTILINE,
)
ASKS = frozenset({"q", "question", "reporter", "journalist"})
"""Heads of a question that keep back who asks."""
HOSTS = frozenset({"host", "interviewer", "moderator", "presenter"})
"""Heads of who leads a conversation: the outlet's own voice, which makes no statements."""


@dataclass(frozen=True, slots=True)
class _Turn:
    head: Span
    name: str
    words: Span


def find_turns(tree: Tree, cast: Cast, title: str) -> list[Said]:
    """The turns of a transcript; two at least make one, and they start lines or sentences.

    The asking side makes no statements by its questions if it is of the media and named. Heads
    that name nobody we know are taken for speakers only where questions stand between them.
    """
    turns = _turns(tree.text.content)
    if len(turns) < 2:
        return []
    named = {turn.name.casefold() for turn in turns}
    asked = bool(named & (ASKS | HOSTS))
    channel = channel_named(title.lower().split())
    if channel is Channel.UNKNOWN and (named & HOSTS):
        channel = Channel.INTERVIEW
    people = _surnames(cast)
    found: list[Said] = []
    for turn in turns:
        head = tree.within(turn.head)
        key = turn.name.casefold()
        speaker = next((id for i in head if (id := cast.covering(i)) is not None), None)
        speaker = speaker or people.get(key.rpartition(" ")[2])
        if key in HOSTS or (speaker is not None and cast.get(speaker).sector == "MED"):
            continue
        if key in ASKS:
            speaker = None
        elif speaker is None and not asked:
            continue
        lemma = "ask" if key in ASKS else ""
        frame = Frame(head[-1], "turn", lemma, head[-1], (turn.words,), source_words=turn.head)
        found.append(Said(frame, speaker, (), (turn.words,), channel))
    return found


def _turns(content: str) -> list[_Turn]:
    """Heads with what follows them up to the next head or the end of the line."""
    heads = list(HEAD.finditer(content))
    found: list[_Turn] = []
    for n, head in enumerate(heads):
        line = content.find("\n", head.end())
        end = min(line if line >= 0 else len(content),
                  heads[n + 1].start() if n + 1 < len(heads) else len(content))  # fmt: skip
        words = content[head.end() : end].rstrip()
        if words:
            span = Span(head.end(), head.end() + len(words))
            found.append(_Turn(Span(*head.span(1)), head.group(1), span))
    lines = [t for t in found if t.head.start == 0 or content[t.head.start - 1] == "\n"]
    # “… in short: no.” may stand in any line; only a question at the head lets turns share one.
    return found if any(t.name.casefold() in ASKS for t in lines) else lines


def _surnames(cast: Cast) -> dict[str, str]:
    """Last words of the names that one person bears → who."""
    found: dict[str, set[str]] = defaultdict(set)
    for actor in cast.actors:
        if actor.kind is ActorKind.PERSON and actor.name:
            found[actor.name.casefold().rpartition(" ")[2]].add(actor.id)
    return {name: ids.pop() for name, ids in found.items() if len(ids) == 1}
