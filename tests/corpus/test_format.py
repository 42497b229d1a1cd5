"""The reader of the corpus: pieces, marks, items; and every flaw of syntax is told."""

import pytest

from corpus.format import Entry, Slot, parse

GOOD = """# a comment
=== off-1
why: "no such meeting was ever on the table" denies the plan
[s1.source|{^A.adj} officials] [s1.cue|insisted] [s1|that [m1a|no such] [m1|meeting] [m1a|was]]
in \\[sic\\] {a B.adj} {B.town}.
> s1 statement speaker=A act=deny platform="Hill Net"
> m1 meeting kind=talks parties=A,B
> m1a state meeting=m1 state=plan_denied by=s1
"""


def one(content: str) -> Entry:
    entries, flaws = parse(content, "file.txt")
    assert not flaws
    return entries[0]


def test_entry() -> None:
    entry = one(GOOD)
    assert entry.id == "off-1"
    assert entry.kind == "sentence"
    assert entry.plain == (
        "{^A.adj} officials insisted that no such meeting was in [sic] {a B.adj} {B.town}."
    )
    assert entry.letters == {"A", "B"}
    assert [entry.words(mark) for mark in entry.marked("s1")] == ["that no such meeting was"]
    assert [entry.words(mark) for mark in entry.marked("m1a")] == ["no such", "was"]
    assert [entry.words(mark) for mark in entry.marked("s1", "source")] == ["{^A.adj} officials"]
    assert entry.items[0].values["platform"] == "Hill Net"
    assert entry.items[1].listed("parties") == ("A", "B")
    assert Slot("B", "adj", article=True) in entry.pieces


def test_two_targets_of_one_mark() -> None:
    entry = one("=== x-1\nwhy: both\nThey [e1 k1|met].\n> e1 event\n> k1 state\n")
    assert entry.marked("e1")[0].first == entry.marked("k1")[0].first


def test_paragraphs_and_wrapped_lines() -> None:
    entry = one("=== x-1\nprocess: dam\nOne\nline.\n\n\nTwo.\n")
    assert entry.plain == "One line.\n\nTwo."
    assert entry.kind == "report"


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("A [s1|word.", 3, "never closed"),
        ("A word] here.", 3, "closes no mark"),
        ("A [S1|word].", 3, "opens no mark"),
        ("A {b} word.", 3, "is no slot"),
        ("A {A.president} word.", 3, "has the forms"),
        ("In {O.town}.", 3, "has the forms"),
        ("See {a A} here.", 3, "its own article"),
        ("A | word.", 3, "opens no mark"),
        ("A [s1|] word.", 3, "marks no words"),
        ("One [s1|word.\n\nTwo] words.", 3, "past its paragraph"),
        ("A word.\n> s1", 4, "is no item"),
        ("A word.\n> s1 statement act=say act=deny", 4, "stands twice"),
        ("A word.\n> s1 statement speaker", 4, "is not key=value"),
        ("A word.\n> s1 statement act=say\nmore words", 5, "is no item"),
    ],
)
def test_flaws(text: str, line: int, told: str) -> None:
    _, flaws = parse(f"=== x-1\nwhy: flawed\n{text}\n", "file.txt")
    assert any(flaw.line == line and told in flaw.what for flaw in flaws), flaws
    assert str(flaws[0]).startswith("file.txt:")


def test_a_flawed_entry_leaves_the_others() -> None:
    entries, flaws = parse("words\n=== x-1\nwhy: a\nA [s1|b.\n=== x-2\nwhy: b\nC.\n", "f")
    assert [entry.id for entry in entries] == ["x-2"]
    assert [flaw.line for flaw in flaws] == [1, 4]


def test_a_file_without_an_entry() -> None:
    assert parse("", "f") == ([], [])
    assert [flaw.line for flaw in parse("# comment\nwords\n", "f")[1]] == [2]
