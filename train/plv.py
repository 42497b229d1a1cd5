"""Sentence, source and target → PLOVER root: coders fitted and scored in five folds.

``python -m train.plv`` fits every coder on four fifths of PLV's train rows and lets it code the
fifth; no row of PLV's test, nor any other gold of CAMEO or PLOVER, is read. Rows of one sentence
stay in one fold. The shares of the roots are the same in all folds, and the folds follow from the
seed alone.

- ``linear``: words and pairs of words, weighed by TF-IDF, and a softmax over them. The floor: no
  network.
- ``minilm``: the encoder that our network began from, its upper layers fitted with a mark at the
  pieces of either actor (after Baldini Soares et al. 2019, who mark with pieces of their own) and
  a softmax over source, target and an attention over all pieces.
- ``ours``: the same from the encoder of meaning that we ship, which never saw a row of PLV.
- ``events``: ``ours``, first fitted for an epoch on the events of our dispatch corpus, filed as
  PLV files them.
- sums of their probabilities; ``tables`` is the coder of ``dragoman.meaning``, and no fair peer:
  people have read wrong rows of this file while they wrote its tables.

What each coder gives its rows is kept in ``.train/plv``, so that a stopped run goes on;
``--fresh`` forgets it. The figures go to ``train/plv.json``.
"""

import argparse
import json
import math
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import mean, pstdev
from typing import Any, TypeVar

import torch
from torch import Tensor, nn
from torch.nn import functional

from corpus.build import records
from corpus.check import check, files
from dragoman.language.pieces import WordPieces
from dragoman.language.segment import segment
from dragoman.language.tag import tag_many
from dragoman.meaning.tree import Tree
from dragoman.ontology import EventStatus, EventType
from dragoman.pipeline import interpret
from dragoman.spans import Span, Text
from dragoman.types import Article, Published
from evals.events import QUADS, filed, macro, plv_root, plv_rows
from train.batches import Encoder
from train.corpora import CORPORA, Sentence
from train.export import averaged
from train.fit import FOLDER, VOCABULARY
from train.model import SIZE, Network, load_minilm

ROOTS = tuple(QUADS)
CODERS = ("minilm", "ours", "events")
FOLDS = 5
ROWS, SMOOTHING = 16, 0.1
BODY_RATE, HEAD_RATE = 2e-4, 1e-3
MOST = 500
"""Events of one root of our own corpus, of which a third are meetings."""

KEPT = FOLDER / "plv"
FIGURES = Path("train/plv.json")


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a network is fitted."""

    state: Path
    """The checkpoint of our encoder."""
    frozen: int
    """Layers of the encoder that stay as they are; what they give is computed once a row."""
    epochs: int
    seed: int


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence (or a few) as words, with the words of both actors and the root."""

    sentences: list[Sentence]
    source: tuple[int, ...]
    target: tuple[int, ...]
    root: str


# --- rows ------------------------------------------------------------------------------------


def row_of(text: Text, source: Sequence[Span], target: Sequence[Span], root: str) -> Row:
    """A text and the spans of its two actors → the row of its words."""
    segments = segment(text)
    words = [text[span] for span in segments.tokens]
    sides = (
        tuple(
            i
            for i, token in enumerate(segments.tokens)
            if any(token.start < span.end and span.start < token.end for span in spans)
        )
        for spans in (source, target)
    )
    first, second = sides
    return Row([Sentence(words[a:b]) for a, b in segments.sentences], first, second, root)


def phrase_spans(text: Text, phrase: str) -> tuple[Span, ...]:
    """Where a phrase of an actor stands first in a text; nowhere, when its words differ."""
    at = text.content.lower().find(phrase.lower().strip())
    return (Span(at, at + len(phrase.strip())),) if at >= 0 else ()


def own_rows(seed: int) -> list[Row]:
    """Events of the train split of the dispatch corpus, with the mentions nearest to the words."""
    found: dict[str, list[Row]] = defaultdict(list)
    for line in records(check(files())[0], "train", seed, 1):
        record = json.loads(line)
        text = Text(record["text"])
        segments = segment(text)
        runs = [
            Span(segments.tokens[first].start, segments.tokens[last - 1].end)
            for first, last in segments.sentences
        ]
        for event in record["events"]:
            start = event["spans"]["main"][0][0]
            run = next((run for run in runs if run.start <= start < run.end), None)
            if run is None:
                continue
            source, target = (_nearest(record, event[s], run, start) for s in ("actor", "target"))
            if source or target:
                root = filed(EventType(event["type"]), EventStatus(event["status"]))
                found[root].append(row_of(Text(text[run]), source, target, root))
    chance = random.Random(seed)
    return [row for rows in found.values() for row in chance.sample(rows, min(MOST, len(rows)))]


def _nearest(record: dict[str, Any], ids: Iterable[str], run: Span, at: int) -> tuple[Span, ...]:
    """The mention nearest to a place, of each actor that its sentence names; within the run."""
    found = []
    for actor in record["actors"]:
        near = [
            (abs(m["start"] - at), m["start"] - run.start, m["end"] - run.start)
            for m in actor["mentions"]
            if actor["id"] in ids and run.start <= m["start"] and m["end"] <= run.end
        ]
        found += [Span(*min(near)[1:])] if near else []
    return tuple(found)


def folds(rows: list[dict[str, str]], seed: int) -> list[int]:
    """The fold of each row: roots spread evenly, rows of one sentence together."""
    chance = random.Random(seed)
    of_sentence: dict[str, int] = {}
    by_root: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        by_root[row["root"]].append(row["sentence"])
    turn = 0
    for sentences in by_root.values():
        chance.shuffle(sentences)
        for sentence in sentences:
            if sentence not in of_sentence:
                of_sentence[sentence] = turn % FOLDS
                turn += 1
    return [of_sentence[row["sentence"]] for row in rows]


# --- the network -----------------------------------------------------------------------------


class Coder(nn.Module):
    """The encoder's upper layers with marked actors, and a softmax over the roots."""

    def __init__(self, network: Network, frozen: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(
            deepcopy(layer) for layer in (*network.layers[frozen:], network.meaning)
        )
        self.sides = nn.Embedding(3, SIZE)
        nn.init.normal_(self.sides.weight, std=0.02)
        self.weigh = nn.Linear(SIZE, 1)
        self.wide = nn.Linear(3 * SIZE, SIZE)
        self.roots = nn.Linear(SIZE, len(ROOTS))
        self.dropout = nn.Dropout(0.2)

    def forward(self, states: Tensor, sides: Tensor, inside: Tensor) -> Tensor:
        """(rows, pieces, SIZE), sides 0 1 2 and what is no padding → (rows, roots)."""
        x = states + self.sides(sides)
        for layer in self.layers:
            x = layer(x, inside[:, None, None, :])
        weight = self.weigh(x).squeeze(-1).masked_fill(~inside, -1e4).softmax(-1)
        parts = [weight.unsqueeze(1) @ x]
        for side in (1, 2):
            of = (sides == side).float().unsqueeze(1)
            parts.append(of @ x / of.sum(-1, keepdim=True).clamp(min=1))
        joined = self.dropout(torch.cat(parts, -1).squeeze(1))
        scores: Tensor = self.roots(self.dropout(functional.gelu(self.wide(joined))))
        return scores


Example = tuple[Tensor, Tensor]
"""States of the pieces below the fitted layers, and the side of each piece."""


def examples(network: Network, rows: Sequence[Row], frozen: int) -> list[Example]:
    """Rows → what the frozen layers make of them."""
    encoder = Encoder(WordPieces.from_file(VOCABULARY), network.labels)
    network.eval()
    found = []
    with torch.no_grad():
        for row in rows:
            example = encoder.example(0, row.sentences)
            if example is None:
                raise ValueError(
                    f"row: {row.sentences[0].words[:8]}: longer than the encoder reads"
                )
            pieces, parity, casing = (
                torch.tensor([example[name]]) for name in ("pieces", "parity", "casing")
            )
            x = network.pieces(pieces) + network.parity(parity) + network.casing(casing)
            x = network.norm(x + network.positions(torch.arange(pieces.shape[1])))
            for layer in network.layers[:frozen]:
                x = layer(x, torch.ones(1, 1, 1, pieces.shape[1], dtype=torch.bool))
            ends = [*example["first"][1:], pieces.shape[1] - 1]
            sides = torch.zeros(pieces.shape[1], dtype=torch.long)
            for side, words in ((1, row.source), (2, row.target)):
                for word in words:
                    sides[example["first"][word] : ends[word]] = side
            found.append((x[0], sides))
    return found


def padded(batch: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor]:
    states, sides = (nn.utils.rnn.pad_sequence(list(t), True) for t in zip(*batch, strict=True))
    lengths = torch.tensor([len(side) for _, side in batch])
    return states, sides, torch.arange(sides.shape[1])[None] < lengths[:, None]


def fit(
    coder: Coder, held: Sequence[Example], gold: Sequence[str], epochs: int, chance: random.Random
) -> None:
    """Fits in place: a short warm-up, then a straight way down."""
    coder.train()
    body = list(coder.layers.parameters())
    known = {id(p) for p in body}
    heads = [p for p in coder.parameters() if id(p) not in known]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": BODY_RATE}, {"params": heads, "lr": HEAD_RATE}],
        betas=(0.9, 0.98), weight_decay=0.01,
    )  # fmt: skip
    steps = epochs * math.ceil(len(held) / ROWS)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (0.1 * steps), (steps - step) / (0.9 * steps), 1)
    )
    answers = torch.tensor([ROOTS.index(root) for root in gold])
    for _ in range(epochs):
        # rows of like length together, in another order each time
        order = sorted(range(len(held)), key=lambda i: len(held[i][1]) + 8 * chance.random())
        groups = [order[i : i + ROWS] for i in range(0, len(order), ROWS)]
        chance.shuffle(groups)
        for group in groups:
            scores = coder(*padded([held[i] for i in group]))
            loss = functional.cross_entropy(scores, answers[group], label_smoothing=SMOOTHING)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(coder.parameters(), 1.0)
            optimizer.step()
            schedule.step()


def coded(coder: Coder, held: Sequence[Example]) -> Tensor:
    """(rows, roots) of probabilities."""
    coder.eval()
    with torch.no_grad():
        parts = [coder(*padded(held[i : i + 32])) for i in range(0, len(held), 32)]
    return torch.cat(parts).softmax(-1)


def encoder_of(name: str, state: Path) -> Network:
    network, _ = averaged(state)
    if name == "minilm":
        network = Network(network.labels)
        load_minilm(network)
    return network


def by_network(
    name: str, rows: list[Row], raw: Sequence[Row], part: Sequence[int], recipe: Recipe
) -> tuple[Tensor, Tensor]:
    """Probabilities of each row by the coder that was not fitted on it; the same of `raw`."""
    torch.manual_seed(recipe.seed)
    chance = random.Random(recipe.seed)
    network = encoder_of(name, recipe.state)
    held, bare = (examples(network, some, recipe.frozen) for some in (rows, raw))
    first = _started(network, recipe) if name == "events" else Coder(network, recipe.frozen)
    found, plain = (torch.zeros(len(rows), len(ROOTS)) for _ in range(2))
    for fold in range(FOLDS):
        coder = deepcopy(first)
        taught = [i for i, n in enumerate(part) if n != fold]
        asked = [i for i, n in enumerate(part) if n == fold]
        gold = [rows[i].root for i in taught]
        fit(coder, [held[i] for i in taught], gold, recipe.epochs, chance)
        found[asked] = coded(coder, [held[i] for i in asked])
        plain[asked] = coded(coder, [bare[i] for i in asked])
        print(f"{name} {recipe.seed}: fold {fold + 1} of {FOLDS}", flush=True)
    return found, plain


def _started(network: Network, recipe: Recipe) -> Coder:
    """A coder fitted on the events of our own corpus; one for all seeds."""
    coder = Coder(network, recipe.frozen)
    known = KEPT / f"start-{recipe.frozen}.pt"
    if not known.exists():
        chance = random.Random(recipe.seed)
        rows = own_rows(recipe.seed)
        held = examples(network, rows, recipe.frozen)
        fit(coder, held, [row.root for row in rows], 1, chance)
        torch.save(coder.state_dict(), known)
    coder.load_state_dict(torch.load(known))
    return coder


# --- words alone -----------------------------------------------------------------------------


def by_words(
    rows: Sequence[Row], part: Sequence[int], answers: Sequence[str | None] | None = None
) -> Tensor:
    """Probabilities by the words of a row; with the answer of another coder as one more word."""
    bags = [_bag(row) for row in rows]
    if answers is not None:
        for bag, answer in zip(bags, answers, strict=True):
            bag[f"\t{answer}"] = 1
    found = torch.zeros(len(rows), len(ROOTS))
    gold = torch.tensor([ROOTS.index(row.root) for row in rows])
    for fold in range(FOLDS):
        taught = torch.tensor([n != fold for n in part])
        seen = Counter(word for bag, t in zip(bags, taught, strict=True) if t for word in bag)
        index = {word: n for n, word in enumerate(w for w, count in seen.items() if count > 1)}
        rare = torch.tensor([math.log(int(taught.sum()) / seen[word]) + 1 for word in index])
        x = torch.zeros(len(rows), len(index))
        for n, bag in enumerate(bags):
            for word, count in bag.items():
                if word in index:
                    x[n, index[word]] = 1 + math.log(count)
        x = functional.normalize(x * rare, dim=1)
        weight = torch.zeros(len(index), len(ROOTS), requires_grad=True)
        bias = torch.zeros(len(ROOTS), requires_grad=True)
        optimizer = torch.optim.Adam([weight, bias], lr=0.1)
        for _ in range(200):
            loss = functional.cross_entropy(x[taught] @ weight + bias, gold[taught])
            loss = loss + 2e-5 * weight.square().sum()
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
        with torch.no_grad():
            found[~taught] = (x[~taught] @ weight + bias).softmax(-1)
    return found


def _bag(row: Row) -> Counter[str]:
    """Words and pairs of words, and pairs in which an actor is only its side."""
    words = [word.lower() for sentence in row.sentences for word in sentence.words]
    told: list[str] = []
    for number, word in enumerate(words):
        side = ">source" if number in row.source else ">target" if number in row.target else ""
        if not side or told[-1:] != [side]:
            told.append(side or word)
    pairs = {f"{a} {b}" for run in (words, told) for a, b in pairwise(run)}
    return Counter([*words, *pairs])


# --- actors of our own -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Read:
    """What the reader makes of a row's bare sentence."""

    row: Row | None
    """The row with the actors that it finds; None where it does not find two of which one
    overlaps the given source and another the given target."""
    joined: bool
    """Whether an event of the reader has the two as actor and target."""
    root: str | None
    """What the tables say, with the actors given."""


def read_rows(table: Sequence[dict[str, str]]) -> list[Read]:
    texts = [Text(row["sentence"]) for row in table]
    found = []
    for row, text, tags in zip(table, texts, tag_many(texts), strict=True):
        reading = interpret(Article(row["id"], "", text, Published(None, "none")), tags)
        source, target = (
            {
                actor.id: best
                for actor in reading.actors
                if (best := _widest(given, [m.span for m in actor.mentions])) is not None
            }
            for given in (phrase_spans(text, row["source"]), phrase_spans(text, row["target"]))
        )
        pairs = [(a, b) for a in source for b in target if a != b and source[a] != target[b]]
        joined = any(
            a in event.actors and b in (*event.targets, *event.actors)
            for a, b in pairs
            for event in reading.events
        )
        pairs.sort(key=lambda p: len(source[p[0]]) + len(target[p[1]]))
        own = None
        for one, other in pairs[-1:]:
            own = row_of(text, [source[one]], [target[other]], row["root"])
        root = plv_root(Tree(text, tags), row["source"], row["target"])
        found.append(Read(own, joined, root))
    return found


def _widest(given: Iterable[Span], mentions: Iterable[Span]) -> Span | None:
    """The mention that shares most characters with a given phrase; None without any."""
    shared = [
        (min(m.end, g.end) - max(m.start, g.start), m)
        for m in mentions
        for g in given
        if m.start < g.end and g.start < m.end
    ]
    return max(shared, key=lambda pair: pair[0])[1] if shared else None


# --- figures ---------------------------------------------------------------------------------


def figures(
    rows: Sequence[dict[str, str]], chances: Tensor, kept: Sequence[int], part: Sequence[int]
) -> dict[str, Any]:
    """Macro-F1 of root, quad and binary on the kept rows: mean and spread of folds, and of all."""
    quad = torch.zeros(len(rows), 5)
    for n, root in enumerate(ROOTS):
        quad[:, int(QUADS[root])] += chances[:, n]
    binary = torch.stack([quad[:, 1] + quad[:, 2], quad[:, 3] + quad[:, 4]], 1)
    roots, quads, binaries = (t.argmax(1).tolist() for t in (chances, quad, binary))
    pairs = {
        "root": [(rows[i]["root"], ROOTS[roots[i]]) for i in kept],
        "quad": [(rows[i]["quad"], str(quads[i])) for i in kept],
        "binary": [(str(int(rows[i]["quad"]) > 2), str(binaries[i] == 1)) for i in kept],
    }
    found: dict[str, Any] = {"rows": len(kept)}
    for name, told in pairs.items():
        of_fold = [
            macro([pair for i, pair in zip(kept, told, strict=True) if part[i] == fold])
            for fold in sorted({part[i] for i in kept})
        ]
        found[name] = {
            "mean": round(mean(of_fold), 4), "sd": round(pstdev(of_fold), 4),
            "folds": [round(value, 4) for value in of_fold], "all": round(macro(told), 4),
        }  # fmt: skip
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=20251026)
    parser.add_argument("--seeds", type=int, default=3, help="networks whose answers are summed")
    parser.add_argument("--coders", default=",".join(CODERS), help="which networks")
    parser.add_argument("--frozen", type=int, default=4, help="lower layers that are not fitted")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--state", type=Path, default=FOLDER / "state.pt", help="our encoder")
    parser.add_argument("--fresh", action="store_true", help="forget what is kept")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    KEPT.mkdir(parents=True, exist_ok=True)
    if options.fresh:
        for file in KEPT.iterdir():
            file.unlink()
    table = plv_rows(CORPORA / "events/plv_train.tsv")
    recipes = [
        Recipe(options.state, options.frozen, options.epochs, options.seed + n)
        for n in range(options.seeds)
    ]
    told = run(table, folds(table, options.seed), recipes, options.coders.split(","))
    FIGURES.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    print(*lines(told), sep="\n")


def run(
    table: list[dict[str, str]], part: list[int], recipes: Sequence[Recipe], coders: Sequence[str]
) -> dict[str, Any]:
    """Fits what is not kept yet → the figures of every coder."""
    texts = [Text(row["sentence"]) for row in table]
    rows = [
        row_of(t, phrase_spans(t, r["source"]), phrase_spans(t, r["target"]), r["root"])
        for t, r in zip(texts, table, strict=True)
    ]
    read = kept("read", lambda: read_rows(table))
    raw = [one.row or row for one, row in zip(read, rows, strict=True)]
    given: dict[str, Tensor] = {"linear": kept("linear", lambda: by_words(rows, part))}
    bare: dict[str, Tensor] = {}

    def fitted(name: str, recipe: Recipe) -> tuple[Tensor, Tensor]:
        file = f"{name}-{recipe.frozen}-{recipe.epochs}-{recipe.seed}"
        return kept(file, lambda: by_network(name, rows, raw, part, recipe))

    for name in coders:
        given[name], bare[name] = fitted(name, recipes[0])
        if len(recipes) > 1:
            every = [fitted(name, recipe) for recipe in recipes]
            sums = (torch.stack(t).mean(0) for t in zip(*every, strict=True))
            given[f"{name} ×{len(every)}"], bare[f"{name} ×{len(every)}"] = sums
    best = list(given)[-1]
    given[f"{best} + linear"] = (2 * given[best] + given["linear"]) / 3
    given["tables"] = functional.one_hot(
        torch.tensor([ROOTS.index(one.root) if one.root else len(ROOTS) for one in read]),
        len(ROOTS) + 1,
    )[:, :-1].float()
    all_rows = list(range(len(table)))
    both = [i for i in all_rows if read[i].row is not None]
    return {
        "given": {name: figures(table, chances, all_rows, part) for name, chances in given.items()},
        "raw": {name: figures(table, chances, both, part) for name, chances in bare.items()},
        "both_actors_found": round(len(both) / len(table), 4),
        "joined_by_an_event": round(sum(one.joined for one in read) / len(table), 4),
        "recipe": {"frozen": recipes[0].frozen, "epochs": recipes[0].epochs,
                   "seeds": [recipe.seed for recipe in recipes]},
    }  # fmt: skip


T = TypeVar("T")


def kept(name: str, make: Callable[[], T]) -> T:
    """What was made before under a name, or is made now."""
    file = KEPT / f"{name}.pt"
    if not file.exists():
        torch.save(make(), file)
    found: T = torch.load(file, weights_only=False)
    return found


def lines(told: dict[str, Any]) -> Iterator[str]:
    """The figures as a table: mean and spread of the five folds, in hundredths."""
    yield f"{'macro-F1 of five folds':32}{'root':>14}{'quad':>14}{'binary':>14}"
    for way in ("given", "raw"):
        share = told["both_actors_found"]
        yield f"actors {way}" + ("" if way == "given" else f"; both found in {share:.1%} of rows")
        for name, one in told[way].items():
            cells = (f"{100 * one[k]['mean']:8.1f} ± {100 * one[k]['sd']:3.1f}"
                     for k in ("root", "quad", "binary"))  # fmt: skip
            yield f"  {name:30}" + "".join(cells)
    yield f"both joined by an event of the reader: {told['joined_by_an_event']:.1%} of rows"


if __name__ == "__main__":
    main()
