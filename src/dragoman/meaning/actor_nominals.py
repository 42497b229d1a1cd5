"""Phrases and pronouns, in the order of the text → mentions of those whom they stand for.

What names nobody met before becomes an unnamed actor of its own ("a Chilean official").
"""

from collections.abc import Sequence
from dataclasses import replace

from dragoman.meaning import actor_world as world
from dragoman.meaning.actor_acting import governs
from dragoman.meaning.actor_attach import Ties, printed
from dragoman.meaning.actor_drafts import (
    Draft,
    Drafts,
    armed,
    cameo,
    give_post,
    mention,
    printed_role,
    sector_of,
)
from dragoman.meaning.actor_names import words
from dragoman.meaning.actor_phrases import Phrase
from dragoman.meaning.actor_refer import Referrer, pronouns, spec
from dragoman.meaning.actor_scene import Scene
from dragoman.meaning.actor_sides import serve, share_sides
from dragoman.meaning.tree import Tree
from dragoman.ontology import ActorKind, MentionKind
from dragoman.types import Mention

_DEFINITE = frozenset({"the", "both", "this", "that", "these", "those", "'s", "neither", "all"})
_PASSING = frozenset({"relational", "source", "family", "leader", "chair"})
_VAGUE = frozenset({"body", "group", "ministry", "mission", "school", "media", "company", "agency"})
"""Body classes that, with no word but the noun, need something named before to refer to."""
_SIDES = frozenset({
    "side", "country", "nation", "capital", "neighbour", "neighbor", "state", "party", "camp",
    "delegation", "government",
})  # fmt: skip


def refer(
    tree: Tree, phrases: tuple[Phrase, ...], drafts: Drafts, ties: Ties, scene: Scene
) -> None:
    """Gives the drafts their nominal and pronominal mentions, and makes the unnamed ones."""
    _Nominals(tree, drafts, ties, scene).run(phrases)


class _Nominals:
    def __init__(self, tree: Tree, drafts: Drafts, ties: Ties, scene: Scene) -> None:
        self.tree, self.drafts, self.ties, self.scene = tree, drafts, ties, scene
        self.referrer = Referrer(tree, drafts)
        _genders(tree, drafts)
        self.meant: dict[int, list[Draft]] = {}
        """Token of a pronoun → whom it stands for."""

    def run(self, phrases: tuple[Phrase, ...]) -> None:
        spots: list[tuple[int, Phrase | None]] = [(p.noun, p) for p in phrases]
        spots += [(i, None) for i in pronouns(self.tree)]
        taken = {p.noun for p in phrases}
        sides = {i for i in self._sides() if i not in taken}
        spots += [(i, None) for i in sides]
        for i, phrase in sorted(spots, key=lambda spot: spot[0]):
            if phrase is not None:
                self._phrase(phrase)
            elif i in sides:
                self._both(i)
            else:
                self.meant[i] = self.referrer.pronoun(i)
                self._add(self.meant[i], mention(self.tree, i, i + 1, i, MentionKind.PRONOUN))

    def _phrase(self, phrase: Phrase) -> None:
        owners = self.meant.get(-1 if phrase.possessor is None else phrase.possessor, [])
        if phrase.noun in self.ties.titles:
            self._held(phrase, [self.drafts.at.get(self._named(phrase))], owners)
            return
        found = self._nominal(phrase, owners)
        if phrase.body is not None:
            self._leads(phrase, found)
        self._add(
            found, mention(self.tree, phrase.first, phrase.end, phrase.head, MentionKind.NOMINAL)
        )

    def _add(self, drafts: list[Draft], found: Mention) -> None:
        for draft in drafts:
            draft.strong.append(found)
        if len(drafts) > 1:
            self.referrer.shared.add(found.head)

    def _named(self, phrase: Phrase) -> int:
        """First token of the name that a title belongs to."""
        held = self.ties.posts
        return next((first for first, posts in held.items() if phrase in posts), phrase.end)

    # --- posts -------------------------------------------------------------------------------

    def _held(self, phrase: Phrase, held: list[Draft | None], owners: list[Draft]) -> None:
        """What a title or apposition tells of its holders beyond their names."""
        holders = [draft for draft in held if draft is not None]
        if not holders or phrase.role is None:
            return
        if phrase.role.kind == "relational":
            self._counterpart(holders[0], owners)
            return
        office = phrase.office
        if office is not None and office.owner is None and phrase.owner is not None:
            office = None
        if office is not None and not owners:
            owners = self._office(office)
        share_sides(holders, owners)
        if len(owners) == 1:
            for draft in holders:
                serve(draft, owners[0], phrase.role)

    def _counterpart(self, holder: Draft, owners: list[Draft]) -> None:
        """ "his Chilean counterpart" holds the post that "his" holder has, on the other side."""
        if len(owners) != 1 or owners[0].role is None:
            return
        owner = owners[0]
        if holder.rank in ("", "relational"):
            holder.role, holder.rank, holder.sector = owner.role, owner.rank, owner.sector
            holder.title = owner.title
            holder.forms |= owner.forms
        if holder.country is None and owner.country is not None:
            main = [code for code in self.scene.main() if code != owner.country]
            holder.country = main[0] if len(main) == 1 else None
        if holder.rank == "spokesperson" and holder.owner is None:
            holder.owner = self.drafts.find_state(holder.country)

    def _office(self, office: Phrase) -> list[Draft]:
        """The body that an unnamed office stands for ("the ministry" of "its spokesman")."""
        if office.body is None:
            return []
        if office.body.group == "state":
            code = office.country or self.scene.home(office.noun)
            state = self.drafts.find_state(code)
            return [state] if state is not None else self._government(office)
        found = self.referrer.nominal(office)
        told = office.country or office.owner or spec(self.tree, office).count(" ")
        if found is None and told:
            found = next(iter(self._new(office)), None)
        if found is None:
            return []
        if not found.named:
            place = mention(self.tree, office.first, office.end, office.head, MentionKind.NOMINAL)
            found.weak.append(place)
        return [found]

    def _leads(self, phrase: Phrase, bodies: list[Draft]) -> None:
        """ "Vell, who leads the government team": whose one leads, one speaks for."""
        tree = self.tree
        verb = tree.head(phrase.head)
        if verb is None or tree.lemmas[verb] not in _LEADING or len(bodies) != 1:
            return
        if tree.relation(verb) != "acl" or tree.relation(phrase.head) != "obj":
            return
        holder = self.drafts.holding(tree.tokens[verb].head)
        if holder is not None and holder.person and holder.country is None:
            holder.sector = holder.sector or bodies[0].sector
            holder.rank = holder.rank or "leader"
            serve(holder, bodies[0], None)

    def _alias(self, phrase: Phrase) -> Draft | None:
        """ "a man who gave his name as Vell": the one who is named."""
        at, low = phrase.end, self.tree.lower
        at += low[at : at + 1] == [","]
        link = " ".join(low[at : at + 5])
        if link in ("who gave his name as", "who gave her name as"):
            at += 5
        elif " ".join(low[at : at + 2]) in ("identified as", "known as"):
            at += 2
        elif low[at : at + 1] in (["named"], ["called"]):
            at += 1
        else:
            return None
        return next((self.drafts.at[i] for i in range(at, at + 3) if i in self.drafts.at), None)

    # --- nominals ----------------------------------------------------------------------------

    def _nominal(self, phrase: Phrase, owners: list[Draft]) -> list[Draft]:
        """Who a phrase without a name of its own stands for; a new unnamed actor at need."""
        if phrase.noun in self.ties.apposed:
            names = self.ties.apposed[phrase.noun]
            held = [self.drafts.at[n.first] for n in names if n.first in self.drafts.at]
            self._held(phrase, list(held), owners)
            return held
        if not governs(self.tree, phrase.head):
            return []
        alias = self._alias(phrase) if phrase.role is not None else None
        if alias is not None:
            if phrase.role is not None and phrase.role.kind != "civil":
                give_post(self.tree, alias, phrase, self.drafts)
            self._held(phrase, [alias], owners)
            return [alias]
        phrase = self._owned_by(phrase, owners)
        if phrase.body is not None and phrase.body.group == "state" and not phrase.plural:
            return self._government(phrase)
        if phrase.body is not None and phrase.body.group == "side" and not phrase.plural:
            return self._side(phrase)
        definite = phrase.opener in _DEFINITE
        counted = phrase.opener in ("two", "three", "four")
        if phrase.plural and (definite or counted) and not phrase.country:
            several = self.referrer.group(phrase)
            if several:
                return several
            if self._is_both(phrase.noun):
                return self.referrer.sides(phrase.noun)
        if (definite or phrase.possessor is not None or phrase.country) and not counted:
            one = self.referrer.nominal(phrase, owners)
            if one is not None:
                return [one]
        ahead = self._named_later(phrase) if definite or phrase.country else None
        if ahead is not None:
            return [ahead]
        found = self._new(phrase, owners)
        if found and phrase.role is not None and not found[0].named:
            self._held(phrase, [found[0]], owners)
        elif found and len(owners) == 1 and found[0].owner is None:
            serve(found[0], owners[0], None)
        return found

    def _named_later(self, phrase: Phrase) -> Draft | None:
        """ "Chile's foreign minister will leave …", and further down "Foreign Minister Anna Vell":
        the only one named in an office that a state gives to one at a time."""
        role, country = phrase.role, phrase.country
        if role is None or phrase.plural or phrase.former or country is None:
            return None
        if role.kind not in ("head", "minister") or role.role == "minister":
            return None
        held = [
            draft
            for draft in self.drafts.all
            if draft.person and draft.named and draft.role == role.role and draft.country == country
        ]
        return held[0] if len(held) == 1 else None

    def _side(self, phrase: Phrase) -> list[Draft]:
        """ "the Chilean side" is Chile; "the other side", "her side" say nothing of a state."""
        code = phrase.country
        if code is None or phrase.possessor is not None:
            return []
        return [self.drafts.state(code, world.state_name(code), ActorKind.GOVERNMENT, sure=False)]

    def _owned_by(self, phrase: Phrase, owners: list[Draft]) -> Phrase:
        """ "its army" takes the country of the one that "its" stands for."""
        if len(owners) == 1 and phrase.country is None:
            return replace(phrase, country=owners[0].country)
        return phrase

    def _government(self, phrase: Phrase) -> list[Draft]:
        """ "the Chilean government", "the government": the country's own draft."""
        code = phrase.country
        noun = " ".join(self.tree.lower[phrase.noun : phrase.end])
        if code is None:
            if phrase.opener not in _DEFINITE or spec(self.tree, phrase) != noun:
                return []
            called = self.referrer.called(phrase.noun, noun)
            if called is not None:
                return [called]
            code = self.scene.home(phrase.noun)
        if code is None:
            return []
        seat = self._seated(phrase)
        if seat is not None and code.startswith(world.UNLISTED):
            return [seat]
        draft = self.drafts.state(code, world.state_name(code), ActorKind.GOVERNMENT)
        draft.called.add(noun)
        return [draft]

    def _seated(self, phrase: Phrase) -> Draft | None:
        """ "the government in Orrin City": one of its own, where the state is another's word."""
        tree = self.tree
        if phrase.end + 1 >= len(tree) or tree.lower[phrase.end] != "in":
            return None
        last = phrase.end + 2
        while last < len(tree) and tree.tokens[last].upos == "PROPN":
            last += 1
        noun = tree.lower[phrase.noun]
        draft = Draft(
            words(tree, phrase.noun, last), ActorKind.GOVERNMENT, "GOV", phrase.country,
            rank="office", forms={noun},
        )  # fmt: skip
        draft.called.add(noun)
        return self.drafts.unnamed(draft)

    def _place(self, phrase: Phrase) -> str:
        """ " in Lima" where a body is told apart by its town ("the presidency in Lima")."""
        tree, last = self.tree, phrase.end + 1
        if last >= len(tree) or tree.lower[phrase.end] != "in":
            return ""
        while last < len(tree) and tree.tokens[last].upos == "PROPN":
            last += 1
        return f" {words(tree, phrase.end, last)}" if last > phrase.end + 1 else ""

    def _new(self, phrase: Phrase, owners: Sequence[Draft] = ()) -> list[Draft]:
        """An unnamed actor; the one of the same words and country where there is one."""
        draft = self._described(phrase, bool(owners))
        if draft is None:
            return []
        if draft.rank == "lawmaker" and any(one.person for one in owners):
            # "her deputy" stands in for her; a deputy of parliament is nobody's
            draft.sector, draft.rank = owners[0].sector, "official"
        owner = self.drafts.at.get(phrase.owner.first) if phrase.owner is not None else None
        for other in self.drafts.all:
            if other.named or other.plural != draft.plural or other.owner not in (None, owner):
                continue
            if (other.name.lower(), other.country) == (draft.name.lower(), draft.country):
                return [other]
        form = words(self.tree, phrase.noun, phrase.end).lower()
        draft.forms |= {form, form.split()[-1], spec(self.tree, phrase)}
        if owner is not None:
            serve(draft, owner, None)
        return [self.drafts.unnamed(draft)]

    def _described(self, phrase: Phrase, owned: bool) -> Draft | None:
        body, role, tree = phrase.body, phrase.role, self.tree
        name = printed(tree, phrase)
        if body is not None and body.group in ("office", "ministry") and phrase.country:
            name += self._place(phrase)
        if body is not None:
            bare = " " not in spec(tree, phrase)
            known = owned or phrase.country is not None or phrase.owner is not None
            if body.group in _VAGUE and bare and not known:
                return None
            sector = armed(tree, phrase) or cameo(body.sector)
            if sector is None and phrase.owner is not None and phrase.owner.known:
                bloc = phrase.owner.known[0].sector
                sector = bloc if bloc == "IGO" else None
            if sector == "REB" and phrase.owner is not None and phrase.owner.country:
                sector = "MIL"  # the fighters of an air force
            own = phrase.office is not None or "government" in tree.lower[phrase.first : phrase.end]
            rank = "office" if body.group == "mission" and own else body.group
            return Draft(
                name, body.kind, sector, phrase.country, rank=rank, plural=phrase.plural,
                gender=_gender(phrase),
            )  # fmt: skip
        if role is None:
            return None
        told = phrase.country or phrase.owner or phrase.office or role.kind == "source"
        if role.kind in _PASSING and not told:
            return None
        kind = ActorKind.GROUP if role.kind == "rebel" and phrase.plural else ActorKind.PERSON
        sector = sector_of(tree, phrase) or ("CVL" if role.role == "resident" else None)
        return Draft(
            name, kind, sector, phrase.country, role.role, role.kind,
            plural=phrase.plural, title=printed_role(tree, phrase), gender=_gender(phrase),
        )  # fmt: skip

    # --- sides -------------------------------------------------------------------------------

    def _sides(self) -> list[int]:
        """Plural nouns that mean the two parties of the matter ("both sides")."""
        return [i for i, lemma in enumerate(self.tree.lemmas) if self._is_both(i, lemma)]

    def _is_both(self, i: int, lemma: str | None = None) -> bool:
        tree = self.tree
        sides = (lemma or tree.lemmas[i]).lower() in _SIDES
        if not sides or tree.tokens[i].xpos not in ("NNS", "NNPS"):
            return False
        opened = [tree.lower[c] for c in tree.children[i] if c < i]
        if any(word in ("both", "two") for word in opened):
            return True
        return opened == ["the"] and tree.lemmas[i].lower() in ("side", "party")

    def _both(self, i: int) -> None:
        openers = [c for c in self.tree.children[i] if c < i and self.tree.tokens[c].upos != "ADP"]
        first = min(openers, default=i)
        self._add(
            self.referrer.sides(i), mention(self.tree, first, i + 1, i, MentionKind.NOMINAL)
        )


_LEADING = frozenset({"lead", "head", "chair", "represent", "run", "command"})


def _genders(tree: Tree, drafts: Drafts) -> None:
    """ "Vell herself", "Mr Vell": what stands beside a name tells of its bearer's sex."""
    for draft in drafts.all:
        for place in (*draft.strong, *draft.weak) if draft.person and draft.named else ():
            inside = tree.within(place.span)
            after = tree.lower[inside.stop] if inside.stop < len(tree) else ""
            before = tree.lower[inside.start - 1] if inside.start else ""
            if after in ("himself", "herself"):
                draft.gender = "f" if after == "herself" else "m"
            elif before.rstrip(".") in ("mr", "mrs", "ms", "madam", "sir", "lady", "lord"):
                draft.gender = "m" if before.rstrip(".") in ("mr", "sir", "lord") else "f"


def _gender(phrase: Phrase) -> str:
    return "f" if phrase.role is not None and phrase.role.role == "first lady" else ""
