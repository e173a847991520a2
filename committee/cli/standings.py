"""`flask standings …`: where a unit stands on a day."""

from __future__ import annotations

from datetime import date

import click
from flask.cli import AppGroup

from committee.cli.support import DAY, format_option, print_csv, print_json, print_table, refusals, unit_bearing
from committee.core.formatting import vn_date
from committee.core.words import gettext
from committee.domain.errors import DomainError
from committee.domain.rates import vietnamese
from committee.standings import rows
from committee.standings.queries import UnitStandings, standings_below, standings_of
from committee.targets.queries import indicators

standings = AppGroup("standings", help="Where units stand against their targets on a day.")


@standings.command("show")
@click.argument("code")
@click.option("--as-of", "day", type=DAY, required=True)
@click.option("--indicator")
@click.option("--children", is_flag=True, help="Of the units right below it instead.")
@format_option("table", "json", "csv")
def show(code: str, day: date, indicator: str | None, *, children: bool, shape: str) -> None:
    """Show where the unit with CODE stands, or the units right below it."""
    with refusals():
        unit = unit_bearing(code, day)
        _refuse_unknown(indicator)
        if children:
            found = standings_below(unit, day, indicator=indicator)
        else:
            found = [standings_of(unit, day, indicator=indicator)]
    if shape == "csv":
        print_csv(rows.CSV_COLUMNS, rows.as_csv(found))
    elif shape == "table":
        print_table(*_table(found), right=range(2, 8))
    elif children:
        parent = {"code": unit.code, "name": unit.name, "level": unit.level}
        print_json({"parent": parent, "as_of": day.isoformat(), "units": [rows.as_json(one) for one in found]})
    else:
        print_json(rows.as_json(found[0]))


def _refuse_unknown(indicator: str | None) -> None:
    if indicator is not None and indicator not in indicators():
        raise DomainError("No indicator has the code %(code)s.", code=indicator)


def _table(found: list[UnitStandings]) -> tuple[list[str], list[list[object]]]:
    head = [
        "unit",
        "indicator",
        "actual",
        "target",
        "achieved",
        "remaining",
        "milestone",
        "shortfall",
        "level",
        "as of",
    ]
    lines: list[list[object]] = []
    for one in found:
        for row in one.rows:
            values = rows.row_as_json(row, one)
            numbers = [_number(values[key]) for key in ("actual", "target")]
            schedule = [_number(values[key]) for key in ("remaining", "milestone", "shortfall")]
            name = f"{one.unit.code} {one.unit.name}"
            as_of = row.standing.actual.as_of if row.standing.actual else None
            day = vn_date(as_of) if as_of else ""
            lines.append(
                [name, row.indicator.name, *numbers, values["achievement_text"], *schedule, values["level"], day]
            )
    return [gettext(word) for word in head], lines


def _number(value: object) -> str:
    return "–" if value is None else vietnamese(str(value))
