"""What pages show of a case: its numbers as a bar and as sentences, its history and its notices in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for

from committee.core.formatting import NONE, vn_date
from committee.core.words import gettext
from committee.documents.queries import documents_of
from committee.documents.words import title_of
from committee.domain.access import Action, Viewer, reach
from committee.domain.case_facts import Change, State
from committee.domain.case_numbers import SYSTEMIC
from committee.domain.indicator_kinds import is_rate
from committee.escalation import wording, words
from committee.escalation.queries import CaseRow, ChangeRow, ToldRow
from committee.notify.wording import CHANNELS, LOOKS, STATES

# The step is named where a change brings the case to it or tells it; the person where one did it.
REACHES_A_STEP = frozenset(
    {
        Change.OPENED,
        Change.NOTIFIED,
        Change.CLIMBED,
        Change.WORSENED,
        Change.LAGGED_AGAIN,
        Change.SEATS_VACANT,
        Change.OVERDUE_AGAIN,
        Change.RETURNED_TOO_OFTEN,
        Change.MILESTONE_MISSED,
    }
)
ACTS_OF_PEOPLE = frozenset(
    {Change.ACKNOWLEDGED, Change.EXPLAINED, Change.RETURNED, Change.RETURNED_TOO_OFTEN, Change.ACCEPTED}
)


@dataclass(frozen=True)
class Bar:
    """The numbers of a case as a bullet bar; None where there is none."""

    actual: float | None
    target: float | None
    milestone: float | None
    text: str
    tone: str
    ceiling: bool


@dataclass(frozen=True)
class Paper:
    """A document that points to a case."""

    title: str
    subject: str
    address: str


@dataclass(frozen=True)
class HistoryLine:
    """One change in words."""

    at: datetime
    text: str
    details: tuple[str, ...]
    by: str


@dataclass(frozen=True)
class ToldLine:
    """One person told through one channel."""

    at: datetime
    what: str
    name: str
    channel: str
    state: str
    look: str
    read_at: datetime | None


def papers_of(viewer: Viewer, case: CaseRow, *, on: date) -> list[Paper]:
    """Return the documents that point to a case, for whoever may see them."""
    found = documents_of("case", case.id, on=on, within=reach(viewer, Action.SEE_DOCUMENTS))
    return [Paper(title_of(row), row.subject, url_for("documents.show", document_id=row.id)) for row in found]


def bar_of(case: CaseRow) -> Bar:
    """Return the bar of a case."""
    facts = case.facts
    return Bar(
        actual=_number(facts["ratio"] if is_rate(facts["kind"]) else facts["actual"]),
        target=_number(facts["target"]),
        milestone=_number(facts["milestone"]),
        text=wording.achieved_text(facts),
        tone=case.severity.lower() if not case.is_over else "ok",
        ceiling=facts["direction"] == "down",
    )


def numbers_of(case: CaseRow) -> list[tuple[str, str]]:
    """Return the numbers that opened a case or keep it open, as terms and values."""
    facts = case.facts
    rows = [(gettext("Reached"), wording.achieved_text(facts)), (gettext("As of"), _day(facts["actual_as_of"]))]
    if facts["milestone"] is not None:
        limit = gettext("Not above") if facts["direction"] == "down" else gettext("Should have been reached")
        rows.append((limit, wording.asked_text(facts)))
        if facts["milestone_on"]:
            rows.append((gettext("By"), _day(facts["milestone_on"])))
        exceeded = gettext("Exceeded by") if facts["direction"] == "down" else gettext("Missing")
        rows.append((exceeded, wording.gap_text(facts)))
    if facts["rule"] == SYSTEMIC:
        said = f"{facts['lagging']}/{facts['siblings']}"
        rows.append((gettext("Units below it that are far behind"), said))
    return rows


def missing_of(case: CaseRow) -> str:
    """Return how much a case's unit is short, for a list."""
    return wording.gap_text(case.facts)


def history_of(changes: list[ChangeRow]) -> list[HistoryLine]:
    """Return the history in words, newest first."""
    return [
        HistoryLine(change.effective_at, words.change_word(change.event), tuple(_details(change)), _by(change))
        for change in reversed(changes)
    ]


def told_lines(told: list[ToldRow]) -> list[ToldLine]:
    """Return who was told, newest first."""
    return [
        ToldLine(
            at=one.sent_at or one.created_at,
            what=words.kind_word(one.kind),
            name=one.name,
            channel=str(CHANNELS[one.channel]),
            state=str(STATES[one.state]),
            look=LOOKS[one.state],
            read_at=one.read_at if one.channel == "inbox" else None,
        )
        for one in reversed(told)
    ]


def next_look_text(case: CaseRow) -> str:
    """Return when a case is looked at next, and for what."""
    if case.next_look_at is None:
        return gettext("Nobody looks at this case any more.")
    day = vn_date(case.next_look_at)
    if case.suppressed_by:
        return gettext(
            "Looked at again on %(day)s. Held back: %(why)s.", day=day, why=words.hold_word(case.suppressed_by)
        )
    if case.due_on is not None and case.state == State.COMMITTED.value:
        return gettext("The milestone of %(due)s is judged by figures on %(day)s.", due=vn_date(case.due_on), day=day)
    if case.due_on is not None:
        return gettext("Looked at again on %(day)s, if nothing has come by %(due)s.", day=day, due=vn_date(case.due_on))
    return gettext("Looked at again on %(day)s; without a change the next step is told.", day=day)


def _details(change: ChangeRow) -> list[str]:
    facts = change.facts
    lines = []
    if change.step and change.event in REACHES_A_STEP:
        lines.append(words.step_word(change.step))
    if facts.get("numbers"):
        lines.append(wording.achieved_text(facts["numbers"]))
    if facts.get("told"):
        lines.append(gettext("%(count)d people told", count=len(facts["told"])))
    if facts.get("vacant"):
        lines.append(
            gettext("Nobody holds: %(roles)s", roles=", ".join(words.role_word(role) for role in facts["vacant"]))
        )
    if facts.get("task"):
        lines.append(gettext("The task was given."))
    elif facts.get("wants"):
        lines.append(gettext("Wanted: %(wants)s", wants=", ".join(words.want_word(want) for want in facts["wants"])))
    return [*lines, *_reasons(facts)]


def _reasons(facts: dict[str, Any]) -> list[str]:
    lines = []
    if facts.get("reason"):
        lines.append(words.reason_word(facts["reason"]))
    if facts.get("suppressed_by"):
        lines.append(words.hold_word(facts["suppressed_by"]))
    if facts.get("return_reason"):
        lines.append(facts["return_reason"])
    return lines


def _by(change: ChangeRow) -> str:
    """Return the person who did it; what the timetable does needs no name."""
    return change.actor_name if change.event in ACTS_OF_PEOPLE else ""


def _day(iso: str | None) -> str:
    return vn_date(date.fromisoformat(iso)) if iso else NONE


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
