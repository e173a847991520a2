"""A house to measure in: its own folder and database, on SQLite or a throwaway PostgreSQL, filled with one province."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import insert, select

from committee.cli.database import load
from committee.core import clock
from committee.core.db import db, transaction
from committee.figures.models import Figure
from committee.figures.refreshing import refresh
from committee.targets.models import Indicator, Plan, Target, TargetRevision
from committee.units.models import Placement, Unit
from committee.web.factory import create_app
from config import read_settings
from tests import postgres

NOW = datetime(2024, 10, 28, 2, 0, tzinfo=UTC)
INDICATORS = ("si_compulsory", "si_voluntary", "hi_participants", "hi_household", "revenue_total", "late_amount")


@contextlib.contextmanager
def house(engine: str) -> Iterator[Flask]:
    """Give an application over an empty database of `engine`, and take both away again."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        environ = {"INSTANCE_DIR": folder, "SECRET_KEY": "b" * 48, "DON_DOC_MODE": "test"}
        if engine == "postgresql":
            cluster = postgres.Cluster()
            cluster.start()
            stack.callback(cluster.stop)
            environ["DATABASE_URL"] = postgres.url(cluster.address, "postgres")
        app = create_app(read_settings(environ))
        with app.app_context():
            upgrade()
            load()
            clock.stop_at(NOW)
            yield app
            db.session.remove()
            db.engine.dispose()
            clock.run_freely()


def engines() -> list[str]:
    """Return the engines that can be measured here."""
    return ["sqlite", "postgresql"] if postgres.programs() else ["sqlite"]


def province(communes: int = 148, years: tuple[int, ...] = (2023, 2024)) -> list[int]:
    """Fill the database with a province of `communes` × 6 indicators × all months, targets included; return its ids."""
    with transaction():
        ids = _places(communes)
        days = [date(year, month, 25) for year in years for month in range(1, 13 if year < 2024 else 11)]
        known = set(db.session.scalars(select(Indicator.code)))
        rows = [
            {
                "unit_id": unit, "indicator": code, "as_of": day, "origin": "official", "state": "accepted",
                "value": 1000 + 10 * at + 7 * unit, "entered_at": NOW, "revision": 1, "qualifier": "exact",
            }
            for unit in ids[1:]
            for code in INDICATORS
            if code in known
            for at, day in enumerate(days)
        ]  # fmt: skip
        db.session.execute(insert(Figure), rows)
        _targets(ids)
        refresh({(unit, code): days[0] for unit in ids[1:] for code in INDICATORS}, now=NOW)
    return ids


def _places(communes: int) -> list[int]:
    ids = []
    for at in range(communes + 1):
        unit = Unit(axis="territory")
        db.session.add(unit)
        db.session.flush()
        ids.append(unit.id)
        name = "Tỉnh Đo" if at == 0 else f"Xã Số {at}"
        db.session.add(
            Placement(
                unit_id=unit.id, code="92" if at == 0 else f"{31000 + at}", name=name,
                unit_type="tỉnh" if at == 0 else "xã", level="province" if at == 0 else "commune",
                parent_id=None if at == 0 else ids[0], path=f"{ids[0]}/" if at == 0 else f"{ids[0]}/{unit.id}/",
                search_key=name.casefold(), name_key=name.casefold(), tone_key=name.casefold(),
                sort_key=f"{at:05}",
            )
        )  # fmt: skip
    return ids


def _targets(ids: list[int]) -> None:
    db.session.add(Plan(year=2024, cut_off_day=25))
    db.session.flush()
    for unit in ids:
        for code in INDICATORS:
            of = len(ids) - 1 if unit == ids[0] else 1
            target = Target(
                unit_id=unit, indicator=code, year=2024, assigner="UBND tỉnh", is_primary=True,
                strictness="<=" if code == "late_amount" else ">=",
            )  # fmt: skip
            db.session.add(target)
            db.session.flush()
            db.session.add(TargetRevision(target_id=target.id, kind="initial", value=2_000 * of, recorded_at=NOW))
