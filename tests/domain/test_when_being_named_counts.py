"""Whoever is named in a task or a proposal has to do with it while they sit in its house, and not a day longer."""

from __future__ import annotations

import pytest

from committee.domain.access import Role, SeatOf
from committee.domain.ties import Tie, addressed, counts, houses_of, is_own_result

PROVINCE, DISTRICT, COMMUNE, BESIDE = 1, 2, 3, 4
PATHS = {PROVINCE: "1/", DISTRICT: "1/2/", COMMUNE: "1/2/3/", BESIDE: "1/2/4/"}


def seat(unit_id: int, *, former: bool = False) -> SeatOf:
    return SeatOf(Role.MEMBER, unit_id, PATHS[unit_id], former)


def test_one_sits_in_the_house_of_ones_own_unit_and_of_all_above_it() -> None:
    assert houses_of([seat(COMMUNE)]) == {PROVINCE, DISTRICT, COMMUNE}
    assert houses_of([seat(PROVINCE)]) == {PROVINCE}
    assert houses_of([seat(COMMUNE, former=True)]) == set()
    assert houses_of([SeatOf(Role.ADMINISTRATOR, None, "")]) == set()
    assert houses_of([]) == set()


# A task of the district's committee that the commune leads, or a name or account does: where one has to sit.
@pytest.mark.parametrize(
    ("tie", "led_by_the_commune", "led_by_somebody"),
    [
        (Tie.GIVER, set(), set()),
        (Tie.LEAD, {DISTRICT, COMMUNE, BESIDE}, {DISTRICT, COMMUNE, BESIDE}),
        (Tie.HELPER, {DISTRICT, COMMUNE, BESIDE}, {DISTRICT, COMMUNE, BESIDE}),
        (Tie.OFFICER, {COMMUNE}, {DISTRICT, COMMUNE, BESIDE}),
        (Tie.REPORTER, {COMMUNE}, {DISTRICT, COMMUNE, BESIDE}),
        (Tie.RAISER, set(), set()),
    ],
)
def test_being_named_in_a_task_counts_in_its_house_alone(
    tie: Tie, led_by_the_commune: set[int], led_by_somebody: set[int]
) -> None:
    for lead_unit, expected in ((COMMUNE, led_by_the_commune), (None, led_by_somebody)):
        found = {
            unit for unit in PATHS
            if counts(tie, houses_of([seat(unit)]), committee_unit=DISTRICT, lead_unit=lead_unit)
        }  # fmt: skip
        assert found == expected


@pytest.mark.parametrize("tie", Tie)
def test_without_a_seat_being_named_counts_for_nothing(tie: Tie) -> None:
    for seats in ([], [seat(COMMUNE, former=True)], [SeatOf(Role.SUPERVISOR, None, "")]):
        assert not counts(tie, houses_of(seats), committee_unit=DISTRICT, lead_unit=COMMUNE)


def test_a_proposal_reaches_whom_it_addresses_in_the_unit_and_above_it() -> None:
    path = PATHS[COMMUNE]

    assert [unit for unit in PATHS if addressed([seat(unit)], path)] == [PROVINCE, DISTRICT, COMMUNE]
    assert not addressed([seat(DISTRICT, former=True), SeatOf(Role.ADMINISTRATOR, None, "")], path)


@pytest.mark.parametrize(
    ("senders", "is_told", "works", "own"),
    [
        ({1}, False, False, True),
        ({2}, False, True, False),  # a colleague sent it, and the committee knows who
        ({None}, True, True, True),
        ({None}, True, False, False),
        ({1, 2}, True, False, True),  # sent before, withdrawn or returned since
        ({2}, True, True, True),
        (set(), True, False, False),
    ],
)
def test_a_result_is_ones_own_who_sent_it_or_does_the_work_a_file_tells_of(
    *, senders: set[int | None], is_told: bool, works: bool, own: bool
) -> None:
    assert is_own_result(1, senders=senders, is_told=is_told, works=works) is own
