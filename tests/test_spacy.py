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
    assert docs[1]._.dragoman is None and "dragoman.events" not in docs[1].spans
    assert docs[2]._.dragoman == nlp(TEXT)._.dragoman


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
