"""Verbs and predicates that are a meeting themselves → mentions: "met", "is due in"."""

from dragoman.meaning.cast import Cast
from dragoman.meaning.dating import date_of
from dragoman.meaning.meetings import parties as beside
from dragoman.meaning.meetings.agents import agent_of
from dragoman.meaning.meetings.phrases import Parties, host_of, leaders, members, settled
from dragoman.meaning.meetings.places import (
    date_of_verb,
    foreign,
    location,
    nearest_date,
    place_at,
    visited,
)
from dragoman.meaning.meetings.scene import Link, Mention, Scene
from dragoman.meaning.meetings.words import (
    cases,
    meet_row,
    noun_row,
    verbs,
    words,
)
from dragoman.meaning.tree import Tree
from dragoman.ontology import ActorKind, MeetingKind
from dragoman.types import UNDATED


def between_heads(
    tree: Tree, cast: Cast, i: int, kind: MeetingKind, parties: Parties
) -> MeetingKind:
    """A meeting of heads of state or government is a summit, whatever it is called."""
    heads = leaders(cast, parties.ids)
    plain = tree.lemmas[i] in ("meeting", "encounter", "meet", "sit", "see", "face-to-face")
    if kind is MeetingKind.TALKS and plain and len(heads) > 1 and len(heads) == len(parties.ids):
        return MeetingKind.SUMMIT
    return kind


def of_verb(scene: Scene, i: int, row: dict[str, str]) -> Mention | None:
    tree, cast = scene.tree, scene.cast
    objects = tree.having(i, ("obj",))
    if any(noun_row(tree, o) is not None or tree.tokens[o].upos == "NUM" for o in objects):
        return None
    head = tree.head(i)
    if head is not None and tree.lemmas[head] in verbs("travel") and place_at(tree, head):
        return None  # "will fly to Lima to meet the premier": the journey is the mention
    first, others = beside.of_verb(tree, cast, i)
    place = place_at(tree, i)
    planned = date_of_verb(scene, i)
    kind = MeetingKind(row["kind"])
    if kind is MeetingKind.VISIT and objects:
        place = location(tree, objects[0]) or place
        host = host_of(tree, cast, place)
        if not others.ids and host is not None and foreign(cast, first, host):
            others = Parties((host,))
        if place is None and not others.ids:
            return None
        if not others.ids and location(tree, objects[0]) is None:
            return None  # "visited a school in Lima": a day's work at home
    elif objects and not (others.ids or others.pair):
        return None
    if kind is MeetingKind.VISIT and row["lemma"] == "host" and len(others.ids) > 1:
        # "Quito will host envoys of Lima and Bern": they talk to each other
        first, kind = Parties(), MeetingKind.TALKS
    fixed = place or planned != UNDATED or _aside(tree, i)
    if row["lemma"] == "see" and not (others.ids and fixed):
        return None
    together = len(first.ids) > 1 or first.pair or _body(tree, cast, i) or _envoys(tree, cast, i)
    alone = not objects and not others.ids and not others.pair and not together
    if alone and (row["lemma"] != "meet" or not first.ids):
        return None
    name = _body_name(tree, cast, i) if row["lemma"] in ("convene", "reconvene") else None
    parties = settled(cast, first + others)
    if name is not None and not parties.ids:
        parties = Parties((), True)
    if row["lemma"] in ("speak", "talk") and not _speak_together(cast, parties, first):
        return None
    kind = between_heads(tree, cast, i, kind, parties)
    again = any(tree.lower[c] == "again" for c in tree.children[i])
    link = Link.NEW if again else Link.OPEN
    since = any("since" in cases(tree, c) for c in tree.having(i, ("obl",)))
    return Mention(i, kind, True, parties, place, name, planned, link, needy=alone, since=since)


def _speak_together(cast: Cast, parties: Parties, first: Parties) -> bool:
    """ "She spoke with the premier": officials on the line, no reporters or crowds."""
    able = all(cast.get(id).kind is ActorKind.PERSON and cast.get(id).sector == "GOV"
               for id in parties.ids)  # fmt: skip
    return able and len(parties.ids) > 1


def _aside(tree: Tree, i: int) -> bool:
    return any(tree.lemmas[c] == "sideline" for c in tree.having(i, ("obl",)))


def _body(tree: Tree, cast: Cast, i: int) -> bool:
    """Whether the subject is a body that meets ("the commission convened")."""
    subject = tree.subject(i)
    if subject is None:
        return False
    if tree.lemmas[subject].lower() in words("body"):
        return True
    several = (ActorKind.GROUP, ActorKind.ORGANISATION)
    return any(cast.get(id).kind in several for id in cast.phrase(subject))


def _envoys(tree: Tree, cast: Cast, i: int) -> bool:
    """Whether several officials are the subject ("the envoys met"): with each other."""
    subject = tree.subject(i)
    if subject is None or tree.tokens[subject].xpos != "NNS":
        return False
    official = any(cast.get(id).sector in ("GOV", "MIL") for id in cast.phrase(subject))
    return official or tree.lemmas[subject].lower() in words("agent")


def _body_name(tree: Tree, cast: Cast, i: int) -> str | None:
    subject = tree.subject(i)
    if subject is None or tree.lemmas[subject].lower() not in words("body"):
        return None
    parts = [t for t in tree.subtree(subject, without=("acl", "nmod", "det")) if t <= subject]
    return tree.text[tree.span([*parts, subject])]


def of_travel(scene: Scene, i: int) -> Mention | None:
    """ "She will fly to Lima": a visit, where someone goes to a named place."""
    tree, cast = scene.tree, scene.cast
    place = place_at(tree, i)
    subject, _ = agent_of(tree, i)
    if place is None or subject is None:
        return None
    marks = {tree.lower[c] for c in tree.having(i, ("mark",))}
    if tree.relation(i) == "advcl" and (marks - {"to"} or tree.tokens[i].xpos == "VBG"):
        return None  # "While travelling to Lima, she said": an occasion
    parties = settled(cast, members(tree, cast, subject))
    if not any(cast.get(id).kind is ActorKind.PERSON for id in parties.ids):
        return None
    for purpose in tree.having(i, ("advcl", "xcomp")):
        if meet_row(tree, purpose) is not None:
            parties = settled(cast, parties + beside.of_verb(tree, cast, purpose)[1])
    place, parties = visited(scene, i, place, parties)
    planned = date_of(tree, i, scene.times, scene.published)
    return Mention(i, MeetingKind.VISIT, True, parties, place, None, planned, Link.OPEN)


SENT = frozenset({"delegation", "team", "envoy", "negotiator", "mission", "minister"})


def of_sending(scene: Scene, i: int) -> Mention | None:
    """ "She is sending a delegation to Lima": a visit of her side."""
    tree, cast = scene.tree, scene.cast
    place = place_at(tree, i)
    subject, _ = agent_of(tree, i)
    sent = any(tree.lemmas[o].lower() in SENT for o in tree.having(i, ("obj",)))
    if place is None or subject is None or not sent:
        return None
    parties = settled(cast, members(tree, cast, subject))
    if not parties.ids:
        return None
    place, parties = visited(scene, i, place, parties)
    planned = date_of_verb(scene, i)
    return Mention(i, MeetingKind.VISIT, True, parties, place, None, planned, Link.OPEN)


def of_inviting(scene: Scene, i: int) -> Mention | None:
    """ "She invited him to Lima": a visit, where no other word names the meeting."""
    tree, cast = scene.tree, scene.cast
    if any(noun_row(tree, t) is not None or meet_row(tree, t) is not None
           for c in tree.having(i, ("xcomp", "ccomp")) for t in tree.subtree(c)):  # fmt: skip
        return None
    place = place_at(tree, i)
    objects = tree.having(i, ("obj", "nsubj:pass"))
    if place is None or not objects:
        return None
    guest = members(tree, cast, objects[0])
    subject = next(iter(c for c in tree.having(i, ("nsubj",)) if c not in objects), None)
    host = members(tree, cast, subject) if subject is not None else Parties()
    parties = settled(cast, guest + host)
    if not parties.ids:
        return None
    place, parties = visited(scene, i, place, parties)
    return Mention(i, MeetingKind.VISIT, True, parties, place, None, UNDATED, Link.OPEN, due=True)


def of_due(scene: Scene, i: int) -> Mention | None:
    """ "She is due in Lima on Monday and in Quito on Tuesday": the place is the word over it."""
    tree, cast = scene.tree, scene.cast
    place = location(tree, i)
    if place is None or not cases(tree, i) & {"in", "at"}:
        return None
    due = _due(tree, i)
    if due is None:
        return None
    subject = next(iter(tree.having(due, ("nsubj",))), None)
    word = next((j for j in range(i, max(i - 10, -1), -1) if tree.lower[j] in _AWAITED), due)
    if subject is None and tree.relation(word) == "conj":
        subject = tree.subject(word)  # "met her in Lima and is due in Quito"
    if subject is None:
        subject = _before_copula(tree, cast, i)
    if subject is None:
        return None
    parties = settled(cast, members(tree, cast, subject))
    if not parties.ids:
        return None
    place, parties = visited(scene, i, place, parties)
    planned = nearest_date(scene, i) or UNDATED
    return Mention(i, MeetingKind.VISIT, True, parties, place, None, planned, Link.OPEN, due=True)


def _before_copula(tree: Tree, cast: Cast, i: int) -> int | None:
    """The actor named right before "is due", where the parse lost the subject."""
    start = tree.sentence_tokens(i).start
    due = max(j for j in range(start, i) if tree.lower[j] in _AWAITED)
    for j in range(due - 1, max(start, due - 6) - 1, -1):
        if cast.all_at(j):
            return j
        if tree.tokens[j].upos not in ("AUX", "PUNCT", "ADV", "PROPN"):
            return None
    return None


def _due(tree: Tree, i: int) -> int | None:
    """The predicate of "due" that a place hangs on, whichever of the two the parse put on top."""
    near = [j for j in range(i - 1, max(i - 10, -1), -1) if tree.lower[j] in _AWAITED]
    if near and tree.lower[near[0]] != "due" and not _is(tree, near[0]):
        return None
    if not near or near[0] not in tree.sentence_tokens(i):
        return None
    if any(tree.tokens[j].upos == "VERB" for j in range(near[0] + 1, i)):
        return None
    above = {i, *tree.ancestors(i)}
    top = next(iter([near[0]]))
    if top in above or tree.head(top) in above or tree.relation(i) == "conj":
        head = i
        while tree.relation(head) == "conj" and tree.head(head) is not None:
            head = tree.tokens[head].head
        return top if tree.having(top, ("nsubj",)) else head
    return None


_AWAITED = frozenset({"due", "expected"})


def _is(tree: Tree, i: int) -> bool:
    """ "is expected in Lima"; not "the expected rise"."""
    return bool({"is", "are", "was", "were"} & {tree.lower[c] for c in tree.having(i, ("aux",))})


def of_room(scene: Scene, i: int) -> Mention | None:
    """ "They have been in the same room"."""
    tree, cast = scene.tree, scene.cast
    if tree.lemmas[i] not in ("room", "table") or "same" not in {
        tree.lower[c] for c in tree.having(i, ("amod",))
    }:
        return None
    subject = next(iter(tree.having(i, ("nsubj",))), None)
    if subject is None and (head := tree.head(i)) is not None:
        subject = tree.subject(head)
    if subject is None:
        return None
    parties = settled(cast, members(tree, cast, subject))
    if len(parties.ids) < 2 and not parties.pair:
        return None
    planned = date_of(tree, i, scene.times, scene.published)
    return Mention(i, MeetingKind.TALKS, True, parties, None, None, planned, Link.OPEN)
