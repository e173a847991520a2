"""Targets, their changes, seats, cases and tasks where documents point to them: found, named, and shown on pages."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import lazy_gettext

from committee.core import clock, doors
from committee.core.formatting import vn_date
from committee.core.words import gettext
from committee.dashboards import pointing_forms as forms
from committee.dashboards import wording
from committee.dashboards.cascade import Given
from committee.documents.named_things import name_things
from committee.documents.pointing import Pointing, let_point, unit_kept
from committee.documents.queries import documents_pointing
from committee.documents.words import title_of
from committee.domain.access import Action, Viewer, reach
from committee.domain.days import read_day
from committee.domain.errors import DomainError
from committee.domain.text import search_key
from committee.escalation.queries import CaseFilter, case_row, cases
from committee.members.committees import committees_of_seats, committees_of_units
from committee.members.composition import committee_row
from committee.members.queries import SeatRow, seats_in
from committee.targets.named import (
    NamedTarget,
    revision_meant,
    revisions_with_ids,
    target_meant,
    targets_named,
    targets_with_ids,
)
from committee.targets.queries import indicators, revisions_of
from committee.tasks import access as task_access
from committee.tasks.queries import TaskFilter, task_row, tasks
from committee.units.queries import UnitRow, standing_last, unit_with_code, units_on

TARGET, REVISION, SEAT, CASE, TASK = "target", "target_revision", "seat", "case", "task"
MOST = 50
Named = dict[int, tuple[str, str]]


@dataclass(frozen=True)
class Paper:
    """A document that points to something on a page; `about` says to what, "" where the page is about that alone."""

    title: str
    subject: str
    address: str
    about: str


def _papers(about: dict[tuple[str, int], str]) -> list[Paper]:
    """Return the documents that point to some things, for whoever may see them."""
    within = reach(doors.current_viewer(), Action.SEE_DOCUMENTS)
    if within.is_nowhere or not about:
        return []
    return [
        Paper(title_of(row), row.subject, url_for("documents.show", document_id=row.id), about[kind, thing_id])
        for row, kind, thing_id in documents_pointing(about, on=clock.today(), within=within)
    ]


def papers_on_targets(given: Iterable[Given], year: int) -> list[Paper]:
    """Return the documents that point to targets or to changes of them."""
    about: dict[tuple[str, int], str] = {}
    for one in given:
        about[TARGET, one.assigned.target_id] = one.assigned.target.assigner
        for act in one.acts:
            day = vn_date(act.effective_on or date(year, 1, 1))
            about[REVISION, act.id] = gettext(
                "%(assigner)s, from %(day)s", assigner=one.assigned.target.assigner, day=day
            )
    return _papers(about)


def papers_on_seats(committee_id: int) -> list[Paper]:
    """Return the documents that point to the seats of a committee, those that have ended as well."""
    return _papers({(SEAT, seat.seat_id): seat.full_name for seat in seats_in([committee_id])})


def _target(viewer: Viewer, form: forms.TargetForm, on: date) -> tuple[str, int]:
    unit = unit_kept(viewer, form.unit.data, Action.SEE_TARGETS, on=on)
    year = form.typed_year
    found = targets_named([unit.unit_id], [form.indicator.data])
    target = target_meant(found, year=year, assigner=form.assigner.data)
    if not form.effective_on.data:
        return TARGET, target.target_id
    acts = revisions_of([target.target_id], year).get(target.target_id, [])
    day = read_day(form.effective_on.data)
    return REVISION, revision_meant(acts, year=year, on=day, document=form.number.data).id


def _seat(viewer: Viewer, form: forms.SeatForm, on: date) -> tuple[str, int]:
    unit = unit_kept(viewer, form.unit.data, Action.SEE_PEOPLE, on=on)
    committees = committees_of_units([unit.unit_id]).get(unit.unit_id, [])
    there = seats_in([one.committee_id for one in committees])
    wanted = search_key(form.person.data).strip()
    meant = [one for one in there if wanted and _is_of(one, wanted) and form.role.data in ("", one.role)]
    if not meant:
        raise DomainError("Nobody called so holds a seat in a committee of this unit.")
    if len(meant) > 1:
        meant = [one for one in meant if one.to_on is None or one.to_on >= on]
    if len(meant) != 1:
        raise DomainError("Several seats are held so: write the e-mail, or choose the role.")
    return SEAT, meant[0].seat_id


def _is_of(seat: SeatRow, wanted: str) -> bool:
    return bool(seat.full_name) and wanted in (search_key(seat.full_name).strip(), search_key(seat.email).strip())


def _case(viewer: Viewer, form: forms.YearForm, on: date) -> tuple[str, int]:
    unit = unit_kept(viewer, form.unit.data, Action.SEE_CASES, on=on)
    wanted = CaseFilter(path=unit.path, indicator=form.indicator.data, year=form.typed_year)
    within = reach(viewer, Action.SEE_CASES)
    found = [one for one in cases(wanted, on=on, within=within) if one.unit_id == unit.unit_id]
    if not found:
        raise DomainError("There is no case of this unit on this indicator in this year.")
    return CASE, next((one for one in found if not one.is_over), max(found, key=lambda one: one.id)).id


def _task(viewer: Viewer, form: forms.TaskForm, on: date) -> tuple[str, int]:
    eyes = task_access.eyes_of(viewer, on=on)
    unit, code = unit_with_code(form.unit.data, on) if form.unit.data else None, form.code.data
    if unit is None:
        raise DomainError("You see no task with this code that you may give documents to.")
    found = tasks(TaskFilter(words=code, committee_unit_id=unit.unit_id), day=on, eyes=eyes, limit=MOST) if code else []
    meant = [
        one
        for one in found
        if one.code.casefold() == code.casefold()
        and (task_access.may_report(viewer, eyes, one) or task_access.may_assign(viewer, one))
    ]
    if not meant:
        raise DomainError("You see no task with this code that you may give documents to.")
    if len(meant) > 1:
        raise DomainError("Several committees of this unit have a task with this code: add the document on its page.")
    return TASK, meant[0].id


def _targets_called(viewer: Viewer, targets: Iterable[NamedTarget], on: date) -> Named:
    """Return {target: name and address} of those whose page `viewer` may open."""
    wanted, names = list(targets), indicators()
    now = standing_last({one.unit_id for one in wanted}, on)
    sees, looks = reach(viewer, Action.SEE_TARGETS), reach(viewer, Action.SEE_FIGURES)
    found: Named = {}
    for one in wanted:
        unit = now.get(one.unit_id)
        if unit is None or not (sees.covers(unit.path) and looks.covers(unit.path)):
            continue
        then = _in_year(one, unit, on)
        name = gettext(
            "%(unit)s, %(indicator)s %(year)d, by %(assigner)s",
            unit=then.name, indicator=names[one.indicator].name, year=one.year, assigner=one.assigner,
        )  # fmt: skip
        found[one.target_id] = (
            name,
            url_for("targets.show", code=then.code, year=one.year, indicator=one.indicator) + "#papers",
        )
    return found


def _in_year(target: NamedTarget, unit: UnitRow, on: date) -> UnitRow:
    """Return the unit as it stood on the day that the page of the target is of."""
    day = min(max(on, date(target.year, 1, 1)), date(target.year, 12, 31))
    return units_on([unit.unit_id], day).get(unit.unit_id, unit)


def _name_targets(viewer: Viewer, ids: Collection[int], on: date) -> Named:
    return _targets_called(viewer, targets_with_ids(ids).values(), on)


def _name_revisions(viewer: Viewer, ids: Collection[int], on: date) -> Named:
    acts = revisions_with_ids(ids)
    targets = targets_with_ids({target_id for target_id, _ in acts.values()})
    called, found = _targets_called(viewer, targets.values(), on), {}
    for revision_id, (target_id, act) in acts.items():
        if target_id in called:
            name, address = called[target_id]
            day = vn_date(act.effective_on or date(targets[target_id].year, 1, 1))
            document = wording.document_text(act.document_number, act.document_date)
            said = gettext("%(target)s, from %(day)s", target=name, day=day)
            found[revision_id] = (f"{said} ({document})" if document else said, address)
    return found


def _name_seats(viewer: Viewer, ids: Collection[int], on: date) -> Named:
    within, found = reach(viewer, Action.SEE_PEOPLE), {}
    committees = {one: committee_row(one) for one in set(committees_of_seats(ids).values())}
    units = standing_last({one.unit_id for one in committees.values() if one}, on)
    for seat in seats_in(committees):
        unit = units.get(seat.unit_id)
        if seat.seat_id in ids and unit is not None and within.covers(unit.path):
            address = url_for("committees.show", committee_id=seat.committee_id) + "#papers"
            found[seat.seat_id] = (f"{seat.full_name}, {seat.committee_name}", address)
    return found


def _name_cases(viewer: Viewer, ids: Collection[int], on: date) -> Named:
    within = reach(viewer, Action.SEE_CASES)
    rows = [case_row(one, on=on, within=within) for one in ids]
    return {
        row.id: (
            f"{row.unit_name}, {row.indicator_name} {row.year}",
            url_for("escalation.show", case_id=row.id) + "#papers",
        )
        for row in rows
        if row
    }


def _name_tasks(viewer: Viewer, ids: Collection[int], on: date) -> Named:
    eyes = task_access.eyes_of(viewer, on=on)
    rows = [task_row(one, day=on, eyes=eyes) for one in ids]
    return {
        row.id: (f"{row.code} {row.title}", url_for("tasks.show", task_id=row.id) + "#papers") for row in rows if row
    }


let_point("target", Pointing(lazy_gettext("Link a target or a change of it"), forms.target_form, _target))
let_point("seat", Pointing(lazy_gettext("Link a seat in a committee"), forms.seat_form, _seat))
let_point("case", Pointing(lazy_gettext("Link a case of urging on"), forms.case_form, _case))
let_point("task", Pointing(lazy_gettext("Link a task"), forms.task_form, _task))
for _kind, _namer in (
    (TARGET, _name_targets), (REVISION, _name_revisions), (SEAT, _name_seats), (CASE, _name_cases), (TASK, _name_tasks),
):  # fmt: skip
    name_things(_kind, _namer)
