"""Treebank → LAS, UAS and UPOS, from gold words and sentences and from the raw text.

From gold words: the share of words with the right head (UAS), with head and relation (LAS, the
relation with its subtype; `las_universal` without), with the right part of speech; punctuation
counts. From raw text (`raw.*`): our own words and sentences are aligned with the treebank's and
each measure is an F1 over aligned words, as at CoNLL 2018 (Zeman et al. 2018, section 4); the
raw text of a document is its sentences joined by spaces, its paragraphs by empty lines.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.corpora import Treebank, corpus, read_conllu
from evals.measures import Count, align
from evals.result import Result

MEASURES = ("upos", "uas", "las", "las_universal")


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of one word."""

    upos: str
    head: int
    relation: str


def run_ewt(data: Path | None = None) -> Result:
    """UD English EWT, test part unless another file is given."""
    return run(corpus("syntax/ewt/test.conllu", data))


def run_gum(data: Path | None = None) -> Result:
    """UD English GUM without its non-commercial genres, test part."""
    return run(corpus("syntax/gum/test.conllu", data))


def run(path: Path) -> Result:
    documents = list(read_conllu(path))
    result = Result(files=[path])
    confused: Counter[str] = Counter()
    hits = gold_hits(documents, result.errors, confused)
    total = sum(len(document.words) for document in documents)
    result.measures = {name: hits[name] / total for name in MEASURES}
    result.counts = {name: hits[name] for name in MEASURES} | {
        "words": total,
        "sentences": sum(len(document.starts) for document in documents),
        "documents": len(documents),
    }
    for name, count in raw_counts(documents).items():
        result.measures[f"raw.{name}.f1"] = count.f1
        result.counts |= count.counts(f"raw.{name}")
    worst = ", ".join(f"{name} {count}" for name, count in confused.most_common(8))
    result.notes.append(f"most frequent wrong relations: {worst}")
    return result


def gold_hits(
    documents: Sequence[Treebank], errors: list[str], confused: Counter[str]
) -> Counter[str]:
    """Gold words and sentences → how many words are right in each measure."""
    from dragoman.language.network import Network

    hits: Counter[str] = Counter()
    annotations = Network.load().annotate([document.sentences for document in documents])
    for document, found in zip(documents, annotations, strict=True):
        for i, word in enumerate(document.words):
            ours = Found(found.upos[i], found.heads[i], found.relations[i])
            right = judge(word.upos, word.head, word.relation, ours)
            hits.update(right)
            if "las" not in right:
                confused[f"{word.relation}→{ours.relation}"] += word.relation != ours.relation
                errors.append(
                    f"{word.form}: {word.relation} of {name(document, word.head, i)}, "
                    f"found {ours.relation} of {name(document, ours.head, i)}"
                )
    return hits


def name(document: Treebank, head: int, i: int) -> str:
    return "ROOT" if head == i else document.words[head].form


def judge(upos: str, head: int, relation: str, found: Found) -> list[str]:
    """One word's gold and found → the measures in which it is right.

    >>> judge("NOUN", 3, "nmod:poss", Found("NOUN", 3, "nmod"))
    ['upos', 'uas', 'las_universal']
    """
    right = ["upos"] if upos == found.upos else []
    if head == found.head:
        right.append("uas")
        right += ["las"] if relation == found.relation else []
        if relation.partition(":")[0] == found.relation.partition(":")[0]:
            right.append("las_universal")
    return right


def raw_counts(documents: Sequence[Treebank]) -> dict[str, Count]:
    """Running text of the documents → words, sentences and the measures by aligned words."""
    from dragoman.language.tag import tag_many
    from dragoman.spans import Text
    from dragoman.types import Tags

    counts = {key: Count() for key in ("words", "sentences", *MEASURES)}
    texts = [Text(document.text) for document in documents]
    tagged: list[Tags] = tag_many(texts)
    for document, text, tags in zip(documents, texts, tagged, strict=True):
        score_raw(document, text.content, tags.tokens, [s.first for s in tags.sentences], counts)
    return counts


def score_raw(
    document: Treebank,
    text: str,
    tokens: Sequence["object"],
    starts: Sequence[int],
    counts: dict[str, Count],
) -> None:
    """Adds one document's aligned words to the counts."""
    solid = solid_offsets(text)
    ours = [
        (solid[t.span.start], solid[t.span.end], text[t.span.start : t.span.end])  # type: ignore[attr-defined]
        for t in tokens
    ]
    theirs = [(word.start, word.end, word.form) for word in document.words]
    pairs = align(theirs, ours)
    to_gold = {j: i for i, j in pairs}
    right: Counter[str] = Counter(words=len(pairs))
    for i, j in pairs:
        word, token = document.words[i], tokens[j]
        head = i if token.head == j else to_gold.get(token.head, -1)  # type: ignore[attr-defined]
        found = Found(token.upos, head, token.relation)  # type: ignore[attr-defined]
        right.update(judge(word.upos, word.head, word.relation, found))
    for key in ("words", *MEASURES):
        hit = right[key]
        counts[key].add(Count(hit, len(ours) - hit, len(theirs) - hit))
    gold_sentences = bounds([theirs[i][0] for i in document.starts], theirs[-1][1])
    our_sentences = bounds([ours[j][0] for j in starts], ours[-1][1] if ours else 0)
    hit = len(gold_sentences & our_sentences)
    missed = len(gold_sentences) - hit
    counts["sentences"].add(Count(hit, len(our_sentences) - hit, missed))


def bounds(starts: Sequence[int], end: int) -> set[tuple[int, int]]:
    return set(zip(starts, [*starts[1:], end], strict=True))


def solid_offsets(text: str) -> list[int]:
    """Offset in a text → how many characters before it are not white space.

    >>> solid_offsets("a b")
    [0, 1, 1, 2]
    """
    found, at = [0], 0
    for character in text:
        at += not character.isspace()
        found.append(at)
    return found
