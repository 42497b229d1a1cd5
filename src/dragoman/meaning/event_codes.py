"""Words → codes: which rows of the event tables a verb or a noun of a tree answers to.

An `Act` is such a code with those who take part, before anyone knows who tells of it.
"""

from dataclasses import dataclass
from functools import cache

from dragoman import lexicon
from dragoman.meaning.cast import Cast
from dragoman.meaning.event_arguments import agent, dependents, passive, patient, preposition
from dragoman.meaning.status import Standing
from dragoman.meaning.tree import Tree
from dragoman.ontology import ActorKind, EventType

_ACTING = (ActorKind.PERSON, ActorKind.GOVERNMENT, ActorKind.COUNTRY, ActorKind.GROUP)

_WEIGHTS = {"=": 0.9, "-": 0.8, "!": 0.8}

COOPERATIVE = frozenset({
    EventType.AGREE, EventType.CONSULT, EventType.SUPPORT, EventType.CONCEDE,
    EventType.COOPERATE, EventType.AID, EventType.RETREAT,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Code:
    """What a row of a table says of its words."""

    type: EventType
    mode: str | None
    cameo: str
    target: tuple[str, ...]
    flags: frozenset[str]
    needs: tuple[str, ...]
    particle: str = ""

    @property
    def symmetric(self) -> bool:
        return "sym" in self.flags


@dataclass(frozen=True, slots=True)
class Act:
    """An act before anyone knows who tells of it; indices are tokens."""

    type: EventType
    mode: str | None
    cameo: str
    trigger: tuple[int, ...]
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    standing: Standing
    symmetric: bool = False
    calls_off: bool = False
    nominal: bool = False
    occurs: bool = False
    """A noun told to take place, be planned or be called off."""
    arguments: tuple[int, ...] = ()
    """The nouns that the act is about ("talks" in "called off the talks")."""
    between: bool = False
    """Of two sides at odds the other one is meant where no target is told."""
    shared: bool = False
    """A meeting that a verb lends its subject to ("entered into negotiations")."""
    spoken: int | None = None
    """The clause that utters a threat, where the trigger is only the verb of saying."""
    nobody: bool = False
    """Told not to have been done, by nobody in particular ("no date was agreed")."""
    vague: bool = False
    """A promise of something that is no act itself."""
    aimed: bool = False
    """No act without a target that we can name."""
    doer: int | None = None
    """The token of the doer of a verb."""


ROOTS = {
    EventType.AGREE: "030", EventType.CONSULT: "040", EventType.SUPPORT: "050",
    EventType.CONCEDE: "080", EventType.COOPERATE: "060", EventType.AID: "070",
    EventType.RETREAT: "087", EventType.REQUEST: "020", EventType.ACCUSE: "110",
    EventType.REJECT: "120", EventType.THREATEN: "130", EventType.PROTEST: "140",
    EventType.SANCTION: "160", EventType.MOBILIZE: "150", EventType.COERCE: "170",
    EventType.ASSAULT: "190",
}  # fmt: skip
"""The CAMEO code of a type when no finer one is known."""


def code_of_verb(tree: Tree, cast: Cast, i: int) -> Code | None:
    """The first row that the verb or adjective meets; rows that ask for more come first."""
    for code in _verbs().get(tree.lemmas[i].lower(), ()):
        if _met(tree, cast, i, code):
            return code
    return None


def code_of_noun(tree: Tree, i: int) -> Code | None:
    """The first row that a noun meets."""
    for key in _keys(tree, i):
        for code in _nouns().get(key, ()):
            if all(_noun_need(tree, i, need) for need in code.needs):
                return code
    return None


def lends(tree: Tree, verb: int, use: str) -> bool:
    """Whether a verb lends its subject to a noun: "obj" held talks, "subj" the talks took place."""
    lemma = tree.lemmas[verb].lower()
    if (lemma, use) in _light():
        return True
    return any((f"{lemma} {tree.lower[c]}", use) in _light() for c in tree.children[verb])


def in_class(tree: Tree, i: int, name: str) -> bool:
    """Whether a noun or one coordinated with it is of a class of `event_classes`."""
    wanted = _classes()[name]
    for at in tree.conjuncts(i):
        keys = _keys(tree, at)
        if name == "aid" and _is_sum(tree.words[at]):
            return True
        if any(key in wanted for key in keys):
            return True
        # "dozens of soldiers", "a state of emergency": the noun after "of" tells the class
        if any(key in _classes()["quantity"] for key in keys) and any(
            key in wanted for noun in dependents(tree, at, ("of",)) for key in _keys(tree, noun)
        ):
            return True
    return False


def _is_sum(word: str) -> bool:
    """ "$40", "P500,000": money."""
    return len(word) > 1 and not word[0].isdigit() and word[-1].isdigit()


# --- needs -----------------------------------------------------------------------------------


def _met(tree: Tree, cast: Cast, i: int, code: Code) -> bool:
    if code.particle and particle_of(tree, i, code.particle) is None:
        return False
    return all(_need(tree, cast, i, need) for need in code.needs)


def particle_of(tree: Tree, i: int, particle: str) -> int | None:
    """The particle of a verb, also where the parse hangs it on what follows ("walked out of")."""
    for child in tree.children[i]:
        if tree.lower[child] == particle and tree.relation(child) not in ("obl", "nsubj"):
            return child
    for child in tree.having(i, ("obl",)):
        case = tree.having(child, ("case",))
        if len(case) > 1 and tree.lower[case[0]] == particle:
            # "pulled its troops out of the town"
            return case[0]
    for noun in tree.having(i, ("obj", "xcomp", "nsubj:pass")):
        # "declared the envoy persona non grata", which parsers hang in many ways
        for child in tree.subtree(noun):
            if tree.lower[child] == particle and tree.tokens[child].upos == "NOUN" and child > i:
                return child
    after = i + 1
    if after >= len(tree) or tree.lower[after] != particle:
        return None
    loose = tree.relation(after) in ("advmod", "compound") or (
        after + 1 < len(tree) and tree.tokens[after + 1].upos == "ADP"
    )
    return after if loose else None


def _need(tree: Tree, cast: Cast, i: int, need: str) -> bool:
    sign, name = need[0], need[1:]
    if sign == "@":
        found = patient(tree, i)
        return found is not None and in_class(tree, found, name)
    if sign == "!":
        found = patient(tree, i)
        return found is None or not in_class(tree, found, name)
    if sign == "~":
        return _preposition_met(tree, i, *name.partition("@")[::2])
    if sign == "+":
        return _clause_met(tree, i, *name.partition("@")[::2])
    if sign == "^":
        found = patient(tree, i)
        return found is not None and _modified(tree, found, name)
    if sign == "=":
        return _object_met(tree, cast, i, name)
    if sign == "?":
        return _refused(tree, i)
    if sign == "%":
        found = agent(tree, i)
        return found is not None and in_class(tree, found, name)
    if name == "task":
        return not any(
            tree.tokens[c].xpos == "VBG" and preposition(tree, c) == "with"
            for c in tree.sentence_tokens(i)
            if c > i
        )
    if name == "pass":
        return not passive(tree, i)
    if name == "tell":
        return not any(tree.lemmas[c] in _classes()["tell"] for c in tree.having(i, ("xcomp",)))
    absent = {"obj": ("obj", "nsubj:pass"), "comp": ("xcomp",), "that": ("ccomp",)}[name]
    return not tree.having(i, absent) and not (name == "obj" and _gapped(tree, i))


def _refused(tree: Tree, i: int) -> bool:
    """Negated, itself or the auxiliary verb above it ("is not going to send a delegation")."""
    above = tree.head(i) if tree.relation(i) == "xcomp" else None
    return tree.negated(i) or (
        above is not None and tree.lower[above] == "going" and tree.negated(above)
    )


def _gapped(tree: Tree, i: int) -> bool:
    return patient(tree, i) is not None


def _preposition_met(tree: Tree, i: int, word: str, wanted: str) -> bool:
    around = [i] if (found := patient(tree, i)) is None else [i, found]
    return any(
        not wanted or in_class(tree, noun, wanted)
        for at in around
        for noun in dependents(tree, at, word.split("/"))
        if wanted or (noun > i and tree.lower[noun] not in _classes()["weekday"])
    )


def _clause_met(tree: Tree, i: int, kind: str, wanted: str) -> bool:
    if kind == "sub":
        return any(_subjunctive(tree, c) for c in tree.having(i, ("ccomp",)))
    if kind == "must":
        above = (i, *tree.having(i, ("xcomp",)))
        return any(_obliged(tree, c) for at in above for c in tree.having(at, ("ccomp",)))
    relations = ("ccomp",) if kind == "that" else ("xcomp", "ccomp")
    clauses = [c for c in tree.having(i, relations) if tree.tokens[c].upos not in ("NOUN", "PROPN")]
    if kind == "to":
        return any(tree.lower[m] == "to" for c in clauses for m in tree.having(c, ("mark",)))
    if kind == "inf":
        clauses += [
            c
            for c in tree.having(i, ("advcl",))
            if c > i and any(tree.lower[m] == "to" for m in tree.having(c, ("mark",)))
        ]
    return any(not wanted or tree.lemmas[c].lower() in _classes()[wanted] for c in clauses)


def _subjunctive(tree: Tree, clause: int) -> bool:
    """ "insisted that Chile withdraw" """
    return tree.tokens[clause].xpos == "VB" and not tree.auxiliaries(clause)


def _obliged(tree: Tree, clause: int) -> bool:
    """ "Chile must withdraw", "Chile needs to withdraw": the speaker asks it of Chile."""
    if tree.negated(clause) or not tree.having(clause, ("nsubj", "csubj")):
        return False
    return bool({"must", "should"} & set(tree.auxiliaries(clause)))


def _object_met(tree: Tree, cast: Cast, i: int, name: str) -> bool:
    found = patient(tree, i)
    if found is None:
        return False
    ids = cast.phrase(found)
    acting = any(cast.get(id).kind in _ACTING for id in ids)
    if name == "human":
        return any(cast.get(id).kind is ActorKind.PERSON for id in ids)
    people = in_class(tree, found, "people")
    if name == "person":
        return acting or people
    return not people and not any(cast.get(id).kind is ActorKind.PERSON for id in ids)


def _noun_need(tree: Tree, i: int, need: str) -> bool:
    if need[0] == "^":
        return _modified(tree, i, need[1:])
    if need[0] == "~":
        return next(dependents(tree, i, need[1:].split("/")), None) is not None
    return any(in_class(tree, noun, need[1:]) for noun in dependents(tree, i, ("of",)))


def _modified(tree: Tree, i: int, name: str) -> bool:
    return any(
        key in _classes()[name]
        for child in tree.having(i, ("amod", "compound", "nmod"))
        for key in _keys(tree, child)
    )


def _keys(tree: Tree, i: int) -> tuple[str, ...]:
    """The forms by which a noun is looked up: its lemma, its word with and without -s, and the
    lemma behind that of the noun before it ("patrol_boat")."""
    lower, lemma = tree.lower[i], tree.lemmas[i].lower()
    keys = [lemma, lower, lower.removesuffix("s")]
    if i and tree.tokens[i - 1].head == i and tree.relation(i - 1) == "compound":
        keys.append(f"{tree.lemmas[i - 1].lower()}_{lemma}")
    if i >= 2 and tree.words[i - 1] == "-":
        # "cease-fire" in three tokens
        keys += [f"{tree.lower[i - 2]}-{key}" for key in keys]
    return tuple(dict.fromkeys(keys))


# --- tables ----------------------------------------------------------------------------------


def _code(row: dict[str, str]) -> Code:
    return Code(
        type=EventType[row["type"]],
        mode=row["mode"] or None,
        cameo=row["cameo"],
        target=tuple(row["target"].split()),
        flags=frozenset(row["flags"].split()),
        needs=tuple(row["needs"].split()),
        particle=row.get("particle", ""),
    )


@cache
def _verbs() -> dict[str, tuple[Code, ...]]:
    found: dict[str, list[Code]] = {}
    for row in lexicon.table("event_verbs"):
        for lemma in row["verb"].split():
            found.setdefault(lemma, []).append(_code(row))
    return {lemma: tuple(sorted(codes, key=_weight)) for lemma, codes in found.items()}


def _weight(code: Code) -> float:
    """Rows that ask for more come first; "any thing" asks for less than a class of things."""
    asked = sum(
        _WEIGHTS.get(need[0], 1.0) + (0.05 if "@" in need[1:] else 0.0) for need in code.needs
    )
    return -asked - 5 * bool(code.particle)


@cache
def _nouns() -> dict[str, tuple[Code, ...]]:
    found: dict[str, list[Code]] = {}
    for row in lexicon.table("event_nouns"):
        for lemma in row["noun"].split():
            found.setdefault(lemma, []).append(_code(row))
    return {lemma: tuple(sorted(c, key=lambda c: -len(c.needs))) for lemma, c in found.items()}


@cache
def _classes() -> dict[str, frozenset[str]]:
    rows = lexicon.table("event_classes")
    return {row["class"]: frozenset(row["lemmas"].split()) for row in rows}


@cache
def _light() -> frozenset[tuple[str, str]]:
    return frozenset((row["verb"], row["use"]) for row in lexicon.table("event_light"))
