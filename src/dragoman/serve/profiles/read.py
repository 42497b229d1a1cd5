"""Files of GDELT, ICEWS and POLECAT → `Coded`, so that they stand next to ours.

What a file is shows in its header, or in the number of its columns: GDELT's have none, and 61 (of
the first version 58, without ADM2, and before April 2013 57, without the address). Files packed by
gzip or zip are unpacked. Rows that do not fit are told.
"""

import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, TextIO

from dragoman.errors import InputMissing, NoCorpus, PackedBadly
from dragoman.lexicon import table
from dragoman.serve.profiles import crosswalk, places
from dragoman.serve.profiles.coded import Coded, Party, Where
from dragoman.serve.profiles.columns import columns

Cells = dict[str, str]

NOTHING = frozenset({"", "None", "NULL", "NA", "nan"})
ADM2 = frozenset({"Actor1Geo_ADM2Code", "Actor2Geo_ADM2Code", "ActionGeo_ADM2Code"})
WIDEST = 1_000_000


@dataclass(slots=True)
class Foreign:
    """Events of one file; iterating reads it. `profile` is known after the first of them."""

    path: Path
    profile: str = ""
    broken: list[str] = field(default_factory=list)
    """Rows that do not fit, told as "file:line: why"."""

    def __iter__(self) -> Iterator[Coded]:
        with _opened(self.path) as file:
            yield from self._events(file)

    def _events(self, file: TextIO) -> Iterator[Coded]:
        csv.field_size_limit(max(csv.field_size_limit(), WIDEST))
        lines = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        first = next(lines, None)
        if first is None:
            raise NoCorpus(str(self.path), "it is empty")
        profile, names, headed = _layout(first, self.path)
        self.profile = profile
        make = _MAKERS[profile]
        for number, cells in enumerate(lines if headed else _with(first, lines), 2 - (not headed)):
            row = _row(cells, names)
            try:
                if row is None:
                    raise ValueError(f"{len(cells)} cells, not {len(names)}")
                yield make(row)
            except ValueError as error:
                self.broken.append(f"{self.path}:{number}: {error}")
            except KeyError as error:
                self.broken.append(f"{self.path}:{number}: has no column or type {error}")


def _with(first: list[str], rest: Iterator[list[str]]) -> Iterator[list[str]]:
    yield first
    yield from rest


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    try:
        with path.open("rb") as raw:
            opening = raw.read(4)
            raw.seek(0)
            with _unpacked(raw, opening) as plain:
                yield io.TextIOWrapper(plain, encoding="utf-8", errors="replace", newline="")
    except _BADLY as error:
        raise PackedBadly(str(path), str(error)) from None
    except csv.Error as error:
        raise NoCorpus(str(path), f"no table ({error})") from None
    except OSError as error:
        raise InputMissing(str(path), f"cannot be read ({error.strerror or error})") from None


# a password is a RuntimeError, a way of packing that Python lacks a NotImplementedError
_BADLY = (zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError, RuntimeError)


def _unpacked(raw: IO[bytes], opening: bytes) -> Any:
    if opening.startswith(b"\x1f\x8b"):
        return gzip.open(raw)
    if opening.startswith(b"PK"):
        packed = zipfile.ZipFile(raw)
        inside = packed.namelist()
        if len(inside) != 1:
            raise zipfile.BadZipFile(f"it holds {len(inside)} files, not one")
        return packed.open(inside[0])
    return raw


def _layout(first: list[str], path: Path) -> tuple[str, tuple[str, ...], bool]:
    """The first line → profile, names of the columns, whether the line is a header."""
    told = set(first)
    if {"Recipient Name", "Event Type"} <= told:
        # some weeks of POLECAT name columns that their rows do not have
        return "polecat", columns("polecat") if "Headline" in told else tuple(first), True
    if {"Source Name", "CAMEO Code"} <= told:
        return "icews", tuple(first), True
    if {"GLOBALEVENTID", "EventCode"} <= {name.replace("GlobalEventID", "GLOBALEVENTID")
                                          for name in told}:  # fmt: skip
        return (
            "gdelt",
            tuple(name.replace("GlobalEventID", "GLOBALEVENTID") for name in first),
            True,
        )
    names = columns("gdelt")
    old = tuple(name for name in names if name not in ADM2)
    for known in (names, old, old[:-1]):
        if first[0].isdecimal() and len(first) in (len(known), len(known) + 5):
            return "gdelt", known, False
    why = f"neither GDELT, ICEWS nor POLECAT by its columns, of which there are {len(first)}"
    raise NoCorpus(str(path), why)


def _row(cells: list[str], names: tuple[str, ...]) -> Cells | None:
    """Cells by name; more of them than names only where nothing, or our own columns, follow."""
    if len(cells) < len(names):
        return None
    told = dict(zip(names, cells, strict=False))
    return {name: "" if cell.strip() in NOTHING else cell.strip() for name, cell in told.items()}


# --- rows → events -------------------------------------------------------------------------------


def _gdelt(row: Cells) -> Coded:
    return Coded(
        id=row["GLOBALEVENTID"],
        origin="gdelt",
        day=_compact(row["SQLDATE"]),
        type=crosswalk.type_of(row["EventCode"]),
        mode=crosswalk.mode_of(row["EventCode"]),
        cameo=crosswalk.padded(row["EventCode"]),
        sources=_one(row["Actor1Name"], row["Actor1CountryCode"], row["Actor1Type1Code"]),
        targets=_one(row["Actor2Name"], row["Actor2CountryCode"], row["Actor2Type1Code"]),
        place=Where(row["ActionGeo_FullName"]),
        url=row.get("SOURCEURL", ""),
        mentions=int(row["NumMentions"] or 1),
        reports=int(row["NumArticles"] or 1),
    )


def _icews(row: Cells) -> Coded:
    code = crosswalk.padded(row["CAMEO Code"])
    return Coded(
        id=row["Event ID"],
        origin="icews",
        day=_day(row["Event Date"]),
        type=crosswalk.type_of(code),
        mode=crosswalk.mode_of(code),
        cameo=code,
        sources=_one(row["Source Name"], row["Source Country"], _sector(row["Source Sectors"])),
        targets=_one(row["Target Name"], row["Target Country"], _sector(row["Target Sectors"])),
        place=Where(row.get("City", "")),
        report=row.get("Story ID", ""),
        outlet=row.get("Publisher", ""),
    )


def _polecat(row: Cells) -> Coded:
    kind = row["Event Type"].upper()
    return Coded(
        id=row["Event ID"],
        origin="polecat",
        day=_day(row["Event Date"]),
        type=kind,
        mode=row["Event Mode"],
        cameo=crosswalk.code_of(kind, row["Event Mode"]),
        sources=_several(row["Actor Name"], row["Actor Country"], row["Primary Actor Sector"]),
        targets=_several(
            row["Recipient Name"], row["Recipient Country"], row["Primary Recipient Sector"]
        ),
        place=Where(row["Placename"]),
        published=_day(row["Publication Date"]),
        outlet=row["Source"],
        language=row["Language"],
    )


_MAKERS: dict[str, Callable[[Cells], Coded]] = {
    "gdelt": _gdelt,
    "icews": _icews,
    "polecat": _polecat,
}


def _compact(told: str) -> date | None:
    """20310514 → the day; None where a cell of ours is empty, as its report has no day."""
    return datetime.strptime(told, "%Y%m%d").date() if told else None


def _day(told: str) -> date | None:
    """2031-05-14, with or without an hour behind it → the day; None for an empty cell."""
    return date.fromisoformat(told[:10]) if told else None


def _one(name: str, country: str, sector: str) -> tuple[Party, ...]:
    if not name and not country:
        return ()
    return (Party(name or country, places.iso3_of(country), sector),)


def _several(names: str, countries: str, sector: str) -> tuple[Party, ...]:
    """Names and countries parted by ";": a party for each country, named where they pair."""
    told = [place.strip() for place in countries.split(";") if place.strip() not in NOTHING]
    called = [name.strip() for name in names.split(";") if name.strip() not in NOTHING]
    if not told:
        return tuple(Party(name, "", sector) for name in called)
    paired = called if len(called) == len(told) else told
    return tuple(
        Party(name, places.iso3_of(country), sector)
        for name, country in zip(paired, told, strict=True)
    )


def _sector(words: str) -> str:
    """The PLOVER sector that the first of ICEWS's words stands for."""
    first = words.split(",")[0].strip()
    found = (row["sector"] for row in table("sectors") if row["icews"] and row["icews"] == first)
    return next(found, "")
