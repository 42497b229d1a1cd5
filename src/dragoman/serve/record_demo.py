"""The reports that come with dragoman → a record of them, to try its commands on."""

from pathlib import Path

from dragoman.errors import UsageError
from dragoman.record import schema
from dragoman.serve.record_add import Tally, add
from dragoman.serve.record_inputs import arrivals, manners
from dragoman.serve.record_options import store, tell
from dragoman.serve.settings import Settings

TRY = ("board", "board --at 2031-09-08", "changes --since 2031-09-08", "said --by MLT",
       "meeting --about fourth", "conditions --status met", "search ship", "review")  # fmt: skip
"""What the record answers."""


def reports() -> Path:
    """The folder of the reports: within the package, or beside it where it is developed."""
    inside = Path(__file__).with_name("examples")
    return inside if inside.is_dir() else Path(__file__).parents[3] / "examples"


def demo(settings: Settings) -> Tally:
    """Make the record where none is, and read the reports that it has not; both may be repeated."""
    folder = reports()
    if not folder.is_dir():
        raise UsageError(str(folder), "the reports of the demo are not there")
    schema.create(settings.record, tell=tell).close()
    tally = Tally()
    found = [str(path) for path in sorted(folder.rglob("*.txt"))]
    arrived = arrivals(found, {}, None, manners(settings, False, robots=False))
    with store(settings) as kept:
        add(kept, arrived, settings.keep, tally, lambda: None)
    return tally
