"""A cue in the tree → the words that it reports, by the complements that the lexicon allows it."""

from collections.abc import Iterable

from dragoman.meaning.frame_cues import (
    DECLINED,
    cue_verbs,
    gerund,
    infinitive,
    marked,
    passive,
    preposition,
    unsaid,
)
from dragoman.meaning.frame_sources import reporter
from dragoman.meaning.quotes import Quote
from dragoman.meaning.tree import Tree
from dragoman.spans import Span

CLAUSES = ("ccomp", "parataxis")
INFINITIVES = ("xcomp", "advcl", "ccomp")
CALLING = frozenset({"for", "on", "upon"})
QUESTIONS = frozenset({"why", "when", "where", "how", "who", "whom", "which", "what"})
"""Words that stand alone for what was left unsaid: "did not say when"."""
PHRASES = frozenset({"for", "against", "of", "about", "at", "on", "over", "that"})


def reported_words(
    tree: Tree, i: int, complements: str, quotes: tuple[Quote, ...]
) -> tuple[Span, ...]:
    """The words that a verb reports, by the complements that the lexicon allows it."""
    clauses = [c for c in tree.having(i, CLAUSES) if _reported(tree, i, c)]
    if clauses and ("c" in complements or _quoted(tree, clauses[0], quotes)):
        return content_spans(tree, _own_words(tree, i, clauses[0]), i, quotes)
    if "q" in complements or "c" in complements:
        quotable = "q" in complements and not unsaid(tree, i)
        floating = _around(tree, i, quotes if quotable else ())
        if floating:
            return floating
    if "c" in complements and unsaid(tree, i):
        asked = [
            c for c in tree.having(i, ("advmod", "obj")) if c > i and tree.lower[c] in QUESTIONS
        ]
        if asked:
            return content_spans(tree, tree.subtree(asked[0]), i, quotes)
    if complements != "d" and ("x" in complements or "i" in complements):
        infinitives = [c for c in tree.having(i, INFINITIVES) if infinitive(tree, c)]
        if infinitives and ("x" in complements or tree.having(i, ("obj", "iobj", "obl"))):
            return content_spans(tree, tree.subtree(infinitives[0]), i, quotes)
    if "n" in complements and unsaid(tree, i):
        left = [c for c in tree.having(i, ("obj", "obl")) if not _is_time(tree, c)]
        return content_spans(tree, tree.subtree(left[0]), i, quotes) if left else ()
    if "d" in complements:
        asides = [c for c in tree.having(i, INFINITIVES) if tree.lemmas[c] in DECLINED]
        if asides:
            return content_spans(tree, tree.subtree(asides[0]), i, quotes)
    if "p" in complements:
        allowed = CALLING if tree.lemmas[i] == "call" else PHRASES
        phrases = [c for c in tree.having(i, ("obl", "advcl")) if preposition(tree, c) in allowed]
        if phrases:
            return content_spans(tree, tree.subtree(phrases[0]), i, quotes)
    if "g" in complements:
        gerunds = [c for c in tree.having(i, INFINITIVES) if gerund(tree, c)]
        if gerunds:
            return content_spans(tree, tree.subtree(gerunds[0]), i, quotes)
    if "a" in complements:
        charges = [
            c for c in tree.having(i, ("advcl", "obl", "xcomp")) if preposition(tree, c) == "of"
        ]
        if charges:
            return content_spans(tree, tree.subtree(charges[0]), i, quotes)
    if "o" in complements:
        objects = tree.having(i, ("nsubj:pass", "obj") if passive(tree, i) else ("obj",))
        if objects and (tree.tokens[objects[0]].upos != "PRON" or unsaid(tree, i)):
            return content_spans(tree, _with_rest(tree, i, objects[0]), i, quotes)
    if "q" in complements and not unsaid(tree, i):
        return _around(tree, i, quotes, anywhere=True)
    return ()


def _with_rest(tree: Tree, cue: int, first: int) -> list[int]:
    """An object with what follows it in the clause: “voiced regret at the delay”.

    Not when it was said, nor to whom.
    """
    words = set(tree.subtree(first))
    for child in tree.having(cue, ("obl", "advcl", "xcomp")):
        aside = tree.tokens[child].xpos == "VBG" or preposition(tree, child) in ("to", "in", "on")
        if child > first and not aside and not _is_time(tree, child):
            words |= set(tree.subtree(child))
    return sorted(words)


def _own_words(tree: Tree, cue: int, clause: int) -> list[int]:
    """A reported clause without a participle of saying that only hangs on it."""
    words = tree.subtree(clause, without=("discourse",))
    apart = [t for t in words if tree.lemmas[t] in cue_verbs() and reporter(tree, t) is not None]
    left_out = {w for t in apart for w in tree.subtree(t)}
    return [w for w in words if w not in left_out]


def _is_time(tree: Tree, i: int) -> bool:
    return any(e.label == "DATE" for e in tree.entities_at(i))


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
            return content_spans(tree, rest, i, quotes)
    if head is not None and tree.relation(i) == "advcl" and marked(tree, i, "as") and not anywhere:
        # “As the envoy noted, rain will come”
        own = set(clause)
        return content_spans(tree, [t for t in tree.subtree(head) if t not in own], i, quotes)
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


def content_spans(
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
    """Widens a span that enters a quotation to all of it, unless the cue is in it."""
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
