"""While urging on is paused nobody hears of a case, its state stands still, and what was evaluated is told after."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, update

from committee.core.db import db, transaction
from committee.domain.calendar import day_of
from committee.escalation import queries, sweep
from committee.escalation.rows import as_json
from committee.notify.models import Delivery
from tests.escalation.lagging import (
    END_OF_SEPTEMBER,
    TIMETABLE,
    ask,
    case_of,
    events,
    history,
    morning,
    notices,
    province,
    report,
    staff,
    sweep_on,
    sweep_through,
)
from tests.escalation.pausing import at, end, mail_of, october, pause

pytestmark = pytest.mark.usefixtures("app")
FIRST = date(2024, 10, 9)


def test_nobody_hears_of_a_case_and_it_goes_on_where_it_was(lagging) -> None:
    _, [commune, *_], people = lagging
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


def test_mail_that_waits_is_taken_back_and_its_step_told_once_more_at_the_end(lagging) -> None:
    _, [commune, *_], people = lagging
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


def test_one_that_is_to_come_takes_mail_back_on_its_first_day(lagging) -> None:
    _, [commune, *_], people = lagging
    sweep_on(FIRST)
    silence_id = pause(commune, october(11), october(20), by=people["office"], now=at(FIRST))
    assert ("reporter1", "queued") in mail_of(commune)

    sweep_on(october(10))
    assert (case_of(commune).silence_id, mail_of(commune)[0][1]) == (None, "queued")
    sweep_on(october(11))
    assert (case_of(commune).silence_id, mail_of(commune)[0][1]) == (silence_id, "cancelled")


def test_mail_of_other_units_and_of_other_indicators_leaves(lagging) -> None:
    _, communes, people = lagging
    sweep_on(FIRST)

    pause(communes[1], FIRST, october(20), by=people["office"])
    pause(communes[0], FIRST, october(20), by=people["office"], indicators=("hi_coverage", "ui_rate"))
    pause(communes[0], FIRST, october(20), by=people["office"], rules=("systemic",))

    assert ("reporter1", "queued") in mail_of(communes[0])
    assert case_of(communes[0]).silence_id is None


def test_what_grows_worse_meanwhile_is_told_when_the_pause_ends(lagging) -> None:
    """Story 001-4: a lag under a pause becomes a risk; its superiors hear it on the day after."""
    _, [commune, *_], people = lagging
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


def test_evaluating_never_pauses(lagging) -> None:
    _, [commune, *_], people = lagging
    pause(commune, FIRST, october(31), by=people["office"])

    sweep_through(FIRST, october(11))

    case = case_of(commune)
    assert (case.state, case.step, notices(commune)) == ("OPEN", 1, [])
    assert (day_of(case.next_look_at), case.silence_id) == (date(2024, 11, 1), 1)
    report(commune, october(12), 990)
    sweep_on(october(14))
    assert case_of(commune).state == "RECOVERING"


def test_a_missed_day_is_made_up_for_as_of_its_own_date(lagging) -> None:
    _, [commune, *_], people = lagging
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


def test_mail_made_up_for_during_a_pause_waits_for_its_end(lagging) -> None:
    _, [commune, *_], people = lagging
    pause(commune, october(10), october(13), by=people["office"], now=at(FIRST, 6))

    sweep.sweep(effective_at=morning(FIRST), by=TIMETABLE, now=at(october(10)))

    db.session.rollback()
    due = set(db.session.scalars(select(Delivery.due_at).where(Delivery.channel == "email")))
    assert due == {morning(october(14))}


def test_a_pause_ended_early_lets_its_cases_go_on_at_once(lagging) -> None:
    _, [commune, *_], people = lagging
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


def test_of_two_that_overlap_ending_one_leaves_the_other(lagging) -> None:
    _, [commune, *_], people = lagging
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


def test_a_second_sweep_writes_nothing(lagging) -> None:
    _, [commune, *_], people = lagging
    sweep_on(FIRST)
    pause(commune, FIRST, october(20), by=people["office"])
    sweep_on(october(10))
    version = case_of(commune).version

    sweep_on(october(10))

    assert case_of(commune).version == version
