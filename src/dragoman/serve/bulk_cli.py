"""The command that reads an archive into tables."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.errors import UsageError
from dragoman.serve.columns import Column, named

if TYPE_CHECKING:
    from dragoman.serve.bulk.run import Engine

app = typer.Typer()


@app.command()
def bulk(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...", help="Files of Parquet, JSONL, CSV, WARC; folders, patterns, pages."
        ),
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="The folder; begun there, it goes on.")
    ],
    workers: Annotated[
        int | None,
        typer.Option("--workers", metavar="N", min=1, help="Processes; else one for each core."),
    ] = None,
    shard: Annotated[
        int, typer.Option("--shard", metavar="N", min=1, help="Inputs in each file of a table.")
    ] = 10_000,
    published: Annotated[
        str | None, typer.Option(metavar="DAY", help="Day of publication of all inputs.")
    ] = None,
    column: Column = None,
    engine: Annotated[
        str, typer.Option(metavar="NAME", help="pool (processes of this machine) or daft.")
    ] = "pool",
    address: Annotated[
        str | None,
        typer.Option(metavar="RAY", help="Daft on Ray: ray://head:10001, or local for one here."),
    ] = None,
    keep: Annotated[
        str,
        typer.Option(metavar="WHAT", help="text, spans (no texts), or readings (for bulk-link)."),
    ] = "text",
) -> None:
    """Read an archive into Parquet tables; killed and started again, it goes on."""
    from dragoman.serve.record_options import day

    try:
        import pyarrow  # noqa: F401
    except ImportError:
        raise UsageError("bulk", "needs pyarrow: pip install 'dragoman[bulk]'") from None
    from dragoman.serve.bulk.interrupts import leave, stoppable
    from dragoman.serve.bulk.run import Wanted
    from dragoman.serve.bulk.run import bulk as run

    if keep not in ("text", "spans", "readings"):
        raise UsageError(f"--keep {keep}", "there are text, spans, readings")
    if engine not in ("pool", "daft") or (address and engine != "daft"):
        raise UsageError(f"--engine {engine}", "there are pool and daft; --address is of daft")
    wanted = Wanted(day(published), keep, named(column), shard)
    with stoppable("the same command goes on from there"):
        code = run(inputs, out, wanted, lambda: _engine(engine, workers or _cores(), address))
    if engine == "daft":
        leave(code)
    raise typer.Exit(code)


@app.command()
def bulk_link(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="What `bulk --keep readings` has filled.")
    ],
    workers: Annotated[
        int | None,
        typer.Option("--workers", metavar="N", min=1, help="Processes; else one for each core."),
    ] = None,
    address: Annotated[
        str | None,
        typer.Option(metavar="RAY", help="Daft on Ray: ray://head:10001, or local for one here."),
    ] = None,
) -> None:
    """Link an archive's readings into processes: tables in DIR/linked."""
    from dragoman.serve.bulk.interrupts import hear_alone, leave, stoppable

    hear_alone()
    try:
        from dragoman.serve.bulk.linking import find_processes
    except ImportError:
        raise UsageError("bulk-link", "needs daft: pip install 'dragoman[cluster]'") from None
    from dragoman.serve.bulk.linked import save

    with stoppable("the same command begins anew"):
        count = save(find_processes(folder, workers or _cores(), address), folder / "linked")
    print(f"{folder / 'linked'}: {count:,} processes", file=sys.stderr)
    leave(0)


def _cores() -> int:
    """Those that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _engine(engine: str, workers: int, address: str | None) -> "Engine":
    if engine == "pool":
        from dragoman.serve.bulk.pool import Pool

        return Pool(workers)
    from dragoman.serve.bulk.interrupts import hear_alone

    hear_alone()
    try:
        from dragoman.serve.bulk.cluster import Cluster
    except ImportError:
        raise UsageError("--engine daft", "needs daft: pip install 'dragoman[cluster]'") from None
    return Cluster(workers, address)
