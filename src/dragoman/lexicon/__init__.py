"""Tables as data: a TSV file a table, read once."""

from functools import cache
from importlib.resources import files


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``NAME.tsv``, each as column → cell; ``#`` lines at the top are comments.

    `ValueError` "table: which: why" for a row of another width than the header.
    """
    content = files("dragoman.lexicon").joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    lines = [line for line in content.splitlines() if line and not line.startswith("#")]
    header = lines[0].split("\t")
    rows = []
    for line in lines[1:]:
        cells = line.split("\t")
        if len(cells) != len(header):
            raise ValueError(f"table: {name}: {line!r} has {len(cells)} cells, not {len(header)}")
        rows.append(dict(zip(header, cells, strict=True)))
    return tuple(rows)
