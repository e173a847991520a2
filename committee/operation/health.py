"""How the installation is, for its page: the checks, the jobs, what it runs on."""

from __future__ import annotations

import platform
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import lazy_gettext
from sqlalchemy.exc import SQLAlchemyError

from committee.core.db import db
from committee.core.formatting import count, vn_moment
from committee.core.settings import current_settings
from committee.core.version import VERSION
from committee.core.words import gettext
from committee.jobs.timetable import TIMETABLE, Daily, Job
from committee.operation import queries
from committee.operation.queries import LastRun

JOB_LATE = timedelta(hours=26)
MEGABYTE = 1024 * 1024
NAMES = {
    "anchor": lazy_gettext("Keep the head of the audit's chain outside"),
    "follow": lazy_gettext("Move open work with its post"),
    "prune": lazy_gettext("Delete what is too old to be kept"),
    "recur": lazy_gettext("Give the tasks that come back"),
    "remind": lazy_gettext("Remind people of what is due"),
    "sweep": lazy_gettext("Look for units that fall behind"),
    "verify": lazy_gettext("Check the audit and the sums"),
}


@dataclass(frozen=True)
class JobShown:
    """A daily job and its last run; `is_well` is None while it has never run."""

    name: str
    when: str
    last: str
    is_well: bool | None


def jobs_shown(now: datetime) -> list[JobShown]:
    """Return every daily job; none while the database does not answer."""
    try:
        runs = queries.last_runs()
    except SQLAlchemyError:
        db.session.rollback()
        return []
    return [_job(job, job.when, runs.get(job.name), now) for job in TIMETABLE if isinstance(job.when, Daily)]


def facts_shown() -> list[tuple[str, str]]:
    """Return what it runs on, as pairs for a list of facts; without the database's while that does not answer."""
    disk = shutil.disk_usage(current_settings().instance)
    own = [
        (gettext("Version"), VERSION),
        ("Python", platform.python_version()),
        (gettext("Free on the disk"), gettext("%(free)s of %(total)s MB", free=_mb(disk.free), total=_mb(disk.total))),
    ]
    try:
        return [
            *own,
            (gettext("Database"), queries.database_version()),
            (gettext("Size of the database"), gettext("%(size)s MB", size=_mb(queries.database_bytes()))),
            (gettext("Newest migration"), queries.schema_version()),
        ]
    except SQLAlchemyError:
        db.session.rollback()
        return own


def _job(job: Job, when: Daily, last: LastRun | None, now: datetime) -> JobShown:
    at, name = when.at.strftime("%H:%M"), str(NAMES.get(job.name, job.name))
    if last is None:
        return JobShown(name, at, gettext("not yet"), None)
    return JobShown(name, at, vn_moment(last.finished_at), now - last.finished_at <= JOB_LATE)


def _mb(size: int) -> str:
    return count(-(-size // MEGABYTE))
