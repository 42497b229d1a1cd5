"""Text → Tags: segment, annotate by the network, find lemmas."""

from collections.abc import Iterable

from dragoman.language.lemmas import lemma
from dragoman.language.network import Annotation, Network
from dragoman.language.segment import Segments, segment
from dragoman.spans import Text
from dragoman.types import Entity, Mark, Role, Sentence, Tags, Token


def tag(text: Text) -> Tags:
    """One text's tags."""
    return tag_many([text])[0]


def tag_many(texts: Iterable[Text], network: Network | None = None) -> list[Tags]:
    """The tags of several texts, read together so that the network's batches are full."""
    texts = list(texts)
    network = network or Network.load()
    segmented = [segment(text) for text in texts]
    words = [_words(text, segments) for text, segments in zip(texts, segmented, strict=True)]
    annotations = network.annotate(words)
    return [
        _tags(segments, [word for sentence in sentences for word in sentence], annotation)
        for segments, sentences, annotation in zip(segmented, words, annotations, strict=True)
    ]


def weights_digest() -> str:
    """SHA-256 of the network's file, first 16 digits."""
    return Network.load().digest


def _words(text: Text, segments: Segments) -> list[list[str]]:
    content = text.content
    return [
        [content[span.start : span.end] for span in segments.tokens[first:last]]
        for first, last in segments.sentences
    ]


def _tags(segments: Segments, words: list[str], found: Annotation) -> Tags:
    tokens = tuple(
        Token(span, upos, xpos, head, relation, lemma(word, upos, xpos))
        for span, word, upos, xpos, head, relation in zip(
            segments.tokens, words, found.upos, found.xpos, found.heads, found.relations,
            strict=True,
        )
    )  # fmt: skip
    return Tags(
        tokens,
        tuple(Sentence(first, last) for first, last in segments.sentences),
        tuple(Entity(*entity) for entity in found.entities),
        tuple(Role(*role) for role in found.roles),
        tuple(Mark(*mark) for mark in found.marks),
    )
