"""The rules of a committee about deadlines and more time, settled by whoever gives its tasks."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from committee.core import clock, doors
from committee.core.db import transaction
from committee.core.words import gettext
from committee.domain.errors import DomainError
from committee.members.queries import CommitteeRow
from committee.tasks import access
from committee.tasks.forms.fields import shown_in
from committee.tasks.forms.rules import RulesForm, rules_form
from committee.tasks.operations import Stale
from committee.tasks.operations.rules import set_rules
from committee.tasks.queries.rules import NAMES, own_rules, usual_rules
from committee.tasks.views.tasks.base import act, blueprint


@blueprint.get("/committees/<int:committee_id>/rules")
@doors.signed_in
def rules(committee_id: int) -> Response:
    committee = _committee(committee_id)
    return _page(committee, _saved(committee_id), 200)


@blueprint.post("/committees/<int:committee_id>/rules")
@doors.signed_in
def settle_rules(committee_id: int) -> AnyResponse:
    committee, form = _committee(committee_id), rules_form(usual_rules())
    extensions, notice_days = form.number("extensions"), form.number("notice_days")
    if form.errors or not form.validate():
        return _page(committee, form, 422)
    chosen = {"strict": form.choice("strict"), "moves": form.choice("moves")}
    try:
        with transaction():
            set_rules(
                committee_id=committee_id,
                extensions=extensions,
                notice_days=notice_days,
                version=form.version.data,
                **chosen,
                **act(),
            )
    except Stale:
        return _overtaken(committee, form)
    except DomainError as error:
        form.refuse(error)
        return _page(committee, form, 422)
    flash(gettext("The rules are saved; what was given or asked for before stays as it is."), "done")
    return redirect(url_for("tasks.rules", committee_id=committee_id), 303)


def _committee(committee_id: int) -> CommitteeRow:
    return access.committee_to_assign_for(doors.current_viewer(), committee_id, on=clock.today())


def _saved(committee_id: int) -> RulesForm:
    own = own_rules([committee_id]).get(committee_id, dict.fromkeys(NAMES))
    return rules_form(usual_rules(), own)


def _overtaken(committee: CommitteeRow, form: RulesForm) -> Response:
    """Show what was typed here beside what stands by now; sending it again is meant knowingly."""
    saved = _saved(committee.committee_id)
    rows = [(form[name].label.text, shown_in(form[name]), shown_in(saved[name])) for name in NAMES]
    form.version.data = saved.version.data
    return _page(committee, form, 409, rows)


def _page(
    committee: CommitteeRow, form: RulesForm, status: int, overtaken: Sequence[tuple[str, str, str]] = ()
) -> Response:
    page = render_template("tasks/rules.html", committee=committee, form=form, usual=usual_rules(), overtaken=overtaken)
    return make_response(page, status)
