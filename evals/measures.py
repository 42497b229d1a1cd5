"""Gold and found → counts → precision, recall and F1; and the pairing that counting needs."""

import re
import unicodedata
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise


@dataclass(slots=True)
class Count:
    """True positives, false positives, false negatives; adds up over reports."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def add(self, other: "Count") -> None:
        self.tp += other.tp
        self.fp += other.fp
        self.fn += other.fn

    @property
    def precision(self) -> float:
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def recall(self) -> float:
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0

    @property
    def f1(self) -> float:
        total = 2 * self.tp + self.fp + self.fn
        return 2 * self.tp / total if total else 0.0

    def measures(self, name: str) -> dict[str, float]:
        """Precision, recall and F1 under dotted names."""
        return {f"{name}.p": self.precision, f"{name}.r": self.recall, f"{name}.f1": self.f1}

    def counts(self, name: str) -> dict[str, int]:
        return {f"{name}.tp": self.tp, f"{name}.fp": self.fp, f"{name}.fn": self.fn}


def compare(gold: Iterable[Hashable], found: Iterable[Hashable]) -> Count:
    """Two sets → counts.

    >>> compare({1, 2, 3}, {3, 4})
    Count(tp=1, fp=1, fn=2)
    """
    left, right = set(gold), set(found)
    return Count(len(left & right), len(right - left), len(left - right))


def pair(weights: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The one-to-one pairing of rows and columns of greatest total weight; none of weight ≤ 0.

    The Hungarian method (Kuhn 1955) with potentials; rows and columns may differ in number.

    >>> pair([[2.0, 1.5], [1.9, 0.0]])
    [(0, 1), (1, 0)]
    """
    rows, columns = len(weights), max((len(row) for row in weights), default=0)
    if not rows or not columns:
        return []
    size = max(rows, columns)
    cost = [
        [-max(weights[i][j], 0.0) if i < rows and j < columns else 0.0 for j in range(size)]
        for i in range(size)
    ]
    of_row, of_column = [0.0] * (size + 1), [0.0] * (size + 1)
    row_at = [0] * (size + 1)
    for i in range(1, size + 1):
        _augment(i, size, cost, of_row, of_column, row_at)
    found = [(row_at[j] - 1, j - 1) for j in range(1, size + 1)]
    return sorted(
        (i, j) for i, j in found if i < rows and j < len(weights[i]) and weights[i][j] > 0
    )


def _augment(
    row: int,
    size: int,
    cost: list[list[float]],
    of_row: list[float],
    of_column: list[float],
    row_at: list[int],
) -> None:
    """One round of the Hungarian method: gives a row its column, moving others if cheaper."""
    row_at[0] = row
    least, way = [float("inf")] * (size + 1), [0] * (size + 1)
    done = [False] * (size + 1)
    column = 0
    while row_at[column]:
        done[column] = True
        at, delta, following = row_at[column], float("inf"), 0
        for j in range(1, size + 1):
            if done[j]:
                continue
            slack = cost[at - 1][j - 1] - of_row[at] - of_column[j]
            if slack < least[j]:
                least[j], way[j] = slack, column
            if least[j] < delta:
                delta, following = least[j], j
        for j in range(size + 1):
            if done[j]:
                of_row[row_at[j]] += delta
                of_column[j] -= delta
            else:
                least[j] -= delta
        column = following
    while column:
        row_at[column] = row_at[way[column]]
        column = way[column]


# --- words -----------------------------------------------------------------------------------

SIGNS = str.maketrans({
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‟": '"',
    "‘": "'", "’": "'", "‚": "'", "`": "'", "´": "'",
    "–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-", "\u00a0": " ",
})  # fmt: skip


def normalise(words: str) -> str:
    """One sort of quotes, dashes and spaces; letters stay as they are.

    >>> normalise("“didn’t — yet”")
    '"didn\\'t - yet"'
    """
    return " ".join(words.translate(SIGNS).replace("''", '"').split())


def holds(content: str, anchor: str) -> bool:
    """Whether whole words of the content are the anchor, after `normalise` and without case.

    >>> holds("They’d met “in Lima”", "They'd met"), holds("unmet", "met")
    (True, False)
    """
    inner = re.escape(normalise(anchor).casefold())
    return bool(re.search(rf"(?<!\w){inner}(?!\w)", normalise(content).casefold()))


def locate(text: str, anchor: str) -> list[tuple[int, int]]:
    """All places of an anchor in a text, whatever its quotes, dashes and white space."""
    parts = []
    for word in normalise(anchor).split():
        signs = {'"': "(?:[\"“”„«»‟]|'')", "'": "['‘’‚`´]", "-": "[-–—‑‐−]"}
        parts.append("".join(signs.get(sign, re.escape(sign)) for sign in word))
    pattern = r"\s+".join(parts)
    return [m.span() for m in re.finditer(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE)]


def plain(name: str) -> str:
    """A name without accents, case, article, possessive and stops.

    >>> plain("The U.S. Treasury’s"), plain("Orbán")
    ('us treasury', 'orban')
    """
    letters = unicodedata.normalize("NFKD", name.translate(SIGNS))
    letters = "".join(c for c in letters if not unicodedata.combining(c)).casefold()
    letters = re.sub(r"'s?(?= |$)", "", letters.replace(".", ""))
    return re.sub(r"^(?:the|an?) ", "", " ".join(re.sub(r"[^\w' -]", " ", letters).split()))


# --- dates -----------------------------------------------------------------------------------

Days = tuple[date, date]
"""Half-open stretch of days."""


def days(value: object) -> Days | None:
    """A gold date ("2031-05-04", "2031-05", or [start, end)) → days; None where it is no date.

    >>> days("2031-12") == (date(2031, 12, 1), date(2032, 1, 1))
    True
    """
    try:
        if isinstance(value, list | tuple) and len(value) == 2:
            return date.fromisoformat(str(value[0])), date.fromisoformat(str(value[1]))
        text = str(value)
        if re.fullmatch(r"\d{4}-\d{2}", text):
            first = date.fromisoformat(f"{text}-01")
            return first, (first + timedelta(days=31)).replace(day=1)
        first = date.fromisoformat(text)
    except ValueError:
        return None
    return first, first + timedelta(days=1)


def day_of(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def interval_days(start: date | datetime, end: date | datetime) -> Days:
    """An interval of clock time or days → the days that it touches."""
    last = end.date() if isinstance(end, datetime) else end
    if isinstance(end, datetime) and (end.hour or end.minute or end.second):
        last += timedelta(days=1)
    first = day_of(start)
    return first, max(last, first + timedelta(days=1))


def same_date(gold: Days, found: Days | None) -> bool:
    """Equal, or within the gold; but a single day for a longer gold is made up, hence wrong.

    >>> week = days(["2031-05-05", "2031-05-12"])
    >>> same_date(week, days(["2031-05-05", "2031-05-09"])), same_date(week, days("2031-05-06"))
    (True, False)
    """
    if found is None:
        return False
    if gold == found:
        return True
    within = gold[0] <= found[0] and found[1] <= gold[1]
    return within and found[1] - found[0] > timedelta(days=1)


# --- words of two tokenisations ----------------------------------------------------------------


def align(
    gold: Sequence[tuple[int, int, str]], found: Sequence[tuple[int, int, str]]
) -> list[tuple[int, int]]:
    """Words as (start, end, form) → pairs of words that are the same, as CoNLL 2018 pairs them.

    Same start and end; where gold words share a surface (a contraction that does not spell its
    words), the longest common subsequence of lower-case forms over that surface
    (Zeman et al. 2018, section 4.1).
    """
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < len(gold) and j < len(found):
        shared = i + 1 < len(gold) and gold[i + 1][0] < gold[i][1]
        if shared:
            last = i
            while last < len(gold) and gold[last][0] < gold[i][1]:
                last += 1
            while j < len(found) and found[j][0] < gold[i][0]:
                j += 1
            end = j
            while end < len(found) and found[end][1] <= gold[i][1]:
                end += 1
            left = [form.lower() for _, _, form in gold[i:last]]
            right = [form.lower() for _, _, form in found[j:end]]
            pairs += [(i + a, j + b) for a, b in common(left, right)]
            i, j = last, end
        elif gold[i][:2] == found[j][:2]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif gold[i][0] <= found[j][0]:
            i += 1
        else:
            j += 1
    return pairs


def common(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """Index pairs of a longest common subsequence."""
    best = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in reversed(range(len(left))):
        for j in reversed(range(len(right))):
            best[i][j] = max(
                best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + 1 if left[i] == right[j] else 0
            )
    found, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        if left[i] == right[j] and best[i][j] == best[i + 1][j + 1] + 1:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return found


def runs(indices: Iterable[int]) -> list[tuple[int, int]]:
    """Indices → half-open runs of neighbours.

    >>> runs({4, 1, 2, 5})
    [(1, 3), (4, 6)]
    """
    ordered = sorted(set(indices))
    if not ordered:
        return []
    cuts = [i + 1 for i, (a, b) in enumerate(pairwise(ordered)) if b > a + 1]
    starts, ends = [0, *cuts], [*cuts, len(ordered)]
    return [(ordered[a], ordered[b - 1] + 1) for a, b in zip(starts, ends, strict=True)]
