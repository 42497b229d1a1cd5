"""Events in others' columns: exact columns, what fills them, and back again."""

import csv
import gzip
import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import dragoman
from dragoman.errors import NoCorpus, PackedBadly
from dragoman.lexicon import table
from dragoman.ontology import EventType
from dragoman.serve.bulk.tables import rows as table_rows
from dragoman.serve.profiles import crosswalk, places, write
from dragoman.serve.profiles.coded import NOWHERE, Coded, Party, Where, coded, once, with_status
from dragoman.serve.profiles.columns import EXTRA, PROFILES, columns, empty, filled
from dragoman.serve.profiles.read import Foreign
from dragoman.types import Reading

NORWAY = Party("Norway", "NOR", "GOV", kind="country")
MINISTER = Party("Anna Vell", "CHL", "GOV", "foreign minister", "person")
OSLO = Where("the city of Oslo", "town", "NOR", "12", "Oslo", 59.91, 10.75, "3143244", "Oslo")
SHIPPER = Party("Vell & Sons", "", "BUS", kind="company")


def event(**more: Any) -> Coded:
    told: dict[str, Any] = {
        "id": "r1-e1", "day": date(2031, 2, 18), "type": "SANCTION", "cameo": "163",
        "sources": (NORWAY,), "targets": (MINISTER, SHIPPER), "published": date(2031, 2, 19),
        "status": "happened", "asserter": "outlet", "place": OSLO, "words": "Norway barred both",
        "start": 3, "report": "r1", "title": "A levy", "outlet": "Lakeland Courier",
        "language": "en", "people": ("Anna Vell",), "reader": "0.1.0 f00d", "outlets": ("LNA",),
    }  # fmt: skip
    return Coded(**{**told, **more})


def cells(profile: str, one: Coded, **more: Any) -> list[dict[str, str]]:
    return [
        dict(zip(columns(profile), row, strict=False)) for row in write.rows([one], profile, **more)
    ]


def file_of(profile: str, events: list[Coded], path: Path, extra: bool = False) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        write.write(events, profile, file, extra)
    return path


# --- columns -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("profile", "count"), [("gdelt", 61), ("polecat", 40), ("icews", 20)])
def test_a_profile_has_exactly_its_columns(profile: str, count: int) -> None:
    assert len(columns(profile)) == len(set(columns(profile))) == count
    (first, *_) = cells(profile, event())
    assert len(first) == count
    wide = next(write.rows([event()], profile, extra=True))
    assert wide[count:] == ["happened", "outlet", "Norway barred both", "1", "r1"]
    assert len(EXTRA) == len(wide) - count


@pytest.mark.parametrize("profile", ["gdelt", "polecat", "icews", "petrarch"])
def test_a_cell_is_filled_only_where_the_table_says_so(profile: str) -> None:
    (first, *_) = cells(profile, event(url="https://example.org/1"))
    nothing = "None" if profile == "polecat" else ""
    told = {name for name, cell in first.items() if cell != nothing}
    assert told <= {name for name, how in filled(profile).items() if how}


@pytest.mark.parametrize("profile", PROFILES)
def test_every_column_is_told_in_the_documents(profile: str) -> None:
    page = Path("docs/profiles.md").read_text(encoding="utf-8")
    section = page.split(f"## `{profile}`")[1].split("\n## ")[0]
    for name, how in filled(profile).items():
        assert bool(how) != bool(empty(profile).get(name)), f"{name}: filled, or why not"
        assert f"| `{name}` | {how or f'*empty*: {empty(profile)[name]}'} |" in section


def test_gdelt_tells_a_dyad_a_row() -> None:
    first, second = cells("gdelt", event())
    assert first["GLOBALEVENTID"].isdecimal() and first["GLOBALEVENTID"] != second["GLOBALEVENTID"]
    assert [first[name] for name in ("SQLDATE", "MonthYear", "Year", "FractionDate")] == [
        "20310218", "203102", "2031", "2031.1315",
    ]  # fmt: skip
    assert (first["Actor1Code"], first["Actor1Name"], first["Actor1CountryCode"]) == (
        "NOR", "NORWAY", "NOR",
    )  # fmt: skip
    assert (first["Actor2Code"], first["Actor2Type1Code"]) == ("CHLGOV", "GOV")
    assert first["Actor1Type1Code"] == ""
    assert (second["Actor2Code"], second["Actor2CountryCode"]) == ("BUS", "")
    assert [first[f"Event{part}Code"] for part in ("", "Base", "Root")] == ["163", "163", "16"]
    assert (first["QuadClass"], first["GoldsteinScale"], first["IsRootEvent"]) == ("4", "-8.0", "1")
    assert (first["ActionGeo_Type"], first["ActionGeo_CountryCode"]) == ("4", "NO")
    assert (first["ActionGeo_ADM1Code"], first["ActionGeo_Lat"]) == ("NO12", "59.91")
    assert first["ActionGeo_FullName"] == "Oslo, Norway"
    assert (first["DATEADDED"], first["SOURCEURL"]) == ("20310219000000", "r1")


def test_polecat_tells_an_event_a_row() -> None:
    (row,) = cells("polecat", event(mode="", type="SANCTION"))
    assert row["Recipient Name"] == "Anna Vell; Vell & Sons"
    assert row["Recipient Sectors"] == "GOV; BUS" and row["Primary Recipient Sector"] == "GOV"
    assert (row["Actor COW"], row["Recipient COW"]) == ("385", "155")
    assert (row["Event Date"], row["Quad Code"]) == ("2031-02-18", "MATERIAL CONFLICT")
    assert row["Wikipedia Actor ID"] == "None" == row["Intensity"]
    assert (row["Placename"], row["Raw Placename"]) == ("Oslo", "the city of Oslo")
    assert [row[name] for name in ("City", "Country", "Latitude", "Longitude", "GeoNames ID")] == [
        "Oslo", "NOR", "59.91", "10.75", "3143244",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("place", "full"),
    [
        (Where("Port Ellin"), "Port Ellin"),
        (Where("Norway", "country", "NOR", name="Norway"), "Norway"),
        (Where("the west", "unit", "NOR", "46", "Vestland", name="Vestland"), "Vestland, Norway"),
        (Where("Voss", "town", "NOR", "46", "Vestland", name="Voss"), "Voss, Vestland, Norway"),
    ],
)
def test_a_place_has_its_full_name_in_gdelt(place: Where, full: str) -> None:
    first, _ = cells("gdelt", event(place=place))
    assert first["ActionGeo_FullName"] == full


def test_icews_tells_names_of_countries_and_words_of_codes() -> None:
    first, _ = cells("icews", event())
    assert first["Source Country"] == "Norway" and first["Target Country"] == "Chile"
    assert first["Event Text"] == crosswalk.label_of("163") and first["CAMEO Code"] == "163"
    assert first["Target Sectors"] == "Government" and first["City"] == "Oslo"


@pytest.mark.parametrize(
    ("iso3", "name"),
    [
        ("RUS", "Russian Federation"), ("CIV", "Cote d'Ivoire"), ("MDA", "Moldova, Republic of"),
        ("COG", "Congo"), ("COD", "Democratic Republic of Congo"), ("NOR", "Norway"),
    ],
)  # fmt: skip
def test_icews_has_its_own_names_of_countries(iso3: str, name: str, tmp_path: Path) -> None:
    told = event(sources=(Party("Somebody", iso3),), targets=(), place=Where("", country=iso3))
    (row,) = cells("icews", told)
    assert (row["Source Country"], row["Country"]) == (name, name)
    (back,) = Foreign(file_of("icews", [told], tmp_path / "file"))
    assert back.sources == (Party("Somebody", iso3),)


@pytest.mark.parametrize("iso3", [row["iso3"] for row in table("country_codes")])
def test_a_country_is_read_back_from_every_list(iso3: str) -> None:
    written = (iso3, places.code(iso3, "cameo"), places.icews_of(iso3))
    assert [places.iso3_of(one) for one in written] == [iso3] * 3


@pytest.mark.parametrize(
    ("code", "iso3"),
    [
        ("GZS", "PSE"), ("WSB", "PSE"), ("BAG", "IRQ"), ("MTN", "MNE"), ("KSV", "XKX"),
        ("ROM", "ROU"), ("TMP", "TLS"), ("EUR", ""), ("SCN", ""),
    ],
)  # fmt: skip
def test_codes_that_only_cameo_has_are_read(code: str, iso3: str, tmp_path: Path) -> None:
    (row,) = write.rows([event(targets=())], "gdelt")
    at = columns("gdelt").index("Actor1CountryCode")
    path = tmp_path / "plain"
    path.write_text("\t".join([*row[:at], code, *row[at + 1 :]]) + "\n", encoding="utf-8")
    (back,) = Foreign(path)
    assert [one.country for one in back.sources] == [iso3]


def test_petrarch_has_no_tab_for_an_address_that_is_not_there() -> None:
    file = io.StringIO()
    write.write([event(targets=())], "petrarch", file)
    assert file.getvalue() == "20310218\tNOR\t---\t163\t\tr1-e1\tLakeland Courier\n"


def test_plover_leaves_out_what_is_not_told() -> None:
    value = write.plover(event(status="denied", place=NOWHERE))
    assert value["actor"] == [{"code": "NOR", "sector": "GOV", "entity_text": "Norway"}]
    assert value["event"] == ["SANCTION"] and value["comment"] == "denied"
    assert "event_loc" not in value and "mode" not in value
    assert value.keys() <= set(columns("plover"))


def test_tabs_and_lines_in_words_do_not_break_a_row() -> None:
    file = io.StringIO()
    odd = Party('Vell "V"\tand\nSons', "NOR", "BUS")
    write.write([event(sources=(odd,), targets=())], "gdelt", file)
    (line,) = file.getvalue().splitlines()
    assert line.split("\t")[6] == 'VELL "V" AND SONS' and line.count("\t") == 60


def test_those_who_meet_stand_against_each_other() -> None:
    met = event(type="CONSULT", cameo="040", sources=(NORWAY, MINISTER, SHIPPER), targets=())
    assert list(met.dyads()) == [(NORWAY, MINISTER), (NORWAY, SHIPPER)]
    assert list(event(sources=(), targets=()).dyads()) == []


# --- from readings -------------------------------------------------------------------------------


def events_of(reading: Reading) -> list[Coded]:
    found: dict[str, list[Any]] = {}
    for name, row in table_rows(reading, 0, "a.txt"):
        found.setdefault(name, []).append(row)
    return list(coded(found["articles"][0], found["events"], found["actors"]))


def test_a_reading_gives_its_events(reading: Reading) -> None:
    first, second = events_of(reading)
    assert first.day == date(2031, 5, 13) and first.sources[0].name == "Tomas Reck"
    assert first.outlets == ("LNA",) and first.people == ("Anna Vell", "Tomas Reck")
    # an event without a day stands at that of publication, as all these sets have it
    assert second.day == date(2031, 5, 14) == second.published
    assert [one.id[-2:] for one in with_status([first, second], ("happened",))] == ["e1"]
    assert len(list(with_status([first, second], ()))) == 2


def test_what_several_tell_is_one_event_and_counted() -> None:
    told = [
        event(), event(report="r2", id="r2-e4", outlets=("LNA",)),
        event(report="r3", id="r3-e1", outlets=("Harbour Post",)),
        event(report="r3", id="r3-e2", outlets=("Harbour Post",)), event(id="r1-e9", cameo="161"),
        event(report="r3", id="r3-e1", outlets=("Harbour Post",)),  # stands twice in the archive
    ]  # fmt: skip
    first, other = once(told)
    assert (first.id, first.mentions, first.reports) == ("r1-e1", 4, 3)
    assert first.outlets == ("LNA", "Harbour Post") and other.cameo == "161"
    apart = [event(), event(report="r2", id="r2-e1", place=replace(NOWHERE, words="Lima"))]
    assert len(once(apart)) == 2, "at two places it is two"


# --- and back ------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", ["gdelt", "icews", "polecat"])
@pytest.mark.parametrize("extra", [False, True])
def test_what_is_written_is_read_back(profile: str, extra: bool, tmp_path: Path) -> None:
    told = [event(mode=crosswalk.mode_of("161"), cameo="161", type="SANCTION", targets=(MINISTER,))]
    foreign = Foreign(file_of(profile, told, tmp_path / "file", extra))
    (back,) = foreign
    assert foreign.profile == profile == back.origin and not foreign.broken
    assert (back.day, back.type, back.mode, back.cameo) == (
        date(2031, 2, 18), "SANCTION", "withdraw", "161",
    )  # fmt: skip
    # In CAMEO's codes a country that acts as one has no role.
    assert [(one.country, one.sector) for one in (*back.sources, *back.targets)] == [
        ("NOR", "" if profile == "gdelt" else "GOV"), ("CHL", "GOV"),
    ]  # fmt: skip


def test_an_event_of_which_nobody_tells_a_status_is_compared() -> None:
    """Other data sets tell none: a filter of ours drops no row of theirs."""
    told = [replace(event(), status=status) for status in ("happened", "", "denied")]
    assert [one.status for one in with_status(told, ("happened",))] == ["happened", ""]
    assert len(list(with_status(told, ()))) == 3


def test_older_and_packed_files_of_gdelt_are_read(tmp_path: Path) -> None:
    (row, _) = write.rows([event()], "gdelt")
    old = [cell for name, cell in zip(columns("gdelt"), row, strict=True) if "ADM2" not in name]
    packed = tmp_path / "20310219.export.CSV.zip"
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("20310219.export.CSV", "\t".join(old) + "\n" + "\t".join(row[:9]) + "\n")
    foreign = Foreign(packed)
    (back,) = foreign
    assert len(old) == 58 and back.cameo == "163"
    assert foreign.broken == [f"{packed}:2: 9 cells, not 58"]
    (tmp_path / "1999.csv").write_text("\t".join(old[:57]) + "\n", encoding="utf-8")
    (oldest,) = Foreign(tmp_path / "1999.csv")
    assert (oldest.cameo, oldest.day, oldest.url) == (back.cameo, back.day, "")
    (tmp_path / "cut.csv").write_text("\t".join(old[:56]) + "\n", encoding="utf-8")
    with pytest.raises(NoCorpus, match="of which there are 56"):
        list(Foreign(tmp_path / "cut.csv"))


def packed_by(way: str, plain: bytes) -> bytes:
    """A file that was packed, and then broken or packed in a way that is none."""
    held = io.BytesIO()
    if way.startswith("gzip"):
        whole = gzip.compress(plain)
        return whole[:-40] if way == "gzip cut" else whole[:60] + b"\xff" * 30 + whole[90:]
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for number in range({"zip empty": 0, "zip of two": 2}.get(way, 1)):
            file.writestr(f"{number}.CSV", plain)
    whole = held.getvalue()
    return whole[:60] + b"\xfe" * 40 + whole[100:] if way == "zip broken" else whole


@pytest.mark.parametrize(
    ("way", "why"),
    [
        ("gzip cut", "ended before"), ("gzip broken", "decompressing"), ("zip broken", ""),
        ("zip empty", "it holds 0 files"), ("zip of two", "it holds 2 files"),
    ],
)  # fmt: skip
def test_what_does_not_unpack_is_told(way: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "packed"
    told = [replace(event(), id=f"{number:064x}") for number in range(50)]
    path.write_bytes(packed_by(way, file_of("gdelt", told, tmp_path / "plain").read_bytes()))
    with pytest.raises(PackedBadly, match=f"packed: .*{why}"):
        list(Foreign(path))


def test_a_row_without_a_day_is_kept_and_one_with_half_a_day_is_not(tmp_path: Path) -> None:
    (row, _) = write.rows([event()], "gdelt")
    path = tmp_path / "plain"
    at = columns("gdelt").index("SQLDATE")
    lines = ["\t".join([*row[:at], day, *row[at + 1 :]]) for day in ("", "203102", "20310231")]
    path.write_text("\n".join(lines), encoding="utf-8")
    foreign = Foreign(path)
    assert [one.day for one in foreign] == [None]
    assert [told.rpartition(f"{path}:")[2][:2] for told in foreign.broken] == ["2:", "3:"]


def test_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "weekly.txt"
    path.write_text("Event ID\tEvent Type\tRecipient Name\n1\tCONSULT\tA\n", encoding="utf-8")
    foreign = Foreign(path)
    assert list(foreign) == []
    assert foreign.broken == [f"{path}:2: has no column or type 'Event Date'"]
    path.write_bytes(b"")
    with pytest.raises(NoCorpus, match="it is empty"):
        list(Foreign(path))


def test_codes_and_lists_as_others_write_them(tmp_path: Path) -> None:
    path = tmp_path / "icews.tab"
    with path.open("w", newline="") as file:
        writer = csv.writer(file, delimiter="\t")
        writer.writerow(columns("icews"))
        row = dict.fromkeys(columns("icews"), "")
        row |= {"Event ID": "7", "Event Date": "2031-02-18", "CAMEO Code": "40",
                "Source Name": "Citizen (Norway)", "Source Country": "Norway"}  # fmt: skip
        writer.writerow(row.values())
    (back,) = Foreign(path)
    assert (back.cameo, back.type) == ("040", "CONSULT") and back.targets == ()
    weekly = tmp_path / "weekly.txt"
    names = [*columns("polecat"), "Headline"]
    row = dict.fromkeys(columns("polecat"), "None")
    row |= {"Event ID": "9", "Event Date": "2031-02-18", "Event Type": "CONSULT",
            "Actor Name": "A; B", "Actor Country": "NOR; CHL"}  # fmt: skip
    weekly.write_text("\t".join(names) + "\n" + "\t".join(row.values()) + "\n")
    (back,) = Foreign(weekly)
    assert [(one.name, one.country) for one in back.sources] == [("A", "NOR"), ("B", "CHL")]
    assert back.cameo == "040" and back.published is None


# --- crosswalk -----------------------------------------------------------------------------------


def modes() -> set[tuple[str, str]]:
    lines = Path("corpus/modes.tsv").read_text(encoding="utf-8").splitlines()
    return {tuple(line.split("\t")[:2]) for line in lines if line[0] != "#"} - {("type", "mode")}  # type: ignore[misc]


def test_every_code_has_a_type_a_mode_of_it_and_a_scale() -> None:
    known = modes()
    codes = [row["code"] for row in table("cameo")]
    assert [row["code"] for row in table("crosswalk")] == codes
    for code in codes:
        kind, mode = crosswalk.type_of(code), crosswalk.mode_of(code)
        assert not mode or (kind, mode) in known, code
        scale = crosswalk.scale_of(code)
        assert scale is not None and -10 <= scale <= 10, code
        assert 1 <= crosswalk.quad_of(code) <= 4


def test_every_type_and_mode_has_a_code_of_its_type() -> None:
    told = {(row["type"], row["mode"]) for row in table("plover_codes")}
    kinds = {kind for kind, _ in told}
    assert told == modes() | {(kind, "") for kind in kinds} and len(kinds) == 16
    for kind, mode in told:
        code = crosswalk.code_of(kind, mode)
        assert crosswalk.type_of(code) == kind
        assert not mode or crosswalk.mode_of(code) in (mode, "", *_WIDER.get((kind, mode), ()))
    assert crosswalk.code_of("AGREE", "no such mode") == "030"


_WIDER = {
    ("PROTEST", "boycott"): ("strike",), ("PROTEST", "vandalize"): ("riot",),
    ("CONSULT", "multilateral"): ("",), ("THREATEN", "arrest"): ("restrict",),
    ("ASSAULT", "execute"): ("beat",), ("ASSAULT", "primitive"): ("beat",),
}  # fmt: skip
"""Modes for which CAMEO has only a code that is first of all another's."""


@pytest.mark.parametrize(
    ("told", "code"),
    [("40", "040"), ("043", "043"), ("19", "019"), ("190", "190"), ("311", "0311"), ("x", "x")],
)
def test_codes_that_were_taken_for_numbers_are_made_whole(told: str, code: str) -> None:
    assert crosswalk.padded(told) == code


@pytest.mark.parametrize(("code", "quad"), [("057", 1), ("061", 2), ("138", 3), ("141", 4)])
def test_quad_classes_follow_the_root(code: str, quad: int) -> None:
    assert crosswalk.quad_of(code) == quad


def test_quads_of_types_are_those_of_the_plover_manual() -> None:
    quads: dict[int, set[str]] = {}
    for kind in EventType:
        quads.setdefault(crosswalk.quad_of_type(kind.value), set()).add(kind.value)
    assert quads == {
        1: {"AGREE", "CONSULT", "SUPPORT", "CONCEDE"}, 2: {"COOPERATE", "AID", "RETREAT"},
        3: {"REQUEST", "ACCUSE", "REJECT", "THREATEN"},
        4: {"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"},
    }  # fmt: skip


def test_contexts_are_those_that_a_label_names() -> None:
    contexts = {code: crosswalk.context_of(code) for code in ("061", "062", "010")}
    assert contexts == {"061": "economic", "062": "military", "010": ""}


def test_a_killing_is_no_beating() -> None:
    assert crosswalk.mode_of(crosswalk.code_of("ASSAULT", "execute")) == ""
    assert crosswalk.mode_of("182") == "beat"


def test_people_and_organisations_of_a_story_are_those_with_a_name() -> None:
    found: dict[str, list[dict[str, Any]]] = {}
    text = "Peru expelled two Chilean diplomats on Monday, Foreign Minister Anna Vell said."
    for name, row in table_rows(dragoman.read(text, published=date(2031, 5, 7)), 0, "a.txt"):
        found.setdefault(name, []).append(row)
    names = [("person", "Anna Vell"), ("person", "two officials"), ("person", "Omar al-Orr"),
             ("person", "White House official"), ("government", "Chilean Foreign Ministry"),
             ("company", "Chilean bank")]  # fmt: skip
    actors = [{"kind": kind, "name": name} for kind, name in names]
    one = next(coded(found["articles"][0], found["events"], actors))
    assert one.people == ("Anna Vell", "Omar al-Orr")
    assert one.organisations == ("Chilean Foreign Ministry",)
