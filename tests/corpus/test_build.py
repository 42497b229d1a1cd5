"""Records, splits and sameness."""

import json
from pathlib import Path

import pytest

from corpus import splits
from corpus.build import build, digest_of_test, form, record
from corpus.fill import fill
from corpus.format import Entry, parse
from corpus.similar import ngrams, pairs_above
from corpus.splits import components, deal

CONTENT = """=== t-1
why: a relay with a state
[s1.source a1|Dalen Orvik] [s1.cue|said] [s1|[s2.source|{A}] [s2.cue|told] him \
[s2|the [m1|talks] were [k1|“off”]]].
> a1 actor kind=person side=B role="foreign minister"
> s1 statement speaker=a1 act=say
> s2 statement speaker=A act=say in=s1 via=a1
> m1 meeting kind=talks parties=A,B
> k1 state meeting=m1 state=cancelled by=s2 hedged=yes
=== t-2
why: two
{^B} left.
"""


def entries(content: str = CONTENT) -> list[Entry]:
    found, flaws = parse(content, "corpus/sentences/t.txt")
    assert not flaws
    return found


def test_record() -> None:
    made = record(fill(entries()[0]))
    text = made["text"]
    relay = made["statements"][1]
    assert text[slice(*relay["spans"]["main"][0])] == "the talks were “off”"
    assert relay["speaker"] == ["A"]
    assert relay["via"] == ["a1"]
    assert relay["in"] == "s1"
    assert relay["form"] == "mixed"
    assert relay["polarity"] == "affirmed"
    state = made["states"][0]
    assert (state["by"], state["hedged"], state["denies"]) == ("s2", True, None)
    slot, minister = made["actors"]
    assert made["sides"] == {"A": slot["country"]}
    assert text[slot["mentions"][0]["start"] : slot["mentions"][0]["end"]] in text
    assert minister["role"] == "foreign minister"
    assert text[slice(*[minister["mentions"][0][key] for key in ("start", "end")])] == "Dalen Orvik"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[s1|“We will go,”] [s1.source|he] [s1.cue|said].", "direct"),
        ("[s1|“We will,”] [s1.cue|he said], [s1|“go.”]", "direct"),
        ("[s1.cue|He said] [s1|the plan was “thin”].", "mixed"),
        ("[s1.cue|He said] [s1|the envoys' plan was thin].", "indirect"),
        ("“My chief [s1.cue|said] [s1|the plan was thin],” an aide said.", "indirect"),
        ("“My chief [s1.cue|said], [s1|‘the plan is thin,’]” an aide said.", "direct"),
        ('[s1|"We will go,"] [s1.cue|he said].', "direct"),
        ("[s1|‘No ships’]: [s1.source|minister]", "direct"),
    ],
)
def test_form(text: str, expected: str) -> None:
    content = f"=== x-1\nwhy: a form\n{text}\n> s1 statement speaker=unknown act=say\n"
    entry = entries(content)[0]
    assert form(fill(entry), entry.items[0]) == expected


def test_a_turn_of_a_transcript_is_direct() -> None:
    content = "=== x-1\nprocess: dam\nregister: transcript\n[s1.source|ORVIK]: [s1|We will go.]\n"
    entry = entries(content + "> s1 statement speaker=unknown act=say\n")[0]
    assert form(fill(entry), entry.items[0]) == "direct"


def test_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "splits.tsv"
    table.write_text("name\tsplit\nt-1\ttrain\nt-2\ttest\n", encoding="utf-8")
    monkeypatch.setattr(splits, "FILE", table)
    made = entries()
    assert build(made, tmp_path / "a", seed=3, fills=2) == {"train": 2, "dev": 0, "test": 1}
    build(made[::-1], tmp_path / "b", seed=3, fills=2)
    lines = [(tmp_path / folder / "train.jsonl").read_bytes() for folder in "ab"]
    assert lines[0] == lines[1]
    first, second = map(json.loads, lines[0].decode().splitlines())
    assert (first["fill"], second["fill"]) == (3, 4)
    assert digest_of_test(made) == digest_of_test(made[::-1])
    table.write_text("name\tsplit\nt-1\ttrain\n", encoding="utf-8")
    with pytest.raises(splits.NotDealtError, match="not dealt: t-2"):
        digest_of_test(made)


def test_deal_keeps_clusters_and_what_was_dealt() -> None:
    content = "".join(f"=== t-{n}\nwhy: n\nWords.\n" for n in range(40))
    made = entries(content)
    dealt = deal(made, [(1, 5), (5, 9)], {"t-0": "test"})
    assert dealt["t-0"] == "test"
    assert dealt["t-1"] == dealt["t-5"] == dealt["t-9"]
    counts = [list(dealt.values()).count(split) for split in splits.SPLITS]
    assert counts == [28, 6, 6]
    assert deal(made, [], dealt) == dealt


def test_components_and_likeness() -> None:
    assert components(5, [(0, 1), (3, 4), (1, 4)]) == [[0, 1, 3, 4], [2]]
    texts = ["The talks of Arvia were called off.", "The talks of Arvia were called off!", "Rain."]
    assert pairs_above(ngrams(texts), 0.9) == [(0, 1)]
