"""Words at the head of a page → the day they name."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from dragoman.lexicon import table


@dataclass(frozen=True, slots=True)
class Day:
    """A day as printed, its year perhaps left out."""

    year: int | None
    month: int
    day: int

    def near(self, anchor: date | None) -> date | None:
        """The calendar day; without a year of its own, the one nearest to the anchor."""
        if self.year is not None:
            return _date(self.year, self.month, self.day)
        if anchor is None:
            return None
        years = range(max(1, anchor.year - 1), min(9999, anchor.year + 1) + 1)
        days = [day for day in (_date(y, self.month, self.day) for y in years) if day]
        return min(days, key=lambda day: abs(day - anchor), default=None)


@dataclass(frozen=True, slots=True)
class FoundDay:
    """A day and where in the line it stands."""

    start: int
    end: int
    day: Day


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def month_numbers() -> dict[str, int]:
    """Lower-case month name, full or short → 1 … 12."""
    return {row["name"]: int(row["number"]) for row in table("furniture_months")}


@cache
def day_words() -> str:
    """A pattern for a day in words or figures, for use within larger patterns."""
    months = "|".join(sorted(month_numbers(), key=len, reverse=True))
    month = rf"(?:{months})\b\.?"
    number = r"\d{1,2}(?:st|nd|rd|th)?"
    year = r"(?:,?\s*(?:19|20)\d\d\b)"
    return (
        rf"(?:(?:19|20)\d\d-\d\d-\d\d|(?:19|20)\d\d/\d\d/\d\d|\d{{1,2}}[./]\d{{1,2}}[./](?:19|20)\d\d"
        rf"|{number}\s+(?:of\s+)?{month}{year}?|{number}-{month}-(?:19|20)\d\d"
        rf"|{month}\s*{number}{year}?)"
    )


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/.-]){day_words()}(?![\w])", re.IGNORECASE)


def find_days(line: str) -> tuple[FoundDay, ...]:
    """All days that a line names; 3/4/2031 is none, as it has two readings."""
    found = []
    for match in _pattern().finditer(line):
        day = _read(match[0].lower())
        if day is not None:
            found.append(FoundDay(match.start(), match.end(), day))
    return tuple(found)


def _read(words: str) -> Day | None:
    numbers = [int(number) for number in re.findall(r"\d+", words)]
    name = re.search(r"[a-z]{3,}", re.sub(r"\d(?:st|nd|rd|th)", "0", words).replace("of ", ""))
    month = month_numbers().get(name[0]) if name else None
    if month is not None:
        return _valid(numbers[1] if len(numbers) > 1 else None, month, numbers[0])
    if len(numbers) != 3:
        return None
    if numbers[0] > 31:
        return _valid(numbers[0], numbers[1], numbers[2])
    first, second, year = numbers
    if "." in words or first > 12 or first == second:
        return _valid(year, second, first)
    return _valid(year, first, second) if second > 12 else None


def _valid(year: int | None, month: int, day: int) -> Day | None:
    # 2000 stands in for a year left out, as it has a 29 February
    return Day(year, month, day) if _date(year or 2000, month, day) else None
