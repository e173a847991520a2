"""Where most lag, or too little was handed down, or nobody sits: who hears then, and who does not."""

from __future__ import annotations

from datetime import date

import pytest

from committee.core.db import db, transaction
from committee.domain.calendar import day_of
from committee.domain.case_numbers import explain
from committee.escalation import pages, queries, sweep
from committee.escalation.models import Case
from committee.escalation.operations import looking
from committee.figures.models import Figure
from committee.members.models import Seat
from committee.members.operations import cover_seat
from tests.escalation.lagging import (
    BEGINNING,
    END_OF_SEPTEMBER,
    TIMETABLE,
    ask,
    case_of,
    cases,
    events,
    history,
    letters,
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
FIRST = date(2024, 10, 9)


def lag(communes: list[int], values: list[int]) -> None:
    for commune, value in zip(communes, values, strict=True):
        report(commune, END_OF_SEPTEMBER, value)


def test_where_most_siblings_lag_their_superiors_hear_of_the_parent_instead() -> None:
    above, communes = province(5)
    ask(communes, target=1000)
    staff(above, communes)
    lag(communes, [600, 600, 600, 760, 760])

    sweep_through(FIRST, date(2024, 10, 31))

    assert (case_of(above).rule, case_of(above).state) == ("systemic", "OPEN")
    assert {(case.step, case.suppressed_by) for case in cases() if case.unit_id != above} == {(1, "systemic")}
    assert {step for kind, step, name in notices(communes[0])} == {1}


def test_a_systemic_case_says_how_many_lag_and_can_be_explained() -> None:
    above, communes = province(5)
    ask(communes, target=1000)
    staff(above, communes)
    lag(communes, [600, 600, 600, 760, 760])

    sweep_on(FIRST)

    about = next(letter for letter in letters() if letter.subject_id == case_of(above).id)
    assert about.body.splitlines()[0] == "3/5 đơn vị trực thuộc chậm nhiều."
    assert explain(about.facts).signal == "LAG"
    shown = queries.case_row(about.subject_id, on=FIRST)
    assert pages.numbers_of(shown)[-1] == ("Số đơn vị trực thuộc chậm nhiều", "3/5")
    assert pages.bar_of(shown).target is None


def test_when_the_others_have_caught_up_the_one_left_climbs_again() -> None:
    above, communes = province(5)
    ask(communes, target=1000)
    staff(above, communes)
    lag(communes, [600, 600, 600, 760, 760])
    sweep_through(FIRST, date(2024, 10, 31))

    for commune in communes[1:]:
        report(commune, date(2024, 10, 31), 800)
    report(communes[0], date(2024, 10, 31), 610)
    sweep_through(date(2024, 11, 1), date(2024, 11, 15))

    assert case_of(communes[0]).suppressed_by == ""
    assert case_of(communes[0]).step >= 2
    assert case_of(above).state == "RECOVERING"


def test_too_little_handed_down_is_not_the_childrens_fault() -> None:
    above, communes = province(3)
    ask([above], target=5000)
    ask(communes, target=1000)
    staff(above, communes)
    lag(communes, [600, 760, 760])

    sweep_through(FIRST, date(2024, 10, 31))

    assert (case_of(communes[0]).step, case_of(communes[0]).suppressed_by) == (1, "short_cascade")


def test_seats_that_nobody_holds_are_climbed_over_at_once_and_asked_to_be_filled() -> None:
    above, communes = province(3)
    ask(communes, target=1000)
    person("office@tinh.vn", above, "secretariat")
    lag(communes, [600, 760, 760])

    sweep_on(FIRST)

    commune = communes[0]
    assert events(commune) == ["found", "opened", "notified", "seats_vacant"]
    assert history(commune)[-1].facts["wants"] == ["fill_seat"]
    assert history(commune)[2].facts["vacant"] == ["own:chair", "own:reporter"]
    assert case_of(commune).step == 2
    assert notices() == [("step", 2, "office"), ("seats_vacant", 1, "office")]


def test_the_covering_officer_hears_as_well() -> None:
    above, communes = province(3)
    ask(communes, target=1000)
    people = staff(above, communes)
    deputy = person("deputy@xa.vn", communes[0], "member")
    seats = {seat.account_id: seat.id for seat in db.session.query(Seat)}
    with transaction():
        cover_seat(
            seat_id=seats[people["chair1"].account_id], by_seat_id=seats[deputy.account_id], from_on=date(2024, 10, 1),
            to_on=date(2024, 10, 31), by=TIMETABLE, now=BEGINNING,
        )  # fmt: skip
    lag(communes, [600, 760, 760])

    sweep_on(FIRST)

    assert {name for _, _, name in notices()} == {"reporter1", "chair1", "deputy"}


def test_a_level_without_a_committee_is_passed_over() -> None:
    top = plant("Tỉnh Cao Bằng", "province")
    district = plant("Huyện Hòa An", "district", top)
    commune = plant("Xã Nam Tuấn", "commune", district)
    ask([commune], target=1000)
    person("reporter@xa.vn", commune, "reporter")
    person("reviewer@huyen.vn", district, "reviewer")
    person("vice@tinh.vn", top, "standing_vice_chair")
    report(commune, END_OF_SEPTEMBER, 600)

    sweep_through(FIRST, date(2024, 10, 16))

    assert ("step", 2, "vice") in notices(commune)


def test_above_the_highest_unit_its_own_committee_hears() -> None:
    alone = plant("Tỉnh Cao Bằng", "province")
    ask([alone], target=1000)
    person("reporter@tinh.vn", alone, "reporter")
    person("office@tinh.vn", alone, "secretariat")
    report(alone, END_OF_SEPTEMBER, 600)

    sweep_through(FIRST, date(2024, 10, 16))

    assert ("step", 2, "office") in notices()


def test_a_missing_figure_changes_nothing() -> None:
    above, communes = province(3)
    ask(communes, target=1000)
    staff(above, communes)
    lag(communes, [600, 760, 760])
    sweep_on(FIRST)

    sweep_on(date(2024, 11, 11))  # October is due and absent

    assert case_of(communes[0]).severity == "LAG"
    assert "seen" not in events(communes[0])


def test_a_doubtful_figure_changes_nothing() -> None:
    above, communes = province(3)
    ask(communes, target=1000)
    staff(above, communes)
    lag(communes, [600, 760, 760])
    sweep_on(FIRST)

    report(communes[0], date(2024, 10, 10), 6000)
    with transaction():
        db.session.query(Figure).filter_by(value=6000).update({"warning": "Tăng gấp 10 lần"})
    sweep_on(date(2024, 10, 11))

    assert case_of(communes[0]).state == "OPEN"


def test_a_threshold_that_is_missed_opens_nothing() -> None:
    _, communes = province(1)
    ask(communes, target=950_000, indicator="ntm_hi_criterion")
    report(communes[0], END_OF_SEPTEMBER, 500, indicator="hi_participants")
    report(communes[0], END_OF_SEPTEMBER, 1000, indicator="population")

    sweep_on(FIRST)

    assert cases() == []


def test_a_share_that_lags_is_told_in_percent_and_people() -> None:
    above, communes = province(1)
    ask(communes, target=900_000, indicator="hi_coverage")
    staff(above, communes)
    report(communes[0], END_OF_SEPTEMBER, 5_000, indicator="hi_participants")
    report(communes[0], date(2024, 1, 1), 10_000, indicator="population")

    sweep_on(FIRST)

    assert letters()[0].body.splitlines()[:2] == [
        "Đến ngày 30/09/2024: 50,00%; chỉ tiêu 90,00%.",
        "Mốc phải đạt đến ngày 30/09/2024 là 67,50%; còn thiếu 1.750 người.",
    ]
    assert explain(letters()[0].facts).level == letters()[0].facts["level"]


def test_a_case_goes_by_the_lineage_of_its_unit() -> None:
    above, communes = province(2)
    ask(communes, target=1000)
    staff(above, communes)
    lag(communes, [600, 760])

    sweep_on(FIRST)

    assert case_of(communes[0]).fingerprint == f"pace|si_voluntary|{communes[0]}|2024"


@pytest.mark.parametrize("level_below", [730, 745])
def test_a_little_behind_opens_nothing(level_below: int) -> None:
    _, communes = province(1)
    ask(communes, target=1000)
    report(communes[0], END_OF_SEPTEMBER, level_below)

    sweep_on(FIRST)

    assert cases() == []


def test_one_case_that_cannot_be_looked_at_is_put_off_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    above, communes = province(5)
    ask(communes, target=1000)
    staff(above, communes)
    lag(communes, [600, 600, 760, 760, 760])
    broken = communes[0]
    carry_out = looking.carry_out

    def refuse_one(case, decision, occasion):
        if case.unit_id == broken:
            raise RuntimeError("this one is broken")
        carry_out(case, decision, occasion)

    monkeypatch.setattr(looking, "carry_out", refuse_one)
    sweep_on(FIRST)

    assert case_of(communes[1]).notified_step == 1
    assert (case_of(broken).state, case_of(broken).next_look_at.hour) == ("PENDING", 1)
    monkeypatch.undo()
    sweep_on(date(2024, 10, 10))
    assert case_of(broken).notified_step == 1


def test_a_missed_day_is_made_up_for_as_of_its_own_date() -> None:
    above, communes = province(3)
    ask(communes, target=1000)
    staff(above, communes)
    lag(communes, [600, 760, 760])

    sweep.sweep(effective_at=morning(FIRST), by=TIMETABLE, now=morning(date(2024, 10, 14)))

    case = db.session.query(Case).one()
    assert (case.opened_on, day_of(case.next_look_at)) == (FIRST, date(2024, 10, 16))
    assert {day_of(letter.created_at) for letter in letters()} == {date(2024, 10, 14)}
