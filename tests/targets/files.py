"""Small files of targets and figures, as a person would make them, and the doors they go in by."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from click.testing import Result
from flask import Flask
from openpyxl import Workbook
from sqlalchemy import func, select

from committee.audit.models import AuditEntry
from committee.core.db import Base, db
from committee.units.models import Placement

UNITS = """code,name,unit_type,level,parent_code,valid_from,valid_to
01,Thành phố Hà Nội,thành phố,province,,,
93,Tỉnh Hậu Giang,tỉnh,province,,,2025-06-30
930,Thành phố Vị Thanh,thành phố,district,93,,2025-06-30
31318,Phường I,phường,commune,930,,2025-06-30
31321,Phường III,phường,commune,930,,2025-06-30
31400,Xã Vị Bình,xã,commune,930,2024-05-01,2025-06-30
001,Quận Ba Đình,quận,district,01,,2025-06-30
00004,Phường Trúc Bạch,phường,commune,001,,2025-06-30
00004,Phường Ba Đình,phường,commune,01,2025-07-01,
"""
HEADS = {
    "indicators": "code,name,unit_of_measure,kind,direction,numerator,denominator,aggregation,decimals,strictness,"
    "official_by",
    "targets": "unit_code,indicator,year,value,assigner,document_number,document_date,kind,effective_on,primary,"
    "strictness",
    "milestones": "unit_code,indicator,year,cut_off,cumulative,cumulative_percent",
    "not-applicable": "unit_code,indicator,from,to,reason,document_number",
    "figures": "unit_code,indicator,as_of,value,origin,qualifier,span,published_text,source,published_percent,"
    "published_remaining",
}


def run(app: Flask, *arguments: object) -> Result:
    """Return what a command said."""
    return app.test_cli_runner().invoke(args=[str(argument) for argument in arguments])


def with_units(app: Flask, folder: Path) -> None:
    """Import the units these tests are about."""
    file = folder / "units.csv"
    file.write_text(UNITS, encoding="utf-8")
    assert run(app, "units", "import", file).exit_code == 0


def take_over(
    app: Flask, folder: Path, kind: str, *lines: str, head: str = "", options: tuple[str, ...] = ()
) -> Result:
    """Import the lines as a CSV file; cells left out at the end of a line are blank."""
    columns = (head or HEADS[kind]).count(",")
    filled = [line + "," * (columns - _commas(line)) for line in lines]
    file = folder / f"{kind}.csv"
    file.write_text("\n".join((head or HEADS[kind], *filled)) + "\n", encoding="utf-8")
    return run(app, kind, "import", file, *options)


def take_over_workbook(app: Flask, folder: Path, kind: str, *rows: tuple[object, ...], head: str) -> Result:
    """Import the rows as an .xlsx file."""
    book = Workbook()
    sheet = book.active
    for row in (head.split(","), *rows):
        sheet.append(row)
    file = folder / f"{kind}.xlsx"
    book.save(file)
    return run(app, kind, "import", file)


def stored() -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table but the audit, to tell whether anything changed."""
    tables = (table for table in Base.metadata.sorted_tables if table.name != AuditEntry.__tablename__)
    return {table.name: sorted(map(tuple, db.session.execute(select(table))), key=repr) for table in tables}


def audited() -> dict[str, int]:
    """Return how many rows the audit has of each action, the lists of units left out."""
    counted = select(AuditEntry.action, func.count()).where(AuditEntry.thing_kind != "units")
    found = dict(map(tuple, db.session.execute(counted.group_by(AuditEntry.action))))
    return {action: count for action, count in found.items() if "units" not in action}


def unit_id(code: str, name: str = "") -> int:
    """Return the id of a unit by its code, and its name where the code has had several bearers."""
    wanted = select(Placement.unit_id).where(Placement.code == code)
    if name:
        wanted = wanted.where(Placement.name == name)
    return db.session.scalars(wanted).one()


def _commas(line: str) -> int:
    return len(next(csv.reader(io.StringIO(line)))) - 1
