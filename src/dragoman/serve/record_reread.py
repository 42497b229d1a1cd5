"""Reports that an older reader read → read by this one; older readings stay."""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from dragoman.record.difference import Change, difference
from dragoman.record.query import Query
from dragoman.record.store import Store
from dragoman.serve.record_add import Progress, Tally
from dragoman.serve.record_options import query, store
from dragoman.serve.rows import Form, print_rows
from dragoman.serve.settings import Settings

Json = dict[str, Any]

_COLUMNS = ("article", "kind", "id", "what", "field", "before", "after", "words")


def unread(asked: Query, reports: Iterable[str]) -> list[str]:
    """Ids of the reports named, or of all, that this version of the reader has not read."""
    from dragoman import __version__
    from dragoman.language.tag import weights_digest

    ids = [asked.article_id(one) for one in reports]
    waiting = asked.unread(__version__, weights_digest())
    return [one for one in waiting if one in set(ids)] if ids else waiting


def reread(
    asked: Query, kept: Store, ids: list[str], tally: Tally, watch: Callable[[], None]
) -> Iterator[tuple[str, tuple[Change, ...]]]:
    """Read them again → id and what is read otherwise; each is kept before it is told."""
    from dragoman.pipeline import read_articles
    from dragoman.serve.json_load import from_dict
    from dragoman.serve.json_view import to_dict

    articles = (from_dict(asked.document(id)).article for id in ids)
    for reading in read_articles(articles):
        id, after = reading.article.id, to_dict(reading)
        before = asked.document(id)
        kept.save(after)
        tally.read += 1
        watch()
        yield id, difference(before, after)


def run(settings: Settings, reports: Iterable[str], form: Form | None) -> None:
    """Read again, with progress; the changes are printed as rows when a form is given."""
    counts: Counter[tuple[str, str]] = Counter()
    tally = Tally()
    rows: list[Json] = []
    with query(settings) as asked, store(settings) as kept:
        ids = unread(asked, reports)
        progress = Progress(tally, total=len(ids))
        try:
            for id, changes in reread(asked, kept, ids, tally, progress):
                counts.update((change.kind, change.what) for change in changes)
                rows += change_rows(id, changes) if form else ()
        finally:
            progress.close()
            print(f"{tally}: {summary(counts)}", file=sys.stderr)
    if form:
        print_rows(rows, form, {name: name for name in _COLUMNS})


def change_rows(id: str, changes: Iterable[Change]) -> Iterator[Json]:
    """Changes as rows: a changed field each, a new or gone entry each."""
    for change in changes:
        row = {"article": id, "kind": change.kind, "id": change.entry, "what": change.what}
        for name, before, after in change.fields or (("", "", ""),):
            yield {**row, "words": change.words, "field": name, "before": before, "after": after}


def summary(counts: Counter[tuple[str, str]]) -> str:
    """How many of each kind are new, gone, changed."""
    told = [f"{number} {kind}s {what}" for (kind, what), number in sorted(counts.items())]
    return ", ".join(told) or "nothing is read otherwise"
