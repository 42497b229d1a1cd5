"""Tree, actors and times → statements: who said what to whom, through what, passed on by whom."""

from dataclasses import replace
from datetime import date

from dragoman.meaning.cast import Cast
from dragoman.meaning.cue_marks import (
    marked_act,
    marked_addressee,
    marked_channel,
    marked_polarity,
)
from dragoman.meaning.dating import statement_date
from dragoman.meaning.frame_cues import Frame, nobody, unsaid
from dragoman.meaning.frames import find_frames
from dragoman.meaning.papers import MEDIA, with_authors
from dragoman.meaning.quotes import Quote, find_quotes
from dragoman.meaning.speech import (
    Occasion,
    act_of,
    form_of,
    occasion_of,
    polarity_of,
    scare_quotes,
)
from dragoman.meaning.tree import Tree
from dragoman.meaning.turns import find_turns
from dragoman.meaning.uncued import Said, by_matter, carried_on, with_floating
from dragoman.ontology import Act, ActorKind, Channel, DateHow, Form, MentionKind, Polarity
from dragoman.spans import Span
from dragoman.types import Statement, Time, When


def find_statements(
    tree: Tree,
    cast: Cast,
    times: tuple[Time, ...],
    published: date | None,
    title: str = "",
) -> tuple[Statement, ...]:
    """All statements of a report, sorted by content; a title tells what a transcript is one of."""
    quotes = find_quotes(tree.text.content)
    said = [_with_speaker(tree, cast, frame) for frame in find_frames(tree, quotes)]
    said = [one for one in said if _is_statement(tree, cast, one) and _as_quoted(tree, one, quotes)]
    said = with_authors(tree, cast, [one for one in said if not _only_cites(tree, one, said)])
    said += find_turns(tree, cast, title)
    said = _with_relays(tree, cast, said)
    said = by_matter(tree, with_floating(tree, said, quotes), quotes)
    said += carried_on(tree, said, quotes)
    statements: list[Statement] = []
    for one in said:
        own = [s for s in statements if s.speaker is not None and s.speaker == one.speaker]
        before = own[-1] if own else None
        statements.append(_statement(tree, cast, one, quotes, times, published, before))
    ordered = sorted(statements, key=lambda s: s.content)
    return tuple(replace(s, id=f"s{n}") for n, s in enumerate(ordered, 1))


def _with_speaker(tree: Tree, cast: Cast, frame: Frame) -> Said:
    speaker = _speaker(tree, cast, frame) if frame.source is not None else None
    relay = cast.at(frame.relay) if frame.relay is not None else None
    cited = _cited(tree, cast, frame)
    outlet = cast.get(speaker).sector == "MED" if speaker else _media(tree, frame)
    if cited is not None and outlet:
        frame = replace(frame, source=cited, source_words=None)
        speaker, relay = cast.phrase(cited)[0], speaker
    return Said(frame, speaker, (relay,) if relay and relay != speaker else (), frame.content)


def _cited(tree: Tree, cast: Cast, frame: Frame) -> int | None:
    """“The daily reported, citing two officials, that …”: the officials, whom it passes on.

    Not another outlet: of those nobody's words are told.
    """
    heads = [frame.cue] if frame.source is None else [frame.cue, frame.source]
    clauses = [c for head in heads for c in tree.having(head, ("advcl", "acl", "parataxis"))]
    for clause in clauses:
        if tree.lower[clause] in ("citing", "quoting"):
            rest = range(clause + 1, tree.sentence_tokens(clause).stop)
            stop = next((i for i in rest if tree.relation(i) == "punct"), rest.stop)
            # Whatever the parse hangs them on, they stand right behind the word.
            nouns = [i for i in range(clause + 1, stop) if tree.tokens[i].upos in ("NOUN", "PROPN")]
            own = [i for i in nouns if tree.relation(i) not in ("compound", "nmod:poss", "nmod")]
            for cited in (*tree.having(clause, ("obj",)), *own):
                people = cast.phrase(cited)[:1]
                if people and cast.get(people[0]).sector != "MED":
                    return cited
    return None


def _only_cites(tree: Tree, one: Said, said: list[Said]) -> bool:
    """Whether a frame is the "citing two officials" of another, which tells the same words."""
    return one.frame.lemma in ("cite", "quote") and any(
        other.frame.lemma not in ("cite", "quote")
        and (
            any(span.meets(own) for span in other.content for own in one.content)
            # “…, citing the board”: who is cited, taken for what was said
            or (one.frame.cue + 1 in tree.within(one.content[0]) and _beside(tree, one, other))
        )
        for other in said
    )


def _beside(tree: Tree, one: Said, other: Said) -> bool:
    return tree.sentence_of[one.frame.cue] == tree.sentence_of[other.frame.cue]


def _speaker(tree: Tree, cast: Cast, frame: Frame) -> str | None:
    """The actor at a source; of "the guild’s version" and "a note of the guild" the guild."""
    source = frame.source
    if source is None:
        return None
    named = cast.phrase(source)
    words = frame.source_words
    if words is not None and words.holds(tree.tokens[source].span):
        # A parse that ties a name to the phrase before it does not change who stands in the words.
        inside = cast.within(tree.within(words))
        if inside and not set(named) & set(inside):
            people = [id for id in inside if cast.get(id).kind is ActorKind.PERSON]
            return (people or list(inside))[0]
    if named:
        return named[0]
    if tree.tokens[source].upos != "NOUN":
        return None
    for child in tree.having(source, ("nmod:poss", "amod", "nmod", "compound")):
        owner = cast.phrase(child)
        if owner:
            return owner[0]
    return None


def _is_statement(tree: Tree, cast: Cast, one: Said) -> bool:
    """A frame with a source that can speak; the network's own need a source at the least."""
    frame = one.frame
    if frame.source is None:
        return False
    if frame.kind == "noun":
        return one.speaker is not None
    if frame.lemma in ("cite", "quote") and _names_a_source(tree, cast, frame):
        return False
    if _unnamed_only(tree, frame):
        return False
    if one.speaker is not None:
        return True
    if frame.kind == "speech" and nobody(tree, frame.source) and unsaid(tree, frame.cue):
        return True  # "Nobody said where": told of all who might have
    # "The survey shows …": a source that is no actor we can name, if the network takes it for one.
    marked = any(r.kind == "cue" and r.first <= frame.cue < r.last for r in tree.tags.roles)
    return marked and (
        tree.tokens[frame.source].upos in ("NOUN", "PROPN") or tree.lower[frame.source] in PERSONS
    )


def _unnamed_only(tree: Tree, frame: Frame) -> bool:
    """ "An envoy who declined to be named": of the one who speaks, nothing that is said."""
    kept = frame.lemma in ("decline", "refuse", "ask", "want", "wish")
    named = [c for c in tree.having(frame.cue, ("xcomp", "ccomp")) if tree.lemmas[c] in NAMING]
    return kept and any(tree.having(c, ("aux",)) for c in named)


NAMING = frozenset({"name", "identify", "quote"})


PERSONS = frozenset({"he", "she", "it", "they"})
"""Pronouns of a speaker who may be unknown, but is one."""


def _as_quoted(tree: Tree, one: Said, quotes: tuple[Quote, ...]) -> bool:
    """Whether a cue within a quotation tells of words there: in “ties are continuing” none tells
    of the quotation before it."""
    cue = tree.tokens[one.frame.cue].span
    around = [quote.span for quote in quotes if quote.inner.holds(cue)]
    return not around or any(q.meets(span) for q in around for span in one.content)


def _names_a_source(tree: Tree, cast: Cast, frame: Frame) -> bool:
    """ "The paper said, citing two officials": the officials are a source, not what was said."""
    heads = [tree.head_of(span) for span in frame.content]
    return all(head is not None and bool(cast.phrase(head)) for head in heads)


def _with_relays(tree: Tree, cast: Cast, said: list[Said]) -> list[Said]:
    """Words within another's words: passed on by that other, or dropped when it is the same one.

    An outlet that only passes on what someone said ("The agency reported that the envoy said …")
    makes no statement of its own.
    """
    kept: list[Said] = []
    passed_on: set[int] = set()
    for one in sorted(said, key=lambda s: (-sum(map(len, s.content)), s.frame.cue)):
        around = [
            other
            for other in kept
            if other.frame.cue != one.frame.cue
            and any(span.holds(one.content[0]) for span in other.content)
        ]
        if not around:
            kept.append(one)
            continue
        outer = min(around, key=lambda s: sum(map(len, s.content)))
        # "They said that they had never threatened to leave": what is told as unsaid is no echo.
        silent = one.frame.kind != "noun" and unsaid(tree, one.frame.cue)
        if not silent and (one.speaker is None or one.speaker == outer.speaker):
            continue
        if not silent and one.frame.kind == "thought":
            continue
        passed = (*one.relays, *([outer.speaker] if outer.speaker else []), *outer.relays)
        relays = tuple(id for id in dict.fromkeys(passed) if id != one.speaker)
        kept.append(replace(one, relays=relays))
        if _of_the_media(tree, cast, outer) and any(
            span.holds(tree.tokens[one.frame.cue].span) for span in outer.content
        ):
            passed_on.add(outer.frame.cue)
    return sorted((s for s in kept if s.frame.cue not in passed_on), key=lambda s: s.content)


def _of_the_media(tree: Tree, cast: Cast, one: Said) -> bool:
    if one.speaker is not None and cast.get(one.speaker).sector == "MED":
        return True
    return _media(tree, one.frame)


def _media(tree: Tree, frame: Frame) -> bool:
    return frame.source is not None and tree.lemmas[frame.source].lower() in MEDIA


def _statement(
    tree: Tree,
    cast: Cast,
    one: Said,
    quotes: tuple[Quote, ...],
    times: tuple[Time, ...],
    published: date | None,
    before: Statement | None,
) -> Statement:
    frame = one.frame
    occasion = occasion_of(tree, frame)
    when = statement_date(tree, frame.cue, times, published)
    goes_on = before is not None and (frame.kind == "carried" or _goes_on(tree, one, before))
    if goes_on and before is not None:
        occasion = _carried(occasion, before)
        if when.how in (DateHow.PUBLICATION, DateHow.UNDATED) and before.when.interval:
            when = When(DateHow.INFERRED, before.when.interval, before.when.time)
    if occasion.channel is Channel.UNKNOWN:
        occasion = replace(occasion, channel=one.channel)
    if occasion.addressee is None:
        occasion = replace(occasion, addressee=marked_addressee(tree, frame.cue))
    if occasion.addressee is not None and tree.lower[occasion.addressee] in THINGS:
        occasion = replace(occasion, addressee=None)  # "She denied this"
    source = _source_words(tree, frame)
    addressees = _those_told(tree, cast, occasion.addressee)
    polarity = marked_polarity(tree, frame.cue, polarity_of(tree, frame))
    kept_silent = polarity is Polarity.NEGATED and frame.lemma in SILENCES
    act = marked_act(tree, frame.cue, act_of(tree, frame))
    if polarity is Polarity.DECLINED or kept_silent:
        act = Act.DECLINE_COMMENT
    channel = occasion.channel
    if one.speaker and channel is Channel.UNKNOWN and _unnamed(tree, cast, one.speaker):
        channel = Channel.UNNAMED_SOURCE
    elif channel is Channel.UNKNOWN and any(cast.get(id).sector == "MED" for id in addressees):
        channel = Channel.INTERVIEW
    channel = marked_channel(tree, frame.cue, channel)
    return Statement(
        id="",
        speaker=one.speaker,
        source=source,
        cue=None if frame.kind in ("turn", "carried") else _cue_words(tree, frame),
        content=one.content,
        form=Form.DIRECT if frame.kind == "turn" else form_of(one.content, quotes),
        act=act,
        polarity=polarity,
        channel=channel,
        platform=occasion.platform,
        addressees=addressees,
        addressee=_phrase_span(tree, occasion.addressee),
        relays=one.relays,
        place=_phrase_span(tree, occasion.place),
        setting=occasion.setting,
        scare_quotes=scare_quotes(tree, frame, quotes),
        when=when,
    )


THINGS = frozenset({"this", "that", "it", "these", "which"})


def _those_told(tree: Tree, cast: Cast, addressee: int | None) -> tuple[str, ...]:
    if addressee is None:
        return ()
    # "with journalist Anna Vell, …": the name may hang on the noun by any relation
    return cast.phrase(addressee) or cast.within(tree.subtree(addressee, without=CLAUSES))[:1]


CLAUSES = frozenset({"acl", "advcl", "parataxis", "ccomp"})


def _source_words(tree: Tree, frame: Frame) -> Span | None:
    """The network's words for a source that hold its head, else the head's phrase."""
    if frame.source is None:
        return None
    head = tree.tokens[frame.source].span
    if frame.source_words is not None and frame.source_words.holds(head):
        return frame.source_words
    return tree.span(tree.subtree(frame.source, without=PARTS))


def _cue_words(tree: Tree, frame: Frame) -> Span:
    head = tree.tokens[frame.cue].span
    return frame.cue_words if frame.cue_words and frame.cue_words.holds(head) else head


PARTS = frozenset({"acl", "punct", "parataxis", "case", "dep"})
"""What hangs on a source without being its name: relative clauses, asides, a preposition."""


SILENCES = frozenset({"comment", "respond", "answer", "reply", "discuss", "elaborate", "return"})
"""Verbs whose negation tells that someone kept silent."""


def _goes_on(tree: Tree, one: Said, before: Statement) -> bool:
    """Whether a statement continues the one before: same speaker, same paragraph."""
    if one.speaker is None or one.speaker != before.speaker or before.cue is None:
        return False
    first, second = sorted((before.cue.start, tree.tokens[one.frame.cue].span.start))
    return "\n" not in tree.text.content[first:second]


def _carried(occasion: Occasion, before: Statement) -> Occasion:
    """The channel of the statement before, where this one names none."""
    if occasion.channel is not Channel.UNKNOWN:
        return occasion
    return replace(occasion, channel=before.channel, platform=occasion.platform or before.platform)


def _unnamed(tree: Tree, cast: Cast, speaker: str) -> bool:
    """Whether someone speaks whose name is kept back: "a senior official", "two diplomats".

    Not who is known by the post ("the envoy", "a spokesman"), nor a crowd ("officials").
    """
    actor = cast.get(speaker)
    if any(mention.kind is MentionKind.NAME for mention in actor.mentions):
        return False
    noun = actor.mentions[0].head
    words = [tree.lower[w] for w in tree.having(noun, ("det", "amod"))]
    if tree.lemmas[noun] in KEPT_BACK or not KEPT_BACK.isdisjoint(words):
        return True
    few = tree.having(noun, ("nummod",)) or not A_FEW.isdisjoint(words)
    person = actor.kind is ActorKind.PERSON and not tree.lemmas[noun].startswith("spokes")
    return person and bool(few)


KEPT_BACK = frozenset({"source", "insider", "unnamed", "anonymous", "unidentified"})
"""Words by which reports say that they keep a name back."""

A_FEW = frozenset({"a", "an", "one", "another", "some", "several"})


def _phrase_span(tree: Tree, i: int | None) -> Span | None:
    return None if i is None else tree.span(tree.subtree(i, without=PARTS))
