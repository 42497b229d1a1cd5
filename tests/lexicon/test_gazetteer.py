"""The gazetteer: every key of the file is found by halving it, and no other."""

from importlib.resources import files

from hypothesis import given
from hypothesis import strategies as st

from dragoman.lexicon.gazetteer import entries, key_of

LINES = files("dragoman.lexicon").joinpath("gazetteer.tsv").read_text(encoding="utf-8").splitlines()
KEYS = [line.partition("\t")[0] for line in LINES if not line.startswith("#")][1:]


def test_the_file_is_sorted_by_bytes() -> None:
    assert sorted(KEYS, key=str.encode) == KEYS


@given(st.integers(0, len(KEYS) - 1))
def test_every_key_gives_all_its_lines(at: int) -> None:
    assert len(entries(KEYS[at])) == KEYS.count(KEYS[at])


@given(st.text(max_size=12).filter(lambda name: name not in KEYS))
def test_no_other_key_gives_any(name: str) -> None:
    assert entries(name) == ()


def test_both_ends_are_found() -> None:
    assert entries(KEYS[0]) and entries(KEYS[-1])


def test_a_key_has_no_accents_capitals_or_apostrophes() -> None:
    assert key_of("Sana’a  Al-Jadīda") == "sanaa al-jadida"
