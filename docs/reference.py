"""The docstrings of the public interface → ``docs/reference.md``.

Values are told with all that can be reached from them through their fields, so that nothing public
is forgotten. What stands under a field in the source is its meaning.
"""

import ast
import importlib
import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from itertools import pairwise
from types import ModuleType
from typing import Any, get_args, get_type_hints

import dragoman
from dragoman import errors
from dragoman.record.lists import Wanted, find_items
from dragoman.record.query import Query
from dragoman.serve.notebook import Readings
from dragoman.serve.vocabulary import VOCABULARIES
from dragoman.spans import Span, Text

VALUES = (dragoman.Reading, dragoman.Failure)
TERMS = {term: name for name, term in VOCABULARIES.items()}


def api() -> str:
    """All of the interface, as Markdown."""
    parts = ["## Reading", ""]
    parts += [*function(dragoman.read, "dragoman"), *function(dragoman.read_many, "dragoman")]
    parts += ["## Values", ""]
    for value in reachable():
        parts += members(value)
    parts += ["## Many readings at once", "", *members(Readings)]
    parts += ["## A record", "", *heading(Query), *members(Wanted)]
    parts += function(find_items, "dragoman.record.lists")
    parts += ["## Errors", "", *tree()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(parts)).rstrip()


def reachable() -> list[type]:
    """The public values and all that their fields hold, in the order of first use."""
    waiting, found = list(VALUES), []
    while waiting:
        value = waiting.pop(0)
        if value in found:
            continue
        found.append(value)
        if is_dataclass(value):
            waiting += [
                inner
                for hint in get_type_hints(value).values()
                for inner in _classes(hint)
                if inner.__module__.startswith("dragoman") and not issubclass(inner, Enum)
            ]
    # spans are looked up from everywhere, so they come last
    return sorted(found, key=lambda value: value in (Span, Text))


def _classes(hint: Any) -> Iterator[type]:
    if isinstance(hint, type):
        yield hint
    for inner in get_args(hint):
        yield from _classes(inner)


# --- one of each -----------------------------------------------------------------------------


def heading(value: type) -> list[str]:
    """A class: where it stands, and what it is."""
    name = value.__name__
    return [f"### `{name}`", "", f"`{value.__module__}.{name}`", "", *prose(value), ""]


def members(value: type) -> list[str]:
    """A class with its fields and its methods."""
    name, lines = value.__name__, heading(value)
    if is_dataclass(value):
        told = field_docs(value)
        hints = get_type_hints(value)
        lines += ["| field | type | what |", "|---|---|---|"]
        lines += [
            f"| `{one.name}` | {_type(hints[one.name])} | {told.get(one.name, '')} |"
            for one in fields(value)
        ]
        lines.append("")
    for method, held in vars(value).items():
        plain = held.fget if isinstance(held, property) else getattr(held, "__func__", held)
        if not method.startswith("_") and inspect.isfunction(plain) and inspect.getdoc(plain):
            call = method if isinstance(held, property) else _call(plain, method)
            lines += [f"- `{name}.{call}`: {' '.join(prose(plain)).strip()}"]
    return [*lines, ""]


def function(held: Callable[..., Any], module: str) -> list[str]:
    """A function: how it is called, what it does."""
    name = held.__name__
    call = f"{module}.{_call(held, name)}"
    return [f"### `{name}`", "", "```python", call, "```", "", *prose(held), ""]


def _call(held: Callable[..., Any], name: str) -> str:
    signature = str(inspect.signature(held)).replace("self, ", "").replace("(self)", "()")
    signature = signature.replace("'", "") if "'" in signature.split("->")[-1] else signature
    return name + re.sub(r"(?:\w+\.)+(\w+)", r"\1", signature)


def prose(held: Any) -> list[str]:
    """The docstring, as Markdown: a mark of reStructuredText becomes one of Markdown."""
    text = inspect.getdoc(held) or ""
    return re.sub(r"``(.+?)``", r"`\1`", text).splitlines()


def _type(hint: Any) -> str:
    """A type, members of vocabularies as links into the codebook."""
    for inner in _classes(hint):
        if inner in TERMS:
            return f"[`{_spelled(hint)}`](codebook.md#{TERMS[inner]})"
    return f"`{_spelled(hint)}`"


def _spelled(hint: Any) -> str:
    spelled = hint.__name__ if isinstance(hint, type) and not get_args(hint) else str(hint)
    return re.sub(r"(?:\w+\.)+(\w+)", r"\1", spelled).replace("|", "\\|")


def field_docs(value: type) -> dict[str, str]:
    """Field → the string that stands under it in the source, in one line."""
    found = {}
    for one, after in pairwise(_body(value)):
        match one, after:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(str(text))):
                found[name] = " ".join(text.split()).replace("|", "\\|")
    return found


def _body(value: type) -> list[ast.stmt]:
    name, module = value.__name__, _parsed(importlib.import_module(value.__module__))
    return next(n.body for n in module.body if isinstance(n, ast.ClassDef) and n.name == name)


@cache
def _parsed(module: ModuleType) -> ast.Module:
    return ast.parse(inspect.getsource(module))


def tree() -> list[str]:
    """The tree of errors, as it is drawn at the head of its module."""
    first, _, drawn = (errors.__doc__ or "").partition("\n\n")
    return [first, "", "```text", drawn.strip(), "```", "", *members(errors.DragomanError)]
