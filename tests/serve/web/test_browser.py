"""The desk in the system's Chromium: pages at two widths, the walk, keys, replay, no JavaScript."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from dragoman.serve.record_correct import Held  # noqa: E402
from dragoman.serve.web.judging import judge  # noqa: E402
from tests.serve.web.conftest import SUMMIT, Reader, dragoman, reader  # noqa: E402
from tests.serve.web.server import Server, serving  # noqa: E402

CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on this machine: set CHROMIUM to its path"
)

AXE = Path(__file__).with_name("vendor") / "axe.min.js"
WIDTHS = (1440, 390)
REFLOW = 320
"""Pixels of a window of 1280 at 400 %, on which no page may be wider (WCAG 1.4.10)."""
SEEN = [("light", 1440), ("dark", 390)]
PAGES = {
    "processes": "/", "process": f"/processes/{SUMMIT}",
    "all of it": f"/processes/{SUMMIT}?all=1", "a day": f"/processes/{SUMMIT}?at=2031-06-05",
    "cell": f"/processes/{SUMMIT}?meeting={SUMMIT}&side=URY#words",
    "contradictions": "/contradictions", "statements": "/statements", "events": "/events",
    "meetings": "/meetings", "states": "/states", "conditions": "/conditions", "tasks": "/tasks",
    "reports": "/reports?words=summit", "report": "/reports/beae6d79ec2b8ca8?entry=m1.1#words",
    "actors": "/actors", "actor": "/actors/1", "side": "/sides/ISL", "review": "/review",
    "judged": "/review/judged", "memos": "/memo", "memo": "/memo/1", "watch": "/watch",
    "digest": "/digest?since=2031-06-10", "older reading": "/reports/beae6d79ec2b8ca8?reading=1",
    "login": "/login",
    "nothing": "/statements?by=Nobody", "no page": "/nowhere",
}  # fmt: skip


MAPPED = """\
Norway and Peru Prepare Talks in Geneva

LIMA, 20 June 2031 (Harbour Gazette) – Norway and Peru will hold talks in Geneva on 2 July, Peru's \
foreign minister Tomas Reck said on Friday. Norwegian police seized a Peruvian trawler in Bergen \
on Thursday, and protesters attacked the Norwegian consulate in Arequipa.
"""


@pytest.fixture(scope="module")
def server(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo record with something in its memo, its watches and its judgements."""
    folder = tmp_path_factory.mktemp("browser")
    kept = Path(shutil.copy(made, folder / "kept.db"))
    with reader(kept) as http:
        desk = Reader(http, kept)
        desk.post("/collect", id=desk.json("/statements.json")[0]["id"])
        desk.post("/memo/1/note", note="For the morning")
        desk.post("/watch", kind="process", asked=SUMMIT)
        desk.post("/watch", kind="statements", asked="by=URY&words=summit")
        desk.post("/review/accept", id=desk.json("/review.json")[0]["id"])
        entry = next(row for row in desk.json("/review.json") if row["kind"] == "state")
        inner = http.app.app.state.desk
        for author, state in (("lea", "possible"), ("mo", "postponed")):
            judge(inner, entry["report"], Held(entry["entry"], (f"state={state}",)), author, "")
    with serving(kept, folder) as running:
        yield running


@pytest.fixture(scope="module")
def mapped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    """A server, and the address of a process that is told of at known places."""
    folder = tmp_path_factory.mktemp("mapped")
    text, path = folder / "talks.txt", folder / "talks.db"
    text.write_text(MAPPED, encoding="utf-8")
    dragoman("init", "-r", str(path))
    dragoman("add", "-r", str(path), str(text))
    with reader(path) as http:
        found = re.search(r'href="(/processes/[^"]+)"', http.get("/").text)
    assert found
    with serving(path, folder) as running:
        yield running, found[1]


@pytest.fixture
def fresh(made: Path, tmp_path: Path) -> Iterator[Server]:
    """A server whose record a test may change."""
    with serving(made, tmp_path) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator["playwright.Browser"]:
    with playwright.sync_playwright() as running:
        found = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


class Window:
    """A page that remembers what went wrong in it."""

    def __init__(self, browser: "playwright.Browser", width: int = 1440, **how: object) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 900}, **how)
        self.page = self.context.new_page()
        self.wrong: list[str] = []
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", self._said)
        self.page.on("request", self._asked)
        self.page.set_default_timeout(30_000)

    def _said(self, told: "playwright.ConsoleMessage") -> None:
        if told.type in ("error", "warning") and "404" not in told.text:
            self.wrong.append(told.text)

    def _asked(self, request: "playwright.Request") -> None:
        if not request.url.startswith("http://127.0.0.1"):
            self.wrong.append(f"asks the world: {request.url}")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [*WIDTHS, REFLOW])
def test_a_page_stands(
    browser: "playwright.Browser", server: Server, name: str, width: int
) -> None:
    window = Window(browser, width)
    window.page.goto(server.url + PAGES[name])
    assert window.page.locator("h1").count() == 1
    wide = window.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{wide} pixels too wide"
    assert window.wrong == []
    window.context.close()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("scheme", "width"), SEEN)
def test_axe_finds_nothing_serious(
    browser: "playwright.Browser", server: Server, name: str, scheme: str, width: int
) -> None:
    assert serious(browser, server.url + PAGES[name], scheme, width) == []


def serious(
    browser: "playwright.Browser", url: str, scheme: str, width: int
) -> list[tuple[str, str, str]]:
    """What axe finds that is serious or critical, or a landmark named like another."""
    # The page's policy keeps axe out as it keeps every other script out.
    window = Window(browser, width, bypass_csp=True, color_scheme=scheme)
    window.page.goto(url)
    window.page.add_script_tag(content=AXE.read_text(encoding="utf-8"))
    found = window.page.evaluate(
        "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',"
        " 'best-practice']})"
    )
    window.context.close()
    return [
        (one["id"], one["nodes"][0]["html"][:160], one["nodes"][0]["failureSummary"][:200])
        for one in found["violations"]
        if one["impact"] in ("serious", "critical") or one["id"] == "landmark-unique"
    ]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_map_is_drawn(
    browser: "playwright.Browser", mapped: tuple[Server, str], width: int
) -> None:
    server, path = mapped
    window = Window(browser, width, java_script_enabled=False)
    asked: list[str] = []
    window.page.on("response", lambda one: asked.append(f"{one.status} {one.url}"))
    window.page.goto(server.url + path)
    region = window.page.locator("section[aria-labelledby=h-places]")
    assert "Geneva" in (region.locator("svg.map").text_content() or "")
    assert "Switzerland" in region.locator("table").inner_text()
    land = region.locator("svg.map use.land").first.bounding_box()
    drawn = region.locator("svg.map").bounding_box()
    assert land and drawn and land["width"] > drawn["width"], "the coasts have come"
    assert f"200 {server.url}/static/land.svg" in asked
    wide = window.page.locator("html").bounding_box()
    assert wide and wide["width"] <= width
    assert window.wrong == []
    window.context.close()


@pytest.mark.parametrize(("scheme", "width"), SEEN)
def test_axe_finds_nothing_serious_on_a_map(
    browser: "playwright.Browser", mapped: tuple[Server, str], scheme: str, width: int
) -> None:
    server, path = mapped
    assert serious(browser, server.url + path, scheme, width) == []


def test_the_walk(browser: "playwright.Browser", fresh: Server) -> None:
    """Process → contested cell → both quotes → report → correct → board changes → undo."""
    window = Window(browser)
    page = window.page
    page.goto(fresh.url)
    page.get_by_role("link", name=re.compile("Iceland–Uruguay summit")).click()
    page.locator("a.cell.is-off").click()
    words = page.locator("#words")
    assert "that the summit remained cancelled" in words.inner_text()
    assert "that the summit could be held in July" in words.inner_text()
    page.locator(".voice.asked").get_by_role("link", name="correct").first.click()
    assert page.locator(".text .on").first.is_visible()
    form = page.locator("tr.on details form.correct")
    form.get_by_label("state").select_option("possible")
    form.get_by_label("why").fill("the speaker said otherwise")
    form.get_by_role("button", name="Keep").click()
    assert "is kept" in page.get_by_role("status").inner_text()
    page.get_by_role("link", name=re.compile("Iceland–Uruguay summit")).first.click()
    assert page.locator("a.cell.is-off").count() == 0
    page.go_back()
    page.get_by_role("button", name="Undo it").click()
    page.get_by_role("link", name=re.compile("Iceland–Uruguay summit")).first.click()
    assert page.locator("a.cell.is-off").count() == 1
    assert window.wrong == []


def test_ten_items_are_reviewed_by_keys_alone(browser: "playwright.Browser", fresh: Server) -> None:
    window = Window(browser)
    page = window.page
    page.goto(fresh.url + "/review")
    seen = []
    for key in "aajkarajaaa":
        seen.append(page.locator("input[name=id]").input_value())
        left = page.locator("#live").inner_text()
        page.keyboard.press(key)
        playwright.expect(page.locator("#live")).not_to_have_text(left)
    page.keyboard.press("e")
    assert page.evaluate("document.activeElement.tagName") in ("SELECT", "INPUT")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("#keys").evaluate("one => one.open")
    assert page.get_by_text("accept: it is as read").is_visible()
    box = page.locator("#keys").bounding_box()
    assert box and box["y"] >= 0 and box["y"] + box["height"] <= 901
    page.keyboard.press("u")
    page.get_by_role("status").get_by_text("holds no longer").wait_for()
    assert len(set(seen)) >= 8
    page.goto(fresh.url + "/review/judged")
    kept = page.locator("table tbody tr").count()
    assert kept == 9, "seven accepted, one refused, one undone"
    assert window.wrong == []


def test_a_field_is_changed_and_kept_by_keys(browser: "playwright.Browser", fresh: Server) -> None:
    """Enter on a choice keeps it and opens no list, in which later keys would choose unseen."""
    window = Window(browser)
    page = window.page
    page.goto(fresh.url + "/review")
    while not page.locator("#edit select").count():
        page.keyboard.press("j")
    page.keyboard.press("e")
    assert page.evaluate("document.activeElement.tagName") == "SELECT"
    page.keyboard.press("ArrowDown")
    chosen = page.evaluate("document.activeElement.value")
    page.keyboard.press("Enter")
    page.get_by_role("status").get_by_text("is kept").wait_for()
    (row,) = page.request.get(fresh.url + "/review/judged.json").json()
    assert row["held"].endswith(f"={chosen}")
    page.keyboard.press("e")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    assert window.wrong == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_words_stay_in_view_beside_what_is_held_of_them(
    browser: "playwright.Browser", fresh: Server, width: int
) -> None:
    """Every field has its turn of the focus, and neither covers the words nor is covered."""
    window = Window(browser, width)
    page = window.page
    page.goto(fresh.url + "/review")
    for number in range(4):
        if number:
            left = page.locator("#live").inner_text()
            page.keyboard.press("j")
            playwright.expect(page.locator("#live")).not_to_have_text(left)
        fields = page.locator("#now input:visible, #now select, #now button, #now a")
        for at in range(fields.count()):
            fields.nth(at).focus()
            page.wait_for_timeout(50)
            words = page.locator("#words").bounding_box()
            own = fields.nth(at).bounding_box()
            assert words and own
            assert words["y"] >= 0 and words["y"] + min(words["height"], 40) <= 900
            assert own["y"] >= 0 and own["y"] + own["height"] <= 900
            assert page.evaluate(
                "([x, y]) => document.activeElement.contains(document.elementFromPoint(x, y))",
                [own["x"] + own["width"] / 2, own["y"] + own["height"] / 2],
            )
    assert window.wrong == []


def test_lanes_go_into_the_address(browser: "playwright.Browser", server: Server) -> None:
    window = Window(browser)
    page = window.page
    page.goto(server.url + "/reports/beae6d79ec2b8ca8")
    page.locator("[data-lane=statements]").uncheck()
    assert page.url.endswith("?lanes=meetings+events")
    page.reload()
    assert not page.locator("[data-lane=statements]").is_checked()
    assert page.locator("[data-lane=events]").is_checked()
    assert window.wrong == []


def test_the_slider_replays_the_board(browser: "playwright.Browser", server: Server) -> None:
    window = Window(browser)
    page = window.page
    page.goto(server.url + f"/processes/{SUMMIT}")
    page.evaluate("window.kept = true")
    slider = page.locator("input[type=range]")
    slider.focus()
    page.keyboard.press("Home")
    assert slider.get_attribute("aria-valuetext") == "2 Jun 2031"
    page.get_by_text("As of 2 Jun 2031 ·").wait_for()
    assert "at=2031-06-02" in page.url
    assert page.locator("a.cell.is-off").count() == 0
    assert "As of 2 Jun 2031: 1 meeting, 0 contested" in page.locator("#live").inner_text()
    page.keyboard.press("ArrowRight")
    page.get_by_text("As of 5 Jun 2031 ·").wait_for()
    page.get_by_role("link", name=re.compile("→$")).first.click()
    page.get_by_text("As of 6 Jun 2031 ·").wait_for()
    page.go_back()
    page.get_by_text("As of 5 Jun 2031 ·").wait_for()
    assert "at=2031-06-05" in page.url and slider.input_value() == "1"
    page.locator(".chart.drawn canvas").wait_for()
    assert page.evaluate("window.kept"), "the page was never loaded anew"
    assert window.wrong == []


def test_a_filter_replaces_the_list_and_the_address(
    browser: "playwright.Browser", server: Server
) -> None:
    window = Window(browser)
    page = window.page
    page.goto(server.url + "/statements")
    page.evaluate("window.kept = true")
    live, rows = page.locator("#live"), page.locator(".row-entry")
    everything = rows.count()
    page.get_by_label("Speaker").fill("URY")
    page.keyboard.press("Enter")
    page.wait_for_url("**/statements?by=URY")
    live.get_by_text(re.compile(r"^(\d+) shown of \1$")).wait_for(state="attached")
    assert 0 < rows.count() < everything
    assert page.evaluate("document.activeElement.name") == "by"
    page.get_by_label("What").select_option("say")
    page.wait_for_url("**/statements?by=URY&label=say")
    page.go_back()
    page.wait_for_url("**/statements?by=URY")
    page.locator("select[name=label]").get_by_text("any").wait_for(state="attached")
    page.go_back()
    page.wait_for_url("**/statements")
    playwright.expect(rows).to_have_count(everything)
    assert page.evaluate("window.kept"), "the page was never loaded anew"
    assert window.wrong == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/sides/ISL", f"/processes/{SUMMIT}"])
def test_a_chart_is_drawn_over_the_picture(
    browser: "playwright.Browser", server: Server, path: str, scheme: str
) -> None:
    window = Window(browser, color_scheme=scheme)
    page = window.page
    answer = page.goto(server.url + path)
    assert answer and "unsafe" not in answer.headers["content-security-policy"]
    chart = page.locator(".chart.drawn").first
    chart.locator("canvas").wait_for()
    assert not chart.locator("svg").is_visible()
    ink = "c => new Set(c.getContext('2d').getImageData(0, 0, c.width, c.height).data).size"
    assert chart.locator("canvas").evaluate(ink) > 20, "there is something on it"
    chart.get_by_text("In numbers").click()
    assert chart.locator("table").is_visible()
    assert chart.get_by_role("img").get_attribute("aria-label")
    assert window.wrong == []


def test_a_node_leads_to_its_page_and_a_line_to_its_statements(
    browser: "playwright.Browser", server: Server
) -> None:
    window = Window(browser)
    page = window.page
    # A tap on the element itself: where on the screen the layout puts it is not the same each time.
    # Nothing is given back: the graph would be, and is too much for the browser now and then.
    tap = """([kind, url]) => { document.querySelector('.graph .canvas')._cyreg.cy
        .elements(kind).filter((e) => e.data('url').startsWith(url))[0].emit('tap'); }"""
    for kind, url, seen in (
        ("node", "/sides/URY", "Uruguay"),
        ("edge", "/statements", "reporters"),
    ):
        page.goto(server.url + f"/processes/{SUMMIT}")
        page.locator(".graph.drawn canvas").first.wait_for()
        page.evaluate(tap, [kind, url])
        page.wait_for_url(f"**{url}*")
        assert seen in page.inner_text("main") and page.locator(".row-entry").count()
    assert window.wrong == []


def test_every_line_of_the_network_leads_to_what_it_tells(server: Server) -> None:
    with reader(server.record) as http:
        text = http.get(f"/processes/{SUMMIT}").text
        table = text[text.index("h-net") : text.index("h-sources")]
        links = set(re.findall(r'<a href="([^"]+)"', table))
        assert {"/sides/ISL", "/sides/URY"} < links
        for link in links:
            answer = http.get(link.replace("&amp;", "&"))
            assert answer.status_code == 200, link
            assert "/statements" not in link or 'class="row-entry"' in answer.text, link


def test_hover_and_click_light_both_ways(browser: "playwright.Browser", server: Server) -> None:
    window = Window(browser)
    page = window.page
    page.goto(server.url + "/reports/beae6d79ec2b8ca8")
    page.locator("[data-id=s2]").hover()
    lit = page.locator(".text .on").all_inner_texts()
    assert "that Lind had agreed to the summit" in " ".join(" ".join(lit).split())
    page.locator(".text [data-of~=s1]").first.click()
    assert page.locator("[data-id].on").count() >= 1
    assert "entry=" in page.url
    page.get_by_label("Times").check()
    assert page.locator(".text .is-times.lane").count() > 0
    assert window.wrong == []


def test_a_memo_is_exported(browser: "playwright.Browser", fresh: Server, tmp_path: Path) -> None:
    window = Window(browser)
    page = window.page
    page.goto(fresh.url + "/statements")
    page.get_by_role("button", name="to memo").first.click()
    page.get_by_label("A note of one’s own").fill("For the morning")
    page.get_by_role("button", name="Add").click()
    for name, form in (("HTML", "html"), ("Markdown", "md"), ("DOCX", "docx")):
        with page.expect_download() as coming:
            page.get_by_role("link", name=name).click()
        file = tmp_path / f"memo.{form}"
        coming.value.save_as(file)
        assert file.stat().st_size > 300
    page.goto((tmp_path / "memo.html").as_uri())
    assert "For the morning" in page.inner_text("body")
    window.context.close()


def test_all_is_read_and_written_without_javascript(
    browser: "playwright.Browser", fresh: Server
) -> None:
    window = Window(browser, java_script_enabled=False)
    page = window.page
    for path in PAGES.values():
        page.goto(fresh.url + path)
        assert page.locator("h1").count() == 1
    page.goto(fresh.url + f"/processes/{SUMMIT}")
    assert not page.locator(".slider").is_visible() and page.locator("a[rel=prev]").is_visible()
    page.locator("a.cell.is-off").click()
    assert page.locator("#words").get_by_text("that the summit remained cancelled").is_visible()
    assert page.locator("svg.network").is_visible() and page.locator("svg.activity").is_visible()
    page.get_by_text("As a table").click()
    assert page.locator("section[aria-labelledby=h-net] table").is_visible()
    page.goto(fresh.url + "/sides/ISL")
    assert page.locator(".chart svg").first.is_visible()
    page.get_by_text("In numbers").first.click()
    assert page.locator(".chart table").first.is_visible()
    page.goto(fresh.url + "/review")
    page.get_by_role("button", name="It is as read").click()
    assert "is kept" in page.get_by_role("status").inner_text()
    page.get_by_role("button", name="undo it").click()
    assert "holds no longer" in page.get_by_role("status").inner_text()


def test_a_page_prints_without_its_tools(browser: "playwright.Browser", server: Server) -> None:
    window = Window(browser)
    window.page.goto(server.url + f"/processes/{SUMMIT}")
    window.page.emulate_media(media="print")
    assert not window.page.locator(".replay").is_visible()
    assert not window.page.locator(".top nav").is_visible()
    assert window.page.locator("table.board").is_visible()
    for path in (f"/processes/{SUMMIT}?meeting={SUMMIT}&side=URY", "/memo/1"):
        window.page.goto(server.url + path)
        told = window.page.locator("main").inner_text()
        for tool in ("correct", "to memo", "Keep an eye", "In numbers", "As a table", "export as"):
            assert tool.casefold() not in told.casefold(), tool
    boxes = window.page.locator("textarea:visible")
    assert all(box.input_value() for box in boxes.all()), "an empty box is printed"


def test_who_judges_is_told_when_the_desk_is_gone(
    browser: "playwright.Browser", fresh: Server
) -> None:
    """By sight, not only by a screen reader; and no more once it answers."""
    window = Window(browser)
    page = window.page
    page.goto(fresh.url + "/review")
    before = page.locator("#main").inner_text()
    page.route("**/review/**", lambda route: route.abort())
    page.keyboard.press("a")
    told = page.get_by_text("The desk does not answer")
    told.wait_for()
    box = told.bounding_box()
    assert box and box["height"] > 20 and box["y"] + box["height"] <= 900
    assert page.locator("#main").inner_text() == before
    page.unroute("**/review/**")
    page.keyboard.press("a")
    told.wait_for(state="detached")
    page.get_by_text("is kept").first.wait_for()
    window.context.close()
