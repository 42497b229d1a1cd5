"""Tree, actors, times and statements → meetings, each with what every asserter says of its state.

Words that name a meeting are found first, asked what their clause says of its state, and linked to
the meeting that they are of. Clauses that speak of the meeting in hand without naming it ("the date
will be agreed") follow in the same order.
"""

from dataclasses import replace
from datetime import date, timedelta

from dragoman.meaning.cast import Cast
from dragoman.meaning.meetings import hints, states, tenses
from dragoman.meaning.meetings.claims import Claims, in_order
from dragoman.meaning.meetings.echoes import echo_of
from dragoman.meaning.meetings.fitting import Gathered
from dragoman.meaning.meetings.hints import Hint
from dragoman.meaning.meetings.linking import Linker
from dragoman.meaning.meetings.marks import MeetingMarks
from dragoman.meaning.meetings.mentions import find_mention
from dragoman.meaning.meetings.moves import moved
from dragoman.meaning.meetings.phrases import members, settled
from dragoman.meaning.meetings.scene import Link, Mention, Scene
from dragoman.meaning.meetings.wordings import worded
from dragoman.meaning.meetings.words import NAMING, cases, light, noun_row, words
from dragoman.meaning.tree import Tree
from dragoman.meaning.voices import innermost
from dragoman.ontology import Grain, MeetingKind, MeetingState, StateFamily
from dragoman.types import Mark, Meeting, Statement, Time


def find_meetings(
    tree: Tree,
    cast: Cast,
    times: tuple[Time, ...],
    statements: tuple[Statement, ...],
    published: date | None,
) -> tuple[Meeting, ...]:
    """All meetings of a report with their state claims, in order of first mention."""
    scene = Scene(tree, cast, times, published)
    linker = Linker(tree, cast, published)
    claims = Claims(tree, cast, statements)
    marks = MeetingMarks(tree)
    linked: dict[int, Gathered] = {}
    clauses: set[int] = set()
    for i in range(len(tree)):
        mention = find_mention(scene, i, i in marks.mentions)
        if mention is not None:
            hint = _hint(scene, mention, statements)
            told = marks.of(i, hint)
            told = None if told is not None and states.of_another(tree, told.at) else told
            hint = hint if _aside(cast, mention) else told or hint
            said = innermost(statements, tree.tokens[mention.at].span)
            speaker = said.speaker if said is not None else None
            described = _described(tree, mention, statements) if hint is None else None
            state = _claimed(hint, statements, tree) if described is None else described.state
            meeting = linker.link(mention, state, speaker, i in marks.covered)
            if meeting is None and hint is not None and not mention.verbal:
                meeting = linker.link(_with_doer(scene, mention, hint), state, speaker)
            if meeting is not None:
                linked[i] = meeting
            if meeting is not None and speaker is not None:
                linker.with_speaker(meeting, mention, speaker)
            if meeting is not None and meeting.over:
                hint = hint or described
            if meeting is not None and hint is not None:
                clauses.add(hint.at)
                hint = _settled(meeting, hint)
                if not _belated(meeting, mention, hint, published):
                    claims.add(meeting, hint, mention.at)
                if hint.state is MeetingState.RESCHEDULED and mention.planned.interval is not None:
                    meeting.planned = mention.planned  # the new day
                for more in () if mention.verbal else states.conjoined(tree, hint):
                    clauses.add(more.at)
                    claims.add(meeting, more, more.at)
            continue
        echo = echo_of(tree, i)
        if echo is not None and echo.at not in clauses:
            meeting = linker.last(i, ahead=echo.state.family is not StateFamily.HELD)
            if meeting is None and tree.lemmas[echo.at] == "do":
                meeting = linker.follow(i)
            if meeting is not None:
                clauses.add(echo.at)
                meeting.touched = max(meeting.touched, i)
                claims.add(meeting, echo)
    for mark in marks.rest():
        hint = marks.hint(mark)
        if hint.at in clauses or _of_the_telling(tree, hint.at, clauses):
            continue
        if any(states.of_another(tree, i) for i in (hint.at, *list(tree.ancestors(hint.at))[:1])):
            continue
        about = _pointed(tree, linked, mark) or linker.last(
            hint.at, ahead=hint.state.family is not StateFamily.HELD
        )
        claims.add(about or linker.open(hint.at), hint)
    kept = [one for one in linker.known if one.claims or one.name]
    return tuple(_meeting(tree, one, n) for n, one in enumerate(kept, 1))


def _of_the_telling(tree: Tree, at: int, clauses: set[int]) -> bool:
    """ "The postponement came as a surprise": of what tells a state more is told, no new state; nor
    is the "date" of "no date has been fixed" one."""
    if tree.head(at) in clauses and tree.relation(at) in ("nsubj", "obj"):
        return True
    chain = (at, *tree.ancestors(at))
    verb = next((i for i in chain if tree.tokens[i].upos == "VERB"), None)
    return verb is not None and any(i in clauses for i in tree.having(verb, ("nsubj",)))


def _pointed(tree: Tree, linked: dict[int, Gathered], mark: Mark) -> Gathered | None:
    """The meeting whose words the network sees behind a state."""
    for goal in mark.goals:
        for i in (goal, *tree.ancestors(goal)) if goal >= 0 else ():
            if i in linked:
                return linked[i]
            if tree.tokens[i].upos not in ("NOUN", "PROPN", "ADJ", "NUM", "DET"):
                break
    return None


def _with_doer(scene: Scene, mention: Mention, hint: Hint) -> Mention:
    """ "Lima declined an offer of talks": who does so is a party, where no other is told."""
    own = [c for c in scene.tree.having(hint.at, ("nsubj",))
           if scene.tree.tokens[c].relation == "nsubj"]  # fmt: skip
    if mention.parties.ids or mention.parties.pair or not own or mention.needy:
        return mention
    if noun_row(scene.tree, own[0]) is not None:
        return mention
    return replace(mention, parties=settled(scene.cast, members(scene.tree, scene.cast, own[0])))


def _settled(meeting: Gathered, hint: Hint) -> Hint:
    """ "The palace confirmed the meeting": one that was held, it says, was held."""
    if meeting.over and hint.performed and hint.state is MeetingState.CONFIRMED:
        return replace(hint, state=MeetingState.HELD)
    return hint


def _belated(meeting: Gathered, mention: Mention, hint: Hint, published: date | None) -> bool:
    """A noun that looks ahead in words on a meeting that was held: "hoped that the visit would
    open doors"; or one held so long ago that it is only told as background."""
    interval = mention.planned.interval
    if hint.soft and meeting.over:
        return True
    if hint.state is MeetingState.NOT_HELD and mention.since:
        return True  # "have not met since January": no word on a meeting
    if hint.state is MeetingState.HELD and interval is not None and published is not None:
        long_ago = str(interval.end)[:10] < str(published - BACKGROUND)
        if long_ago:
            return True
    ahead = hint.state.family in (StateFamily.FORWARD, StateFamily.OPEN)
    return meeting.over and ahead and not mention.verbal and mention.link is not Link.NEW


# --- what is said ----------------------------------------------------------------------------


BACKGROUND = timedelta(days=60)
NAMED = frozenset({Grain.MINUTE, Grain.HOUR, Grain.DAY, Grain.WEEK})
"""Grains of a date that makes a meeting scheduled; a month is only expected."""


def _hint(scene: Scene, mention: Mention, statements: tuple[Statement, ...]) -> Hint | None:
    tree, at = scene.tree, mention.at
    inner = innermost(statements, tree.tokens[at].span)
    ceiling = tree.within(inner.cue)[0] if inner and inner.cue else None
    interval = mention.planned.interval
    dated = interval is not None and interval.grain in NAMED
    if mention.due:
        state = MeetingState.SCHEDULED if dated else MeetingState.EXPECTED
        if tree.lemmas[at] == "invite":
            state = MeetingState.PROPOSED
        return Hint(state, hints.clause_span(tree, at), at)
    if mention.verbal:
        hint = tenses.of_verb(tree, at, dated, ceiling)
        done = tenses.performed(tree, at, ceiling)
        if done is not None:
            return done
    else:
        hint = states.of_noun(tree, at, dated, ceiling)
        if hint is not None and light(tree, hint.at):
            hint = tenses.performed(tree, hint.at, ceiling) or hint
    hint = worded(tree, at, hint, ceiling) or hint
    hint = moved(scene, hint, at, mention.planned) if hint is not None else None
    if hint is None:
        return _presupposed(scene, mention)
    if hint.former and inner is not None and "had" not in tree.auxiliaries(hint.at):
        to_have = any(tree.lower[c] == "have" for c in tree.children[hint.at])
        return hint if to_have else replace(hint, former=False)
    return hint


def _claimed(
    hint: Hint | None, statements: tuple[Statement, ...], tree: Tree
) -> MeetingState | None:
    if hint is None:
        return None
    said = innermost(statements, tree.tokens[hint.at].span)
    return hints.as_said(hint, said.act).state if said else hint.state


def _presupposed(scene: Scene, mention: Mention) -> Hint | None:
    """A meeting that is spoken of as one that took place: "after talks with", "Monday’s call"."""
    tree, at = scene.tree, mention.at
    if mention.verbal or tree.negated(at) or mention.link is Link.NEW or _unreal(tree, at):
        return None
    told = Hint(MeetingState.HELD, tree.span([at]), at, soft=True)
    parties = len(mention.parties.ids) > 1 or mention.parties.pair
    if _aside(scene.cast, mention):
        return None
    if mention.link is Link.PAST and parties:
        return told
    interval, published = mention.planned.interval, scene.published
    # "at Monday’s talks": its own day lies behind
    behind = (
        interval is not None and published is not None and str(interval.end)[:10] <= str(published)
    )
    if behind and parties and mention.planned.time is not None:
        return told
    ahead = interval is not None and published is not None and str(interval.start) > str(published)
    own = [tree.tokens[c].span for c in tree.having(at, ("nmod:poss",))]
    its = any(time.span.meets(span) for time in scene.times for span in own)
    if ahead and its and interval is not None and not cases(tree, at) & words("setting"):
        # "pointed to next week’s talks": they have their day
        named = interval.grain in NAMED
        return replace(told, state=MeetingState.SCHEDULED if named else MeetingState.EXPECTED)
    if mention.kind is MeetingKind.CALL and parties:
        return told
    head = tree.head(at)
    past = head is not None and tree.tokens[head].xpos in ("VBD", "VBN")
    prepositions = cases(tree, at) | {tree.lower[m] for m in tree.having(at, ("mark",))}
    if prepositions & {"during", "after", "following", "in", "at", "on"} and past and parties:
        return replace(told, evidence=hints.clause_span(tree, at))
    return None


def _aside(cast: Cast, mention: Mention) -> bool:
    """ "At a meeting with students": the occasion of a speech."""
    return any(cast.get(id).sector in ASIDE_SECTORS for id in mention.parties.ids)


ASIDE_SECTORS = frozenset({"EDU", "CVL", "MED", "CRM", "REL"})


def _described(tree: Tree, mention: Mention, statements: tuple[Statement, ...]) -> Hint | None:
    """ "She described the encounter as a courtesy": who describes it says that it was held."""
    head = tree.head(mention.at)
    if head is None or tree.lemmas[head] not in NAMING or tree.negated(head):
        return None
    said = next((s for s in statements if s.cue is not None and head in tree.within(s.cue)), None)
    if said is None:
        return None
    evidence = hints.clause_span(tree, head)
    return Hint(MeetingState.HELD, evidence, head, performed=True)


def _unreal(tree: Tree, at: int) -> bool:
    """Whether the words over a noun leave open whether it came to pass."""
    for above in (at, *list(tree.ancestors(at))[:2]):
        if {"will", "would", "may", "might", "could", "can", "if"} & {
            tree.lower[c] for c in tree.having(above, ("aux", "mark"))
        }:
            return True
        if {tree.lower[c] for c in tree.having(above, ("amod",))} & {
            "planned", "possible", "upcoming", "proposed", "future", "potential", "expected",
        }:  # fmt: skip
            return True
    return False


def _meeting(tree: Tree, one: Gathered, number: int) -> Meeting:
    return Meeting(
        id=f"m{number}",
        kind=one.kind,
        participants=one.parties,
        # A meeting that no words name ("they compared notes") is mentioned where its state is.
        mentions=tuple(tree.tokens[m.at].span for m in one.mentions) or (one.claims[0].evidence,),
        name=one.name,
        place=one.place,
        planned=one.planned,
        states=in_order(one.claims),
    )
