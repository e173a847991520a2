"""What has to be well for the house to keep its promises: the database, the sweep, the mail, the disk."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from committee.audit.checks import waiting_since
from committee.audit.models import AuditEntry
from committee.core.calendar_file import load_calendar
from committee.core.db import db
from committee.core.formatting import vn_moment
from committee.core.settings import current_settings
from committee.core.words import gettext
from committee.domain.calendar import day_of
from committee.escalation.models import SweepRun
from committee.notify.queries import oldest_queued

SWEEP_OVERDUE = timedelta(hours=26)
BACKUP_OVERDUE = timedelta(hours=26)
MAIL_LATE = timedelta(minutes=15)
PLANNED_AHEAD = timedelta(days=62)
FREE_BYTES = 200 * 1024 * 1024
MEGABYTE = 1024 * 1024
AUDIT_DEVIATIONS = "audit_deviations"  # under this name the nightly auditor leaves how many it found


@dataclass(frozen=True)
class Check:
    """One thing that was looked at, and what was found."""

    name: str
    is_well: bool
    said: str


def checks(now: datetime) -> list[Check]:
    """Return what was found of each thing we stand on."""
    return [*_asked_of_the_database(now), _holidays(day_of(now)), _disk()]


def _asked_of_the_database(now: datetime) -> list[Check]:
    try:
        found = [_sweep(now), _mail(now), _backup(now), _audit(now)]
    except SQLAlchemyError:
        db.session.rollback()
        return [Check("database", is_well=False, said=gettext("The database does not answer."))]
    return [Check("database", is_well=True, said=gettext("The database answers.")), *found]


def _holidays(today: date) -> Check:
    """Working days are counted ahead: a year that the table does not know must be seen before it begins."""
    unknown = load_calendar().unknown_years(today, today + PLANNED_AHEAD)
    if not unknown:
        return Check("holidays", is_well=True, said=gettext("The table of holidays reaches far enough."))
    years = ", ".join(str(year) for year in sorted(unknown))
    return Check("holidays", is_well=False, said=gettext("The table of holidays lacks %(years)s.", years=years))


def _sweep(now: datetime) -> Check:
    last = db.session.scalar(
        select(func.max(SweepRun.finished_at)).where(SweepRun.name == "sweep", SweepRun.finished_at.is_not(None))
    )
    # Before the first sweep what counts is since when anybody has worked here.
    since = last or db.session.scalar(select(func.min(AuditEntry.at)))
    is_well = since is None or now - since <= SWEEP_OVERDUE
    if last is None:
        return Check("sweep", is_well, gettext("No sweep has been run yet."))
    return Check("sweep", is_well, gettext("The last sweep ended at %(moment)s.", moment=vn_moment(last)))


def _mail(now: datetime) -> Check:
    oldest = oldest_queued(now)
    if oldest is None:
        return Check("deliveries", is_well=True, said=gettext("No delivery is waiting."))
    said = gettext("The oldest delivery that is due has waited since %(moment)s.", moment=vn_moment(oldest))
    return Check("deliveries", now - oldest <= MAIL_LATE, said)


def _audit(now: datetime) -> Check:
    newest = select(SweepRun.facts).where(SweepRun.name == "verify", SweepRun.finished_at.is_not(None))
    facts = db.session.scalar(newest.order_by(SweepRun.finished_at.desc()).limit(1)) or {}
    if deviations := facts.get(AUDIT_DEVIATIONS):
        said = gettext(
            "The audit deviates from its seals in %(count)d places. Run: flask audit verify", count=deviations
        )
        return Check("audit", is_well=False, said=said)
    since = waiting_since(now)
    if since is None or _is_no_day_of_life():
        return Check("audit", is_well=True, said=gettext("The audit is sealed."))
    said = gettext("The audit has not been sealed since %(moment)s.", moment=vn_moment(since))
    return Check("audit", is_well=False, said=said)


def _backup(now: datetime) -> Check:
    last = db.session.scalar(
        select(AuditEntry.at)
        .where(AuditEntry.thing_kind == "backup", AuditEntry.action == "backup taken")
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
    # Before the first one what counts is since when there is anything to lose.
    since = last or db.session.scalar(select(func.min(AuditEntry.at)))
    is_well = since is None or now - since <= BACKUP_OVERDUE or _is_no_day_of_life()
    if last is None:
        return Check("backup", is_well, gettext("No backup has been taken yet."))
    return Check("backup", is_well, gettext("The last backup was taken at %(moment)s.", moment=vn_moment(last)))


def _is_no_day_of_life() -> bool:
    """Return whether the clock was set, by `CLOCK_AT` or for a demonstration: hours that passed so are nobody's."""
    settings = current_settings()
    return settings.mode == "demo" or settings.clock_at is not None


def _disk() -> Check:
    free = shutil.disk_usage(current_settings().instance).free
    return Check("disk", free >= FREE_BYTES, gettext("%(free)d MB are free on the disk.", free=free // MEGABYTE))
