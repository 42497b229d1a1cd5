"""The people who read the golden reports and `contested` agree on which meetings are contested."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from dragoman.meaning.standing import contested
from dragoman.ontology import DateHow, Grain, MeetingState
from dragoman.spans import Span
from dragoman.types import UNDATED, Interval, StateClaim, When

GOLDEN = Path(__file__).parents[2] / "evals" / "golden"
MEETINGS = [
    pytest.param(path, meeting, id=f"{path.stem} {meeting['id']}")
    for path in sorted(GOLDEN.glob("*.json"))
    for meeting in json.loads(path.read_text(encoding="utf-8"))["meetings"]
    if "contested" in meeting
]


def when(told: Any) -> When:
    if told is None:
        return UNDATED
    first, end = told if isinstance(told, list) else (told[:10], None)
    start = date.fromisoformat(first)
    stop = date.fromisoformat(end) if end else start + timedelta(1)
    return When(DateHow.STATED, Interval(start, stop, Grain.DAY))


def plain(text: str) -> str:
    return " ".join(text.translate(str.maketrans("“”‘’", "\"\"''")).split())


@pytest.mark.parametrize(("path", "meeting"), MEETINGS)
def test_contested(path: Path, meeting: dict[str, Any]) -> None:
    text = plain(path.with_suffix(".txt").read_text(encoding="utf-8"))
    claims = []
    for told in meeting.get("states", ()):
        start = max(0, text.find(plain(told["anchor"])))
        side = told.get("side") or told["asserter"]
        state, date_told = MeetingState(told["state"]), when(told.get("date"))
        claims.append(StateClaim(state, side, side, Span(start, start + 5), date_told))
    assert contested(tuple(claims)) is meeting["contested"]
