"""An entry → the fields that its form offers: choices of a closed vocabulary, or words."""

from dataclasses import dataclass
from typing import Any

from dragoman.record.anchors import REFERENCES
from dragoman.serve.record_values import TERMS
from dragoman.serve.wording import plain

Json = dict[str, Any]

OFFERED = {
    "statement": ("act", "polarity", "channel", "form", "speaker", "addressees"),
    "event": ("type", "status", "actors", "targets"),
    "meeting": ("kind", "name", "planned"),
    "state": ("state", "asserter", "when"),
    "condition": ("set_by", "kind", "target"),
    "task": ("charged_by", "charged", "target"),
    "actor": ("name", "kind", "country", "role", "speaks_for"),
}
"""Fields of a kind that the page offers; the command line knows all."""

MAIN = {
    "statement": "act", "event": "status", "meeting": "kind", "state": "state",
    "condition": "set_by", "task": "charged", "actor": "kind",
}  # fmt: skip
"""The field that is held to be right when someone says that an entry is."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form."""

    name: str
    label: str
    value: str
    """As the command line would say it; "none" for no value."""
    choices: tuple[str, ...] = ()

    @property
    def refers(self) -> bool:
        """Whether its value is ids of other entries."""
        return self.name in REFERENCES


def fields_of(entry: Json) -> tuple[Field, ...]:
    """The fields of an entry that carries its kind as `kind_of`."""
    kind = entry["kind_of"]
    return tuple(
        Field(name, plain(name), told(entry.get(name)), _choices(kind, name))
        for name in OFFERED[kind]
    )


def names_of(document: Json) -> dict[str, str]:
    """Id of an entry that others may refer to → how it is called."""
    found = {"outlet": "the report itself"}
    found |= {actor["id"]: actor["name"] for actor in document["actors"]}
    return found | {one["id"]: one["name"] or one["kind"] for one in document["meetings"]}


def told(value: Any) -> str:
    """A value as `value_of` takes it."""
    if value in (None, [], ""):
        return "none"
    if isinstance(value, list):
        return ",".join(map(str, value))
    if isinstance(value, dict):
        interval = value.get("interval")
        return "none" if not interval else str(interval["start"])[:10]
    return str(value)


def _choices(kind: str, name: str) -> tuple[str, ...]:
    terms = TERMS.get((kind, name))
    return tuple(str(term.value) for term in terms) if terms else ()
