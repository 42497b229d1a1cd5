"""Drafts → the countries, bodies and sectors that their titles do not tell.

From particular offices and the leaders' table, from the scene that a title stands in, and from
those whom one serves.
"""

from collections.abc import Iterable
from datetime import date

from dragoman.meaning import actor_world as world
from dragoman.meaning.actor_drafts import Draft, Drafts
from dragoman.meaning.actor_scene import Scene
from dragoman.meaning.actor_world import RoleNoun
from dragoman.meaning.tree import Tree
from dragoman.ontology import ActorKind

DOMESTIC = frozenset({
    "ministry", "agency", "parliament", "court", "police", "military", "intelligence", "office",
    "state", "commission", "state media",
})  # fmt: skip
"""Classes of bodies that belong to a state even where the report does not say to which."""
_POSTS = frozenset({
    "head", "deputy", "minister", "adviser", "official", "lawmaker", "local", "judge", "police",
    "spy", "officer", "opposition", "politician", "spokesperson", "envoy", "activist",
})  # fmt: skip
"""Classes of named persons who belong to a state."""
_CROWDS = frozenset({
    "officer", "police", "activist", "opposition", "rebel", "lawmaker", "judge", "adviser",
    "head", "minister", "local",
})  # fmt: skip
"""Classes of unnamed persons for whom the scene is asked."""
SERVING = frozenset({
    "spokesperson", "official", "leader", "chair", "adviser", "source", "envoy", "officer", "igo",
    "civil", "business",
})  # fmt: skip
"""Classes of roles that one has for a body, not for a state."""
_OWN_SIDE = frozenset({"REB", "OPP", "UAF", "SEP", "INS", "RAD"})
_SINGLE = frozenset({"head", "minister"})


def learn_sides(drafts: Iterable[Draft], homes: set[str], day: date | None) -> None:
    """Named persons without a country get the one that their office or the leaders' table tells.

    `homes`: countries named in the report, which decide between two that call an office alike.
    """
    for draft in drafts:
        if not (draft.person and draft.named):
            continue
        if draft.country is None and not draft.waits:
            draft.country = _by_office(draft.offices, homes)
        _by_table(draft, day)


def place_people(drafts: Drafts, scene: Scene) -> None:
    """Named holders of a state's posts get the country that their scene tells, in text order."""
    named = [d for d in drafts.all if d.person and d.named and (d.strong or d.weak)]
    named.sort(key=_first)
    for draft in named:
        if draft.country is not None and draft.rank in _SINGLE:
            scene.hold(draft.country, draft.role, draft)
    before: Draft | None = None
    for draft in named:
        own = draft.owner is not None and draft.owner.rank != "state"
        if draft.country is None and draft.rank in _POSTS and not draft.waits and not own:
            met = _met(scene.tree, draft, named)
            draft.country = scene.home(_first(draft), draft.role, draft, met)
            if met in scene.main():
                draft.country = _other(scene, met, 2) or draft.country
            if draft.country is not None and draft.country == _facing(scene.tree, draft):
                draft.country = _other(scene, draft.country, 2) or draft.country
            if before is not None and _paired(scene.tree, before, draft):
                draft.country = _other(scene, before.country) or draft.country
            if draft.rank in _SINGLE:
                scene.hold(draft.country, draft.role, draft)
            before = draft
        if draft.country is not None and draft.rank in _POSTS:
            for mention in draft.strong:
                scene.note(mention.head, draft.country, 0.8)


def _met(tree: Tree, draft: Draft, named: list[Draft]) -> str | None:
    """The country of the head of state whom another is named with: "between A and President B"."""
    if draft.rank != "head":
        return None
    at = _first(draft)
    for other in named:
        if other is draft or other.rank != "head" or other.country is None:
            continue
        if any(0 < at - m.head < 7 and "and" in tree.lower[m.head : at] for m in other.strong):
            return other.country
    return None


def _facing(tree: Tree, draft: Draft) -> str | None:
    """The country of "his Chilean counterpart" in a sentence that has one for its subject."""
    for mention in draft.strong:
        if tree.relation(mention.head) != "nsubj":
            continue
        for i in tree.sentence_tokens(mention.head):
            if tree.lemmas[i] != "counterpart" or not tree.having(i, ("nmod:poss",)):
                continue
            for child in tree.having(i, ("amod", "compound")):
                known = world.known(tree.words[child])
                if known is not None and known.country is not None:
                    return known.country
    return None


def _paired(tree: Tree, one: Draft, other: Draft) -> bool:
    """ "Ambassador Vell and Ambassador Orr": one post, named side by side."""
    first, second = _first(one), _first(other)
    if one.role != other.role or not 0 < second - first < 8:
        return False
    return "and" in tree.lower[first:second] and "," not in tree.lower[first:second]


def _other(scene: Scene, country: str | None, count: int = 3) -> str | None:
    """The second of the two states that a report on two is about."""
    left = [code for code in scene.main(count) if code != country]
    return left[0] if len(left) == 1 else None


def serve(draft: Draft, owner: Draft | None = None, role: RoleNoun | None = None) -> None:
    """A body that someone speaks for is an actor, though only its name in a title tells of it.

    With `owner`, the draft is told that it is the owner's ("its spokesman", "the party's leader").
    """
    if owner is not None and owner is not draft:
        draft.country = draft.country or owner.country
        kind = draft.rank if role is None else role.kind
        state = owner.rank == "state"
        if draft.owner is None and (not state or kind in ("spokesperson", "envoy")):
            served = not draft.person or kind in SERVING or owner.sector in _OWN_SIDE
            draft.owner = owner if served and not _circular(draft, owner) else None
        if draft.owner is owner and owner.sector and (draft.person and kind in SERVING):
            draft.sector = owner.sector
    if draft.owner is not None:
        draft.owner.strong += draft.owner.weak
        draft.owner.weak = []


def _circular(draft: Draft, owner: Draft) -> bool:
    at: Draft | None = owner
    while at is not None:
        if at is draft:
            return True
        at = at.owner
    return False


def settle(tree: Tree, drafts: Drafts, scene: Scene) -> None:
    """The end: who still lacks a country, a sector or one to speak for."""
    _arm(tree, drafts)
    for draft in drafts.all:
        _tell(draft, scene)
        if draft.sector is None and not draft.rank and draft.kind is ActorKind.ORGANISATION:
            _press(tree, draft)
    kept = sorted((d for d in drafts.all if d.strong), key=lambda d: (d.person, _first(d)))
    for draft in kept:
        if draft.rank == "spokesperson" and draft.owner is None:
            if draft.country is None and draft.name.lower().startswith(_OF_STATE):
                draft.country = scene.home(_first(draft))
            else:
                _find_owner(tree, draft, drafts, scene)
        if draft.country is None and draft.owner is not None:
            draft.country = draft.owner.country
        if draft.country is None and _belongs(draft):
            draft.country = scene.home(_first(draft), draft.role, draft)
        elif draft.country is None and draft.rank == "civil" and draft.plural:
            home = scene.home(_first(draft))
            draft.country = home if home is not None and home == scene.place else None
        _tell(draft, scene)
    for draft in drafts.all:
        owner = draft.owner
        if owner is not None and draft.rank == "adviser" and owner.person and owner.owner:
            draft.owner = owner = owner.owner
        if owner is not None and owner.sector in _OWN_SIDE:
            draft.sector = owner.sector
        _unlisted(draft, drafts)
        if draft.person and draft.sector is None and draft.rank == "leader" and draft.country:
            draft.sector = "GOV"
        elif owner is not None and owner.person and not draft.person and owner.sector == "IGO":
            draft.sector, draft.kind = "IGO", ActorKind.ORGANISATION
        _for_state(draft, drafts)


_OF_STATE = ("government spokes", "presidential spokes", "military spokes", "army spokes")


def _press(tree: Tree, draft: Draft) -> None:
    """ "Vell told the Courier that …": whom people tell things is a paper or a station."""
    for mention in draft.strong:
        verb = tree.head(mention.head)
        told = verb is not None and tree.lemmas[verb] == "tell"
        if told and tree.relation(mention.head) in ("obj", "iobj"):
            draft.sector, draft.kind = "MED", ActorKind.COMPANY


def _for_state(draft: Draft, drafts: Drafts) -> None:
    """One who holds a state's post speaks for the state that the report tells of."""
    if draft.owner is not None or draft.plural or draft.rank not in _STATE_POSTS:
        return
    state = drafts.find_state(draft.country)
    if state is not None and state.strong and draft.sector == "GOV":
        draft.owner = state


_STATE_POSTS = frozenset({
    "head", "deputy", "minister", "envoy", "spokesperson", "ministry", "office",
})  # fmt: skip


def _tell(draft: Draft, scene: Scene) -> None:
    """Those who are of a state by their post, and its armed groups, tell of it where they act."""
    if draft.country is None or not draft.named:
        return
    if draft.rank in _POSTS if draft.person else draft.kind is ActorKind.GROUP:
        for mention in draft.strong:
            scene.note(mention.head, draft.country, 0.8)


def _belongs(draft: Draft) -> bool:
    if draft.owner is not None and draft.owner.sector in ("IGO", "NGO", "BUS", "MED"):
        return False
    if draft.plural and draft.rank in _SINGLE and draft.role != "minister":
        return False  # "the two presidents": a state has one
    if draft.person:
        return draft.rank in (_POSTS if draft.named else _CROWDS)
    if draft.rank in DOMESTIC:
        return True
    if draft.sector in ("IGO", "MED", "BUS", "NGO"):
        return False
    return draft.kind is ActorKind.GROUP or draft.sector in _OWN_SIDE


def _arm(tree: Tree, drafts: Drafts) -> None:
    """A body of unknown sort that has fighters or field commanders is an armed group."""
    for draft in drafts.all:
        owner = draft.owner
        if owner is None or owner.person or owner.rank == "state" or not owner.named:
            continue
        armed = draft.rank == "rebel" or (draft.role == "commander" and owner.sector is None)
        if armed and owner.sector in (None, "PTY", "MIL") and owner.country is None:
            owner.sector, owner.kind = "REB", ActorKind.GROUP


def _find_owner(tree: Tree, draft: Draft, drafts: Drafts, scene: Scene) -> None:
    """ "The ministry has not replied. A spokesman, Vell, said …": the subject just before."""
    first = _first(draft)
    if draft.offices & {"press secretary"}:
        return
    best: tuple[int, Draft] | None = None
    for other in drafts.all:
        if other.person or (other.sector in ("MED", "BUS") and draft.country is not None):
            continue
        for mention in other.strong:
            gap = tree.sentence_of[first] - tree.sentence_of[mention.head]
            near = mention.head < first and gap <= 1
            subject = tree.relation(mention.head) in ("nsubj", "flat", "compound")
            if near and subject and scene.paragraphs[first] == scene.paragraphs[mention.head]:
                best = max(best or (-1, other), (mention.head, other), key=lambda p: p[0])
    owner = best[1] if best is not None else drafts.find_state(draft.country)
    if owner is not None and not _circular(draft, owner):
        draft.owner = owner
        draft.country = draft.country or owner.country
        draft.sector = owner.sector or draft.sector


def _unlisted(draft: Draft, drafts: Drafts) -> None:
    """Without a code, the state that a draft belongs to stands as the one it speaks for."""
    code = draft.country
    if code is None or not code.startswith(world.UNLISTED) or draft.rank == "state":
        return
    state = drafts.state(code, world.state_name(code), ActorKind.COUNTRY)
    if draft.owner is None and (state.strong or state.weak) and not draft.plural:
        draft.owner = state
        serve(draft)


def _first(draft: Draft) -> int:
    return min(m.head for m in (*draft.strong, *draft.weak))


def share_sides(held: list[Draft], owners: list[Draft]) -> None:
    """Posts shared out among several owners, one each and in order.

    "The two presidents sent their ministers, A and B": A serves the first, B the second, unless
    one of them is known to serve another; then the rest takes what is left.
    """
    sides = [owner.country for owner in owners]
    if len(held) != len(owners) or None in sides or len(set(sides)) != len(sides):
        if len(set(sides)) == 1:
            for draft in held:
                draft.country = draft.country or sides[0]
        return
    left = [side for side in sides if side not in {draft.country for draft in held}]
    free = [draft for draft in held if draft.country is None]
    if len(left) == len(free):
        for draft, side in zip(free, left, strict=True):
            draft.country = side


def _by_office(offices: set[str], homes: set[str]) -> str | None:
    for office in sorted(offices):
        countries = world.particular().get(office, ())
        named = [country for country in countries if country in homes]
        if len(named) == 1:
            return named[0]
        if len(countries) == 1:
            return countries[0]
    return None


def _by_table(draft: Draft, day: date | None) -> None:
    """What the leaders' table adds as of the day, where it does not contradict the report."""
    leader = world.leader(draft.name, day)
    if leader is None or (draft.country not in (None, leader.country)):
        return
    surname_only = " " not in draft.name
    sure = draft.rank in ("", "head", "deputy", "leader") or draft.role == leader.title
    if surname_only and not sure:
        return  # "Interior Minister Lavrov" is not the one whom the table has
    draft.country = leader.country
    if draft.role is None:
        if leader.holds(day):
            known = world.role(leader.title)
            draft.role = known.role if known else leader.title
            draft.rank, draft.sector = leader.kind, "GOV"
            draft.forms |= {draft.role, draft.role.split()[-1]}
        else:
            draft.sector = draft.sector or "ELI"
