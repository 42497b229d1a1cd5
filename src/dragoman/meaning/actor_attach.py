"""Names and post phrases → which post belongs to which name: titles and appositions.

Before the name: "Foreign Minister Anna Vell". After it: "Anna Vell, the foreign minister of
Chile,". Around it: "Chile's foreign minister, Anna Vell,". Of several: "two oil firms, A and B".
"""

from dataclasses import dataclass, field, replace

from dragoman.meaning.actor_names import Name, words
from dragoman.meaning.actor_phrases import Phrase, body_noun, titled
from dragoman.meaning.tree import Tree

_DASHES = frozenset({"—", "–", "--", ":", "-", ",", "("})


@dataclass(slots=True)
class Ties:
    """What was found: by first token of a name, its posts; and the phrases that are used up."""

    posts: dict[int, list[Phrase]] = field(default_factory=dict)
    titles: set[int] = field(default_factory=set)
    """Nouns (first tokens) of phrases that are titles, hence no mentions of their own."""
    apposed: dict[int, list[Name]] = field(default_factory=dict)
    """Noun of a phrase → the names that stand beside it."""


def people(tree: Tree, names: tuple[Name, ...]) -> tuple[Name, ...]:
    """The names with titles cut off persons ("President Anna Vell" → "Anna Vell")."""
    cut = []
    for name in names:
        if name.label == "PER":
            title = titled(tree, name.first, name.last)
            head = max(name.head, name.first + title)
            name = replace(name, first=name.first + title, head=head)
        cut.append(name)
    return tuple(cut)


def tie(
    tree: Tree, names: tuple[Name, ...], phrases: tuple[Phrase, ...]
) -> tuple[tuple[Name, ...], Ties]:
    """The names, with those that a title shows to be persons so labelled, and their posts."""
    ties = Ties()
    names = _titles(tree, names, phrases, ties)
    names = _firms(tree, names, phrases, ties)
    starts = {name.first: name for name in names}
    ends = {name.last: name for name in names}
    for phrase in phrases:
        if phrase.noun in ties.titles:
            continue
        if phrase.plural and phrase.body is None:
            _several(tree, phrase, starts, ties)
        elif phrase.role is not None:
            _beside(tree, phrase, starts, ends, ties)
            _copular(tree, phrase, names, ties)
    return names, ties


def _titles(
    tree: Tree, names: tuple[Name, ...], phrases: tuple[Phrase, ...], ties: Ties
) -> tuple[Name, ...]:
    by_start = {name.first: name for name in names}
    for phrase in reversed(phrases):
        if phrase.role is None:
            continue
        name = by_start.get(phrase.end)
        if name is None and not phrase.plural:
            name = _unseen(tree, phrase.end)
        if name is not None and _person_like(tree, name):
            by_start[name.first] = name = replace(name, label="PER", known=())
            ties.posts.setdefault(name.first, []).insert(0, phrase)
            ties.titles.add(phrase.noun)
            for other in _listed_after(tree, name, by_start) if phrase.plural else []:
                ties.posts.setdefault(other.first, []).append(phrase)
            continue
        behind = next((p for p in phrases if p.noun == phrase.end and p.noun in ties.titles), None)
        if behind is not None:  # "Deputy Defence Minister General Anna Vell": two titles
            holder = next(first for first, posts in ties.posts.items() if behind in posts)
            ties.posts[holder].insert(0, phrase)
            ties.titles.add(phrase.noun)
    return tuple(sorted(by_start.values(), key=lambda n: n.first))


def _person_like(tree: Tree, name: Name) -> bool:
    if name.label == "PER":
        return True
    if body_noun(words(tree, name.first, name.last)) is not None:
        return False  # "the rebel Northern Front"
    if name.what == "place":
        return True  # towns are named as people are: "Secretary of State Sucre"
    return not name.known or (name.what == "capital" and not name.label)


def _unseen(tree: Tree, at: int) -> Name | None:
    """A run of proper nouns after a title that the network took for no entity."""
    last = at
    while last < len(tree) and tree.tokens[last].upos == "PROPN" and tree.words[last][0].isupper():
        last += 1
    if last == at or last - at > 4 or tree.sentence_tokens(at).start == at:
        return None
    return Name(at, last, at, "PER")


def _firms(
    tree: Tree, names: tuple[Name, ...], phrases: tuple[Phrase, ...], ties: Ties
) -> tuple[Name, ...]:
    """Names beside a body noun are no persons, whatever the network took them for."""
    by_start = {name.first: name for name in names}
    ends = {name.last: name for name in names}
    for phrase in phrases:
        if phrase.body is None:
            continue
        if phrase.plural:
            _several(tree, phrase, by_start, ties)
        else:
            _beside_body(tree, phrase, by_start, ends, ties)
        for name in ties.apposed.get(phrase.noun, ()):
            if name.label == "PER":
                by_start[name.first] = replace(name, label="ORG")
    return tuple(sorted(by_start.values(), key=lambda n: n.first))


def _beside_body(
    tree: Tree, phrase: Phrase, starts: dict[int, Name], ends: dict[int, Name], ties: Ties
) -> None:
    """ "Chile's largest shipping line, A," and "A, Chile's largest shipping line,"."""
    past = _past(tree, phrase)
    marks = (",", "—", "–")
    name = _called(tree, phrase, starts)
    if name is not None:
        _apposed(phrase, name, ties)
        return
    if past < len(tree) and tree.words[past] in marks and (phrase.opener or phrase.country):
        name = starts.get(past + 1)
        if name is not None and not _closed(tree, name.last):
            name = None
    before = phrase.first - 1
    if name is None and before > 0 and tree.words[before] in marks and _closed(tree, past):
        name = ends.get(before)
    if name is not None and (name.label == "ORG" or name.what in ("company", "armed_group")):
        _apposed(phrase, name, ties)


def _called(tree: Tree, phrase: Phrase, starts: dict[int, Name]) -> Name | None:
    """ "the broadcaster Vell TV", "an armed group calling itself the Vell Brigade"."""
    at, stop = phrase.end, tree.sentence_tokens(phrase.noun).stop
    link = " ".join(tree.lower[at : at + 2])
    if link in ("calling itself", "known as", "styling itself"):
        at += 2
    elif at < stop and tree.lower[at] in ("called", "named"):
        at += 1
    elif phrase.noun == phrase.first and not phrase.country:
        return None
    if at < stop and tree.lower[at] == "the":
        at += 1
    name = starts.get(at)
    if name is None or name.what in ("country", "demonym", "capital", "place"):
        return None
    return name if name.label != "PER" or at > phrase.end or _media_like(phrase) else None


def _media_like(phrase: Phrase) -> bool:
    body = phrase.body
    return body is not None and body.group in ("media", "body", "company", "group")


def _beside(
    tree: Tree, phrase: Phrase, starts: dict[int, Name], ends: dict[int, Name], ties: Ties
) -> None:
    """Apposition after the name, else before it."""
    first = phrase.first
    comma = first and tree.words[first - 1] in _DASHES
    name = ends.get(first - 1) if comma else None
    past = _past(tree, phrase)
    if (
        name is not None
        and name.label == "PER"
        and (_closed(tree, past) or tree.tokens[phrase.head].relation == "appos")
    ):
        _apposed(phrase, name, ties)
        return
    if past < len(tree) and tree.words[past] in _DASHES:
        name = _first_name(tree, past + 1, starts, ties)
        definite = phrase.opener in ("the", "'s", "a", "an") or phrase.possessor is not None
        definite = definite or bool(phrase.country)
        if name is not None and name.label == "PER" and definite and _closed(tree, name.last):
            _apposed(phrase, name, ties)


def _apposed(phrase: Phrase, name: Name, ties: Ties) -> None:
    ties.posts.setdefault(name.first, []).append(phrase)
    ties.apposed[phrase.noun] = [name]


def _past(tree: Tree, phrase: Phrase) -> int:
    """The token after a phrase and its "of the Trade Ministry" part."""
    at = phrase.end
    stop = tree.sentence_tokens(phrase.noun).stop
    if at < stop and tree.lower[at] in ("here", "there"):
        at += 1
    if at < stop and tree.lower[at] in ("of", "for", "at", "from", "to", "in", "on"):
        while at < stop and tree.words[at] not in (",", ".", "—", "–", ")", ";", ":"):
            if tree.tokens[at].upos in ("VERB", "AUX", "SCONJ"):
                break
            at += 1
    return at


def _closed(tree: Tree, at: int) -> bool:
    """Whether an apposition ends there: a mark or the sentence's end."""
    if at >= len(tree) or at >= tree.sentence_tokens(at - 1).stop:
        return True
    marks = (",", ".", ";", ":", "—", "–", ")", "--", "”", '"')
    return tree.words[at] in marks


def _copular(tree: Tree, phrase: Phrase, names: tuple[Name, ...], ties: Ties) -> None:
    """ "Anna Vell is the foreign minister": the subject holds the post."""
    if not any(tree.lemmas[c] == "be" for c in tree.having(phrase.head, ("cop",))):
        return
    if tree.negated(phrase.head):
        return
    subject = next(iter(tree.having(phrase.head, ("nsubj",))), None)
    name = next((n for n in names if n.head == subject and n.label == "PER"), None)
    if name is not None:
        _apposed(phrase, name, ties)


def _several(tree: Tree, phrase: Phrase, starts: dict[int, Name], ties: Ties) -> None:
    """ "their top diplomats—A and B": each name of the list is one of them."""
    past = _past(tree, phrase)
    if past >= len(tree) or tree.words[past] not in _DASHES:
        return
    first = _first_name(tree, past + 1, starts, ties)
    if first is None:
        return
    members = [first, *_listed_after(tree, first, starts, mixed=phrase.body is not None)]
    if len(members) > 1:
        ties.apposed[phrase.noun] = members
        for name in members:
            ties.posts.setdefault(name.first, []).append(phrase)


def _first_name(tree: Tree, at: int, starts: dict[int, Name], ties: Ties) -> Name | None:
    """The name at a token, past a title of its own ("Foreign Minister A")."""
    stop = tree.sentence_tokens(at).stop if at < len(tree) else at
    for i in range(at, min(at + 9, stop)):
        if i in starts and not _modifies(tree, starts[i], ties):
            return starts[i]
        if tree.tokens[i].upos not in ("PROPN", "NOUN", "ADJ", "ADP", "DET", "PART"):
            return None
    return None


def _modifies(tree: Tree, name: Name, ties: Ties) -> bool:
    """Whether a name only opens another's title ("Chilean" in "Chilean minister Anna Vell")."""
    if name.label == "PER":
        return False
    posts = [p for held in ties.posts.values() for p in held]
    return any(p.first <= name.first < p.noun for p in posts) or name.what == "demonym"


def _listed_after(
    tree: Tree, name: Name, starts: dict[int, Name], mixed: bool = False
) -> list[Name]:
    """The names that follow in one list: "A, B and C" gives B and C for A.

    `mixed`: the network may call one firm a person and the next one not.
    """
    found: list[Name] = []
    at = name.last
    stop = tree.sentence_tokens(name.first).stop
    ties = Ties()
    while at < stop:
        at = _past_origin(tree, at, starts)
        if at >= stop or tree.lower[at] not in (",", "and", "&", "as", "or"):
            break
        step = at + 1
        while step < stop and tree.lower[step] in ("and", "well", "as", "the", "&"):
            step += 1
        following = _first_name(tree, step, starts, ties)
        if following is None:
            break
        if not mixed and (following.label == "PER") != (name.label == "PER"):
            break
        found.append(following)
        at = following.last
    return found


def _past_origin(tree: Tree, at: int, starts: dict[int, Name]) -> int:
    """Past "of Chile" in "A of Chile and B of Peru"."""
    if at + 1 < len(tree) and tree.lower[at] in ("of", "from"):
        step = at + 2 if tree.lower[at + 1] == "the" else at + 1
        if step in starts and starts[step].what in ("country", "capital", "place"):
            return starts[step].last
    return at


def printed(tree: Tree, phrase: Phrase) -> str:
    """A phrase's words without the article that opens it."""
    first = phrase.first
    if tree.lower[first] in ("the", "a", "an", "his", "her", "their", "its", "this", "that"):
        first += 1
    return words(tree, first, phrase.end)
