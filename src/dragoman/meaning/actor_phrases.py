"""Tree and names → the noun phrases that name a post ("Kremlin spokesman") or a body ("the army").

Both are read from the surface around the noun, since a title before a name is where parses err.
"""

from dataclasses import dataclass, replace
from functools import cache

from dragoman.meaning import actor_world as world
from dragoman.meaning.actor_names import Name, of_no_people, words
from dragoman.meaning.actor_world import BodyNoun, RoleNoun
from dragoman.meaning.tree import Tree

_LONGEST = 6
_OWNERS = frozenset({"of", "for", "at", "from"})
"""Prepositions whose noun is the post's own side ("a spokesman for the ministry")."""
_LOCATIVE = frozenset({"in", "at", "near", "from", "to", "inside", "outside", "across"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase headed by a role noun or a body noun; tokens half-open."""

    first: int
    last: int
    noun: int
    """First token of the noun itself."""
    end: int
    """Past the noun's last token; what stands after it ("of Chile") is not in the span."""
    head: int
    role: RoleNoun | None = None
    body: BodyNoun | None = None
    opener: str = ""
    """The determiner, possessive or number that opens it, in small letters; "'s" for an owner."""
    plural: bool = False
    country: str | None = None
    owner: Name | None = None
    """The named body, bloc or person whose post it is."""
    office: "Phrase | None" = None
    """The unnamed body whose post it is ("spokesman" of "the ministry")."""
    possessor: int | None = None
    """Token of a possessive pronoun ("his spokesman")."""
    former: bool = False
    tail: int = 0
    """Past the last name of the "of …" part that tells the side; 0 where there is none."""


def find_phrases(tree: Tree, names: tuple[Name, ...]) -> tuple[Phrase, ...]:
    """All post and body phrases of a text in order of their nouns."""
    at = {i: name for name in names for i in range(name.first, name.last)}
    nouns = _nouns(tree, at)
    bodies: dict[int, Phrase] = {}
    for phrase in nouns:
        if phrase.body is not None:
            found = _dressed(tree, phrase, at, {})
            bodies.update(dict.fromkeys(range(found.first, found.end), found))
    posts = [_dressed(tree, p, at, bodies) for p in nouns if p.role is not None]
    posts = [post for post in posts if not _sent(post)]
    inner = {id(p.office) for p in posts if p.office is not None and p.office.end == p.noun}
    kept = {id(b): b for b in bodies.values() if id(b) not in inner}
    return tuple(sorted([*posts, *kept.values()], key=lambda p: (p.noun, p.end)))


def _sent(post: Phrase) -> bool:
    """ "Chilean envoys", "two envoys of Chile": the state acts through them, they are no actor."""
    of_a_state = post.country is not None or post.owner is not None
    return post.plural and of_a_state and post.role is not None and post.role.role == "envoy"


def body_noun(name: str) -> BodyNoun | None:
    """The body noun that a name ends with, or that stands before its "of" or "for"."""
    low = name.lower().replace("’", "'").split()
    whole = _body(" ".join(low))
    if whole is not None:
        return whole
    for at, word in enumerate(low):
        if word in ("of", "for") and at:
            return _body(" ".join(low[: at + 2])) or body_noun(" ".join(low[:at]))
    return next((b for cut in range(1, len(low)) if (b := _body(" ".join(low[cut:])))), None)


def titled(tree: Tree, first: int, last: int) -> int:
    """How many leading tokens of a person's name are a title ("President Anna Vell" → 1)."""
    for cut in range(min(last - 1, first + _LONGEST), first, -1):
        if world.role(words(tree, first, cut)) is not None:
            return cut - first
    return 0


# --- nouns -----------------------------------------------------------------------------------


@cache
def _openers() -> frozenset[str]:
    """First letters-only words of all forms, so that most tokens cost one look-up."""
    forms = [*world.roles(), *world.bodies()]
    firsts = {form.replace("-", " ").split()[0].rstrip(".") for form in forms}
    return frozenset(firsts | {_plural(word) for word in firsts})


def _plural(word: str) -> str:
    if word.endswith("man"):
        return word[:-3] + "men"
    if word.endswith("y") and word[-2:-1] not in "aeo":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "ch", "sh")) else "s")


def _nouns(tree: Tree, at: dict[int, Name]) -> list[Phrase]:
    found: list[Phrase] = []
    i = 0
    openers = _openers()
    while i < len(tree):
        phrase = None
        if i not in at and tree.lower[i].rstrip(".") in openers:
            phrase = _noun(tree, i, at)
        if phrase is None:
            i += 1
        else:
            found.append(phrase)
            i = phrase.end
    return found


def _noun(tree: Tree, i: int, at: dict[int, Name]) -> Phrase | None:
    """The longest role or body noun that starts at a token."""
    for last in range(min(i + _LONGEST, tree.sentence_tokens(i).stop), i, -1):
        if last - 1 in at or tree.tokens[last - 1].upos not in ("NOUN", "PROPN", "ADJ"):
            continue
        form = words(tree, i, last).lower().replace("’", "'")
        role, body = world.role(form), _body(form)
        if (role is None and body is None) or _no_noun(tree, i, last):
            continue
        if role is not None and body is not None:
            role, body = (None, body) if body.group in ("rebels", "media") else (role, None)
        head = _outer(tree, i, last)
        plural = tree.tokens[last - 1].xpos in ("NNS", "NNPS") or _both(form)
        return Phrase(i, last, i, last, head, role, body, plural=plural)
    return None


def _no_noun(tree: Tree, first: int, last: int) -> bool:
    """Whether the words are no noun here: an adjective ("general elections"), a modifier."""
    if first and of_no_people(tree, first - 1, last):
        return True
    upos = tree.tokens[last - 1].upos
    after = tree.tokens[last] if last < len(tree) else None
    if upos == "ADJ":
        return after is None or after.upos != "PROPN"
    if tree.relation(last - 1) != "compound" or last - first > 1:
        return False
    if after is not None and after.upos == "PROPN" and tree.words[first][0].isupper():
        return False  # "Undersecretary Vell", whatever it hangs on
    # "army base": the noun only describes the next one, unless that is a person's name or noun.
    head = tree.head(last - 1)
    if head is None or tree.tokens[head].upos == "PROPN":
        return False
    return world.role(tree.lower[head]) is None


def _both(form: str) -> bool:
    return form != world.singular(form) and world.role(world.singular(form)) is not None


def _body(form: str) -> BodyNoun | None:
    nouns = world.bodies()
    return nouns.get(form) or nouns.get(world.singular(form))


def _outer(tree: Tree, first: int, last: int) -> int:
    for i in range(first, last):
        if tree.head(i) not in range(first, last):
            return i
    return last - 1


# --- what stands around the noun -------------------------------------------------------------


def _dressed(tree: Tree, phrase: Phrase, at: dict[int, Name], bodies: dict[int, Phrase]) -> Phrase:
    """A phrase with its modifiers: those before the noun first, then "of …" after it."""
    left = _before(tree, phrase, at, bodies)
    if left.country is None or (left.owner is None and left.office is None):
        return _after(tree, left, at, bodies)
    return left


def _before(tree: Tree, phrase: Phrase, at: dict[int, Name], bodies: dict[int, Phrase]) -> Phrase:
    start = tree.sentence_tokens(phrase.noun).start
    i = phrase.noun - 1
    while i >= start and phrase.noun - i < 10:
        token, low = tree.tokens[i], tree.lower[i]
        if i in at:
            name = at[i]
            if name.last != i + 1 or _apart(tree, name, phrase):
                break
            phrase, i = _owned(phrase, name), name.first - 1
            phrase = replace(phrase, first=i + 1)
            continue
        if i in bodies and bodies[i].end == i + 1:
            office = bodies[i]
            country = phrase.country or office.country
            phrase = replace(
                phrase, office=phrase.office or office, country=country, first=office.first,
                owner=phrase.owner or office.owner,
            )  # fmt: skip
            i = office.first - 1
            break
        if token.upos == "NOUN" and i + 1 in at and low != "-":
            break  # "after the call Chilean officials …": the noun belongs to what stands before
        owner = token.relation == "nmod:poss" and token.upos == "PRON"
        if token.upos in ("DET", "NUM") or owner:
            opener = low if not phrase.opener or phrase.opener == "'s" else phrase.opener
            possessor = i if owner else phrase.possessor
            phrase = replace(phrase, first=i, opener=opener, possessor=possessor)
            if token.upos != "NUM":
                break
        elif low in ("'s", "’s", "'", "’"):
            phrase = replace(phrase, opener=phrase.opener or "'s")
        elif token.upos in ("ADJ", "NOUN", "PROPN") or low == "-" or _participle(tree, i):
            former = low in ("former", "ex", "ousted", "deposed") or phrase.former
            phrase = replace(phrase, first=i, former=former)
        else:
            break
        i -= 1
    return phrase


def _participle(tree: Tree, i: int) -> bool:
    """ "retired" in "the retired judges"; a verb of the clause is none."""
    token = tree.tokens[i]
    return token.xpos in ("VBN", "VBG", "JJ") and token.relation == "amod"


def _apart(tree: Tree, name: Name, phrase: Phrase) -> bool:
    """Whether a name before a noun is another phrase ("In Lima, …", "told Vell officials")."""
    if name.last < phrase.first and tree.lower[name.last] not in ("'s", "’s", "'", "’", "-"):
        gap = range(name.last, phrase.first)
        if any(tree.tokens[g].upos not in ("ADJ", "NOUN", "PROPN", "PART", "PUNCT") for g in gap):
            return True
    before = tree.lower[name.first - 1] if name.first else ""
    owns = name.last < len(tree) and tree.lower[name.last] in ("'s", "’s", "'", "’")
    place = name.what == "capital" or (name.label == "LOC" and name.what != "demonym")
    return place and before in _LOCATIVE and not owns and name.what != "country"


def _owned(phrase: Phrase, name: Name) -> Phrase:
    """A phrase with one more modifier: a country word, or a named body or person."""
    if name.what in ("country", "demonym", "capital", "place") and name.label != "ORG":
        return replace(phrase, country=phrase.country or name.home)
    return replace(phrase, owner=phrase.owner or name, country=phrase.country or name.home)


def _after(tree: Tree, phrase: Phrase, at: dict[int, Name], bodies: dict[int, Phrase]) -> Phrase:
    """A phrase with "of the Trade Ministry of Chile" read, up to two steps."""
    i = phrase.end
    stop = tree.sentence_tokens(phrase.noun).stop
    kind = phrase.role.kind if phrase.role is not None else ""
    owners = _OWNERS - {"envoy": {"for", "at"}, "media": {"at"}}.get(kind, set())
    owners |= {"to"} if kind == "adviser" else set()
    for _ in range(2):
        if i >= stop or tree.lower[i] not in owners:
            break
        i += 1
        while i < stop and i not in at and i not in bodies and i - phrase.end < 7:
            if tree.tokens[i].upos not in ("DET", "ADJ", "NOUN", "PROPN", "NUM"):
                return phrase
            i += 1
        if i in at:
            if phrase.plural and _coordinated(tree, at[i], at):
                return phrase
            phrase = replace(_owned(phrase, at[i]), tail=at[i].last)
            i = at[i].last
            if i in bodies:
                phrase, i = _officed(phrase, bodies[i]), bodies[i].end
        elif i in bodies and bodies[i].noun != phrase.noun:
            phrase, i = _officed(phrase, bodies[i]), bodies[i].end
            if i in at and at[i].first == i and at[i].label != "PER":
                # "head of the exporters' group Vell": the office has a name
                phrase, i = _owned(phrase, at[i]), at[i].last
                phrase = replace(phrase, tail=i)
        else:
            break
    return _located(tree, phrase, at)


def _located(tree: Tree, phrase: Phrase, at: dict[int, Name]) -> Phrase:
    """ "police in Lima": a body or official without a country has that of its place."""
    official = phrase.role is not None and phrase.role.kind in ("official", "local", "police")
    i = phrase.end
    if phrase.country or i + 1 >= len(tree):
        return phrase
    if tree.lower[i] == "here":
        return replace(phrase, country=_here(tree, i, at))
    if not (phrase.body or official):
        return phrase
    if tree.lower[i] not in ("in", "across") or i + 1 not in at:
        return phrase
    return replace(phrase, country=at[i + 1].home)


def _here(tree: Tree, i: int, at: dict[int, Name]) -> str | None:
    """The country of the last town that someone is said to be in ("Our man is in Lima")."""
    found = [n for n in at.values() if n.last <= i and n.what in ("capital", "place")]
    found = [n for n in found if n.first and tree.lower[n.first - 1] == "in"]
    return max(found, key=lambda n: n.first).home if found else None


def _coordinated(tree: Tree, name: Name, at: dict[int, Name]) -> bool:
    """ "ministers from Chile and Peru" are of no single country."""
    i = name.last
    return i + 1 < len(tree) and tree.lower[i] in ("and", ",") and i + 1 in at


def _officed(phrase: Phrase, office: Phrase) -> Phrase:
    if phrase.role is None:
        return replace(phrase, country=phrase.country or office.country)
    return replace(
        phrase, office=phrase.office or office, country=phrase.country or office.country,
        owner=phrase.owner or office.owner,
    )  # fmt: skip
