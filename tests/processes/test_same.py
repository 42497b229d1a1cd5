"""Statements of two reports: which are one statement retold."""

from dragoman.processes.story import tell, whole
from tests.processes.desk import Meet, Say, report


def statements(first: str, second: str) -> int:
    reports = [
        report(f"r{at}", f"2031-05-0{at}", Meet(says=[Say("possible", "NOR", words)]))
        for at, words in enumerate((first, second), 1)
    ]
    return len(whole(tell(reports)).sayings)


def test_the_same_words_retold_are_one() -> None:
    told = "the harbour treaty with Chile will be signed before summer"
    assert statements(told, f"{told}, in spite of all") == 1


def test_common_names_alone_make_no_retelling() -> None:
    first = "Norway, Chile, Peru and Kenya share full records"
    second = "Norway, Chile, Peru and Kenya reject new tolls"
    assert statements(first, second) == 2
