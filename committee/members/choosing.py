"""Committees to choose from in a form, each under a name that no other of them has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from wtforms import SelectChoice

from committee.members.queries import CommitteeRow
from committee.units.queries import standing_last


def committee_choices(rows: Sequence[CommitteeRow], on: date) -> list[SelectChoice]:
    """Return the choices; committees of the same name are told apart by their units."""
    count = Counter(row.name for row in rows)
    twice = {row.unit_id for row in rows if count[row.name] > 1}
    units = standing_last(twice, on) if twice else {}
    return [
        SelectChoice(row.committee_id, f"{row.name} ({units[row.unit_id].name})" if row.unit_id in units else row.name)
        for row in rows
    ]
