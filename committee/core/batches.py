"""Many values in one condition: engines limit how many a statement takes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, TypeVar, overload

from sqlalchemy import ColumnElement

AT_ONCE = 500

Value = TypeVar("Value", int, str)


@overload
def batches(values: Collection[Value]) -> Iterator[Sequence[Value]]: ...


@overload
def batches(values: Collection[Value] | None) -> Iterator[Sequence[Value] | None]: ...


def batches(values: Collection[Value] | None) -> Iterator[Sequence[Value] | None]:
    """Give each of `values` once, in parts that one statement can take; None, which means all, as itself."""
    if values is None:
        yield None
        return
    kept = sorted(set(values))
    for start in range(0, len(kept), AT_ONCE):
        yield kept[start : start + AT_ONCE]


def within(column: Any, values: Sequence[Any] | None) -> tuple[ColumnElement[bool], ...]:
    """Return the condition that `column` is one of `values`; no condition where they are None."""
    return () if values is None else (column.in_(values),)
