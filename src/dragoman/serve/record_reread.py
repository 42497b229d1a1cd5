"""Reports that an older reader read → read by this one; older readings stay."""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from dragoman.ingest.arrivals import broken
from dragoman.record.difference import Change, difference
from dragoman.record.query import Query
from dragoman.record.store import Store
from dragoman.serve.record_add import Progress, Tally, read_each
from dragoman.serve.record_options import query, store
from dragoman.serve.rows import Form, print_rows
from dragoman.serve.settings import Settings
from dragoman.types import Article

Json = dict[str, Any]

_COLUMNS = ("article", "kind", "id", "what", "field", "before", "after", "words")


def _reader() -> tuple[str, str]:
    from dragoman import __version__
    from dragoman.language.tag import weights_digest

    return __version__, weights_digest()


def unread(asked: Query, reports: Iterable[str]) -> list[str]:
    """Ids of the reports named, or of all, that this version of the reader has not read."""
    ids = [asked.article_id(one) for one in reports]
    waiting, spans = asked.unread(*_reader())
    if spans:
        told = "of which only the words of spans are kept, stay as they were read"
        print(f"{spans} report{'s' * (spans > 1)}, {told}", file=sys.stderr)
    return [one for one in waiting if one in set(ids)] if ids else waiting


def reread(
    asked: Query, kept: Store, ids: list[str], tally: Tally, watch: Callable[[], None]
) -> Iterator[tuple[str, tuple[Change, ...]]]:
    """Read them again → id and what is read otherwise; each is kept before it is told."""
    from dragoman.serve.json_load import from_dict
    from dragoman.serve.json_view import to_dict

    changed: list[tuple[str, tuple[Change, ...]]] = []

    def articles() -> Iterator[Article]:
        """Those that this reader must read; of one that it has read the reading is shown again."""
        for id in ids:
            before = asked.document(id)
            if kept.show_again(id, *_reader()):
                tally.read += 1
                changed.append((id, difference(before, asked.document(id))))
                watch()
            else:
                yield from_dict(before).article

    for article, reading in read_each(articles()):
        if isinstance(reading, Exception):
            tally.failed += 1
            print(broken(article.id, reading).message, file=sys.stderr)
            continue
        before, after = asked.document(article.id), to_dict(reading)
        kept.save(after)
        tally.read += 1
        watch()
        yield article.id, difference(before, after)
        yield from _taken(changed)
    yield from _taken(changed)


def _taken(changed: list[tuple[str, tuple[Change, ...]]]) -> Iterator[tuple[str, Any]]:
    while changed:
        yield changed.pop(0)


def renew(asked: Query, kept: Store, id: str) -> bool:
    """Read a report again if it has been read under another day → whether it was."""
    read = asked.readings(id)[-1]["day"]
    if asked.document(id)["article"]["published"]["day"] == read:
        return False
    ids = [one for one in asked.unread(*_reader())[0] if one == id]
    if not ids:
        told = f"its text is not kept, so its entries stay as read under {read or 'no day'}"
        print(f"{id}: {told}", file=sys.stderr)
    return bool(list(reread(asked, kept, ids, Tally(), lambda: None)))


def run(settings: Settings, reports: Iterable[str], form: Form | None) -> int:
    """Read again, with progress → exit code; changes are printed as rows when a form is given."""
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
    return tally.code()


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
