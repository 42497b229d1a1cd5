"""Two annotators of one text: the sample, and the counts of where they agree."""

from pathlib import Path

import pytest

from corpus.check import check, files
from corpus.format import Entry, parse
from corpus.second import (
    FIRSTS,
    FOLDER,
    GIVEN,
    LABELS,
    ROUNDS,
    agreement,
    bare,
    both,
    labelled,
    sample,
    write_table,
)

FIRST = """=== t-1
why: a state
[s1.source|{^A}] [s1.cue|said] [s1|the [m1|talks] with \\[them\\] were [k1|called off]].
> s1 statement speaker=A act=say
> m1 meeting kind=talks
> k1 state meeting=m1 state=cancelled by=s1
"""
SECOND = """=== t-1
[s1.source|{^A}] [s1.cue|said the] [m1|talks] with \\[them\\] were [x1|called] off.
> s1 statement speaker=A act=announce polarity=negated
> m1 meeting kind=summit
> x1 state meeting=m1 state=cancelled by=s1
"""


def one(content: str) -> Entry:
    entries, flaws = parse(content, "corpus/sentences/t.txt")
    assert not flaws
    return entries[0]


def test_bare_keeps_the_text_and_nothing_else() -> None:
    made = one(FIRST)
    stripped = one(bare(made))
    assert stripped.plain == made.plain
    assert not stripped.items
    assert not stripped.marks
    assert "why" not in stripped.header


def test_agreement() -> None:
    rows = {(row.what, row.label): row for row in agreement([(one(FIRST), one(SECOND))])}
    assert rows["state", "exact"].f1 == 0
    assert rows["state", "overlap"].f1 == 1
    assert rows["statement.source", "exact"].f1 == 1
    assert rows["state.state", "cancelled"].f1 == 1
    assert rows["state.asserter", "all"].f1 == 1
    assert rows["meeting.kind", "all"].f1 == 0
    assert (rows["meeting.kind", "talks"].first, rows["meeting.kind", "talks"].second) == (1, 0)


def test_an_annotation_agrees_with_itself() -> None:
    assert all(row.f1 == 1 for row in agreement([(one(FIRST), one(FIRST))]))


def test_sample_is_stratified() -> None:
    content = "".join(f"=== t-{n}\nwhy: n\nWords.\n" for n in range(20))
    entries, _ = parse(content, "corpus/sentences/one.txt")
    others, _ = parse(content.replace("t-", "u-"), "corpus/sentences/two.txt")
    groups = sample([*entries, *others], 0.15, 0)
    assert {name: len(group) for name, group in groups.items()} == {"one": 3, "two": 3}


@pytest.mark.parametrize("table", ROUNDS, ids=lambda path: path.stem)
def test_a_blind_table_is_that_of_two_first_readings(table: Path, tmp_path: Path) -> None:
    """What was told of a blind sample can be counted again, whatever the corpus becomes."""
    names = [f"{stem}.txt" for stem in ROUNDS[table]]
    firsts, kept = check([FIRSTS / name for name in names])
    seconds, flaws = check([FOLDER / name for name in names])
    assert not kept
    assert not flaws
    assert {entry.id for entry in firsts} == {entry.id for entry in seconds}
    write_table(agreement(both(firsts, seconds)), tmp_path / "table.tsv")
    assert (tmp_path / "table.tsv").read_text(encoding="utf-8") == table.read_text(encoding="utf-8")


def test_every_blind_sample_has_its_table() -> None:
    assert sorted(stem for stems in ROUNDS.values() for stem in stems) == sorted(
        path.stem for path in FIRSTS.glob("*.txt")
    )


def test_labels_given_blind_are_counted() -> None:
    rows = {(row.what, row.label): row for row in labelled(LABELS)}
    acts = rows["statement.act", "all"]
    assert acts.first == acts.second == 30
    assert acts.both == 27


@pytest.mark.parametrize("table", GIVEN, ids=lambda path: path.stem)
def test_a_table_of_labels_is_that_of_those_given(table: Path, tmp_path: Path) -> None:
    write_table(labelled(GIVEN[table]), tmp_path / "table.tsv")
    assert (tmp_path / "table.tsv").read_text(encoding="utf-8") == table.read_text(encoding="utf-8")


def test_kept_decisions_name_entries_of_the_corpus() -> None:
    known = {entry.id for entry in check(files())[0]}
    for path in (*GIVEN.values(), FOLDER / "adjudication.tsv"):
        lines = path.read_text(encoding="utf-8").splitlines()
        width = lines[0].count("\t")
        assert [line for line in lines if line.count("\t") != width] == []
        assert {line.split("\t")[0] for line in lines[1:]} <= known
