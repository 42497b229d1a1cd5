"""Tree and day of publication → the actors of a report, every mention of each.

Names first (the network's and the tables'), then posts and bodies tied to them, then what refers
back: nominals and pronouns. What the report says comes before what the tables say.
"""

from dataclasses import replace
from datetime import date

from dragoman.meaning import actor_world as world
from dragoman.meaning.actor_acting import Stand, body_stand, governs, state_stand
from dragoman.meaning.actor_attach import Ties, people, printed, tie
from dragoman.meaning.actor_drafts import Draft, Drafts, cameo, give_post, mention, sector_of
from dragoman.meaning.actor_names import Name, find_names, leading, words
from dragoman.meaning.actor_phrases import Phrase, body_noun, find_phrases
from dragoman.meaning.actor_refer import Referrer, pronouns
from dragoman.meaning.actor_sides import learn_sides, share_sides
from dragoman.meaning.tree import Tree
from dragoman.ontology import ActorKind, MentionKind
from dragoman.spans import Span
from dragoman.types import Actor, Mention

_STATES = frozenset({"country", "demonym", "capital"})
_SIDES = frozenset({"side", "country", "nation", "capital", "neighbour", "neighbor", "state"})
_PASSING = frozenset({"relational", "source", "family", "leader", "chair"})
_VAGUE = frozenset({"body", "group", "ministry", "mission", "school", "media", "company", "agency"})
"""Body classes that, unnamed and without a country, need something named before to refer to."""


def find_actors(tree: Tree, published: date | None = None) -> tuple[Actor, ...]:
    """The actors of a report in order of first mention, ids a1, a2 …"""
    names = leading(tree, people(tree, find_names(tree)), published)
    phrases = find_phrases(tree, names)
    names, ties = tie(tree, names, phrases)
    drafts = Drafts(tree)
    modifiers = _modifiers(phrases, ties)
    for name in names:
        _name(tree, name, drafts, modifiers)
    for name in names:
        _origin(tree, name, names, drafts)
        _post(tree, name, drafts, ties)
    _unseen(tree, names, phrases, drafts)
    homes = {name.home for name in names if name.home is not None}
    learn_sides(drafts.all, homes, published)
    _refer(tree, phrases, drafts, ties)
    _sides(tree, drafts, Referrer(tree, drafts))
    return _finished(drafts)


# --- names -----------------------------------------------------------------------------------


def _modifiers(phrases: tuple[Phrase, ...], ties: Ties) -> set[int]:
    """First tokens of the names that only tell a post's or body's country."""
    found = {i for p in phrases for i in range(p.first, p.noun)}
    return found | {i for p in phrases for i in range(p.end, p.tail)}


def _name(tree: Tree, name: Name, drafts: Drafts, modifiers: set[int]) -> None:
    if name.label == "PER" and name.what in ("", "demonym"):
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
    body = name.label == "ORG" or bool(name.what) or drafts.same_body(text) is not None
    if name.what == "place":
        return
    if name.what in _STATES:
        _state(tree, name, drafts, modifiers)
    elif body or (name.label in ("LOC", "MISC", "NORP") and body_noun(text) is not None):
        stand = Stand.WEAK if name.first in modifiers else body_stand(tree, name)
        _add(tree, drafts.body(name), name, stand)


def _state(tree: Tree, name: Name, drafts: Drafts, modifiers: set[int]) -> None:
    if name.first in modifiers or name.home is None:
        return
    stand = state_stand(tree, name)
    if stand is Stand.NONE:
        return
    text = words(tree, name.first, name.last)
    if name.what == "demonym":
        if tree.tokens[name.head].upos != "ADJ" and tree.relation(name.head) not in (
            "compound", "amod",
        ):  # fmt: skip
            return  # "Chileans" are a people, not their government
        text = world.countries()[name.home]
    capital = name.what == "capital"
    kind = ActorKind.GOVERNMENT if capital else ActorKind.COUNTRY
    draft = drafts.state(name.home, text, kind)
    drafts.at[name.first] = draft
    how = {"demonym": MentionKind.NOMINAL, "capital": MentionKind.METONYM}
    found = mention(
        tree, name.first, name.last, name.head, how.get(name.what, MentionKind.NAME)
    )
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
            _serve(draft)
        elif post.body is not None and not draft.person and draft.rank != "state":
            draft.country = draft.country or post.country
            draft.kind, draft.rank = post.body.kind, post.body.group
            draft.sector = draft.sector or cameo(post.body.sector)
            draft.forms |= {post.body.group}


def _serve(draft: Draft) -> None:
    """A body that someone speaks for is an actor, though only its name in a title tells of it."""
    if draft.owner is not None:
        draft.owner.strong += draft.owner.weak
        draft.owner.weak = []


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


# --- what refers back ------------------------------------------------------------------------


def _refer(tree: Tree, phrases: tuple[Phrase, ...], drafts: Drafts, ties: Ties) -> None:
    referrer = Referrer(tree, drafts)
    spots: list[tuple[int, Phrase | None]] = [(p.noun, p) for p in phrases]
    spots += [(i, None) for i in pronouns(tree)]
    meant: dict[int, list[Draft]] = {}
    for i, phrase in sorted(spots, key=lambda spot: spot[0]):
        if phrase is None:
            meant[i] = referrer.pronoun(i)
            for draft in meant[i]:
                draft.strong.append(mention(tree, i, i + 1, i, MentionKind.PRONOUN))
        elif phrase.noun in ties.titles:
            if phrase.role is not None and phrase.role.kind == "relational":
                holder = drafts.at.get(phrase.end)
                _counterpart(holder, meant.get(phrase.possessor or -1, []))
        else:
            owners = meant.get(phrase.possessor, []) if phrase.possessor is not None else []
            for draft in _nominal(tree, phrase, drafts, ties, referrer, owners):
                draft.strong.append(
                    mention(tree, phrase.first, phrase.end, phrase.head, MentionKind.NOMINAL)
                )


def _sides(tree: Tree, drafts: Drafts, referrer: Referrer) -> None:
    """ "both sides", "the two countries": the two states named last."""
    for i, lemma in enumerate(tree.lemmas):
        if lemma not in _SIDES or tree.tokens[i].xpos != "NNS":
            continue
        openers = [c for c in tree.children[i] if tree.lower[c] in ("both", "two")]
        if not openers:
            continue
        first = min(openers)
        for draft in referrer.states(i):
            draft.strong.append(mention(tree, first, i + 1, i, MentionKind.NOMINAL))


def _nominal(
    tree: Tree, phrase: Phrase, drafts: Drafts, ties: Ties, referrer: Referrer, owners: list[Draft]
) -> list[Draft]:
    """Who a phrase without a name of its own stands for; a new unnamed actor at need."""
    if phrase.noun in ties.apposed:
        held = [drafts.at[n.first] for n in ties.apposed[phrase.noun] if n.first in drafts.at]
        if phrase.role is not None and phrase.role.kind == "relational":
            _counterpart(held[0] if held else None, owners)
        else:
            share_sides(held, owners)
        return held
    if not governs(tree, phrase.head):
        return []
    phrase = _owned_by(phrase, owners)
    definite = phrase.opener in ("the", "both", "this", "that", "these", "those", "'s")
    if phrase.plural and (definite or phrase.opener in ("two", "three")):
        several = referrer.group(phrase)
        if several:
            return several
    if definite or phrase.possessor is not None or phrase.country:
        one = referrer.nominal(phrase)
        if one is not None:
            return [one]
    found = _new(tree, phrase, drafts)
    if found and phrase.role is not None and phrase.role.kind == "relational":
        _counterpart(found[0], owners)
    return found


def _counterpart(holder: Draft | None, owners: list[Draft]) -> None:
    """ "his Chilean counterpart" holds the post that "his" holder has."""
    if holder is None or len(owners) != 1 or owners[0].role is None:
        return
    if holder.rank in ("", "relational"):
        holder.role, holder.rank, holder.sector = owners[0].role, owners[0].rank, owners[0].sector
        holder.forms |= owners[0].forms


def _owned_by(phrase: Phrase, owners: list[Draft]) -> Phrase:
    """ "its army" takes the country of the one that "its" stands for."""
    if len(owners) == 1 and phrase.country is None:
        return replace(phrase, country=owners[0].country)
    return phrase


def _new(tree: Tree, phrase: Phrase, drafts: Drafts) -> list[Draft]:
    """An unnamed actor, or the country's own draft for "the Chilean government"."""
    body, role = phrase.body, phrase.role
    if body is not None:
        if body.group == "state":
            if phrase.country is None:
                return []
            name = world.countries()[phrase.country]
            return [drafts.state(phrase.country, name, ActorKind.GOVERNMENT)]
        if body.group in _VAGUE and phrase.country is None and phrase.owner is None:
            return []
        draft = Draft(
            printed(tree, phrase), body.kind, cameo(body.sector), phrase.country, rank=body.group,
            plural=phrase.plural,
        )  # fmt: skip
    elif role is not None:
        if role.kind in _PASSING and not (phrase.country or phrase.owner or role.kind == "source"):
            return []
        kind = ActorKind.GROUP if role.kind == "rebel" and phrase.plural else ActorKind.PERSON
        draft = Draft(
            printed(tree, phrase), kind, sector_of(tree, phrase), phrase.country, role.role,
            role.kind, plural=phrase.plural,
        )  # fmt: skip
    for other in drafts.all:
        if not other.named and (other.name, other.country) == (draft.name, draft.country):
            return [other]
    form = words(tree, phrase.noun, phrase.end).lower()
    draft.forms = {form, form.split()[-1]}
    owner = drafts.at.get(phrase.owner.first) if phrase.owner is not None else None
    draft.owner = owner
    _serve(draft)
    if owner is not None and draft.country is None:
        draft.country = owner.country
    return [drafts.unnamed(draft)]


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
            role=draft.role,
            country=draft.country,
            sector=draft.sector,
            speaks_for=ids.get(id(draft.owner)) if draft.owner is not None else None,
        )
        for draft in kept
    )


def _order(mention: Mention) -> tuple[Span, int]:
    return mention.span, mention.head
