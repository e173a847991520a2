"""The ladder a case climbs, and the signal it listens to.

Roles are resolved when a notice is sent, relative to the unit: `own:` its committee and office, `parent:`
those one level up, `area:` the members in charge of it, `told:` whoever had an earlier notice of the case.
Source: docs/escalation.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

LEAVE_LAG_AT = Decimal("0.95")
LEAVE_SEVERE_AT = Decimal("0.85")

OWN_REPORTER = "own:reporter"
OWN_CHAIR = "own:chair"
AREA_MEMBER = "area:member"
PARENT_SECRETARIAT = "parent:secretariat"
PARENT_STANDING = "parent:standing_vice_chair"
PARENT_CHAIR = "parent:chair"
TOLD = "told:any"
TOLD_FROM_STEP_2 = "told:2"

# Who owes the explanation, who judges it, and whom a judge who is late is reported to.
ANSWERERS = (OWN_REPORTER, OWN_CHAIR)
REVIEWERS = (PARENT_SECRETARIAT, PARENT_STANDING)
REVIEWERS_SUPERIOR = (PARENT_CHAIR,)


class Severity(StrEnum):
    LAG = "LAG"
    SEVERE = "SEVERE"


class Want(StrEnum):
    """A row that another feature consumes; escalation leaves it and knows no more of it."""

    LETTER = "letter"
    AGENDA = "agenda"
    TASK = "task"
    FILL_SEAT = "fill_seat"
    FINAL_STATEMENT = "final_statement"


@dataclass(frozen=True)
class Step:
    """One step: whom it tells, how many working days after the one before, what it leaves to others."""

    delay: int
    roles: tuple[str, ...]
    wants: tuple[Want, ...] = ()
    asks: tuple[str, ...] = ()  # who is formally asked for an explanation


@dataclass(frozen=True)
class Ladder:
    """The steps of a case and its rhythm, all in working days; a case keeps the ladder it opened with."""

    steps: tuple[Step, ...]
    repeat_every: int = 5
    repeat_limit: int = 4
    explanation_days: int = 3
    review_days: int = 3
    returns_allowed: int = 2
    overdues_allowed: int = 2  # explanations that are overdue on one step
    reopen_days: int = 60  # calendar days
    provisional_hold: int = 2

    @property
    def top(self) -> int:
        return len(self.steps)

    def step(self, number: int) -> Step:
        """Return a step by its number, the first being 1."""
        if not 1 <= number <= self.top:
            raise ValueError(f"the ladder has no step {number}")
        return self.steps[number - 1]


DEFAULT_LADDER = Ladder(
    (
        Step(0, (OWN_REPORTER, OWN_CHAIR)),
        Step(5, (PARENT_SECRETARIAT, PARENT_STANDING, AREA_MEMBER), asks=ANSWERERS),
        Step(5, (PARENT_CHAIR,), wants=(Want.LETTER,)),
        Step(10, (PARENT_CHAIR, PARENT_STANDING, PARENT_SECRETARIAT), wants=(Want.AGENDA,)),
    )
)


def signal_with_hysteresis(current: Severity | None, level: str, pace: Decimal | None) -> Severity | None:
    """Return what a case hears, given what it heard before; None is a clear signal.

    LAG is left only at a pace of 0,95, SEVERE only at 0,85: a unit on the border is not told twice.
    A missing or suspect figure changes nothing. A level that has nothing to do with pace (target met, not
    applicable) clears at once: pass no pace with it.
    """
    if level in {"NODATA", "SUSPECT"}:
        return current
    if level == "SEVERE" or (current is Severity.SEVERE and _still(level, pace, LEAVE_SEVERE_AT)):
        return Severity.SEVERE
    if level == "LAG" or (current is not None and _still(level, pace, LEAVE_LAG_AT)):
        return Severity.LAG
    return None


def _still(level: str, pace: Decimal | None, leave_at: Decimal) -> bool:
    return level in {"OK", "WATCH", "LAG"} and pace is not None and pace < leave_at
