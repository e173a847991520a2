"""What pages read is worked out again from the figures alone; what differs is said, and put right when asked."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select, update

from committee.audit.models import AuditEntry
from committee.core import clock
from committee.core.db import db, transaction
from committee.figures.models import Cell
from committee.jobs import verify
from committee.jobs.ledger import Run
from tests.conftest import MORNING

EXAMPLES = Path(__file__).parents[2] / "data" / "examples"


@pytest.fixture
def example(app: Flask) -> Flask:
    for name in ("units", "targets", "figures"):
        assert flask(app, name, "import", str(EXAMPLES / f"{name}.csv")).exit_code == 0
    return app


def flask(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=list(arguments))


def spoil_a_cell() -> None:
    with transaction():
        db.session.execute(
            update(Cell).where(Cell.m9.is_not(None), Cell.indicator == "si_voluntary").values(m9=Cell.m9 + 1)
        )


def test_a_sound_house_has_no_differences(example: Flask) -> None:
    result = flask(example, "figures", "verify")

    assert (result.exit_code, result.stdout) == (0, "0 differences\n")


def test_a_mark_moves_the_cells_above_it(example: Flask, tmp_path: Path) -> None:
    marks = tmp_path / "marks.csv"
    marks.write_text("unit_code,indicator,from,to,reason\n31444,si_voluntary,2024-09-01,2024-09-30,x\n", "utf-8")

    assert flask(example, "not-applicable", "import", str(marks)).exit_code == 0

    assert flask(example, "figures", "verify").stdout == "0 differences\n"
    clock.stop_at(datetime(2024, 12, 1, tzinfo=UTC))
    assert flask(example, "figures", "verify").stdout == "0 differences\n"


def test_each_difference_is_a_sentence(example: Flask) -> None:
    spoil_a_cell()

    result = flask(example, "figures", "verify")

    lines = result.stdout.splitlines()
    assert result.exit_code == 1
    assert lines[-1] == f"{len(lines) - 1} differences"
    assert any("Huyện Vị Thủy (935), si_voluntary, năm 2024" in line for line in lines)


def test_repairing_makes_the_cells_anew_and_is_kept_in_the_audit(example: Flask) -> None:
    spoil_a_cell()

    result = flask(example, "figures", "verify", "--repair")

    assert result.exit_code == 0
    assert flask(example, "figures", "verify").stdout == "0 differences\n"
    assert "cells rebuilt" in db.session.scalars(select(AuditEntry.action)).all()


@pytest.mark.one_engine
def test_the_nightly_auditor_finds_it(example: Flask) -> None:
    spoil_a_cell()

    facts = verify.run(Run(MORNING.date(), MORNING, MORNING, lambda: False))

    assert any("figures verify" in str(trouble) for trouble in facts["troubles"])
