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
    │   └── FetchFailed       a URL that did not answer with a page
    ├── DateUnreadable        a publication date that is no date
    └── WeightsMissing        the network's files are not where they should be
"""


class DragomanError(Exception):
    """What, which and why of a failure.

    ``str()`` gives "what: which: why"; the parts stay readable as attributes.
    """

    what = "dragoman"

    def __init__(self, which: str, why: str) -> None:
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


class FetchFailed(ReadError):
    what = "cannot fetch"


class DateUnreadable(DragomanError):
    what = "not a date"


class WeightsMissing(DragomanError):
    what = "weights missing"
