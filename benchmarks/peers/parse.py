"""spaCy trained on the treebank that ours was trained on → a folder that it loads, and its scores.

No English model of spaCy's is on PyPI, so one is trained here, by ``spacy train`` with the settings
that ``spacy init config --optimize efficiency`` writes for a morphologizer and a parser, without
vectors: on UD English EWT train, in pieces of ten sentences, for a bounded number of CPU seconds.
spaCy keeps the state that is best on EWT dev. It is scored on EWT test by the code that scores ours
(`evals.syntax`), from gold words and sentences and from raw text.

What is not alike: ours begins at a pretrained encoder, is trained on more treebanks and for days.
spaCy's own ``en_core_web_sm`` is trained on OntoNotes, with other labels: it cannot be scored here.
"""

import signal
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from dragoman.spans import Span
from evals.corpora import Treebank, corpus, read_conllu
from evals.measures import Count
from evals.syntax import MEASURES, Found, judge, score_raw

PIECE = 10
"""Sentences of a training example, so that the parser learns where sentences end."""

SPENT = "cpu-seconds"
"""Beside the trained state: what its training took."""

Scores = dict[str, float]


class TimeIsUp(Exception):  # noqa: N818
    """So many CPU seconds are spent; the best state until then is on the disk."""


def train(target: Path, seconds: float) -> Path:
    """Trains for a number of CPU seconds → the folder of the best state, and what it took."""
    from spacy.cli.init_config import init_config
    from spacy.cli.train import train as run
    from spacy.tokens import DocBin
    from spacy.training.converters import conllu_to_docs

    target.mkdir(parents=True, exist_ok=True)
    for half in ("train", "dev"):
        lines = corpus(f"syntax/ewt/{half}.conllu").read_text(encoding="utf-8")
        docs = conllu_to_docs(lines, n_sents=PIECE, no_print=True)
        DocBin(docs=docs, store_user_data=True).to_disk(target / f"{half}.spacy")
    config = init_config(lang="en", pipeline=["morphologizer", "parser"], optimize="efficiency")
    config.to_disk(target / "config.cfg")
    signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        run(target / "config.cfg", target, overrides={
            "paths.train": str(target / "train.spacy"), "paths.dev": str(target / "dev.spacy"),
            "training.patience": 0,
        })  # fmt: skip
    except TimeIsUp:
        pass
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    (target / SPENT).write_text(f"{time.process_time():.0f}\n", encoding="utf-8")
    return target / "model-best"


def _stop(*_: object) -> None:
    raise TimeIsUp


def score(model: Path) -> dict[str, Any]:
    """A trained pipeline → its scores on EWT test."""
    import spacy

    nlp = spacy.load(model)
    documents = list(read_conllu(corpus("syntax/ewt/test.conllu")))
    start = time.process_time()
    result: dict[str, Any] = {
        **{f"gold_words.{name}": share for name, share in gold_words(nlp, documents).items()},
        **{f"raw.{name}.f1": share for name, share in raw(nlp, documents).items()},
    }
    result["dev"] = {
        name: round(nlp.meta["performance"][name], 4) for name in ("pos_acc", "dep_uas", "dep_las")
    }
    result["cpu_seconds"] = round(time.process_time() - start, 1)
    result["training_cpu_seconds"] = int((model.parent / SPENT).read_text(encoding="utf-8"))
    return result


def gold_words(nlp: Any, documents: Sequence[Treebank]) -> Scores:
    """Gold words and sentences → the share of words that is right in each measure."""
    from spacy.tokens import Doc

    hits: Counter[str] = Counter()
    for document in documents:
        starts = set(document.starts)
        doc = Doc(
            nlp.vocab, [word.form for word in document.words],
            sent_starts=[at in starts for at in range(len(document.words))],
        )  # fmt: skip
        for token, word in zip(nlp(doc), document.words, strict=True):
            hits.update(judge(word.upos, word.head, word.relation, _found(token)))
    total = sum(len(document.words) for document in documents)
    return {name: hits[name] / total for name in MEASURES}


def raw(nlp: Any, documents: Sequence[Treebank]) -> Scores:
    """Running text → F1 of words, sentences and the measures over aligned words."""
    counts = {name: Count() for name in ("words", "sentences", *MEASURES)}
    docs = nlp.pipe(document.text for document in documents)
    for document, doc in zip(documents, docs, strict=True):
        kept = [token for token in doc if not token.is_space]
        at = {token.i: number for number, token in enumerate(kept)}
        tokens = [
            SimpleNamespace(
                span=Span(token.idx, token.idx + len(token)), upos=_found(token).upos,
                head=at.get(token.head.i, number), relation=_found(token).relation,
            )
            for number, token in enumerate(kept)
        ]  # fmt: skip
        begins = [number for number, token in enumerate(kept) if _begins(token)]
        score_raw(document, doc.text, tokens, begins, counts)
    return {name: count.f1 for name, count in counts.items()}


def _begins(token: Any) -> bool:
    """Whether a sentence begins at a token, or at the blanks before it."""
    before = token.i - 1
    while before >= 0 and token.doc[before].is_space:
        if token.doc[before].is_sent_start:
            return True
        before -= 1
    return bool(token.is_sent_start)


def _found(token: Any) -> Found:
    """A root is its own head; spaCy writes its relation in capitals."""
    relation = "root" if token.dep_ == "ROOT" else token.dep_
    return Found(token.pos_, token.head.i, relation)
