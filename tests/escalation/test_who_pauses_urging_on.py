"""Who pauses urging on and ends it, what that needs, and what is kept of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from committee.audit.models import AuditEntry
from committee.core.db import db, transaction
from committee.domain.access import Actor
from committee.domain.errors import DomainError, NotFound, Stale
from committee.escalation import operations
from committee.escalation.checks import troubles
from committee.escalation.models import Case, CaseSilence
from committee.escalation.operations import Pause
from committee.members.operations import give_role
from tests.escalation.lagging import (
    BEGINNING,
    TIMETABLE,
    morning,
    person,
    plant,
    sweep_on,
)
from tests.escalation.pausing import STORM, at, end, october, pause

pytestmark = pytest.mark.usefixtures("app")
FIRST = date(2024, 10, 9)


def test_both_acts_stand_in_the_audit(lagging) -> None:
    _, [commune, *_], people = lagging
    sweep_on(FIRST)
    silence_id = pause(commune, FIRST, october(20), by=people["office"])
    end(silence_id, by=people["vice"], now=at(october(14)))

    acts = db.session.scalars(
        select(AuditEntry).where(AuditEntry.thing_kind == "silence").order_by(AuditEntry.id)
    ).all()
    assert [(one.action, one.actor_name, one.unit_id) for one in acts] == [
        ("silence cases", "office", commune),
        ("end silence", "vice", commune),
    ]
    assert (acts[0].facts["before"], acts[0].facts["after"]["reason"], acts[0].facts["held"]) == (
        None,
        STORM["reason"],
        1,
    )
    assert (acts[1].facts["before"]["to_on"], acts[1].facts["freed"]) == ("2024-10-20", 1)


def test_who_may_make_one(lagging) -> None:
    above, [commune, *_], people = lagging
    elsewhere = plant("Tỉnh Cao Bằng", "province")
    stranger = person("stranger@tinh.vn", elsewhere, "secretariat")

    for by in (people["reporter2"], stranger, Actor(None, "timetable")):
        with pytest.raises(NotFound):
            pause(commune, FIRST, october(20), by=by)
    for by in (people["chair1"], people["reporter1"]):
        with pytest.raises(DomainError, match="You sit in Xã Số 1 or below it"):
            pause(commune, FIRST, october(20), by=by)
    with pytest.raises(DomainError, match="You sit in Tỉnh Lạng Sơn or below it"):
        pause(above, FIRST, october(20), by=people["head"])
    with transaction():  # the standing vice head of the province sits in the commune's committee as well
        give_role(account_id=people["vice"].account_id, unit_id=commune, role="member", by=TIMETABLE, now=BEGINNING)
    with pytest.raises(DomainError, match="You sit in Xã Số 1 or below it"):
        pause(commune, FIRST, october(20), by=people["vice"])


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"reason": ""}, "Say why urging on is paused"),
        ({"legal_basis": ""}, "Say on what the pause rests"),
        ({"to_on": date(2024, 12, 31)}, "at most 60 days"),
        ({"from_on": october(8)}, "cannot begin in the past"),
    ],
)
def test_what_a_pause_must_have(lagging, said: dict[str, Any], refused: str) -> None:
    _, [commune, *_], people = lagging
    wanted = Pause(**{**STORM, "unit_id": commune, "from_on": FIRST, "to_on": october(20), **said})

    with pytest.raises(DomainError, match=refused), transaction():
        operations.silence(pause=wanted, by=people["office"], now=at(FIRST))


def test_it_is_ended_once_by_whoever_may_and_saw_how_it_stands(lagging) -> None:
    _, [commune, *_], people = lagging
    silence_id = pause(commune, FIRST, october(20), by=people["office"])

    for by in (people["chair1"], people["reporter2"]):
        with pytest.raises(NotFound):
            end(silence_id, by=by, now=at(FIRST))
    with pytest.raises(NotFound):
        end(silence_id + 1, by=people["office"], now=at(FIRST))
    with pytest.raises(DomainError, match="Say why the pause ends early"):
        end(silence_id, by=people["office"], now=at(FIRST), reason="")
    with pytest.raises(Stale):
        end(silence_id, by=people["office"], now=at(FIRST), version=7)
    end(silence_id, by=people["office"], now=at(FIRST))
    with pytest.raises(DomainError, match="over already"):
        end(silence_id, by=people["office"], now=at(FIRST), version=2)


def test_the_auditor_sees_what_does_not_end_and_what_is_held_too_long(lagging) -> None:
    _, [commune, *_], people = lagging
    sweep_on(FIRST)
    pause(commune, FIRST, october(20), by=people["office"])
    assert troubles(morning(october(10))) == []

    with transaction():
        db.session.execute(update(Case).values(next_look_at=morning(date(2025, 1, 2))))
    held = [said for said in troubles(morning(october(23))) if "tạm dừng" in said]
    assert held == ["1 vụ việc vẫn bị giữ bởi một đợt tạm dừng đôn đốc đã kết thúc."]

    with transaction():
        db.session.execute(update(CaseSilence).values(to_on=date(2025, 6, 1)))
    assert any("kéo dài hơn 60 ngày" in said for said in troubles(morning(october(23))))
