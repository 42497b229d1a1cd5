"""Where and when a meeting is moved to → rescheduled, another venue, or still to come.

"Postponed from Friday to Monday" names another day, "moved from Lima to Bern" another place, "meet
on Saturday" is to come however its verb is inflected.
"""

from dataclasses import replace

from dragoman.meaning.dating import date_in
from dragoman.meaning.meetings.hints import Hint
from dragoman.meaning.meetings.places import location
from dragoman.meaning.meetings.scene import Scene
from dragoman.meaning.tree import Tree
from dragoman.ontology import Grain, MeetingState
from dragoman.types import When

PUT_OFF = frozenset({MeetingState.POSTPONED, MeetingState.RESCHEDULED, MeetingState.VENUE_CHANGED})
MOVING = frozenset({"move", "shift", "transfer", "relocate", "postpone", "push", "change", "put",
                    "delay", "defer", "reschedule", "switch", "bring"})  # fmt: skip
FUTURE = frozenset({MeetingState.EXPECTED, MeetingState.SCHEDULED})
NAMED = frozenset({Grain.MINUTE, Grain.HOUR, Grain.DAY, Grain.WEEK})


def moved(scene: Scene, hint: Hint, mention: int, planned: When) -> Hint:
    """A hint, with what the words after it say of another day or place."""
    tree = scene.tree
    if hint.state in PUT_OFF and tree.lemmas[hint.at] in MOVING:
        target = _target(scene, hint.at, mention)
        return replace(hint, state=target, tensed=False) if target is not None else hint
    if hint.state in FUTURE and _as_planned(tree, max(hint.at, mention)):
        return replace(hint, state=MeetingState.CONFIRMED, tensed=False)
    if hint.state in FUTURE and _elsewhere(tree, max(hint.at, mention)):
        return replace(hint, state=MeetingState.VENUE_CHANGED, tensed=False)
    interval, published = planned.interval, scene.published
    if hint.state is MeetingState.HELD and interval is not None and published is not None:
        ahead = str(interval.start)[:10] > str(published)
        present = tree.tokens[hint.at].xpos in ("VBZ", "VBP", "VB")
        if ahead and present and not hint.soft:
            named = interval.grain in NAMED
            state = MeetingState.SCHEDULED if named else MeetingState.EXPECTED
            return replace(hint, state=state, tensed=False)
    return hint


def _target(scene: Scene, verb: int, mention: int) -> MeetingState | None:
    """What follows "to" behind a verb of moving: a place or a day."""
    tree = scene.tree
    end = tree.sentence_tokens(verb).stop
    for j in range(verb + 1, min(verb + 9, end - 1)):
        if tree.words[j] in ",;:" or tree.tokens[j].upos == "VERB":
            return None
        if tree.lower[j] != "to" or (mention > verb and mention in tree.ancestors(j)):
            continue  # "put off his trip to Lima": the place is the trip's own
        for k in range(j + 1, min(j + 4, end)):
            if location(tree, k) is not None:
                return MeetingState.VENUE_CHANGED
        if date_in(tree, range(j + 1, min(j + 5, end)), scene.times) is not None:
            return MeetingState.RESCHEDULED
    return None


def _as_planned(tree: Tree, i: int) -> bool:
    """ "Would take place as scheduled": who says so stands by it."""
    end = tree.sentence_tokens(i).stop
    plan = {"planned", "scheduled", "agreed"}
    return any(
        tree.lower[j] == "as" and not plan.isdisjoint(tree.lower[j + 1 : j + 3])
        for j in range(i + 1, end - 1)
    )


def _elsewhere(tree: Tree, i: int) -> bool:
    """ "In Bern instead of Lima", "in Bern, not in Lima"."""
    end = tree.sentence_tokens(i).stop
    for j in range(i + 1, end - 2):
        pair = (tree.lower[j], tree.lower[j + 1])
        instead = pair in (("instead", "of"), ("rather", "than"))
        other = tree.lower[j - 1] == "," and pair in (("not", "in"), ("not", "at"))
        if instead or other:
            return any(location(tree, k) is not None for k in range(j + 2, min(j + 5, end)))
    return False
