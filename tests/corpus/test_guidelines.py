"""The examples of GUIDELINES.md: all pass the checker, and together they show every label."""

import re
from collections.abc import Iterator

import pytest

from corpus.build import form
from corpus.check import flaws_of
from corpus.doubts import acts, states
from corpus.fill import fill
from corpus.format import Entry, parse
from corpus.schema import HERE, KINDS, Words, modes
from dragoman.ontology import Form
from tests.corpus.english import sound

NAME = "GUIDELINES.md"
FENCED = re.compile(r"^```\n(=== .*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def examples() -> list[Entry]:
    """All fenced entries; each block is parsed by itself, so that a stray line is told."""
    content = (HERE / NAME).read_text(encoding="utf-8")
    found: list[Entry] = []
    for block in FENCED.finditer(content):
        entries, flaws = parse(block[1], NAME)
        assert not flaws, flaws
        found += entries
    return found


def test_every_example_passes_the_checker(examples: list[Entry]) -> None:
    assert [flaw for entry in examples for flaw in flaws_of(entry)] == []
    assert len({entry.id for entry in examples}) == len(examples)


def test_every_example_survives_filling(examples: list[Entry]) -> None:
    for entry in examples:
        sound(fill(entry).text)


def test_every_member_occurs(examples: list[Entry]) -> None:
    items = [item for entry in examples for item in entry.items]
    shown = {(item.kind, *label) for item in items for label in item.labels()}
    shown |= {(item.kind, key, value) for item in items for key, value in item.values.items()}
    assert [member for member in _members() if member not in shown] == []


def test_every_role_and_attribute_occurs(examples: list[Entry]) -> None:
    items = {(entry.id, item.id): item for entry in examples for item in entry.items}
    roles = {(items[entry.id, m.item].kind, m.role) for entry in examples for m in entry.marks}
    used = {(item.kind, key) for item in items.values() for key in item.values}
    for name, kind in KINDS.items():
        assert {role for role in kind.roles if (name, role) not in roles} == set(), name
        assert {key for key in kind.attributes if (name, key) not in used} == set(), name


def test_every_form_occurs(examples: list[Entry]) -> None:
    forms = {
        form(filled, item)
        for entry in examples
        for filled in (fill(entry),)
        for item in entry.items
        if item.kind == "statement" and entry.marked(item.id)
    }
    assert forms == set(Form)


def test_acts_have_their_events(examples: list[Entry]) -> None:
    """9.6: a charge in plain saying stands without its event, and so does a question."""
    assert [(entry.id, what) for entry in examples for _, what in acts(entry)] == []


def test_states_have_their_events(examples: list[Entry]) -> None:
    assert [(entry.id, what) for entry in examples for _, what in states(entry)] == []


def _members() -> Iterator[tuple[str, str, str]]:
    """(kind of item, attribute, member) of every closed vocabulary."""
    for name, kind in KINDS.items():
        for key, attribute in kind.attributes.items():
            if isinstance(attribute, Words) and key != "denies":  # it shares the states
                yield from ((name, key, member) for member in sorted(attribute.allowed))
    for event, names in modes().items():
        yield from (("event", "mode", f"{event} {mode}") for mode in sorted(names))
