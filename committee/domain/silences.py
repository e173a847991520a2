"""Pauses in urging on ("tạm dừng đôn đốc"): what one may be, whom it covers, and until when a case stays silent.

Source: docs/escalation.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from committee.domain.calendar import HANOI, day_of
from committee.domain.case_facts import NoticeKind
from committee.domain.days import vn_day
from committee.domain.errors import DomainError

MOST_DAYS = 60
ONE_DAY = timedelta(days=1)
AN_INSTANT = timedelta(microseconds=1)

# Mail that a pause takes back; what only tells of an answer or of an end is not held by it.
URGING = frozenset(
    {
        NoticeKind.STEP,
        NoticeKind.WORSENED,
        NoticeKind.EXPLANATION_REQUESTED,
        NoticeKind.EXPLANATION_OVERDUE,
        NoticeKind.REVIEW_OVERDUE,
        NoticeKind.COMMITMENT_MISSED,
    }
)


class Stage(StrEnum):
    COMING = "coming"
    RUNNING = "running"
    OVER = "over"


@dataclass(frozen=True)
class Silence:
    """One pause: of a unit and all below it; without `indicators` of every indicator, without `rules` of every rule.

    Both days are in it: it begins when the first one does and is over when the last one is. Counted so it has at most
    60 days: from 1/10 to 29/11. `ended_at` is when it was ended early; it is never lengthened.
    """

    id: int
    unit_path: str
    from_on: date
    to_on: date
    indicators: frozenset[str] = frozenset()
    rules: frozenset[str] = frozenset()
    ended_at: datetime | None = None

    @property
    def begins_at(self) -> datetime:
        return midnight(self.from_on)

    @property
    def ends_at(self) -> datetime:
        """The first moment at which it holds nothing any more."""
        planned = midnight(self.to_on + ONE_DAY)
        return planned if self.ended_at is None else min(planned, self.ended_at)

    def covers(self, path: str, indicator: str, rule: str) -> bool:
        """Return whether it is about a case on `indicator` by `rule` of the unit at `path`."""
        if not path.startswith(self.unit_path):
            return False
        return (not self.indicators or indicator in self.indicators) and (not self.rules or rule in self.rules)

    def holds(self, now: datetime) -> bool:
        return self.begins_at <= now < self.ends_at

    def stage(self, now: datetime) -> Stage:
        if now >= self.ends_at or self.ends_at <= self.begins_at:
            return Stage.OVER
        return Stage.COMING if now < self.begins_at else Stage.RUNNING


@dataclass(frozen=True)
class Quiet:
    """That a case is silent: until when, and by which pause: that which ends last, the nearest one of equals."""

    until: datetime
    silence_id: int

    @property
    def last_on(self) -> date:
        """The last day of it."""
        return day_of(self.until - AN_INSTANT)


def midnight(day: date) -> datetime:
    """Return the moment at which a day begins in Vietnam."""
    return datetime.combine(day, time(), tzinfo=HANOI)


def days_of(from_on: date, to_on: date) -> int:
    """Return how many days a pause has, the first and the last among them."""
    return (to_on - from_on).days + 1


def check_days(from_on: date, to_on: date, *, today: date) -> None:
    """Refuse days that a new pause may not have: it ends, within 60 days, and does not begin in the past."""
    if from_on < today:
        raise DomainError(
            "A pause cannot begin in the past: the first day is %(day)s at the earliest.", day=vn_day(today)
        )
    if to_on < from_on:
        raise DomainError("The last day lies before the first one.")
    if days_of(from_on, to_on) > MOST_DAYS:
        raise DomainError(
            "A pause has at most %(most)d days, the first and the last among them: from %(first)s it ends on "
            "%(last)s at the latest.",
            most=MOST_DAYS,
            first=vn_day(from_on),
            last=vn_day(from_on + ONE_DAY * (MOST_DAYS - 1)),
        )


def check_author(seats: Iterable[str], *, unit_path: str, unit_name: str) -> None:
    """Refuse an author who sits in the unit that benefits or below; `seats` are the paths of the units they sit in."""
    if any(path.startswith(unit_path) for path in seats):
        raise DomainError(
            "You sit in %(unit)s or below it: a pause in urging on is decided by somebody who has no part in it.",
            unit=unit_name,
        )


def check_ending(silence: Silence, *, now: datetime) -> None:
    """Refuse to end what is over; ending early is the only change there is."""
    if silence.stage(now) is Stage.OVER:
        raise DomainError("This pause is over already. If it is still needed, make a new one.")


def quiet_of(silences: Collection[Silence], path: str, indicator: str, rule: str, now: datetime) -> Quiet | None:
    """Return until when a case is silent at `now`, or None; pauses that overlap or follow at once count as one."""
    covering = [one for one in silences if one.covers(path, indicator, rule)]
    holding = [one for one in covering if one.holds(now)]
    if not holding:
        return None
    longest = max(holding, key=lambda one: (one.ends_at, len(one.unit_path), -one.id))
    until = longest.ends_at
    for one in sorted(covering, key=lambda each: each.begins_at):
        if one.begins_at <= until:
            until = max(until, one.ends_at)
    return Quiet(until, longest.id)


def silenced_until(
    silences: Collection[Silence], path: str, indicator: str, rule: str, now: datetime
) -> datetime | None:
    """Return the moment from which a case that is silent at `now` may be urged on again, or None if it is not."""
    quiet = quiet_of(silences, path, indicator, rule, now)
    return quiet.until if quiet else None
