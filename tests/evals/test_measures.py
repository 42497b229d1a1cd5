"""Counting, pairing, dates and words: what every figure of the evals rests on."""

from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.attribution import Attribution, kind_of, linked, spans
from evals.corpora import digest, entity_spans, read_bio, read_conllu
from evals.measures import (
    Count,
    align,
    common,
    compare,
    days,
    holds,
    locate,
    pair,
    plain,
    runs,
    same_date,
)
from evals.result import Result
from evals.syntax import MEASURES, score_raw
from evals.who import ends


def test_f1_counts_extras_and_misses() -> None:
    count = compare({"a", "b", "c"}, {"c", "d"})
    assert (count.tp, count.fp, count.fn) == (1, 1, 2)
    assert count.precision == 0.5
    assert count.recall == pytest.approx(1 / 3)
    assert count.f1 == pytest.approx(0.4)
    assert Count().f1 == 0.0


@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(
            st.lists(st.integers(0, 9), min_size=width, max_size=width), min_size=1, max_size=4
        )
    )
)
def test_pairing_is_the_best_of_all(weights: list[list[int]]) -> None:
    found = pair(weights)
    assert len({i for i, _ in found}) == len({j for _, j in found}) == len(found)
    assert all(weights[i][j] > 0 for i, j in found)
    size = max(len(weights), len(weights[0]))
    full = [
        [weights[i][j] if i < len(weights) and j < len(weights[0]) else 0 for j in range(size)]
        for i in range(size)
    ]
    best = max(sum(full[i][j] for i, j in enumerate(p)) for p in permutations(range(size)))
    assert sum(weights[i][j] for i, j in found) == best


@pytest.mark.parametrize(
    ("gold", "found", "right"),
    [
        ("2031-05-06", "2031-05-06", True),
        ("2031-05-06", "2031-05-07", False),
        (["2031-05-05", "2031-05-12"], ["2031-05-05", "2031-05-08"], True),
        (["2031-05-05", "2031-05-12"], "2031-05-06", False),  # a made-up day
        ("2031-05-06", ["2031-05-05", "2031-05-12"], False),  # vaguer than the report
        ("2031-05", ["2031-05-01", "2031-06-01"], True),
    ],
)
def test_dates(gold: object, found: object, right: bool) -> None:
    wanted = days(gold)
    assert wanted is not None
    assert same_date(wanted, days(found)) is right
    assert not same_date(wanted, None)


def test_what_is_no_date_is_none() -> None:
    assert days("soon") is None
    assert days(None) is None
    assert days("2031-12") == (date(2031, 12, 1), date(2032, 1, 1))


@pytest.mark.parametrize(
    ("content", "anchor", "held"),
    [
        ("they “would not — ever —” meet", '"would not - ever', True),
        ("It didn’t\n feel right", "didn't feel", True),
        ("unmet needs", "met needs", False),
        ("The Talks", "the talks", True),
    ],
)
def test_anchors(content: str, anchor: str, held: bool) -> None:
    assert holds(content, anchor) is held
    assert bool(locate(content, anchor)) is held


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Vell", "Anna Vell", True),
        ("A. Vell", "Anna Vell", True),
        ("Otto Vell", "Anna Vell", False),
        ("the Trade Ministry’s", "Lakeland Trade Ministry", True),
        ("Lakeland", "Lakeland Trade Ministry", False),
        ("Orbán", "Orban", True),
    ],
)
def test_names(left: str, right: str, same: bool) -> None:
    assert ends(plain(left), plain(right)) is same


def test_words_align_by_their_characters_and_within_contractions_by_form() -> None:
    # "I wanna go": gold reads want + to in "wanna", we read one word there.
    gold = [(0, 1, "I"), (1, 6, "want"), (1, 6, "to"), (6, 8, "go")]
    assert align(gold, [(0, 1, "I"), (1, 6, "wanna"), (6, 8, "go")]) == [(0, 0), (3, 2)]
    assert align(gold, [(0, 1, "I"), (1, 4, "Want"), (4, 6, "na"), (6, 8, "go")]) == [
        (0, 0), (1, 1), (3, 3),
    ]  # fmt: skip
    assert align([(0, 4, "cant")], [(0, 2, "ca"), (2, 4, "nt")]) == []


@given(st.text("ab", max_size=6), st.text("ab", max_size=6))
def test_a_common_subsequence_is_one(left: str, right: str) -> None:
    pairs = common(left, right)
    assert all(left[i] == right[j] for i, j in pairs)
    assert pairs == sorted(pairs)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)


CONLLU = """# newdoc id = d
# text = Vell won't.
1\tVell\t_\tPROPN\t_\t_\t0\troot\t_\t_
2-3\twon't\t_\t_\t_\t_\t_\t_\t_\t_
2\two\t_\tAUX\t_\t_\t1\taux\t_\t_
3\tn't\t_\tPART\t_\t_\t1\tadvmod\t_\t_
4\t.\t_\tPUNCT\t_\t_\t1\tpunct\t_\t_

# text = She left.
1\tShe\t_\tPRON\t_\t_\t2\tnsubj\t_\t_
2\tleft\t_\tVERB\t_\t_\t0\troot\t_\t_
3\t.\t_\tPUNCT\t_\t_\t2\tpunct\t_\t_

"""


def test_a_treebank_scored_against_itself_is_all_right(tmp_path: Path) -> None:
    from dragoman.spans import Span
    from dragoman.types import Token

    path = tmp_path / "t.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    (document,) = read_conllu(path)
    assert document.text == "Vell won't. She left."
    assert document.sentences == [["Vell", "wo", "n't", "."], ["She", "left", "."]]
    places, at = [], 0
    for word in document.words:
        at = document.text.index(word.form, at)
        places.append(Span(at, at + len(word.form)))
        at += len(word.form)
    tokens = [
        Token(place, word.upos, "", word.head, word.relation, "")
        for place, word in zip(places, document.words, strict=True)
    ]
    counts = {key: Count() for key in ("words", "sentences", *MEASURES)}
    score_raw(document, document.text, tokens, document.starts, counts)
    assert all((c.fp, c.fn) == (0, 0) and c.tp for c in counts.values())
    # One sentence missed and one wrong head: both cost, and only they.
    tokens[4] = Token(places[4], "PRON", "", 0, "nsubj", "")
    counts = {key: Count() for key in counts}
    score_raw(document, document.text, tokens, [0], counts)
    assert (counts["words"].tp, counts["las"].tp, counts["uas"].fp) == (7, 6, 1)
    assert (counts["sentences"].tp, counts["sentences"].fn) == (0, 2)


def test_bio_and_iob1_give_the_same_spans(tmp_path: Path) -> None:
    path = tmp_path / "e.iob"
    path.write_text("Anna\tI-Person\nVell\tI-Person\nLima\tB-Location\n\n", encoding="utf-8")
    ((words, tags),) = read_bio(path)
    assert words == ["Anna", "Vell", "Lima"]
    assert entity_spans(tags) == {(0, 2, "PER"), (2, 3, "LOC")}


def attribution(source: set[int], cue: set[int], content: set[int]) -> Attribution:
    return Attribution(frozenset(source), frozenset(cue), frozenset(content), "indirect")


def test_a_triple_needs_source_cue_and_half_of_the_content() -> None:
    gold = attribution({0}, {1}, {2, 3, 4, 5})
    assert linked(gold, attribution({0}, {1}, {2, 3})) == 0.5
    assert linked(gold, attribution({0}, {1}, {2})) == 0
    assert linked(gold, attribution({9}, {1}, {2, 3, 4, 5})) == 0
    assert linked(gold, attribution({0}, set(), {2, 3, 4, 5})) == 0
    sourceless = attribution(set(), {1}, {2, 3})
    assert linked(sourceless, attribution({0}, {1}, {2, 3})) == 0
    assert linked(sourceless, sourceless) == 1


def test_spans_are_exact_runs() -> None:
    split = attribution({0}, {1}, {2, 3, 6})
    assert spans([split, split], "content") == {(2, 4), (6, 7)}
    assert spans([split], "content", dull={3, 6}) == {(2, 3)}
    assert runs([]) == []


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (["“", "We", "go", ",", "”"], "direct"),
        (["that", "they", "“", "go", "”"], "mixed"),
        (["they", "go"], "indirect"),
        (["“", "We", "”", "said", "“", "go", "”"], "mixed"),
    ],
)
def test_the_kind_follows_the_quotation_marks(words: list[str], kind: str) -> None:
    text, tokens = "", []
    for word in words:
        tokens.append((len(text), len(text) + len(word)))
        text += word + " "
    assert kind_of(frozenset(range(len(words))), text, tokens) == kind


def test_the_digest_sees_names_and_bytes(tmp_path: Path) -> None:
    one, other = tmp_path / "a", tmp_path / "b"
    one.write_text("x")
    other.write_text("x")
    assert digest([one, other]) == digest([other, one]) == digest([tmp_path])
    assert digest([one]) != digest([other])


def test_results_of_other_hands_are_made_one() -> None:
    held = Result.of({"all": {"f1": 0.5, "n": 3}, "probes": {"wrong": ["soon"]}, "files": ["x"]})
    assert held.measures == {"all.f1": 0.5}
    assert held.counts == {"all.n": 3}
    assert held.errors == ["soon"]
    assert held.files == [Path("x")]
