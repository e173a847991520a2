"""A task given to its lead, and what is said of it corrected.

Whoever may do so was asked before (`tasks.access`). The "6 rõ" are asked at every door (`unclear_in`) and
may be gone on without: a committee may issue a task without writing down responsibility and authority, never one
without a lead, a title and a product.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, insert, select

from committee.core.db import db
from committee.core.rows import insert_unless_known
from committee.domain.access import Actor
from committee.domain.errors import DomainError
from committee.domain.task_rules import (
    Party,
    Urgency,
    missing_of_six,
    refuse_due,
    refuse_due_under,
    refuse_parties,
    refuse_secrecy,
)
from committee.domain.task_steps import Step
from committee.members.models import Committee
from committee.targets.named import targets_with_ids
from committee.tasks import parties
from committee.tasks.models import Task, TaskCoordinator, TaskExtension
from committee.tasks.operations.held import day_text, held, tell, write
from committee.tasks.texts import code_of, key_of, product_of, text_of, title_of

OWN_CODE = "NV-"
TEXTS = ("content", "responsibility", "authority", "due_wording", "source_text", "excerpt")
LINKS = ("unit_id", "indicator", "target_id", "document_id", "conclusion_id", "reporter_id")
TOLD = (
    "code",
    "title",
    "deliverable",
    "lead_name",
    "assigned_on",
    "due_on",
    "due_wording",
    "urgency",
    "is_standing",
    *LINKS,
)


class CodeTaken(DomainError):
    """The committee has a task with this code; nothing was written."""


@dataclass(frozen=True)
class Assignment:
    """What is said of a task when it is given.

    `lead` and `coordinators` need only kind and id: a blank name is filled in; a `Party` of kind NAME has its words and
    no id, and `reporter_id` is then the account that reports for it. A blank `code` takes the committee's next own one.
    `due_on` is the last acceptable day, `due_wording` the words it was read from (`domain.deadline_words` reads them;
    here they are only kept). `secrecy` is refused unless it is blank or "thường".
    """

    committee_id: int
    title: str
    lead: Party
    deliverable: str
    assigned_on: date
    coordinators: tuple[Party, ...] = ()
    code: str = ""
    content: str = ""
    responsibility: str = ""
    authority: str = ""
    urgency: str = Urgency.NORMAL.value
    is_standing: bool = False
    due_on: date | None = None
    due_wording: str = ""
    secrecy: str = ""
    unit_id: int | None = None
    indicator: str | None = None
    target_id: int | None = None
    document_id: int | None = None
    source_text: str = ""
    excerpt: str = ""
    conclusion_id: int | None = None
    reporter_id: int | None = None


@dataclass(frozen=True)
class Place:
    """Where a task stands among others: below a parent, or as the instance of a series for a period.

    `giver` is in whose name an instance is given; None: whoever makes it.
    """

    parent_id: int | None = None
    series_id: int | None = None
    period_on: date | None = None
    giver: Actor | None = None


ALONE = Place()


def assign(*, assignment: Assignment, place: Place = ALONE, by: Actor, now: datetime) -> int:
    """Give a task and return its id; raises `CodeTaken` where the committee has one with its code."""
    parent = held(place.parent_id, step=Step.ASSIGN_PART) if place.parent_id is not None else None
    if parent is not None:
        refuse_due_under(assignment.due_on, parent.due_on)
    values, helping = checked(assignment)
    giver = place.giver or by
    row = {
        **values,
        "code": values["code"] or next_code(assignment.committee_id),
        "original_due_on": assignment.due_on,
        "assigned_by": giver.account_id,
        "assigned_by_name": giver.name,
        "parent_id": place.parent_id,
        "series_id": place.series_id,
        "period_on": place.period_on,
        "version": 1,
        "created_at": now,
    }
    row["search_key"] = key_of(row)
    task_id: int | None = insert_unless_known(Task, row, key=["committee_id", "code"])
    if task_id is None:
        raise code_taken(row["code"])
    _put_coordinators(task_id, helping)
    facts = {"after": {**facts_of(row), "coordinators": [party.name for party in helping]}}
    tell("assign task", db.session.get_one(Task, task_id), facts, by=by, now=now)
    return task_id


def change(*, task_id: int, assignment: Assignment, version: int, by: Actor, now: datetime) -> None:
    """Correct what is said of an open task that still is at `version`; raises `Stale` otherwise.

    Neither its committee nor its lead is changed so: `reassign` gives it to another lead. Its due day is the first
    one: once an extension was granted it stands.
    """
    task = held(task_id, step=Step.CHANGE, version=version, with_whole=True)
    said = replace(assignment, committee_id=task.committee_id, lead=parties.party_of(task, "lead_"))
    values, helping = checked(said)
    values["code"] = values["code"] or task.code
    if values["due_on"] != task.due_on:
        _refuse_moved(task)
        values["original_due_on"] = values["due_on"]
    if values["code"] != task.code and _holder(task.committee_id, values["code"]) is not None:
        raise code_taken(values["code"])
    _refuse_outlasting(task, values["due_on"])
    values["search_key"] = key_of(values)
    before, helped = facts_of(vars(task)), _helping(task_id)
    write(task, values)
    if helped != helping:
        db.session.execute(delete(TaskCoordinator).where(TaskCoordinator.task_id == task_id))
        _put_coordinators(task_id, helping)
    after = facts_of(values)
    changed = {name for name in after if before[name] != after[name]}
    told: dict[str, dict[str, object]] = {
        "before": {name: before[name] for name in changed},
        "after": {name: after[name] for name in changed},
    }
    if helped != helping:
        told["before"]["coordinators"] = [party.name for party in helped]
        told["after"]["coordinators"] = [party.name for party in helping]
    tell("change task", task, told, by=by, now=now)


def checked(said: Assignment) -> tuple[dict[str, Any], list[Party]]:
    """Return the columns that say what a task is, and its coordinators; raises where a rule says no."""
    lead, *helping = parties.known((said.lead, *said.coordinators), on=said.assigned_on)
    refuse_parties([lead], helping)
    refuse_secrecy(said.secrecy, said.title)
    refuse_due(said.due_on, said.assigned_on)
    if said.is_standing and said.indicator is None:
        raise DomainError("A standing directive is tied to an indicator: choose one.")
    _refuse_other_target(said)
    if said.urgency not in {one.value for one in Urgency}:
        raise DomainError("The urgency is thường, khẩn, thượng khẩn or hỏa tốc.", read=said.urgency)
    values = {
        "committee_id": said.committee_id,
        "code": code_of(said.code),
        "title": title_of(said.title),
        "deliverable": product_of(said.deliverable),
        **{name: text_of(getattr(said, name)) for name in TEXTS},
        **{name: getattr(said, name) for name in LINKS},
        "urgency": said.urgency,
        "is_standing": said.is_standing,
        "assigned_on": said.assigned_on,
        "due_on": said.due_on,
        **parties.lead_columns(lead),
    }
    return values, _once(helping)


def unclear_in(said: Assignment, *, has_rule: bool = False) -> tuple[str, ...]:
    """Return which of the "6 rõ" are not clear; a series is due by its rule, and the title may say all."""
    return missing_of_six(
        lead=said.lead.name,
        content=said.content or said.title,
        due_on=said.due_on or (said.assigned_on if has_rule or said.is_standing else None),
        responsibility=said.responsibility,
        authority=said.authority,
        deliverable=said.deliverable,
    )


def facts_of(values: Any) -> dict[str, object]:
    """Return what the audit keeps of a task."""
    return {name: values[name] if name == "is_standing" else day_text(values[name]) for name in TOLD}


def code_taken(code: str) -> CodeTaken:
    """Return the refusal of a code that the committee has used."""
    return CodeTaken("The committee has a task with the code %(code)s already.", code=code)


def next_code(committee_id: int) -> str:
    """Return the next own code of a committee; nobody else takes one until the end of the transaction."""
    db.session.execute(select(Committee.id).where(Committee.id == committee_id).with_for_update(key_share=True)).all()
    own = (Task.committee_id == committee_id, Task.code.startswith(OWN_CODE))
    number = 1 + (db.session.scalar(select(func.count()).select_from(Task).where(*own)) or 0)
    while _holder(committee_id, f"{OWN_CODE}{number}") is not None:
        number += 1
    return f"{OWN_CODE}{number}"


def said_of(task: Task) -> Assignment:
    """Return what is said of a task that stands."""
    names = {field.name for field in fields(Assignment)} - {"lead", "coordinators", "secrecy"}
    said = {name: getattr(task, name) for name in names}
    return Assignment(**said, lead=parties.party_of(task, "lead_"), coordinators=tuple(_helping(task.id)))


def _holder(committee_id: int, code: str) -> int | None:
    return db.session.scalar(select(Task.id).where(Task.committee_id == committee_id, Task.code == code))


def _helping(task_id: int) -> list[Party]:
    rows = select(TaskCoordinator).where(TaskCoordinator.task_id == task_id).order_by(TaskCoordinator.position)
    return [parties.party_of(row) for row in db.session.scalars(rows)]


def _put_coordinators(task_id: int, helping: Sequence[Party]) -> None:
    if helping:
        rows = [
            {"task_id": task_id, "position": position, **parties.columns_of(party)}
            for position, party in enumerate(helping, start=1)
        ]
        db.session.execute(insert(TaskCoordinator), rows)


def _once(helping: Sequence[Party]) -> list[Party]:
    kept: list[Party] = []
    for party in helping:
        if not any(party.is_same(one) for one in kept):
            kept.append(party)
    return kept


def _refuse_other_target(said: Assignment) -> None:
    if said.target_id is None:
        return
    target = targets_with_ids([said.target_id]).get(said.target_id)
    if target is None or (target.unit_id, target.indicator) != (said.unit_id, said.indicator):
        raise DomainError("This target is not one of the unit and the indicator that are named: choose it again.")


def _refuse_moved(task: Task) -> None:
    granted = select(TaskExtension.id).where(TaskExtension.task_id == task.id)
    if db.session.scalar(granted.where(TaskExtension.state.in_(("approved", "waiting"))).limit(1)) is not None:
        raise DomainError("An extension of this task was asked for: its due day is no longer corrected by hand.")


def _refuse_outlasting(task: Task, due_on: date | None) -> None:
    """Raise where a part would outlast the whole: the task above it, or one below it."""
    above = db.session.scalar(select(Task.due_on).where(Task.id == task.parent_id)) if task.parent_id else None
    refuse_due_under(due_on, above)
    below = db.session.scalar(
        select(func.max(Task.due_on)).where(Task.parent_id == task.id, Task.cancelled_on.is_(None))
    )
    refuse_due_under(below, due_on)
