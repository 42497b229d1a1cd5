"""A record and what is asked of it → the same answers, printed in the same forms, as of files."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol, TypeVar

from dragoman.processes.story import Story
from dragoman.processes.values import Process
from dragoman.serve.asked import Shape, View, print_story
from dragoman.serve.asked_views import Chosen
from dragoman.serve.record_options import query
from dragoman.serve.record_story import FEW, Asked, story_of
from dragoman.serve.reports import DONE, Look
from dragoman.serve.settings import Settings

LISTED = 20
"""Processes, those most told, whose statements and conditions are listed."""


def print_record(
    settings: Settings, view: View, chosen: Chosen, shape: Shape, look: Look, output: Path | None
) -> int:
    """The processes that are chosen, the newest reports' → exit code; on stderr how many more."""
    most = FEW if chosen.most is None else chosen.most
    asked = Asked(
        about=chosen.about, least=chosen.least, until=chosen.until, since=chosen.since,
        most=most, whole=view.whole or shape is Shape.JSON,
    )  # fmt: skip
    with query(settings) as opened:
        answer = story_of(opened, settings, asked)
        since = answer.since.isoformat() if answer.since else None
        left = {"left_out": {"reports": answer.left, "before": since}}
        print_story(answer.story, view, shape, look, output, left)
    told = len(answer.story.processes)
    if answer.there > told >= most and not chosen.about and view.rows is None:
        print(f"{told} of some {answer.there} processes; more with --limit", file=sys.stderr)
    if answer.left:
        print(f"{answer.left} older reports of these are left out", file=sys.stderr)
    if answer.since:
        print(f"meetings told before {since} are left out; ask for them with an earlier day, "
              "as `board --at` does", file=sys.stderr)  # fmt: skip
    return DONE


def together(story: Story) -> Process:
    """All processes as one: what is told in two of them is told once."""
    found = story.processes
    reports = {report.id: report for process in found for report in process.reports}
    return Process(
        ref="", name="All processes",
        sides=tuple(dict.fromkeys(side for process in found for side in process.sides)),
        reports=tuple(sorted(reports.values(), key=lambda report: (report.day, report.id))),
        meetings=_once(one.meetings for one in found), acts=_once(one.acts for one in found),
        demands=_once(one.demands for one in found), charges=_once(one.charges for one in found),
        sayings=_once(one.sayings for one in found),
        names=tuple(sorted({key: name for one in found for key, name in one.names}.items())),
        judgements=(),
    )  # fmt: skip


class _Told(Protocol):
    @property
    def ref(self) -> str: ...


T = TypeVar("T", bound=_Told)


def _once(parts: Iterable[tuple[T, ...]]) -> tuple[T, ...]:
    found: dict[str, T] = {}
    for part in parts:
        for one in part:
            found.setdefault(one.ref, one)
    return tuple(found.values())
