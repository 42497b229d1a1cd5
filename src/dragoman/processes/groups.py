"""Entries of many reports, in order of day → groups of the same, by one mechanism for all kinds.

An entry is compared with the groups that share a block with it and were told not long before;
the best fit above the line takes it, else it opens a group. What is compared, and how, is a
`Method`; what a user ruled binds it. The cost of an entry does not grow with what is behind it:
a block shows its latest `WIDEST` groups only.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from heapq import heappop, heappush
from typing import Generic, TypeVar

from dragoman.processes.values import Judgement, Kind, Verdict

WIDEST = 48
"""Groups of one block that an entry is compared with."""

RULED = 100.0
"""The score of what a user ruled the same."""

Item = TypeVar("Item")
Group = TypeVar("Group")


@dataclass(frozen=True, slots=True)
class Fit:
    """How well an entry fits a group, and why; `same` is above the method's line."""

    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Method(Generic[Item, Group]):
    """How entries of one kind are compared; all functions are pure."""

    kind: Kind
    ref: Callable[[Item], str]
    day: Callable[[Item], date]
    asks: Callable[[Item], Iterable[str]]
    """The blocks in which an entry looks for its group."""
    opens: Callable[[Item], Group]
    widen: Callable[[Group, Item], Group]
    fit: Callable[[Group, Item], Fit | None]
    """None when the entry cannot be of the group."""
    stands: Callable[[Group], Iterable[str]]
    """The blocks in which a group is found."""
    last: Callable[[Group], date]
    """The day until which a group is looked for, `window` past it."""
    line: float
    window: int
    """Days."""
    verdict: Verdict = Verdict.SAME
    one_each: bool = False
    """Whether two entries of one report are never the same."""


@dataclass(slots=True)
class Rulings:
    """What users ruled of one kind: ref → refs of the same, of others."""

    same: dict[str, set[str]] = field(default_factory=dict)
    other: dict[str, set[str]] = field(default_factory=dict)

    def __contains__(self, ref: str) -> bool:
        return ref in self.same or ref in self.other

    @classmethod
    def of(cls, kind: Kind, judgements: Iterable[Judgement]) -> "Rulings":
        """A later ruling on the same two undoes an earlier one, so the last in order counts."""
        last = {
            frozenset((j.left, j.right)): (j.left, j.right, j.verdict)
            for j in judgements
            if j.kind is kind
        }
        found = cls()
        for left, right, verdict in last.values():
            if verdict in (Verdict.SAME, Verdict.OTHER):
                ruled = found.same if verdict is Verdict.SAME else found.other
                ruled.setdefault(left, set()).add(right)
                ruled.setdefault(right, set()).add(left)
        return found


@dataclass(frozen=True, slots=True)
class Known(Generic[Group]):
    """What `Groups` know at one moment: all that what comes next is judged by."""

    groups: tuple[tuple[str, Group, str, int], ...]
    """Name, group, its entry told last, its number in the order of opening."""
    opened: int
    blocks: tuple[tuple[str, tuple[str, ...]], ...]
    ends: tuple[tuple[date, str], ...]
    home: tuple[tuple[str, str], ...]


class Groups(Generic[Item, Group]):
    """Groups as they grow; entries must come in order of day and ref.

    What is past its window is forgotten, so that neither time nor memory grows with the record.
    """

    def __init__(self, method: Method[Item, Group], rulings: Rulings | None = None) -> None:
        self.method = method
        self.rulings = rulings or Rulings()
        self._groups: dict[str, Group] = {}
        self._latest: dict[str, str] = {}
        """Group → its entry told last."""
        self._born: dict[str, int] = {}
        """Group → its number in the order of opening."""
        self._opened = 0
        self._blocks: dict[str, dict[str, None]] = {}
        self._ends: list[tuple[date, str]] = []
        """A heap of groups by a day on which they were told."""
        self._home: dict[str, str] = {}
        """The groups of the last report's entries, and of all that a user ruled on."""

    @property
    def known(self) -> Known[Group]:
        """What they know now."""
        return Known(
            tuple((name, group, self._latest[name], self._born[name])
                  for name, group in self._groups.items()),
            self._opened,
            tuple((key, tuple(names)) for key, names in self._blocks.items()),
            tuple(self._ends),
            tuple(self._home.items()),
        )  # fmt: skip

    def know(self, known: Known[Group]) -> None:
        """Go on from what others of this method and these rulings knew."""
        self._groups = {name: group for name, group, _, _ in known.groups}
        self._latest = {name: ref for name, _, ref, _ in known.groups}
        self._born = {name: born for name, _, _, born in known.groups}
        self._opened = known.opened
        self._blocks = {key: dict.fromkeys(names) for key, names in known.blocks}
        self._ends = list(known.ends)
        self._home = dict(known.home)

    def add(self, items: Sequence[Item]) -> list[Judgement]:
        """The entries of one report → what was judged of them."""
        method = self.method
        if items:
            self._forget(method.day(items[0]))
        fits = sorted(
            # Of two that fit alike, the one that has been told longer.
            (-fit.score, self._born[name], at, name, fit.reason)
            for at, item in enumerate(items)
            for name, fit in self._fits(item)
            if fit.score >= method.line
        )
        taken: dict[int, tuple[str, float, str]] = {}
        used: set[str] = set()
        for score, _, at, name, reason in fits:
            if at not in taken and not (method.one_each and name in used):
                taken[at] = (name, -score, reason)
                used.add(name)
        self._home = {ref: name for ref, name in self._home.items() if ref in self.rulings}
        found = []
        for at, item in enumerate(items):
            if at in taken:
                found.append(self._join(item, *taken[at]))
            else:
                name = method.ref(item)
                self._put(name, item, method.opens(item))
        return found

    def group(self, ref: str) -> Group:
        """What is known of the group of an entry of the report that was added last."""
        return self._groups[self._home[ref]]

    def _fits(self, item: Item) -> Iterable[tuple[str, Fit]]:
        ref, day = self.method.ref(item), self.method.day(item)
        other = {self._home.get(each) for each in self.rulings.other.get(ref, ())}
        # Two groups that a user rules the same are joined whole when all are told (`Register`);
        # here one entry of each would change places and, where a report tells both, push one out.
        same = set() if self.method.one_each else self.rulings.same.get(ref, set())
        for name in {self._home.get(each) for each in same}:
            if name is not None:
                yield name, Fit(RULED, "ruled the same")
        for name in self._near(item, day):
            fit = None if name in other else self.method.fit(self._groups[name], item)
            if fit is not None:
                yield name, fit

    def _near(self, item: Item, day: date) -> Iterable[str]:
        near: dict[str, None] = {}
        for key in self.method.asks(item):
            near |= self._blocks.get(key, {})
        return [
            name
            for name in near
            # A block that a group has left since may still name it.
            if (group := self._groups.get(name)) is not None
            and _days(self.method.last(group), day) <= self.method.window
        ]

    def _join(self, item: Item, name: str, score: float, reason: str) -> Judgement:
        left, ref = self._latest[name], self.method.ref(item)
        self._put(name, item, self.method.widen(self._groups[name], item))
        sure = round(min(1.0, score / (2 * self.method.line)), 3)
        return Judgement(self.method.kind, left, ref, self.method.verdict, sure, reason)

    def _put(self, name: str, item: Item, group: Group) -> None:
        """Keeps a group and puts it last in its blocks: a block has those that were told last."""
        if name not in self._groups:
            heappush(self._ends, (self.method.last(group), name))
            self._opened += 1
            self._born[name] = self._opened
        self._groups[name] = group
        self._latest[name] = ref = self.method.ref(item)
        self._home[ref] = name
        for key in self.method.stands(group):
            block = self._blocks.setdefault(key, {})
            block.pop(name, None)
            block[name] = None
            if len(block) > WIDEST:
                del block[next(iter(block))]

    def _forget(self, day: date) -> None:
        """Lets go of groups past their window that no ruling names."""
        kept = set(self._home.values())
        while self._ends and _days(self._ends[0][0], day) > self.method.window:
            _, name = heappop(self._ends)
            last = self.method.last(self._groups[name])
            if _days(last, day) <= self.method.window:
                heappush(self._ends, (last, name))
            elif name not in kept:
                for key in self.method.stands(self._groups[name]):
                    block = self._blocks.get(key, {})
                    block.pop(name, None)
                    if not block:
                        self._blocks.pop(key, None)
                del self._groups[name], self._latest[name], self._born[name]


def _days(before: date, after: date) -> int:
    return after.toordinal() - before.toordinal()
