"""What a page must not hold, whatever was written into the database."""

from __future__ import annotations

import io
import re
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
from openpyxl import load_workbook

from tests.hostile.payloads import CANARY, EVALUATED

ADDRESSES = ("href", "src", "action", "formaction", "data", "poster", "srcset", "xlink:href")
FOREIGN = {"iframe", "object", "embed", "base", "marquee", "math", "audio", "video", "applet", "frame"}
VISIBLE = re.compile(rf"{CANARY}", re.IGNORECASE)


def formulas(content: bytes) -> list[str]:
    """Return the cells of a workbook that a spreadsheet would run."""
    book = load_workbook(io.BytesIO(content))
    return [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


def intruders(html: str, where: str = "") -> list[str]:
    """Return what in a page is not ours: elements, handlers, addresses that are script, text that was run."""
    root: Element = html5lib.parse(html, namespaceHTMLElements=False)
    found = [fault for element in root.iter() for fault in _faults(element)]
    if EVALUATED in "".join(root.itertext()):
        found.append("text was taken for a template")
    return [f"{where}: {one}" for one in found]


def _faults(element: Element) -> list[str]:
    if not isinstance(element.tag, str):  # a comment
        return ["a comment holds what somebody wrote"] if VISIBLE.search(element.text or "") else []
    found = []
    if CANARY in element.tag or element.tag in FOREIGN:
        found.append(f"<{element.tag}>")
    if element.tag == "script" and not element.get("src", "").startswith("/static/"):
        found.append("a script that is not ours")
    if element.tag in ("style", "script") and VISIBLE.search("".join(element.itertext())):
        found.append(f"text of somebody in <{element.tag}>")
    return found + [fault for name, value in element.attrib.items() for fault in _attribute(str(name), value)]


def _attribute(name: str, value: str) -> list[str]:
    plain = name.rpartition("}")[2].lower()
    found = []
    if plain.startswith("on") or plain == "style" or CANARY in plain or plain in ("srcdoc", "http-equiv"):
        found.append(f"attribute {plain}")
    if plain in ADDRESSES and urlsplit(value.strip()).scheme not in ("", "http", "https"):
        found.append(f"address {value[:60]}")
    return found
