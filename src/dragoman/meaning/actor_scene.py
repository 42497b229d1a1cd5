"""Names and the place of a report → which state a title without a country belongs to, anywhere.

"The foreign minister said so": of the state that this sentence, paragraph or report is about. Every
mention of a state, and of one who serves it, is a signal; near ones count for more than far ones.
"""

from bisect import bisect_left
from dataclasses import dataclass

from dragoman.meaning import actor_world as world
from dragoman.meaning.actor_acting import Stand, state_stand
from dragoman.meaning.actor_names import Name
from dragoman.meaning.tree import Tree

_STATES = frozenset({"country", "demonym", "capital", "seat"})
_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "obl:agent", "csubj"})
_PLENTY = 6.0
"""Signals of less weight together do not show what a report is about."""
_LEAST = 0.5
"""Less than this says nothing: nobody's country is guessed from a far or passing mention."""


@dataclass(frozen=True, slots=True)
class Signal:
    """A word that tells of a state: its token, the state's code and how much it tells."""

    at: int
    code: str
    weight: float


class Scene:
    """Answers "whose minister is meant here?"; told of each one whose country is found."""

    def __init__(self, tree: Tree, names: tuple[Name, ...], place: str = "") -> None:
        self.tree = tree
        self.paragraphs = _paragraphs(tree)
        self.signals: list[Signal] = []
        self.held: dict[tuple[str, str], object] = {}
        """(country, role) → the holder named in the report: there is one foreign minister."""
        for name in names:
            if name.what in _STATES and name.home is not None:
                self._named(name, name.home)
            elif name.what == "place" and name.home is not None:
                self.signals.append(Signal(name.first, name.home, 0.25))
            elif name.country is not None:
                weight = _subject(tree, name.head) or 0.8
                self.signals.append(Signal(name.first, name.country, weight))
        self._at = [signal.at for signal in self.signals]
        self.place = _country_of(place)

    def _named(self, name: Name, home: str) -> None:
        stand = state_stand(self.tree, name)
        weight = 1.0 if stand is Stand.STRONG else 0.35
        acts = _subject(self.tree, name.head)
        if name.what == "capital" and stand is Stand.NONE and not acts:
            weight = 0.3
        if acts:
            weight = max(weight, acts)
        if _abroad(self.tree, name):
            weight = 0.3
        self.signals.append(Signal(name.first, home, weight))

    def note(self, at: int, code: str, weight: float = 1.0) -> None:
        """One more signal: somebody who serves a state is named at a token."""
        place = bisect_left(self._at, at)
        if place < len(self.signals) and self.signals[place] == Signal(at, code, weight):
            return
        self.signals.insert(place, Signal(at, code, weight))
        self._at.insert(place, at)

    def hold(self, code: str | None, role: str | None, holder: object) -> None:
        """A named holder of an office that a state has but one of."""
        if code is not None and role is not None:
            self.held.setdefault((code, role), holder)

    def home(
        self, i: int, role: str | None = None, holder: object = None, but: str | None = None
    ) -> str | None:
        """The code of the state that a title at a token most likely belongs to; `but` not to."""
        scores = self._scores(i)
        if but is not None:
            scores.pop(but, None)
        if role is not None:
            for code in list(scores):
                other = self.held.get((code, role))
                if not world.has_office(code, role) or (other is not None and other is not holder):
                    del scores[code]
        for code in _opponents(self, i):
            if code in scores:
                scores[code] *= 0.2
        best = max(scores, key=lambda code: scores[code], default=None)
        return best if best is not None and scores[best] >= _LEAST else None

    def main(self, count: int = 2) -> list[str]:
        """The codes of the states that the report tells most of."""
        total: dict[str, float] = {}
        for signal in self.signals:
            total[signal.code] = total.get(signal.code, 0.0) + signal.weight
        return sorted(total, key=lambda code: -total[code])[:count]

    def _scores(self, i: int) -> dict[str, float]:
        tree = self.tree
        sentence, paragraph = tree.sentence_of[i], self.paragraphs[i]
        scores: dict[str, float] = {}
        acting = False
        for signal in self.signals:
            far = self._nearness(signal.at, i, sentence, paragraph)
            scores[signal.code] = scores.get(signal.code, 0.0) + far * signal.weight
            opens = tree.sentence_of[signal.at] < 2
            acting |= opens and signal.code == self.place and signal.weight >= 1
        total = max(sum(signal.weight for signal in self.signals), _PLENTY)
        for signal in self.signals:
            scores[signal.code] += 0.6 * signal.weight / total
        if self.place is not None:
            scores[self.place] = scores.get(self.place, 0.0) + (1.2 if acting else 0.9)
        return scores

    def _nearness(self, at: int, i: int, sentence: int, paragraph: int) -> float:
        gap = sentence - self.tree.sentence_of[at]
        if gap == 0:
            return 2.0 if at < i else 0.7
        if self.paragraphs[at] == paragraph:
            if gap < 0:
                return 0.5
            return 1.5 if gap == 1 else 0.8
        if paragraph - self.paragraphs[at] == 1:
            return 0.35
        return 0.15 if gap > 0 else 0.1


def _country_of(place: str) -> str | None:
    """The country of a dateline's place ("Lima", "Trujillo City")."""
    for name in (place, place.removesuffix(" City"), place.title()) if place else ():
        known = world.known(name) or world.place(name)
        if known is not None:
            return known.country
    return None


def _abroad(tree: Tree, name: Name) -> bool:
    """ "Chile's ambassador", "the Chilean embassy": a side that is there as a guest."""
    i = name.last + 1 if _owns(tree, name) else name.last
    return any(word in _GUESTS for word in tree.lower[i : i + 2])


def _owns(tree: Tree, name: Name) -> bool:
    return name.last < len(tree) and tree.lower[name.last] in ("'s", "’s", "'")


_GUESTS = frozenset({
    "ambassador", "ambassadors", "embassy", "consul", "consulate", "chargé", "charge", "diplomat",
    "diplomats", "envoy", "envoys", "delegation",
})  # fmt: skip


def _opponents(scene: Scene, i: int) -> set[str]:
    """States that the one at a token acts on: "the minister accused Chile" is not Chile's."""
    tree = scene.tree
    head = i
    for _ in range(4):
        above = tree.head(head)
        if above is None or tree.relation(head) not in ("flat", "compound", "appos", "nmod"):
            break
        head = above
    verb = tree.head(head)
    if verb is None or tree.relation(head) != "nsubj":
        return set()
    objects = set(tree.having(verb, ("obj", "iobj")))
    objects |= {
        o for o in tree.having(verb, ("obl",))
        if {tree.lower[c] for c in tree.having(o, ("case",))} & {"with", "against", "to"}
    }  # fmt: skip
    below = {t for o in objects for t in tree.subtree(o)}
    return {signal.code for signal in scene.signals if signal.at in below}


def _subject(tree: Tree, head: int) -> float:
    """1.5 for a subject or who modifies one ("Chilean officials"), less in its "of" or "in" part.

    A mere place is none: "The government in Lima said" is, "the fans in Lima sang" is not.
    """
    at, weight = head, 1.5
    for _ in range(6):
        above = tree.head(at)
        if above is None or tree.relation(at) not in _INNER:
            break
        if tree.relation(at) == "nmod":
            inside = {tree.lower[c] for c in tree.having(at, ("case",))} & {"in", "at", "near"}
            if inside and tree.lemmas[above].lower() not in _POWERS:
                return 0.0
            weight = 1.2
        at = above
    relation = tree.tokens[at].relation
    if relation == "obl:agent":
        return min(weight, 1.0)
    return weight if relation in _SUBJECTS else 0.0


_INNER = frozenset({"conj", "flat", "amod", "compound", "nmod"})
_POWERS = frozenset({"government", "authority", "administration", "presidency", "leadership"})


def _paragraphs(tree: Tree) -> list[int]:
    """Token index → index of its paragraph (a line break ends one)."""
    found: list[int] = []
    number, before = 0, 0
    content = tree.text.content
    for token in tree.tokens:
        if "\n" in content[before : token.span.start]:
            number += 1
        before = token.span.end
        found.append(number)
    return found
