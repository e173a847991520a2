"""Small lists of units, as a person would type them, and the doors they go in by."""

from __future__ import annotations

from pathlib import Path

from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from committee.audit.models import AuditEntry
from committee.core.db import db
from committee.units.models import Placement, Unit

ROOT = Path(__file__).resolve().parents[2]
NATION = ROOT / "data" / "units"
HEAD = "code,name,unit_type,level,parent_code,valid_from,valid_to"


def run(app: Flask, *arguments: object) -> Result:
    """Return what a command said."""
    return app.test_cli_runner().invoke(args=[str(argument) for argument in arguments])


def take_over(app: Flask, folder: Path, *lines: str, head: str = HEAD, options: tuple[str, ...] = ()) -> Result:
    """Import the lines as a file named units.csv."""
    file = folder / "units.csv"
    file.write_text("\n".join((head, *lines)) + "\n", encoding="utf-8")
    return run(app, "units", "import", file, *options)


def stored() -> list[tuple[object, ...]]:
    """Return everything that is kept about units, to tell whether anything changed."""
    placements = db.session.execute(select(*Placement.__table__.columns).order_by(Placement.id)).all()
    units = db.session.execute(select(*Unit.__table__.columns).order_by(Unit.id)).all()
    return [*(tuple(row) for row in placements), *(tuple(row) for row in units)]


def audited() -> dict[str, int]:
    """Return how many rows the audit has of each action since the schema was there."""
    counted = select(AuditEntry.action, func.count().label("times")).group_by(AuditEntry.action)
    return {row.action: row.times for row in db.session.execute(counted) if row.action != "indicators loaded"}
