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
    """Dataclasses, tuples, sets → lists, members → their values, days → ISO; else as it is."""
    if value is None or type(value) in (str, int, float, bool):
        return value
    if isinstance(value, tuple):
        return [packed(one) for one in value]
    if isinstance(value, frozenset):
        return sorted(map(packed, value))
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
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _perhaps(next(part for part in parts if part is not type(None)))
    if origin is tuple:
        return _many(parts[0]) if parts[-1] is Ellipsis else _row(_together, parts)
    if origin is frozenset:
        inner = _opener(parts[0])
        return frozenset if inner is _as_it_is else lambda values: frozenset(map(inner, values))
    if kind in (str, int, float, bool):
        return _as_it_is
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {member.value: member for member in kind}.__getitem__
    if kind is date:
        return date.fromisoformat
    if is_dataclass(origin or kind):
        made: Any = origin or kind
        hints = get_type_hints(made)
        # The parts of a generic one stand for its variables, in the same order.
        return _row(made, [_filled(hints[name], made, parts) for name in _names(made)])
    raise TypeError(f"{kind}: cannot be opened from JSON")


def _filled(hint: Any, made: Any, parts: tuple[Any, ...]) -> Any:
    """A field's type with the parts of its generic dataclass in the place of the variables."""
    if not parts:
        return hint
    filled = dict(zip(made.__parameters__, parts, strict=True))
    inner = getattr(hint, "__parameters__", ())
    return hint[tuple(filled[one] for one in inner)] if inner else filled.get(hint, hint)


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
