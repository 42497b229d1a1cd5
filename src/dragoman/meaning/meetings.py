"""Tree, actors, times and statements → meetings, each with what every asserter says of its state.

Mentions are found first (nouns and verbs of the lexicon), gathered into meetings by parties, place,
name and kind, and then asked what their clause says. "The talks" is the meeting last spoken of.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from dragoman import lexicon
from dragoman.meaning import meeting_states
from dragoman.meaning.cast import Cast
from dragoman.meaning.dating import date_of
from dragoman.meaning.meeting_states import Hint
from dragoman.meaning.tree import Tree
from dragoman.ontology import ActorKind, MeetingKind, MeetingState
from dragoman.spans import Span
from dragoman.types import OUTLET, UNDATED, Meeting, StateClaim, Statement, Time, When

PARTY_KINDS = frozenset(
    {ActorKind.PERSON, ActorKind.GOVERNMENT, ActorKind.COUNTRY, ActorKind.ORGANISATION,
     ActorKind.GROUP, ActorKind.UNKNOWN}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name a meeting, with what stands beside them."""

    at: int
    kind: MeetingKind
    verbal: bool
    parties: tuple[str, ...]
    place: Span | None
    name: str | None
    planned: When
    pointing: bool
    """Whether the words point back: "the meeting", "such talks"."""


@dataclass(slots=True)
class _Gathered:
    """A meeting while its mentions are gathered."""

    kind: MeetingKind
    parties: tuple[str, ...]
    place: Span | None
    name: str | None
    planned: When
    mentions: list[Mention] = field(default_factory=list)
    claims: list[StateClaim] = field(default_factory=list)


def find_meetings(
    tree: Tree,
    cast: Cast,
    times: tuple[Time, ...],
    statements: tuple[Statement, ...],
    published: date | None,
) -> tuple[Meeting, ...]:
    """All meetings of a report with their state claims, in order of first mention."""
    gathered: list[_Gathered] = []
    unset: list[int] = []
    for i, token in enumerate(tree.tokens):
        if token.upos == "NOUN" and meeting_states.unset_date(tree, i):
            unset.append(i)
        mention = _mention(tree, cast, times, published, i)
        if mention is None:
            continue
        meeting = _meeting_of(tree, mention, gathered)
        if meeting is None:
            continue
        _add(tree, meeting, mention)
        hint = _hint(tree, mention, statements)
        if hint is not None:
            _claim(tree, cast, meeting, hint, statements)
    for i in unset:
        hint = meeting_states.unset_date(tree, i)
        target = _nearest(tree, gathered, i)
        if hint is not None and target is not None:
            _claim(tree, cast, target, hint, statements)
    kept = [one for one in gathered if one.claims or one.name or len(one.parties) > 1]
    return tuple(_meeting(tree, one, n) for n, one in enumerate(kept, 1))


# --- mentions --------------------------------------------------------------------------------


@cache
def _nouns() -> dict[str, dict[str, str]]:
    return {row["lemma"]: row for row in lexicon.table("meeting_nouns")}


@cache
def _verbs() -> dict[str, dict[str, str]]:
    return {row["lemma"]: row for row in lexicon.table("meeting_verbs") if row["use"] == "meet"}


def _mention(
    tree: Tree, cast: Cast, times: tuple[Time, ...], published: date | None, i: int
) -> Mention | None:
    token = tree.tokens[i]
    if token.upos in ("NOUN", "PROPN") and token.lemma.lower() in _nouns():
        return _noun_mention(tree, cast, times, published, i)
    if token.upos == "VERB" and token.lemma in _verbs():
        return _verb_mention(tree, cast, times, published, i)
    return None


def _noun_mention(
    tree: Tree, cast: Cast, times: tuple[Time, ...], published: date | None, i: int
) -> Mention | None:
    row = _nouns()[tree.lemmas[i].lower()]
    head = tree.head(i)
    if head is not None and tree.relation(i) == "compound":
        return None  # "summit declaration", "meeting room"
    if row["needs"] == "plural" and tree.lower[i] != "talks":
        return None
    if tree.lemmas[i] in ("round", "session"):
        below = [c for c in tree.having(i, ("nmod",)) if tree.lemmas[c] in _nouns()]
        if below:
            return None  # "a round of talks": the talks are the mention
    if head is not None and tree.lemmas[head] in ("round", "session", "series"):
        i_above = head
    else:
        i_above = i
    parties = _noun_parties(tree, cast, i, i_above)
    name = _name(tree, i)
    pointing = any(tree.lower[c] in POINTING for c in tree.having(i, ("det", "amod")))
    if row["needs"] == "party" and not (parties or pointing or _by_phone(tree, i)):
        return None
    place = _place(tree, cast, i)
    planned = date_of(tree, i, times, published)
    if planned == UNDATED and head is not None and tree.tokens[head].upos == "VERB":
        if _carries_date(tree, i, head):
            planned = date_of(tree, head, times, published)
    # A gathering with a name of its own, as of a league or a round by number, has many parties.
    kind = MeetingKind.CONFERENCE if name else MeetingKind(row["kind"])
    if tree.lemmas[i] == "call" and not (_by_phone(tree, i) or _prepositions(tree, i) & {"with", "between"}):
        return None
    return Mention(i, kind, False, parties, place, name, planned, pointing)


POINTING = frozenset({"the", "this", "that", "these", "those", "such", "said"})


def _by_phone(tree: Tree, i: int) -> bool:
    words = {tree.lower[c] for c in tree.having(i, ("compound", "amod"))}
    return bool(words & {"phone", "telephone", "video", "conference"})


def _prepositions(tree: Tree, i: int) -> set[str]:
    return {tree.lower[m] for c in tree.having(i, ("nmod",)) for m in tree.having(c, ("case",))}


def _carries_date(tree: Tree, i: int, head: int) -> bool:
    """Whether the date of a verb is the meeting's ("hold talks on Monday"), not that of a saying."""
    key = meeting_states.verb_key(tree, head)
    tense = {"take place", "begin", "start", "open", "resume", "happen", "schedule", "set", "plan", "due"}
    found = {*meeting_states.keys(tree, head)}
    return key in meeting_states.light_verbs() or bool(found & tense)


def _noun_parties(tree: Tree, cast: Cast, i: int, above: int) -> tuple[str, ...]:
    """ "between A and B", "with B" (and who holds it), "A-B summit", "A’s visit to …"."""
    found: list[str] = []
    spread = False
    for noun in {i, above}:
        for child in tree.having(noun, ("nmod", "compound", "amod", "obl", "nmod:poss")):
            prepositions = {tree.lower[m] for m in tree.having(child, ("case",))}
            if prepositions & {"in", "at", "on", "for", "about", "over", "during"}:
                continue
            if tree.lemmas[i] == "visit" and prepositions & {"to"}:
                continue
            found += cast.phrase(child)
            spread = spread or bool(prepositions & {"with"})
    head = tree.head(above)
    if spread or len(found) < 2:
        at = above
        for _ in range(3):
            head = tree.head(at)
            if head is None:
                break
            subject = tree.subject(head) if tree.tokens[head].upos in ("VERB", "AUX") else None
            if subject is not None and subject != at and tree.lemmas[head] not in HOSTING:
                if spread or meeting_states.verb_key(tree, head) in meeting_states.light_verbs():
                    found = [*cast.phrase(subject), *found]
                if spread or tree.relation(at) == "obl" and tree.lemmas[head] in TRAVEL:
                    found = [*cast.phrase(subject), *found]
                break
            at = head
    return _parties(cast, found)


HOSTING = frozenset({"host", "mediate", "chair", "convene", "broker", "facilitate", "open", "welcome"})
TRAVEL = frozenset({"travel", "fly", "go", "arrive", "head", "come", "attend", "depart", "leave"})


def _parties(cast: Cast, ids: list[str]) -> tuple[str, ...]:
    kept = [id for id in dict.fromkeys(ids) if cast.get(id).kind in PARTY_KINDS]
    # A spokesperson who speaks for a party is not a second one.
    return tuple(id for id in kept if cast.get(id).speaks_for not in kept)


def _verb_mention(
    tree: Tree, cast: Cast, times: tuple[Time, ...], published: date | None, i: int
) -> Mention | None:
    row = _verbs()[tree.lemmas[i]]
    objects = tree.having(i, ("obj",))
    if any(tree.lemmas[o].lower() in _nouns() or tree.tokens[o].upos == "NUM" for o in objects):
        return None  # "meet a deadline" has no party either, see below
    found: list[str] = []
    subject = tree.subject(i)
    if subject is not None:
        found += cast.phrase(subject)
    others: list[str] = []
    for child in objects:
        others += cast.phrase(child)
    for child in tree.having(i, ("obl",)):
        if any(tree.lower[m] == "with" for m in tree.having(child, ("case",))):
            others += cast.phrase(child)
    if objects and not others and row["kind"] != "visit":
        return None
    if not objects and not others and len(found) < 2 and row["kind"] != "talks":
        return None
    place = _place(tree, cast, i)
    if row["kind"] == "visit" and place is None and objects:
        place = _location(tree, objects[0])
        if place is None and not others:
            return None
    parties = _parties(cast, [*found, *others])
    if not parties:
        return None
    planned = date_of(tree, i, times, published)
    return Mention(i, MeetingKind(row["kind"]), True, parties, place, None, planned, False)


def _place(tree: Tree, cast: Cast, i: int) -> Span | None:
    """ "in Lima" on the noun or on its verb; "the Lima summit"."""
    heads = [i]
    head = tree.head(i)
    if head is not None and tree.relation(i) in ("obj", "nsubj", "obl") and tree.tokens[head].upos == "VERB":
        if meeting_states.verb_key(tree, head) in meeting_states.light_verbs() or tree.lemmas[head] in (
            {"take", "begin", "start", "open", "resume", "schedule", "plan", "happen", *TRAVEL}
        ):
            heads.append(head)
    for at in heads:
        for child in tree.having(at, ("nmod", "obl")):
            if any(tree.lower[m] in ("in", "at", "to") for m in tree.having(child, ("case",))):
                found = _location(tree, child)
                if found is not None:
                    return found
    for child in tree.having(i, ("compound", "amod")):
        if tree.tokens[child].upos == "PROPN" and cast.at(child) is None:
            found = _location(tree, child)
            if found is not None:
                return found
    return None


def _location(tree: Tree, i: int) -> Span | None:
    for entity in tree.tags.entities:
        if entity.first <= i < entity.last and entity.label in ("LOC", "FAC"):
            return tree.span(range(entity.first, entity.last))
    return None


def _name(tree: Tree, i: int) -> str | None:
    """ "12th Lakeland Forum": a meeting with an ordinal or a name of its own."""
    parts = [c for c in tree.having(i, ("compound", "amod", "nummod")) if c < i]
    ordinal = any(tree.words[c][:1].isdigit() and not tree.words[c].isdigit() for c in parts)
    named = any(
        e.first <= c < e.last and e.label in ("ORG", "MISC")
        for c in (*parts, i)
        for e in tree.tags.entities
    )
    if not named or not (ordinal or tree.words[i][:1].isupper() or tree.tokens[i].upos == "PROPN"):
        if not (named and any(tree.words[c].isupper() for c in parts)):
            return None
    return tree.text[tree.span([*parts, i])]


# --- mentions → meetings ---------------------------------------------------------------------


def _meeting_of(tree: Tree, mention: Mention, known: list[_Gathered]) -> _Gathered | None:
    """The meeting that a mention is of: the latest that fits, a new one, or none."""
    fitting = [one for one in reversed(known) if _fits(tree, one, mention)]
    if fitting:
        return fitting[0]
    if not mention.parties and not mention.name and not mention.place:
        return None
    if mention.pointing and not mention.parties and not mention.name and not mention.place:
        return None
    one = _Gathered(mention.kind, mention.parties, mention.place, mention.name, mention.planned)
    known.append(one)
    return one


ALIKE = (
    {MeetingKind.SUMMIT, MeetingKind.TALKS},
    {MeetingKind.TALKS, MeetingKind.VISIT},
    {MeetingKind.SUMMIT, MeetingKind.CONFERENCE},
)
"""Kinds that may be one meeting told in two words."""


def _fits(tree: Tree, one: _Gathered, mention: Mention) -> bool:
    if one.kind != mention.kind and {one.kind, mention.kind} not in ALIKE:
        return False
    if not mention.parties and one.kind != mention.kind and MeetingKind.VISIT in (one.kind, mention.kind):
        return False
    if (mention.name or one.name) and not _same_name(one.name, mention.name):
        if mention.name or not (mention.pointing and not mention.parties and not mention.place):
            return False
    if one.place and mention.place and tree.text[one.place] != tree.text[mention.place]:
        return False
    if mention.parties:
        shared = set(one.parties) & set(mention.parties)
        smaller = min(len(one.parties), len(mention.parties))
        if not shared or len(shared) < min(smaller, 2):
            return False
    elif not mention.place and not mention.name and not (mention.pointing and _in_play(tree, one, mention)):
        return False
    return not _other_day(one, mention)


def _in_play(tree: Tree, one: _Gathered, mention: Mention) -> bool:
    """Whether "the meeting" may mean it: its parties or its state were told, or its own noun is."""
    lemma = tree.lemmas[mention.at]
    told = len(one.parties) > 1 or bool(one.claims)
    return told or any(tree.lemmas[m.at] == lemma for m in one.mentions)


def _same_name(one: str | None, other: str | None) -> bool:
    if not one or not other:
        return False
    a, b = set(one.lower().split()), set(other.lower().split())
    return a <= b or b <= a


def _other_day(one: _Gathered, mention: Mention) -> bool:
    """Whether one is told as held on a day and the other is set for another."""
    first, second = one.planned.interval, mention.planned.interval
    if first is None or second is None:
        return False
    a, b = str(first.start)[:10], str(second.start)[:10]
    held = any(c.state is MeetingState.HELD for c in one.claims)
    return held and (str(first.end)[:10] <= b or str(second.end)[:10] <= a)


def _add(tree: Tree, meeting: _Gathered, mention: Mention) -> None:
    meeting.mentions.append(mention)
    meeting.parties = tuple(dict.fromkeys((*meeting.parties, *mention.parties)))
    meeting.place = meeting.place or mention.place
    meeting.name = meeting.name or mention.name
    if meeting.planned.interval is None:
        meeting.planned = mention.planned
    if mention.kind is MeetingKind.SUMMIT:
        meeting.kind = mention.kind


def _nearest(tree: Tree, known: list[_Gathered], i: int) -> _Gathered | None:
    """The meeting whose mention stands nearest before a word, in its sentence after it too."""
    sentence = tree.sentence_tokens(i)
    best: tuple[int, _Gathered] | None = None
    for one in known:
        for mention in one.mentions:
            if mention.at < i or mention.at in sentence:
                distance = abs(i - mention.at)
                if best is None or distance < best[0]:
                    best = (distance, one)
    return best[1] if best else None


# --- claims ----------------------------------------------------------------------------------


def _hint(tree: Tree, mention: Mention, statements: tuple[Statement, ...]) -> Hint | None:
    inner = innermost(statements, tree.tokens[mention.at].span)
    ceiling = tree.within(inner.cue)[0] if inner and inner.cue else None
    ahead = mention.planned.interval is not None
    if mention.verbal:
        return meeting_states.of_verb(tree, mention.at, ahead, ceiling)
    return meeting_states.of_noun(tree, mention.at, ahead, ceiling)


def innermost(statements: tuple[Statement, ...], span: Span) -> Statement | None:
    """The statement with the least content around a span; None outside of all."""
    around = [s for s in statements if any(c.holds(span) for c in s.content)]
    return min(around, key=lambda s: sum(map(len, s.content)), default=None)


def _claim(
    tree: Tree, cast: Cast, meeting: _Gathered, hint: Hint, statements: tuple[Statement, ...]
) -> None:
    said = innermost(statements, tree.tokens[hint.at].span)
    if said is not None and said.speaker is not None:
        hint = meeting_states.as_said(hint, said.act)
        asserter, side, when = said.speaker, cast.side(said.speaker), said.when
    else:
        asserter, side, when = OUTLET, OUTLET, UNDATED
    claim = StateClaim(hint.state, asserter, side, hint.evidence, when, hint.hedged, hint.denies,
                       said.id if said else None)  # fmt: skip
    for n, other in enumerate(meeting.claims):
        if other.statement != claim.statement or other.asserter != asserter or said is None:
            continue
        if other.state == claim.state:
            return
        # "Calling it cancelled is wrong, since no date was set": one claim that denies another.
        if other.denies and other.state is MeetingState.CONFIRMED:
            meeting.claims[n] = replace(claim, denies=other.denies)
            return
    meeting.claims.append(claim)


def _meeting(tree: Tree, one: _Gathered, number: int) -> Meeting:
    return Meeting(
        id=f"m{number}",
        kind=one.kind,
        participants=one.parties,
        mentions=tuple(tree.tokens[m.at].span for m in one.mentions),
        name=one.name,
        place=one.place,
        planned=one.planned,
        states=tuple(sorted(one.claims, key=lambda c: c.evidence)),
    )
