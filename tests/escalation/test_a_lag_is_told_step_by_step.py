"""A commune falls behind and does nothing: who hears of it, when, in which words, and once each."""

from __future__ import annotations

from datetime import date

import pytest

from committee.domain.case_numbers import explain
from committee.domain.ladder import DEFAULT_LADDER
from committee.escalation.stored import ladder_of
from tests.escalation.lagging import (
    case_of,
    cases,
    events,
    everything,
    history,
    letters,
    notices,
    report,
    sweep_on,
    sweep_through,
)

pytestmark = pytest.mark.usefixtures("app")
FIRST = date(2024, 10, 9)  # a Wednesday


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


def test_a_unit_that_becomes_severe_goes_to_the_level_above_at_once(lagging) -> None:
    _, (commune, *_), _ = lagging
    sweep_on(FIRST)

    report(commune, date(2024, 10, 10), 500)
    sweep_on(date(2024, 10, 11))

    assert (case_of(commune).severity, case_of(commune).step) == ("SEVERE", 2)
    assert ("worsened", 2, "vice") in notices()


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
