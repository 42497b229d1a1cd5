"""The corpus on the command line.

python -m corpus check [FILE…]                            every flaw: file:line: entry id: what
python -m corpus doubts [FILE…]                           where a decision may not be followed
python -m corpus split                                    deal new sentences to train, dev, test
python -m corpus build [--seed N] [--fills K] --out DIR   JSONL with character offsets
python -m corpus freeze                                   the digest of the test split, on purpose
python -m corpus same [--fast]                            how alike the corpus is to itself
python -m corpus bare [--share S] [--seed N]              the sample for a second annotator
python -m corpus agreement                                how far two annotators agree
python -m corpus card                                     the figures into README.md
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from corpus.build import DIGEST, build, digest_of_test
from corpus.card import sameness, worded, write_card
from corpus.check import check, files
from corpus.doubts import doubts
from corpus.fill import SEED
from corpus.format import Entry, Flaw
from corpus.same import TOO_LIKE, nearest
from corpus.second import (
    FIRSTS,
    FOLDER,
    GIVEN,
    ROUNDS,
    TABLE,
    agreement,
    both,
    labelled,
    write_bare,
    write_table,
)
from corpus.similar import masked, measures, pairs_above, units
from corpus.splits import LIKE, SPLITS, NotDealtError, deal, read_splits, split_of, write_splits

Options = argparse.Namespace


def main(arguments: list[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    entries, flaws = check(getattr(options, "files", None) or files())
    if options.command == "check":
        return tell(entries, flaws if options.files else [*flaws, *frozen(entries, flaws)])
    if flaws:
        print(f"{len(flaws)} flaws: python -m corpus check", file=sys.stderr)
        return 1
    try:
        COMMANDS[options.command](entries, options)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _some(value: str) -> int:
    if (number := int(value)) < 1:
        raise argparse.ArgumentTypeError(f"{value}: fewer than one")
    return number


def parser() -> argparse.ArgumentParser:
    found = argparse.ArgumentParser(
        "python -m corpus", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    commands = found.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in ("check", *COMMANDS):
        command = commands.add_parser(name)
        if name in ("check", "doubts"):
            command.add_argument("files", nargs="*", type=Path)
        if name == "doubts":
            command.add_argument("--test", action="store_true", help="those of the test split, too")
        if name in ("build", "bare"):
            command.add_argument("--seed", type=int, default=SEED)
        if name == "build":
            command.add_argument(
                "--fills", type=_some, default=1, help="draws of each train entry, one or more"
            )
            command.add_argument("--out", type=Path, required=True)
        if name == "bare":
            command.add_argument("--share", type=float, default=0.15)
        if name == "same":
            told = "words alone; says only what is too like, as CI asks"
            command.add_argument("--fast", action="store_true", help=told)
    return found


def frozen(entries: Sequence[Entry], flaws: Sequence[Flaw]) -> list[Flaw]:
    """Whether the test split is still the one that was frozen; not asked of a flawed corpus."""
    if flaws or not DIGEST.exists():
        return []
    try:
        if digest_of_test(entries) == DIGEST.read_text(encoding="utf-8").strip():
            return []
    except NotDealtError as error:
        return [Flaw("corpus/splits.tsv", 1, "-", str(error))]
    told = "the test split is not the frozen one (if on purpose: python -m corpus freeze)"
    return [Flaw("corpus/test.sha256", 1, "-", told)]


def tell(entries: Sequence[Entry], flaws: Sequence[Flaw]) -> int:
    for flaw in flaws:
        print(flaw)
    print(f"{len(entries)} entries, {len(flaws)} flaws", file=sys.stderr)
    return 1 if flaws else 0


def run_doubts(entries: Sequence[Entry], options: Options) -> None:
    """Those of the test split are only counted: nobody who writes rules is to see them."""
    splits = read_splits()
    hidden = {entry.id for entry in entries if split_of(entry, splits) == "test"}
    found = doubts(entries)
    shown = found if options.test else [doubt for doubt in found if doubt.entry not in hidden]
    for doubt in shown:
        print(doubt)
    left = len(found) - len(shown)
    more = f", {left} more in test (--test shows them)" if left else ""
    print(f"{len(shown)} doubts{more}", file=sys.stderr)


def run_split(entries: Sequence[Entry], options: Options) -> None:
    known = read_splits()
    sentences = sorted((e for e in entries if e.kind == "sentence"), key=lambda e: e.id)
    alike = measures([masked(entry) for entry in sentences])
    pairs = {pair for matrix in alike.values() for pair in pairs_above(matrix, LIKE)}
    dealt = deal(sentences, sorted(pairs), known)
    processes = {name: split for name, split in known.items() if "-" not in name}
    write_splits(dealt, processes)
    print(f"{len(dealt)} sentences: {told(Counter(dealt.values()))}")
    for left, right in sorted(pairs):
        ours, theirs = sentences[left].id, sentences[right].id
        if dealt[ours] != dealt[theirs]:
            print(f"alike, yet dealt apart before: {ours} ({dealt[ours]}), {theirs}")


def run_build(entries: Sequence[Entry], options: Options) -> None:
    counts = build(entries, options.out, options.seed, options.fills)
    print(f"{options.out}: {told(counts)}")


def run_freeze(entries: Sequence[Entry], options: Options) -> None:
    DIGEST.write_text(digest_of_test(entries) + "\n", encoding="utf-8")
    print(f"{DIGEST}: {DIGEST.read_text(encoding='utf-8').strip()}")


def run_same(entries: Sequence[Entry], options: Options) -> None:
    near = nearest(units(entries, read_splits()), fast=options.fast)
    if not options.fast:
        print(worded(entries), sameness(entries, near), sep="\n\n", end="\n\n")
    alike = [each for each in near if each.like >= TOO_LIKE]
    for each in alike:
        print(f"{each.measure} {each.like:.2f}: {each.unit.split} {each.unit.id}", end=" ~ ")
        print(f"train {each.nearest.id}\n  {each.unit.text}\n  {each.nearest.text}")
    if alike:
        raise ValueError(f"same: {len(alike)} of dev and test: at {TOO_LIKE} or more to train")
    print(f"{len(near)} comparisons, none at {TOO_LIKE} or more to train", file=sys.stderr)


def run_bare(entries: Sequence[Entry], options: Options) -> None:
    print(f"{write_bare(entries, options.share, options.seed)} entries in {FOLDER / 'bare'}")


def run_agreement(entries: Sequence[Entry], options: Options) -> None:
    firsts, kept = check(sorted(FIRSTS.glob("*.txt")))
    seconds, flaws = check(sorted(FOLDER.glob("*.txt")))
    if kept or flaws:
        raise ValueError("\n".join(map(str, [*kept, *flaws])))
    tables = {TABLE: both(entries, seconds)}
    for table, stems in ROUNDS.items():
        ones, others = (
            [entry for entry in found if Path(entry.file).stem in stems]
            for found in (firsts, seconds)
        )
        tables[table] = both(ones, others)
    counted = {table: agreement(pairs) for table, pairs in tables.items()}
    counted |= {table: labelled(given) for table, given in GIVEN.items()}
    for table, rows in counted.items():
        write_table(rows, table)
        print(table.name)
        for row in rows:
            counts = f"{row.first:5} {row.second:5} {row.both:5}"
            print(f"{row.what:24} {row.label:18} {counts} {row.f1:.3f}")


def run_card(entries: Sequence[Entry], options: Options) -> None:
    write_card(entries, read_splits())


def told(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {counts[name]:,}" for name in SPLITS if name in counts)


COMMANDS: dict[str, Callable[[Sequence[Entry], Options], None]] = {
    "doubts": run_doubts,
    "split": run_split,
    "build": run_build,
    "freeze": run_freeze,
    "same": run_same,
    "bare": run_bare,
    "agreement": run_agreement,
    "card": run_card,
}

if __name__ == "__main__":
    sys.exit(main())
