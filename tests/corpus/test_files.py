"""All files of the corpus pass the checker and survive filling; the frozen test is the same."""

import pytest

from corpus.__main__ import frozen
from corpus.check import check, files
from corpus.fill import fill
from corpus.format import Entry
from corpus.schema import modes
from tests.corpus.english import sound


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    found, flaws = check(files())
    if flaws:
        pytest.fail("\n".join(map(str, flaws[:20])), pytrace=False)
    return found


def test_the_frozen_test_split(entries: list[Entry]) -> None:
    assert not frozen(entries, [])


@pytest.mark.parametrize("seed", [0, 1, 2031])
def test_every_entry_survives_filling(entries: list[Entry], seed: int) -> None:
    for entry in entries:
        filled = fill(entry, seed)
        sound(filled.text)
        sound(filled.title)
        for span in filled.spans:
            words = filled.text[span.start : span.end]
            assert words == words.strip() != ""


def test_modes_are_known() -> None:
    assert all(name == name.lower() for names in modes().values() for name in names)
    assert sum(map(len, modes().values())) > 50
