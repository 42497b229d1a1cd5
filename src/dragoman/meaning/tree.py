"""Text and Tags → a view of the parse that every meaning reads by.

All indices are token indices of the whole text; relations are those of Universal Dependencies,
compared without their subtype unless the subtype is named.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise

from dragoman.spans import Span, Text
from dragoman.types import Entity, Mark, Role, Tags, Token


class Tree:
    """A read-only view; made once a report and handed to every meaning."""

    def __init__(self, text: Text, tags: Tags) -> None:
        self.text = text
        self.tags = tags
        self.tokens: tuple[Token, ...] = _uncrossed(_one_subject(tags.tokens))
        self.words: list[str] = [text.content[t.span.start : t.span.end] for t in tags.tokens]
        self.lower: list[str] = [word.lower() for word in self.words]
        self.lemmas: list[str] = [t.lemma for t in tags.tokens]
        self.children: list[list[int]] = [[] for _ in tags.tokens]
        for index, token in enumerate(self.tokens):
            if token.head != index:
                self.children[token.head].append(index)
        self._starts = [t.span.start for t in tags.tokens]
        self._full = [t.relation for t in self.tokens]
        self._short = [relation.partition(":")[0] for relation in self._full]

    def __len__(self) -> int:
        return len(self.tokens)

    @cached_property
    def sentence_of(self) -> list[int]:
        """Token index → index of its sentence."""
        found: list[int] = []
        for number, sentence in enumerate(self.tags.sentences):
            found += [number] * (sentence.last - sentence.first)
        return found

    @cached_property
    def _tops(self) -> dict[Span, int | None]:
        return {}

    def entities_at(self, i: int) -> Sequence[Entity]:
        """The named entities that a token lies in."""
        return self._entities.get(i, ())

    def marks_at(self, i: int) -> Sequence[Mark]:
        """The marks that a token lies in."""
        return self._marks.get(i, ())

    def roles_of(self, cue: int) -> Sequence[Role]:
        """The sources and contents of the cue that begins at a token."""
        return self._roles.get(cue, ())

    @cached_property
    def cues(self) -> frozenset[int]:
        """The tokens at which the network has a cue begin."""
        return frozenset(role.first for role in self.tags.roles if role.kind == "cue")

    @cached_property
    def _marks(self) -> dict[int, list[Mark]]:
        found: dict[int, list[Mark]] = {}
        for mark in self.tags.marks:
            for i in range(mark.first, mark.last):
                found.setdefault(i, []).append(mark)
        return found

    @cached_property
    def _roles(self) -> dict[int, list[Role]]:
        found: dict[int, list[Role]] = {}
        for role in self.tags.roles:
            found.setdefault(role.cue, []).append(role)
        return found

    @cached_property
    def _entities(self) -> dict[int, list[Entity]]:
        found: dict[int, list[Entity]] = {}
        for entity in self.tags.entities:
            for i in range(entity.first, entity.last):
                found.setdefault(i, []).append(entity)
        return found

    # --- relations ---------------------------------------------------------------------------

    def relation(self, i: int) -> str:
        """The relation of a token to its head, without its subtype."""
        return self._short[i]

    def head(self, i: int) -> int | None:
        """The head of a token; None for a root."""
        head = self.tokens[i].head
        return None if head == i else head

    def having(self, i: int, relations: Container[str]) -> list[int]:
        """Children of a token by relation; a name without subtype matches all its subtypes."""
        return [
            child
            for child in self.children[i]
            if self._short[child] in relations or self._full[child] in relations
        ]

    def ancestors(self, i: int) -> Iterator[int]:
        """The heads above a token, nearest first."""
        seen = {i}
        head = self.head(i)
        while head is not None and head not in seen:
            seen.add(head)
            yield head
            head = self.head(head)

    def subtree(self, i: int, without: Container[str] = ()) -> list[int]:
        """A token and all below it, in order; branches of the relations in `without` left out."""
        found: list[int] = []
        stack = [i]
        while stack:
            at = stack.pop()
            found.append(at)
            stack += [
                child
                for child in self.children[at]
                if self._full[child] not in without and self._short[child] not in without
            ]
        return sorted(found)

    def conjuncts(self, i: int) -> list[int]:
        """A token and those that are coordinated with it."""
        found = [i]
        for at in found:
            found += [c for c in self.children[at] if self.relation(c) == "conj"]
        return sorted(found)

    # --- spans -------------------------------------------------------------------------------

    def span(self, tokens: Iterable[int]) -> Span:
        """The smallest span that holds the given tokens."""
        tokens = list(tokens)
        return Span(self.tokens[min(tokens)].span.start, self.tokens[max(tokens)].span.end)

    def within(self, span: Span) -> range:
        """Indices of the tokens that share a character with a span."""
        first = bisect_right(self._starts, span.start) - 1
        if first < 0 or self.tokens[first].span.end <= span.start:
            first += 1
        return range(first, max(first, bisect_left(self._starts, span.end)))

    def head_of(self, span: Span) -> int | None:
        """The token of a span that hangs outside it: its syntactic head; None if no token.

        Where several do, as a span or a parse may cut across the other, that with most below it.
        """
        # Asked of all dates of a report for each of its acts: found once.
        if span not in self._tops:
            self._tops[span] = self._top_of(span)
        return self._tops[span]

    def _top_of(self, span: Span) -> int | None:
        inside = self.within(span)
        tops = [
            i
            for i in inside
            if self.relation(i) != "punct" and ((h := self.head(i)) is None or h not in inside)
        ]
        if len(tops) > 1:
            return max(tops, key=lambda i: sum(word in inside for word in self.subtree(i)))
        return next(iter(tops or inside), None)

    def sentence_tokens(self, i: int) -> range:
        """The tokens of the sentence that a token stands in."""
        sentence = self.tags.sentences[self.sentence_of[i]]
        return range(sentence.first, sentence.last)

    # --- verbs -------------------------------------------------------------------------------

    def negated(self, i: int) -> bool:
        """Whether a token has a negation of its own ("did not sign", "no date", "never met")."""
        return any(
            self.lower[child] in NEGATIONS and self.relation(child) in ("advmod", "det", "cc")
            for child in self.children[i]
        )

    def auxiliaries(self, i: int) -> list[str]:
        """Lower-case auxiliaries and copulas of a token, in order."""
        return [self.lower[c] for c in self.having(i, ("aux", "cop"))]

    def subject(self, i: int) -> int | None:
        """The subject of a verb: its own, or of the verb that it is conjoined to or opened by."""
        seen = set()
        while i not in seen:
            seen.add(i)
            own = self.having(i, ("nsubj", "csubj"))
            if own:
                # Of several the nearest: the parse sometimes takes an apposition for one.
                return min(own, key=lambda c: abs(c - i))
            head = self.head(i)
            if head is None or self.relation(i) not in ("conj", "xcomp", "advcl"):
                return None
            i = head
        return None


NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "nobody", "none"})


def _one_subject(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens with two subjects side by side made one phrase, as heads are chosen one by one:
    "House" in "a White House official said", "planned" in "talks planned for May will be held"."""
    found = list(tokens)
    for i, (one, other) in enumerate(pairwise(tokens)):
        nouns = {one.upos, other.upos} <= {"NOUN", "PROPN"} and other.upos == "NOUN"
        if one.relation.partition(":")[0] != "nsubj" or one.head != other.head:
            continue
        if nouns and one.relation == other.relation:
            found[i] = replace(one, head=i + 1, relation="compound")
        elif other.xpos == "VBN" and other.relation in ("csubj", "csubj:pass", "advcl"):
            found[i + 1] = replace(other, head=i, relation="acl")
    return tuple(found)


def _uncrossed(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens with what stands right behind a verb hung on it, where an arc leads across the
    verb to the words that it reports: in "She will come, he said on Friday" the Friday is his."""
    found: list[Token] | None = None
    for i, token in enumerate(tokens):
        if token.relation not in ("obl", "obl:unmarked", "advmod", "obl:tmod") or token.head >= i:
            continue
        at = i - 1
        while at > token.head and tokens[at].upos in ("ADP", "DET", "ADV", "ADJ"):
            at -= 1
        verb = tokens[at]
        if at == token.head or verb.upos != "VERB":
            continue
        above, steps = token.head, 0
        while above != at and tokens[above].head != above and steps < 8:
            above, steps = tokens[above].head, steps + 1
        if above == at and at > token.head:
            found = found or list(tokens)
            found[i] = replace(token, head=at)
    return tokens if found is None else tuple(found)
