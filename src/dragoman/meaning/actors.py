"""Tree and day of publication → the actors of a report, every mention of each.

Names first (the network's and the tables'), then posts and bodies tied to them, then what refers
back: nominals and pronouns. What the report says comes before what the tables say.
"""

from dataclasses import replace
from datetime import date

from dragoman.meaning import actor_world as world
from dragoman.meaning.actor_acting import Stand, body_stand, state_stand
from dragoman.meaning.actor_attach import Ties, people, tie
from dragoman.meaning.actor_drafts import Draft, Drafts, armed, cameo, give_post, mention
from dragoman.meaning.actor_names import Name, find_names, leading, words
from dragoman.meaning.actor_nominals import refer
from dragoman.meaning.actor_phrases import Phrase, body_noun, find_phrases
from dragoman.meaning.actor_scene import Scene
from dragoman.meaning.actor_sides import DOMESTIC, learn_sides, place_people, serve, settle
from dragoman.meaning.actor_unlisted import unlisted
from dragoman.meaning.tree import Tree
from dragoman.ontology import ActorKind, MentionKind
from dragoman.spans import Span
from dragoman.types import Actor, Mention

_STATES = frozenset({"country", "demonym", "capital"})
_SIDES = frozenset({"side", "country", "nation", "capital", "neighbour", "neighbor", "state"})
_PASSING = frozenset({"relational", "source", "family", "leader", "chair"})
_VAGUE = frozenset({"body", "group", "ministry", "mission", "school", "media", "company", "agency"})
"""Body classes that, unnamed and without a country, need something named before to refer to."""


def find_actors(tree: Tree, published: date | None = None, place: str = "") -> tuple[Actor, ...]:
    """The actors of a report in order of first mention, ids a1, a2 …

    `place`: that of the dateline, which tells whose "the foreign minister" is.
    """
    names = leading(tree, people(tree, find_names(tree)), published)
    names = unlisted(tree, names, place)
    phrases = find_phrases(tree, names)
    names, ties = tie(tree, names, phrases)
    scene = Scene(tree, names, place)
    drafts = Drafts(tree)
    modifiers = _modifiers(phrases, ties)
    for name in names:
        _name(tree, name, drafts, modifiers, scene)
    for name in names:
        _origin(tree, name, names, drafts)
        _post(tree, name, drafts, ties)
    _unseen(tree, names, phrases, drafts)
    homes = {name.home for name in names if name.home is not None}
    learn_sides(drafts.all, homes, published)
    place_people(drafts, scene)
    refer(tree, phrases, drafts, ties, scene)
    settle(tree, drafts, scene)
    return _finished(drafts)


# --- names -----------------------------------------------------------------------------------


def _modifiers(phrases: tuple[Phrase, ...], ties: Ties) -> set[int]:
    """First tokens of the names that only tell a post's or body's country."""
    found = {i for p in phrases for i in range(p.first, p.noun)}
    return found | {i for p in phrases for i in range(p.end, p.tail)}


def _name(tree: Tree, name: Name, drafts: Drafts, modifiers: set[int], scene: Scene) -> None:
    body = drafts.same_body(words(tree, name.first, name.last))
    if name.label == "PER" and name.what in ("", "demonym") and body is None:
        _add(tree, drafts.person(name), name, Stand.STRONG)
        return
    single = name.last - name.first == 1
    if single and not name.known and name.label in ("ORG", "LOC", "MISC", ""):
        person = drafts.same_person(tree.words[name.first])
        if person is not None:
            drafts.at[name.first] = person
            _add(tree, person, name, Stand.STRONG)
            return
    text = words(tree, name.first, name.last)
    is_body = name.label == "ORG" or bool(name.what) or drafts.same_body(text) is not None
    if name.what == "place":
        return
    if name.what in _STATES:
        _state(tree, name, drafts, modifiers)
    elif is_body or (name.label in ("LOC", "MISC", "NORP") and body_noun(text) is not None):
        stand = Stand.WEAK if name.first in modifiers else body_stand(tree, name)
        noun = body_noun(text)
        if noun is not None and noun.group in DOMESTIC and name.home is None and not name.known:
            name = replace(name, country=scene.home(name.first))
        _add(tree, drafts.body(name), name, stand)


def _state(tree: Tree, name: Name, drafts: Drafts, modifiers: set[int]) -> None:
    if name.first in modifiers or name.home is None:
        return
    stand = state_stand(tree, name)
    if stand is Stand.NONE and name.home.startswith(world.UNLISTED):
        stand = Stand.WEAK  # who serves it still needs it
    if stand is Stand.NONE:
        return
    text = words(tree, name.first, name.last)
    if name.what == "demonym":
        if tree.tokens[name.head].upos != "ADJ" and tree.relation(name.head) not in (
            "compound", "amod",
        ):  # fmt: skip
            return  # "Chileans" are a people, not their government
        text = world.state_name(name.home)
    capital = name.what == "capital"
    kind = ActorKind.GOVERNMENT if capital else ActorKind.COUNTRY
    draft = drafts.state(name.home, text, kind, sure=name.what != "demonym")
    drafts.at[name.first] = draft
    how = {"demonym": MentionKind.NOMINAL, "capital": MentionKind.METONYM}
    found = mention(tree, name.first, name.last, name.head, how.get(name.what, MentionKind.NAME))
    (draft.strong if stand is Stand.STRONG else draft.weak).append(found)


def _add(tree: Tree, draft: Draft, name: Name, stand: Stand) -> None:
    kind = MentionKind.METONYM if name.what == "seat" else MentionKind.NAME
    found = mention(tree, name.first, name.last, name.head, kind)
    (draft.strong if stand is Stand.STRONG else draft.weak).append(found)


def _origin(tree: Tree, name: Name, names: tuple[Name, ...], drafts: Drafts) -> None:
    """ "Anna Vell of Chile", "the Supreme Court in Lima": the place tells the country."""
    draft = drafts.at.get(name.first)
    if draft is None or draft.country is not None or name.last + 1 >= len(tree):
        return
    case = tree.lower[name.last]
    if case != "of" and not (case == "in" and not draft.person and body_noun(draft.name)):
        return
    place = next((n for n in names if n.first in (name.last + 1, name.last + 2)), None)
    if place is not None and place.what in (*_STATES, "place") and place.home is not None:
        draft.country = place.home
        drafts.retract(place)


def _post(tree: Tree, name: Name, drafts: Drafts, ties: Ties) -> None:
    draft = drafts.at.get(name.first)
    if draft is None:
        return
    for post in ties.posts.get(name.first, ()):
        if post.role is not None and draft.person:
            give_post(tree, draft, post, drafts)
            serve(draft)
        elif post.body is not None and not draft.person and draft.rank != "state":
            draft.country = draft.country or post.country
            draft.kind, draft.rank = post.body.kind, post.body.group
            draft.sector = armed(tree, post) or draft.sector or cameo(post.body.sector)
            if draft.sector in ("REB", "OPP"):
                draft.kind = ActorKind.GROUP
            elif post.body.group == "media" and _public(tree, post):
                draft.rank = "state media"
            draft.forms |= {words(tree, post.noun, post.end).lower()}


def _public(tree: Tree, post: Phrase) -> bool:
    """ "the public broadcaster": the state's own."""
    return any(w in ("public", "state", "national") for w in tree.lower[post.first : post.noun])


def _unseen(
    tree: Tree, names: tuple[Name, ...], phrases: tuple[Phrase, ...], drafts: Drafts
) -> None:
    """Proper nouns that say something but that neither network nor tables know."""
    taken = {i for n in names for i in range(n.first, n.last)}
    taken |= {i for p in phrases for i in range(p.first, p.end)}
    taken |= {i for e in tree.tags.entities for i in range(e.first, e.last)}
    for i, token in enumerate(tree.tokens):
        if token.upos != "PROPN" or i in taken or token.relation != "nsubj":
            continue
        if tree.tokens[token.head].upos != "VERB" or not tree.having(token.head, ("ccomp",)):
            continue
        last = i + 1
        while last < len(tree) and tree.tokens[last].upos == "PROPN" and last not in taken:
            last += 1
        name = Name(i, last, i, "")
        person = drafts.same_person(words(tree, i, last))
        draft = person or drafts.unnamed(Draft(words(tree, i, last), ActorKind.UNKNOWN))
        draft.named = True
        draft.spellings.add(words(tree, i, last))
        drafts.at[i] = draft
        _add(tree, draft, name, Stand.STRONG)


# --- the end ---------------------------------------------------------------------------------


def _finished(drafts: Drafts) -> tuple[Actor, ...]:
    """Drafts with a mention that counts → actors, mentions in order."""
    kept = [draft for draft in drafts.all if draft.strong]
    kept.sort(key=lambda d: min(m.span for m in (*d.strong, *d.weak)))
    ids = {id(draft): f"a{number}" for number, draft in enumerate(kept, 1)}
    return tuple(
        Actor(
            id=ids[id(draft)],
            name=draft.name,
            kind=draft.kind,
            mentions=tuple(sorted(dict.fromkeys([*draft.strong, *draft.weak]), key=_order)),
            role=draft.title or draft.role,
            country=world.iso(draft.country),
            sector=draft.sector,
            speaks_for=ids.get(id(draft.owner)) if draft.owner is not None else None,
        )
        for draft in kept
    )


def _order(mention: Mention) -> tuple[Span, int]:
    return mention.span, mention.head
