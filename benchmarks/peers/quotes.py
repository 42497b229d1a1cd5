"""textacy's quotations and our statements on the same reports, scored by the same code.

PolNeAR dev by `evals.attribution` (exact spans, linked triples, recall by kind), and our own golden
reports for development: there a statement counts as found when its anchor lies in one found
content, each content taken once, and as named when the speaker has a word of the gold name, too.
textacy finds direct quotations only and resolves no pronoun; gold has indirect speech too, two
thirds of it. It needs a parse and lemmas, and no English model is on PyPI: it is given the pipeline
that `parse` trains on UD English EWT, and the lookup tables of spacy-lookups-data.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from dragoman.spans import Span
from evals.attribution import KINDS, ROLES, Score, run
from evals.corpora import GOLDEN, corpus, read_jsonl
from evals.golden import records
from evals.measures import Count, plain

Found = list[Any]
"""Values with `source`, `cue`, `content` (spans), and as words `speaker` and `told`."""
Find = Callable[[str], Found]
Scores = dict[str, float]


def textacy(model: Path) -> Find:
    """Text → textacy's direct quotations; none where it gives up on a text."""
    import importlib

    nlp = importlib.import_module("spacy").load(model)
    nlp.add_pipe("lemmatizer", config={"mode": "rule"}).initialize()
    quotations: Any = importlib.import_module("textacy.extract.triples").direct_quotations

    def find(text: str) -> Found:
        try:
            return [_of_textacy(one, text) for one in quotations(nlp(text))]
        except ValueError:
            return []  # "an unclosed quotation … it's safest to bail out"

    return find


def _of_textacy(one: Any, text: str) -> Any:
    content = _extent(one.content)
    return SimpleNamespace(
        source=_extent(one.speaker), cue=_extent(one.cue), content=(content,),
        speaker=" ".join(token.text for token in one.speaker),
        told=(text[content.start : content.end],),
    )  # fmt: skip


def _extent(tokens: Iterable[Any]) -> Span:
    listed = list(tokens)
    return Span(listed[0].idx, listed[-1].idx + len(listed[-1]))


def polnear(find: Find | None) -> Scores:
    """PolNeAR dev → F1 of spans and triples, and recall of each kind; None is ours."""
    if find is None:
        measures = run().measures
    else:
        score = Score()
        for record in read_jsonl(corpus("attribution/polnear_dev.jsonl")):
            made: Any = SimpleNamespace(attributions=find(record["text"]))
            score.add(record, made)
        measures = score.result().measures
    names = [f"{role}.f1" for role in (*ROLES, "triple")]
    names += [f"triple.{kind}.r" for kind in KINDS]
    return {name: round(100 * measures[name], 1) for name in names}


def golden(read: Callable[[str, date], Found]) -> Scores:
    """Our golden reports for development → F1 of statements, and of those with their speaker."""
    told, named, direct = Count(), Count(), Count()
    for record in records(GOLDEN):
        day = record.gold.get("published")
        if record.half != "dev" or not day:
            continue
        found = read(record.text, date.fromisoformat(day))
        left = dict(enumerate(found))
        hits = speakers = quoted = 0
        gold = record.gold.get("statements", ())
        for one in gold:
            at = next(_holding(one["anchor"], left), None)
            if at is None:
                continue
            hits += 1
            quoted += one["form"] == "direct"
            speakers += _is_named(one["speaker"], left.pop(at).speaker)
        missed, extra = len(gold) - hits, len(found) - hits
        told.add(Count(hits, extra, missed))
        named.add(Count(speakers, len(found) - speakers, len(gold) - speakers))
        direct.add(Count(quoted, 0, sum(one["form"] == "direct" for one in gold) - quoted))
    return {
        "told.f1": round(100 * told.f1, 1),
        "told.precision": round(100 * told.precision, 1),
        "told.recall": round(100 * told.recall, 1),
        "named.f1": round(100 * named.f1, 1),
        "direct.recall": round(100 * direct.recall, 1),
    }


def _holding(anchor: str, left: dict[int, Any]) -> Iterator[int]:
    for at, one in left.items():
        if any(plain(anchor) in plain(words) for words in one.told):
            yield at


def _is_named(names: str | list[str], speaker: str) -> bool:
    words = set(plain(speaker).split())
    told = [names] if isinstance(names, str) else names
    return any(words & set(plain(name).split()) for name in told)


def of_dragoman(text: str, day: date) -> Found:
    """Our statements, with the name of whoever speaks."""
    from dragoman import read

    reading = read(text, published=day)
    names = {actor.id: actor.name for actor in reading.actors}
    return [
        SimpleNamespace(
            speaker=names.get(one.speaker or "", ""),
            told=tuple(reading.article.text[span] for span in one.content),
        )
        for one in reading.statements
    ]


def measure(peer: str, model: Path) -> dict[str, Scores]:
    """Both measures of one of the two."""
    if peer == "dragoman":
        return {"polnear": polnear(None), "golden": golden(of_dragoman)}
    find = textacy(model)
    return {"polnear": polnear(find), "golden": golden(lambda text, _: find(text))}
