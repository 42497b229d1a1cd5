"""What can go wrong, and how it is told: "what: which: why".

DragomanError
├── UsageError            the caller's options make no sense
├── ReadError             one input could not be read
│   ├── InputMissing      no such file, or it may not be opened
│   ├── InputEmpty        nothing but white space
│   ├── InputTooLarge     past the limit of 10 MB
│   ├── InputBinary       not a text (a picture, an archive, a PDF)
│   ├── EncodingUnknown   bytes that no encoding explains
│   ├── NoReport          a page without a report on it
│   ├── Paywalled         only the stub that a paywall leaves
│   ├── NoFeed            no feed, sitemap, OPML or list of URLs where one should be
│   ├── NoCorpus          a row or a file of many reports that is no such thing
│   ├── PackedBadly       an archive or a packed page that does not unpack
│   └── FetchFailed       a URL that did not answer with a page
│       └── FetchRefused  an address or a site's rules that forbid it
├── DateUnreadable        a publication date that is no date
├── WeightsMissing        the network's files are not where they should be
├── ArchiveBusy           another run is filling the folder of tables
├── StoreLost             an object store that does not answer while it is read
├── WorkerLost            no process that reads an archive stays alive
└── RecordError           the record could not be opened, read or written
    ├── RecordMissing     no such file, or nothing of that name in it
    ├── RecordForeign     a file that is no record, or of a newer dragoman
    ├── RecordBusy        another program has been writing for too long
    ├── RecordClosed      a file or folder that may not be written
    ├── RecordFull        no space is left
    ├── RecordRefused     a report with signs that no file of text can hold
    └── RecordDamaged     the file's pages are not whole
"""

import re


def nameable(which: str) -> str:
    """The name of an input as it may be told and kept: an address without name and password."""
    return re.sub(r"(?<=://)[^/?#\s]*@", "…@", which) if "@" in which else which


class DragomanError(Exception):
    """What, which and why of a failure.

    ``str()`` gives "what: which: why"; the parts stay readable as attributes.
    """

    what = "dragoman"

    def __init__(self, which: str, why: str) -> None:
        which = nameable(which)
        super().__init__(f"{self.what}: {which}: {why}")
        self.which = which
        self.why = why


class UsageError(DragomanError):
    what = "usage"


class ReadError(DragomanError):
    what = "cannot read"


class InputMissing(ReadError):
    what = "no such input"


class InputEmpty(ReadError):
    what = "empty input"


class InputTooLarge(ReadError):
    what = "input too large"


class InputBinary(ReadError):
    what = "not a text"


class EncodingUnknown(ReadError):
    what = "unknown encoding"


class NoReport(ReadError):
    what = "no report found"


class Paywalled(ReadError):
    what = "behind a paywall"


class NoFeed(ReadError):
    what = "no feed found"


class NoCorpus(ReadError):
    what = "no corpus found"


class PackedBadly(ReadError):
    what = "cannot unpack"


class FetchFailed(ReadError):
    what = "cannot fetch"


class FetchRefused(FetchFailed):
    what = "may not fetch"


class DateUnreadable(DragomanError):
    what = "not a date"


class WeightsMissing(DragomanError):
    what = "weights missing"


class ArchiveBusy(DragomanError):
    what = "archive busy"


class StoreLost(DragomanError):
    """Of a run, not of an input: the same command goes on when the store answers again."""

    what = "store lost"


class WorkerLost(DragomanError):
    what = "worker lost"


class RecordError(DragomanError):
    what = "record"


class RecordMissing(RecordError):
    what = "not in the record"


class RecordForeign(RecordError):
    what = "not a record"


class RecordBusy(RecordError):
    what = "record busy"


class RecordClosed(RecordError):
    what = "record not writable"


class RecordFull(RecordError):
    what = "no space for the record"


class RecordRefused(RecordError):
    what = "cannot keep"


class RecordDamaged(RecordError):
    what = "record damaged"
