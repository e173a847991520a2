"""The page everybody begins with."""

from __future__ import annotations

from flask import Blueprint, render_template

from committee.core import clock, doors
from committee.dashboards.my_work import my_work

blueprint = Blueprint("work", __name__)


@blueprint.get("/")
@doors.signed_in
def index() -> str:
    today = clock.today()
    return render_template("dashboards/my_work.html", work=my_work(doors.current_viewer(), today), today=today)
