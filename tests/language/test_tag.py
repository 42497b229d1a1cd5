"""Text → Tags: tokens and sentences are the segmenter's, their labels the network's."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.language import network
from dragoman.language import tag as module
from dragoman.language.network import Annotation
from dragoman.language.segment import segment
from dragoman.language.tag import tag, tag_many, weights_digest
from dragoman.spans import Text
from dragoman.types import Entity, Mark, Role


class Scripted:
    """A network that says of every word that it hangs on the first of its document."""

    def annotate(self, documents: list[list[list[str]]]) -> list[Annotation]:
        self.documents = documents
        found = []
        for document in documents:
            size = sum(map(len, document))
            found.append(
                Annotation(["NOUN"] * size, ["NNS"] * size, [0] * size, ["dep"] * size,
                           [(0, 1, "PER")], [(1, 2, "source", 0)],
                           [(1, 2, "trigger", "CONSULT", 0.9, (0, -1))])
            )  # fmt: skip
        return found


def test_what_the_network_says_lands_on_the_segmenter_s_tokens() -> None:
    text = Text("Envoys met.\nTalks failed.")
    network = Scripted()
    (tags,) = tag_many([text], network)  # type: ignore[arg-type]
    assert network.documents == [[["Envoys", "met", "."], ["Talks", "failed", "."]]]
    assert tuple(token.span for token in tags.tokens) == tuple(segment(text).tokens)
    labels = {(t.upos, t.xpos, t.head, t.relation) for t in tags.tokens}
    assert labels == {("NOUN", "NNS", 0, "dep")}
    assert [t.lemma for t in tags.tokens][:2] == ["envoy", "met"]
    assert [(s.first, s.last) for s in tags.sentences] == [(0, 3), (3, 6)]
    assert tags.entities == (Entity(0, 1, "PER"),)
    assert tags.roles == (Role(1, 2, "source", 0),)
    assert tags.marks == (Mark(1, 2, "trigger", "CONSULT", 0.9, (0, -1)),)


@pytest.mark.parametrize("content", ["", " ", "\n\n", "\u200b", "\u2028", "x", "“", "."])
def test_next_to_nothing_is_tagged(content: str) -> None:
    text = Text(content)
    assert [text[token.span] for token in tag(text).tokens] == content.split()


@settings(max_examples=25)
@given(st.text(max_size=60))
def test_any_text_gives_trees_on_its_own_words(content: str) -> None:
    text = Text(content)
    tags = tag(text)
    covered = "".join(text[token.span] for token in tags.tokens)
    assert "".join(covered.split()) == "".join(content.split())
    ends = [0, *(sentence.last for sentence in tags.sentences)]
    assert [sentence.first for sentence in tags.sentences] == ends[:-1]
    assert ends[-1] == len(tags.tokens)
    for sentence in tags.sentences:
        own = range(sentence.first, sentence.last)
        assert all(tags.tokens[i].head in own for i in own)
        assert sum(tags.tokens[i].head == i for i in own) == 1


def test_the_digest_names_the_weights_in_the_folder() -> None:
    assert weights_digest() == module.Network.load().digest
    assert len(weights_digest()) == 16


@pytest.mark.parametrize("name", ["heads.npz", "labels.json", "network.onnx", "vocab.txt"])
def test_each_file_of_the_weights_counts(tmp_path: Path, name: str) -> None:
    """What reads otherwise is another reader, whichever of its files differs."""
    for file in Path(network.__file__).with_name("weights").iterdir():
        shutil.copy(file, tmp_path)
    same = network.digest(tmp_path)
    assert same == weights_digest()
    with (tmp_path / name).open("ab") as file:
        file.write(b"\n")
    assert network.digest(tmp_path) != same
