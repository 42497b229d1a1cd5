"""`Coded` → rows of a profile, and rows → a file of its form.

Every maker gives only the cells that dragoman fills; the rest is what the profile has for nothing.
"""

import csv
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from typing import Any, TextIO

from dragoman.errors import UsageError
from dragoman.lexicon import table
from dragoman.serve.profiles import crosswalk, places
from dragoman.serve.profiles.coded import Coded, Party, Where
from dragoman.serve.profiles.columns import EMPTY, EXTRA, PROFILES, columns

Cells = dict[str, Any]


def rows(events: Iterable[Coded], profile: str, extra: bool = False) -> Iterator[list[str]]:
    """Events → rows of all the profile's columns, then of our own when they are wanted.

    `UsageError` for what is no profile, or is none of rows (plover).
    """
    if profile not in _MAKERS:
        raise UsageError(profile, f"no such profile of rows; there are {', '.join(_MAKERS)}")
    names, empty = columns(profile), EMPTY.get(profile, "")
    for event in events:
        for cells in _MAKERS[profile](event):
            row = [_told(cells.get(name), empty) for name in names]
            yield row + (_extra(event, empty) if extra else [])


def write(events: Iterable[Coded], profile: str, file: TextIO, extra: bool = False) -> int:
    """Writes a file of the profile → the rows in it."""
    if profile not in PROFILES:
        raise UsageError(profile, f"no such profile; there are {', '.join(PROFILES)}")
    if profile == "plover":
        return _jsonl(events, file, extra)
    # tabs and line ends are blanks in these sets, and nothing is quoted in them
    writer = csv.writer(
        file, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None
    )
    if profile in ("polecat", "icews"):
        writer.writerow([*columns(profile), *(EXTRA if extra else ())])
    count = 0
    for row in rows(events, profile, extra):
        if profile == "petrarch" and not row[6]:
            del row[6]
        writer.writerow(row)
        count += 1
    return count


def _jsonl(events: Iterable[Coded], file: TextIO, extra: bool) -> int:
    count = 0
    for event in events:
        value = plover(event)
        if extra:
            value["dragoman"] = dict(zip(EXTRA, _extra(event, ""), strict=True))
        print(json.dumps(value, ensure_ascii=False), file=file)
        count += 1
    return count


def _told(cell: object, empty: str) -> str:
    if isinstance(cell, (list, tuple)):
        parts = list(dict.fromkeys(str(part) for part in cell if part))
        cell = "; ".join(parts)
    if cell is None or cell == "":
        return empty
    return " ".join(str(cell).split())


def _extra(event: Coded, empty: str) -> list[str]:
    told = (event.status, event.asserter, event.words, len(event.outlets), event.report)
    return [_told(cell, empty) for cell in told]


# --- rows of a dyad ------------------------------------------------------------------------------


def _gdelt(event: Coded) -> Iterator[Cells]:
    day = event.day
    for source, target in event.dyads():
        yield {
            "GLOBALEVENTID": number(event, source, target),
            **_gdelt_day(day),
            **_gdelt_actor("Actor1", source),
            **_gdelt_actor("Actor2", target),
            "IsRootEvent": int(event.start is not None and event.start < LEAD),
            "EventCode": event.cameo,
            "EventBaseCode": event.cameo[:3],
            "EventRootCode": event.cameo[:2],
            "QuadClass": crosswalk.quad_of(event.cameo),
            "GoldsteinScale": crosswalk.scale_of(event.cameo),
            "NumMentions": event.mentions,
            "NumSources": len(event.outlets),
            "NumArticles": event.reports,
            **_gdelt_place(event.place),
            "DATEADDED": f"{event.published:%Y%m%d}000000" if event.published else "",
            "SOURCEURL": event.url or event.report,
        }


LEAD = 400
"""Signs of a report that its first paragraphs take: what GDELT calls a root event stands there."""


def number(event: Coded, source: Party | None, target: Party | None) -> int:
    """A number of 15 digits for a dyad of an event: the same on every run."""
    named = "\0".join((event.id, source.name if source else "", target.name if target else ""))
    return int.from_bytes(hashlib.sha256(named.encode()).digest()[:8]) % 10**15


def _gdelt_day(day: date | None) -> Cells:
    if day is None:
        return {}
    fraction = day.year + ((day.month - 1) * 30 + day.day) / 365
    return {
        "SQLDATE": f"{day:%Y%m%d}",
        "MonthYear": f"{day:%Y%m}",
        "Year": f"{day:%Y}",
        "FractionDate": f"{fraction:.4f}",
    }


def _gdelt_actor(one: str, party: Party | None) -> Cells:
    if party is None:
        return {}
    return {
        f"{one}Code": code_of(party),
        f"{one}Name": party.name.upper(),
        f"{one}CountryCode": places.code(party.country, "cameo"),
        f"{one}Type1Code": _role(party),
    }


def _gdelt_place(place: Where) -> Cells:
    """GDELT parts towns and units of the United States (3, 2) from those of the world (4, 5)."""
    country = places.code(place.country, "fips")
    here = place.country == "USA"
    kinds = {"country": 1, "unit": 2 if here else 5, "town": 3 if here else 4}
    return {
        "ActionGeo_Type": kinds.get(place.kind),
        "ActionGeo_FullName": _full_name(place),
        "ActionGeo_CountryCode": country,
        "ActionGeo_ADM1Code": country + place.admin1 if country else "",
        "ActionGeo_Lat": place.latitude,
        "ActionGeo_Long": place.longitude,
    }


def _full_name(place: Where) -> str:
    """As GDELT has it: a town with its unit and country, a unit with its country."""
    parts = {
        "town": (place.called, place.unit, places.name_of(place.country)),
        "unit": (place.called, places.name_of(place.country)),
        "country": (places.name_of(place.country),),
    }.get(place.kind, (place.called,))
    return ", ".join(dict.fromkeys(filter(None, parts)))


def code_of(party: Party | None) -> str:
    """Country and role in one, as CAMEO has it: USAGOV; a country alone has no role."""
    if party is None:
        return ""
    return places.code(party.country, "cameo") + _role(party)


def _role(party: Party) -> str:
    """CAMEO's code of a role; a country that acts as one has none."""
    return "" if party.kind == "country" else _sectors().get(party.sector, ("", ""))[0]


def _icews(event: Coded) -> Iterator[Cells]:
    place = _place(event.place)
    for source, target in event.dyads():
        yield {
            "Event ID": number(event, source, target),
            "Event Date": event.day,
            **_icews_side("Source", source),
            "Event Text": crosswalk.label_of(event.cameo),
            "CAMEO Code": event.cameo,
            "Intensity": crosswalk.scale_of(event.cameo),
            **_icews_side("Target", target),
            "Story ID": event.report,
            "Publisher": event.outlet,
            **place,
            "Country": places.icews_of(event.place.country),
        }


def _icews_side(side: str, party: Party | None) -> Cells:
    if party is None:
        return {}
    return {
        f"{side} Name": party.name,
        f"{side} Sectors": _sectors().get(party.sector, ("", ""))[1],
        f"{side} Country": places.icews_of(party.country),
    }


def _place(place: Where) -> Cells:
    return {
        "City": place.called if place.kind == "town" else "",
        "Province": place.unit,
        "Latitude": place.latitude,
        "Longitude": place.longitude,
    }


def _petrarch(event: Coded) -> Iterator[Cells]:
    for source, target in event.dyads():
        yield {
            "date": f"{event.day:%Y%m%d}" if event.day else "",
            "source": code_of(source) or "---",
            "target": code_of(target) or "---",
            "code": event.cameo,
            "ids": event.id,
            "url": event.url,
            "story_source": event.outlet or "NULL",
        }


# --- a row or an object of an event --------------------------------------------------------------


def _polecat(event: Coded) -> Iterator[Cells]:
    place = event.place
    yield {
        **_place(place),
        "Event ID": event.id,
        "Event Date": event.day,
        "Event Type": event.type,
        "Event Mode": event.mode,
        "Quad Code": crosswalk.QUADS[crosswalk.quad_of_type(event.type) - 1],
        "Contexts": crosswalk.context_of(event.cameo).split(";"),
        **_polecat_side("Actor", event.sources),
        **_polecat_side("Recipient", event.targets),
        "Placename": place.called,
        "Raw Placename": place.words,
        "Country": place.country,
        "GeoNames ID": place.geonames,
        "Source": event.outlet,
        "Publication Date": event.published,
        "Story People": event.people,
        "Story Organizations": event.organisations,
        "Language": event.language,
        "Version": event.reader,
    }


def _polecat_side(side: str, parties: tuple[Party, ...]) -> Cells:
    sectors = [party.sector for party in parties if party.sector]
    return {
        f"{side} Name": [party.name for party in parties],
        f"{side} Country": [party.country for party in parties],
        f"{side} COW": [places.code(party.country, "cow") for party in parties],
        f"Primary {side} Sector": sectors[:1],
        f"{side} Sectors": sectors,
        f"{side} Title": [party.role for party in parties],
        f"{side} Name Raw": [party.name for party in parties],
    }


def plover(event: Coded) -> Cells:
    """An event in the field names of PLOVER's manual; fields that are not filled are left out."""
    contexts = crosswalk.context_of(event.cameo)
    value = {
        "id": event.id,
        "has_event": True,
        "date": event.day.isoformat() if event.day else None,
        "actor": [_entity(party) for party in event.sources],
        "recipient": [_entity(party) for party in event.targets],
        "event": [event.type],
        "event_loc": _located(event.place),
        "event_text": [event.words],
        "quad_code": crosswalk.quad_of_type(event.type),
        "mode": [event.mode] if event.mode else [],
        "context": contexts.split(";") if contexts else [],
        "text": event.words,
        "text_info": {"start": event.start},
        "cite_info": {
            "url": event.url, "title": event.title, "language": event.language,
            "publication": event.outlet, "coder": "dragoman", "codebook": "plover-0.8",
        },
        "coder": event.reader,
        "comment": event.status if event.status != "happened" else "",
    }  # fmt: skip
    return {name: cell for name, cell in value.items() if cell not in ("", [], {}, None)}


def _located(place: Where) -> Cells:
    """The names of GeoNames, as the manual asks for."""
    told = {
        "placeName": place.called, "country": place.country, "adminName1": place.unit,
        "lat": place.latitude, "lng": place.longitude, "geonameId": place.geonames,
    }  # fmt: skip
    return {name: cell for name, cell in told.items() if cell not in ("", None)}


def _entity(party: Party) -> Cells:
    told = {
        "code": party.country, "sector": party.sector, "entity_text": party.name,
        "office": party.role,
    }  # fmt: skip
    return {name: cell for name, cell in told.items() if cell}


_MAKERS: dict[str, Callable[[Coded], Iterator[Cells]]] = {
    "gdelt": _gdelt,
    "polecat": _polecat,
    "icews": _icews,
    "petrarch": _petrarch,
}


@cache
def _sectors() -> dict[str, tuple[str, str]]:
    return {row["sector"]: (row["cameo"], row["icews"]) for row in table("sectors")}
