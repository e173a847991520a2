"""How templates write numbers, days and roles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from committee.core import formatting
from committee.members.roles import role_name

FILTERS: dict[str, Callable[..., Any]] = {
    "count": formatting.count,
    "percent_text": formatting.percent_text,
    "money": formatting.money,
    "delta": formatting.delta,
    "vn_date": formatting.vn_date,
    "vn_moment": formatting.vn_moment,
    "role_name": role_name,
}
