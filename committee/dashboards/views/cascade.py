"""Targets of a unit and of those below it, and handing them down by a decision."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from flask import Blueprint, Response, abort, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from committee.core import clock, doors
from committee.core.db import transaction
from committee.core.formatting import count, vn_date
from committee.core.words import gettext
from committee.dashboards import cascade_wording, queries, wording
from committee.dashboards.cascade import Cascade, cascade_of, receivers_of
from committee.dashboards.forms import AssignmentForm, MethodForm, answer_name, assignment_form, value_name
from committee.dashboards.target_tasks import tasks_about
from committee.dashboards.views.papers import addresses_of
from committee.dashboards.views.pointed import papers_on_targets
from committee.dashboards.views.units import trail_of
from committee.domain.access import Action, Actor, Thing, may, reach
from committee.domain.allocation import HUNDRED, Method, Receiver, propose
from committee.domain.cascade import check_cascade
from committee.domain.days import read_day
from committee.domain.errors import DomainError
from committee.domain.measures import factor_of, field_of
from committee.domain.number_cells import read_cell, settled
from committee.domain.numbers import Blank, Field
from committee.standings.queries import visible_children, visible_unit
from committee.targets import operations
from committee.targets.operations import Decision
from committee.targets.queries import IndicatorRow
from committee.targets.rows import FIRST_YEAR, LAST_YEAR, Tally
from committee.tasks import task_words
from committee.units.queries import UnitRow, ancestors_of, path_now

blueprint = Blueprint("targets", __name__)


@blueprint.get("/targets")
@doors.signed_in
def index() -> AnyResponse:
    """The targets of the viewer's own units; straight there if it is one."""
    allowed, today = reach(doors.current_viewer(), Action.SEE_TARGETS), clock.today()
    own = [unit for unit in queries.units_of(allowed, today) if unit.path in allowed.subtrees or unit.parent_id is None]
    if len(own) == 1:
        return redirect(url_for("targets.show", code=own[0].code, year=today.year))
    return make_response(render_template("dashboards/targets.html", units=own, year=today.year))


@blueprint.get("/units/<code>/targets/<int:year>")
@doors.signed_in
def show(code: str, year: int) -> str:
    """What is asked of a unit in a year by whom, and what it has handed down."""
    cascade = _cascade(code, year)
    chosen = _chosen(cascade)
    return render_template(
        "dashboards/cascade.html", may_assign=_may_assign(cascade), **_frame(cascade), **_shown(cascade, chosen)
    )


@blueprint.get("/units/<code>/targets/<int:year>/proposal")
@doors.signed_in
def propose_shares(code: str, year: int) -> Response:
    """A proposal of shares, to be changed before it is recorded."""
    cascade = _cascade_to_assign(code, year)
    indicator = _chosen(cascade) or abort(404)
    ways = MethodForm(request.args)
    form = assignment_form(cascade.receivers(indicator.code))()
    form.assigner.data = _usual_assigner(cascade, indicator)
    receivers = receivers_of(cascade, indicator)
    try:
        shares = _proposed(ways, cascade, indicator, receivers)
    except DomainError as error:
        ways.refuse(error, "method")
        shares = [None] * len(receivers)
    for unit, share in zip(cascade.receivers(indicator.code), shares, strict=True):
        standing = cascade.value(unit.unit_id, indicator.code) if ways.method.data == Method.HAND else None
        value = share if share is not None else standing
        form[value_name(unit)].data = "" if value is None else _as_typed(value, indicator)
    return _proposal_page(cascade, indicator, form, ways=ways, receivers=receivers)


@blueprint.post("/units/<code>/targets/<int:year>/assignments")
@doors.signed_in
def assign(code: str, year: int) -> AnyResponse:
    """Record the targets of the units below as a decision has them."""
    cascade = _cascade_to_assign(code, year)
    indicator = _chosen(cascade) or abort(404)
    units = cascade.receivers(indicator.code)
    form = assignment_form(units)()
    values = form.values(units, indicator, request.form)
    decided_on = None if "check" in request.form else _decided_on(form)
    if form.errors or decided_on is None:
        return _proposal_page(cascade, indicator, form, ways=MethodForm(request.args), values=values)
    decision = Decision(form.assigner.data, form.document_number.data, decided_on)
    try:
        tally = _record(cascade, indicator, values, decision)
    except DomainError as error:
        form.refuse(error)
        return _proposal_page(cascade, indicator, form, ways=MethodForm(request.args), values=values)
    changed = count(tally.written + tally.corrected)
    flash(
        gettext(
            "Targets recorded for %(count)s units by %(document)s.", count=changed, document=decision.document_number
        ),
        "done",
    )
    return redirect(url_for("targets.show", code=code, year=year, indicator=indicator.code), 303)


def _record(cascade: Cascade, indicator: IndicatorRow, values: dict[int, int], decision: Decision) -> Tally:
    viewer = doors.current_viewer()
    with transaction():
        return operations.assign_targets(
            parent_id=cascade.unit.unit_id,
            indicator=indicator.code,
            year=cascade.year,
            values=values,
            decision=decision,
            by=Actor(viewer.account_id, viewer.name),
            now=clock.now(),
        )


def _cascade(code: str, year: int, action: Action = Action.SEE_TARGETS) -> Cascade:
    """Return the cascade of a unit that the viewer may see; else it does not exist for them.

    Of its children those for which `action` is allowed today.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        abort(404)
    viewer, today = doors.current_viewer(), clock.today()
    first, last = date(year, 1, 1), date(year, 12, 31)
    day = min(max(today, first), last)
    unit = visible_unit(code, day, viewer, today=today)
    return cascade_of(unit, year, day, visible_children(unit, day, viewer, today=today, action=action))


def _cascade_to_assign(code: str, year: int) -> Cascade:
    cascade = _cascade(code, year, Action.ASSIGN_TARGETS)
    if not _may_assign(cascade):
        abort(404)
    return cascade


def _may_assign(cascade: Cascade) -> bool:
    return may(doors.current_viewer(), Action.ASSIGN_TARGETS, Thing("target", path_now(cascade.unit, clock.today())))


def _chosen(cascade: Cascade) -> IndicatorRow | None:
    """Return the indicator that is asked for, or the first that was handed down, or the first there is."""
    wanted = request.args.get("indicator", "")
    known = [wanted] if wanted in cascade.dictionary else [*cascade.handed_down(), *cascade.codes()]
    found = cascade.dictionary[known[0]] if known else None
    return None if found is None or found.kind == "parameter" else found


def _frame(cascade: Cascade) -> dict[str, object]:
    """Return what stands around a cascade: the path of its unit."""
    allowed = reach(doors.current_viewer(), Action.SEE_TARGETS)
    above = [*ancestors_of(cascade.unit, cascade.day), cascade.unit]
    return {
        "cascade": cascade,
        "unit": cascade.unit,
        "year": cascade.year,
        "day": cascade.day,
        "trail": trail_of(above, allowed, cascade.day),
    }


def _shown(cascade: Cascade, chosen: IndicatorRow | None) -> dict[str, object]:
    """Return the tables of a cascade and what is to be said of it."""
    offered = [row for row in cascade.dictionary.values() if row.kind != "parameter"]
    if chosen is None:
        return {"chosen": None, "offered": offered}
    addresses = {code: _address(cascade.unit, cascade.year, code) for code in cascade.codes()}
    papers = addresses_of(one.assigned.target for many in cascade.given.values() for one in many)
    pages = {child.unit_id: _address(child, cascade.year, chosen.code) for child in cascade.children}
    return {
        "chosen": chosen,
        "offered": offered,
        "summary_head": cascade_wording.summary_head(),
        "summary_rows": cascade_wording.summary_rows(cascade, addresses, chosen.code),
        "papers": papers_on_targets(cascade.of(cascade.unit.unit_id, chosen.code), cascade.year),
        "tasks": tasks_about(doors.current_viewer(), cascade, chosen, today=clock.today()),
        "task_words": task_words,
        "lines": cascade_wording.lines_of(cascade, chosen, papers),
        "remarks": cascade_wording.remarks_on(cascade, chosen, _counted(cascade, chosen)),
        "children_total": cascade_wording.total_of(cascade, chosen),
        "children_head": cascade_wording.children_head(chosen),
        "children_rows": cascade_wording.children_rows(cascade, chosen, pages, papers),
    }


def _counted(cascade: Cascade, indicator: IndicatorRow) -> IndicatorRow:
    return cascade.dictionary.get(indicator.numerators[0], indicator) if indicator.numerators else indicator


def _address(unit: UnitRow, year: int, indicator: str) -> str:
    return url_for("targets.show", code=unit.code, year=year, indicator=indicator)


def _usual_assigner(cascade: Cascade, indicator: IndicatorRow) -> str:
    """Return who has set the targets of the units below before, or the People's Committee of the unit."""
    for child in cascade.children:
        for one in cascade.of(child.unit_id, indicator.code):
            if one.assigned.is_primary:
                return one.assigned.target.assigner
    return f"UBND {cascade.unit.unit_type}"


def _proposed(
    ways: MethodForm, cascade: Cascade, indicator: IndicatorRow, receivers: list[Receiver]
) -> list[int | None]:
    known = {way.value for way in Method}
    method = Method(ways.method.data) if ways.method.data in known else Method.HAND
    ways.method.data = method.value
    more = Fraction(0)
    if method is Method.LAST_YEAR_MORE:
        number = settled(read_cell(ways.percent.data or "", Field.PCT))
        if isinstance(number, Blank):
            raise DomainError("Write how many percent more than last year.")
        more = Fraction(number.value)
    own = cascade.value(cascade.unit.unit_id, indicator.code)
    return propose(method, own, receivers, more=more, is_rate=indicator.is_rate)


def _decided_on(form: AssignmentForm) -> date | None:
    """Return the day of the document; what is missing of the document is said at its field."""
    if not form.assigner.data:
        form.refuse(DomainError("Write who assigns these targets."), "assigner")
    if not form.document_number.data:
        message = "Write the number of the decision; a target is assigned by a document."
        form.refuse(DomainError(message), "document_number")
    try:
        day = read_day(form.document_date.data)
    except DomainError as error:
        form.refuse(error, "document_date")
        return None
    form.document_date.data = vn_date(day)
    return day


def _proposal_page(
    cascade: Cascade,
    indicator: IndicatorRow,
    form: AssignmentForm,
    *,
    ways: MethodForm,
    receivers: list[Receiver] | None = None,
    values: dict[int, int] | None = None,
) -> Response:
    units = cascade.receivers(indicator.code)
    known = receivers if receivers is not None else receivers_of(cascade, indicator)
    if values is None:
        values = form.values(units, indicator, {})
    own = cascade.value(cascade.unit.unit_id, indicator.code)
    balance = check_cascade(own, [values.get(unit.unit_id) for unit in units])
    is_shared = not indicator.is_rate
    page = render_template(
        "dashboards/proposal.html",
        form=form,
        ways=ways,
        failed=bool(form.errors or ways.errors),
        chosen=indicator,
        own=None if own is None else wording.value_text(own, indicator),
        rows=[
            {
                "unit": unit,
                "field": form[value_name(unit)],
                "receiver": receiver,
                "last_year": wording.number(receiver.last_year, indicator),
                "now": _now(cascade, unit, indicator),
                "answer": answer_name(unit),
            }
            for unit, receiver in zip(units, known, strict=True)
        ],
        remark=cascade_wording.balance_remark(balance, indicator, indicator) if is_shared else None,
        **_frame(cascade),
    )
    return make_response(page, 422 if form.errors or ways.errors else 200)


def _now(cascade: Cascade, unit: UnitRow, indicator: IndicatorRow) -> str:
    value = cascade.value(unit.unit_id, indicator.code)
    return "–" if value is None else wording.value_text(value, indicator)


def _as_typed(value: int, indicator: IndicatorRow) -> str:
    """Return a value as a person would type it into the field, nothing of it rounded away."""
    if field_of(indicator.unit_of_measure) is Field.MONEY and value * HUNDRED % factor_of(indicator.unit_of_measure):
        return f"{count(value)} đồng"
    return wording.value_text(value, indicator).removesuffix("%")
