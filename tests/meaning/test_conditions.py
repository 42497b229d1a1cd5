"""What a side wants first: its words, who sets it, and for which meeting."""

import pytest

from tests.meaning.read_meetings import Read, read


def conditions(found: Read) -> list[tuple[str, str, bool]]:
    return [
        (found.name(c.set_by), found.tree.text[c.span], c.target is not None)
        for c in found.conditions
    ]


CASES = [
    (
        "Peruvian Foreign Minister Ana Rey said Peru would hold talks with Chile if the patrols "
        "end.",
        ("Ana Rey", "the patrols end", True),
    ),
    (
        "Ana Rey, Peru’s foreign minister, said she would not meet her Chilean counterpart, "
        "Luis Soto, until the patrols end.",
        ("Ana Rey", "the patrols end", True),
    ),
    (
        "Ana Rey, Peru’s foreign minister, said the embargo could be eased once the mine reopens.",
        ("Ana Rey", "the mine reopens", False),
    ),
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_condition(text: str, wanted: tuple[str, str, bool]) -> None:
    ((setter, words, targeted),) = conditions(read(text))
    assert (setter, targeted) == (wanted[0], wanted[2])
    assert wanted[1] in words


def test_what_must_come_first() -> None:
    found = read(
        "Ana Rey, Peru’s foreign minister, said the drilling must stop before any summit "
        "with Chile can be held."
    )
    assert [words for _, words, _ in conditions(found)] == ["the drilling must stop"]


def test_who_insists_sets_it_whoever_tells_so() -> None:
    found = read(
        "Two people familiar with the talks between Peru and Chile said Chile insists that Peru "
        "lift its tariff on soy before any visit. The talks would be held in May."
    )
    assert [setter for setter, _, _ in conditions(found)] == ["Chile"]


def test_a_threat_is_no_condition() -> None:
    found = read("Ana Rey warned that Peru would respond if its ships were attacked.")
    assert found.conditions == ()


def test_a_question_is_no_condition() -> None:
    assert read("Reporters asked Ana Rey if the patrols would end.").conditions == ()


def test_even_if_is_no_condition() -> None:
    found = read("Ana Rey said Peru would hold talks with Chile even if it rains.")
    assert found.conditions == ()
