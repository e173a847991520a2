"""Meetings, who came, what is left of the last one, and what units propose.

Source: docs/domain.md, "Meetings and tasks".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from committee.domain.days import vn_day
from committee.domain.errors import DomainError
from committee.domain.recurring import Rhythm, period_of
from committee.domain.task_status import OPEN, Status, status_of
from committee.domain.text import clean


@dataclass(frozen=True)
class Months:
    """The months a meeting speaks of, both included, each by its first day."""

    first: date
    last: date

    @property
    def last_day(self) -> date:
        return period_of(self.last, Rhythm.MONTHLY).last

    @property
    def count(self) -> int:
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1


def read_months(from_on: date | None, to_on: date | None) -> Months | None:
    """Return the months from that of `from_on` to that of `to_on`; None where neither is given."""
    if from_on is None and to_on is None:
        return None
    if from_on is None or to_on is None:
        raise DomainError("Give the first and the last month of the period, or neither.")
    first, last = from_on.replace(day=1), to_on.replace(day=1)
    if last < first:
        raise DomainError("The period ends before it begins: exchange the two months.")
    return Months(first, last)


class Presence(StrEnum):
    """Whether somebody who was asked came to a meeting."""

    INVITED = "invited"
    PRESENT = "present"
    ABSENT = "absent"
    EXCUSED = "excused"
    SUBSTITUTE = "substitute"


def substitute_of(presence: Presence, substitute: str) -> str:
    """Return the name of who came instead, as it is kept; it is given exactly where somebody else came."""
    name = clean(substitute)
    if presence is Presence.SUBSTITUTE and not name:
        raise DomainError("Name who came instead.")
    if presence is not Presence.SUBSTITUTE and name:
        raise DomainError("A substitute is named only where somebody else came instead.", read=name)
    return name


def refuse_presence_before(presence: Presence, held_on: date, today: date) -> None:
    """Raise where it is said who came before the meeting was held; an excuse may be sent before."""
    if held_on > today and presence in {Presence.PRESENT, Presence.ABSENT, Presence.SUBSTITUTE}:
        raise DomainError("Who came is noted on the day of the meeting, %(day)s, or after it.", day=vn_day(held_on))


@dataclass(frozen=True)
class Follow:
    """A task that came of a conclusion, with the days its status follows from."""

    task_id: int
    conclusion_id: int
    assigned_on: date
    due_on: date | None
    done_sent_on: date | None
    accepted_on: date | None
    cancelled_on: date | None
    is_standing: bool = False

    def status_on(self, day: date) -> Status | None:
        return status_of(
            day=day,
            assigned_on=self.assigned_on,
            due_on=self.due_on,
            done_sent_on=self.done_sent_on,
            accepted_on=self.accepted_on,
            cancelled_on=self.cancelled_on,
            is_standing=self.is_standing,
        )


def unfinished(follows: Iterable[Follow], day: date) -> list[Follow]:
    """Return the tasks of the last meeting that are open on `day`: what is overdue first, then by the due day.

    A standing directive has no end and is not asked for again and again.
    """
    found = [one for one in follows if not one.is_standing and one.status_on(day) in OPEN]
    return sorted(found, key=lambda one: (one.due_on or date.max, one.conclusion_id, one.task_id))


class PetitionState(StrEnum):
    """Where a proposal of a unit stands; derived from its days."""

    OPEN = "open"
    OVERDUE = "overdue"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


PETITION_NAMES: Mapping[PetitionState, str] = {
    PetitionState.OPEN: "waiting for an answer",
    PetitionState.OVERDUE: "answer overdue",
    PetitionState.ANSWERED: "answered",
    PetitionState.WITHDRAWN: "withdrawn by who proposed it",
}


def petition_state(
    *, day: date, due_on: date | None, answered_on: date | None, withdrawn_on: date | None = None
) -> PetitionState:
    """Return where a proposal stands on `day`; an answer stays one, in time or not."""
    if answered_on is not None and answered_on <= day:
        return PetitionState.ANSWERED
    if withdrawn_on is not None and withdrawn_on <= day:
        return PetitionState.WITHDRAWN
    return PetitionState.OVERDUE if due_on is not None and day > due_on else PetitionState.OPEN


def refuse_petition_days(*, raised_on: date, due_on: date | None, answered_on: date | None = None) -> None:
    """Raise where an answer is due, or was given, before anything was proposed."""
    if due_on is not None and due_on < raised_on:
        raise DomainError("The answer cannot be due before the proposal was made, on %(day)s.", day=vn_day(raised_on))
    if answered_on is not None and answered_on < raised_on:
        raise DomainError("It cannot be answered before the proposal was made, on %(day)s.", day=vn_day(raised_on))


def refuse_answer(state: PetitionState, answer: str) -> None:
    """Raise for an answer without words, or to what is answered or withdrawn."""
    if state is PetitionState.ANSWERED:
        raise DomainError("This proposal is answered already.")
    if state is PetitionState.WITHDRAWN:
        raise DomainError("This proposal was withdrawn: it needs no answer.")
    if not clean(answer):
        raise DomainError("Write the answer.")
