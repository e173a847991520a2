"""What every act of a person on a case begins with: the case as it stands, its unit, and whether they may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from committee.core.calendar_file import load_calendar
from committee.domain.access import Action, Actor, Thing, Viewer, may
from committee.domain.calendar import day_of
from committee.domain.case_facts import FREE, Decision, Event, State, Suppression
from committee.domain.case_states import decide
from committee.domain.errors import NotFound
from committee.escalation import due
from committee.escalation.operations.carrying_out import ChangedMeanwhile
from committee.escalation.silence_queries import quiet_for
from committee.escalation.stored import StoredCase
from committee.members.queries import viewer_of
from committee.units.queries import UnitRow, unit_on


@dataclass(frozen=True)
class Held:
    """A case, its unit on the day, and who acts on it."""

    case: StoredCase
    unit: UnitRow
    viewer: Viewer
    account_id: int

    def refuse_other(self, version: int | None) -> None:
        """Raise unless the case is at the version the person saw; None is any."""
        if version is not None and version != self.case.version:
            raise ChangedMeanwhile

    def decided(self, event: Event, now: datetime) -> Decision:
        """Return what an act does; raises where the state of the case does not allow it.

        A step that an act leads to waits for the end of a pause as any other.
        """
        quiet = quiet_for(self.unit.path, self.case.indicator, self.case.rule, at=now, day=day_of(now))
        decision = decide(
            self.case.view,
            event,
            ladder=self.case.ladder,
            calendar=load_calendar(),
            suppression=Suppression(until=quiet.until) if quiet else FREE,
            now=now,
        )
        if decision is None or decision.after is None:
            raise ValueError(f"an act on case {self.case.id} decides nothing")
        return decision


def held_case(case_id: int, *, by: Actor, now: datetime) -> Held:
    """Return a case that `by` may see; for anybody else there is none."""
    day = day_of(now)
    case = due.case_with_id(case_id)
    unit = unit_on(case.unit_id, day) if case else None
    if case is None or unit is None or by.account_id is None:
        raise NotFound("There is no such case.")
    viewer = viewer_of(by.account_id, day)
    thing = Thing("case", unit.path, state="closed" if case.view.state is State.CLOSED else None)
    if not may(viewer, Action.SEE_CASES, thing):
        raise NotFound("There is no such case.")
    return Held(case, unit, viewer, by.account_id)
