"""What states, roles, steps, events and reasons are called on pages, in notices and on the command line."""

from __future__ import annotations

from committee.core.words import gettext
from committee.domain.case_facts import Change, CloseReason, NoticeKind, State
from committee.domain.commitments import Cause
from committee.domain.ladder import (
    AREA_MEMBER,
    OWN_CHAIR,
    OWN_REPORTER,
    PARENT_CHAIR,
    PARENT_SECRETARIAT,
    PARENT_STANDING,
    Want,
)

STATES = {
    State.PENDING: "Being checked",
    State.OPEN: "Being urged on",
    State.ACKED: "Received by the unit",
    State.EXPLAINED: "Explained by the unit",
    State.COMMITTED: "Promised by the unit",
    State.RECOVERING: "Catching up",
    State.RESOLVED: "Back on course",
    State.CLOSED: "Case closed",
}
SEVERITIES = {"LAG": "Far behind", "SEVERE": "At risk"}
ROLES = {
    OWN_REPORTER: "Reporter of the unit",
    OWN_CHAIR: "Head of the unit's committee",
    AREA_MEMBER: "Committee member in charge of the area",
    PARENT_SECRETARIAT: "Secretariat one level up",
    PARENT_STANDING: "Standing vice head one level up",
    PARENT_CHAIR: "Head of the committee one level up",
}
STEPS = {
    0: "Not urged on yet",
    1: "Step 1: the unit itself",
    2: "Step 2: the standing office one level up",
    3: "Step 3: the head of the committee one level up",
    4: "Step 4: the next meeting",
}
CHANGES = {
    Change.FOUND: "The figures show a lag",
    Change.VANISHED: "The lag was gone before anybody was told",
    Change.OPENED: "The case was opened",
    Change.SEEN: "A new figure came in; the lag goes on",
    Change.SUPPRESSED: "Urging on is held back",
    Change.NOTIFIED: "The step was told",
    Change.REPEATED: "The step was told again",
    Change.CLIMBED: "No change: the next step was told",
    Change.WORSENED: "The lag grew worse",
    Change.LAGGED_AGAIN: "A second period in a row lags",
    Change.SEATS_VACANT: "Nobody holds the seats of this step",
    Change.ACKNOWLEDGED: "The unit has received the case",
    Change.EXPLANATION_OVERDUE: "The explanation is overdue",
    Change.OVERDUE_AGAIN: "The explanation is overdue a second time",
    Change.EXPLAINED: "The unit has explained",
    Change.RETURNED: "The explanation was returned",
    Change.RETURNED_TOO_OFTEN: "The explanation was returned a second time",
    Change.ACCEPTED: "The explanation was accepted",
    Change.REVIEW_OVERDUE: "The review of the explanation is overdue",
    Change.MILESTONE_KEPT: "A promised milestone was kept",
    Change.MILESTONE_MISSED: "A promised milestone was missed",
    Change.CLEARED: "The figures are back on course",
    Change.RELAPSED: "The lag came back",
    Change.RESOLVED: "The case was resolved",
    Change.REOPENED: "The case was reopened",
    Change.MERGED: "The unit was merged; its successor carries on the case",
    Change.CLOSED: "The case was closed",
}
KINDS = {
    NoticeKind.STEP: "Urging on",
    NoticeKind.WORSENED: "The lag grew worse",
    NoticeKind.EXPLANATION_REQUESTED: "Request to explain",
    NoticeKind.EXPLANATION_OVERDUE: "The explanation is overdue",
    NoticeKind.EXPLANATION_FILED: "The unit has explained",
    NoticeKind.EXPLANATION_RETURNED: "The explanation was returned",
    NoticeKind.EXPLANATION_ACCEPTED: "The explanation was accepted",
    NoticeKind.REVIEW_OVERDUE: "The review of the explanation is overdue",
    NoticeKind.COMMITMENT_MISSED: "A promised milestone was missed",
    NoticeKind.ACKNOWLEDGED: "The unit has received the case",
    NoticeKind.RESOLVED: "The case was resolved",
    NoticeKind.CORRECTION: "Correction",
    NoticeKind.SEATS_VACANT: "Nobody holds the seats of this step",
}
REASONS = {
    CloseReason.DATA: "the figures were corrected: there was no lag",
    CloseReason.MERGED: "the unit was merged",
    CloseReason.YEAR: "the year was closed",
    CloseReason.NOT_APPLICABLE: "the indicator is no longer asked of the unit",
}
HOLDS = {
    "systemic": "most units of the area lag: the level above has the case",
    "short_cascade": "the level above handed down less than it has to reach itself",
}
CAUSES = {
    Cause.LEFT_POVERTY: "People left poverty and are no longer subsidised",
    Cause.THIN_NETWORK: "The network of collection points is thin",
    Cause.PART_TIME_AGENTS: "Collection staff work part time",
    Cause.FAR_FROM_PEOPLE: "Officers are not close to the grassroots",
    Cause.WORKERS_AWAY: "Many workers are away",
    Cause.SMALL_FIRMS: "Firms are small or in difficulty",
    Cause.FIGURES_UNCHECKED: "The figures are still being checked",
    Cause.OTHER: "Another cause",
}
EXPLANATION_STATES = {
    "waiting": "Waits for a decision",
    "accepted": "Promise accepted",
    "returned": "Returned to be completed",
    "overtaken": "No longer waits: the case has gone on",
}
MILESTONE_STATES = {"waiting": "Not due yet", "kept": "Kept", "missed": "Missed"}
AWAITED = {
    "confirmation": "Waits for your confirmation",
    "explanation": "Waits for your explanation",
    "decision": "Waits for your decision",
}
WANTS = {
    Want.LETTER: "a letter to be signed",
    Want.AGENDA: "an item for the next meeting",
    Want.TASK: "a task with milestones",
    Want.FILL_SEAT: "vacant seats to be filled",
    Want.FINAL_STATEMENT: "a final statement for the year-end report",
}


def state_word(state: str) -> str:
    """Return what a state is called."""
    return gettext(STATES[State(state)])


def severity_word(severity: str) -> str:
    """Return what a severity is called, as levels are."""
    return gettext(SEVERITIES[severity])


def step_word(step: int) -> str:
    """Return what a step of the ladder is called; a ladder of one's own may have more steps than have a name."""
    return gettext(STEPS[step]) if step in STEPS else gettext("Step %(number)d", number=step)


def change_word(event: str) -> str:
    """Return what happened to a case."""
    return gettext(CHANGES.get(Change(event), event))


def kind_word(kind: str) -> str:
    """Return what a notice about a case is."""
    return gettext(KINDS[NoticeKind(kind)])


def role_word(role: str) -> str:
    """Return what a role relative to a unit is called."""
    return gettext(ROLES.get(role, role))


def hold_word(suppressed_by: str) -> str:
    """Return why a case is held back."""
    return "; ".join(_one_hold(name) for name in suppressed_by.split(","))


def _one_hold(name: str) -> str:
    return gettext("a pause in urging on") if name.startswith("silence:") else gettext(HOLDS.get(name, name))


def reason_word(reason: str) -> str:
    """Return why a case was closed."""
    return gettext(REASONS[CloseReason(reason)])


def want_word(want: str) -> str:
    """Return what a case leaves to others to do."""
    return gettext(WANTS[Want(want)])


def cause_word(cause: str, in_words: str = "") -> str:
    """Return why a unit says it is behind: the named cause, and what it added."""
    if cause == Cause.OTHER.value and in_words:
        return in_words
    named = gettext(CAUSES[Cause(cause)])
    return f"{named} ({in_words})" if in_words else named


def explanation_word(state: str) -> str:
    """Return what became of an explanation."""
    return gettext(EXPLANATION_STATES[state])


def milestone_word(state: str) -> str:
    """Return what became of a milestone."""
    return gettext(MILESTONE_STATES[state])


def awaited_word(what: str) -> str:
    """Return what a case waits for from whoever reads."""
    return gettext(AWAITED[what])
