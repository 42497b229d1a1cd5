"""Who charged whom with what."""

from tests.meaning.read_meetings import read

LEAD = "Peruvian President Marta Olguin arrived. "


def test_an_order_to_an_officer() -> None:
    found = read(LEAD + "Olguin instructed Foreign Minister Ana Rey to prepare the talks.")
    (task,) = found.tasks
    assert {found.name(id) for id in task.charged_by} == {"Marta Olguin"}
    assert {found.name(id) for id in task.charged} == {"Ana Rey"}
    assert "prepare the talks" in found.tree.text[task.span]
    assert found.name(task.asserter) == "outlet"


def test_in_charge_of() -> None:
    found = read(LEAD + "Olguin put Foreign Minister Ana Rey in charge of the talks.")
    assert "in charge of the talks" in found.tree.text[found.tasks[0].span]


def test_names_in_apposition_are_charged() -> None:
    charged = "Olguin asked her chief negotiators, Ana Rey and Luis Soto, to draft a text."
    found = read(LEAD + charged)
    assert {found.name(id) for id in found.tasks[0].charged} == {"Ana Rey", "Luis Soto"}


def test_a_request_to_another_state_is_no_task() -> None:
    assert read("Peru asked Chile to open the border.").tasks == ()


def test_what_was_not_charged_is_no_task() -> None:
    assert read(LEAD + "Olguin did not instruct Ana Rey to prepare the talks.").tasks == ()
