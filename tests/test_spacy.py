"""The spaCy component: spans of the Doc's own text, entries behind them, kept when stored."""

import pytest

pytest.importorskip("spacy", reason="spacy is not installed")

import spacy
from spacy.tokens import Doc

import dragoman.spacy
from dragoman.errors import DateUnreadable
from dragoman.types import Event, Reading, StateClaim, Statement

TEXT = (
    "Norway's envoy Anna Vell said on Monday that Chile had postponed the talks in Lima. "
    "Chile imposed sanctions on Norway on Tuesday."
)


@pytest.fixture(scope="module")
def nlp() -> spacy.Language:
    made = spacy.blank("en")
    made.add_pipe("dragoman", config={"published": "2031-05-14"})
    return made


def test_entries_are_spans_of_the_doc(nlp: spacy.Language) -> None:
    doc = nlp(TEXT)
    assert isinstance(doc._.dragoman, Reading)
    assert str(doc._.dragoman.article.published.day) == "2031-05-14"
    for kind in dragoman.spacy.GROUPS:
        assert f"dragoman.{kind}" in doc.spans
    (said,) = doc.spans["dragoman.statements"]
    assert said.label_ == "say" and said.text.startswith("that Chile had postponed")
    assert isinstance(said._.dragoman, Statement) and said._.dragoman.id == said.id_ == "s1"
    sanction = next(run for run in doc.spans["dragoman.events"] if run.label_ == "SANCTION")
    assert isinstance(sanction._.dragoman, Event) and sanction._.dragoman.cameo == "163"
    state = doc.spans["dragoman.states"][0]
    assert state.label_ == "postponed" and isinstance(state._.dragoman, StateClaim)
    assert {run.text for run in doc.spans["dragoman.actors"]} >= {"Chile", "Norway"}
    assert doc[0:1]._.dragoman is None


def test_many_docs_and_their_own_days(nlp: spacy.Language) -> None:
    first = nlp.make_doc(TEXT)
    first.user_data["published"] = "2032-01-01"
    docs = list(nlp.pipe([first, nlp.make_doc(" "), nlp.make_doc(TEXT)], batch_size=2))
    assert str(docs[0]._.dragoman.article.published.day) == "2032-01-01"
    assert docs[1]._.dragoman is None
    assert [len(docs[1].spans[f"dragoman.{kind}"]) for kind in dragoman.spacy.GROUPS] == [0] * 7
    assert docs[2]._.dragoman == nlp(TEXT)._.dragoman


@pytest.mark.parametrize("words", [TEXT.split(" "), [TEXT], list(TEXT)])
def test_tokens_of_others_lose_nothing(nlp: spacy.Language, words: list[str]) -> None:
    doc = Doc(nlp.vocab, words=words, spaces=[len(words) < 50] * (len(words) - 1) + [False])
    assert doc.text == TEXT
    marked, own = nlp.get_pipe("dragoman")(doc), nlp(TEXT)
    for kind in dragoman.spacy.GROUPS:
        pairs = zip(marked.spans[f"dragoman.{kind}"], own.spans[f"dragoman.{kind}"], strict=True)
        assert all(a.id_ == b.id_ and b.text.strip(".,") in a.text for a, b in pairs)
    assert marked.user_data[dragoman.spacy.UNALIGNED] == 0


def test_what_no_token_holds_is_counted(nlp: spacy.Language) -> None:
    cut = nlp.make_doc(TEXT[: TEXT.index(" Chile imposed")])
    dragoman.spacy.mark(cut, nlp(TEXT)._.dragoman)
    kept = sum(len(cut.spans[f"dragoman.{kind}"]) for kind in dragoman.spacy.GROUPS)
    every = sum(len(nlp(TEXT).spans[f"dragoman.{kind}"]) for kind in dragoman.spacy.GROUPS)
    assert cut.user_data[dragoman.spacy.UNALIGNED] == every - kept > 0


def test_a_doc_is_stored_with_what_was_read(nlp: spacy.Language) -> None:
    doc = nlp(TEXT)
    back = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert back._.dragoman == doc._.dragoman
    assert [run.text for run in back.spans["dragoman.events"]] == [
        run.text for run in doc.spans["dragoman.events"]
    ]
    assert back.spans["dragoman.statements"][0]._.dragoman.id == "s1"


def test_a_day_that_is_none_is_told() -> None:
    made = spacy.blank("en")
    made.add_pipe("dragoman", config={"published": "someday"})
    with pytest.raises(DateUnreadable):
        made(TEXT)
