"""What a task gives back, and how the results of other hands are made one with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

KNOWN = frozenset({"measures", "counts", "files", "errors", "notes"})


@dataclass(slots=True)
class Result:
    """The outcome of one task on one corpus."""

    measures: dict[str, float] = field(default_factory=dict)
    """Dotted name → share between 0 and 1."""
    counts: dict[str, int] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)
    """The corpus files that were scored."""
    errors: list[str] = field(default_factory=list)
    """Wrong cases, one line each; shown, never stored: they may quote a corpus."""
    notes: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    """Beginnings of the names of measures whose corpus is not here."""

    @classmethod
    def of(cls, value: "Result | Mapping[str, Any]") -> "Result":
        """A mapping → a result: what is not one of the known keys is flattened by its dots."""
        if isinstance(value, Result):
            return value
        result = cls(
            files=[Path(file) for file in value.get("files", ())],
            errors=[*map(str, value.get("errors", ())), *wrong_cases(value)],
            notes=[str(note) for note in value.get("notes", ())],
        )
        rest = {name: inner for name, inner in value.items() if name not in KNOWN}
        for name, number in flatten({**rest, **value.get("measures", {})}).items():
            if isinstance(number, int):
                result.counts[name] = number
            else:
                result.measures[name] = number
        result.counts |= {n: int(c) for n, c in flatten(value.get("counts", {})).items()}
        return result


def wrong_cases(value: Mapping[str, Any]) -> list[str]:
    """What stands under "wrong" anywhere in a mapping."""
    found: list[str] = []
    for name, inner in value.items():
        if isinstance(inner, Mapping):
            found += wrong_cases(inner)
        elif name == "wrong" and isinstance(inner, list | tuple):
            found += map(str, inner)
    return found


def flatten(value: Mapping[str, Any], before: str = "") -> dict[str, int | float]:
    """Nested numbers → dotted names; anything else is left out.

    >>> flatten({"strict": {"f1": 0.5}, "corpus": "x", "n": 3})
    {'strict.f1': 0.5, 'n': 3}
    """
    found: dict[str, int | float] = {}
    for name, inner in value.items():
        if isinstance(inner, Mapping):
            found |= flatten(inner, f"{before}{name}.")
        elif isinstance(inner, int | float) and not isinstance(inner, bool):
            found[f"{before}{name}"] = inner
    return found
