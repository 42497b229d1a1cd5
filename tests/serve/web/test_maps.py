"""The map: where marks stand, what is seen of the coasts, and what is told of each place."""

import re
from dataclasses import replace
from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.processes.board import board
from dragoman.processes.values import Act, Evidence
from dragoman.record.query import Query
from dragoman.record.store import Seen
from dragoman.record.survey import places
from dragoman.serve.json_load import from_dict, settled
from dragoman.serve.json_view import to_dict
from dragoman.serve.record_options import store as writer
from dragoman.serve.settings import Settings
from dragoman.serve.web.maps import HIGH, WIDE, Map, draw
from dragoman.serve.web.places import Site, sites
from dragoman.spans import Span
from dragoman.types import MadeBy, Place
from tests.serve.web.conftest import SUMMIT, Reader

DAY = date(2031, 6, 1)
BERGEN = Place("Bergen", "town", "only", "NOR", "46", "Vestland", 60.39, 5.32, "3161732")


def site(name: str, latitude: float | None, longitude: float | None, acts: int = 1) -> Site:
    return Site(name, "", "NOR", latitude, longitude, True, (), (("CONSULT", acts),), DAY, DAY, ())


def drawn(*told: Site) -> Map:
    found = draw(told)
    assert found is not None
    return found


def test_without_a_known_place_there_is_no_map() -> None:
    assert draw([]) is None and draw([site("Nowhere", None, None)]) is None


def test_north_is_up_and_east_is_right() -> None:
    found = drawn(site("Oslo", 59.9, 10.7), site("Rome", 41.9, 12.5), site("Lima", -12.0, -77.0))
    lima, oslo, rome = sorted(found.pins, key=lambda pin: pin.told)
    assert oslo.y < rome.y < lima.y and lima.x < oslo.x < rome.x


def test_places_beside_the_date_line_lie_side_by_side() -> None:
    found = drawn(site("Suva", -18.1, 178.4), site("Apia", -13.8, -171.8))
    apia, suva = sorted(found.pins, key=lambda pin: pin.told)
    assert suva.x < apia.x
    assert len(found.lands) == 2, "the coasts end there, and begin again"
    assert any(told == "180°" for _, told in found.meridians)


def test_what_lies_all_over_the_world_is_shown_on_all_of_it() -> None:
    found = drawn(*(site(str(x), y, x) for x, y in ((-150, 60), (-30, -50), (90, 70), (170, -40))))
    assert {told for _, told in found.meridians} >= {"0°", "120° E", "120° W"}
    assert all(0 <= pin.x <= WIDE and 0 <= pin.y <= HIGH for pin in found.pins)


@given(st.lists(st.tuples(st.floats(-89, 89), st.floats(-180, 180)), min_size=1, max_size=30))
def test_every_mark_is_on_the_map_and_no_names_overlap(at: list[tuple[float, float]]) -> None:
    found = drawn(*(site(f"Town {n}", *place) for n, place in enumerate(at)))
    assert len(found.pins) == len(at)
    assert all(0 <= pin.x <= WIDE and 0 <= pin.y <= HIGH for pin in found.pins)
    assert 1 <= len(found.lands) <= 3
    assert len({(name.x, name.y) for name in found.names}) == len(found.names)


def test_the_coasts_are_drawn_where_they_are() -> None:
    """The Strait of Gibraltar is water, Madrid and Fez are land: by the rule of even and odd."""
    drawing = files("dragoman.serve.web").joinpath("static/land.svg").read_text(encoding="utf-8")
    rings = []
    for told in re.findall(r"M([^M]*?)z", drawing):
        head, steps = told.split("l")
        numbers = [int(one) for one in re.findall(r"-?\d+", f"{head} {steps}")]
        x, y, ring = 0, 0, []
        for across, down in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + across, y + down
            ring.append((x, y))
        rings.append(ring)

    def land(latitude: float, longitude: float) -> bool:
        x, y = (longitude + 180) * 10, (90 - latitude) * 10
        inside = False
        for ring in rings:
            for (a, b), (c, d) in zip(ring, ring[1:] + ring[:1], strict=True):
                if (b > y) != (d > y) and x < a + (y - b) * (c - a) / (d - b):
                    inside = not inside
        return inside

    assert land(40.4, -3.7) and land(34.0, -5.0) and land(-85, 0) and land(65, 150)
    assert not land(36.0, -8.0) and not land(0, -30) and not land(0, 150)


def test_an_act_is_told_of_its_place_and_a_meeting_of_its_plan(desk: Reader) -> None:
    inner = desk.http.app.app.state.desk  # type: ignore[attr-defined]
    desk.page("/")
    process = inner.shelf._snapshot.process(SUMMIT.replace("-", "#"))
    first = process.acts[0]
    told: tuple[Act, ...] = (
        replace(first, day=DAY, published=DAY, evidence=(Evidence("r", "e1", Span(0, 4)),)),
        replace(first, day=DAY, published=DAY, evidence=(Evidence("r", "e2", Span(0, 4)),)),
        replace(first, day=DAY, published=date(2099, 1, 1),
                evidence=(Evidence("r", "e3", Span(0, 4)),)),
    )  # fmt: skip
    located = {("r", "e1"): BERGEN, ("r", "e2"): BERGEN, ("r", "e3"): replace(BERGEN, name="Later")}
    found = sites(board(replace(process, acts=told)), located)
    bergen = next(one for one in found if one.name == "Bergen")
    assert bergen.acts == ((first.type.value, 2),) and (bergen.first, bergen.last) == (DAY, DAY)
    assert bergen.unit == "Vestland" and bergen.exact
    cressy = next(one for one in found if one.name == "Cressy")
    assert cressy.meetings == ("Iceland–Uruguay summit in Cressy",)
    assert "Later" not in [one.name for one in found], "what is told after the day is not shown"


@pytest.mark.parametrize("judged", [False, True])
def test_the_page_shows_map_and_table(desk: Reader, judged: bool) -> None:
    report = SUMMIT.partition("-")[0]
    with Query(desk.path, settled) as query:
        read = from_dict(query.document(report))
    event = replace(read.events[0], location=BERGEN, place=read.events[0].evidence)
    new = replace(read, made_by=MadeBy("9.9", "0" * 16), events=(event, *read.events[1:]))
    with writer(Settings(record=desk.path)) as store:
        store.save(to_dict(new), seen=[Seen("a test")])
    with Query(desk.path, settled) as query:
        assert places(query, [report]) == {
            report: {event.id: to_dict(new)["events"][0]["location"]}
        }
    if judged:
        desk.post("/correct", report=report, entry=event.id, was__status="", to__status="denied",
                  way="fields")  # fmt: skip
    text = desk.page(f"/processes/{SUMMIT}")
    assert re.search(r'<use class="land" href="/static/land.svg#land" transform="translate', text)
    assert re.search(r'<text class="place"[^>]*>Bergen</text>', text)
    row = text[text.index('class="list stack places"') :]
    assert "Bergen" in row and "60.4° N" in row and "Vestland, Norway" in row
    assert "Cressy" in row and "not known" in row, "what is not known is told, and not drawn"
    land = desk.http.get("/static/land.svg")
    assert land.headers["content-type"].startswith("image/svg+xml")
    assert land.headers["cache-control"] == "no-cache"
