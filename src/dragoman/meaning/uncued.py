"""What is said without a cue of its own: whose words it is by what stands before it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dragoman.meaning.frame_cues import Frame
from dragoman.meaning.quotes import Quote
from dragoman.meaning.tree import Tree
from dragoman.ontology import Channel
from dragoman.spans import Span


@dataclass(frozen=True, slots=True)
class Said:
    """A frame with its speaker found, on the way to a statement."""

    frame: Frame
    speaker: str | None
    relays: tuple[str, ...]
    content: tuple[Span, ...]
    channel: Channel = Channel.UNKNOWN
    """What the frame's own clause does not tell of it: that of a whole transcript."""


def with_floating(tree: Tree, said: list[Said], quotes: tuple[Quote, ...]) -> list[Said]:
    """Statements with the quotations that go on with them."""
    cues = [tree.tokens[one.frame.cue].span for one in said]
    extra = floating(tree, cues, [one.content for one in said], quotes)
    return [
        replace(one, content=tuple(sorted((*one.content, *extra.get(n, ())))))
        for n, one in enumerate(said)
    ]


def floating(
    tree: Tree,
    cues: Sequence[Span],
    contents: Sequence[tuple[Span, ...]],
    quotes: tuple[Quote, ...],
) -> dict[int, list[Span]]:
    """Quotations without a cue → which of the sayings, sorted by content, each goes on with.

    “Rain will come,” the envoy said. “Bring coats.” – the second quotation is his too; so is a
    paragraph that opens with a quotation while the one before ended in one.
    """
    content = tree.text.content
    extra: dict[int, list[Span]] = {}
    for quote in quotes:
        if any(span.meets(quote.span) for spans in contents for span in spans):
            continue
        if len(tree.within(quote.inner)) < 4 or not _alone(tree, quote):
            continue
        before = [
            n
            for n, (cue, spans) in enumerate(zip(cues, contents, strict=True))
            if max(span.end for span in spans) <= quote.span.start or cue.end <= quote.span.start
        ]
        if not before:
            continue
        last = before[-1]
        gap = content[max(s.end for s in contents[last]) : quote.span.start]
        if gap.count("\n") <= 1:
            extra.setdefault(last, []).append(quote.span)
    return extra


def by_matter(tree: Tree, said: list[Said], quotes: tuple[Quote, ...]) -> list[Said]:
    """Words that semicolons part, in quotation marks on either side: a statement each.

    The cue stays with the words next to it: “We wait”; “the road is shut,” the envoy said.
    """
    found: list[Said] = []
    for one in said:
        parts = [part for span in one.content for part in _matters(tree, span, quotes)]
        if len(parts) == len(one.content):
            found.append(one)
            continue
        near = min(parts, key=lambda part: _gap(part, tree.tokens[one.frame.cue].span))
        found.append(replace(one, content=(near,)))
        for part in parts:
            if part != near:
                first = tree.within(part)[0]
                frame = Frame(first, "carried", "", one.frame.source, (part,))
                found.append(Said(frame, one.speaker, one.relays, (part,)))
    return sorted(found, key=lambda s: s.content)


def _matters(tree: Tree, span: Span, quotes: tuple[Quote, ...]) -> list[Span]:
    """A span in the parts that semicolons outside of its quotations set off, if all quote."""
    words = tree.within(span)
    stops = [
        i for i in words
        if tree.words[i] == ";" and not any(q.inner.holds(tree.tokens[i].span) for q in quotes)
    ]  # fmt: skip
    starts, ends = [words.start, *(i + 1 for i in stops)], [*stops, words.stop]
    parts = [range(a, b) for a, b in zip(starts, ends, strict=True) if a < b]
    if len(parts) < 2 or not all(_quotes_a_clause(tree, part, quotes) for part in parts):
        return [span]
    return [tree.span(part) for part in parts]


def _gap(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end)


def carried_on(tree: Tree, said: list[Said], quotes: tuple[Quote, ...]) -> list[Said]:
    """Sentences with a quoted clause and no source of their own, after one that has a speaker.

    The envoy said the road was open. It was "cleared by our own men" and would stay so. – the
    second sentence is hers as well.
    """
    found: list[Said] = []
    by_sentence: dict[int, Said] = {}
    for one in said:
        by_sentence[tree.sentence_of[one.frame.cue]] = one
        for span in one.content:
            for i in tree.within(span):
                by_sentence.setdefault(tree.sentence_of[i], one)
    before: Said | None = None
    for number, sentence in enumerate(tree.tags.sentences):
        words = range(sentence.first, sentence.last)
        apart = (
            sentence.first > 0
            and "\n"
            in tree.text.content[
                tree.tokens[sentence.first - 1].span.end : tree.tokens[sentence.first].span.start
            ]
        )
        before = by_sentence.get(number, None if apart else before)
        if before is None or before.speaker is None:
            continue
        for part in _limbs(tree, words):
            if _quotes_a_clause(tree, part, quotes) and not _taken(tree, part, said):
                span = tree.span(part)
                frame = Frame(part[0], "carried", "", before.frame.source, (span,))
                found.append(Said(frame, before.speaker, before.relays, (span,)))
    return found


def _taken(tree: Tree, part: range, said: list[Said]) -> bool:
    """Whether a part of a sentence has a cue, or words that one reports."""
    whole = tree.span(part)
    return any(
        one.frame.cue in part or any(span.meets(whole) for span in one.content) for one in said
    )


def _limbs(tree: Tree, words: range) -> list[range]:
    """A sentence in the parts that semicolons set off: each tells a matter of its own."""
    stops = [i for i in words if tree.words[i] == ";"]
    starts = [words.start, *(i + 1 for i in stops)]
    ends = [*stops, words.stop]
    return [range(a, b) for a, b in zip(starts, ends, strict=True) if a < b]


def _quotes_a_clause(tree: Tree, words: range, quotes: tuple[Quote, ...]) -> bool:
    """Whether the marks hold more than a name or a phrase: four words, one of them a verb."""
    for quote in quotes:
        inside = [i for i in tree.within(quote.inner) if i in words]
        if len(inside) >= 4 and any(tree.tokens[i].upos in ("VERB", "AUX") for i in inside):
            return True
    return False


def _alone(tree: Tree, quote: Quote) -> bool:
    """Whether a quotation makes up whole sentences."""
    outside = [
        i
        for i in (*tree.sentence_tokens(tree.within(quote.span)[0]),)
        if not quote.span.holds(tree.tokens[i].span) and tree.relation(i) != "punct"
    ]
    return not outside
