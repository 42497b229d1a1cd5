"""Names and posts → drafts of actors, one for each that the report names, merged by name.

A draft is the only thing here that changes while a report is read; it never leaves this stage.
"""

from dataclasses import dataclass, field

from dragoman.meaning import actor_world as world
from dragoman.meaning.actor_names import Name, words
from dragoman.meaning.actor_phrases import Phrase, body_noun
from dragoman.meaning.tree import Tree
from dragoman.ontology import ActorKind, MentionKind
from dragoman.types import Mention

SECTORS = {"JRN": "MED", "MED": "HLH"}
"""PLOVER's letters → CAMEO's, where they differ: MED is the media in a reading."""

_FEMALE = frozenset({"queen", "baroness", "princess", "she", "her", "mrs", "ms", "madam"})
_MALE = frozenset({"king", "prince", "sultan", "emir", "pope", "he", "his", "mr", "lord"})


@dataclass(slots=True, eq=False)
class Draft:
    """An actor that is being put together."""

    name: str
    kind: ActorKind
    sector: str | None = None
    country: str | None = None
    role: str | None = None
    rank: str = ""
    """The class of its role or body noun."""
    forms: set[str] = field(default_factory=set)
    """Small-letter nouns that refer back to it."""
    owner: "Draft | None" = None
    """The body or person that it speaks for."""
    gender: str = ""
    named: bool = True
    plural: bool = False
    spellings: set[str] = field(default_factory=set)
    strong: list[Mention] = field(default_factory=list)
    weak: list[Mention] = field(default_factory=list)
    """Mentions that alone do not make it an actor of the report."""
    offices: set[str] = field(default_factory=set)
    """Role forms as printed, in small letters."""

    @property
    def person(self) -> bool:
        return self.kind is ActorKind.PERSON

    def latest(self, before: int) -> Mention | None:
        """Its last mention before a token."""
        found = [m for m in (*self.strong, *self.weak) if m.head < before]
        return max(found, key=lambda m: m.head, default=None)


class Drafts:
    """All drafts of one report, asked by name."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.all: list[Draft] = []
        self.at: dict[int, Draft] = {}
        """First token of a name → its draft."""

    def person(self, name: Name) -> Draft:
        """The person of a name: one met before under a like name, or a new one."""
        printed = words(self.tree, name.first, name.last)
        draft = self.same_person(printed) or self._new(Draft(printed, ActorKind.PERSON))
        draft.spellings.add(printed)
        if len(printed.split()) > len(draft.name.split()):
            draft.name = printed
        self.at[name.first] = draft
        return draft

    def same_person(self, printed: str) -> Draft | None:
        """The latest person whom a name may mean."""
        for draft in reversed(self.all):
            if draft.person and draft.named and _alike(printed, draft.spellings):
                return draft
        return None

    def same_body(self, printed: str) -> Draft | None:
        """The body that a name or its initials meant before."""
        for draft in self.all:
            if draft.person or draft.rank == "state":
                continue
            if any(printed in (s, _initials(s)) for s in draft.spellings):
                return draft
        return None

    def body(self, name: Name) -> Draft:
        """The body of a name, whatever its sort."""
        printed = words(self.tree, name.first, name.last)
        key = name.known[0].name if name.known else printed
        for draft in self.all:
            if not draft.person and (key in draft.spellings or _same_body(printed, name, draft)):
                break
        else:
            draft = self._new(_drafted(printed, name))
        draft.spellings |= {key, printed}
        if _fuller(printed, draft.name):
            draft.name = printed
        draft.country = draft.country or name.home
        self.at[name.first] = draft
        return draft

    def state(self, country: str, printed: str, kind: ActorKind) -> Draft:
        """The one draft of a country and its government."""
        for draft in self.all:
            if draft.rank == "state" and draft.country == country:
                break
        else:
            draft = self._new(Draft(printed, kind, "GOV", country, rank="state"))
            draft.forms = {"country", "government", "side", "nation", "state"}
        official = world.countries()[country]
        if printed == official or draft.name not in (official, *draft.spellings):
            draft.name = printed
        if kind is ActorKind.GOVERNMENT:
            draft.kind = kind
        draft.spellings.add(printed)
        return draft

    def retract(self, name: Name) -> None:
        """A name proved to be only where another is from: its mention no longer counts."""
        draft = self.at.pop(name.first, None)
        if draft is not None:
            draft.strong = [m for m in draft.strong if m.head != name.head]

    def unnamed(self, draft: Draft) -> Draft:
        """A new draft known by a description only."""
        draft.named = False
        return self._new(draft)

    def _new(self, draft: Draft) -> Draft:
        self.all.append(draft)
        return draft


# --- what a post says of its holder ------------------------------------------------------------


def give_post(tree: Tree, draft: Draft, post: Phrase, drafts: Drafts) -> None:
    """A person gets the role, sector, country and side that a post phrase tells; first wins."""
    if post.role is None:
        return
    form = words(tree, post.noun, post.end).lower()
    draft.gender = draft.gender or _gender(form)
    draft.offices.add(form)
    draft.forms |= {form, form.split()[-1], *post.role.also}
    draft.country = draft.country or post.country
    stronger = draft.rank in ("officer", "leader", "chair", "relational", "family")
    if draft.role is None or (stronger and post.role.kind not in ("officer", "leader")):
        draft.role, draft.rank = role_name(form, post), post.role.kind
        draft.sector = "ELI" if post.former else sector_of(tree, post)
    give_owner(tree, draft, post, drafts)


def role_name(form: str, post: Phrase) -> str:
    """The role's normal name: vague nouns keep the body that makes them plain."""
    role = post.role
    if role is None:
        return form
    return role.role


def sector_of(tree: Tree, post: Phrase) -> str | None:
    """The sector of a post: its own, unless it speaks or works for a body of another."""
    role = post.role
    if role is None:
        return None
    if role.kind in ("spokesperson", "official", "leader", "chair", "adviser", "source", "envoy"):
        if post.owner is not None and post.owner.label != "PER":
            sector = _name_sector(tree, post.owner)
            if sector is not None or role.kind == "spokesperson":
                return sector
        if post.office is not None and post.office.body is not None:
            return cameo(post.office.body.sector)
    return cameo(role.sector)


def give_owner(tree: Tree, draft: Draft, post: Phrase, drafts: Drafts) -> None:
    """A spokesperson speaks for the named body or person, others for a named body."""
    if draft.owner is not None or post.owner is None or post.role is None:
        return
    owner = drafts.at.get(post.owner.first)
    if owner is None or owner is draft:
        return
    draft.country = draft.country or owner.country
    if post.role.kind == "spokesperson" or not owner.person:
        draft.owner = owner


def _gender(form: str) -> str:
    last = form.split()[-1]
    if last in _FEMALE or last.endswith("woman"):
        return "f"
    if last in _MALE or last.endswith("man"):
        return "m"
    return ""


def _name_sector(tree: Tree, name: Name) -> str | None:
    if name.known:
        return cameo(name.known[0].sector)
    noun = body_noun(words(tree, name.first, name.last))
    return cameo(noun.sector) if noun else None


def cameo(sector: str | None) -> str | None:
    """A sector of the tables → CAMEO's letters."""
    return SECTORS.get(sector, sector) if sector else None


# --- names -----------------------------------------------------------------------------------


def _alike(printed: str, spellings: set[str]) -> bool:
    """Whether a name may be another spelling's shorter, longer or initialled form."""
    new = world.plain(printed).split()
    for spelling in spellings:
        old = world.plain(spelling).split()
        short, long = sorted((new, old), key=len)
        if short == long or (len(short) == 1 and short[0] in (long[-1], long[0])):
            return True
        if len(short) > 1 and set(short) <= set(long):
            return True
        if len(short) > 1 and short[-1] == long[-1] and short[0][:1] == long[0][:1]:
            first, other = short[0].rstrip("."), long[0].rstrip(".")
            if first.startswith(other) or other.startswith(first) or first[:3] == other[:3]:
                return True
    return False


def _drafted(printed: str, name: Name) -> Draft:
    """A new draft of a named body from the tables, else from its head noun."""
    noun = body_noun(printed)
    if name.known and name.what not in ("country", "demonym", "capital"):
        known = name.known[0]
        draft = Draft(printed, known.kind, cameo(known.sector), name.home)
    elif noun is not None:
        draft = Draft(printed, noun.kind, cameo(noun.sector), name.home)
    else:
        draft = Draft(printed, ActorKind.ORGANISATION, None, name.home)
    if noun is not None:
        draft.rank = noun.group
        low = printed.lower().split()
        draft.forms |= {low[-1], *({noun.group} & set(low))}
    draft.forms |= _KIND_NOUNS.get(draft.kind, set())
    return draft


_KIND_NOUNS: dict[ActorKind, set[str]] = {
    ActorKind.COMPANY: {"company", "firm"},
    ActorKind.GROUP: {"group", "movement"},
    ActorKind.ORGANISATION: {"organisation", "organization", "body", "agency", "bloc"},
}


def _same_body(printed: str, name: Name, draft: Draft) -> bool:
    """Another print of one body: the same but for a country word, or its initials."""
    if draft.rank == "state":
        return False
    if name.home and draft.country and name.home != draft.country:
        return False
    new = world.plain(printed).split()
    for spelling in draft.spellings:
        old = world.plain(spelling).split()
        short, long = sorted((new, old), key=len)
        if len(long) == len(short) > 2 and long[1:] == short[1:] and name.country:
            return True
        if len(long) == len(short) + 1 and long[1:] == short and (name.country or draft.country):
            return True
        if _initials(printed) == spelling or _initials(spelling) == printed:
            return True
    return False


def _initials(printed: str) -> str:
    capitals = [word[0] for word in printed.split() if word[0].isupper()]
    return "".join(capitals) if len(capitals) > 1 else ""


def _fuller(printed: str, name: str) -> bool:
    return len(printed.split()) > len(name.split()) or (name.isupper() and not printed.isupper())


def mention(tree: Tree, first: int, last: int, head: int, kind: MentionKind) -> Mention:
    """The mention that stands at tokens first … last (half-open)."""
    return Mention(tree.span((first, last - 1)), kind, head)
