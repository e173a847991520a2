"""Tells a story into an empty database, by operations only, from the first working day of the year to a morning.

Source: docs/architecture.md. The same story gives the same data each time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import select

from committee.accounts.models import Account
from committee.audit.models import AuditEntry
from committee.audit.operations import record
from committee.core.db import db, transaction
from committee.demo import plans, reports, work
from committee.demo.stage import DEMO, Stage
from committee.demo.story import BEGINNING, FOLLOWED_FROM, LAST_DAY, STORIES, TOLD_FROM, Story, at
from committee.demo.values import CUT_OFFS, OCTOBER, SEPTEMBER
from committee.domain.errors import DomainError
from committee.units.models import Unit

TOLD = "story told"
SIZES = ("small", "province", "nation")

Morning = Callable[[date], None]


@dataclass(frozen=True)
class Act:
    """Something that happens at a moment of the story."""

    moment: datetime
    call: Callable[[Stage, datetime], None]


@dataclass(frozen=True)
class Told:
    """What was told into a database."""

    name: str
    size: str


def told_here() -> Told | None:
    """Return what was told into this database to its end, or None."""
    facts = db.session.scalar(select(AuditEntry.facts).where(AuditEntry.action == TOLD).limit(1))
    return Told(facts["story"], facts["size"]) if facts else None


def story_of(name: str, size: str) -> Story:
    """Return the story with this name, in this size; raises `DomainError` for what is not told."""
    story = STORIES.get(name)
    if story is None:
        raise DomainError("There is no story “%(name)s”. Known: %(known)s.", name=name, known=", ".join(STORIES))
    if size == "nation":
        raise DomainError("The whole nation is not told yet; the sizes are small and province.")
    return replace(story, districts=(story.member_area,)) if size == "small" else story


def build(*, story: Story, size: str, morning: Morning) -> None:
    """Tell `story` into the database; `morning` is called at the beginning of each day on which cases are followed.

    Raises `DomainError` if the database holds units or people: a story is never mixed with the real thing.
    """
    _refuse_filled()
    stage = Stage(story)
    script = _script()
    for number in range((LAST_DAY - BEGINNING).days + 1):
        day = BEGINNING + timedelta(days=number)
        if day >= FOLLOWED_FROM:
            morning(day)
        for act in script:
            if act.moment.date() == day:
                with transaction():
                    act.call(stage, act.moment)
    facts: dict[str, object] = {"story": story.name, "size": size}
    with transaction():
        record(action=TOLD, thing=("story", story.name), facts=facts, by=DEMO, now=TOLD_FROM)


def _refuse_filled() -> None:
    if db.session.scalar(select(Unit.id).limit(1)) or db.session.scalar(select(Account.id).limit(1)):
        raise DomainError(
            "This database holds units or people already. A demonstration is told into an empty one: "
            "name another file in DATABASE_URL."
        )


def _script() -> list[Act]:
    months = [
        Act(at(cut_off + timedelta(days=3), 15), reports.official(cut_off)) for cut_off in CUT_OFFS if cut_off < OCTOBER
    ]
    script = [
        Act(at(BEGINNING, 8), plans.enter_units),
        Act(at(BEGINNING, 9), plans.enter_people),
        Act(at(BEGINNING, 10), plans.set_rules),
        Act(at(date(2024, 1, 5), 9), reports.opening),
        Act(at(date(2024, 1, 15), 9), plans.hand_down_to_the_province),
        Act(at(date(2024, 1, 22), 9), plans.hand_down_to_districts),
        Act(at(date(2024, 1, 30), 9), plans.hand_down_to_communes),
        Act(at(date(2024, 2, 19), 9), plans.hand_down_to_hamlets),
        *months,
        Act(at(SEPTEMBER, 14), reports.sent_by_file),
        Act(at(date(2024, 9, 26), 16), reports.accepted),
        Act(at(work.HELD_ON, 17), work.meet),
        Act(at(date(2024, 10, 14), 9), work.give_more),
        Act(at(date(2024, 10, 14), 15), work.report),
        Act(at(date(2024, 10, 15), 10), work.accept),
        Act(at(date(2024, 10, 17), 9), reports.acknowledged),
        Act(at(date(2024, 10, 17), 14), reports.corrected),
        Act(at(date(2024, 10, 18), 10), reports.accepted),
        Act(at(OCTOBER, 9), reports.acknowledged_late),
        Act(at(OCTOBER, 14), reports.sent_by_hand),
        Act(at(OCTOBER, 16), reports.accepted),
        Act(at(OCTOBER, 16, 30), reports.official(OCTOBER)),
    ]
    return sorted(script, key=lambda act: act.moment)
