"""Workbooks made for tests: by openpyxl, and by hand where openpyxl would not write what people send."""

import io
import zipfile

from openpyxl import Workbook

HEAD = ("code", "name", "value")


def workbook(*rows, formats=None, sheets=None):
    """Return the bytes of an .xlsx with these rows; `formats` {cell: number format}, `sheets` {name: rows}."""
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for cell, number_format in (formats or {}).items():
        sheet[cell].number_format = number_format
    for name, more in (sheets or {}).items():
        other = book.create_sheet(name)
        for row in more:
            other.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(content, replace=None, add=None):
    """Return the package with parts changed by {name: function of its bytes} and parts added {name: bytes}."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, (replace or {}).get(name, bytes)(part))
        for name, part in (add or {}).items():
            new.writestr(name, part)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def with_sheet_data(xml):
    """Return a workbook whose sheet holds exactly these row elements."""
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{xml}</sheetData></worksheet>"
    )
    return repacked(workbook(HEAD), replace={SHEET: lambda _: sheet.encode()})
