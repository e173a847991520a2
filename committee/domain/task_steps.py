"""Which steps may be taken with a task, by where its work stands. Source: docs/domain.md, "Meetings and tasks"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from committee.domain.errors import DomainError


class WorkState(StrEnum):
    """Where the work on a task stands; derived, beside its status."""

    OPEN = "open"
    WAITING = "waiting"
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """What somebody does with a task. The day and the right to do it are asked elsewhere."""

    CHANGE = "change"
    HAND_ON = "hand_on"
    REPORT_PROGRESS = "report_progress"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    ACCEPT = "accept"
    RETURN = "return"
    ASK_EXTENSION = "ask_extension"
    ANSWER_EXTENSION = "answer_extension"
    ASSIGN_PART = "assign_part"
    CANCEL = "cancel"


_JUDGING = frozenset({Step.ACCEPT, Step.RETURN, Step.WITHDRAW})
ALLOWED: Mapping[WorkState, frozenset[Step]] = {
    WorkState.OPEN: frozenset(Step) - _JUDGING,
    # An extension may still be asked for: the submission may come back after the due day.
    WorkState.WAITING: frozenset(Step) - {Step.SUBMIT},
    WorkState.ACCEPTED: frozenset(),
    WorkState.CANCELLED: frozenset(),
}
_REFUSALS: Mapping[WorkState, str] = {
    WorkState.OPEN: "No submission is waiting for an answer.",
    WorkState.WAITING: "A submission is waiting for its answer already: withdraw it to send another one.",
    WorkState.ACCEPTED: "The task is accepted: nothing more can be done with it.",
    WorkState.CANCELLED: "The task is stopped: nothing more can be done with it.",
}


def work_state_of(*, is_waiting: bool, accepted_on: date | None, cancelled_on: date | None) -> WorkState:
    """Return where the work stands now; `is_waiting` is whether a submission has no answer yet."""
    if cancelled_on is not None:
        return WorkState.CANCELLED
    if accepted_on is not None:
        return WorkState.ACCEPTED
    return WorkState.WAITING if is_waiting else WorkState.OPEN


def refuse_step(state: WorkState, step: Step) -> None:
    """Raise where `step` cannot be taken in `state`, saying why."""
    if step not in ALLOWED[state]:
        raise DomainError(_REFUSALS[state])
