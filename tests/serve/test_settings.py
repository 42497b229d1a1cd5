"""Flag > environment > folder's file > user's file > default."""

from pathlib import Path

import pytest

from dragoman.errors import UsageError
from dragoman.serve.settings import Settings, load


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder and a home of its own."""
    for name in ("DRAGOMAN_RECORD", "DRAGOMAN_KEEP", "DRAGOMAN_AUTHOR", "DRAGOMAN_DELAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    (tmp_path / "home" / "dragoman").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_stands_first_wins(alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load() == Settings()
    (alone / "home/dragoman/config.toml").write_text('author = "home"\ndelay = 3\nkeep = "text"')
    assert (load().author, load().delay, load().keep) == ("home", 3.0, "text")
    (alone / "dragoman.toml").write_text('author = "folder"\nkeep = "spans"')
    monkeypatch.setenv("DRAGOMAN_KEEP", "page")
    assert (load().author, load().delay, load().keep) == ("folder", 3.0, "page")
    assert load(author="flag", keep=None).author == "flag"


def test_a_path_may_begin_at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAGOMAN_RECORD", "~/desk.db")
    assert load().record == Path.home() / "desk.db"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("colour = 1", "no such setting; there are record, keep"),
        ("delay = 'long'", "is no float"),
        ("delay = -5", "is not of 0 to 86,400 seconds"),
        ("delay = true", "is not of 0 to"),
        ("patience = nan", "is not of 0 to"),
        ("patience = 1e400", "is not of 0 to"),
        ("keep = 'all'", "there are page, text, spans"),
        ("keep =", "no settings can be read from it"),
    ],
)
def test_a_setting_that_makes_no_sense_is_told(alone: Path, content: str, why: str) -> None:
    (alone / "dragoman.toml").write_text(content)
    with pytest.raises(UsageError, match=why):
        load()
