"""While urging on is paused nobody hears of a case, its state stands still, and what was evaluated is told after."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
from sqlalchemy import select, update

from committee.audit.models import AuditEntry
from committee.core.db import db, transaction
from committee.domain.access import Actor
from committee.domain.calendar import HANOI, day_of
from committee.domain.errors import DomainError, NotFound, Stale
from committee.escalation import operations, queries, sweep
from committee.escalation.checks import troubles
from committee.escalation.models import Case, CaseSilence
from committee.escalation.operations import Pause
from committee.escalation.rows import as_json
from committee.members.operations import give_role
from committee.notify.models import Delivery, Notice
from tests.escalation.lagging import (
    BEGINNING,
    TIMETABLE,
    ask,
    case_of,
    events,
    history,
    morning,
    notices,
    person,
    plant,
    province,
    report,
    staff,
    sweep_on,
    sweep_through,
)

pytestmark = pytest.mark.usefixtures("app")
END_OF_SEPTEMBER, FIRST = date(2024, 9, 30), date(2024, 10, 9)
STORM = {"reason": "Bão số 3, xã ngập sâu", "legal_basis": "Công điện 92/CĐ-TTg"}


@pytest.fixture
def town(app) -> tuple[int, list[int], dict[str, Actor]]:
    """A province with three communes of which the first lags."""
    above, communes = province(3)
    ask(communes, target=1000)
    people = staff(above, communes)
    for one, value in zip(communes, (600, 760, 760), strict=True):
        report(one, END_OF_SEPTEMBER, value)
    return above, communes, people


def at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=HANOI)


def pause(unit: int, first: date, last: date, *, by: Actor, now: datetime | None = None, **said: Any) -> int:
    wanted = Pause(**{**STORM, "unit_id": unit, "from_on": first, "to_on": last, **said})
    with transaction():
        return operations.silence(pause=wanted, by=by, now=now or at(first))


def end(silence_id: int, *, by: Actor, now: datetime, version: int = 1, reason: str = "Nước đã rút") -> None:
    with transaction():
        operations.end_silence(silence_id=silence_id, version=version, reason=reason, by=by, now=now)


def october(day: int) -> date:
    return date(2024, 10, day)


def mail_of(unit: int) -> list[tuple[str, str]]:
    """Return (whom, state) of the mail about a unit's case, in order of writing."""
    db.session.rollback()
    rows = (
        select(Delivery.address, Delivery.state)
        .join(Notice)
        .where(Notice.subject_id == case_of(unit).id, Delivery.channel == "email")
    )
    return [(address.partition("@")[0], state) for address, state in db.session.execute(rows.order_by(Delivery.id))]


def test_nobody_hears_of_a_case_and_it_goes_on_where_it_was(town) -> None:
    _, [commune, *_], people = town
    sweep_on(FIRST)
    sent_before = notices(commune)
    with transaction():
        db.session.execute(update(Delivery).values(state="sent"))
    silence_id = pause(commune, october(14), october(25), by=people["office"])

    sweep_through(october(15), october(27))

    case = case_of(commune)
    assert notices(commune) == sent_before
    assert (case.state, case.step, case.silence_id) == ("OPEN", 1, None)
    assert history(commune)[-1].event == "suppressed"
    assert history(commune)[-1].facts["suppressed_by"] == f"silence:{silence_id}"
    assert case.next_look_at == morning(october(28))  # the pause ends on a Friday

    sweep_on(october(28))
    assert notices(commune) == [*sent_before, ("step", 1, "reporter1"), ("step", 1, "chair1")]
    assert events(commune)[-1] == "repeated"
    sweep_through(october(29), date(2024, 11, 4))
    assert case_of(commune).step == 2, "the delay of the next step began anew when the pause ended"
    assert history(commune)[-1].effective_on == date(2024, 11, 4)


def test_mail_that_waits_is_taken_back_and_its_step_told_once_more_at_the_end(town) -> None:
    _, [commune, *_], people = town
    sweep_on(FIRST)
    assert mail_of(commune) == [("reporter1", "queued"), ("chair1", "queued")]

    pause(commune, FIRST, FIRST, by=people["office"])

    assert mail_of(commune) == [("reporter1", "cancelled"), ("chair1", "cancelled")]
    sweep_on(october(10))
    assert mail_of(commune)[2:] == [("reporter1", "queued"), ("chair1", "queued")]
    assert events(commune)[-1] == "repeated"
    assert case_of(commune).taken_back_on is None
    sweep_on(october(11))
    assert len(mail_of(commune)) == 4


def test_one_that_is_to_come_takes_mail_back_on_its_first_day(town) -> None:
    _, [commune, *_], people = town
    sweep_on(FIRST)
    silence_id = pause(commune, october(11), october(20), by=people["office"], now=at(FIRST))
    assert ("reporter1", "queued") in mail_of(commune)

    sweep_on(october(10))
    assert (case_of(commune).silence_id, mail_of(commune)[0][1]) == (None, "queued")
    sweep_on(october(11))
    assert (case_of(commune).silence_id, mail_of(commune)[0][1]) == (silence_id, "cancelled")


def test_mail_of_other_units_and_of_other_indicators_leaves(town) -> None:
    _, communes, people = town
    sweep_on(FIRST)

    pause(communes[1], FIRST, october(20), by=people["office"])
    pause(communes[0], FIRST, october(20), by=people["office"], indicators=("hi_coverage", "ui_rate"))
    pause(communes[0], FIRST, october(20), by=people["office"], rules=("systemic",))

    assert ("reporter1", "queued") in mail_of(communes[0])
    assert case_of(communes[0]).silence_id is None


def test_what_grows_worse_meanwhile_is_told_when_the_pause_ends(town) -> None:
    """Story 001-6: a lag under a pause becomes a risk; its superiors hear it on the day after."""
    _, [commune, *_], people = town
    report(commune, END_OF_SEPTEMBER, 640)  # pace 0,853: a lag
    sweep_on(FIRST)
    assert case_of(commune).severity == "LAG"
    pause(commune, october(10), october(31), by=people["office"])
    before = notices(commune)

    report(commune, october(10), 400)
    sweep_through(october(11), october(31))

    case = case_of(commune)
    assert (case.state, case.step, case.severity, notices(commune)) == ("OPEN", 2, "SEVERE", before)
    sweep_on(date(2024, 11, 1))
    assert {(kind, step) for kind, step, _ in notices(commune)[len(before) :]} == {
        ("step", 2),
        ("explanation_requested", 2),
    }


def test_evaluating_never_pauses(town) -> None:
    _, [commune, *_], people = town
    pause(commune, FIRST, october(31), by=people["office"])

    sweep_through(FIRST, october(11))

    case = case_of(commune)
    assert (case.state, case.step, notices(commune)) == ("OPEN", 1, [])
    assert (day_of(case.next_look_at), case.silence_id) == (date(2024, 11, 1), 1)
    report(commune, october(12), 990)
    sweep_on(october(14))
    assert case_of(commune).state == "RECOVERING"


def test_a_missed_day_is_made_up_for_as_of_its_own_date(town) -> None:
    _, [commune, *_], people = town
    for slot in (FIRST, october(10)):
        sweep.sweep(effective_at=morning(slot), by=TIMETABLE, now=at(slot))
    pause(commune, october(17), october(25), by=people["office"], now=at(october(17), 6))
    now = at(october(17), 9)

    for slot in range(11, 18):
        sweep.sweep(effective_at=morning(october(slot)), by=TIMETABLE, now=now)

    told = [change for change in history(commune) if change.event == "climbed"]
    assert [change.effective_on for change in told] == [october(16)], "on the 16th nothing was paused"
    assert {state for _, state in mail_of(commune)} == {"cancelled"}, "on the 17th nothing leaves"
    assert day_of(case_of(commune).next_look_at) == october(28)
    sweep_on(october(28))
    assert {kind for kind, step, _ in notices(commune) if step == 2} == {"step", "explanation_requested"}
    assert events(commune)[-1] == "repeated"


def test_mail_made_up_for_during_a_pause_waits_for_its_end(town) -> None:
    _, [commune, *_], people = town
    pause(commune, october(10), october(13), by=people["office"], now=at(FIRST, 6))

    sweep.sweep(effective_at=morning(FIRST), by=TIMETABLE, now=at(october(10)))

    db.session.rollback()
    due = set(db.session.scalars(select(Delivery.due_at).where(Delivery.channel == "email")))
    assert due == {morning(october(14))}


def test_a_pause_ended_early_lets_its_cases_go_on_at_once(town) -> None:
    _, [commune, *_], people = town
    sweep_on(FIRST)
    silence_id = pause(commune, october(10), date(2024, 11, 29), by=people["office"])
    sweep_on(october(11))
    assert case_of(commune).clock_from == date(2024, 12, 2)

    end(silence_id, by=people["vice"], now=at(october(15)))

    case = case_of(commune)
    assert (case.silence_id, case.clock_from, day_of(case.next_look_at)) == (None, october(15), october(15))
    sweep_on(october(16))
    assert events(commune)[-1] == "repeated"
    sweep_through(october(17), october(23))
    assert (case_of(commune).step, history(commune)[-1].effective_on) == (2, october(23))


def test_of_two_that_overlap_ending_one_leaves_the_other(town) -> None:
    _, [commune, *_], people = town
    sweep_on(FIRST)
    first = pause(commune, october(10), october(31), by=people["office"])
    second = pause(commune, october(10), october(20), by=people["office"])
    sweep_on(october(11))
    assert (case_of(commune).silence_id, day_of(case_of(commune).next_look_at)) == (first, date(2024, 11, 1))

    end(first, by=people["office"], now=at(october(14)))
    sweep_on(october(15))

    assert (case_of(commune).silence_id, day_of(case_of(commune).next_look_at)) == (second, october(21))


def test_a_pause_and_a_hold_stand_side_by_side() -> None:
    above, communes = province(5)
    ask(communes, target=1000)
    people = staff(above, communes)
    for one, value in zip(communes, (600, 600, 600, 760, 760), strict=True):
        report(one, END_OF_SEPTEMBER, value)
    sweep_on(FIRST)
    silence_id = pause(communes[0], october(10), october(20), by=people["office"])

    sweep_through(october(10), october(11))
    shown = as_json(queries.case_row(case_of(communes[0]).id, on=october(11)))
    assert shown["suppressed_by"] == f"systemic,silence:{silence_id}"
    sweep_through(october(12), october(21))
    shown = as_json(queries.case_row(case_of(communes[0]).id, on=october(21)))
    assert shown["suppressed_by"] == "systemic"


def test_a_second_sweep_writes_nothing(town) -> None:
    _, [commune, *_], people = town
    sweep_on(FIRST)
    pause(commune, FIRST, october(20), by=people["office"])
    sweep_on(october(10))
    version = case_of(commune).version

    sweep_on(october(10))

    assert case_of(commune).version == version


def test_both_acts_stand_in_the_audit(town) -> None:
    _, [commune, *_], people = town
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


def test_who_may_make_one(town) -> None:
    above, [commune, *_], people = town
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
def test_what_a_pause_must_have(town, said: dict[str, Any], refused: str) -> None:
    _, [commune, *_], people = town
    wanted = Pause(**{**STORM, "unit_id": commune, "from_on": FIRST, "to_on": october(20), **said})

    with pytest.raises(DomainError, match=refused), transaction():
        operations.silence(pause=wanted, by=people["office"], now=at(FIRST))


def test_it_is_ended_once_by_whoever_may_and_saw_how_it_stands(town) -> None:
    _, [commune, *_], people = town
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


def test_the_auditor_sees_what_does_not_end_and_what_is_held_too_long(town) -> None:
    _, [commune, *_], people = town
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
