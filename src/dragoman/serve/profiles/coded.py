"""An event as the field's data sets know it: a day, two sides, a code; and where ours come from.

`Coded` is what all profiles are written from and all foreign files are read into.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from importlib import util
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.errors import UsageError

if TYPE_CHECKING:
    from dragoman.record.query import Query

Row = Mapping[str, Any]

DAYS = frozenset({"minute", "hour", "day"})
HAPPENED = ("happened", "ongoing")
"""The statuses of what took place, as far as the report tells: all that the old sets know."""


@dataclass(frozen=True, slots=True)
class Party:
    """One who acts or is acted upon."""

    name: str
    country: str = ""
    """ISO 3166-1 alpha-3, or XKX."""
    sector: str = ""
    role: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Where:
    """A place in the world, as far as it is known which one is meant."""

    words: str = ""
    """As the report has them."""
    kind: str = ""
    """town, unit or country; empty when it is not known."""
    country: str = ""
    """ISO 3166-1 alpha-3."""
    admin1: str = ""
    """GeoNames' code of the first-level unit."""
    unit: str = ""
    """Its name."""
    latitude: float | None = None
    longitude: float | None = None
    geonames: str = ""
    name: str = ""
    """As the gazetteer spells it."""

    @property
    def called(self) -> str:
        return self.name or self.words


NOWHERE = Where()


@dataclass(frozen=True, slots=True)
class Coded:
    """One event of one report."""

    id: str
    day: date | None
    type: str
    """PLOVER."""
    cameo: str
    sources: tuple[Party, ...]
    targets: tuple[Party, ...]
    mode: str = ""
    published: date | None = None
    status: str = ""
    asserter: str = ""
    """Name of the one who tells it, or "outlet"."""
    place: Where = NOWHERE
    words: str = ""
    start: int | None = None
    report: str = ""
    title: str = ""
    url: str = ""
    outlet: str = ""
    wire: str = ""
    language: str = ""
    people: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    reader: str = ""
    mentions: int = 1
    reports: int = 1
    outlets: tuple[str, ...] = ()
    """Agencies, and outlets without one, that tell it: those who do not copy each other."""
    origin: str = "dragoman"

    @property
    def shared(self) -> bool:
        """Whether all who do it do it with each other: meetings, agreements, what is signed."""
        return self.type in ("CONSULT", "COOPERATE", "AGREE") or self.cameo == "057"

    def dyads(self) -> Iterator[tuple[Party | None, Party | None]]:
        """Each source with each target; those of a shared act without a target with each other.

        Nothing where neither side is known: no set of dyads has such a row.
        """
        sources, targets = self.sources, self.targets
        if not targets and len(sources) > 1 and self.shared:
            sources, targets = sources[:1], sources[1:]
        if sources or targets:
            yield from product(sources or (None,), targets or (None,))


# --- from rows of the tables ---------------------------------------------------------------------


def _proper(name: str) -> bool:
    """Whether it is a name ("Anna Vell", "Chilean Foreign Ministry"), and no "two officials"."""
    return any(sign.isupper() for sign in name.split()[-1]) if name.split() else False


def coded(article: Row, events: Iterable[Row], actors: Iterable[Row]) -> Iterator[Coded]:
    """The rows of one report's tables (`serve.bulk.schema`) → its events."""
    actors = [one for one in actors if _proper(one["name"])]
    people = tuple(one["name"] for one in actors if one["kind"] == "person")
    others = ("government", "organisation", "group", "company")
    organisations = tuple(one["name"] for one in actors if one["kind"] in others)
    for event in events:
        yield Coded(
            id=f"{event['report']}-{event['id']}",
            day=_day(event, article["day"]),
            type=event["type"],
            mode=event["mode"] or "",
            cameo=event["cameo"],
            sources=_parties(event, "actor"),
            targets=_parties(event, "target"),
            published=article["day"],
            status=event["status"],
            asserter=event["asserter_name"],
            place=_where(event),
            words=event["words"],
            start=event["start"],
            report=event["report"],
            title=article["title"],
            url=article["url"],
            outlet=article["source"],
            wire=article["wire"],
            language=article["language"],
            people=people,
            organisations=organisations,
            reader=f"{article['version']} {article['weights']}",
            outlets=(article["wire"] or article["source"] or event["report"],),
        )


def _where(event: Row) -> Where:
    if not event["place"]:
        return NOWHERE
    return Where(
        words=event["place"],
        kind=event["place_kind"] or "",
        country=event["place_country"] or "",
        admin1=event["place_admin1"] or "",
        unit=event["place_unit"] or "",
        latitude=event["latitude"],
        longitude=event["longitude"],
        geonames=event["geonames"] or "",
        name=event["place_name"] or "",
    )


def _day(event: Row, published: date | None) -> date | None:
    """The day of a code's row: as told, else that of publication, as all these sets have it."""
    day, until = event["day"], event["until"]
    if day is None:
        return published
    within = published is not None and day <= published and (until is None or published < until)
    return published if event["grain"] not in DAYS and within else day


def _parties(event: Row, one: str) -> tuple[Party, ...]:
    parts = ("names", "countries", "sectors", "roles", "kinds")
    told = zip(*(event[f"{one}_{part}"] for part in parts), strict=True)
    return tuple(Party(*(cell or "" for cell in cells)) for cells in told)


def of_record(query: "Query") -> Iterator[Coded]:
    """Everything that a record shows, report by report."""
    from dragoman.serve.bulk.tables import rows
    from dragoman.serve.json_load import from_dict

    for document in query.documents():
        found: dict[str, list[Row]] = {"articles": [], "events": [], "actors": []}
        for table, row in rows(from_dict(document), 0, ""):
            if table in found:
                found[table].append(row)
        yield from coded(found["articles"][0], found["events"], found["actors"])


def of_folder(folder: Path) -> Iterator[Coded]:
    """Everything in an archive's tables, shard by shard; errors as of `_shards`."""
    shards = _shards(folder)
    from pyarrow import parquet

    for shard in shards:
        reports = parquet.ParquetFile(shard)
        columns = [name for name in reports.schema_arrow.names if name != "text"]
        inner = [_grouped(folder / name / shard.name) for name in ("events", "actors")]
        for batch in reports.iter_batches(1000, columns=columns):
            for article in batch.to_pylist():
                events, actors = (group.get(article["row"], ()) for group in inner)
                yield from coded(article, events, actors)


def documents_of_folder(folder: Path) -> Iterator[dict[str, Any]]:
    """Every whole reading of an archive, as a record's `documents`; errors as of `_shards`.

    `UsageError` too when the archive has reports and kept no readings, or those of another form.
    """
    from dragoman.serve.bulk.folder import same_form
    from dragoman.serve.json_view import SCHEMA

    shards = _shards(folder)
    from pyarrow import parquet

    readings = reports = 0
    for shard in shards:
        reports += parquet.ParquetFile(shard).metadata.num_rows
        for batch in parquet.ParquetFile(folder / "readings" / shard.name).iter_batches(100):
            for told in batch.column("document").to_pylist():
                document = json.loads(told)
                if not readings:
                    same_form(folder, "its readings", document.get("schema"), SCHEMA)
                readings += 1
                yield document
    if reports and not readings:
        why = "keeps no whole readings; fill a new one with `dragoman bulk --keep readings`"
        raise UsageError(str(folder), why)


def _shards(folder: Path) -> list[Path]:
    """An archive's files of articles, in order; those of other tables have the same names.

    `UsageError` when the folder is no archive, `ArchiveError` when it is not whole.
    """
    from dragoman.serve.bulk.folder import summary

    if not util.find_spec("pyarrow"):
        raise UsageError(str(folder), "needs pyarrow: pip install 'dragoman[bulk]'")
    summary(folder)
    return sorted((folder / "articles").glob("*.parquet"))


def _grouped(file: Path) -> dict[int, list[Row]]:
    from pyarrow import parquet

    found: dict[int, list[Row]] = {}
    wanted = None if file.parent.name == "events" else ["row", "name", "kind"]
    for row in parquet.read_table(file, columns=wanted).to_pylist():
        found.setdefault(row["row"], []).append(row)
    return found


# --- which of them, and once ---------------------------------------------------------------------


def with_status(events: Iterable[Coded], statuses: tuple[str, ...]) -> Iterator[Coded]:
    """Only events of these statuses, and those of which nobody tells one; all without any."""
    return (one for one in events if not (statuses and one.status) or one.status in statuses)


@dataclass(slots=True)
class Dated:
    """Events that have a day, and how many of those that were iterated over had none.

    Neither the report tells a day of such an event nor has the report one; the other sets have no
    row without, and programs that read them fail at an empty cell.
    """

    events: Iterable[Coded]
    left_out: int = 0

    def __iter__(self) -> Iterator[Coded]:
        for event in self.events:
            if event.day is None:
                self.left_out += 1
            else:
                yield event


def once(events: Iterable[Coded]) -> list[Coded]:
    """What several reports tell of one day, the same sides, code, status and place, as one event.

    The first stands; it counts mentions, reports, and outlets that do not share a wire. A report
    that stands twice in an archive tells each of its events once.
    """
    found: dict[tuple[object, ...], Coded] = {}
    reports: dict[tuple[object, ...], set[str]] = {}
    ids: set[str] = set()
    for one in events:
        if one.id in ids:
            continue
        ids.add(one.id)
        key = (
            one.day, one.cameo, one.mode, one.status, one.place.words.casefold(),
            _sides(one.sources), _sides(one.targets),
        )  # fmt: skip
        held = found.get(key)
        told = reports.setdefault(key, set())
        told.add(one.report)
        if held is None:
            found[key] = one
            continue
        found[key] = replace(
            held,
            mentions=held.mentions + one.mentions,
            reports=len(told),
            outlets=tuple(dict.fromkeys((*held.outlets, *one.outlets))),
        )
    return list(found.values())


def _sides(parties: tuple[Party, ...]) -> tuple[tuple[str, str], ...]:
    """Countries with sectors, or names where no country is known."""
    return tuple(sorted({(one.country or one.name.casefold(), one.sector) for one in parties}))
