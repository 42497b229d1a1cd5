"""Tree, actors and times → the words that name a meeting, with what stands beside them."""

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from dragoman.meaning import meeting_parties as beside
from dragoman.meaning.cast import Cast
from dragoman.meaning.dating import date_of
from dragoman.meaning.meeting_parties import Parties
from dragoman.meaning.meeting_words import (
    cases,
    keys,
    light,
    meet_row,
    noun_row,
    verbs,
    words,
)
from dragoman.meaning.tree import Tree
from dragoman.ontology import ActorKind, MeetingKind
from dragoman.spans import Span
from dragoman.types import UNDATED, Time, When


class Link(Enum):
    """Which meeting the words ask for."""

    OPEN = auto()
    """one by its parties and place, known or not"""
    BACK = auto()
    """one spoken of: "the talks", "such a meeting" """
    NEW = auto()
    """one that follows another: "a third round", "a return visit" """
    PAST = auto()
    """one that is over: "the latest round" """


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name a meeting, with what stands beside them."""

    at: int
    kind: MeetingKind
    verbal: bool
    parties: Parties
    place: Span | None
    name: str | None
    planned: When
    link: Link
    needy: bool = False
    """Whether it names a meeting only with parties, or when it points back ("the session")."""
    due: bool = False
    """Whether the words themselves set it for a day to come ("is due in Lima")."""
    order: str = ""
    """The word that counts or sorts it ("third", "return")."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What every mention is read by."""

    tree: Tree
    cast: Cast
    times: tuple[Time, ...]
    published: date | None


def find_mention(scene: Scene, i: int) -> Mention | None:
    """The mention headed at a token; None where it names no meeting."""
    tree = scene.tree
    row = noun_row(tree, i)
    if row is not None:
        return _of_noun(scene, i, row)
    row = meet_row(tree, i)
    if row is not None:
        return _of_verb(scene, i, row)
    row = verbs("travel").get(tree.lemmas[i])
    if row is not None and tree.tokens[i].upos == "VERB":
        return _of_travel(scene, i)
    return _of_due(scene, i) or _of_room(scene, i) or _of_ordinal(scene, i)


# --- nouns -----------------------------------------------------------------------------------


def _of_noun(scene: Scene, i: int, row: dict[str, str]) -> Mention | None:
    tree, cast = scene.tree, scene.cast
    head = tree.head(i)
    if tree.lemmas[i] in words("span") and any(
        noun_row(tree, c) is not None for c in tree.having(i, ("nmod",))
    ):
        return None  # "a round of talks": the talks are the mention
    if row["lemma"] == "talk" and tree.lower[i] == "talk":
        if _by_phone(tree, i):
            row = {**row, "kind": "call"}
        elif not _shared(tree, i):
            return None
    if row["kind"] == "call" and not _is_call(tree, cast, i):
        return None
    if tree.lemmas[i] in words("span") and _of_something_else(tree, cast, i):
        return None
    parties = beside.of_noun(tree, cast, i, row["kind"])
    name = _name(tree, i)
    link, order = _link(tree, i)
    kind = MeetingKind(row["kind"])
    place = _place_of_noun(tree, cast, i)
    if kind is MeetingKind.VISIT:
        place, parties = _visited(scene, i, place, parties)
    if name is not None and order == "":
        # A gathering with a name of its own, as of a league, has many parties.
        kind = MeetingKind.CONFERENCE
    kind = _between_heads(tree, cast, i, kind, parties)
    planned = _planned(scene, i, head)
    needy = row["needs"] in ("party", "back") and not _by_phone(tree, i)
    if row["needs"] == "back" and link is Link.OPEN:
        link = Link.BACK
    return Mention(i, kind, False, parties, place, name, planned, link, needy, order=order)


def _between_heads(
    tree: Tree, cast: Cast, i: int, kind: MeetingKind, parties: Parties
) -> MeetingKind:
    """A meeting of heads of state or government is a summit, whatever it is called."""
    heads = beside.leaders(cast, parties.ids)
    plain = tree.lemmas[i] in ("meeting", "encounter", "meet", "sit", "see", "face-to-face")
    if kind is MeetingKind.TALKS and plain and len(heads) > 1 and len(heads) == len(parties.ids):
        return MeetingKind.SUMMIT
    return kind


def _of_something_else(tree: Tree, cast: Cast, i: int) -> bool:
    """ "A round of penalties", "a session of parliament": no meeting of two sides."""
    for child in tree.having(i, ("nmod",)):
        if "of" in cases(tree, child) and tree.tokens[child].upos == "NOUN":
            body = tree.lemmas[child].lower() in words("body")
            return not (body or beside.members(tree, cast, child).ids)
    return False


def _is_call(tree: Tree, cast: Cast, i: int) -> bool:
    """A call by telephone, no call for help."""
    if tree.lower[i] == "calls" or any("for" in cases(tree, c) for c in tree.having(i, ("nmod",))):
        return _by_phone(tree, i)
    head = tree.head(i)
    above = head is not None and tree.relation(i) in ("nsubj", "obl", "nmod", "obj")
    return _by_phone(tree, i) or above or any(
        cases(tree, c) & {"with", "between"} for c in tree.having(i, ("nmod",))
    )


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
    head = tree.head(i)
    if head is not None and tree.lemmas[head] in words("span") and tree.relation(i) == "nmod":
        marks += [tree.lower[c] for c in tree.having(head, ("det", "amod")) if c < head]
    if any(mark in words("past") for mark in marks):
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
    planned = date_of(tree, i, scene.times, scene.published)
    if planned == UNDATED and head is not None and tree.tokens[head].upos == "VERB":
        if _carries_date(tree, head):
            planned = date_of(tree, head, scene.times, scene.published)
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
    labels = {e.label for e in tree.tags.entities for c in (*parts, i) if e.first <= c < e.last}
    capital = tree.words[i][:1].isupper() and tree.relation(i) != "root"
    proper = any(tree.tokens[c].upos == "PROPN" for c in parts)
    large = tree.lemmas[i].lower() in ("conference", "forum", "congress", "summit")
    if labels & {"ORG", "MISC"} and (ordinal or capital or any(tree.words[c].isupper() for c in parts)):
        return tree.text[_whole(tree, [*parts, i])]
    if large and tree.lemmas[i].lower() != "summit" and proper:
        return tree.text[_whole(tree, [*parts, i])]
    return None


def _whole(tree: Tree, tokens: list[int]) -> Span:
    """The tokens with the whole of a name that they lie in."""
    wide = list(tokens)
    for entity in tree.tags.entities:
        if any(entity.first <= t < entity.last for t in tokens) and entity.label in ("ORG", "MISC"):
            wide += range(entity.first, entity.last)
    found = [t for t in wide if tree.relation(t) != "det" and t <= max(tokens)]
    return tree.span(found)


# --- places ----------------------------------------------------------------------------------


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
    for at in heads:
        found = _place_at(tree, at)
        if found is not None:
            return found
    for child in tree.having(i, ("compound", "amod")):
        if tree.tokens[child].upos == "PROPN" and cast.at(child) is None:
            found = location(tree, child)
            if found is not None:
                return found
    return None


def _place_at(tree: Tree, at: int) -> Span | None:
    for child in tree.having(at, ("nmod", "obl", "advmod")):
        deep = tree.lemmas[child] in ("sideline", "margin")
        if deep or cases(tree, child) & {"in", "at", "to"}:
            near = tree.subtree(child) if deep else tree.having(child, ("nmod", "appos"))
            for part in (child, *near):
                found = location(tree, part)
                if found is not None:
                    return found
    return None


def location(tree: Tree, i: int) -> Span | None:
    """The named place that a token lies in."""
    for entity in tree.tags.entities:
        if entity.first <= i < entity.last and entity.label in ("LOC", "FAC"):
            return tree.span(range(entity.first, entity.last))
    return None


def _visited(
    scene: Scene, i: int, place: Span | None, parties: Parties
) -> tuple[Span | None, Parties]:
    """The host of a visit: by whose invitation, or whose country it leads to."""
    tree, cast = scene.tree, scene.cast
    parties += beside.invited_by(tree, cast, i)
    if len(parties.ids) < 2:
        host = beside.host_of(tree, cast, place)
        if host is not None and _foreign(cast, parties, host):
            parties += Parties((host,))
    return place, parties


def _foreign(cast: Cast, parties: Parties, host: str) -> bool:
    home = cast.get(host).country
    return bool(parties.ids) and all(cast.get(id).country != home for id in parties.ids)


# --- verbs -----------------------------------------------------------------------------------


def _of_verb(scene: Scene, i: int, row: dict[str, str]) -> Mention | None:
    tree, cast = scene.tree, scene.cast
    objects = tree.having(i, ("obj",))
    if any(noun_row(tree, o) is not None or tree.tokens[o].upos == "NUM" for o in objects):
        return None
    first, others = beside.of_verb(tree, cast, i)
    place = _place_at(tree, i)
    planned = date_of(tree, i, scene.times, scene.published)
    kind = MeetingKind(row["kind"])
    if kind is MeetingKind.VISIT and objects:
        place = location(tree, objects[0]) or place
        host = beside.host_of(tree, cast, place)
        if not others.ids and host is not None and _foreign(cast, first, host):
            others = Parties((host,))
        if place is None and not others.ids:
            return None
    elif objects and not (others.ids or others.pair):
        return None
    if row["lemma"] == "see" and not (others.ids and (place or planned != UNDATED or _aside(tree, i))):
        return None
    together = len(first.ids) > 1 or first.pair or _body(tree, cast, i)
    if not objects and not others.ids and not others.pair and not together:
        return None
    name = _body_name(tree, cast, i) if row["lemma"] in ("convene", "reconvene") else None
    parties = beside.settled(cast, first + others)
    if name is not None and not parties.ids:
        parties = Parties((), True)
    if row["lemma"] in ("speak", "talk") and not _speak_together(cast, parties, first):
        return None
    kind = _between_heads(tree, cast, i, kind, parties)
    again = any(tree.lower[c] == "again" for c in tree.children[i])
    link = Link.NEW if again else Link.OPEN
    return Mention(i, kind, True, parties, place, name, planned, link)


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
    return any(cast.get(id).kind in (ActorKind.GROUP, ActorKind.ORGANISATION) for id in cast.phrase(subject))


def _body_name(tree: Tree, cast: Cast, i: int) -> str | None:
    subject = tree.subject(i)
    if subject is None or tree.lemmas[subject].lower() not in words("body"):
        return None
    parts = [t for t in tree.subtree(subject, without=("acl", "nmod", "det")) if t <= subject]
    return tree.text[tree.span([*parts, subject])]


def _of_travel(scene: Scene, i: int) -> Mention | None:
    """ "She will fly to Lima": a visit, where someone goes to a named place."""
    tree, cast = scene.tree, scene.cast
    place = _place_at(tree, i)
    subject, _ = beside.agent_of(tree, i)
    if place is None or subject is None:
        return None
    marks = {tree.lower[c] for c in tree.having(i, ("mark",))}
    if tree.relation(i) == "advcl" and (marks - {"to"} or tree.tokens[i].xpos == "VBG"):
        return None  # "While travelling to Lima, she said": an occasion
    parties = beside.settled(cast, beside.members(tree, cast, subject))
    if not any(cast.get(id).kind is ActorKind.PERSON for id in parties.ids):
        return None
    place, parties = _visited(scene, i, place, parties)
    planned = date_of(tree, i, scene.times, scene.published)
    return Mention(i, MeetingKind.VISIT, True, parties, place, None, planned, Link.OPEN)


def _of_due(scene: Scene, i: int) -> Mention | None:
    """ "She is due in Lima on Monday and in Quito on Tuesday": the place is the word over it."""
    tree, cast = scene.tree, scene.cast
    place = location(tree, i)
    if place is None or not cases(tree, i) & {"in", "at"}:
        return None
    due = _due(tree, i)
    if due is None:
        return None
    subject = tree.subject(due)
    if subject is None:
        subject = next((s for c in tree.subtree(due) for s in tree.having(c, ("nsubj",))), None)
    if subject is None:
        return None
    parties = beside.settled(cast, beside.members(tree, cast, subject))
    if not parties.ids:
        return None
    place, parties = _visited(scene, i, place, parties)
    planned = _nearest_date(scene, i) or UNDATED
    return Mention(i, MeetingKind.VISIT, True, parties, place, None, planned, Link.OPEN, due=True)


def _due(tree: Tree, i: int) -> int | None:
    """The predicate of "due" that a place hangs on, whichever of the two the parse put on top."""
    near = [j for j in range(i - 1, max(i - 10, -1), -1) if tree.lower[j] == "due"]
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


def _nearest_date(scene: Scene, i: int) -> When | None:
    """The date right after a place: "in Lima on Monday"."""
    tree = scene.tree
    sentence = tree.sentence_tokens(i)
    stop = next((j for j in range(i + 1, sentence.stop) if tree.lower[j] in ("and", ";")), sentence.stop)
    from dragoman.meaning.dating import date_in, stated

    found = date_in(tree, range(i + 1, stop), scene.times)
    return stated(found) if found is not None else None


def _of_room(scene: Scene, i: int) -> Mention | None:
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
    parties = beside.settled(cast, beside.members(tree, cast, subject))
    if len(parties.ids) < 2 and not parties.pair:
        return None
    planned = date_of(tree, i, scene.times, scene.published)
    return Mention(i, MeetingKind.TALKS, True, parties, None, None, planned, Link.OPEN)


def _of_ordinal(scene: Scene, i: int) -> Mention | None:
    """ "A second had been fixed for Tuesday": an ordinal that stands for the noun."""
    tree = scene.tree
    if tree.lower[i] not in words("new") or tree.relation(i) not in ("nsubj", "obj"):
        return None
    if not any(tree.lower[c] in ("a", "the", "another") for c in tree.having(i, ("det",))):
        return None
    head = tree.head(i)
    if head is None or tree.tokens[head].upos != "VERB":
        return None
    planned = date_of(tree, head, scene.times, scene.published)
    return Mention(i, MeetingKind.TALKS, False, Parties((), True), _place_at(tree, head), None,
                   planned, Link.NEW, True, order=tree.lower[i])  # fmt: skip
