"""The dispatch corpus, its events' own words given → the status that the reader gives them.

Whether the reader finds an event is another question (`evals.dispatch` answers it): here gold says
where the words of each event of the dev split stand, and the reader says how the act stands, from
the parse, the tables, the network's mark, the statement that the words stand in and the days that
it finds itself.

`status.macro` is the mean of the F1 of the classes, `status.LABEL.r` a class's recall; `tables` is
what the parse and the tables say without the network's mark, `network` the mark alone, on the
events whose words it takes for a trigger.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from dragoman.language.tag import tag_many
from dragoman.meaning.actors import find_actors
from dragoman.meaning.cast import Cast
from dragoman.meaning.dating_narrative import event_date
from dragoman.meaning.events import status_of_act, voices_of
from dragoman.meaning.statements import find_statements
from dragoman.meaning.status import Standing, standing_of
from dragoman.meaning.times import find_times
from dragoman.meaning.tree import Tree
from dragoman.ontology import EventStatus, EventType
from dragoman.spans import Span
from dragoman.types import Article, Mark, Tags
from evals.corpora import read_jsonl
from evals.dispatch import article_of, dev_records
from evals.measures import Count
from evals.result import Result

Pairs = list[tuple[str, str]]
"""(gold, ours) of each event."""


def run(data: Path | None = None) -> Result:
    """The dev split as `python -m corpus build` makes it; or any file that it made."""
    records = read_jsonl(data) if data is not None else dev_records()
    articles = [article_of(record) for record in records]
    told: dict[str, Pairs] = {"status": [], "tables": [], "network": []}
    errors: list[str] = []
    tagged = tag_many([article.text for article in articles])
    for record, article, tags in zip(records, articles, tagged, strict=True):
        for event, words, ours, tables, mark in _events(record, article, tags):
            gold = event["status"]
            told["status"].append((gold, ours))
            told["tables"].append((gold, tables))
            if mark is not None:
                told["network"].append((gold, mark.label))
            if gold != ours:
                errors.append(f"{record['id']} {gold} ≠ {ours}: {words}")
    result = Result(errors=errors, counts={"records": len(records)})
    for name, pairs in told.items():
        _add(result, name, pairs)
    return result


def _events(
    record: dict[str, Any], article: Article, tags: Tags
) -> Iterator[tuple[dict[str, Any], str, str, str, Mark | None]]:
    """Each event of gold with its words, our status, that of the tables, and the mark."""
    tree = Tree(article.text, tags)
    bare = Tree(article.text, replace(tags, marks=()))
    day = article.published.day
    times = find_times(tree, day)
    cast = Cast(tree, find_actors(tree, day))
    voices = voices_of(tree, find_statements(tree, cast, times, day))
    for event in record["events"]:
        spans = [Span(start, end) for start, end in event["spans"]["main"]]
        words = [i for span in spans for i in tree.within(span)]
        head = tree.head_of(spans[0])
        if head is None:
            head = words[0]
        when = event_date(tree, head, times, day)
        past = tree.tokens[head].xpos == "VBD" or "had" in tree.auxiliaries(head)
        ours, tables = (
            status_of_act(
                _uttered(standing_of(one, head), event), voices.get(head), when, day, past
            )
            for one in (tree, bare)
        )
        yield event, _shown(tree, head), str(ours), str(tables), _mark(tree, words)


def _uttered(standing: Standing, event: dict[str, Any]) -> EventStatus:
    """ "Will not accept" is a refusal, and has happened: the reader knows by the act's type."""
    refused = event["type"] == EventType.REJECT and standing.status is EventStatus.NEGATED
    return EventStatus.HAPPENED if refused else standing.status


def _mark(tree: Tree, words: list[int]) -> Mark | None:
    """The surest mark of a status on the words."""
    marks = [
        mark
        for mark in tree.tags.marks
        if mark.head == "status" and any(mark.first <= i < mark.last for i in words)
    ]
    return max(marks, key=lambda mark: mark.score, default=None)


def _shown(tree: Tree, i: int) -> str:
    """The sentence of a word, the word in brackets."""
    sentence = tree.sentence_tokens(i)
    first, word, last = (tree.tokens[t].span for t in (sentence.start, i, sentence.stop - 1))
    content = tree.text.content
    return f"{content[first.start : word.start]}[{tree.words[i]}]{content[word.end : last.end]}"


def _add(result: Result, name: str, pairs: Pairs) -> None:
    labels = sorted({gold for gold, _ in pairs})
    counts = {
        label: Count(
            sum(gold == ours == label for gold, ours in pairs),
            sum(gold != ours == label for gold, ours in pairs),
            sum(label == gold != ours for gold, ours in pairs),
        )
        for label in labels
    }
    result.measures[f"{name}.macro"] = sum(c.f1 for c in counts.values()) / max(len(labels), 1)
    result.measures[f"{name}.right"] = sum(g == o for g, o in pairs) / max(len(pairs), 1)
    result.counts[f"{name}.of"] = len(pairs)
    for label, count in counts.items():
        result.measures[f"{name}.{label}.f1"] = count.f1
        result.measures[f"{name}.{label}.r"] = count.recall
        result.counts[f"{name}.{label}.gold"] = count.tp + count.fn
