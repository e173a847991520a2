"""Units: found by name, and one unit's standing on a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

from flask import Blueprint, Response, get_template_attribute, make_response, render_template, request, url_for
from wtforms import SelectChoice

from committee.audit import operations as audit
from committee.core import clock, doors
from committee.core.csv_text import csv_text
from committee.core.db import transaction
from committee.core.formatting import vn_date
from committee.core.words import gettext
from committee.dashboards import cards, queries
from committee.dashboards.forms import LookForm
from committee.dashboards.queries import UnitPicture
from committee.dashboards.ranking import ranking_of
from committee.dashboards.views.meetings import meetings_of
from committee.dashboards.views.papers import papers_of
from committee.domain.access import Action, Actor, Reach, Thing, may, reach
from committee.domain.days import read_day
from committee.domain.errors import DomainError
from committee.escalation.silence_queries import pauses_on
from committee.standings import rows
from committee.standings.queries import seen_below, visible_unit
from committee.targets.queries import indicators
from committee.tasks.target_words import target_given
from committee.units.queries import UnitRow, path_now

blueprint = Blueprint("units", __name__)
ON_A_PAGE = 25


@blueprint.get("/units")
@doors.signed_in
def index() -> str:
    """The viewer's own units, or what is found by name among all they may see."""
    allowed, today = reach(doors.current_viewer(), Action.SEE_FIGURES), clock.today()
    wanted = request.args.get("q", "").strip()
    found = queries.found_by(wanted, allowed, today) if wanted else queries.units_of(allowed, today)
    page = _page(len(found), request.args.get("page", 1, type=int))
    shown = found[(page.number - 1) * ON_A_PAGE : page.number * ON_A_PAGE]
    return render_template(
        "dashboards/units.html",
        wanted=wanted,
        search_words=wanted,
        units=shown,
        parents=queries.parents_of(shown, today),
        page=page,
        is_cut=len(found) == queries.MOST_FOUND,
        address=lambda number: url_for("units.index", q=wanted or None, page=number),
    )


@blueprint.get("/units/<code>")
@doors.signed_in
def show(code: str) -> Response:
    """One unit on a day: what it has reached, and where the units below it stand."""
    form = LookForm(request.args)
    day, viewer = _day(form), doors.current_viewer()
    unit = visible_unit(code, day, viewer, today=clock.today())
    if request.args.get("format") == "csv":
        return _csv(unit, day, form.indicator.data)
    picture = queries.picture_of(unit, day, viewer, today=clock.today())
    below = _below(picture, form, day)
    page = render_template(
        "dashboards/unit.html",
        form=form,
        unit=unit,
        day=day,
        trail=trail_of(picture.above, reach(viewer, Action.SEE_FIGURES), day),
        name_day=_name_day(unit, day),
        may_assign=may(viewer, Action.ASSIGN_TARGETS, Thing("target", path_now(unit, clock.today()))),
        sees_committees=may(viewer, Action.SEE_COMMITTEES, Thing("people", path_now(unit, clock.today()))),
        sees_people=may(viewer, Action.SEE_PEOPLE, Thing("people", path_now(unit, clock.today()))),
        **_tasks_of(unit, form.indicator.data or "", day.year),
        **below,
        **papers_of(unit),
        **meetings_of(unit),
    )
    return make_response(page, 422 if form.errors else 200)


def _tasks_of(unit: UnitRow, indicator: str, year: int) -> dict[str, object]:
    """Return whether the viewer sees the unit's tasks, whether they give it any, and the target these are about."""
    viewer, path = doors.current_viewer(), path_now(unit, clock.today())
    # A task for a unit is given by a committee at or above it.
    above = [seat.path for seat in viewer.seats if path.startswith(seat.path) and not seat.former]
    gives = any(may(viewer, Action.ASSIGN_TASKS, Thing("task", one)) for one in above)
    return {
        "sees_tasks": may(viewer, Action.SEE_TASKS, Thing("task", path)),
        "gives_tasks": gives,
        "target_id": target_given(viewer, unit, indicator, year) if gives else None,
    }


def trail_of(above: list[UnitRow], allowed: Reach, day: date) -> list[tuple[str, str]]:
    """Return the units above with the addresses of their pages, "" for those that are not open to the viewer."""
    return [(unit.name, _address(unit.code, day) if allowed.covers(unit.path) else "") for unit in above]


def _day(form: LookForm) -> date:
    """Return the day that is asked for; today where none is, or none that can be read, which the form then says."""
    today = clock.today()
    if not form.as_of.data:
        form.as_of.data = vn_date(today)
        return today
    try:
        day = read_day(form.as_of.data)
    except DomainError as error:
        form.refuse(error, "as_of")
        return today
    form.as_of.data = vn_date(day)
    return day


def _below(picture: UnitPicture, form: LookForm, day: date) -> dict[str, object]:
    """Return the cards, and what is said of the units below, by the indicator that was chosen or the most urgent."""
    paused = pauses_on(day, now=clock.now())
    own = cards.cards_of(picture, paused)
    known = {row.indicator.code: row.indicator for one in (picture.own, *picture.below) for row in one.rows}
    known = {code: known[code] for code in picture.dictionary if code in known}
    chosen = known.get(form.indicator.data) or known.get(cards.most_urgent(picture) or "")
    form.indicator.choices = [SelectChoice(code, indicator.name) for code, indicator in known.items()]
    if chosen is None:
        return {"cards": own, "finding": "", "chosen": None, "ranking": None}
    form.indicator.data = chosen.code
    ranking = ranking_of(
        picture,
        chosen,
        address=lambda code: _address(code, day, chosen.code),
        status=_status_drawer(),
        paused=paused,
    )
    return {"cards": own, "finding": cards.findings(picture, chosen), "chosen": chosen, "ranking": ranking}


def _status_drawer() -> Callable[[str | None, bool, str], str]:
    """Return the status component, which draws each of its few faces once."""
    macro = get_template_attribute("components/status.html", "status")
    drawn: dict[tuple[str | None, bool, str], str] = {}

    def draw(level: str | None, is_met: bool, word: str) -> str:  # noqa: FBT001 - called for every row of a table
        face = (level, is_met, word)
        if face not in drawn:
            drawn[face] = macro(level, met=is_met, word=word)
        return drawn[face]

    return draw


def _csv(unit: UnitRow, day: date, indicator: str | None) -> Response:
    chosen = indicator if indicator in indicators() else None
    known = seen_below(unit, day, doors.current_viewer(), today=clock.today(), indicator=chosen)
    given = list(rows.as_csv(known))
    _note_export(unit, len(given))
    response = make_response(csv_text(rows.CSV_COLUMNS, given))
    name = "-".join(part for part in (unit.code, chosen, day.isoformat()) if part)
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _note_export(unit: UnitRow, rows_given: int) -> None:
    viewer, thing = doors.current_viewer(), ("table", f"standings below {unit.code}")
    by = Actor(viewer.account_id, viewer.name)
    with transaction():
        audit.record_export(thing=thing, rows=rows_given, shape="csv", unit_id=unit.unit_id, by=by, now=clock.now())


def _address(code: str, day: date, indicator: str | None = None) -> str:
    as_of = None if day == clock.today() else vn_date(day)
    return url_for("units.show", code=code, as_of=as_of, indicator=indicator)


def _page(total: int, number: int) -> SimpleNamespace:
    last = max(1, -(-total // ON_A_PAGE))
    return SimpleNamespace(number=min(max(1, number), last), last=last, total=total)


def _name_day(unit: UnitRow, day: date) -> str:
    """Return the note that says of which day a name is, where it is not known since when it has been borne."""
    if unit.valid_from is not None or unit.valid_to is None or day == unit.valid_to:
        return ""
    return gettext("The name is the one on the list of %(day)s.", day=vn_date(unit.valid_to))
