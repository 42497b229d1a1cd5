"""Errors read "what: which: why", and each has a word of its own."""

import inspect

import pytest

from dragoman import errors
from dragoman.errors import DragomanError, ReadError

ALL = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, DragomanError)
]


@pytest.mark.parametrize("kind", ALL)
def test_an_error_tells_what_which_and_why(kind: type[DragomanError]) -> None:
    error = kind("report.txt", "for a reason")
    assert str(error) == f"{kind.what}: report.txt: for a reason"
    assert (error.which, error.why) == ("report.txt", "for a reason")


def test_no_two_errors_say_the_same() -> None:
    assert len({kind.what for kind in ALL}) == len(ALL)


def test_the_tree_at_the_top_of_the_file_is_the_tree_of_the_classes() -> None:
    drawn = (errors.__doc__ or "").split("\n\n")[1]
    names = [line.strip("│├└─ ").split()[0] for line in drawn.splitlines()]
    assert sorted(names) == sorted(kind.__name__ for kind in ALL)
    below = [line for line in drawn.splitlines() if line.strip().startswith("│   ")]
    assert len(below) == sum(issubclass(kind, ReadError) for kind in ALL) - 1
