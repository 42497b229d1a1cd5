"""Who charged whom with what: from hand-made parses and hand-made actors."""

import pytest

from dragoman.meaning.cast import Cast
from dragoman.meaning.tasks import find_tasks
from dragoman.ontology import Act, ActorKind, Channel, Form, MeetingKind, MentionKind, Polarity
from dragoman.spans import Span
from dragoman.types import OUTLET, Actor, Meeting, Mention, Statement, Task
from tests.meaning.trees import tree_of

TOLD = """
Vell PROPN 2 nsubj
instructed/instruct/VBD VERB 0 root
Orrin PROPN 2 obj
to PART 5 mark
prepare VERB 2 xcomp
the DET 7 det
talks NOUN 5 obj
. PUNCT 2 punct
"""
PASSIVE = """
Orrin PROPN 3 nsubj:pass
was AUX 3 aux:pass
instructed/instruct/VBN VERB 0 root
by ADP 5 case
Vell PROPN 3 obl:agent
to PART 7 mark
prepare VERB 3 xcomp
talks NOUN 7 obj
"""
NEVER = """
Vell PROPN 3 nsubj
never ADV 3 advmod
instructed/instruct/VBD VERB 0 root
Orrin PROPN 3 obj
to PART 6 mark
prepare VERB 3 xcomp
talks NOUN 6 obj
"""
STRANGER = """
Vell PROPN 2 nsubj
asked/ask/VBD VERB 0 root
Orrin PROPN 2 obj
to PART 5 mark
leave VERB 2 xcomp
"""
NOTHING = """
Vell PROPN 2 nsubj
instructed/instruct/VBD VERB 0 root
Orrin PROPN 2 obj
"""


def tasks_of(rows: str, said: bool = False, meeting: bool = False) -> tuple[Task, ...]:
    tree = tree_of(rows)
    actors = []
    for number, name in enumerate(("Vell", "Orrin"), 1):
        at = tree.words.index(name)
        named = Mention(tree.tokens[at].span, MentionKind.NAME, at)
        actors.append(Actor(f"a{number}", name, ActorKind.PERSON, (named,)))
    whole = Span(0, len(tree.text))
    spoken = Statement(
        "s1", "a2", None, None, (whole,), Form.INDIRECT, Act.SAY, Polarity.AFFIRMED,
        Channel.UNKNOWN,
    )  # fmt: skip
    talks = [t.span for t in tree.tokens if tree.text[t.span] == "talks"]
    held = Meeting("m1", MeetingKind.TALKS, ("a1", "a2"), tuple(talks)) if meeting else None
    return find_tasks(
        tree, Cast(tree, tuple(actors)), (spoken,) if said else (), (held,) if held else ()
    )


@pytest.mark.parametrize("rows", [TOLD, PASSIVE])
def test_one_charges_another(rows: str) -> None:
    (task,) = tasks_of(rows)
    assert (task.id, task.charged_by, task.charged) == ("k1", ("a1",), ("a2",))
    content = tree_of(rows).text
    assert content[task.span].startswith("to prepare")
    assert content[task.span].endswith("talks")
    assert (task.asserter, task.target) == (OUTLET, None)


def test_whose_words_and_for_which_meeting() -> None:
    (task,) = tasks_of(TOLD, said=True, meeting=True)
    assert (task.asserter, task.target) == ("a2", "m1")


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (NEVER, "it did not happen"),
        (STRANGER, "one who is asked and not one's own is not charged"),
        (NOTHING, "with what is not told"),
    ],
)
def test_no_task(rows: str, reason: str) -> None:
    assert tasks_of(rows) == (), reason
