"""A process as of a day → what its page shows: cells of the board, quotes, who speaks of whom."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from dragoman.ontology import StateFamily
from dragoman.processes.board import Board, Row, Standing
from dragoman.processes.naming import side_name
from dragoman.processes.parties import UNNAMED
from dragoman.processes.values import Claim, Evidence, Process, Report
from dragoman.serve import wording
from dragoman.types import OUTLET

WIDEST = 7
"""Columns of a board; the sides that say least share the last one."""

Texts = Mapping[str, str]
"""Id of a report → its text."""
ClaimAt = Callable[[str, int, int], str | None]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a report, and where they stand."""

    words: str
    report: str
    entry: str
    outlet: str
    day: date | str | None
    title: str


@dataclass(frozen=True, slots=True)
class Word:
    """One claim as it is shown."""

    ref: str
    side: str
    key: str
    asserter: str
    state: str
    family: str
    day: date
    dated: bool
    quotes: tuple[Quote, ...]
    sources: int
    reports: int
    why: str
    """Why reports count once."""
    mark: str = "latest"
    """latest, overtaken, earlier or withdrawn"""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one side says of one meeting."""

    side: str
    key: str
    state: str
    family: str
    day: date
    since: date
    contested: bool
    overtaken: bool
    earlier: int


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One meeting of the board."""

    standing: Standing
    cells: tuple[Cell | None, ...]
    """One for each column."""
    others: tuple[Cell, ...]
    """Of sides that have no column."""


@dataclass(frozen=True, slots=True)
class Grid:
    columns: tuple[tuple[str, str], ...]
    """Key and name of a side."""
    rows: tuple[BoardRow, ...]

    @property
    def crowded(self) -> bool:
        return any(row.others for row in self.rows)


class Teller:
    """The words of one process; here because all of them ask who is who and quote reports."""

    def __init__(self, process: Process, texts: Texts, claim_at: ClaimAt) -> None:
        """`claim_at`: (report, start, end) → id of the claim on these words."""
        self.process, self.texts, self.claim_at = process, texts, claim_at
        self.names = dict(process.names)
        self.reports = {report.id: report for report in process.reports}

    def side(self, key: str) -> str:
        if key == OUTLET:
            return "in the outlets' own voice"
        return wording.clean(side_name(key, self.names))

    def quotes(self, evidence: Iterable[Evidence]) -> tuple[Quote, ...]:
        """Each words of each report once; of reports that are not in the process none."""
        found: dict[tuple[str, str], Quote] = {}
        for one in evidence:
            report = self.reports.get(one.report)
            if report is not None:
                words = wording.clean(self.texts[one.report][one.span.start : one.span.end])
                found.setdefault((one.report, words), _quote(words, one, report))
        return tuple(found.values())

    def claimed(self, claim: Claim) -> tuple[Quote, ...]:
        """The words of a claim, each leading to the claim itself and not to its whole meeting."""
        first, _, own = claim.ref.partition("#")
        found = []
        for one in claim.evidence:
            id = own if one.report == first else None
            id = id or self.claim_at(one.report, one.span.start, one.span.end)
            found.append(replace(one, item=id or one.item))
        return self.quotes(found)

    # --- board ------------------------------------------------------------------------------

    def grid(self, board: Board, most: int | None = None) -> Grid:
        """`most`: so many meetings at most, those that most is said of."""
        said = Counter(
            row.side for one in board.meetings for row in one.rows for _ in (1, *row.earlier)
        )
        order = {side: at for at, side in enumerate(self.process.sides)}
        order |= {OUTLET: len(order) + 1, UNNAMED: len(order) + 2}
        keys = [side for side, _ in said.most_common(WIDEST)]
        keys.sort(key=lambda side: (order.get(side, len(self.process.sides)), side))
        columns = tuple((key, self.side(key)) for key in keys)
        return Grid(columns, tuple(self._row(one, keys) for one in board.meetings[:most]))

    def _row(self, one: Standing, keys: list[str]) -> BoardRow:
        disputed = {side for pair in one.contested for side in pair}
        cells = {row.side: self._cell(row, row.side in disputed) for row in one.rows}
        return BoardRow(
            one,
            tuple(cells.get(key) for key in keys),
            tuple(cell for key, cell in cells.items() if key not in keys),
        )

    def _cell(self, row: Row, contested: bool) -> Cell:
        states = dict.fromkeys(_state(claim) for claim in row.standing)
        families = [family.value for family in StateFamily if family in row.families]
        return Cell(
            self.side(row.side), row.side, ", ".join(states), families[-1], row.last, row.since,
            contested, row.overtaken, len(row.earlier),
        )  # fmt: skip

    def words(self, row: Row) -> list[Word]:
        """A side's latest word, then what it replaced."""
        mark = "overtaken" if row.overtaken else "latest"
        return [
            *(self.word(claim, mark) for claim in row.standing),
            *(self.word(claim, "earlier") for claim in row.earlier),
            *(self.word(claim, "withdrawn") for claim in row.withdrawn),
        ]

    def word(self, claim: Claim, mark: str = "latest") -> Word:
        side = self.side(claim.side)
        return Word(
            claim.ref, side, claim.side,
            "" if claim.asserter.casefold() == side.casefold() else wording.clean(claim.asserter),
            _state(claim), claim.family.value, claim.day, claim.dated, self.claimed(claim),
            len(claim.sources), sum(len(source.reports) for source in claim.sources),
            "; ".join(source.why for source in claim.sources if source.why), mark,
        )  # fmt: skip

    # --- who speaks to whom ------------------------------------------------------------------

    def speech(self, at: date) -> list[tuple[str, str, str, int]]:
        """(speaker's side, "to" or "about", other side, how often), most first."""
        found: Counter[tuple[str, str, str]] = Counter()
        sides = {key: self.side(key) for key in self.process.sides}
        for saying in self.process.sayings:
            if saying.published > at:
                continue
            own = self.side(saying.side) if saying.side != OUTLET else ""
            if not own or saying.side == UNNAMED:
                continue
            for to in dict.fromkeys(saying.to):
                if to:
                    found[own, "to", wording.clean(to)] += 1
            words = saying.words.casefold()
            for key, name in sides.items():
                if key != saying.side and name.casefold() in words:
                    found[own, "about", name] += 1
        return sorted(((*k, n) for k, n in found.items()), key=lambda r: (-r[3], r[:3]))

    def sources(self, board: Board) -> list[tuple[str, list[Report]]]:
        """Independent source → its reports, those with most first."""
        found: dict[str, list[Report]] = defaultdict(list)
        for report in board.reports:
            found[report.source].append(report)
        return sorted(found.items(), key=lambda item: (-len(item[1]), item[1][0].day))


def _quote(words: str, one: Evidence, report: Report) -> Quote:
    outlet = wording.clean(report.outlet) or "unnamed outlet"
    return Quote(words, one.report, one.item, outlet, report.day, wording.clean(report.title))


def _state(claim: Claim) -> str:
    told = wording.plain(claim.state)
    if claim.denies:
        told += f" (not {wording.plain(claim.denies)})"
    return f"{told}, hedged" if claim.hedged else told
