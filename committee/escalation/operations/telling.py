"""Who is told of a case, found when it is told; and the notices themselves, each once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from committee.core.calendar_file import load_calendar
from committee.domain.access import Actor
from committee.domain.calendar import day_of
from committee.domain.case_facts import CaseView, NoticeKind, NoticeWanted
from committee.domain.case_keys import dedupe_key
from committee.domain.ladder import TOLD, TOLD_FROM_STEP_2
from committee.domain.silences import URGING
from committee.escalation import due, wording
from committee.escalation.silence_queries import quiet_for
from committee.escalation.stored import StoredCase
from committee.members.queries import holders, people_for
from committee.notify.operations import Recipient, announce
from committee.units.queries import UnitRow

SUPERIORS = ("chair", "standing_vice_chair", "secretariat")
OF_A_FILING = frozenset(
    {
        NoticeKind.EXPLANATION_FILED,
        NoticeKind.EXPLANATION_RETURNED,
        NoticeKind.EXPLANATION_ACCEPTED,
        NoticeKind.REVIEW_OVERDUE,
    }
)
TOLD_FROM = {TOLD: 0, TOLD_FROM_STEP_2: 2}


@dataclass(frozen=True)
class Audience:
    """Who holds the roles a notice is meant for, or covers them; and the roles for which there is nobody."""

    people: tuple[Recipient, ...]
    vacant: tuple[str, ...]


def audience(wanted: NoticeWanted, *, case_id: int, unit: UnitRow, on: date) -> Audience:
    """Return who is to hear a notice about a case of `unit` on that day, each person once."""
    people: dict[int, Recipient] = {}
    vacant: list[str] = []
    for role in wanted.roles:
        found = _people(role, case_id=case_id, unit=unit, on=on)
        people |= {person.account_id: person for person in found if person.account_id not in people}
        if not found and role not in TOLD_FROM:
            vacant.append(role)
    return Audience(tuple(people.values()), tuple(vacant))


def tell(
    case: StoredCase,
    after: CaseView,
    wanted: NoticeWanted,
    people: tuple[Recipient, ...],
    *,
    unit: UnitRow,
    effective_at: datetime,
    said: Mapping[str, Any],
    by: Actor,
    now: datetime,
) -> None:
    """Write one notice to each of `people` but to whoever caused it; mail waits for delivery hours."""
    facts = {**notice_facts(case, after, wanted, unit, effective_at), **said}
    leaves = _leaves(case, wanted, unit, effective_at=effective_at, now=now)
    title, body = wording.notice_text(wanted.kind, facts)
    for person in people:
        if person.account_id == by.account_id:
            continue
        announce(
            kind=wanted.kind.value,
            recipient=person,
            subject=("case", case.id),
            title=title,
            body=body,
            facts=facts,
            dedupe_key=_key(case, wanted, facts, person),
            about=effective_at,
            not_before=leaves,
            unit_path=unit.path,
            by=by,
            now=now,
        )


def _leaves(
    case: StoredCase, wanted: NoticeWanted, unit: UnitRow, *, effective_at: datetime, now: datetime
) -> datetime:
    """Return when mail leaves: in delivery hours. What urges on waits for the end of a pause that holds by now.

    Only what is made up for as of an earlier day can fall into one: else the case would not have been told.
    """
    at = max(effective_at, now)
    if wanted.kind in URGING and day_of(now) > day_of(effective_at):
        quiet = quiet_for(unit.path, case.indicator, case.rule, at=now, day=day_of(now))
        at = max(at, quiet.until) if quiet else at
    return load_calendar().next_delivery_moment(at)


def notice_facts(
    case: StoredCase, after: CaseView, wanted: NoticeWanted, unit: UnitRow, effective_at: datetime
) -> dict[str, Any]:
    """Return what a notice is written from: the numbers the case was decided on, and where it stands."""
    next_on = after.next_look_at and day_of(after.next_look_at)
    return {
        **case.facts,
        "case": case.id,
        "unit": unit.code,
        "unit_name": unit.name,
        "indicator": case.indicator,
        "state": after.state.value,
        "severity": after.severity.value,
        "step": wanted.step,
        "repeat": wanted.repeat,
        "episode": wanted.episode,
        "opened_on": after.opened_on.isoformat(),
        "asked_until": _iso(after.due_on or next_on),
        "decided_for": effective_at.isoformat(timespec="minutes"),
    }


def _people(role: str, *, case_id: int, unit: UnitRow, on: date) -> list[Recipient]:
    if role in TOLD_FROM:
        return due.told_of(case_id, from_step=TOLD_FROM[role])
    place, _, office = role.partition(":")
    found = holders(_superior(unit, on), [office], on) if place == "parent" else people_for(role, unit, on)
    return [Recipient(person.account_id, person.email) for person in found]


def _superior(unit: UnitRow, on: date) -> int:
    """Return the nearest unit above whose committee somebody sits in.

    A level without a committee cannot urge anybody on. Above the highest unit there is nobody: what its superiors would
    hear, its own committee hears.
    """
    line = [int(part) for part in unit.path.split("/")[:-2]]
    nearest = next((above for above in reversed(line) if holders(above, SUPERIORS, on)), None)
    if nearest is not None:
        return nearest
    return line[-1] if line else unit.unit_id


def _key(case: StoredCase, wanted: NoticeWanted, facts: dict[str, Any], person: Recipient) -> str:
    return dedupe_key(
        kind=wanted.kind.value,
        rule_version=f"{facts['rule']}/{facts['rule_version']}",
        unit=case.unit_id,
        indicator=case.indicator,
        period=facts["period"],
        episode=wanted.episode,
        step=wanted.step,
        repeat=_repeat(case, wanted, facts),
        recipient=person.account_id,
    )


def _repeat(case: StoredCase, wanted: NoticeWanted, facts: dict[str, Any]) -> int | str:
    """Return which one of its kind a notice is; about an explanation, which filing or which day it was due on too.

    Each is told anew: who has received a case twice and is silent twice is reported twice.
    """
    if wanted.kind is NoticeKind.EXPLANATION_OVERDUE:
        return f"{_iso(case.view.due_on)}.{wanted.repeat}"
    if wanted.kind is NoticeKind.ACKNOWLEDGED:
        return f"{facts['asked_until']}.{wanted.repeat}"
    if wanted.kind in OF_A_FILING and "commitment" in facts:
        return f"{facts['commitment']['filing']}.{wanted.repeat}"
    return wanted.repeat


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


IS_FOR_A_STEP = frozenset({NoticeKind.STEP, NoticeKind.WORSENED, NoticeKind.COMMITMENT_MISSED})
