"""The page everybody begins with."""

from __future__ import annotations

from flask import Blueprint, render_template

from committee.core import clock, doors
from committee.dashboards.first_steps import first_steps_of
from committee.dashboards.my_work import my_work
from committee.dashboards.outlook import outlook_of
from committee.dashboards.people_work import people_jobs
from committee.dashboards.task_work import add_tasks, gives_tasks

blueprint = Blueprint("work", __name__)


@blueprint.get("/")
@doors.signed_in
def index() -> str:
    today, viewer = clock.today(), doors.current_viewer()
    work = my_work(viewer, today)
    later = add_tasks(work, viewer, today)
    work.soon += people_jobs(viewer, today=today, now=clock.now())
    return render_template(
        "dashboards/my_work.html",
        work=work,
        later=later,
        may_give=gives_tasks(viewer),
        outlook=outlook_of(viewer, today),
        first_steps=first_steps_of(viewer),
        today=today,
    )
