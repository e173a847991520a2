"""The audit: searched by who, what, where and when, within the units the viewer may look into."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, current_app, make_response, render_template, request, url_for

from committee.audit import operations, queries
from committee.audit.queries import Asked, EntryRow
from committee.core import clock, doors
from committee.core.csv_text import csv_text
from committee.core.db import transaction
from committee.core.paging import page_of
from committee.core.words import gettext, sentence
from committee.dashboards import audit_trail, audit_words
from committee.dashboards.audit_actions import ACTIONS
from committee.dashboards.audit_trail import Question
from committee.dashboards.audit_words import ChangeShown
from committee.domain.access import Actor
from committee.domain.calendar import HANOI
from committee.domain.errors import DomainError
from committee.domain.text import clean
from committee.targets.queries import IndicatorRow, indicators
from committee.units.queries import UnitRow

blueprint = Blueprint("audit", __name__)

SIZE = 30
MOST_GIVEN = 50_000  # rows of one file
COLUMNS = ("id", "at", "who", "action", "detail", "unit_code", "unit", "thing", "changed", "before", "after")
# Names in the address, and what they ask.
GAPS = {
    "q": "words",
    "person": "person",
    "unit": "unit",
    "thing": "thing",
    "action": "action",
    "from": "first",
    "to": "last",
    "notices": "notices",
}
# Where a thing has a page: the page, and the name of its id there.
PAGES = {"case": ("escalation.show", "case_id")}


@dataclass(frozen=True)
class Line:
    """An entry as a line of the list."""

    id: int
    at: datetime
    who: str
    action: str
    detail: str
    unit: UnitRow | None
    changes: Sequence[ChangeShown]
    thing: str


@blueprint.get("/audit")
@doors.signed_in
def index() -> Response:
    """The newest entries that answer the question."""
    allowed, question = audit_trail.reach_of(doors.current_viewer()), _question()
    try:
        asked = audit_trail.asked_of(question, allowed, clock.today())
    except DomainError as error:
        return make_response(_page(question, None, refused=sentence(error)), 422)
    if request.args.get("format") == "csv":
        return _csv(asked)
    return make_response(_page(question, asked))


@blueprint.get("/audit/<int:entry_id>")
@doors.signed_in
def show(entry_id: int) -> str:
    """One entry, whole, with its seal."""
    row = audit_trail.entry_for(doors.current_viewer(), entry_id, clock.today())
    dictionary = indicators()
    names = audit_trail.unit_names([row], clock.today())
    line = next(_lines([row], names))
    facts = [
        (gettext("Moment"), row.at.astimezone(HANOI).strftime("%H:%M:%S %d/%m/%Y")),
        (gettext("Who"), line.who),
        (gettext("Unit"), f"{line.unit.name} ({line.unit.code})" if line.unit else gettext("The whole system")),
        (gettext("Thing"), line.thing),
        *audit_words.facts_shown(row, dictionary),
    ]
    return render_template(
        "audit/entry.html", line=line, facts=facts, seal=queries.seal_of(row.id), thing_url=_page_of(row)
    )


def _page(question: Question, asked: Asked | None, *, refused: str = "") -> str:
    total = queries.count_entries(asked) if asked else 0
    page = page_of(request.args.get("page"), total=total, size=SIZE)
    rows = queries.entries(asked, limit=SIZE, offset=page.offset) if asked else []
    given = _given(question)
    return render_template(
        "audit/index.html",
        lines=list(_lines(rows, audit_trail.unit_names(rows, clock.today()))),
        question=question,
        refused=refused,
        actions=ACTIONS,
        page=page,
        failed=bool(refused),
        address=lambda number: url_for("audit.index", **{**given, "page": number}),
        left_out=queries.count_entries(replace(asked, without=None)) - total if asked and asked.without else 0,
        notices_url=url_for("audit.index", **{**given, "notices": 1}),
        csv_url=url_for("audit.index", **{**given, "format": "csv"}),
    )


def _question() -> Question:
    return replace(Question(), **{name: clean(request.args.get(gap, "")) for gap, name in GAPS.items()})


def _given(question: Question) -> dict[str, Any]:
    kept = question.given()
    return {gap: kept[name] for gap, name in GAPS.items() if name in kept}


def _lines(rows: Sequence[EntryRow], names: Mapping[int, UnitRow]) -> Iterator[Line]:
    dictionary: Mapping[str, IndicatorRow] = indicators() if rows else {}
    for row in rows:
        yield Line(
            row.id,
            row.at,
            audit_words.actor_words(row),
            audit_words.action_words(row.action),
            audit_words.detail(row, dictionary),
            names.get(row.unit_id) if row.unit_id is not None else None,
            audit_words.changes_shown(row, dictionary),
            f"{row.thing_kind}:{row.thing_id}",
        )


def _page_of(row: EntryRow) -> str:
    page, gap = PAGES.get(row.thing_kind, ("", ""))
    if page not in current_app.view_functions or not row.thing_id.isdecimal():
        return ""
    where: dict[str, Any] = {gap: int(row.thing_id)}
    return url_for(page, **where)


def _csv(asked: Asked) -> Response:
    rows = queries.entries(asked, limit=MOST_GIVEN)
    given = [_cells(line) for line in _lines(rows, audit_trail.unit_names(rows, clock.today()))]
    viewer = doors.current_viewer()
    by = Actor(viewer.account_id, viewer.name)
    with transaction():
        operations.record_export(thing=("table", "audit"), rows=len(given), shape="csv", by=by, now=clock.now())
    response = make_response(csv_text(COLUMNS, given))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="audit-{clock.today().isoformat()}.csv"'
    return response


def _cells(line: Line) -> list[object]:
    unit = (line.unit.code, line.unit.name) if line.unit else (None, None)
    sides = [[getattr(change, name) for change in line.changes] for name in ("label", "before", "after")]
    at = line.at.astimezone(HANOI).isoformat(timespec="seconds")
    return [line.id, at, line.who, line.action, line.detail, *unit, line.thing, *("; ".join(side) for side in sides)]
