"""The shipped network: batch and company change nothing, and long sentences are read whole."""

import numpy as np
import pytest

from dragoman.language.network import Network, _parted
from dragoman.language.tag import tag, tag_many
from dragoman.spans import Text

SENTENCES = [
    line.split()
    for line in (
        "The envoy of Chile said that talks with Peru would resume on Monday .",
        "Rain fell .",
        "“ We will come , ” Foreign Minister Anna Vell told reporters in Lima .",
    )
]


@pytest.fixture(scope="module")
def network() -> Network:
    return Network.load()


def test_every_word_is_annotated(network: Network) -> None:
    (found,) = network.annotate([SENTENCES])
    words = sum(map(len, SENTENCES))
    assert len(found.upos) == len(found.heads) == len(found.relations) == words
    at = 0
    for sentence in SENTENCES:
        own = range(at, at + len(sentence))
        assert all(found.heads[i] in own for i in own)
        assert sum(found.heads[i] == i for i in own) == 1
        at += len(sentence)


def test_a_document_reads_the_same_alone_and_in_company(network: Network) -> None:
    documents = [SENTENCES, SENTENCES[1:], [SENTENCES[0] * 3]]
    together = network.annotate(documents)
    alone = [network.annotate([document])[0] for document in documents]
    assert together == alone


def test_a_sentence_past_the_encoder_s_positions_is_read_to_its_end(network: Network) -> None:
    long = [*(["the", "envoy", "of", "Lima", ","] * 300), "said", "."]
    (found,) = network.annotate([[long]])
    assert len(found.upos) == len(long)
    assert all(found.upos)
    assert found.upos[-1] == "PUNCT"


def test_no_documents_and_empty_ones(network: Network) -> None:
    assert network.annotate([]) == []
    assert network.annotate([[]])[0].upos == []


def test_tags_lie_in_the_text() -> None:
    text = Text("Chile’s envoy met Anna Vell in Lima.\n“We don’t agree,” she said.")
    tags = tag(text)
    assert [text[t.span] for t in tags.tokens][:4] == ["Chile", "’s", "envoy", "met"]
    assert [s.first for s in tags.sentences] == [0, 9]
    names = {text.content[tags.tokens[e.first].span.start : tags.tokens[e.last - 1].span.end]
             for e in tags.entities}  # fmt: skip
    assert {"Anna Vell", "Lima"} <= names


def test_many_texts_keep_their_order() -> None:
    texts = [Text("Rain fell."), Text(""), Text("Chile met Peru in Lima on Monday.")]
    found = tag_many(texts)
    assert [len(t.tokens) for t in found] == [3, 0, 8]


def test_a_run_falls_into_two_where_both_labels_are_likely() -> None:
    chances = np.array([[0.9, 0.05], [0.1, 0.8], [0.45, 0.4]], np.float32)
    assert _parted(chances, 0, 1)
    assert not _parted(chances, 1, 2)
