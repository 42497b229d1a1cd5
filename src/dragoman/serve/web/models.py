"""The values of the REST interface, as its OpenAPI tells them."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from dragoman.serve.web.ask import plain


class Span(BaseModel):
    """Words of a report: a half-open range of its characters."""

    start: int
    end: int
    text: str


class Party(BaseModel):
    role: str
    name: str
    side: str = Field(description="ISO 3166-1 alpha-3, outlet, or empty")


class Entry(BaseModel):
    """A statement, event, meeting, state, condition or task, on the words it rests on."""

    id: str = Field(description="REPORT-ENTRY")
    kind: str
    report: str
    entry: str
    label: str | None
    status: str | None
    channel: str | None
    code: str | None
    first: str | None
    until: str | None
    how: str | None
    span: Span
    parties: list[Party]
    title: str
    day: str | None
    source: str


class Report(BaseModel):
    id: str
    title: str
    day: str | None
    source: str
    url: str
    copies: int
    snippet: str


class Said(BaseModel):
    """The latest word of a side on the meeting most is said of."""

    side: str = Field(description="Its name; empty for the reports' own voice")
    state: str
    family: str


class Process(BaseModel):
    id: str
    name: str
    sides: list[str]
    reports: int
    sources: int
    meetings: int
    contested: int
    first: str | None
    last: str | None = Field(description="The day of its last report")
    changed: str | None = Field(description="The last day on which a side turned")
    said: list[Said]
    next: str | None = Field(description="First day of the meeting that is planned next")
    next_until: str | None = Field(description="The day after its last: a month is no day")


class Actor(BaseModel):
    id: int
    name: str
    side: str
    told: int


class Correction(BaseModel):
    number: int
    made: str
    author: str
    kind: str
    article: str | None
    entry: str | None
    held: str
    reason: str
    state: str
    why: str


class _Page(BaseModel):
    next: str | None = Field(description="Cursor of the next page; null at the end")
    total: int | None = Field(description="Of all pages; null when counting takes too long")


class Entries(_Page):
    items: list[Entry]


class Reports(_Page):
    items: list[Report]


class Processes(_Page):
    items: list[Process]


class Word(Said):
    """The latest word of a side on a contested meeting, or an account of a contested event."""

    day: str
    by: str = Field(description="Who said it; empty for the side itself")


class Contradiction(BaseModel):
    """A meeting or an event on which two contradict each other."""

    id: str = Field(description="Of the meeting or the event: REPORT-ENTRY")
    kind: str = Field(description="meeting or event")
    process: str
    name: str
    last: str | None
    said: list[Word]


class Contradictions(_Page):
    items: list[Contradiction]


class Actors(_Page):
    items: list[Actor]


class Corrections(_Page):
    items: list[Correction]


class Evidence(BaseModel):
    """The words that an entry rests on, and the text around them."""

    id: str
    report: str
    title: str
    day: str | None
    source: str
    url: str
    spans: list[Span]
    before: str
    after: str


class Problem(BaseModel):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str


Short = Annotated[str, AfterValidator(plain), Field(max_length=300)]


class NewCorrection(BaseModel):
    """One of: fields, wrong, missing with fields, merge, split, undoes."""

    model_config = ConfigDict(extra="forbid")

    report: Annotated[str, AfterValidator(plain), Field(min_length=1, max_length=16)]
    entry: Annotated[Short, Field(description="As in its id: s1, e2, m1.2")] = ""
    fields: Annotated[dict[Short, Short], Field(max_length=30)] = {}
    wrong: bool = False
    missing: Annotated[Short, Field(description="A kind of entry: the report says this, too")] = ""
    merge: Annotated[Short, Field(description="The entry that it is one with")] = ""
    split: Annotated[list[Short], Field(max_length=50)] = []
    undoes: Annotated[
        int | None, Field(ge=1, lt=1 << 53, description="Number of a correction; alone")
    ] = None
    reason: Short = ""


class Kept(BaseModel):
    numbers: list[int]


class About(BaseModel):
    name: Literal["dragoman"]
    version: str
    reports: int
    stories: int
    outlets: int
    readings: int
    corrections: int
    failures: int
    items: dict[str, int]
    first: date | None
    last: date | None


Anything = dict[str, Any]
