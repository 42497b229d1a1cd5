"""The terminal view: what it shows, in which order, and that it stays within its columns."""

import io
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console

from dragoman.serve.terminal import show
from dragoman.spans import Span, Text
from dragoman.types import Reading


def shown(reading: Reading, width: int = 80, *, color: bool = False) -> str:
    out = io.StringIO()
    show(reading, Console(file=out, width=width, color_system="standard" if color else None))
    return out.getvalue()


def test_meetings_come_first_and_all_kinds_are_told(reading: Reading) -> None:
    heads = [line for line in shown(reading).splitlines() if line.isupper() and line[0] != " "]
    assert heads == [
        "MEETINGS", "CONDITIONS", "TASKS", "STATEMENTS", "EVENTS", "ACTORS", "TIMES",
    ]  # fmt: skip


def test_the_board_tells_both_sides_and_the_contradiction(reading: Reading) -> None:
    lines = shown(reading, 120).splitlines()
    title = next(line for line in lines if " m1 " in line)
    assert "CONTESTED" in title
    board = lines[lines.index(title) + 1 : lines.index("CONDITIONS")]
    assert [line.strip() for line in board if line.strip()] == [
        "● Norway: cancelled · Anna Vell · 12 May 2031",
        "› had been “called off”",
        "● Tomas Reck: date not set (not cancelled), hedged · by 14 May 2031",
        "› no date had been set",
    ]


def test_a_replaced_claim_is_marked_without_colour(reading: Reading) -> None:
    meeting = reading.meetings[0]
    first, second = meeting.states
    states = (first, replace(second, side="NOR"))
    again = replace(reading, meetings=(replace(meeting, states=states),))
    printed = shown(again, 120)
    assert "○ Norway: cancelled" in printed
    assert "CONTESTED" not in printed


@pytest.mark.parametrize("width", [60, 80, 100, 120, 200])
def test_lines_stay_within_their_columns(reading: Reading, width: int) -> None:
    lines = shown(reading, width).splitlines()
    assert max(map(cell_len, lines)) <= min(width, 120)
    assert all(line == line.rstrip() for line in lines)


def test_every_statement_shows_its_words(reading: Reading) -> None:
    printed = " ".join(shown(reading).split())
    for statement in reading.statements:
        for span in statement.content:
            assert f"› {reading.article.text[span]}" in printed


def test_colours_only_when_asked_for(reading: Reading) -> None:
    assert "\x1b" not in shown(reading)
    assert "\x1b[" in shown(reading, color=True)


def test_a_report_cannot_command_the_terminal(reading: Reading) -> None:
    text = Text("\x1b[2J\x07" + reading.article.text.content)
    condition = replace(reading.conditions[0], span=Span(0, 20))
    article = replace(reading.article, text=text, title="\x1b]0;owned\x07")
    hostile = replace(reading, article=article, conditions=(condition,))
    assert "\x1b" not in shown(hostile)
    assert "\x07" not in shown(hostile)


def test_an_empty_reading_says_so(bare: Reading) -> None:
    assert shown(bare).splitlines() == [
        "Untitled report", "no date of publication", "", "Nothing found in this report.",
    ]  # fmt: skip
