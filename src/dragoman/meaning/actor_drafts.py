"""Names and posts → drafts of actors, one for each that the report names, merged by name.

A draft is the only thing here that changes while a report is read; it never leaves this stage.
"""

from dataclasses import dataclass, field
from functools import cache

from dragoman.lexicon import table
from dragoman.meaning import actor_world as world
from dragoman.meaning.actor_names import Name, words
from dragoman.meaning.actor_phrases import Phrase, body_noun
from dragoman.meaning.tree import Tree
from dragoman.ontology import ActorKind, MentionKind
from dragoman.types import Mention

SECTORS = {"JRN": "MED", "MED": "HLH"}
"""PLOVER's letters → CAMEO's, where they differ: MED is the media in a reading."""

_SERVING = frozenset({
    "spokesperson", "official", "leader", "chair", "adviser", "source", "envoy", "igo", "civil",
})  # fmt: skip
"""Classes of roles whose sector is that of the body they serve."""
_FEMALE = frozenset({
    "queen", "baroness", "princess", "wife", "mother", "daughter", "sister", "widow",
})  # fmt: skip
_MALE = frozenset({
    "king", "prince", "sultan", "emir", "pope", "husband", "father", "son", "brother", "lord",
})  # fmt: skip


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
    title: str | None = None
    """Its role as a reading gives it: as printed, where `role` is the class's name."""
    called: set[str] = field(default_factory=set)
    """Common nouns that it was called by already ("government")."""
    by_name: int = 0
    """Of a state: how much more often the country's name stands for it than its seat."""
    waits: bool = False
    """Whose its post is stands in a pronoun or another phrase, to be read later."""

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

    def _flavour(self, name: Name, draft: Draft) -> None:
        """ "the rebel Eastern Front", "the state-run Vell Agency": the words before a name."""
        first = name.first
        before = self.tree.lower[max(first - 3, 0) : first]
        joined = "".join(before)
        if draft.sector is None or draft.sector == "MIL":
            if any(word in ("rebel", "insurgent", "separatist", "guerrilla") for word in before):
                draft.sector, draft.kind = "REB", ActorKind.GROUP
            elif "opposition" in before[-2:]:
                draft.sector, draft.kind = "OPP", ActorKind.GROUP
            elif joined.endswith(("state-run", "stateagency", "newsagency", "pressagency")):
                draft.sector, draft.kind = "MED", ActorKind.COMPANY
                draft.rank = "state media" if "state" in joined else draft.rank

    def body(self, name: Name) -> Draft:
        """The body of a name, whatever its sort."""
        printed = words(self.tree, name.first, name.last)
        short = self._shortened(printed)
        if short is not None and not name.known:
            self.at[name.first] = short
            return short
        key = name.known[0].name if name.known else printed
        for draft in self.all:
            if not draft.person and (key in draft.spellings or _same_body(printed, name, draft)):
                break
        else:
            draft = self._new(_drafted(printed, name))
        if not draft.spellings:
            self._flavour(name, draft)
        draft.spellings |= {key, printed}
        if _fuller(printed, draft.name):
            draft.name = printed
        draft.country = draft.country or name.home
        self.at[name.first] = draft
        return draft

    def _shortened(self, printed: str) -> Draft | None:
        """The last body whose name ends with a single capitalised noun ("the Front")."""
        if " " in printed or printed.isupper() or _body(printed) is None:
            return None
        for draft in reversed(self.all):
            if draft.person or draft.rank == "state" or not draft.named:
                continue
            if any(s.split()[-1] == printed and s != printed for s in draft.spellings):
                return draft
        return None

    def state(self, country: str, printed: str, kind: ActorKind, sure: bool = True) -> Draft:
        """The one draft of a country and its government.

        `sure`: the report names the country or its government, not only by an adjective.
        """
        for draft in self.all:
            if draft.rank == "state" and draft.country == country:
                break
        else:
            draft = self._new(Draft(printed, kind, "GOV", country, rank="state"))
            draft.forms = {"country", "government", "side", "nation", "state"}
        official = world.state_name(country)
        if printed == official or draft.name not in (official, *draft.spellings):
            draft.name = printed
        if sure:
            draft.by_name += 1 if kind is ActorKind.COUNTRY else -1
            draft.kind = ActorKind.COUNTRY if draft.by_name >= 0 else ActorKind.GOVERNMENT
        draft.spellings.add(printed)
        return draft

    def find_state(self, country: str | None) -> Draft | None:
        """The draft of a country where the report has named it."""
        states = (d for d in self.all if d.rank == "state" and d.country == country)
        return None if country is None else next(states, None)

    def holding(self, head: int) -> Draft | None:
        """The draft that a mention with its head at a token stands for."""
        for draft in self.all:
            if any(m.head == head for m in (*draft.strong, *draft.weak)):
                return draft
        return None

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
    last = form.split()[-1]
    if post.role.kind != "head" or last != "minister":  # "the minister" is no prime minister
        draft.forms.add(last)
    draft.forms |= {form, *post.role.also}
    if "foreign" in tree.lower[post.first : max(post.end, post.tail)]:
        draft.forms.add("diplomat")  # a ministry's deputy or speaker is "the diplomat" further down
    draft.country = draft.country or post.country
    stronger = draft.rank in ("officer", "leader", "chair", "relational", "family")
    if draft.role is None or (stronger and post.role.kind not in ("officer", "leader")):
        draft.role, draft.rank = post.role.role, post.role.kind
        title = printed_role(tree, post)
        gone = post.former and title is not None and not title.startswith(("former", "ex-"))
        draft.title = f"former {title}" if gone else title
        draft.sector = "ELI" if post.former else sector_of(tree, post)
    give_owner(tree, draft, post, drafts)
    draft.waits |= post.possessor is not None or (post.office is not None and draft.owner is None)


def armed(tree: Tree, phrase: Phrase) -> str | None:
    """ "the rebel delegation" REB, "the opposition alliance" OPP: by the words before the noun."""
    before = tree.lower[phrase.first : phrase.noun]
    if any(word in _ARMED for word in before):
        return "REB"
    return "OPP" if "opposition" in before or "exile" in before else None


_ARMED = frozenset({
    "rebel", "insurgent", "guerrilla", "separatist", "armed", "militant", "splinter", "jihadist",
    "paramilitary", "breakaway",
})  # fmt: skip


def printed_role(tree: Tree, post: Phrase) -> str | None:
    """The role as printed: small letters, singular, with the noun that makes it plain.

    "the trade envoys" → "trade envoy"; "Lt. Gen." → "lieutenant general".
    """
    if post.role is None:
        return None
    form = words(tree, post.noun, post.end).lower().replace("’", "'")
    if post.plural and world.role(world.singular(form)) is not None:
        form = world.singular(form)
    form = form.replace("defense", "defence")
    short = _prints().get(form) or _prints().get(form.split()[-1])
    if short is not None:
        return short
    before = post.noun - 1
    if form in _SPECIFIC and before >= post.first and not _of_office(post):
        low, token = tree.lower[before], tree.tokens[before]
        plain = token.upos in ("NOUN", "ADJ", "PROPN")
        if plain and (token.relation == "compound" or low in _ROLE_ADJECTIVES):
            return f"{low} {form}"
    return form


_SPECIFIC = frozenset({
    "envoy", "chief", "manager", "adviser", "aide", "director", "commissioner", "leader",
    "negotiator", "coordinator", "head", "secretary", "expert", "analyst", "minister",
})  # fmt: skip
"""Role nouns that say little without the noun before them ("trade envoy", "campaign manager")."""
_ROLE_ADJECTIVES = frozenset({
    "political", "military", "special", "presidential", "chief", "deputy", "diplomatic", "legal",
    "financial", "economic", "foreign", "regional", "general", "executive", "vice", "spiritual",
})  # fmt: skip


def _of_office(post: Phrase) -> bool:
    return post.office is not None and post.office.end == post.noun


@cache
def _prints() -> dict[str, str]:
    return {row["form"]: row["print"] for row in table("role_prints")}


def sector_of(tree: Tree, post: Phrase) -> str | None:
    """The sector of a post: its own, unless it speaks or works for a body of another."""
    role = post.role
    if role is None:
        return None
    if role.kind in _SERVING:
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
    if post.office is not None and post.office.owner is post.owner:
        draft.waits = True  # it serves the owner's office, not the owner
        return
    owner = drafts.at.get(post.owner.first)
    if owner is None or owner is draft:
        return
    draft.country = draft.country or owner.country
    if post.role.kind in ("spokesperson", "adviser") or not owner.person:
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
    ending = _ending(printed)
    if name.known and name.what not in ("country", "demonym", "capital"):
        known = name.known[0]
        draft = Draft(printed, known.kind, cameo(known.sector), name.home)
    elif ending is not None and (noun is None or noun.sector in (None, "JRN", "MIL")):
        draft = Draft(printed, ending[0], cameo(ending[1]), name.home)
    elif noun is not None:
        draft = Draft(printed, noun.kind, cameo(noun.sector), name.home)
    else:
        draft = Draft(printed, ActorKind.ORGANISATION, None, name.home)
    if noun is not None:
        draft.rank = noun.group
        low = printed.lower().split()
        draft.forms |= {low[-1], *({noun.group} & set(low))}
        if len(low) > 2 and low[1] in ("of", "for"):
            draft.forms |= {low[0], f"{low[2]} {low[0]}"}
        draft.forms.add(" ".join(low[-2:]))
    draft.forms |= _KIND_NOUNS.get(draft.kind, set())
    return draft


def _ending(printed: str) -> tuple[ActorKind, str | None] | None:
    """Kind and sector that words of a name tell ("… Newswire", "World … Organisation")."""
    low = printed.lower().split()
    if len(low) < 2:
        return None
    for word, where in ((low[-1], "last"), (low[0], "first")):
        found = _name_words().get((word, where))
        if found is not None:
            return found
    return None


@cache
def _name_words() -> dict[tuple[str, str], tuple[ActorKind, str | None]]:
    kinds = {kind.value: kind for kind in ActorKind}
    return {
        (row["word"], row["where"]): (kinds[row["kind"]], row["sector"] or None)
        for row in table("name_words")
    }


def _body(printed: str) -> bool | None:
    low = printed.lower()
    known = low in world.bodies() or (low, "last") in _name_words()
    return True if known else None


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
