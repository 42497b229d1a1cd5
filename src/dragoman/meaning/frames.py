"""Tree and Tags → frames: a cue with its source and content, before anyone knows who speaks.

Two readers look for them. One follows the parse from a cue verb or noun of the lexicon to its
subject and its clause; the other takes the spans that the network marked. A frame that both find
is one, with the cue of the lexicon and the wider evidence.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from dragoman.meaning.frame_contents import content_spans, reported_words, whole_quotes
from dragoman.meaning.frame_cues import (
    RELAYS,
    Frame,
    cue_nouns,
    cue_verbs,
    infinitive,
    is_aside,
    marked,
    preposition,
    unsaid,
)
from dragoman.meaning.frame_sources import name_before, who_says
from dragoman.meaning.quotes import Quote
from dragoman.meaning.tree import Tree
from dragoman.spans import Span
from dragoman.types import Role

ByToken = dict[int, list[Frame]]

def find_frames(tree: Tree, quotes: tuple[Quote, ...]) -> tuple[Frame, ...]:
    """All frames, sorted by content; at most one a cue."""
    found: dict[int, Frame] = {}
    for frame in _lexicon_frames(tree, quotes):
        found.setdefault(frame.cue, frame)
    parsed = _by_token(tree, found.values())
    unmarked = set(found)
    for cue, frame in _network_frames(tree, quotes):
        known = next((found[i] for i in range(cue.first, cue.last) if i in found), None)
        frame = _without_others(tree, frame, known, parsed, quotes)
        unmarked -= set(range(cue.first, cue.last))
        if known is None:
            if _says_something(tree, frame, quotes):
                found[frame.cue] = frame
        elif known.kind != "noun" and frame.content:
            found[known.cue] = _joined(tree, known, frame, quotes)
    told = _by_token(tree, found.values())
    frames = [
        own_source(tree, f, told)
        for f in found.values()
        if f.content and (f.cue not in unmarked or _stands_alone(tree, f, quotes))
    ]
    return tuple(sorted(frames, key=lambda f: (f.content, f.cue)))


def _stands_alone(tree: Tree, frame: Frame, quotes: tuple[Quote, ...]) -> bool:
    """Whether a frame that the network does not mark is one all the same.

    A verb of saying with less than a clause ("slams the door", "asked two men to go") is often
    none, and the network tells which are; what one undertook to do it leaves out at times, and
    what was not said often.
    """
    inside = [i for span in frame.content for i in tree.within(span)]
    takes = cue_verbs().get(frame.lemma, {}).get("complements", "")
    if frame.kind != "noun" and ("x" in takes or "d" in takes or unsaid(tree, frame.cue)):
        return True
    return any(tree.having(i, ("nsubj", "nsubj:pass", "csubj")) for i in inside) or any(
        quote.inner.meets(span) for quote in quotes for span in frame.content
    )


def _by_token(tree: Tree, frames: Iterable[Frame]) -> ByToken:
    """Token → the frames in whose content it stands, in their order."""
    found: ByToken = {}
    for frame in frames:
        for i in dict.fromkeys(i for span in frame.content for i in tree.within(span)):
            found.setdefault(i, []).append(frame)
    return found


def own_source(tree: Tree, frame: Frame, told: ByToken) -> Frame:
    """“He recalled that the guild had met, and voiced regret”: the regret is his, not the guild’s.

    A source that stands in what another reports, of a cue that does not, is that other’s.
    """
    if frame.source is None:
        return replace(frame, source=name_before(tree, frame.cue))
    if tree.head(frame.source) == frame.cue:
        return frame
    source, cue = tree.tokens[frame.source].span, tree.tokens[frame.cue].span
    for other in told.get(frame.source, ()):
        inside = any(span.holds(source) for span in other.content)
        if inside and other is not frame and not any(span.holds(cue) for span in other.content):
            return replace(frame, source=other.source)
    return frame


def _without_others(
    tree: Tree,
    frame: Frame,
    known: Frame | None,
    parsed: ByToken,
    quotes: tuple[Quote, ...],
) -> Frame:
    """Leaves out content in other sentences that is not quoted, or that has a cue of its own."""
    own = set(tree.sentence_tokens(frame.cue))

    def taken(span: Span) -> bool:
        return any(
            f is not known and f.cue not in own and any(other.meets(span) for other in f.content)
            for i in tree.within(span) for f in parsed.get(i, ())
        )  # fmt: skip

    content = tuple(
        span
        for span in frame.content
        if not taken(span)
        and (tree.within(span)[0] in own or any(q.span.meets(span) for q in quotes))
    )
    return replace(frame, content=content)


def _joined(tree: Tree, known: Frame, marked: Frame, quotes: tuple[Quote, ...]) -> Frame:
    """One frame of two: the parse knows whose words they are, the network where they end."""
    content = set(marked.content)
    for span in known.content:
        inside = {s for s in content if span.holds(s)}
        begun = any(s.start <= span.start + 5 for s in inside)
        # A quotation of several sentences is one content, even where its middle went unmarked;
        # so is a clause of which the network marked only fragments, or lost the last words.
        whole = any(q.span.holds(span) for q in quotes)
        fragments = not begun and sum(map(len, inside)) < FRAGMENT * len(span)
        if inside and fragments and not whole and _another_cue(tree, known.cue, span, inside):
            continue  # the parse tied on what another says: "A denied it; “Rain,” B said"
        if inside and (whole or fragments):
            content = content - inside | {span}
        elif inside and _short_tail(tree, max(inside), span):
            last = max(inside)
            content = content - {last} | {Span(last.start, span.end)}
    source = known.source
    if source is None or (marked.source is not None and _several(tree, known.cue)):
        source = marked.source
    return replace(
        known,
        source=source,
        content=_telling(tree, content),
        cue_words=marked.cue_words,
        source_words=marked.source_words,
    )


def _another_cue(tree: Tree, cue: int, span: Span, marked: Iterable[Span]) -> bool:
    """Whether a mark sets off another cue of the network's from what it marks of a clause."""
    own = {i for part in marked for i in tree.within(part)}
    for role in tree.tags.roles:
        other = role.first
        if role.kind != "cue" or other in own or role.first <= cue < role.last:
            continue
        if span.holds(tree.tokens[other].span):
            between = tree.words[other : min(own)] or tree.words[max(own) : other]
            if ";" in between or ":" in between:
                return True
    return False


def _several(tree: Tree, cue: int) -> bool:
    """Whether the parse gave a verb more than one subject, so that its choice is worth little."""
    return len(tree.having(cue, ("nsubj",))) > 1


RELATIVES = frozenset({"which", "who", "whose"})
REASONS = frozenset({"because", "given", "if", "provided", "since", "unless", "until"})
"""Words that open what a clause says of its own reason or condition: its speaker says that too."""


def _short_tail(tree: Tree, inside: Span, outside: Span) -> bool:
    """Whether a clause goes on past a span for a few words, or with what tells more of its end."""
    if inside.end >= outside.end:
        return False
    tail = tree.within(Span(inside.end, outside.end))
    after_comma = tree.lower[tail[1]] if len(tail) > 1 and tree.lower[tail[0]] == "," else ""
    if after_comma in RELATIVES or after_comma in REASONS:
        return True
    return len(tail) <= 8 and not any(tree.tokens[t].upos == "PUNCT" for t in tail)


def _telling(tree: Tree, content: Iterable[Span]) -> tuple[Span, ...]:
    """Leaves out spans that hold no word of their own ("only", "the")."""
    kept = [
        span
        for span in content
        if any(
            tree.tokens[t].upos in ("NOUN", "PROPN", "VERB", "ADJ", "NUM")
            for t in tree.within(span)
        )
    ]
    return tuple(sorted(kept or content))


FRAGMENT = 0.75
"""Share of a clause under which the network's spans in it are taken for fragments."""


def _says_something(tree: Tree, frame: Frame, quotes: tuple[Quote, ...]) -> bool:
    """Whether the network's own find has a clause or a quotation for content, or is said by
    someone with a verb of saying ("thanked the hosts for their patience")."""
    if is_aside(tree, frame.cue) and not _with_particle(tree, frame):
        return False
    if tree.tokens[frame.cue].upos not in ("VERB", "NOUN", "ADP"):
        return False
    for span in frame.content:
        if any(q.span.meets(span) for q in quotes):
            return True
        if any(tree.having(i, ("nsubj", "csubj")) for i in tree.within(span)):
            return True
    joined = all(tree.tokens[tree.within(span)[0]].upos == "CCONJ" for span in frame.content)
    of_saying = frame.lemma in cue_verbs() or _with_particle(tree, frame)
    return frame.source is not None and not joined and of_saying


def _with_particle(tree: Tree, frame: Frame) -> bool:
    """Whether the network marks a verb with its particle as one cue: "ruled out a truce"."""
    words = frame.cue_words
    return words is not None and any(
        words.holds(tree.tokens[c].span) for c in tree.having(frame.cue, ("compound:prt",))
    )


# --- by the lexicon and the parse ------------------------------------------------------------


def _lexicon_frames(tree: Tree, quotes: tuple[Quote, ...]) -> Iterator[Frame]:
    verbs, nouns = cue_verbs(), cue_nouns()
    for i, token in enumerate(tree.tokens):
        if is_aside(tree, i):
            continue
        if token.upos in ("VERB", "AUX") and token.lemma in verbs:
            yield from _of_verb(tree, i, verbs[token.lemma], quotes)
        elif token.upos == "NOUN" and token.lemma in nouns:
            yield from _of_noun(tree, i)
        elif tree.lower[i] == "according":
            yield from _of_according(tree, i)


def _of_verb(tree: Tree, i: int, row: dict[str, str], quotes: tuple[Quote, ...]) -> Iterator[Frame]:
    passed_on = _passed_on(tree, i, quotes)
    if passed_on is not None:
        yield passed_on
        return
    source, relay = who_says(tree, i)
    content = reported_words(tree, i, row["complements"], quotes)
    if not content:
        return
    addressee = _told(tree, i, row["lemma"], content)
    yield Frame(i, row["kind"], row["lemma"], source, content, relay, addressee)


def _of_noun(tree: Tree, i: int) -> Iterator[Frame]:
    """“the envoy’s warning that …”, “a call by the council for …”"""
    owner = _owner(tree, i)
    clauses = [
        c
        for c in tree.having(i, ("acl", "ccomp"))
        if tree.tokens[c].relation != "acl:relcl"
        and c > i
        and (marked(tree, c, "that") or infinitive(tree, c))
    ]
    head = tree.head(i)
    if head is not None and tree.relation(i) in OBJECTS and tree.lemmas[head] in RELAYS:
        return  # read from the verb, see `_passed_on`
    if owner is not None and clauses:
        content = content_spans(tree, tree.subtree(clauses[0]), i, ())
        yield Frame(i, "noun", tree.lemmas[i], owner, content)


def _owner(tree: Tree, i: int) -> int | None:
    owners = tree.having(i, ("nmod:poss",))
    owners += [c for c in tree.having(i, ("nmod",)) if preposition(tree, c) in ("by", "from")]
    return owners[0] if owners else None


def _passed_on(tree: Tree, i: int, quotes: tuple[Quote, ...]) -> Frame | None:
    """“The aide repeated the premier’s warning that …”: the premier’s words, passed on."""
    if tree.lemmas[i] not in RELAYS:
        return None
    for noun in tree.having(i, OBJECTS):
        owner = _owner(tree, noun)
        if owner is None or tree.lemmas[noun] not in cue_nouns() or _refers_back(tree, owner):
            continue
        clauses = [c for at in (noun, i) for c in tree.having(at, ("acl", "ccomp")) if c > noun]
        if clauses:
            content = content_spans(tree, tree.subtree(clauses[0]), i, quotes)
            return Frame(i, "noun", tree.lemmas[noun], owner, content, tree.subject(i))
    return None


OBJECTS = ("obj", "iobj")


def _refers_back(tree: Tree, i: int) -> bool:
    """Whether a possessor is the speaker: "repeated his warning"."""
    return tree.tokens[i].upos == "PRON"


def _of_according(tree: Tree, i: int) -> Iterator[Frame]:
    """“…, according to the ministry”"""
    head = tree.head(i)
    if head is None:
        return
    source = head if tree.relation(i) in ("case", "mark", "fixed") else None
    if source is None:
        phrases = tree.having(i, ("obl", "nmod"))
        source = phrases[0] if phrases else None
    if source is None:
        return
    top = tree.head(source) if source == head else head
    if top is None:
        return
    own = set(tree.subtree(source)) | set(tree.subtree(i))
    rest = [t for t in tree.subtree(top) if t not in own]
    if len(rest) > 2:
        yield Frame(i, "speech", "according", source, content_spans(tree, rest, i, ()))


def _told(tree: Tree, i: int, lemma: str, content: tuple[Span, ...]) -> int | None:
    """To whom: an object that is not what was said, whom one thanks, on whom one calls."""
    if lemma in ("call", "appeal"):
        cases = ("on", "upon", "to")
        asked = [c for c in tree.having(i, ("obl",)) if preposition(tree, c) in cases]
        return asked[0] if asked else None
    for child in tree.having(i, ("obj", "iobj")):
        said = any(span.meets(tree.tokens[child].span) for span in content)
        if not said or lemma in ("thank", "congratulate"):
            return child
        return None
    return None


# --- by the network --------------------------------------------------------------------------


def own_words(tree: Tree, content: Role, quotes: tuple[Quote, ...]) -> range:
    """The words of a marked content without what another cue or a new sentence begins.

    “She announced that the talks were off, saying they had failed”: two sayings of hers.
    """
    last = content.last
    for at in range(content.first + 1, content.last):
        if at < last and at in tree.cues:
            comma = tree.lower[at - 1] == ","
            own = tree.roles_of(at)
            sourced = any(r.kind == "source" and r.first >= content.first for r in own)
            if comma and not sourced and tree.tokens[at].xpos == "VBG":
                last = at - 1
    end = tree.sentence_tokens(content.first).stop
    if end < last:
        seam = tree.tokens[end].span
        if not any(q.span.start < seam.start and seam.end <= q.span.end for q in quotes):
            last = end
    return range(content.first, max(last, content.first + 1))


def _network_frames(tree: Tree, quotes: tuple[Quote, ...]) -> Iterator[tuple[Role, Frame]]:
    roles = tree.tags.roles
    for cue in roles:
        if cue.kind != "cue":
            continue
        own = tree.roles_of(cue.first)
        sources = [r for r in own if r.kind == "source"]
        contents = [r for r in own if r.kind == "content"]
        if not contents:
            continue
        told = tree.span(range(cue.first, cue.last))
        head = tree.head_of(told)
        if head is None:
            continue
        if tree.relation(head) == "aux":
            head = tree.tokens[head].head  # "did not": the verb itself may stand apart
        named = tree.span(range(sources[0].first, sources[0].last)) if sources else None
        source = tree.head_of(named) if named is not None else None
        spans = [tree.span(own_words(tree, r, quotes)) for r in contents]
        content = whole_quotes(tree, spans, head, quotes)
        yield (
            cue,
            Frame(
                head,
                "network",
                tree.lemmas[head],
                source,
                content,
                cue_words=told,
                source_words=named,
            ),
        )
