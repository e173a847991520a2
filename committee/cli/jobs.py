"""`flask jobs …`: the timetable, by hand or by itself."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import click
from flask import current_app

from committee.cli.support import format_option, print_json, print_table, refusals, say
from committee.core import clock
from committee.core.backups.starting import refuse_unfit_database
from committee.core.settings import current_settings
from committee.core.words import gettext
from committee.domain.calendar import HANOI
from committee.jobs.ticker import run_by_hand, run_until_stopped
from committee.jobs.timetable import TIMETABLE, Every, Job, job_named

jobs = click.Group("jobs", help="What runs by itself.")


class MomentType(click.ParamType):
    """A moment as an option: 2024-10-28T06:30+07:00; without a zone it is Vietnam's."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the moment that was typed."""
        try:
            moment = datetime.fromisoformat(str(value).strip())
        except ValueError:
            said = gettext("“%(value)s” is not a moment; write 2024-10-28T06:30+07:00.", value=value)
            self.fail(said, param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=HANOI)


class JobType(click.ParamType):
    """A job by its name in the timetable."""

    name = "job"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Job:
        """Return the job that was named."""
        job = value if isinstance(value, Job) else job_named(value)
        if job is None:
            names = ", ".join(known.name for known in TIMETABLE)
            self.fail(gettext("There is no job “%(value)s”. Known: %(names)s.", value=value, names=names), param, ctx)
        return job


@jobs.command("list")
@format_option("table", "json")
def list_jobs(shape: str) -> None:
    """List the timetable."""
    rows = [(job.name, _when(job)) for job in TIMETABLE]
    if shape == "json":
        print_json([{"name": name, "when": when} for name, when in rows])
    else:
        print_table([gettext("Job"), gettext("When")], rows)


@jobs.command("once")
@click.argument("job", type=JobType(), metavar="NAME")
@click.option("--at", type=MomentType(), metavar="MOMENT", help="The moment it runs at; default: now.")
def once(job: Job, at: datetime | None) -> None:
    """Run the job NAME once."""
    if at is not None:
        clock.stop_at(at)
    with refusals():
        runs = run_by_hand(job)
    for facts in runs:
        told = json.dumps(dict(facts), ensure_ascii=False) if facts else gettext("nothing was due")
        say(gettext("The job %(name)s has run: %(told)s", name=job.name, told=told))


@jobs.command("run")
def run() -> None:
    """Run the timetable until told to stop."""
    with refusals():
        refuse_unfit_database(current_settings())
    begins = current_settings().clock_at
    if begins is not None:
        clock.start_from(begins)
    run_until_stopped(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001 - Flask's documented way past the proxy


def _when(job: Job) -> str:
    if isinstance(job.when, Every):
        return gettext("every %(seconds)d seconds", seconds=job.when.seconds)
    return gettext("daily at %(time)s", time=job.when.at.strftime("%H:%M"))
