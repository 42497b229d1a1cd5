"""A frozen value ⇄ plain JSON, by the types of its fields: small, and opened as what it was.

For what the record keeps for itself: no form that others may rely on.
"""

import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

Open = Callable[[Any], Any]


def packed(value: Any) -> Any:
    """Dataclasses and tuples → lists, members → their values, days → ISO; others as they are."""
    if value is None or type(value) in (str, int, float, bool):
        return value
    if isinstance(value, tuple):
        return [packed(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    kind: Any = type(value)
    return [packed(getattr(value, name)) for name in _names(kind)]


def opened(kind: Any, value: Any) -> Any:
    """What was packed → a value of the kind; `TypeError` for a kind that is not handled."""
    found: Open = _opener(kind)
    return found(value)


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@cache
def _opener(kind: Any) -> Open:
    make: Any = kind
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _perhaps(next(part for part in parts if part is not type(None)))
    if origin is tuple:
        return _many(parts[0]) if parts[-1] is Ellipsis else _row(_together, parts)
    if kind in (str, int, float, bool):
        return _as_it_is
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {member.value: member for member in kind}.__getitem__
    if kind is date:
        return date.fromisoformat
    if is_dataclass(kind):
        hints = get_type_hints(make)
        return _row(make, [hints[name] for name in _names(make)])
    raise TypeError(f"{kind}: cannot be opened from JSON")


def _as_it_is(value: Any) -> Any:
    return value


def _together(*values: Any) -> tuple[Any, ...]:
    return values


def _perhaps(part: Any) -> Open:
    inner = _opener(part)
    return lambda value: None if value is None else inner(value)


def _many(part: Any) -> Open:
    inner = _opener(part)
    if inner is _as_it_is:
        return tuple
    return lambda values: tuple(map(inner, values))


def _row(make: Callable[..., Any], parts: Any) -> Open:
    """Most fields are as they are: only the others are touched."""
    inner = [(at, _opener(part)) for at, part in enumerate(parts)]
    todo = [(at, one) for at, one in inner if one is not _as_it_is]

    def open_row(values: Any) -> Any:
        row = [*values]
        for at, one in todo:
            row[at] = one(row[at])
        return make(*row)

    return open_row if todo else lambda values: make(*values)
