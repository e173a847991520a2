"""The units that typed words may mean: a code, a name or a part of one, with or without its marks."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, or_, true

from committee.domain.access import Reach
from committee.domain.text import clean, search_key, tone_placement_key, type_and_name
from committee.units.models import Placement
from committee.units.queries import UnitRow, read_units, unit_rows, valid_on, vietnamese_order, within_reach

Sought = Reach | tuple[str, ...] | None  # where is looked: within reach, below these paths, or anywhere
LONGEST_NAME = 300  # of a unit as it is looked for; SQLite takes no pattern of more than 50.000 bytes

_LAST_TONE = re.compile(r"(?<=[^\W\d])[1-5]$")  # the last word may be half typed, its tone still to come


def search(text: str, on: date, *, within: Sought, limit: int, offset: int = 0) -> list[UnitRow]:
    """Return the units that `text` may mean on that day, the likeliest first, where `within` says.

    First the code, then the exact name, then the name but for the place of the tone, then without the type or with a
    short one, then what begins so, then a later word. Typed without marks it finds every marking of the name; typed
    with marks it finds no other ones. Names are not unique: show the parent beside them.
    """
    said = clean(text)
    if not said or len(said) > LONGEST_NAME:
        return []
    ranked = _ranked(said)
    sought = within if within is None or isinstance(within, Reach) else Reach(within, (), ())
    is_there = true() if sought is None else within_reach(sought)
    rank = case(*((condition, number) for number, condition in enumerate(ranked)), else_=len(ranked))
    statement = unit_rows().where(valid_on(on), is_there, or_(*ranked))
    return read_units(statement.order_by(rank, *vietnamese_order()).limit(limit).offset(offset))


def _ranked(said: str) -> list[ColumnElement[bool]]:
    """Return the conditions by which a unit may be meant, the strongest first."""
    kind, bare = type_and_name(said)
    exactly: ColumnElement[bool]
    whole: ColumnElement[bool]
    of_kind = Placement.unit_type.startswith(kind, autoescape=True) if kind else true()
    whole_key, name_key, tone_key = search_key(said), search_key(bare), tone_placement_key(bare)
    if name_key != bare.casefold():
        column, typed = Placement.tone_key, _LAST_TONE.sub("", tone_key)
        same, exactly, whole = Placement.tone_key == tone_key, false(), false()
    else:
        column, typed = Placement.name_key, name_key
        same = Placement.name_key == name_key
        exactly, whole = Placement.search_key == whole_key, _begins(Placement.search_key, whole_key)
    return [
        Placement.code == said,
        Placement.name == said,
        and_(Placement.tone_key == tone_key, of_kind),
        or_(and_(same, of_kind), exactly),
        and_(_begins(column, typed), of_kind),
        or_(whole, _begins(Placement.code, said)) if said.isdigit() else whole,
        and_(column.contains(f" {typed}", autoescape=True), of_kind),
        same,
    ]


def _begins(column: Any, key: str) -> ColumnElement[bool]:
    """Return the condition that a key begins so, as a range: the same bytes on every engine."""
    return and_(column >= key, column < f"{key}\U0010ffff")
