"""Feeds, sitemaps and lists of URLs → what is new in them, read into a record."""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from dragoman.ingest.follow import Look, gather, look
from dragoman.ingest.web import Validators, Web
from dragoman.record.query import Query
from dragoman.record.store import Store
from dragoman.serve.record_add import Progress, Tally, add
from dragoman.serve.record_inputs import manners
from dragoman.serve.record_options import query, store
from dragoman.serve.settings import Settings

Json = dict[str, Any]


def run(settings: Settings, sources: Sequence[str], private: bool) -> int:
    """Look at each source once and read what it newly points to → exit code."""
    tally = Tally()
    progress = Progress(tally)
    with (
        query(settings) as asked,
        store(settings) as kept,
        Web(manners(settings, private, robots=True)) as web,
    ):
        try:
            for told in look(sources, web, lambda source: _known(asked, source)):
                _take(told, asked, kept, web, settings.keep, tally, progress, private)
        finally:
            progress.close()
            print(tally, file=sys.stderr)
    return tally.code()


def _take(
    told: Look, asked: Query, kept: Store, web: Web, keep: str, tally: Tally, progress: Progress,
    private: bool,
) -> None:  # fmt: skip
    if told.failure is not None:
        if not asked.follows(told.source):
            kept.remember(told.source, {})
        kept.fail(told.failure)
        tally.failed += 1
        print(told.failure.message, file=sys.stderr)
        return
    new = [entry for entry in told.listing.entries if not asked.seen(entry.url)]
    progress.total += len(new)
    add(kept, gather(new, web), keep, tally, progress, {"private": private})
    # Only now: what the source told is not asked for again, and a kill before this loses nothing.
    kept.remember(told.source, _state(told, asked.state_of(told.source) or {}))


def _state(told: Look, before: Json) -> Json:
    """What is remembered of a source; one that has not changed does not tell its name again."""
    name = {} if told.unchanged else {"title": told.listing.title, "kind": told.listing.kind}
    return {**before, **name, **asdict(told.validators)}


def _known(asked: Query, source: str) -> Validators | None:
    state = asked.state_of(source) or {}
    return Validators(state.get("etag", ""), state.get("last_modified", ""))
