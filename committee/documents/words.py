"""Documents in words: states, facts, parts, what they point to."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext

from committee.core.formatting import NONE, count, vn_date
from committee.core.words import gettext
from committee.documents.file_queries import FileRow
from committee.documents.queries import DocumentRow, LinkRow
from committee.domain.document_numbers import State
from committee.units.queries import UnitRow

KILOBYTE = 1_000
KINDS = {
    "unit": lazy_gettext("A unit"),
    "committee": lazy_gettext("A committee"),
    "seat": lazy_gettext("A seat"),
    "target": lazy_gettext("A target"),
    "target_revision": lazy_gettext("A change of a target"),
    "not_applicable": lazy_gettext("A mark that an indicator is not asked"),
    "meeting": lazy_gettext("A meeting"),
    "task": lazy_gettext("A task"),
    "case": lazy_gettext("A case of urging on"),
    "silence": lazy_gettext("A pause in urging on"),
    "letter": lazy_gettext("A letter"),
    "reorganisation": lazy_gettext("A reorganisation"),
    "document": lazy_gettext("A document"),
}


@dataclass(frozen=True)
class LinkLine:
    """One thing a document points to; `code` is that of a unit, `address` that of a page, open to the reader."""

    kind: str
    thing_id: int
    text: str
    code: str = ""
    address: str = ""


def state_word(document: DocumentRow) -> str:
    """Return how far a document is."""
    if document.is_draft:
        return gettext("Draft, not signed")
    if document.number is None:
        return gettext("Signed, no number yet")
    return gettext("Signed and numbered")


def look_of(document: DocumentRow) -> str:
    """Return the face of that state among those of the status."""
    if document.is_draft:
        return "NODATA"
    return "SUSPECT" if document.number is None else "OK"


def state_choices() -> list[tuple[str, str]]:
    """Return the states one may look for."""
    return [
        ("", gettext("All states")),
        (State.DRAFT.value, gettext("Drafts")),
        (State.SIGNED.value, gettext("Signed")),
    ]


def title_of(document: DocumentRow) -> str:
    """Return what a document is called: its type with its number, or its type alone."""
    shown = document.written if document.number is not None else ""
    return f"{document.type_name} {shown}".strip()


def facts_of(document: DocumentRow) -> list[tuple[str, str]]:
    """Return what is said of a document, as terms and values."""
    rows = [
        (gettext("Number and symbol"), document.written or NONE),
        (gettext("Day of the document"), vn_date(document.issued_on)),
        (gettext("Issued by"), document.issuer),
        (gettext("Type of document"), document.type_name),
    ]
    if document.signed_by:
        rows.append((gettext("Signed by"), document.signed_by))
    if document.committee_id is not None and document.number is not None and document.series is None:
        rows.append((gettext("Where the number comes from"), gettext("Another system")))
    return [*rows, (gettext("Register of"), document.unit_name)]


def part_word(newest: FileRow) -> str:
    """Return what a new version of a part is called."""
    return gettext("A new version of %(name)s", name=newest.name)


def size_word(size: int) -> str:
    """Return a size in KB, at least one."""
    return f"{count(max(1, round(size / KILOBYTE)))} KB"


def link_line(link: LinkRow, unit: UnitRow | None, named: tuple[str, str] | None = None) -> LinkLine:
    """Return a link in words; `named`: what the thing is called and where its page is."""
    if unit is not None:
        return LinkLine(link.kind, link.thing_id, unit.name, code=unit.code)
    if named is not None:
        return LinkLine(link.kind, link.thing_id, f"{KINDS[link.kind]}: {named[0]}", address=named[1])
    return LinkLine(link.kind, link.thing_id, f"{KINDS[link.kind]} ({link.thing_id})")
