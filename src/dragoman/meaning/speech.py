"""A frame → what is done by saying it, and through what: act, polarity, channel, addressee, place.

Cues are looked for in the cue's own clause, never inside what was said.
"""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from dragoman import lexicon
from dragoman.meaning.frame_cues import ASKING, DECLINED, Frame, cue_verbs, passive, unsaid
from dragoman.meaning.quotes import Quote
from dragoman.meaning.tree import Tree
from dragoman.ontology import Act, Channel, Form, Polarity
from dragoman.spans import Span

FUTURE = frozenset({"will", "would", "wo", "shall", "going", "’ll", "'ll"})


@dataclass(frozen=True, slots=True)
class Occasion:
    """Through what, to whom and where something was said."""

    channel: Channel = Channel.UNKNOWN
    platform: str | None = None
    addressee: int | None = None
    """Token index."""
    place: int | None = None
    """Token index."""
    setting: Span | None = None


# --- act, form, polarity ---------------------------------------------------------------------


@cache
def _acts() -> dict[str, Act]:
    rows = [*lexicon.table("cue_nouns"), *lexicon.table("cue_verbs")]
    return {row["lemma"]: Act(row["act"]) for row in rows}


@cache
def _content_acts() -> dict[tuple[str, str], Act]:
    return {(row["where"], row["lemma"]): Act(row["act"]) for row in lexicon.table("content_acts")}


def act_of(tree: Tree, frame: Frame) -> Act:
    """The act of the cue; for a plain cue, that of the main words of the content."""
    act = _acts().get(frame.lemma, Act.SAY)
    if frame.lemma == "call" and not _calls_for(tree, frame):
        act = Act.SAY  # “called the levy ‘steep’”
    if act is not Act.SAY:
        return act
    table = _content_acts()
    for span in frame.content[:1]:
        head = tree.head_of(span)
        if head is None:
            continue
        if _no_truth(tree, head):
            return Act.DENY
        opening = tree.lower[tree.within(span)[0]].removesuffix("s")
        told = tree.lemmas[frame.cue] in NAMING and tree.lemmas[head] in CLAIMS
        if (told or opening in CLAIMS) and _lie(tree, span):
            return Act.DENY
        named = table.get(("noun", tree.lemmas[head]))
        if named and (tree.relation(head) == "obj" or tree.relation(frame.cue) != "root"):
            return named
        for part in (*tree.conjuncts(head), *_perfect(tree, head)):
            found = _by_predicate(tree, part)
            if found is not None:
                return found
    return act


def _lie(tree: Tree, span: Span) -> bool:
    """“… called the claim that it had fired a lie”, “Reports that they met are false”."""
    inside = tree.within(span)
    return bool(inside) and ("claim", tree.lemmas[inside[-1]]) in _content_acts()


def _no_truth(tree: Tree, i: int) -> bool:
    """ "There is no truth in the report": the denial is the subject of a bare "is"."""
    subjects = tree.having(i, ("nsubj",)) if tree.lemmas[i] == "be" else []
    return any(_by_predicate(tree, s) is Act.DENY for s in subjects)


def _by_predicate(tree: Tree, i: int) -> Act | None:
    """What a main word of the content does: denies a claim, threatens, finds fault."""
    table = _content_acts()
    # "misleading" is an adjective or a participle, "complicated" a verb or an adjective
    forms = (tree.lower[i], tree.lemmas[i], tree.lower[i][:-1])
    none = any(tree.lower[c] == "no" for c in tree.having(i, ("det",)))
    if tree.negated(i) or none:
        denied = [table[key] for form in forms if (key := ("negated", form)) in table]
        return denied[0] if denied else None
    for form in forms:
        if ("claim", form) in table and _of_a_claim(tree, i):
            return table["claim", form]
        # "no one was hurt" finds no fault
        if ("harm", form) in table and not passive(tree, i) and not tree.having(i, ("cop",)):
            return table["harm", form]
        if ("predicate", form) in table:
            return table["predicate", form]
        if FUTURE & set(tree.auxiliaries(i)):
            if ("future", form) in table:
                return table["future", form]
            if ("answer", form) in table and _to_hostile(tree, i):
                return table["answer", form]
    return None


def _of_a_claim(tree: Tree, i: int) -> bool:
    """Whether what a word is said of is a claim: a report, a naming, or what "that" opens.

    “The report was false”, “calling it off would be wrong”, “it is wrong that …” – but not “it was
    wrong to leave the talks”.
    """
    for subject in tree.having(i, ("nsubj", "csubj", "ccomp", "xcomp", "advcl", "acl")):
        lemma = tree.lemmas[subject]
        if lemma in CLAIMS or lemma in NAMING or lemma in cue_verbs():
            return True
        if tree.tokens[subject].upos == "PRON" and lemma in ("that", "this", "these", "those"):
            return True
        if any(tree.lower[m] == "that" for m in tree.having(subject, ("mark",))):
            return True
    return False


CLAIMS = frozenset({"report", "claim", "allegation", "rumour", "rumor", "account", "accusation",
                    "statement", "story", "suggestion", "version", "assertion", "charge", "news",
                    "information", "speculation", "letter", "document", "talk"})  # fmt: skip
"""Nouns of what may be true or not."""


def _to_hostile(tree: Tree, i: int) -> bool:
    """Whether an answer is one to a hostile act ("to any raid"), not to a letter."""
    for child in tree.having(i, ("obl",)):
        below = tree.subtree(child)
        if tree.lower[below[0]] == "to" and any(tree.lemmas[t] in _hostile() for t in below):
            return True
    return False


@cache
def _hostile() -> frozenset[str]:
    return frozenset(row["lemma"] for row in lexicon.table("hostile_acts"))


def _perfect(tree: Tree, i: int) -> list[int]:
    """The participle of a perfect that the parse took for an adjective.

    “The levy has complicated talks”: "has" with "complicated talks" for its object.
    """
    if tree.lemmas[i] != "have":
        return []
    adjectives = [c for o in tree.having(i, ("obj",)) for c in tree.having(o, ("amod",))]
    return [c for c in adjectives if c == i + 1 and tree.lower[c].endswith("ed")]


def _calls_for(tree: Tree, frame: Frame) -> bool:
    return any(_case(tree, c) in ("for", "on", "upon") for c in tree.having(frame.cue, ("obl",)))


def form_of(content: tuple[Span, ...], quotes: tuple[Quote, ...]) -> Form:
    """Direct when all of the content is quoted, mixed when a part is, else indirect."""
    quoted = [q for q in quotes if any(q.inner.meets(span) for span in content)]
    if not quoted:
        return Form.INDIRECT
    if all(any(q.span.holds(span) for q in quoted) for span in content):
        return Form.DIRECT
    return Form.MIXED


def polarity_of(tree: Tree, frame: Frame) -> Polarity:
    """Whether it was said: "did not say" and "declined to say" are told apart from a claim."""
    if frame.kind in ("noun", "turn", "carried"):
        return Polarity.AFFIRMED
    if frame.lemma == "decline":
        return Polarity.DECLINED
    head = tree.head(frame.cue)
    if (
        head is not None
        and tree.relation(frame.cue) == "xcomp"
        and tree.lemmas[head] in ("decline", "refuse")
        and (tree.lemmas[frame.cue] in DECLINED)
    ):
        return Polarity.DECLINED
    if unsaid(tree, frame.cue):
        # "would not say" is a refusal; "did not say" tells only that nothing was said
        refused = {"would", "will", "wo"} & set(tree.auxiliaries(frame.cue))
        return Polarity.DECLINED if refused else Polarity.NEGATED
    return Polarity.AFFIRMED


def scare_quotes(tree: Tree, frame: Frame, quotes: tuple[Quote, ...]) -> tuple[Span, ...]:
    """Quoted words that are talked about: “calling the visit ‘off’ would be wrong”."""
    found = []
    for quote in quotes:
        inside = tree.within(quote.inner)
        if len(inside) > 4 or not any(span.holds(quote.inner) for span in frame.content):
            continue
        if quote.span in frame.content:
            continue
        if _at_distance(tree, inside):
            found.append(quote.inner)
    return tuple(found)


AT_DISTANCE = 0.7
"""Probability from which the network takes quoted words for ones held at a distance."""


def _at_distance(tree: Tree, inside: range) -> bool:
    """Whether the network sees all of a short quotation as a name or a word talked about."""
    return bool(inside) and any(
        mark.head == "distance" and mark.score >= AT_DISTANCE
        and mark.first <= inside.start and mark.last >= inside.stop
        for mark in tree.tags.marks
    )  # fmt: skip


NAMING = frozenset(
    {"call", "label", "brand", "term", "dub", "describe", "so-called", "word", "phrase"}
)
"""Words that make a quotation a name for something, not a claim."""


# --- occasion --------------------------------------------------------------------------------


@cache
def _channels() -> dict[str, dict[str, dict[str, str]]]:
    found: dict[str, dict[str, dict[str, str]]] = {}
    for row in lexicon.table("channels"):
        found.setdefault(row["where"], {})[row["word"]] = row
    return found


@cache
def channel_nouns() -> dict[str, Channel]:
    """Nouns of things that words are said in → their channel ("statement", "letter")."""
    return {word: Channel(row["channel"]) for word, row in _channels()["noun"].items()}


def occasion_of(tree: Tree, frame: Frame) -> Occasion:
    """Channel, platform, addressee, place and setting, from the cue's clause."""
    table = _channels()
    inside = _tokens_of(tree, frame.content)
    channel, platform = Channel.UNKNOWN, None
    if frame.lemma in table["verb"]:
        channel = Channel(table["verb"][frame.lemma]["channel"])
    addressee, place, setting = frame.addressee, None, None
    if addressee is None:
        addressee = _asker(tree, frame.cue)
    for i in _adjuncts(tree, frame.cue, inside):
        name = _compound(tree, i)
        preposition = _case(tree, i)
        if preposition in PLATFORM_CASES and name in table["platform"]:
            platform = table["platform"][name]["platform"]
            if channel is Channel.UNKNOWN:
                channel = Channel.SOCIAL_MEDIA
        elif preposition in CHANNEL_CASES and (row := _known(name, table["noun"])):
            if channel in (Channel.UNKNOWN, Channel.SOCIAL_MEDIA):
                channel = Channel(row["channel"])
            told = [c for c in tree.having(i, ("nmod",)) if _opens(tree, c) in ("with", "to")]
            if addressee is None and told and row["channel"] in ("interview", "broadcast", "call"):
                addressee = told[0]
        elif preposition == "to" and (row := _known(name, table["addressee"])):
            addressee = i if addressee is None else addressee
        elif preposition in ("in", "at") and _is_place(tree, i) and place is None:
            place = i
    if addressee is not None:
        name = _compound(tree, addressee)
        told_row = _known(name, table["addressee"]) or _known(name, table["noun"])
        # "told reporters after the meeting": where it was said is not through what
        if told_row and channel in (Channel.UNKNOWN, Channel.TALKS):
            channel = Channel(told_row["channel"])
    for c in tree.having(frame.cue, ("advcl",)):
        if c not in inside and any(
            tree.lower[m] in ("while", "during", "as") for m in tree.having(c, ("mark",))
        ):
            setting = tree.span(tree.subtree(c))
    return Occasion(channel, platform, addressee, place, setting)


def channel_named(words: Sequence[str]) -> Channel:
    """The channel that the first known word or pair of words names: of a title."""
    nouns = _channels()["noun"]
    for first, second in zip(words, [*words[1:], ""], strict=False):
        row = nouns.get(f"{first} {second}") or nouns.get(first.strip(",:;"))
        if row:
            return Channel(row["channel"])
    return Channel.UNKNOWN


def _asker(tree: Tree, cue: int) -> int | None:
    """ "Asked by journalists whether they would come, she said …": she told the journalists."""
    for clause in tree.having(cue, ("advcl",)):
        if tree.lemmas[clause] in ASKING:
            agents = [c for c in tree.having(clause, ("obl",)) if _case(tree, c) == "by"]
            if agents:
                return agents[0]
    return None


CHANNEL_CASES = frozenset(
    {"in", "at", "on", "during", "through", "via", "by", "to", "over", "after", "from", "of"}
)
PLATFORM_CASES = frozenset({"on", "via", "through", "to"})


def _tokens_of(tree: Tree, spans: tuple[Span, ...]) -> set[int]:
    return {i for span in spans for i in tree.within(span)}


def _adjuncts(tree: Tree, cue: int, inside: Container[int]) -> Iterator[int]:
    """Nouns that hang on a verb of saying, also by way of "speaking to …" and of each other."""
    stack = [cue]
    head = tree.head(cue)
    if head is not None and tree.relation(cue) in ("conj", "xcomp") and head not in inside:
        stack.append(head)
    while stack:
        at = stack.pop()
        for child in tree.children[at]:
            if child in inside:
                continue
            relation = tree.relation(child)
            if relation in ("obl", "nmod", "obj", "iobj") and tree.tokens[child].upos != "VERB":
                yield child
                stack.append(child)
            elif relation in ("advcl", "acl") and tree.lemmas[child] in SPEAKING:
                stack.append(child)
    subject = tree.subject(cue)
    if subject is not None:
        for child in tree.having(subject, ("acl",)):
            if tree.lemmas[child] in SPEAKING and child not in inside:
                yield from tree.having(child, ("obl", "obj"))


SPEAKING = frozenset(
    {"speak", "talk", "address", "write", "post", "brief", "answer", "appear", "tell", "attend"}
)


def _compound(tree: Tree, i: int) -> str:
    """A noun with the nouns before it: "press conference"."""
    parts = [c for c in tree.having(i, ("compound", "amod", "flat")) if c == i - 1]
    return " ".join(tree.lower[c] for c in (*parts, i))


def _known(name: str, rows: dict[str, dict[str, str]]) -> dict[str, str] | None:
    if name in rows:
        return rows[name]
    last = name.rpartition(" ")[2]
    return rows.get(last) or rows.get(last.removesuffix("s"))


def _opens(tree: Tree, i: int) -> str:
    """The first word of a phrase: its preposition, wherever in the phrase the parse hung it."""
    return tree.lower[tree.subtree(i)[0]]


def _case(tree: Tree, i: int) -> str:
    marks = tree.having(i, ("case",))
    return tree.lower[marks[0]] if marks else ""


def _is_place(tree: Tree, i: int) -> bool:
    return any(e.label in ("LOC", "FAC") for e in tree.entities_at(i))
