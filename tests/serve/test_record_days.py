"""A report's own fields are corrected, and one can go back to the readings of earlier weights."""

import shutil
from collections import Counter
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from dragoman.language import network, tag
from dragoman.language.network import Network
from tests.serve.test_record_cli import TALKS, Desk
from tests.serve.test_record_cli import desk as desk

OTHER_HEADS = 6
"""How far the other reader's matrices are from the shipped ones, by standard deviations."""
UNDATED = TALKS.replace("LIMA, 14 May 2031 – ", "")


@pytest.fixture
def undated(desk: Desk) -> str:
    """The id of a report without a day."""
    (desk.folder / "in/talks.txt").write_text(UNDATED, encoding="utf-8")
    desk.run("add", "in/talks.txt")
    assert desk.told == "1 read (1 without a date)\n"
    return str(desk.json("search", "Lima")[0]["id"])


def first_said(desk: Desk, id: str) -> str | None:
    return desk.json("show", id)["statements"][0]["when"]["interval"]


def test_a_report_is_given_its_day(desk: Desk, undated: str) -> None:
    desk.run("add", "in/talks.txt", "--published", "2031-05-14")
    assert f"known without a day; `dragoman correct {undated} published=2031-05-14`" in desk.told
    assert first_said(desk, undated) is None
    desk.run("correct", undated, "published=2031-05-14", "source=Lakeland Courier")
    assert first_said(desk, undated)["start"] == "2031-05-12"  # type: ignore[index]
    (found,) = desk.json("search", "Lima")
    assert (found["day"], found["source"]) == ("2031-05-14", "Lakeland Courier")
    assert [row["state"] for row in desk.json("corrections")] == ["applied", "applied"]
    desk.run("add", "in/talks.txt", "--published", "2031-05-14")
    assert desk.told == "0 read, 1 known already\n"
    desk.run("check")


def test_a_day_that_was_wrong_is_undone(desk: Desk, undated: str) -> None:
    desk.run("correct", undated, "published=2031-05-21")
    assert first_said(desk, undated)["start"] == "2031-05-19"  # type: ignore[index]
    desk.run("undo", "1")
    assert first_said(desk, undated) is None
    assert desk.json("search", "Lima")[0]["day"] is None
    desk.run("check")
    desk.run("reread")
    assert desk.told == "0 read: nothing is read otherwise\n"


def test_a_day_or_field_that_cannot_be_is_refused(desk: Desk, undated: str) -> None:
    desk.run("correct", undated, "published=soon", code=2)
    desk.run("correct", undated, "published=9999-01-01", code=2)
    desk.run("correct", undated, "text=other", code=2)
    assert "there are published, source, title" in desk.told
    assert desk.json("corrections") == []


def test_a_title_is_corrected_and_found(desk: Desk, undated: str) -> None:
    desk.run("correct", undated, "title=Harbour Compact")
    assert desk.json("search", "Compact")[0]["title"] == "Harbour Compact"
    desk.run("check")


def test_one_goes_back_to_earlier_weights(
    desk: Desk, undated: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dragoman import pipeline
    from dragoman.language.tag import weights_digest

    own = weights_digest()
    for module in (tag, pipeline):
        monkeypatch.setattr(module, "weights_digest", lambda: "f" * 16)
    desk.run("reread")
    assert desk.told.startswith("1 read")
    for module in (tag, pipeline):
        monkeypatch.setattr(module, "weights_digest", lambda: own)
    # No report is read again: its reading of these weights is there.
    monkeypatch.setattr(pipeline, "read_articles", None)
    desk.run("reread")
    assert desk.told.startswith("1 read")
    assert desk.json("show", undated)["made_by"]["weights"] == own
    desk.run("reread")
    assert desk.told.startswith("0 read")
    desk.run("check")


def test_corrections_outlast_a_reader_that_reads_otherwise(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Entries vanish and others come: what still stands on its words holds, what does not is told,
    nothing moves, and with the reader of before all of it holds again.
    """
    desk.run("demo")
    monkeypatch.setenv("DRAGOMAN_RECORD", "demo.db")
    held = set()
    for row in desk.json("said", "-n", "100"):
        desk.run("correct", row["article"], row["id"], "channel=letter")
        held.add((row["article"], row["words"]))
    monkeypatch.setattr(Network, "load", partial(Network, other_weights(tmp_path / "other")))
    desk.run("reread", "--diff")
    assert "statements gone" in desk.told
    rows = desk.json("corrections")
    states = Counter(row["state"] for row in rows)
    assert states.keys() == {"applied", "orphan"} and min(states.values()) > 3
    assert all(row["why"] for row in rows if row["state"] == "orphan")
    letters = desk.json("said", "--channel", "letter", "-n", "100")
    assert len(letters) == states["applied"], "none was moved to another entry"
    assert desk.run("check").count("orphan: correction") == states["orphan"]
    desk.run("export", "gold", "--form", "gold")
    kept = {row["article"] for row in rows if row["state"] == "applied"}
    lost = {row["article"] for row in rows} - kept
    assert f"{len(kept)} of {len(kept | lost)} corrected reports" in desk.told
    assert f"orphans among the corrections: {states['orphan']}\n" in desk.told
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    desk.run("reread", "-r", "demo.db")
    rows = desk.json("corrections", "-r", "demo.db")
    assert {row["state"] for row in rows} == {"applied"}
    again = desk.json("said", "--channel", "letter", "-n", "100", "-r", "demo.db")
    assert {(row["article"], row["words"]) for row in again} == held


def other_weights(folder: Path) -> Path:
    """The shipped weights with noise in their heads."""
    shutil.copytree(Path(network.__file__).with_name("weights"), folder)
    draw = np.random.default_rng(7)
    with np.load(folder / "heads.npz") as heads:
        noisy = {
            name: heads[name] + draw.normal(0, OTHER_HEADS * heads[name].std(), heads[name].shape)
            for name in heads.files
        }
    np.savez(folder / "heads.npz", **noisy)
    return folder
