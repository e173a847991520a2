"""`flask units …` and `flask successions …`: lists of units in, units as of a day out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
from flask.cli import AppGroup

from committee.cli.support import (
    DAY,
    by_option,
    file_argument,
    format_option,
    now,
    print_csv,
    print_json,
    print_table,
    refusals,
    say,
    today,
    unit_bearing,
)
from committee.core.db import transaction
from committee.core.formatting import vn_date
from committee.core.tabular import COMMAND_LINE, read_table
from committee.core.words import gettext
from committee.domain.access import Actor
from committee.figures import operations as figures
from committee.units import finding, queries, successions
from committee.units.descent import Portrait, Relative, portrait_of
from committee.units.files import SUCCESSION_COLUMNS, UNIT_COLUMNS
from committee.units.queries import UnitRow

units = AppGroup("units", help="Units as of a day, and lists of them.")
succession_group = AppGroup("successions", help="Which old unit went into which new one.")
as_of_option = click.option("--as-of", "as_of", type=DAY, help="The day; default: today.")
NAMED = 5  # of the units without succession
LISTED = 200


def level_name(level: str) -> str:
    """Return what officials call a level."""
    return {
        "province": gettext("province"),
        "district": gettext("district"),
        "commune": gettext("commune"),
        "hamlet": gettext("hamlet"),
        "cluster": gettext("cluster"),
    }[level]


@units.command("import")
@file_argument
@click.option("--effective-on", type=DAY, help="Rows without valid_from count from this day.")
@by_option
def import_units(file: Path, effective_on: date | None, by: Actor) -> None:
    """Take over a list of units, all of it or nothing."""
    with refusals(by=by, file=file):
        rows = read_table(file, file.name, columns=UNIT_COLUMNS, limits=COMMAND_LINE)
        with transaction():
            done = figures.import_units(rows=rows, effective_on=effective_on, by=by, now=now())
    if not done.changed_anything:
        say(gettext("%(rows)d rows read: no change.", rows=done.rows))
        return
    say(
        gettext(
            "%(rows)d rows read: %(added)d units added, %(corrected)d corrected, %(renewed)d changed from the day on, "
            "%(followed)d moved with the unit above them, %(unchanged)d unchanged.",
            rows=done.rows,
            added=done.added,
            corrected=done.corrected,
            renewed=done.renewed,
            followed=done.followed,
            unchanged=done.unchanged,
        )
    )


@units.command("show")
@click.argument("code")
@as_of_option
@format_option("table", "json")
def show_unit(code: str, as_of: date | None, shape: str) -> None:
    """Show the unit that bears CODE on a day."""
    day = as_of or today()
    with refusals():
        portrait = portrait_of(unit_bearing(code, day), day)
        if shape == "json":
            print_json({**_facts(portrait), "as_of": day.isoformat()})
        else:
            print_table(*_lines(portrait))


@units.command("list")
@as_of_option
@click.option("--parent", metavar="CODE", help="Only what stands directly below this unit.")
@click.option("--search", metavar="TEXT", help="What a name or code may mean; at most 200, the likeliest first.")
@format_option("table", "json", "csv")
def list_units(as_of: date | None, parent: str | None, search: str | None, shape: str) -> None:
    """List units of a day: the roots, what is below a unit, or what a search finds."""
    day = as_of or today()
    with refusals():
        above = unit_bearing(parent, day) if parent else None
        if search:
            within = (above.path,) if above else None
            found = finding.search(search, day, within=within, limit=LISTED)
        else:
            found = queries.children_of(above.unit_id if above else None, day)
        parents = queries.units_on({row.parent_id for row in found if row.parent_id}, day)
        _print_units(found, parents, shape)


@succession_group.command("import")
@file_argument
@by_option
def import_successions(file: Path, by: Actor) -> None:
    """Take over which old unit went into which new one, all of it or nothing."""
    with refusals(by=by, file=file):
        rows = read_table(file, file.name, columns=SUCCESSION_COLUMNS, limits=COMMAND_LINE)
        with transaction():
            done = successions.import_successions(rows=rows, by=by, now=now())
    if done.added or done.corrected:
        say(
            gettext(
                "%(rows)d rows read: %(added)d successions added, %(corrected)d corrected.",
                rows=done.rows,
                added=done.added,
                corrected=done.corrected,
            )
        )
    else:
        say(gettext("%(rows)d rows read: no change.", rows=done.rows))
    if missing := done.without_predecessor:
        first = _first_of(missing)
        say(gettext("Without a predecessor: %(count)d new units: %(names)s", count=len(missing), names=first))
    if missing := done.without_successor:
        first = _first_of(missing)
        say(gettext("Without a successor: %(count)d old units: %(names)s", count=len(missing), names=first))


def _first_of(missing: list[tuple[str, str]]) -> str:
    named = ", ".join(f"{name} ({code})" for code, name in missing[:NAMED])
    return named if len(missing) <= NAMED else f"{named}, …"


def _facts(portrait: Portrait) -> dict[str, object]:
    unit = portrait.unit
    parent = portrait.ancestors[-1] if portrait.ancestors and unit.parent_id else None
    return {
        **_short(unit),
        "axis": unit.axis,
        "parent": _parent(parent),
        "valid_from": unit.valid_from and unit.valid_from.isoformat(),
        "valid_to": unit.valid_to and unit.valid_to.isoformat(),
        "children": portrait.children,
        "path": [row.name for row in (*portrait.ancestors, unit)],
        "predecessors": [_relative(relative) for relative in portrait.predecessors],
        "successors": [_relative(relative) for relative in portrait.successors],
    }


def _short(row: UnitRow) -> dict[str, object]:
    return {"code": row.code, "name": row.name, "unit_type": row.unit_type, "level": row.level}


def _relative(relative: Relative) -> dict[str, object]:
    return {
        **_short(relative.unit),
        "extent": relative.extent,
        "share": None if relative.share is None else f"{relative.share / 100:.2f}",
        "document_number": relative.document_number or None,
        "effective_on": relative.effective_on.isoformat(),
    }


def _lines(portrait: Portrait) -> tuple[list[str], list[tuple[str, object]]]:
    unit = portrait.unit
    unknown = gettext("start unknown")
    lines: list[tuple[str, object]] = [
        (gettext("Name"), unit.name),
        (gettext("Type"), unit.unit_type),
        (gettext("Level"), level_name(unit.level)),
        (gettext("Above"), " › ".join(row.name for row in portrait.ancestors) or "–"),
        (gettext("Valid from"), vn_date(unit.valid_from) if unit.valid_from else unknown),
        (gettext("Valid to"), vn_date(unit.valid_to) if unit.valid_to else gettext("still holds")),
        (gettext("Units directly below"), portrait.children),
    ]
    lines += [(gettext("Came from"), _told(relative)) for relative in portrait.predecessors]
    lines += [(gettext("Went into"), _told(relative)) for relative in portrait.successors]
    return [gettext("Code"), unit.code], lines


def _told(relative: Relative) -> str:
    extent = {"whole": gettext("whole"), "main part": gettext("main part"), "part": gettext("part")}[relative.extent]
    return f"{relative.unit.code} {relative.unit.name} ({extent}, {vn_date(relative.effective_on)})"


def _print_units(found: list[UnitRow], parents: dict[int, UnitRow], shape: str) -> None:
    pairs = [(row, parents.get(row.parent_id or 0)) for row in found]
    if shape == "json":
        print_json([{**_short(row), "parent": _parent(above)} for row, above in pairs])
    elif shape == "csv":
        columns = ("code", "name", "unit_type", "level", "parent_code", "parent_name")
        print_csv(columns, ((*_short(row).values(), *_code_and_name(above)) for row, above in pairs))
    else:
        head = (gettext("Code"), gettext("Name"), gettext("Type"), gettext("Level"), gettext("Above"), "")
        rows = (
            (row.code, row.name, row.unit_type, level_name(row.level), *_code_and_name(above)) for row, above in pairs
        )
        print_table(head, rows)


def _parent(above: UnitRow | None) -> dict[str, str] | None:
    return {"code": above.code, "name": above.name} if above else None


def _code_and_name(above: UnitRow | None) -> tuple[str, str]:
    return (above.code, above.name) if above else ("", "")
