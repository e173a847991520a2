"""A year of one commune: it falls behind, is urged on step by step, takes the case up, catches up."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from committee.core.db import db, transaction
from committee.domain.case_numbers import explain
from committee.domain.errors import DomainError, NotFound
from committee.domain.ladder import DEFAULT_LADDER
from committee.escalation.operations import acknowledge
from committee.escalation.stored import ladder_of
from committee.notify.models import Notice
from committee.targets.models import NotApplicable
from tests.escalation.lagging import (
    ask,
    case_of,
    cases,
    deliveries,
    events,
    everything,
    history,
    letters,
    morning,
    notices,
    province,
    report,
    staff,
    sweep_on,
    sweep_through,
)

pytestmark = pytest.mark.usefixtures("app")
END_OF_SEPTEMBER = date(2024, 9, 30)
FIRST = date(2024, 10, 9)  # a Wednesday


@pytest.fixture
def lagging(app: Flask) -> tuple[int, list[int], dict]:
    """Three communes that should have 750 by the end of September; the first has 600."""
    above, communes = province()
    ask(communes, target=1000)
    people = staff(above, communes)
    for commune, value in zip(communes, (600, 760, 755), strict=True):
        report(commune, END_OF_SEPTEMBER, value)
    return above, communes, people


def test_the_unit_itself_hears_first_on_the_day_the_lag_is_found(lagging) -> None:
    _, (commune, *_), _ = lagging

    sweep_on(FIRST)

    assert [case.unit_id for case in cases()] == [commune]
    assert (case_of(commune).state, case_of(commune).step, case_of(commune).severity) == ("OPEN", 1, "LAG")
    assert events(commune) == ["found", "opened", "notified"]
    assert notices() == [("step", 1, "reporter1"), ("step", 1, "chair1")]


def test_without_a_change_it_climbs_step_by_step_on_working_days(lagging) -> None:
    _, (commune, *_), _ = lagging

    sweep_through(FIRST, date(2024, 12, 31))

    assert [(change.event, change.effective_on, change.step) for change in history(commune)] == [
        ("found", date(2024, 10, 9), 0),
        ("opened", date(2024, 10, 9), 1),
        ("notified", date(2024, 10, 9), 1),
        ("climbed", date(2024, 10, 16), 2),
        ("climbed", date(2024, 10, 23), 3),
        ("repeated", date(2024, 10, 30), 3),
        ("climbed", date(2024, 11, 6), 4),
        ("repeated", date(2024, 12, 6), 4),
    ]
    assert notices() == [
        ("step", 1, "reporter1"),
        ("step", 1, "chair1"),
        ("step", 2, "office"),
        ("step", 2, "vice"),
        ("explanation_requested", 2, "reporter1"),
        ("explanation_requested", 2, "chair1"),
        ("step", 3, "head"),
        ("step", 3, "head"),
        ("step", 4, "head"),
        ("step", 4, "vice"),
        ("step", 4, "office"),
        ("step", 4, "head"),
        ("step", 4, "vice"),
        ("step", 4, "office"),
    ]


def test_what_it_leaves_to_others_stands_in_its_history(lagging) -> None:
    _, (commune, *_), _ = lagging

    sweep_through(FIRST, date(2024, 11, 6))

    wanted = {change.step: change.facts["wants"] for change in history(commune) if "wants" in change.facts}
    assert wanted == {3: ["letter"], 4: ["agenda"]}


def test_the_ladder_it_opened_with_is_kept(lagging) -> None:
    _, (commune, *_), _ = lagging

    sweep_on(FIRST)

    snapshot = case_of(commune).snapshot
    assert ladder_of(snapshot["ladder"]) == DEFAULT_LADDER
    assert snapshot["facts"]["thresholds"]["lag"] == "9/10"


def test_the_same_sweep_again_changes_nothing_anywhere(lagging) -> None:
    sweep_through(FIRST, date(2024, 10, 16))
    before = everything()

    sweep_on(date(2024, 10, 16))

    assert everything() == before


def test_a_notice_says_where_it_stands_what_is_missing_and_what_is_asked(lagging) -> None:
    sweep_on(FIRST)

    first = letters()[0]

    assert first.title == "Xã Số 1 chậm nhiều chỉ tiêu số người tham gia BHXH tự nguyện (tháng 9/2024)"
    assert first.body.splitlines() == [
        "Đến ngày 30/09/2024: 600/1.000 người, đạt 60,00% chỉ tiêu.",
        "Mốc phải đạt đến ngày 30/09/2024 là 750 người; còn thiếu 150 người.",
        "Đề nghị xác nhận đã nhận và triển khai biện pháp khắc phục trước ngày 16/10/2024.",
        f"Xem chi tiết tại: http://localhost:8000/cases/{first.subject_id}",
    ]


def test_every_notice_can_be_explained_from_its_facts(lagging) -> None:
    sweep_through(FIRST, date(2024, 11, 6))

    assert letters()
    for letter in letters():
        explained = explain(letter.facts)
        assert explained.level.value == letter.facts["level"]
        assert explained.signal is not None
        assert explained.signal.value == letter.facts["severity"]


def test_a_notice_is_one_of_its_kind(lagging) -> None:
    _, (commune, *_), people = lagging

    sweep_on(FIRST)

    reporter = people["reporter1"].account_id
    assert letters()[0].dedupe_key == f"step|pace/1|{commune}|si_voluntary|2024-09|1|1|0|{reporter}"


def test_the_unit_acknowledges_and_what_waits_is_taken_back(lagging) -> None:
    _, (commune, *_), people = lagging
    sweep_on(FIRST)

    with transaction():
        acknowledge(case_id=case_of(commune).id, by=people["chair1"], now=morning(date(2024, 10, 10)))

    assert (case_of(commune).state, case_of(commune).due_on) == ("ACKED", date(2024, 10, 15))
    assert [delivery.state for delivery in deliveries()] == ["cancelled", "cancelled", "queued"]
    assert notices()[2:] == [("acknowledged", 1, "reporter1")]


def test_who_acknowledges_has_answered_what_they_were_told(lagging) -> None:
    _, (commune, *_), people = lagging
    sweep_on(FIRST)

    with transaction():
        acknowledge(case_id=case_of(commune).id, by=people["chair1"], now=morning(date(2024, 10, 10)))

    told = select(Notice.read_at.is_not(None)).order_by(Notice.id)
    of = {name: list(db.session.scalars(told.where(Notice.recipient_id == people[name].account_id))) for name in people}
    assert (of["chair1"], of["reporter1"]) == ([True], [False, False])


def test_an_explanation_that_does_not_come_opens_it_again_on_the_same_step(lagging) -> None:
    _, (commune, *_), people = lagging
    sweep_on(FIRST)
    with transaction():
        acknowledge(case_id=case_of(commune).id, by=people["chair1"], now=morning(date(2024, 10, 10)))

    sweep_through(date(2024, 10, 11), date(2024, 10, 16))

    assert (case_of(commune).state, case_of(commune).step) == ("OPEN", 1)
    assert notices()[3:] == [("explanation_overdue", 1, "reporter1"), ("explanation_overdue", 1, "chair1")]


def test_only_the_unit_itself_acknowledges(lagging) -> None:
    _, (commune, *_), people = lagging
    sweep_on(FIRST)

    with pytest.raises(DomainError, match="Only people of"), transaction():
        acknowledge(case_id=case_of(commune).id, by=people["head"], now=morning(FIRST))
    with pytest.raises(NotFound), transaction():
        acknowledge(case_id=case_of(commune).id, by=people["chair2"], now=morning(FIRST))

    assert case_of(commune).state == "OPEN"


def test_an_act_on_what_somebody_else_has_changed_is_refused(lagging) -> None:
    _, (commune, *_), people = lagging
    sweep_on(FIRST)
    case_id, seen = case_of(commune).id, case_of(commune).version
    with transaction():
        acknowledge(case_id=case_id, version=seen, by=people["chair1"], now=morning(FIRST))

    with pytest.raises(DomainError, match="Somebody else has changed"), transaction():
        acknowledge(case_id=case_id, version=seen, by=people["reporter1"], now=morning(FIRST))


def test_a_unit_that_catches_up_recovers_and_everybody_told_hears_of_the_end(lagging) -> None:
    _, (commune, *_), _ = lagging
    sweep_through(FIRST, date(2024, 10, 16))
    report(commune, date(2024, 10, 31), 745)
    sweep_through(date(2024, 11, 1), date(2024, 11, 4))
    assert case_of(commune).state == "RECOVERING"
    already = len(notices())

    report(commune, date(2024, 11, 30), 800)
    sweep_on(date(2024, 12, 2))

    assert (case_of(commune).state, case_of(commune).resolved_on) == ("RESOLVED", date(2024, 12, 2))
    assert {name for kind, _, name in notices()[already:] if kind == "resolved"} == {
        "reporter1", "chair1", "office", "vice",
    }  # fmt: skip
    assert case_of(commune).next_look_at is None


def test_on_the_border_nobody_is_told_twice(lagging) -> None:
    _, (commune, *_), _ = lagging
    sweep_on(FIRST)

    report(commune, date(2024, 10, 31), 700)  # 93 % of 750: milder, but not yet clear
    sweep_on(date(2024, 11, 1))

    assert case_of(commune).state == "OPEN"
    assert events(commune)[3:] == ["seen", "climbed"]


def test_a_lag_within_sixty_days_reopens_the_case(lagging) -> None:
    _, (commune, *_), _ = lagging
    sweep_on(FIRST)
    for day, value in ((date(2024, 10, 31), 760), (date(2024, 11, 15), 770)):
        report(commune, day, value)
        sweep_on(day)
    assert case_of(commune).state == "RESOLVED"

    report(commune, date(2024, 11, 30), 600)
    sweep_on(date(2024, 12, 2))

    assert len(cases()) == 1
    assert (case_of(commune).state, case_of(commune).episode, case_of(commune).step) == ("OPEN", 2, 1)
    assert notices()[-2:] == [("step", 1, "reporter1"), ("step", 1, "chair1")]


def test_one_provisional_figure_holds_back_and_a_second_opens(lagging) -> None:
    _, (_, second, _), _ = lagging
    report(second, END_OF_SEPTEMBER, 610, provisional=True)
    sweep_on(FIRST)
    assert case_of(second).state == "PENDING"

    report(second, END_OF_SEPTEMBER, 612, provisional=True)
    sweep_on(date(2024, 10, 10))

    assert case_of(second).state == "OPEN"


def test_a_lag_that_was_a_first_estimate_vanishes_without_a_trace(lagging) -> None:
    _, (_, second, _), _ = lagging
    report(second, END_OF_SEPTEMBER, 610, provisional=True)
    sweep_on(FIRST)

    report(second, END_OF_SEPTEMBER, 751)
    sweep_on(date(2024, 10, 10))

    assert [case.unit_id for case in cases()] == [lagging[1][0]]


def test_a_unit_that_becomes_severe_goes_to_the_level_above_at_once(lagging) -> None:
    _, (commune, *_), _ = lagging
    sweep_on(FIRST)

    report(commune, date(2024, 10, 10), 500)
    sweep_on(date(2024, 10, 11))

    assert (case_of(commune).severity, case_of(commune).step) == ("SEVERE", 2)
    assert ("worsened", 2, "vice") in notices()


def test_a_target_that_is_no_longer_asked_ends_the_case(lagging) -> None:
    _, (commune, *_), _ = lagging
    sweep_on(FIRST)

    with transaction():
        db.session.add(NotApplicable(unit_id=commune, indicator="si_voluntary", from_on=FIRST, reason="Xã đảo"))
    sweep_on(date(2024, 10, 10))

    assert (case_of(commune).state, case_of(commune).close_reason) == ("CLOSED", "not_applicable")


def test_nobody_is_told_on_a_holiday_or_at_a_weekend(lagging) -> None:
    _, communes, _ = lagging
    report(communes[1], date(2024, 3, 31), 100)  # 25 % of the target were asked for by then

    sweep_on(date(2024, 4, 30))
    quiet = notices()
    sweep_through(date(2024, 5, 1), date(2024, 5, 2))

    assert quiet == []
    assert [(change.event, change.effective_on) for change in history(communes[1])] == [
        ("found", date(2024, 4, 30)),
        ("opened", date(2024, 4, 30)),
        ("notified", date(2024, 5, 2)),
    ]


def test_a_year_passes_in_seconds(lagging) -> None:
    _, communes, _ = lagging
    for month, day in ((1, 31), (2, 29), (3, 31), (4, 30), (5, 31), (6, 30), (7, 31), (8, 31)):
        for number, commune in enumerate(communes):
            report(commune, date(2024, month, day), month * (60 + 15 * number))

    sweep_through(date(2024, 1, 2), date(2024, 12, 31))

    assert events(communes[0]).count("found") == 1
    assert [(case.unit_id, case.severity, case.step) for case in cases()] == [(communes[0], "SEVERE", 4)]
