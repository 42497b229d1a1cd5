"""One sentence at least for each of the 32 families of time expressions, as the network parses it.

The families are those of the list that the project was planned with; told on Wednesday, 14 May
2031, in ISO week 20.
"""

import pytest

from tests.meaning.test_times_read import values

FAMILIES = [
    (1, "bare weekday", "The envoys met on Monday.", "2031-05-12"),
    (2, "weekday ahead", "The envoys are due to meet on Monday.", "2031-05-19"),
    (2, "weekday ahead", "She said on Friday that they would meet.", "2031-05-09"),
    (3, "weekday that owns", "Monday's raid was condemned.", "2031-05-12"),
    (3, "weekday that owns", "They prepare for Monday's planned summit.", "2031-05-19"),
    (4, "last, this, next", "They met last Friday and will meet next Friday.",
     "2031-05-09 2031-05-16"),
    (5, "weekday with its date", "She left on Friday, 9 May.", "2031-05-09"),
    (6, "day of a month", "They will meet on June 3.", "2031-06-03"),
    (6, "day of a month", "They met on December 12.", "2030-12-12"),
    (6, "day of a month", "The ban lapses on the first of June.", "2031-06-01"),
    (7, "full date", "The pact of 9 May 2029 holds, she wrote on 2031-05-12.",
     "2029-05-09 2031-05-12"),
    (8, "month", "They met in August and will meet in December.", "2030-08 2031-12"),
    (9, "year, decade, century", "The feud of 2014 began in the 1990s, or in the 19th century.",
     "2014 199 18"),
    (10, "deictic unit", "They met last week and will meet next year.", "2031-W19 2032"),
    (11, "part of one", "They met earlier this week.", "2031-W20"),
    (12, "part of a year", "It was signed in late March, at the end of the first quarter of 2029.",
     "2031-03 2029-Q1"),
    (12, "part of a year", "It was signed in Q2 2029.", "2029-Q2"),
    (12, "part of a month", "The vote is due on the last Sunday of June.", "2031-06-29"),
    (13, "season", "They will meet next spring.", "2032-SP"),
    (14, "weekend", "They met over the weekend.", "2031-W19-WE"),
    (15, "today", "They met yesterday and will meet tomorrow.", "2031-05-13 2031-05-15"),
    (16, "part of a day", "They met on Monday night.", "2031-05-12TNI"),
    (17, "clock", "They will speak at 10:00 GMT on Monday.", "2031-05-19T10:00Z"),
    (18, "ago", "The envoy left three months ago.", "2031-02"),
    (18, "ago", "The envoy left a year ago today.", "2030-05-14"),
    (18, "ago", "The envoy left a week ago Monday.", "2031-05-05"),
    (19, "in so long", "They will meet in two weeks.", "2031-W22"),
    (20, "past or next so many", "They met often over the past two years.", "P2Y"),
    (21, "length", "The talks lasted ten months.", "P10M"),
    (22, "length before a noun", "They agreed on a 72-hour truce.", "PT72H"),
    (23, "age of a state", "The three-and-a-half-year war goes on.", "P3.5Y"),
    (24, "set", "The board meets every Friday.", "XXXX-WXX-5"),
    (25, "vague", "The port is now shut.", "PRESENT_REF"),
    (26, "anaphoric", "They met on 3 May. They parted the following day.",
     "2031-05-03 2031-05-04"),
    (27, "range", "The talks will run from 26 to 28 May.", "2031-05-26 2031-05-28"),
    (27, "range", "The forum on 9-10 June was moved to 16-17 June.",
     "2031-06-09 2031-06-10 2031-06-16 2031-06-17"),
    (28, "named day", "They will sign before Christmas.", "2031-12-25"),
    (28, "named day", "They will sign after Orthodox Easter.", "2032-05-02"),
    (28, "named day", "The truce is to hold through Ramadan.", "XXXX-XX-XX"),
    (29, "fiscal", "Trade fell in the third quarter of fiscal 2029.", "2029-Q3"),
    (30, "dateline", "LIMA, May 12 (XYZ) - The envoys met here today.",
     "2031-05-12 2031-05-12"),
    (31, "term of office", "She was elected to a second term.", ""),
    (32, "trap", "Theresa May led a march on the 27-nation bloc with 2000 troops.", ""),
    (32, "trap", "The second envoy cited Resolution 1701 to the Group of 20.", ""),
]  # fmt: skip


@pytest.mark.parametrize(("number", "family", "sentence", "expected"), FAMILIES)
def test_a_family_is_read(number: int, family: str, sentence: str, expected: str) -> None:
    assert values(sentence) == expected, f"{number}: {family}"


def test_no_family_is_left_out() -> None:
    assert {number for number, *_ in FAMILIES} == set(range(1, 33))
