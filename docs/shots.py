"""The desk's pages → pictures at 1,440 and 390 pixels, dark and as printed, in build/shots; three
of them into docs/.

    python -m docs.shots

The record is made of examples/ and of the corpus's reports: all of it is invented.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Literal, TypedDict

from playwright.sync_api import Page, sync_playwright

from corpus.fill import fill
from corpus.format import read
from tests.serve.web.server import serving


class Media(TypedDict, total=False):
    """What `Page.emulate_media` takes."""

    color_scheme: Literal["dark", "light"]
    media: Literal["print", "screen"]


SUMMIT = "beae6d79ec2b8ca8-m1"
PAGES = {
    "processes": "/", "process": f"/processes/{SUMMIT}?meeting={SUMMIT}&side=URY",
    "report": "/reports/22ee39e366c5fe37?entry=m1.1", "contradictions": "/contradictions",
    "statements": "/statements", "events": "/events", "reports": "/reports?words=summit",
    "actors": "/actors", "side": "/sides/ISL", "review": "/review", "watch": "/watch",
    "empty": "/statements?by=Nobody",
}  # fmt: skip
LOOKS: tuple[tuple[str, int, Media], ...] = (
    ("1440", 1440, {}), ("390", 390, {}),
    ("dark", 1440, {"color_scheme": "dark"}), ("print", 794, {"media": "print"}),
)  # fmt: skip
"""Name, width in pixels (794: A4), and what the page is told of its reader."""
IN_DOCS = ("processes", "process", "report")


def main() -> None:
    out = Path("build/shots")
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Path(temporary)
        (folder / "server").mkdir()
        with serving(record(folder), folder / "server") as server:
            chromium = shutil.which("chromium") or shutil.which("google-chrome")
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            for name, width, how in LOOKS:
                page = browser.new_page(viewport={"width": width, "height": 900})
                page.emulate_media(**how)
                for title, path in {**PAGES, "map": mapped(page, server.url)}.items():
                    page.goto(server.url + path)
                    page.evaluate("document.fonts.ready")
                    page.evaluate("scrollTo(0, 0)")
                    page.screenshot(path=out / f"{title}-{name}.png", full_page=True)
                    if name == "1440" and title in IN_DOCS:
                        page.screenshot(path=Path("docs") / f"desk-{title}.png")
            browser.close()


def mapped(page: Page, root: str) -> str:
    """The first process of the list that has a map."""
    page.goto(root)
    links = page.locator("table.list th a")
    paths = [str(link.get_attribute("href")) for link in links.all()]
    for path in paths:
        page.goto(root + path)
        if page.locator("svg.map").count():
            return path
    raise RuntimeError("no process of the record is told of at a known place")


def record(folder: Path) -> Path:
    """A record of all examples and of those reports of the corpus that are whole."""
    rows = []
    for file in sorted(Path("corpus/reports").rglob("*.txt")):
        entries, flaws = read(file)
        if not flaws:
            filled = [fill(entry) for entry in entries]
            rows += [
                {"title": one.title, "text": one.text, "published": one.entry.header["published"],
                 "source": one.entry.header["outlet"]}
                for one in filled
            ]  # fmt: skip
    table = folder / "reports.jsonl"
    table.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    made = folder / "made.db"
    for words in (["init"], ["add", "examples/summit", "examples/strait_talks.txt", str(table)]):
        command = [sys.executable, "-m", "dragoman.serve.cli", *words, "-r", str(made)]
        subprocess.run(command, check=True, capture_output=True)
    return made


if __name__ == "__main__":
    main()
