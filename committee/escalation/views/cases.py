"""The list of cases, a case, and the button by which a unit says that it has received it."""

from __future__ import annotations

import re
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from committee.core import clock, doors
from committee.core.db import transaction
from committee.core.paging import page_of
from committee.core.words import gettext, sentence
from committee.domain.access import Action, Actor, reach
from committee.domain.case_facts import State
from committee.domain.errors import DomainError, NotFound
from committee.escalation import access, operations, pages, queries, silence_pages, words
from committee.escalation.forms import CaseLookForm
from committee.escalation.queries import CaseFilter
from committee.escalation.views.base import blueprint, case_page, case_seen
from committee.targets.queries import indicators

SIZE = 30
YEAR = re.compile("[0-9]{4}")
FILTERS = ("unit", "indicator", "state", "year")


@blueprint.get("/cases")
@doors.signed_in
def index() -> str:
    viewer, on = doors.current_viewer(), clock.today()
    within = reach(viewer, Action.SEE_CASES)
    form = CaseLookForm(request.args)
    form.validate()
    wanted = _wanted(form)
    total = 0 if form.errors else queries.count_cases(wanted, on=on, within=within)
    page = page_of(request.args.get("page"), total=total, size=SIZE)
    here: dict[str, Any] = {"on": on, "within": within, "answering": reach(viewer, Action.ACKNOWLEDGE_CASE)}
    found = queries.cases(wanted, **here, limit=SIZE, offset=page.offset) if total else []
    return render_template(
        "escalation/index.html",
        rows=found,
        form=form,
        waiting={row.id: access.awaited_of(viewer, row) for row in found},
        page=page,
        asked=_asked(),
        narrowed=any(name in request.args for name in FILTERS),
        indicators=_indicators(),
        states={queries.LIVE_ONLY: gettext("All that are open"), **{str(s): words.state_word(s) for s in State}},
        years=queries.years_with_cases(on, within),
        missing_of=pages.missing_of,
        pause_of=silence_pages.pause_beside(on, now=clock.now()),
        words=words,
    )


@blueprint.get("/cases/<int:case_id>")
@doors.signed_in
def show(case_id: int) -> str:
    return case_page(case_seen(case_id))


@blueprint.post("/cases/<int:case_id>/acknowledgement")
@doors.signed_in
def acknowledge(case_id: int) -> Response:
    viewer, case = doors.current_viewer(), case_seen(case_id)
    if not access.answers_for(viewer, case):
        raise NotFound("There is no such page.")
    by, version = Actor(viewer.account_id, viewer.name), request.form.get("version", type=int)
    try:
        with transaction():
            operations.acknowledge(case_id=case_id, version=version, by=by, now=clock.now())
    except DomainError as error:
        flash(sentence(error), "error")
    else:
        flash(gettext("You have confirmed that this case was received. Pending mail about it was taken back."), "done")
    return redirect(url_for("escalation.show", case_id=case_id), 303)


def _asked() -> dict[str, str]:
    """Return the filters as they were asked for; without any, what is open is shown."""
    asked = {name: request.args.get(name, "").strip() for name in FILTERS}
    return asked if any(name in request.args for name in asked) else {**asked, "state": queries.LIVE_ONLY}


def _wanted(form: CaseLookForm) -> CaseFilter:
    """Return the filter; a unit that is not there, or several that may be meant, are said at the field."""
    asked = _asked()
    path = form.unit.look(reach(doors.current_viewer(), Action.SEE_UNIT_NAME), clock.today())
    state = asked["state"] if asked["state"] in (*State, queries.LIVE_ONLY) else ""
    year = int(asked["year"]) if YEAR.fullmatch(asked["year"]) else None
    return CaseFilter(path=path, indicator=asked["indicator"], state=state, year=year)


def _indicators() -> dict[str, str]:
    return {code: row.name for code, row in indicators().items() if row.can_lag}
