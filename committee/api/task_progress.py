"""What a program says of how far a task is."""

from __future__ import annotations

from typing import Any

from committee.api.bodies import at, object_said, text_field, whole_number
from committee.api.doors import iso_day
from committee.core import clock
from committee.core.doors import current_viewer
from committee.documents.queries import registered
from committee.domain.access import Action, reach
from committee.domain.errors import DomainError

TEXTS = ("text", "difficulty", "proposal")
FIELDS = (*TEXTS, "percent", "as_of", "document")


def progress_said() -> dict[str, Any]:
    """Return what the body of the request says; a document by its number, of the registers its person sees."""
    body = object_said(FIELDS)
    said: dict[str, Any] = {name: _text(body, name) for name in TEXTS if name in body}
    if "as_of" in body:
        said["as_of"] = iso_day(_text(body, "as_of"))
    if "document" in body:
        said["document_id"] = _document(_text(body, "document"))
    return {"text": "", **said, "percent": whole_number(body, "percent")}


def _text(body: dict[str, Any], name: str) -> str:
    return text_field(body, name, at(name))


def _document(number: str) -> int:
    within = reach(current_viewer(), Action.SEE_DOCUMENTS)
    found = registered([(number, None)], on=clock.today(), within=within)
    if not found:
        raise DomainError("No single document with this number stands in the registers you see.", place=at("document"))
    return next(iter(found.values()))
