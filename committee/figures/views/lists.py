"""The reports of one's own unit, month by month."""

from __future__ import annotations

from werkzeug.wrappers import Response

from committee.core import clock, doors
from committee.domain.access import Action, reach
from committee.figures import access
from committee.figures.periods import next_to_open, periods_of
from committee.figures.views.base import blueprint, page
from committee.figures.waiting import states_of


@blueprint.get("/reports")
@doors.signed_in
def index() -> Response:
    viewer, today = doors.current_viewer(), clock.today()
    units = access.own_units(viewer, today)
    open_periods = [period for period in periods_of(today.year) if period.is_open(today)][::-1]
    return page(
        "figures/index.html",
        units=units,
        periods=open_periods,
        states=states_of([unit.unit_id for unit in units], [period.cut_off_on for period in open_periods]),
        coming=next_to_open(today),
        may_review=not reach(viewer, Action.ACCEPT_FIGURES).is_nowhere,
    )
