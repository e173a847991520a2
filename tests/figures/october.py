"""Communes that are asked for an October report: closed on 25/10/2024, due on 01/11/2024."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import event, select

from committee.core import clock
from committee.core.db import db, transaction
from committee.core.tabular import read_table
from committee.figures.models import Figure
from committee.figures.operations import import_figures
from committee.figures.operations.figure_lines import COLUMNS as FIGURE_COLUMNS
from committee.targets.operations.not_applicable import COLUMNS as NOT_APPLICABLE_COLUMNS
from committee.targets.operations.not_applicable import import_not_applicable
from committee.targets.operations.plans import set_plan
from committee.targets.operations.target_lines import COLUMNS as TARGET_COLUMNS
from committee.targets.operations.targets import import_targets
from tests.cast import BY, Cast

CUT_OFF = date(2024, 10, 25)
TARGETS = """unit_code,indicator,year,value,assigner
31441,si_voluntary,2024,700,UBND huyện
31441,hi_participants,2024,5200,UBND huyện
31441,campaign_events,2024,12,UBND huyện
31441,hi_students,2024,900,UBND huyện
31444,si_voluntary,2024,650,UBND huyện
31318,si_voluntary,2024,900,UBND thành phố
"""
FIGURES = """unit_code,indicator,as_of,value
31441,si_voluntary,2024-09-25,690
31441,hi_participants,2024-09-25,5000
31441,campaign_events,2024-09-25,8
31441,population,2024-01-01,9000
31444,si_voluntary,2024-09-25,500
31318,si_voluntary,2024-09-25,850
"""
NOT_APPLICABLE = """unit_code,indicator,from,reason
31441,hi_students,2024-01-01,Không có trường học
"""


@dataclass(frozen=True)
class October:
    """The cast, and what stands of their reports."""

    cast: Cast

    def figures(self, code: str, indicator: str = "si_voluntary", origin: str = "self_reported") -> list[Figure]:
        """Return what stands of a unit's value of 25/10/2024, older revisions first."""
        db.session.remove()
        return list(
            db.session.scalars(
                select(Figure)
                .where(
                    Figure.unit_id == self.cast.units[code],
                    Figure.indicator == indicator,
                    Figure.as_of == CUT_OFF,
                    Figure.origin == origin,
                )
                .order_by(Figure.revision)
            )
        )

    def states(self, code: str, indicator: str = "si_voluntary") -> list[tuple[str, int | None]]:
        return [(figure.state, figure.value) for figure in self.figures(code, indicator) if not figure.replaced_at]


def prepared(cast: Cast, folder: Path) -> October:
    """Write the plan, the targets and September's figures."""
    with transaction():
        now = clock.now()
        set_plan(year=2024, cut_off_day=25, rhythm=None, by=BY, now=now)
        import_targets(rows=_rows(folder, "targets.csv", TARGETS, TARGET_COLUMNS), by=BY, now=now)
        import_figures(rows=_rows(folder, "figures.csv", FIGURES, FIGURE_COLUMNS), by=BY, now=now)
        rows = _rows(folder, "not_applicable.csv", NOT_APPLICABLE, NOT_APPLICABLE_COLUMNS)
        import_not_applicable(rows=rows, by=BY, now=now)
    db.session.remove()
    return October(cast)


def _rows(folder: Path, name: str, text: str, columns: object) -> object:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_table(path, name, columns=columns)


def statements(act: Callable[[], object]) -> int:
    """Return how many statements an act asks the database."""
    asked = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    act()
    event.remove(db.engine, "before_cursor_execute", note)
    return len(asked)
