"""What is known about a case, what can happen to it, and what is decided: plain values, no rule.

Source: docs/escalation.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from committee.domain.calendar import WorkingCalendar, day_of
from committee.domain.ladder import Ladder, Severity, Want


class State(StrEnum):
    PENDING = "PENDING"
    OPEN = "OPEN"
    ACKED = "ACKED"
    EXPLAINED = "EXPLAINED"
    COMMITTED = "COMMITTED"
    RECOVERING = "RECOVERING"
    RESOLVED = "RESOLVED"
    CLOSED = "CLOSED"


class CloseReason(StrEnum):
    DATA = "data"
    MERGED = "merged"
    YEAR = "year"
    NOT_APPLICABLE = "not_applicable"


class Change(StrEnum):
    """The name under which a decision is written into the history of its case."""

    FOUND = "found"
    VANISHED = "vanished"
    OPENED = "opened"
    SEEN = "seen"
    LOOKED = "looked"
    QUIET = "quiet"
    SUPPRESSED = "suppressed"
    NOTIFIED = "notified"
    REPEATED = "repeated"
    CLIMBED = "climbed"
    WORSENED = "worsened"
    LAGGED_AGAIN = "lagged_again"
    SEATS_VACANT = "seats_vacant"
    ACKNOWLEDGED = "acknowledged"
    EXPLANATION_OVERDUE = "explanation_overdue"
    OVERDUE_AGAIN = "overdue_again"
    EXPLAINED = "explained"
    RETURNED = "returned"
    RETURNED_TOO_OFTEN = "returned_too_often"
    ACCEPTED = "accepted"
    REVIEW_OVERDUE = "review_overdue"
    MILESTONE_KEPT = "milestone_kept"
    MILESTONE_MISSED = "milestone_missed"
    CLEARED = "cleared"
    RELAPSED = "relapsed"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    MERGED = "merged"
    CLOSED = "closed"


class NoticeKind(StrEnum):
    STEP = "step"
    WORSENED = "worsened"
    EXPLANATION_REQUESTED = "explanation_requested"
    EXPLANATION_OVERDUE = "explanation_overdue"
    EXPLANATION_FILED = "explanation_filed"
    EXPLANATION_RETURNED = "explanation_returned"
    EXPLANATION_ACCEPTED = "explanation_accepted"
    REVIEW_OVERDUE = "review_overdue"
    COMMITMENT_MISSED = "commitment_missed"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"
    CORRECTION = "correction"
    SEATS_VACANT = "seats_vacant"


@dataclass(frozen=True)
class CaseView:
    """A case as the rules see it. Days are days in Vietnam; `step` is 0 before the ladder is entered."""

    state: State
    severity: Severity
    opened_on: date
    step: int = 0
    episode: int = 1
    previous_state: State | None = None  # of a recovering case
    next_look_at: datetime | None = None
    # The newest evaluation and what was counted: a second run over the same evidence counts nothing.
    evidence: str = ""
    evidence_locked: bool = False
    last_locked_on: date | None = None
    locked_periods: int = 0  # in a row
    provisional_count: int = 0
    # What was sent: the step told last, since when its delay runs, and how often it was repeated.
    notified_step: int = 0
    told_step: int = 0  # the highest ever, over all episodes
    clock_from: date | None = None
    last_notified_on: date | None = None
    repeats: int = 0
    taken_back_on: date | None = None  # mail about the present step was taken back unsent: it is told once more
    # What is awaited: an explanation (ACKED), its review (EXPLAINED), a milestone (COMMITTED).
    due_on: date | None = None
    returns: int = 0
    review_reminders: int = 0
    resolved_on: date | None = None


@dataclass(frozen=True)
class Evaluated:
    """A signal was computed; None is clear. `evidence` names the figure behind it (day and revision)."""

    signal: Severity | None
    cut_off_on: date
    evidence: str
    locked: bool = True


@dataclass(frozen=True)
class Looked:
    """The case's next look is due."""


@dataclass(frozen=True)
class SeatsVacant:
    """Nobody holds or covers the roles of the present step."""


@dataclass(frozen=True)
class Acknowledged:
    pass


@dataclass(frozen=True)
class Explained:
    pass


@dataclass(frozen=True)
class ExplanationOverdue:
    """The day of an explanation has passed, and none has come.

    `times`: how often on this step since one was filed or the case was reopened, this time included.
    """

    times: int


@dataclass(frozen=True)
class ExplanationReturned:
    pass


@dataclass(frozen=True)
class ExplanationAccepted:
    milestone_due_on: date


@dataclass(frozen=True)
class MilestoneKept:
    next_due_on: date | None


@dataclass(frozen=True)
class MilestoneMissed:
    pass


@dataclass(frozen=True)
class UnitMerged:
    """The unit ended. `carries_on`: its case is the one that lives on; `signal` is that of the successor."""

    signal: Severity | None
    carries_on: bool = True


@dataclass(frozen=True)
class Closing:
    reason: CloseReason


Event = (
    Evaluated
    | Looked
    | SeatsVacant
    | Acknowledged
    | Explained
    | ExplanationOverdue
    | ExplanationReturned
    | ExplanationAccepted
    | MilestoneKept
    | MilestoneMissed
    | UnitMerged
    | Closing
)


@dataclass(frozen=True)
class Suppression:
    """What keeps a case silent: a silence until a moment, a hold from a step on. It changes no state."""

    until: datetime | None = None
    held_from_step: int | None = None

    def allows(self, step: int, now: datetime) -> bool:
        if self.until is not None and now < self.until:
            return False
        return self.held_from_step is None or step < self.held_from_step


FREE = Suppression()


@dataclass(frozen=True)
class Circumstances:
    """Everything a decision needs besides the case and the event."""

    ladder: Ladder
    calendar: WorkingCalendar
    suppression: Suppression
    now: datetime

    @property
    def today(self) -> date:
        return day_of(self.now)

    def allows(self, step: int) -> bool:
        return self.suppression.allows(step, self.now)


@dataclass(frozen=True)
class NoticeWanted:
    """A notice to write for each person who holds one of `roles`; the roles are words of `ladder`."""

    kind: NoticeKind
    step: int
    repeat: int
    episode: int
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Decision:
    """What one event does to a case, to be carried out in one transaction; `after` None removes it."""

    after: CaseView | None
    change: Change
    notices: tuple[NoticeWanted, ...] = ()
    wants: tuple[Want, ...] = ()
    cancels_pending: bool = False
    takes_snapshot: bool = False
    reason: CloseReason | None = None
    unplanned_years: tuple[int, ...] = ()  # years without known holidays that the next look was counted over

    @property
    def to_state(self) -> State | None:
        return self.after.state if self.after else None

    @property
    def to_step(self) -> int:
        return self.after.step if self.after else 0

    @property
    def next_look_at(self) -> datetime | None:
        return self.after.next_look_at if self.after else None

    @property
    def event_name(self) -> str:
        return self.change.value
