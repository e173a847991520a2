"""Row 8: a task or a proposal that names somebody is theirs while they sit in its house; not with the next request."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from flask import Flask

from committee.domain.access import Reach
from committee.members.queries import viewer_of
from committee.tasks import queries
from committee.tasks.access import eyes_of
from committee.tasks.queries import TaskFilter
from committee.tasks.queries.feeds import due_days_of
from committee.tasks.queries.month import due_days
from committee.tasks.queries.petitions import count_petitions, petitions
from committee.tasks.queries.waiting import petitions_to_answer
from tests.access import model
from tests.access.model import DOING, TIES, Who, is_bound, may, may_report_by, may_see_by
from tests.access.test_matrix import cases, wrong_answers
from tests.access.world import ABROAD, HOME, TODAY, World, build

WHO = (
    "nobody", "without a seat", "member of the unit", "reviewer of the unit", "reviewer above", "reporter beside",
    "member below", "chair in another province", "administrator of the whole system", "chair until yesterday",
    "member until yesterday", "reporter until yesterday", "vice_chair of a unit that ended",
    "reporter of a unit that ended", "member elsewhere in charge", "covered chair until yesterday",
)  # fmt: skip
NOWHERE = Reach((), (), ())
FEW = [who for who in model.everybody() if who.name in WHO]


@pytest.fixture
def world(app: Flask) -> World:
    return build(app, FEW)


@pytest.mark.one_engine
def test_row_8_being_named_counts_while_one_sits_in_the_house(world: World) -> None:
    names = {*WHO[::2], "chair until yesterday", "reporter of a unit that ended"}
    chosen = [case for case in cases() if case[2].tie and case[3].name in names]

    wrong = list(wrong_answers(world, chosen))

    assert len(FEW) == len(WHO)
    assert not wrong, f"{len(wrong)} of {len(chosen)} wrong:\n" + "\n".join(wrong)


def test_row_8_lists_counts_boards_months_and_calendars_agree_on_what_somebody_is_named_in(world: World) -> None:
    wrong = [f"{who.name}: {what}" for who in FEW if who.is_signed_in for what in disagreements(world, who)]

    assert not wrong, "\n".join(wrong)


def disagreements(world: World, who: Who) -> Iterable[str]:
    """Yield what a way to look at tasks or proposals shows of more or less than the model says."""
    eyes = eyes_of(viewer_of(world.accounts[who.name], TODAY), on=TODAY)
    seen, reported = seen_by(world, who, "task"), reported_by(world, who)
    board = queries.board(day=TODAY, eyes=eyes, each=10**6)
    month = due_days(queries.EVERYTHING, day=TODAY, eyes=eyes, each=10**6)
    work = queries.work_of(eyes)
    shown = {
        "list": {row.id for row in queries.tasks(day=TODAY, eyes=eyes)},
        "board": {row.id for _many, rows in board.values() for row in rows},
        "month": {line.id for day in month.values() for line in day.first},
        "one by one": {task for task in everything(world, "task") if queries.task_row(task, day=TODAY, eyes=eyes)},
    }
    mine = {
        "mine": {row.id for row in queries.tasks(TaskFilter(mine=True), day=TODAY, eyes=eyes)},
        "my work": {row.id for row in (*work.to_do, *work.sent)},
    }
    yield from (f"{name}: {sorted(found ^ seen)}" for name, found in shown.items() if found != seen)
    yield from (f"{name}: {sorted(found ^ reported)}" for name, found in mine.items() if found != reported)
    calendar, helped = {row.id for row in due_days_of(eyes, since=TODAY)}, helped_by(world, who)
    if calendar != reported | helped:
        yield f"calendar: {sorted(calendar ^ (reported | helped))}"
    counted = {
        "count": queries.count_tasks(day=TODAY, eyes=eyes),
        "board counts": sum(many for many, _rows in board.values()),
        "month counts": sum(day.many for day in month.values()),
        "rates": queries.counts(day=TODAY, eyes=eyes).open_in_time,
        "leads": sum(one.open_in_time for one in queries.counts_by_lead(day=TODAY, eyes=eyes).values()),
    }
    yield from (f"{name}: {many}, not {len(seen)}" for name, many in counted.items() if many != len(seen))
    proposals = {row.id for row in petitions(eyes=eyes)}
    if proposals != seen_by(world, who, "petition") or count_petitions(eyes=eyes) != len(proposals):
        yield f"proposals: {sorted(proposals ^ seen_by(world, who, 'petition'))}"
    to_answer = {named(world, who, tie) for tie in ("addressee", "addressed seat") if is_bound(who, tie)}
    if {one.id for one in petitions_to_answer(eyes, within=NOWHERE)} != to_answer:
        yield "proposals to answer"


def seen_by(world: World, who: Who, kind: str) -> set[int]:
    """Return the tasks or proposals of the world that somebody sees, by right or by name."""
    found = {
        thing
        for (other, tie), thing in ties_of(world, kind).items()
        if (may_see_by(who, tie) if other is who else any(may(who, "see tasks", one) for one in TIES[tie][1].split()))
    }
    return found | {thing for letter, thing in plain(world, kind) if may(who, "see tasks", letter)}


def reported_by(world: World, who: Who) -> set[int]:
    """Return the tasks that somebody reports on."""
    led_by_t = [tie for tie in TIES if "T" in TIES[tie][1].split()]
    found = {
        thing
        for (other, tie), thing in ties_of(world, "task").items()
        if (may_report_by(who, tie) if other is who else tie in led_by_t and may(who, "report tasks", "T"))
    }
    return found | {thing for letter, thing in plain(world, "task") if may(who, "report tasks", letter)}


def helped_by(world: World, who: Who) -> set[int]:
    return {named(world, who, tie) for tie in ("helper", "helping seat") if tie not in DOING and is_bound(who, tie)}


def named(world: World, who: Who, tie: str) -> int:
    return int(world.things[f"{tie} {who.name}"])


def ties_of(world: World, kind: str) -> dict[tuple[Who, str], int]:
    """Return {(person, tie): what names them}."""
    asked = [(who, tie) for who in FEW for tie in TIES if TIES[tie][0] == kind]
    return {
        (who, tie): named(world, who, tie) for who, tie in asked if f"{tie} {who.name}" in world.things
    }  # fmt: skip


def plain(world: World, kind: str) -> list[tuple[str, int]]:
    """Return (unit, thing) of what names nobody; a proposal that was withdrawn is seen as well."""
    words = {"task": ("open", "waiting"), "petition": ("open", "withdrawn")}[kind]
    return [(letter, world.things[f"{kind} {letter} {word}"]) for letter in (*HOME, *ABROAD) for word in words]


def everything(world: World, kind: str) -> set[int]:
    return {*ties_of(world, kind).values(), *(thing for _letter, thing in plain(world, kind))}
