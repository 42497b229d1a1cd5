"""Named-entity corpus → exact F1 of (first word, last word, label) from gold words.

The corpus's own words are given to the network, split at hyphens as it was trained, and what it
finds is brought back to the corpus's words: a span that begins or ends within a word takes the
whole word. Labels that a corpus does not mark are left out of what was found, told in a note.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path

from evals.corpora import corpus, entity_spans, read_bio
from evals.measures import Count, compare
from evals.result import Result

Spans = set[tuple[int, int, str]]
Bio = tuple[list[str], list[str]]


def run_worldwide(data: Path | None = None) -> Result:
    """Newspapers of many countries, nine classes, dev part."""
    return run(corpus("entities/worldwide_dev.iob", data), 0, 1, None)


def run_uner(data: Path | None = None) -> Result:
    """PER, ORG and LOC on the test part of EWT."""
    return run(corpus("entities/uner_ewt_test.iob2", data), 1, 2, ("PER", "ORG", "LOC"))


def run(path: Path, word: int, tag: int, labels: Collection[str] | None) -> Result:
    from dragoman.language.network import Network

    sentences = list(read_bio(path, word, tag))
    split = [split_words(words) for words, _ in sentences]
    found = Network.load().annotate([[words for words, _ in split]])[0].entities
    result = Result(files=[path])
    if labels is not None:
        left = Counter(name for _, _, name in found if name not in labels)
        told = ", ".join(f"{name} {number}" for name, number in left.most_common())
        result.notes.append(f"found but not marked in this corpus, hence left out: {told}")
        found = [entity for entity in found if entity[2] in labels]
    by_label: dict[str, Count] = {}
    for (words, tags), ours in zip(sentences, per_sentence(split, found), strict=True):
        gold = entity_spans(tags)
        for name in {name for _, _, name in gold | ours}:
            count = compare({e for e in gold if e[2] == name}, {e for e in ours if e[2] == name})
            by_label.setdefault(name, Count()).add(count)
        result.errors += told_errors(words, gold, ours)
    total = Count()
    for name, count in sorted(by_label.items()):
        total.add(count)
        result.measures[f"{name}.f1"] = count.f1
        result.counts |= count.counts(name)
    result.measures = total.measures("all") | result.measures
    result.counts |= total.counts("all") | {"sentences": len(sentences)}
    return result


def split_words(words: list[str]) -> tuple[list[str], list[int]]:
    """Words → the words that the network knows, each with the index of its own."""
    from dragoman.language.segment import split_hyphens

    parts = [(part, i) for i, word in enumerate(words) for part in split_hyphens(word)]
    return [part for part, _ in parts], [i for _, i in parts]


def per_sentence(
    split: Sequence[tuple[list[str], list[int]]], found: Sequence[tuple[int, int, str]]
) -> list[Spans]:
    """Spans over the parts of all sentences → spans over each sentence's own words."""
    place = [(number, i) for number, (_, own) in enumerate(split) for i in own]
    spans: list[Spans] = [set() for _ in split]
    for first, last, name in found:
        number, start = place[first]
        spans[number].add((start, place[last - 1][1] + 1, name))
    return spans


def told_errors(words: list[str], gold: Spans, ours: Spans) -> list[str]:
    sentence = " ".join(words)
    return [
        f"{kind} {name} [{' '.join(words[first:last])}] in: {sentence}"
        for kind, spans in (("missing", gold - ours), ("extra", ours - gold))
        for first, last, name in sorted(spans)
    ]
