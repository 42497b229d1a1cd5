"""The values that flow: frozen, slotted, and made of nothing that can change."""

import inspect
import typing
from dataclasses import FrozenInstanceError, fields, is_dataclass

import pytest

from dragoman import spans, types

VALUES = [
    kind
    for module in (types, spans)
    for kind in vars(module).values()
    if inspect.isclass(kind) and is_dataclass(kind)
]


def parts(hint: object) -> set[object]:
    return {hint}.union(*(parts(inner) for inner in typing.get_args(hint)))


@pytest.mark.parametrize("kind", VALUES)
def test_a_value_is_frozen_and_has_no_room_for_more(kind: type) -> None:
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert "__slots__" in vars(kind)


@pytest.mark.parametrize("kind", VALUES)
def test_a_value_holds_nothing_that_can_change(kind: type) -> None:
    hints = typing.get_type_hints(kind)
    for field in fields(kind):
        held = {typing.get_origin(p) or p for p in parts(hints[field.name])}
        assert not held & {list, dict, set, bytearray, typing.Any, object}, field.name


def test_a_frozen_value_refuses_a_change() -> None:
    span = spans.Span(0, 1)
    with pytest.raises(FrozenInstanceError):
        span.start = 1  # type: ignore[misc]
