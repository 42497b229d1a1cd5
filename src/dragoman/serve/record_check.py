"""A record → its faults told, and those of what is derived mended."""

import sys

from dragoman.errors import RecordBusy, RecordClosed, RecordDamaged
from dragoman.record.check import broken, faults, orphans
from dragoman.serve.record_options import query, store
from dragoman.serve.settings import Settings


def check(settings: Settings, mend: bool = False) -> int:
    """Tell every fault on stdout → exit code 0 when there is none, else 1."""
    found = 0
    with query(settings) as asked:
        pages = tuple(broken(asked))
    for page in pages:
        print(page)
    if pages:
        # Nothing derived can be mended on such pages, and what is kept stands on them, too.
        raise RecordDamaged(str(settings.record), "restore a backup")
    if mend:
        with store(settings) as kept:
            kept.show_all_anew()
    else:
        found += _indexes(settings)
    with query(settings) as asked:
        for fault in faults(asked):
            found += 1
            print(fault)
        for orphan in orphans(asked):
            print(orphan)
    print("sound" if not found else f"{found} faults", file=sys.stderr)
    return 1 if found else 0


def _indexes(settings: Settings) -> int:
    """SQLite tests its text indexes only through a connection that may write."""
    try:
        with store(settings) as kept:
            kept.test_indexes()
    except RecordDamaged as error:
        print(f"index: {error.which}: other words than the texts; `dragoman check --mend`")
        return 1
    except (RecordClosed, RecordBusy) as error:
        print(f"the text indexes are not tested: {error}", file=sys.stderr)
    return 0
