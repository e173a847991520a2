"""Telling a story in a test, and printing what it left."""

from __future__ import annotations

import sys
from datetime import date

from sqlalchemy import select

from committee.core.db import db
from committee.demo.build import build, story_of
from committee.escalation.models import Case
from committee.figures.models import Figure
from committee.units.models import Placement

MORNING = date(2024, 10, 28)


def tell(size: str = "small") -> None:
    """Tell the story, each day beginning as the command lets it begin."""
    begin_day = sys.modules["committee.cli.demo"].begin_day  # the package's own name for it is the group of commands
    build(story=story_of("hau-giang", size), size=size, morning=begin_day)
    db.session.rollback()


def figures() -> list[tuple[object, ...]]:
    """Return every figure by the code of its unit."""
    rows = (
        select(Placement.code, Figure.indicator, Figure.as_of, Figure.origin, Figure.revision, Figure.value)
        .join(Placement, Placement.unit_id == Figure.unit_id)
        .order_by(Placement.code, Figure.indicator, Figure.as_of, Figure.origin, Figure.revision)
    )
    return [tuple(row) for row in db.session.execute(rows)]


def cases() -> list[tuple[object, ...]]:
    """Return every case by the code of its unit."""
    rows = (
        select(Placement.code, Case.indicator, Case.state, Case.step, Case.opened_on)
        .join(Placement, Placement.unit_id == Case.unit_id)
        .order_by(Placement.code, Case.indicator)
    )
    return [tuple(row) for row in db.session.execute(rows)]
