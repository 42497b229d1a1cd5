"""Tree, actors and times → the words that name a meeting, with what stands beside them."""

from dragoman.meaning import actor_world as world
from dragoman.meaning.cast import Cast
from dragoman.meaning.dating import date_of
from dragoman.meaning.dating_echoes import echoed_date
from dragoman.meaning.dating_narrative import told_date
from dragoman.meaning.meetings import parties as beside
from dragoman.meaning.meetings.acts import (
    between_heads,
    of_due,
    of_inviting,
    of_room,
    of_sending,
    of_travel,
    of_verb,
)
from dragoman.meaning.meetings.phrases import Parties, members
from dragoman.meaning.meetings.places import location, nearest_date, place_after, place_at, visited
from dragoman.meaning.meetings.scene import Link, Mention, Scene
from dragoman.meaning.meetings.words import (
    DASHES,
    cases,
    keys,
    light,
    meet_row,
    noun_row,
    verbs,
    words,
)
from dragoman.meaning.times_verbs import former
from dragoman.meaning.tree import Tree
from dragoman.ontology import MeetingKind
from dragoman.spans import Span
from dragoman.types import UNDATED, When


def find_mention(scene: Scene, i: int, marked: bool = False) -> Mention | None:
    """The mention headed at a token; None where it names no meeting.

    `marked`: whether the network sees one there; a noun that no table has is then one too.
    """
    tree = scene.tree
    if marked and tree.tokens[i].upos == "NOUN" and noun_row(tree, i) is None:
        return _of_noun(scene, i, {"lemma": tree.lemmas[i], "kind": "talks", "needs": "party"})
    row = noun_row(tree, i)
    if row is not None:
        return _of_noun(scene, i, row)
    row = meet_row(tree, i)
    if row is not None:
        return of_verb(scene, i, row)
    if tree.lemmas[i] == "invite" and tree.tokens[i].upos == "VERB":
        return of_inviting(scene, i)
    if tree.lemmas[i] in ("send", "dispatch") and tree.tokens[i].upos == "VERB":
        return of_sending(scene, i)
    row = verbs("travel").get(tree.lemmas[i])
    if row is not None and tree.tokens[i].upos == "VERB":
        return of_travel(scene, i)
    return of_due(scene, i) or of_room(scene, i) or _of_ordinal(scene, i)


def _of_noun(scene: Scene, i: int, row: dict[str, str]) -> Mention | None:
    tree, cast = scene.tree, scene.cast
    head = tree.head(i)
    if head is not None and tree.lemmas[head] == "invite" and "for" in cases(tree, i):
        return None  # "invited her to Lima for talks": the invitation is the mention
    if tree.lemmas[i] in words("span") and any(
        noun_row(tree, c) is not None for c in tree.having(i, ("nmod",))
    ):
        return None  # "a round of talks": the talks are the mention
    if row["kind"] == "talks" and _by_phone(tree, i):
        row = {**row, "kind": "call"}
    elif row["lemma"] == "talk" and tree.lower[i] == "talk" and not _shared(tree, i):
        return None
    if row["kind"] == "call" and not _is_call(tree, cast, i):
        return None
    if tree.lemmas[i] in words("span") and _of_something_else(tree, cast, i):
        return None
    parties = beside.of_noun(tree, cast, i, row["kind"])
    name = _name(tree, i) or _name_of_body(tree, i)
    link, order = _link(tree, i)
    kind = MeetingKind(row["kind"])
    place = _place_of_noun(tree, cast, i)
    if kind is MeetingKind.VISIT:
        place, parties = visited(scene, i, place, parties)
    if _name(tree, i) is not None and order == "" and row["needs"] != "party":
        # A gathering with a name of its own, as of a league, has many parties.
        kind = MeetingKind.CONFERENCE
    kind = between_heads(tree, cast, i, kind, parties)
    planned = _planned(scene, i, head)
    needy = row["needs"] in ("party", "back") and not _by_phone(tree, i)
    if row["needs"] == "back" and link is Link.OPEN:
        link = Link.BACK
    return Mention(i, kind, False, parties, place, name, planned, link, needy, order=order)


def _of_something_else(tree: Tree, cast: Cast, i: int) -> bool:
    """ "A round of penalties", "a session of parliament": no meeting of two sides."""
    for child in tree.having(i, ("nmod",)):
        if "of" in cases(tree, child) and tree.tokens[child].upos == "NOUN":
            body = tree.lemmas[child].lower() in words("body")
            return not (body or members(tree, cast, child).ids)
    return False


def _is_call(tree: Tree, cast: Cast, i: int) -> bool:
    """A call by telephone, no call for help."""
    if tree.lower[i] == "calls" or any("for" in cases(tree, c) for c in tree.having(i, ("nmod",))):
        return _by_phone(tree, i)
    if any(tree.having(c, ("mark",)) for c in tree.having(i, ("acl",))):
        return _by_phone(tree, i)  # "a call to stop the war"
    return tree.head(i) is not None or _by_phone(tree, i) or _shared(tree, i)


def _shared(tree: Tree, i: int) -> bool:
    """ "A talk of the minister with her guest", but no "talk of war"."""
    return any(cases(tree, c) & {"with", "between"} for c in tree.having(i, ("nmod",)))


def _by_phone(tree: Tree, i: int) -> bool:
    near = {tree.lower[c] for c in tree.having(i, ("compound", "amod"))}
    return bool(near & {"phone", "telephone", "video", "conference"})


def _link(tree: Tree, i: int) -> tuple[Link, str]:
    """What determiners and adjectives say of which meeting it is."""
    marks = [tree.lower[c] for c in tree.having(i, ("det", "amod", "advmod", "nummod", "compound"))
             if c < i]  # fmt: skip
    for j in range(i - 1, max(i - 8, -1), -1):
        # the words of the phrase, whichever of them the parse hung them on
        if tree.tokens[j].upos not in ("ADJ", "PROPN", "NOUN", "DET", "NUM") and (
            tree.words[j] not in DASHES
        ):
            break
        marks.append(tree.lower[j])
        if tree.tokens[j].upos == "DET":
            break
    head = tree.head(i)
    if head is not None and tree.lemmas[head] in words("span") and tree.relation(i) == "nmod":
        marks += [tree.lower[c] for c in tree.having(head, ("det", "amod")) if c < head]
    first = "first" in marks and tree.lemmas[i] in ("round", "session", "leg", "phase")
    if first or any(mark in words("past") for mark in marks):
        return Link.PAST, ""
    if "such" in marks:
        return Link.BACK, ""
    for mark in marks:
        if mark in words("new"):
            return Link.NEW, mark
    if any(mark in words("back") for mark in marks):
        return Link.BACK, ""
    return Link.OPEN, ""


def _planned(scene: Scene, i: int, head: int | None) -> When:
    tree = scene.tree
    planned = told_date(tree, i, scene.times, scene.published)
    verb = planned == UNDATED and head is not None and tree.tokens[head].upos == "VERB"
    if verb and head is not None and former(tree, head):
        planned = echoed_date(tree, i, scene.times, scene.published)
    if planned == UNDATED and verb and head is not None and _carries_date(tree, head):
        planned = date_of(tree, head, scene.times, scene.published)
        if planned == UNDATED:
            planned = nearest_date(scene, max(i, head)) or UNDATED
    if planned == UNDATED:
        planned = echoed_date(tree, i, scene.times, scene.published)
    return planned


DATED = frozenset({"take place", "begin", "start", "open", "resume", "happen", "schedule", "set",
                   "plan", "due", "fix", "move", "be", "go ahead", "last", "convene"})  # fmt: skip
"""Predicates whose date is the meeting's, and no date of a saying."""


def _carries_date(tree: Tree, head: int) -> bool:
    return light(tree, head) or bool(set(keys(tree, head)) & DATED)


def _name(tree: Tree, i: int) -> str | None:
    """ "12th Lakeland Forum", "the Lakeland peace conference": a name of its own."""
    parts = [c for c in tree.having(i, ("compound", "amod", "nummod")) if c < i]
    ordinal = any(tree.words[c][:1].isdigit() and not tree.words[c].isdigit() for c in parts)
    labels = {e.label for c in (*parts, i) for e in tree.entities_at(c)}
    capital = tree.words[i][:1].isupper() and tree.relation(i) != "root"
    proper = any(tree.tokens[c].upos == "PROPN" for c in parts)
    large = tree.lemmas[i].lower() in ("conference", "forum", "congress", "summit")
    printed = ordinal or capital or any(tree.words[c].isupper() for c in parts)
    bodies = [world.known(tree.words[c]) for c in parts if tree.words[c].isupper()]
    league = any(known is not None and known.what == "organisation" for known in bodies)
    if (labels & {"ORG", "MISC"} and printed) or league or (ordinal and proper):
        return tree.text[_whole(tree, [*parts, i])]
    if large and tree.lemmas[i].lower() != "summit" and proper:
        return tree.text[_whole(tree, [*parts, i])]
    return None


def _name_of_body(tree: Tree, i: int) -> str | None:
    """ "The session of the Joint Committee": the body that meets gives its name."""
    if tree.lemmas[i] not in ("session", "meeting", "round"):
        return None
    for child in tree.having(i, ("nmod",)):
        body = tree.lemmas[child].lower() in words("body")
        if body and "of" in cases(tree, child) and tree.having(child, ("compound", "amod")):
            return tree.text[_whole(tree, [*tree.having(child, ("compound", "amod")), child])]
    return None


def _whole(tree: Tree, tokens: list[int]) -> Span:
    """The tokens with the whole of a name that they lie in."""
    wide = list(tokens)
    for entity in (e for t in tokens for e in tree.entities_at(t)):
        if entity.label in ("ORG", "MISC"):
            wide += range(entity.first, entity.last)
    found = [t for t in wide if tree.relation(t) != "det" and t <= max(tokens)]
    return tree.span(found)


def _place_of_noun(tree: Tree, cast: Cast, i: int) -> Span | None:
    """ "in Lima" on the noun or on its verb; "the Lima summit"."""
    heads = [i]
    at = i
    for _ in range(3):
        head = tree.head(at)
        if head is None:
            break
        if tree.lemmas[head] in words("span") and tree.relation(at) == "nmod":
            heads.append(head)
        elif tree.tokens[head].upos == "VERB" and tree.relation(at) in ("obj", "nsubj", "obl"):
            if _carries_date(tree, head) or tree.lemmas[head] in (*beside.TRAVEL, "reschedule"):
                heads.append(head)
            break
        at = head
    # "a summit that was to open in Lima"
    for clause in tree.having(i, ("acl",)):
        verbs_of = [c for c in (clause, *tree.having(clause, ("xcomp",))) if _carries_date(tree, c)]
        heads += [c for c in verbs_of if tree.tokens[c].upos == "VERB"]
    for at in heads:
        found = place_at(tree, at)
        if found is not None:
            return found
    behind = place_after(tree, i)
    if behind is not None:
        return behind
    for child in tree.having(i, ("compound", "amod")):
        known = world.known(tree.words[child])
        city = known is not None and known.what == "capital"
        if tree.tokens[child].upos == "PROPN" and (city or cast.at(child) is None):
            found = location(tree, child)
            if found is not None:
                return found
    return None


def _of_ordinal(scene: Scene, i: int) -> Mention | None:
    """ "A second had been fixed for Tuesday": an ordinal that stands for the noun."""
    tree = scene.tree
    if tree.lower[i] not in words("new") or tree.relation(i) not in ("nsubj", "obj"):
        return None
    if not any(tree.lower[c] in ("a", "the", "another") for c in tree.having(i, ("det",))):
        return None
    if tree.having(i, ("nmod",)):
        return None  # "a third of the country"
    head = tree.head(i)
    if head is None or tree.tokens[head].upos != "VERB":
        return None
    planned = date_of(tree, head, scene.times, scene.published)
    return Mention(i, MeetingKind.TALKS, False, Parties((), True), place_at(tree, head), None,
                   planned, Link.NEW, True, order=tree.lower[i])  # fmt: skip
