"""Tree and Tags → frames: a cue with its source and content, before anyone knows who speaks.

Two readers look for them. One follows the parse from a cue verb or noun of the lexicon to its
subject and its clause; the other takes the spans that the network marked. A frame that both find
is one, with the cue of the lexicon and the wider evidence.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from dragoman import lexicon
from dragoman.meaning.quotes import Quote
from dragoman.meaning.tree import Tree
from dragoman.spans import Span
from dragoman.types import Role

CLAUSES = ("ccomp", "parataxis")
INFINITIVES = ("xcomp", "advcl", "ccomp")
LEFT_OUT = ("punct", "discourse")


@dataclass(frozen=True, slots=True)
class Frame:
    """One act of saying: where it is told, whose words, and what was said."""

    cue: int
    """Token index of the cue's head."""
    kind: str
    """speech, document, thought, noun or network"""
    lemma: str
    """Of the cue, as the lexicon has it."""
    source: int | None
    """Token index of the source's head."""
    content: tuple[Span, ...]
    relay: int | None = None
    """Token index of the one who passed the words on ("the agency quoted her as saying")."""
    addressee: int | None = None


def find_frames(tree: Tree, quotes: tuple[Quote, ...]) -> tuple[Frame, ...]:
    """All frames, sorted by content; at most one a cue."""
    found: dict[int, Frame] = {}
    for frame in _lexicon_frames(tree, quotes):
        found.setdefault(frame.cue, frame)
    parsed = tuple(found.values())
    for cue, frame in _network_frames(tree, quotes):
        known = next((found[i] for i in range(cue.first, cue.last) if i in found), None)
        frame = _without_others(tree, frame, known, parsed, quotes)
        if known is None:
            if _says_something(tree, frame, quotes):
                found[frame.cue] = frame
        elif known.kind != "noun" and frame.content:
            found[known.cue] = _joined(tree, known, frame, quotes)
    frames = [_own_source(tree, f, found.values()) for f in found.values() if f.content]
    return tuple(sorted(frames, key=lambda f: (f.content, f.cue)))


def _own_source(tree: Tree, frame: Frame, others: Iterable[Frame]) -> Frame:
    """“He recalled that the guild had met, and voiced regret”: the regret is his, not the guild’s.

    A source that stands in what another reports, of a cue that does not, is that other’s.
    """
    if frame.source is None:
        return replace(frame, source=_before(tree, frame.cue))
    if tree.head(frame.source) == frame.cue:
        return frame
    source, cue = tree.tokens[frame.source].span, tree.tokens[frame.cue].span
    for other in others:
        inside = any(span.holds(source) for span in other.content)
        if inside and other is not frame and not any(span.holds(cue) for span in other.content):
            return replace(frame, source=other.source)
    return frame


def _without_others(
    tree: Tree,
    frame: Frame,
    known: Frame | None,
    parsed: tuple[Frame, ...],
    quotes: tuple[Quote, ...],
) -> Frame:
    """Leaves out content in other sentences that is not quoted, or that has a cue of its own."""
    own = set(tree.sentence_tokens(frame.cue))
    taken = [f for f in parsed if f is not known and f.cue not in own]
    content = tuple(
        span
        for span in frame.content
        if not any(other.meets(span) for f in taken for other in f.content)
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
        if inside and (whole or fragments):
            content = content - inside | {span}
        elif inside and _short_tail(tree, max(inside), span):
            last = max(inside)
            content = content - {last} | {Span(last.start, span.end)}
    source = known.source
    if source is None or (marked.source is not None and _several(tree, known.cue)):
        source = marked.source
    return replace(known, source=source, content=_telling(tree, content))


def _several(tree: Tree, cue: int) -> bool:
    """Whether the parse gave a verb more than one subject, so that its choice is worth little."""
    return len(tree.having(cue, ("nsubj",))) > 1


def _short_tail(tree: Tree, inside: Span, outside: Span) -> bool:
    """Whether a clause goes on past a span for a few words without a pause."""
    if inside.end >= outside.end:
        return False
    tail = tree.within(Span(inside.end, outside.end))
    return len(tail) <= 8 and not any(tree.tokens[t].upos == "PUNCT" for t in tail)


def _telling(tree: Tree, content: Iterable[Span]) -> tuple[Span, ...]:
    """Leaves out spans that hold no word of their own ("only", "the")."""
    kept = [
        span
        for span in content
        if any(tree.tokens[t].upos in ("NOUN", "PROPN", "VERB", "ADJ", "NUM") for t in tree.within(span))
    ]
    return tuple(sorted(kept or content))


FRAGMENT = 0.75
"""Share of a clause under which the network's spans in it are taken for fragments."""


def _is_aside(tree: Tree, i: int) -> bool:
    """A verb of saying that reports nothing itself.

    “Asked if they would come, she …” is a question put to the speaker, not her words; in “was
    quoted as saying” the saying is the cue.
    """
    if tree.lemmas[i] in ("quote", "cite") and any(
        _marked(tree, c, "as") for c in tree.having(i, ("advcl", "xcomp", "obl", "ccomp"))
    ):
        return True
    bare = tree.tokens[i].xpos == "VBN" and not tree.having(i, ("aux",))
    return tree.lemmas[i] in ASKING and bare and not tree.having(i, ("obl:agent",))


ASKING = frozenset({"ask", "press", "question", "quiz", "prod"})


def _says_something(tree: Tree, frame: Frame, quotes: tuple[Quote, ...]) -> bool:
    """Whether the network's own find has a clause or a quotation for content."""
    if _is_aside(tree, frame.cue):
        return False
    if tree.tokens[frame.cue].upos not in ("VERB", "NOUN", "ADP"):
        return False
    for span in frame.content:
        if any(q.span.meets(span) for q in quotes):
            return True
        if any(tree.having(i, ("nsubj", "csubj")) for i in tree.within(span)):
            return True
    return False


# --- by the lexicon and the parse ------------------------------------------------------------


def _lexicon_frames(tree: Tree, quotes: tuple[Quote, ...]) -> Iterator[Frame]:
    verbs, nouns = cue_verbs(), cue_nouns()
    for i, token in enumerate(tree.tokens):
        if _is_aside(tree, i):
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
    source, relay = _who(tree, i)
    content = _content(tree, i, row["complements"], quotes)
    if not content:
        return
    objects = tree.having(i, ("obj", "iobj"))
    addressee = None
    if objects and not any(span.meets(tree.tokens[objects[0]].span) for span in content):
        addressee = objects[0]
    yield Frame(i, row["kind"], row["lemma"], source, content, relay, addressee)


def _who(tree: Tree, i: int) -> tuple[int | None, int | None]:
    """Source and relay of a verb of saying."""
    head = tree.head(i)
    if head is not None and tree.lemmas[head] in ("quote", "cite") and _marked(tree, i, "as"):
        # “The agency quoted her as saying”, “she was quoted by the agency as saying”
        agents = [*tree.having(head, ("obl:agent",)), *tree.having(i, ("obl:agent",))]
        if _passive(tree, head):
            return tree.subject(head), agents[0] if agents else None
        objects = tree.having(head, ("obj",))
        return (objects[0] if objects else None), tree.subject(head)
    if _passive(tree, i):
        agents = tree.having(i, ("obl:agent",))
        return (agents[0] if agents else None), None
    outer = _reporter(tree, i)
    if outer is not None:
        return antecedent(tree, tree.subject(outer), outer), None
    return antecedent(tree, tree.subject(i), i), _quoted_by(tree, i)


def _quoted_by(tree: Tree, i: int) -> int | None:
    """“Quoted by the agency, she said …”, “she said, as quoted by the agency”."""
    for clause in tree.having(i, ("advcl", "parataxis")):
        if tree.lemmas[clause] in ("quote", "cite") and tree.tokens[clause].xpos == "VBN":
            agents = tree.having(clause, ("obl:agent", "obl"))
            if agents:
                return agents[0]
    return None


def _reporter(tree: Tree, i: int) -> int | None:
    """“He said rain would come, adding that …”: the participle is his who said, not the rain’s.

    The cue over a participle that a comma sets apart at the end of what that cue reports.
    """
    if tree.tokens[i].xpos != "VBG" or tree.relation(i) != "advcl" or i == 0:
        return None
    if tree.lower[i - 1] not in (",", "”", '"'):
        return None
    at, found = i, None
    for head in tree.ancestors(i):
        if head < i and tree.relation(at) == "ccomp" and tree.lemmas[head] in cue_verbs():
            found = head
        at = head
    return found


def _before(tree: Tree, i: int) -> int | None:
    """The name right before a finite verb that the parse left without a subject."""
    if tree.tokens[i].xpos not in ("VBD", "VBZ", "VBP") or tree.relation(i) in ("acl", "advcl"):
        return None
    at = i - 1
    while at >= 0 and (tree.tokens[at].upos in ("ADV", "AUX") or tree.lower[at] == ","):
        at -= 1
    if at < 0 or tree.tokens[at].upos not in ("PROPN", "NOUN", "PRON"):
        return None
    named = next((e for e in tree.tags.entities if e.first <= at < e.last), None)
    if named is not None:
        return None if named.label == "DATE" else named.first
    while tree.relation(at) in ("flat", "compound") and (head := tree.head(at)) is not None:
        at = head
    return at if at < i else None


def antecedent(tree: Tree, subject: int | None, verb: int) -> int | None:
    """For "who" and "which" the noun that the relative clause hangs on."""
    if subject is None:
        # A participle right under a noun: “a note saying that …”, “officials arguing that …”
        head = tree.head(verb)
        if head is not None and tree.relation(verb) == "acl":
            return head
        return None
    if tree.lower[subject] in ("who", "which", "that", "whom"):
        at = verb
        while tree.relation(at) in ("conj", "xcomp"):
            at = tree.tokens[at].head
        if tree.relation(at) == "acl":
            return tree.head(at)
    return subject


def _passive(tree: Tree, i: int) -> bool:
    return bool(tree.having(i, ("nsubj:pass", "aux:pass")))


def _marked(tree: Tree, i: int, word: str) -> bool:
    return any(tree.lower[c] == word for c in tree.having(i, ("mark", "case")))


def _content(tree: Tree, i: int, complements: str, quotes: tuple[Quote, ...]) -> tuple[Span, ...]:
    """The words that a verb reports, by the complements that the lexicon allows it."""
    clauses = [c for c in tree.having(i, CLAUSES) if _reported(tree, i, c)]
    if clauses and ("c" in complements or _quoted(tree, clauses[0], quotes)):
        return _spans(tree, _own_words(tree, i, clauses[0]), i, quotes)
    if "q" in complements or "c" in complements:
        floating = _around(tree, i, quotes)
        if floating:
            return floating
    if complements != "d" and ("x" in complements or "i" in complements):
        infinitives = [c for c in tree.having(i, INFINITIVES) if _infinitive(tree, c)]
        if infinitives and ("x" in complements or tree.having(i, ("obj", "iobj", "obl"))):
            return _spans(tree, tree.subtree(infinitives[0]), i, quotes)
    if "n" in complements and unsaid(tree, i):
        left = [c for c in tree.having(i, ("obj", "obl")) if not _is_time(tree, c)]
        return _spans(tree, tree.subtree(left[0]), i, quotes) if left else ()
    if "d" in complements:
        asides = [c for c in tree.having(i, INFINITIVES) if tree.lemmas[c] in DECLINED]
        if asides:
            return _spans(tree, tree.subtree(asides[0]), i, quotes)
    if "p" in complements:
        phrases = [c for c in tree.having(i, ("obl", "advcl")) if _preposition(tree, c) in PHRASES]
        if phrases:
            return _spans(tree, tree.subtree(phrases[0]), i, quotes)
    if "g" in complements:
        gerunds = [c for c in tree.having(i, INFINITIVES) if _gerund(tree, c)]
        if gerunds:
            return _spans(tree, tree.subtree(gerunds[0]), i, quotes)
    if "a" in complements:
        charges = [c for c in tree.having(i, ("advcl", "obl", "xcomp")) if _preposition(tree, c) == "of"]
        if charges:
            return _spans(tree, tree.subtree(charges[0]), i, quotes)
    if "o" in complements:
        objects = tree.having(i, ("nsubj:pass", "obj") if _passive(tree, i) else ("obj",))
        if objects and tree.tokens[objects[0]].upos != "PRON":
            return _spans(tree, tree.subtree(objects[0]), i, quotes)
    in_sentence = _around(tree, i, quotes, anywhere=True)
    return in_sentence if "q" in complements else ()


def _own_words(tree: Tree, cue: int, clause: int) -> list[int]:
    """A reported clause without a participle of saying that only hangs on it."""
    words = tree.subtree(clause, without=("discourse",))
    apart = [t for t in words if tree.lemmas[t] in cue_verbs() and _reporter(tree, t) is not None]
    left_out = {w for t in apart for w in tree.subtree(t)}
    return [w for w in words if w not in left_out]


def unsaid(tree: Tree, i: int) -> bool:
    """Whether a verb of saying is told as not done: "would not say", "neither office commented"."""
    if tree.negated(i):
        return True
    subject = tree.subject(i)
    if subject is None:
        return False
    words = {tree.lower[c] for c in tree.having(subject, ("det", "cc", "advmod"))}
    return bool(words & {"neither", "no"}) or tree.lower[subject] in ("nobody", "neither", "none")


def _is_time(tree: Tree, i: int) -> bool:
    return any(e.first <= i < e.last and e.label == "DATE" for e in tree.tags.entities)


DECLINED = frozenset({"comment", "say", "answer", "confirm", "discuss", "elaborate", "respond",
                      "give", "name", "specify", "disclose", "reveal", "provide"})  # fmt: skip
"""Verbs after "declined to" that leave a question unanswered."""

PHRASES = frozenset({"for", "against", "of", "about", "at", "on", "over", "that"})


def _preposition(tree: Tree, i: int) -> str:
    marks = tree.having(i, ("case", "mark"))
    return tree.lower[marks[0]] if marks else ""


def _infinitive(tree: Tree, i: int) -> bool:
    return any(tree.lower[c] == "to" for c in tree.having(i, ("mark",)))


def _gerund(tree: Tree, i: int) -> bool:
    helpers = [i, *tree.having(i, ("aux",))]
    return any(tree.tokens[h].xpos == "VBG" for h in helpers)


def _reported(tree: Tree, i: int, clause: int) -> bool:
    """Whether a clause below a verb of saying is what was said, not an aside on it."""
    if tree.relation(clause) == "ccomp":
        return True
    # A parataxis is the content when it stands before the verb, or in quotation marks or after a
    # colon behind it: “Rain will come, he said.”
    if clause < i:
        return True
    between = tree.words[i + 1 : clause]
    return any(word in (":", "“", '"', "«", "‘") for word in between)


def _quoted(tree: Tree, i: int, quotes: tuple[Quote, ...]) -> bool:
    return any(quote.span.holds(tree.tokens[i].span) for quote in quotes)


def _around(
    tree: Tree, i: int, quotes: tuple[Quote, ...], anywhere: bool = False
) -> tuple[Span, ...]:
    """Content that the verb's clause hangs on or stands beside.

    "Rain, he said, will come" (the verb is a parataxis of what was said), and a quotation of the
    same sentence that touches the verb's clause: “Rain will come,” he told the crew.
    """
    head = tree.head(i)
    clause = tree.subtree(i)
    if head is not None and tree.relation(i) == "parataxis" and not anywhere:
        own = set(clause)
        rest = [t for t in tree.subtree(head, without=("discourse",)) if t not in own]
        if rest and tree.having(i, ("nsubj",)):
            return _spans(tree, rest, i, quotes)
    if head is not None and tree.relation(i) == "advcl" and _marked(tree, i, "as") and not anywhere:
        # “As the envoy noted, rain will come”
        own = set(clause)
        return _spans(tree, [t for t in tree.subtree(head) if t not in own], i, quotes)
    sentence = tree.span(tree.sentence_tokens(i))
    verb = tree.tokens[i].span
    if any(q.span.holds(verb) for q in quotes):
        return ()  # a verb within a quotation reports no other one
    near = [q for q in quotes if q.span.meets(sentence)]
    if not anywhere:
        near = [q for q in near if _touches(tree, i, q)]
    # A long enough quotation: a word or two in marks is a name or a mention.
    near = [q for q in near if len(tree.within(q.inner)) > 3 or anywhere]
    return tuple(q.span for q in near)


def _touches(tree: Tree, i: int, quote: Quote) -> bool:
    """Whether little but the verb's subject stands between a verb and a quotation."""
    verb = tree.tokens[i].span
    between = Span(verb.end, quote.span.start) if verb.end < quote.span.start else None
    if quote.span.end < verb.start:
        between = Span(quote.span.end, verb.start)
    if between is None:
        return True
    words = [t for t in tree.within(between) if tree.relation(t) != "punct"]
    subject = tree.subject(i)
    own = set(tree.subtree(subject)) if subject is not None else set()
    for child in tree.having(i, ("obj", "iobj", "obl", "advmod", "aux")):
        own |= set(tree.subtree(child))
    return all(word in own for word in words)


def _spans(
    tree: Tree, tokens: Iterable[int], cue: int, quotes: tuple[Quote, ...]
) -> tuple[Span, ...]:
    """Runs of tokens → spans: trimmed of outer punctuation, whole quotations kept whole."""
    wanted = sorted(tokens)
    runs: list[list[int]] = []
    for t in wanted:
        if runs and t == runs[-1][-1] + 1:
            runs[-1].append(t)
        else:
            runs.append([t])
    spans: list[Span] = []
    for run in runs:
        while run and tree.relation(run[0]) == "punct":
            run = run[1:]
        while run and tree.relation(run[-1]) == "punct":
            run = run[:-1]
        if any(tree.tokens[t].upos not in ("PUNCT", "PART") for t in run):
            spans.append(tree.span(run))
    return whole_quotes(tree, spans, cue, quotes)


def whole_quotes(
    tree: Tree, spans: list[Span], cue: int, quotes: tuple[Quote, ...]
) -> tuple[Span, ...]:
    """Widens a span that enters a quotation of its sentences to all of it, unless the cue is in it."""
    verb = tree.tokens[cue].span
    for quote in quotes:
        if quote.span.holds(verb):
            continue
        touching = [s for s in spans if s.meets(quote.inner)]
        if not touching or any(s.holds(quote.span) for s in touching):
            continue
        inside = all(quote.span.holds(s) for s in touching)
        start = min(quote.span.start, *(s.start for s in touching))
        end = max(quote.span.end, *(s.end for s in touching))
        widened = quote.span if inside else Span(start, end)
        if widened.start <= verb.start < widened.end:
            continue
        spans = [s for s in spans if s not in touching] + [widened]
    return tuple(sorted(spans))


def _of_noun(tree: Tree, i: int) -> Iterator[Frame]:
    """“the envoy’s warning that …”, “a call by the council for …”"""
    owner = _owner(tree, i)
    clauses = [
        c
        for c in tree.having(i, ("acl", "ccomp"))
        if tree.tokens[c].relation != "acl:relcl"
        and c > i
        and (_marked(tree, c, "that") or _infinitive(tree, c))
    ]
    head = tree.head(i)
    if head is not None and tree.relation(i) in OBJECTS and tree.lemmas[head] in RELAYS:
        return  # read from the verb, see `_passed_on`
    if owner is not None and clauses:
        content = _spans(tree, tree.subtree(clauses[0]), i, ())
        yield Frame(i, "noun", tree.lemmas[i], owner, content)


def _owner(tree: Tree, i: int) -> int | None:
    owners = tree.having(i, ("nmod:poss",))
    owners += [c for c in tree.having(i, ("nmod",)) if _preposition(tree, c) in ("by", "from")]
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
            content = _spans(tree, tree.subtree(clauses[0]), i, quotes)
            return Frame(i, "noun", tree.lemmas[noun], owner, content, tree.subject(i))
    return None


OBJECTS = ("obj", "iobj")


def _refers_back(tree: Tree, i: int) -> bool:
    """Whether a possessor is the speaker: "repeated his warning"."""
    return tree.tokens[i].upos == "PRON"


@cache
def cue_nouns() -> dict[str, dict[str, str]]:
    return {row["lemma"]: row for row in lexicon.table("cue_nouns")}


@cache
def cue_verbs() -> dict[str, dict[str, str]]:
    return {row["lemma"]: row for row in lexicon.table("cue_verbs")}


RELAYS = frozenset({"reiterate", "repeat", "convey", "relay", "pass", "quote", "cite", "echo", "report", "recall"})  # fmt: skip
"""Verbs that pass another's words on."""


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
        yield Frame(i, "speech", "according", source, _spans(tree, rest, i, ()))


# --- by the network --------------------------------------------------------------------------


def _network_frames(tree: Tree, quotes: tuple[Quote, ...]) -> Iterator[tuple[Role, Frame]]:
    roles = tree.tags.roles
    for cue in roles:
        if cue.kind != "cue":
            continue
        own = [r for r in roles if r.cue == cue.first]
        sources = [r for r in own if r.kind == "source"]
        contents = [r for r in own if r.kind == "content"]
        if not contents:
            continue
        head = tree.head_of(tree.span(range(cue.first, cue.last)))
        if head is None:
            continue
        source = None
        if sources:
            source = tree.head_of(tree.span(range(sources[0].first, sources[0].last)))
        spans = [tree.span(range(r.first, r.last)) for r in contents]
        content = whole_quotes(tree, spans, head, quotes)
        yield cue, Frame(head, "network", tree.lemmas[head], source, content)
