"""In what way a thing is wanted first."""

import pytest

from dragoman.ontology import ConditionKind
from tests.meaning.read_meetings import read

CASES = {
    ConditionKind.PRECONDITION: [
        "Ana Rey, Peru’s foreign minister, said Peru would hold talks with Chile only if the "
        "patrols end.",
        "Ana Rey, Peru’s foreign minister, said Peru would not meet Chile as long as the harbour "
        "stays closed.",
        "Ana Rey, Peru’s foreign minister, said she would not go unless Chile frees the crew.",
    ],
    ConditionKind.GUARANTEE: [
        "Ana Rey, Peru’s foreign minister, said Peru would hold talks with Chile only if the "
        "government in Santiago guarantees the safety of her envoys.",
        "Ana Rey, Peru’s foreign minister, said she would not go unless Chile gives a written "
        "assurance that no ship will be stopped.",
    ],
    ConditionKind.RED_LINE: [
        "Ana Rey, Peru’s foreign minister, said Peru would hold talks with Chile provided that no "
        "ship is stopped.",
        "Ana Rey, Peru’s foreign minister, said Peru would stay at the talks with Chile so long as "
        "nobody touches the buoys.",
    ],
    ConditionKind.EXCHANGE: [
        "Ana Rey, Peru’s foreign minister, said Peru would open the mine in exchange for spare "
        "parts.",
        "Ana Rey, Peru’s foreign minister, said Peru would free the pilots if Chile did likewise.",
    ],
}


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in CASES.items() for text in texts]
)
def test_kind(kind: ConditionKind, text: str) -> None:
    assert [c.kind for c in read(text).conditions] == [kind]
