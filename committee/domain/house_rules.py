"""What a committee may settle about time: how often more is given, how early it is asked for, how days are read.

Source: docs/domain.md, "Meetings and tasks".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from committee.domain.calendar import WorkingCalendar
from committee.domain.errors import DomainError

MOST_EXTENSIONS, MOST_NOTICE_DAYS = 9, 60


@dataclass(frozen=True)
class HouseRules:
    """The rules in force for a committee.

    `extensions` is how often a task is given more time, `notice_days` how many working days before the due day it is
    asked for at the latest. `strict`: "before" a day ends the day before. `moves`: a due day that is not worked moves
    to the next working day.
    """

    extensions: int = 1
    notice_days: int = 0
    strict: bool = True
    moves: bool = False

    def due_day(self, day: date, calendar: WorkingCalendar) -> date:
        """Return the last day on which something due on `day` is in time."""
        return calendar.next_working_day(day) if self.moves else day


def refuse_rules(extensions: int | None, notice_days: int | None) -> None:
    """Raise where a number lies outside what makes sense; None leaves it to the installation."""
    if extensions is not None and not 0 <= extensions <= MOST_EXTENSIONS:
        raise DomainError("A task is extended 0 to %(most)d times.", most=MOST_EXTENSIONS)
    if notice_days is not None and not 0 <= notice_days <= MOST_NOTICE_DAYS:
        raise DomainError("The notice is 0 to %(most)d working days.", most=MOST_NOTICE_DAYS)


USUAL = HouseRules()
