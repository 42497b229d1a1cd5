"""Keys → what is held of doubtful entries, and what is shown of them: no terminal in here.

One entry is looked at: it is accepted, fixed, refused or left; what was held last can be undone.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto

from dragoman.errors import DragomanError
from dragoman.record.anchors import REFERENCES, anchor
from dragoman.record.corrections import Judgement
from dragoman.record.query import Query
from dragoman.record.store import Store
from dragoman.serve import wording
from dragoman.serve.record_correct import Held, correct
from dragoman.serve.web.doubts import Doubt
from dragoman.serve.web.forms import MAIN, Field, fields_of, told

KEYS = "a accept · f fix · r refuse · u undo · n next · p back · q quit"
FIXING = "the number of a field · escape"
TYPING = "its value, enter · none for no value · escape"

ENTER, ESCAPE, BACK = "\n", "\x1b", "\x7f"


class Mode(Enum):
    """What a key means."""

    LOOK = auto()
    FIELD = auto()
    VALUE = auto()


@dataclass(frozen=True, slots=True)
class View:
    """What is shown: the text cut at the words in doubt, and lines above and below it."""

    head: tuple[str, ...]
    text: tuple[str, str, str]
    foot: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Done:
    """A judgement that was made here, and where."""

    number: int
    what: str
    at: int


class Review:
    """A queue as it is walked; here because each key depends on those before it."""

    def __init__(self, query: Query, store: Store, author: str, queue: Sequence[Doubt]) -> None:
        self._query, self._store, self._author = query, store, author
        self.queue = queue
        self.at = 0
        self.over = not queue
        self._mode = Mode.LOOK
        self._field: Field | None = None
        self._typed = ""
        self._note = ""
        self._done: list[_Done] = []

    # --- keys ---------------------------------------------------------------------------------

    def press(self, key: str) -> None:
        """One key: a sign, or one of `ENTER`, `ESCAPE`, `BACK`."""
        if key == ENTER and self._mode is not Mode.VALUE:
            return  # ends a line of a pipe
        self._note = ""
        if self._mode is Mode.VALUE:
            self._type(key)
        elif self._mode is Mode.FIELD:
            self._choose(key)
        else:
            self._look(key)

    def _look(self, key: str) -> None:
        if key == "a":
            name = MAIN[self.now.kind]
            value = told(self.now.told[name])
            self._hold("accepted", Held(self.now.entry, (f"{name}={value}",)), "accepted")
        elif key == "r":
            self._hold("refused", Held(self.now.entry, wrong=True))
        elif key == "f":
            self._mode = Mode.FIELD
        elif key == "u":
            self._undo()
        elif key in ("n", " "):
            self._step(1)
        elif key == "p":
            self._step(-1)
        elif key == "q":
            self.over = True

    def _choose(self, key: str) -> None:
        fields = self._fields
        if key == ESCAPE:
            self._mode = Mode.LOOK
        elif key.isdecimal() and 0 < int(key) <= len(fields):
            self._field, self._typed, self._mode = fields[int(key) - 1], "", Mode.VALUE

    def _type(self, key: str) -> None:
        if key == ESCAPE:
            self._mode = Mode.LOOK
        elif key == BACK:
            self._typed = self._typed[:-1]
        elif key != ENTER:
            self._typed += key
        elif self._field is not None and self._typed.strip():
            held = Held(self.now.entry, (f"{self._field.name}={self._typed.strip()}",))
            self._hold("fixed", held)

    # --- what they do -------------------------------------------------------------------------

    @property
    def now(self) -> Doubt:
        return self.queue[self.at]

    @property
    def _fields(self) -> tuple[Field, ...]:
        return fields_of(self.now.entry_with_kind)

    def _hold(self, what: str, held: Held, reason: str = "") -> None:
        """Keep what is held and go on; what does not fit is told, and nothing is kept."""
        try:
            held = replace(held, at=anchor(self.now.kind, self.now.told))
            made = correct(self._query, self._store, self.now.report, held, self._author, reason)
        except DragomanError as error:
            self._note = str(error)
            return
        self._done.append(_Done(made[-1], what, self.at))
        self._note = f"{self.now.entry} {what}: correction {made[-1]}"
        self._step(1)

    def _undo(self) -> None:
        if not self._done:
            self._note = "nothing to undo"
            return
        last = self._done.pop()
        self._store.judge(Judgement("undo", self._author, undoes=last.number))
        self.at, self._note = last.at, f"correction {last.number} is undone"

    def _step(self, by: int) -> None:
        self._mode, self._typed = Mode.LOOK, ""
        end = len(self.queue) - 1
        if self.at + by > end:
            self._note = (self._note + " · " if self._note else "") + "the last one"
        self.at = min(max(self.at + by, 0), end)

    # --- what is shown ------------------------------------------------------------------------

    def view(self) -> View:
        """The entry that is looked at, in its text, with its fields."""
        doubt = self.now
        article = self._query.shown(doubt.report).document["article"]
        told_on = article["published"]["day"]
        day = wording.day(date.fromisoformat(told_on)) if told_on else "no date"
        text = article["text"]
        head = (
            f"{self.at + 1} of {len(self.queue)} · {article['source'] or 'no outlet'}, {day} · "
            f"{article['title']}",
            f"{doubt.kind} {doubt.entry}: {'; '.join(doubt.why)}",
        )
        cut = (text[: doubt.start], text[doubt.start : doubt.end], text[doubt.end :])
        return View(head, cut, tuple(line for line in self._foot() if line))

    def _foot(self) -> list[str]:
        names = {one["id"]: one["name"] for one in self._actors()}
        lines = [
            f"{at} {field.label}: {_named(field.value, names)}"
            for at, field in enumerate(self._fields, 1)
        ]
        if self._mode is Mode.VALUE and self._field is not None:
            choices = self._field.choices
            if not choices and self._field.name in REFERENCES:
                choices = tuple(f"{id} {name}" for id, name in names.items())
            lines += [" · ".join(choices), f"{self._field.label} = {self._typed}", TYPING]
        else:
            lines.append(FIXING if self._mode is Mode.FIELD else KEYS)
        return [*lines, self._note]

    def _actors(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = self._query.shown(self.now.report).document["actors"]
        return found

    def summary(self) -> str:
        """What was held, and stands."""
        counts = Counter(done.what for done in self._done)
        told = ", ".join(f"{number} {what}" for what, number in counts.items())
        return told or "nothing is held"


def _named(value: str, names: dict[str, str]) -> str:
    """Ids with the names of their actors."""
    return ", ".join(f"{id} {names[id]}" if id in names else id for id in value.split(","))
