"""The desk in the system's Chromium: pages at two widths, the walk, keys, replay, no JavaScript."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from tests.serve.web.conftest import SUMMIT  # noqa: E402
from tests.serve.web.server import Server, serving  # noqa: E402

CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on this machine: set CHROMIUM to its path"
)

AXE = Path(__file__).with_name("vendor") / "axe.min.js"
WIDTHS = (1440, 390)
PAGES = {
    "processes": "/", "process": f"/processes/{SUMMIT}",
    "cell": f"/processes/{SUMMIT}?meeting={SUMMIT}&side=URY#words",
    "contradictions": "/contradictions", "statements": "/statements", "events": "/events",
    "reports": "/reports?words=summit", "report": "/reports/beae6d79ec2b8ca8?entry=m1.1#words",
    "actors": "/actors", "actor": "/actors/1", "side": "/sides/ISL", "review": "/review",
    "judged": "/review/judged", "memos": "/memo", "watch": "/watch", "digest": "/digest",
    "nothing": "/statements?by=Nobody", "no page": "/nowhere",
}  # fmt: skip


@pytest.fixture(scope="module")
def server(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(made, tmp_path_factory.mktemp("browser")) as running:
        yield running


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
        self.page.set_default_timeout(15_000)

    def _said(self, told: "playwright.ConsoleMessage") -> None:
        if told.type in ("error", "warning") and "404" not in told.text:
            self.wrong.append(told.text)

    def _asked(self, request: "playwright.Request") -> None:
        if not request.url.startswith("http://127.0.0.1"):
            self.wrong.append(f"asks the world: {request.url}")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", WIDTHS)
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
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(
    browser: "playwright.Browser", server: Server, name: str, scheme: str
) -> None:
    # The page's policy keeps axe out as it keeps every other script out.
    window = Window(browser, bypass_csp=True, color_scheme=scheme)
    window.page.goto(server.url + PAGES[name])
    window.page.add_script_tag(content=AXE.read_text(encoding="utf-8"))
    found = window.page.evaluate(
        "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
    )
    serious = [
        (one["id"], one["nodes"][0]["html"][:160], one["nodes"][0]["failureSummary"][:200])
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]
    assert serious == []
    window.context.close()


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
        with page.expect_navigation():
            page.keyboard.press(key)
    page.keyboard.press("e")
    assert page.evaluate("document.activeElement.tagName") in ("SELECT", "INPUT")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("#keys").evaluate("one => one.open")
    with page.expect_navigation():
        page.keyboard.press("u")
    assert "holds no longer" in page.get_by_role("status").inner_text()
    assert len(set(seen)) >= 8
    page.goto(fresh.url + "/review/judged")
    kept = page.locator("table tbody tr").count()
    assert kept == 9, "seven accepted, one refused, one undone"
    assert window.wrong == []


def test_the_slider_replays_the_board(browser: "playwright.Browser", server: Server) -> None:
    window = Window(browser)
    page = window.page
    page.goto(server.url + f"/processes/{SUMMIT}")
    slider = page.locator("input[type=range]")
    with page.expect_navigation():
        slider.evaluate(
            "s => { s.value = 0; s.dispatchEvent(new Event('input'));"
            " s.dispatchEvent(new Event('change')); }"
        )
    assert "at=2031-06-02" in page.url
    assert "As of 2 Jun 2031" in page.inner_text("main")
    assert page.locator("a.cell.is-off").count() == 0
    page.get_by_role("link", name=re.compile("→$")).first.click()
    assert "at=2031-06-05" in page.url
    assert window.wrong == []


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
    page.locator("a.cell.is-off").click()
    assert page.locator("#words").get_by_text("that the summit remained cancelled").is_visible()
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
