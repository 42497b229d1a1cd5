"""Tree, statements and meetings → conditions: what a side wants first, and for which meeting.

A condition is a clause or phrase that the parse hangs on a cue ("if …", "requires …", "must stop
before …"). It is set by the one in whose words it stands, or by the one whose act hangs on it where
the page tells it. What someone threatens to do if harmed is no condition, nor is a question.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from dragoman import lexicon
from dragoman.meaning.cast import Cast
from dragoman.meaning.condition_kinds import kind_of
from dragoman.meaning.meetings.agents import agent_of
from dragoman.meaning.meetings.hanging import TAIL, next_until
from dragoman.meaning.meetings.words import noun_row
from dragoman.meaning.tree import Tree
from dragoman.meaning.voices import voice
from dragoman.ontology import Act, MeetingState
from dragoman.spans import Span
from dragoman.types import Condition, Meeting, Statement

OPEN_ACT = frozenset(
    {"will", "would", "wo", "'ll", "’ll", "can", "could", "ca", "may", "might", "must", "should"}
)
OPEN_WORDS = frozenset(
    {"ready", "willing", "prepared", "agree", "offer", "refuse", "welcome", "open", "possible"}
)
NOBODY = frozenset({"nobody", "none", "neither", "nothing"})
UNFRIENDLY = frozenset({Act.THREATEN, Act.WARN, Act.ACCUSE, Act.ASK})


@dataclass(frozen=True, slots=True)
class _Found:
    at: int
    """Token index of the word that the condition is set for."""
    span: Span
    firm: bool
    """Whether its words alone make a condition, be it for a meeting or not."""
    setter: int | None = None
    """The one whose condition it is, where its own clause tells."""
    marked: bool = False
    """Whether the network sees it; then it need not be for a meeting, nor by one whom we know."""


@cache
def _cues(where: str) -> frozenset[str]:
    rows = lexicon.table("condition_cues")
    return frozenset(row["word"] for row in rows if row["where"] == where)


@cache
def _hostile() -> frozenset[str]:
    return _cues("hostile")


def find_conditions(
    tree: Tree, cast: Cast, statements: tuple[Statement, ...], meetings: tuple[Meeting, ...]
) -> tuple[Condition, ...]:
    """All conditions of a report, sorted by their words."""
    found: list[Condition] = []
    candidates = sorted(_candidates(tree), key=lambda c: (c.span.start, -c.span.end))
    marked = (one for one in _marked(tree) if not _tells_a_state(one, meetings))
    for one in (*candidates, *marked):
        said = voice(tree, statements, one.at)
        if said is not None and said.act in UNFRIENDLY and not (one.setter or one.marked):
            continue
        target = _target(tree, one, said, meetings)
        setter = _setter(tree, cast, one, said)
        if not one.marked and (setter is None or (target is None and not one.firm)):
            continue
        if any(c.span.meets(one.span) for c in found):
            continue
        condition = Condition(
            "", setter, one.span, target.id if target else None, said.id if said else None,
            kind=kind_of(tree, one.span, said.act if said else None),
        )  # fmt: skip
        found = [c for c in found if not _repeats(tree, cast, c, condition)]
        found.append(condition)
    found.sort(key=lambda c: c.span)
    return tuple(replace(c, id=f"c{n}") for n, c in enumerate(found, 1))


MARKED = 0.95
"""Probability from which words that the network marks are a condition."""


def _marked(tree: Tree) -> Iterator[_Found]:
    """Prerequisites that the network sees, whatever words open them."""
    for mark in tree.tags.marks:
        if mark.head == "prerequisite" and mark.score >= MARKED:
            span = tree.span(range(mark.first, mark.last))
            head = tree.head_of(span)
            if head is not None:
                above = tree.head(head)
                yield _Found(head if above is None else above, span, True, marked=True)


def _tells_a_state(one: _Found, meetings: tuple[Meeting, ...]) -> bool:
    """Whether words are a claim on a meeting themselves: "since no date has been set"."""
    return any(
        claim.evidence.holds(one.span) and claim.state is not MeetingState.CONDITIONAL
        for meeting in meetings
        for claim in meeting.states
    )


def _repeats(tree: Tree, cast: Cast, one: Condition, other: Condition) -> bool:
    """Whether a side says again what it wants: the same thing for the same meeting."""
    if one.target is None or one.target != other.target:
        return False
    if cast.side(one.set_by) != cast.side(other.set_by):
        return False
    nouns = [
        {tree.lemmas[t] for t in tree.within(c.span) if tree.tokens[t].upos == "NOUN"}
        for c in (one, other)
    ]
    return bool(nouns[0]) and nouns[0] <= nouns[1]


# --- candidates ------------------------------------------------------------------------------


def _candidates(tree: Tree) -> Iterator[_Found]:
    for i, token in enumerate(tree.tokens):
        relation = tree.relation(i)
        if relation in ("advcl", "obl", "nmod", "acl", "ccomp"):
            yield from _hung(tree, i)
        if token.upos in ("VERB", "ADJ") and token.lemma in _cues("verb"):
            yield from _of_verb(tree, i)
        elif token.upos == "NOUN" and token.lemma in _cues("noun"):
            yield from _of_noun(tree, i)
        if token.upos == "VERB":
            yield from _needed(tree, i)
            yield from _called_for(tree, i)
            yield from _right_after(tree, i)
        if tree.lower[i] in ("only", "provided", "providing"):
            yield from _only(tree, i)


def _hung(tree: Tree, i: int) -> Iterator[_Found]:
    """A clause or phrase with a cue of its own: "if …", "so long as …", "until …"."""
    head = tree.head(i)
    if head is None or _hostile_act(tree, i):
        return
    words = [t for t in tree.subtree(i) if tree.relation(t) != "punct"]
    opening = " ".join(tree.lower[words[0] : words[0] + 3]) if words else ""
    before = " ".join(tree.lower[max(words[0] - 2, 0) : words[0]]) if words else ""
    marks = {tree.lower[m] for m in tree.having(i, ("mark", "case", "advmod", "cc"))}
    phrase = any(cue in f"{before} {opening}" for cue in _cues("phrase"))
    if tree.relation(i) == "ccomp" and not phrase:
        return
    clause = tree.relation(i) in ("advcl", "ccomp", "acl") or phrase
    if marks & _cues("mark") and clause:
        firm = _open_act(tree, head)
    elif phrase:
        firm = True
    elif marks & _cues("after no") and _no_act(tree, head) and (clause or "without" in marks):
        firm = _open_act(tree, head)
    else:
        return
    if _counterfactual(tree, i, head) or tree.lower[head] in ("asked", "ask", "wonder"):
        return
    if (before.endswith(("even", "as")) or opening.startswith("even")) and not phrase:
        return
    if phrase and before in ("so", "so long", "as long", "as soon", "only"):
        words = [*range(words[0] - len(before.split()), words[0]), *words]
    left_out = {t for t in words[:4] if tree.lower[t] in _cues("opening")}
    left_out |= {t for t in words[:1] if tree.lower[t] == "only" and t + 1 in left_out}
    kept = _to_the_end(tree, i, [t for t in words if t not in left_out])
    yield _Found(head, tree.span(kept or words), firm)


def _to_the_end(tree: Tree, i: int, kept: list[int]) -> list[int]:
    """ "if there were guarantees that …": what there is belongs to it, however it is parsed."""
    if not kept or not tree.having(i, ("expl",)) or tree.having(i, ("nsubj",)):
        return kept
    rest = range(kept[-1] + 1, tree.sentence_tokens(i).stop)
    stop = next((t for t in rest if tree.relation(t) == "punct" and tree.words[t] != "-"), None)
    return [*kept, *range(kept[-1] + 1, stop if stop is not None else rest.stop)]


def _open_act(tree: Tree, head: int) -> bool:
    """Whether what hangs on it is still to be: "will", "could", "ready to", "to pay"."""
    for at in (head, *list(tree.ancestors(head))[:2]):
        if OPEN_ACT & set(tree.auxiliaries(at)):
            return True
        if tree.lemmas[at] in OPEN_WORDS:
            return True
    return False


def _no_act(tree: Tree, head: int) -> bool:
    for at in (head, *list(tree.ancestors(head))[:1]):
        subjects = tree.having(at, ("nsubj",))
        if tree.negated(at) or any(tree.negated(s) or tree.lower[s] in NOBODY for s in subjects):
            return True
        if tree.lemmas[at] == "refuse":
            return True
        if tree.relation(at) not in ("xcomp", "ccomp"):
            return False
    return False


def _hostile_act(tree: Tree, i: int) -> bool:
    """Whether the clause or what hangs on it is an act of harm: a threat, no condition."""
    head = tree.head(i)
    if tree.lemmas[i] in _hostile() and not tree.negated(i):
        return not tree.having(i, ("nsubj:pass",))
    if head is None or tree.lemmas[head] not in _hostile():
        return False
    return not _no_act(tree, head)


def _counterfactual(tree: Tree, i: int, head: int) -> bool:
    return bool({"could", "had"} & set(tree.auxiliaries(i))) or "have" in tree.auxiliaries(head)


def _of_verb(tree: Tree, i: int) -> Iterator[_Found]:
    """ "Talks require a truce", "they insist on a truce"."""
    for child in tree.having(i, ("obj", "ccomp", "obl")):
        prepositions = {tree.lower[m] for m in tree.having(child, ("case",))}
        if tree.relation(child) == "obl" and not prepositions & {"on", "upon"}:
            continue
        if tree.relation(child) == "ccomp" and _told_as_fact(tree, child):
            return  # "insisted that no visit had been agreed"
        if tree.tokens[child].upos != "PRON":
            words, firm = _coming_first(tree, i, child)
            yield _Found(i, words, firm, agent_of(tree, i)[0])
            return


def _coming_first(tree: Tree, verb: int, wanted: int) -> tuple[Span, bool]:
    """What is wanted without "before talks" and "as a condition for talks"; whether such words, or
    "first", say that it comes before something else."""
    later: set[int] = set()
    for at in tree.subtree(verb):
        if at < wanted or tree.relation(at) not in ("obl", "nmod"):
            continue
        opens = {tree.lower[c] for c in tree.having(at, ("case",))}
        label = tree.lemmas[at] in _cues("label") and "as" in opens
        before = "before" in opens and noun_row(tree, at) is not None
        if label or (before and tree.head(at) in (verb, wanted)):
            later |= set(tree.subtree(at))
    first = any(tree.lower[c] == "first" for c in tree.having(wanted, ("advmod",)))
    left_out = later | {c for c in tree.having(wanted, ("case", "mark")) if c < wanted}
    words = [t for t in tree.subtree(wanted) if t not in left_out and tree.relation(t) != "punct"]
    return tree.span(words or [wanted]), first or bool(later)


def _told_as_fact(tree: Tree, verb: int) -> bool:
    """Whether a clause tells what is or was, and not what must be ("that Lima withdraw")."""
    finite = {tree.tokens[verb].xpos, *(tree.tokens[a].xpos for a in tree.having(verb, AUXILIARY))}
    return bool(finite & {"VBD", "VBZ"}) and "must" not in tree.auxiliaries(verb)


AUXILIARY = ("aux", "cop")


def _of_noun(tree: Tree, i: int) -> Iterator[_Found]:
    """ "The importance of a truce", "guarantees that …", "made it a precondition for talks"."""
    if tree.negated(i):
        return  # "there is no need for talks"
    if tree.lemmas[i] in _cues("label"):
        yield from _labelled(tree, i)
        return
    if tree.lemmas[i] in ("return", "exchange") and tree.lower[i - 1] != "in":
        return
    for child in tree.having(i, ("acl", "nmod", "ccomp")):
        # "attaches importance to ties" wants nothing first
        if tree.lower[tree.subtree(child)[0]] == "to" and tree.relation(child) == "nmod":
            continue
        yield _Found(i, _words(tree, child), False)
        return


def _labelled(tree: Tree, i: int) -> Iterator[_Found]:
    """ "A step that the guild had made a precondition for talks", "the truce is a precondition"."""
    subject, head = tree.having(i, ("nsubj",)), tree.head(i)
    content = [c for c in tree.having(i, ("acl", "ccomp")) if tree.having(c, ("mark",))]
    if content:
        yield _Found(i, _words(tree, content[0]), True)
    elif subject:
        yield _Found(i, tree.span([*tree.subtree(subject[0]), *_phrase(tree, i)]), True)
    elif head is not None and tree.lemmas[head] == "make":
        setter, _ = agent_of(tree, head)
        yield _Found(i, tree.span(_phrase(tree, i)), True, setter)


def _phrase(tree: Tree, i: int) -> list[int]:
    left_out = ("punct", "nsubj", "cop", "aux", "parataxis", "conj", "mark", "advcl")
    found = tree.subtree(i, without=left_out)
    if i + 1 < len(tree) and tree.lower[i + 1] == "for" and tree.head(i + 1) is not None:
        found += tree.subtree(tree.tokens[i + 1].head, without=("punct", *left_out))
    return sorted(set(found))


def _right_after(tree: Tree, i: int) -> Iterator[_Found]:
    """ "Would not do so before …", where the parse lost the clause."""
    first = next_until(tree, i)
    if first is None or not _no_act(tree, i) or not _open_act(tree, i):
        return
    stop = tree.sentence_tokens(i).stop
    stops = (j for j in range(first, stop) if tree.relation(j) == "punct" and tree.words[j] != "-")
    end = next(stops, stop)
    yield _Found(i, tree.span(range(first, end)), True)


def _only(tree: Tree, i: int) -> Iterator[_Found]:
    """ "They would meet, but only after …", where the parse set the clause aside."""
    sentence = tree.sentence_tokens(i)
    only = tree.lower[i] == "only"
    if i + 2 >= sentence.stop:
        return
    if only and tree.lower[i + 1] not in ("after", "if", "when", "once"):
        return
    if not only and tree.words[i - 1] not in TAIL:
        return
    verbs = [j for j in range(sentence.start, i) if tree.tokens[j].upos in ("VERB", "ADJ")]
    near = [j for j in verbs if _open_act(tree, j)]
    if near:
        stop = next((j for j in range(i + 2, sentence.stop) if tree.relation(j) == "punct"
                     and tree.words[j] != "-"), sentence.stop)  # fmt: skip
        first = i + 2 if tree.lower[i + 1] in ("if", "when", "once") else i + 1
        yield _Found(near[-1], tree.span(range(first, stop)), True)


def _needed(tree: Tree, i: int) -> Iterator[_Found]:
    """ "A truce must come first", "work needs to be done before they meet"."""
    auxiliaries = set(tree.auxiliaries(i))
    if tree.lemmas[i] not in _cues("before") and not auxiliaries & {"must"}:
        return
    inner = [i, *tree.having(i, ("xcomp",))]
    before = [
        c
        for at in inner
        for c in tree.having(at, ("advcl", "obl"))
        if any(tree.lower[m] == "before" for m in tree.having(c, ("mark", "case")))
    ]
    first = any(tree.lower[c] == "first" for at in inner for c in tree.having(at, ("advmod",)))
    close = [j for j in range(i + 1, min(i + 5, len(tree))) if tree.lower[j] == "before"]
    if not (before or first or close):
        return
    left_out = set(tree.subtree(before[0])) if before else set()
    if close:
        left_out |= set(range(close[0], tree.sentence_tokens(i).stop))
    marks = set(tree.having(i, ("mark",)))
    words = [
        t
        for t in tree.subtree(i, without=("punct", "parataxis", "conj"))
        if t not in left_out | marks
    ]
    subject = tree.subject(i)
    if subject is not None:
        words += [t for t in tree.subtree(subject, without=("acl", "punct")) if t < i]
    if words:
        yield _Found(before[0] if before else i, tree.span(words), True, _told_by(tree, i))


def _told_by(tree: Tree, i: int) -> int | None:
    """The subject of "made clear that …" over a clause."""
    head = tree.head(i)
    if head is None or tree.relation(i) != "ccomp":
        return None
    at: int | None = head
    if tree.lemmas[head] == "clear":
        at = tree.head(head)
    elif tree.lemmas[head] != "make":
        return None
    return agent_of(tree, at)[0] if at is not None else None


def _called_for(tree: Tree, i: int) -> Iterator[_Found]:
    """ "She called on Lima to stop the patrols before her guards stood down"."""
    if tree.lemmas[i] not in _cues("call"):
        return
    asked = tree.having(i, ("xcomp", "advcl", "acl"))
    asked = [c for c in asked if any(tree.lower[m] == "to" for m in tree.having(c, ("mark",)))]
    for act in asked:
        for clause in tree.having(act, ("advcl",)):
            if any(tree.lower[m] == "before" for m in tree.having(clause, ("mark",))):
                left_out = ("punct", "nsubj", "aux", "conj", "cc", "parataxis")
                words = [t for t in tree.subtree(i, without=left_out) if t >= i]
                yield _Found(i, tree.span(words or [i]), True, agent_of(tree, i)[0])
                return


def _words(tree: Tree, i: int) -> Span:
    left_out = {c for c in tree.having(i, ("case", "mark")) if c < i}
    words = [t for t in tree.subtree(i) if t not in left_out and tree.relation(t) != "punct"]
    return tree.span(words or [i])


# --- whose, and for what ---------------------------------------------------------------------


def _setter(tree: Tree, cast: Cast, one: _Found, said: Statement | None) -> str | None:
    if one.setter is not None:
        found = cast.phrase(one.setter)
        if found:
            return found[0]
    if said is not None and said.speaker is not None:
        return said.speaker
    subject, _ = agent_of(tree, one.at)
    if subject is None or not one.firm:
        return None
    actors = [id for id in cast.phrase(subject) if cast.get(id).sector not in (None, "CVL", "MED")]
    return actors[0] if actors else None


def _target(
    tree: Tree, one: _Found, said: Statement | None, meetings: tuple[Meeting, ...]
) -> Meeting | None:
    """The meeting that a condition is set for: by its sentence's words or claims, nearest first."""
    sentence = tree.span(tree.sentence_tokens(one.at))
    best: tuple[int, Meeting] | None = None
    for meeting in meetings:
        claims = [claim.evidence for claim in meeting.states]
        for words in (*meeting.mentions, *claims):
            near = sentence.holds(words) or (
                said is not None and any(c.holds(words) for c in said.content)
            )
            distance = abs(words.start - one.span.start)
            if near and (best is None or distance < best[0]):
                best = (distance, meeting)
    return best[1] if best else None
