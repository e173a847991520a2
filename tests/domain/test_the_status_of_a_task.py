"""The status of a task on a day and the named rates, by table; the figures are those of the reference."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from committee.domain.task_status import (
    RATE_NAMES,
    RATES,
    STATUS_NAMES,
    Counts,
    Status,
    When,
    completion,
    due_completion,
    on_time,
    rate_shown,
    rate_text,
    status_of,
    summary,
    when_to_do,
)

ASSIGNED = date(2025, 6, 2)
DUE = date(2025, 6, 19)
BEFORE, LATER, MUCH_LATER = date(2025, 6, 18), date(2025, 6, 20), date(2025, 6, 25)


@pytest.mark.parametrize(
    ("day", "due", "happened", "status"),
    [
        # "trước ngày 20/6": the last day is 19/6; sent on it is on time, a day later is late
        (MUCH_LATER, DUE, (DUE, MUCH_LATER, None), "done_on_time"),
        (MUCH_LATER, DUE, (LATER, LATER, None), "done_late"),
        (MUCH_LATER, DUE, (BEFORE, BEFORE, None), "done_on_time"),
        (BEFORE, DUE, (None, None, None), "open_in_time"),
        (DUE, DUE, (None, None, None), "open_in_time"),
        (LATER, DUE, (None, None, None), "open_overdue"),
        # sent and not yet accepted changes nothing
        (LATER, DUE, (BEFORE, None, None), "open_overdue"),
        (DUE, DUE, (BEFORE, None, None), "open_in_time"),
        # what comes after the day is not yet known on it
        (BEFORE, DUE, (BEFORE, LATER, None), "open_in_time"),
        (LATER, DUE, (BEFORE, MUCH_LATER, None), "open_overdue"),
        (LATER, DUE, (BEFORE, LATER, None), "done_on_time"),
        (LATER, DUE, (None, None, MUCH_LATER), "open_overdue"),
        (LATER, DUE, (None, None, LATER), "cancelled"),
        (MUCH_LATER, DUE, (LATER, LATER, MUCH_LATER), "cancelled"),
        (LATER, DUE, (DUE, DUE, MUCH_LATER), "done_on_time"),
        (LATER, None, (None, None, None), "open_no_deadline"),
        (LATER, None, (BEFORE, LATER, None), "done_on_time"),
        (LATER, None, (None, None, LATER), "cancelled"),
        # only the acceptance is known: it counts as sent that day
        (MUCH_LATER, DUE, (None, DUE, None), "done_on_time"),
        # assigned on the day itself, and after it
        (ASSIGNED, DUE, (None, None, None), "open_in_time"),
        (date(2025, 6, 1), DUE, (None, None, None), None),
        (date(2025, 6, 1), DUE, (None, None, date(2025, 6, 1)), None),
        (date(2025, 6, 1), None, (None, None, None), None),
    ],
)
def test_the_status_follows_from_the_days(day, due, happened, status):
    sent, accepted, cancelled = happened

    found = status_of(
        day=day, assigned_on=ASSIGNED, due_on=due, done_sent_on=sent, accepted_on=accepted, cancelled_on=cancelled
    )

    assert found == (status and Status(status))


@pytest.mark.parametrize(
    ("due", "accepted", "cancelled", "status"),
    [
        (None, None, None, Status.OPEN_NO_DEADLINE),
        (DUE, None, None, Status.OPEN_NO_DEADLINE),
        (DUE, DUE, None, Status.OPEN_NO_DEADLINE),
        (None, None, LATER, Status.CANCELLED),
        (None, None, MUCH_LATER, Status.OPEN_NO_DEADLINE),
    ],
)
def test_a_standing_directive_is_never_done_nor_overdue(due, accepted, cancelled, status):
    found = status_of(
        day=LATER,
        assigned_on=ASSIGNED,
        due_on=due,
        done_sent_on=accepted,
        accepted_on=accepted,
        cancelled_on=cancelled,
        is_standing=True,
    )

    assert found is status


@pytest.mark.parametrize(
    ("due", "status"),
    [(date(2025, 6, 19), Status.OPEN_OVERDUE), (date(2025, 6, 30), Status.OPEN_IN_TIME)],
)
def test_an_extension_counts_as_soon_as_it_is_in_force(due, status):
    found = status_of(
        day=LATER, assigned_on=ASSIGNED, due_on=due, done_sent_on=None, accepted_on=None, cancelled_on=None
    )

    assert found is status


@pytest.mark.parametrize(
    ("counts", "texts", "shown"),
    [
        ((150, 30, 50, 10), ("75.0000", "94.7368", "78.9474"), ("75,00", "94,74", "78,95")),
        ((0, 0, 0, 0), (None, None, None), ("–", "–", "–")),
        ((0, 0, 5, 0), ("0.0000", None, None), ("0,00", "–", "–")),
        ((0, 0, 0, 5), ("0.0000", "0.0000", "0.0000"), ("0,00", "0,00", "0,00")),
        ((5, 0, 0, 0), ("100.0000", "100.0000", "100.0000"), ("100,00", "100,00", "100,00")),
        ((0, 5, 0, 0), ("100.0000", "100.0000", "0.0000"), ("100,00", "100,00", "0,00")),
        ((3, 0, 1, 0), ("75.0000", "100.0000", "100.0000"), ("75,00", "100,00", "100,00")),
        # nothing below 100 reads 100
        ((9_999_999, 0, 0, 1), ("99.9999", "99.9999", "99.9999"), ("99,99", "99,99", "99,99")),
        ((21_999, 0, 1, 0), ("99.9955", "100.0000", "100.0000"), ("99,99", "100,00", "100,00")),
        ((21_998, 1, 0, 1), ("99.9955", "99.9955", "99.9909"), ("99,99", "99,99", "99,99")),
    ],
)
def test_the_three_rates_of_the_four_statuses(counts, texts, shown):
    found = [rate(Counts(*counts)) for rate in (completion, due_completion, on_time)]

    assert tuple(rate_text(rate) for rate in found) == texts
    assert tuple(rate_shown(rate) for rate in found) == shown


def test_no_deadline_and_cancelled_stay_outside_the_rates():
    counts = Counts(150, 30, 50, 10, open_no_deadline=77, cancelled=13)

    assert [rate(counts) for rate in RATES.values()] == [75, Fraction(18_000, 190), Fraction(15_000, 190)]
    assert (counts.done, counts.rated, counts.total) == (180, 240, 330)


def test_counts_are_made_of_statuses_and_added_up():
    one = Counts.of([Status.DONE_LATE, Status.OPEN_OVERDUE, None, Status.DONE_LATE, Status.CANCELLED])

    assert one == Counts(done_late=2, open_overdue=1, cancelled=1)
    assert one + Counts(1, 1, 1, 1, 1, 1) == Counts(1, 3, 1, 2, 1, 2)
    assert sum([one, one], Counts()) == Counts(done_late=4, open_overdue=2, cancelled=2)
    assert Counts.of([]) == Counts()


def test_other_programs_read_counts_and_rates_under_their_names():
    assert summary(Counts(150, 30, 50, 10, 4, 2)) == {
        "counts": {
            "done_on_time": 150,
            "done_late": 30,
            "open_in_time": 50,
            "open_overdue": 10,
            "open_no_deadline": 4,
            "cancelled": 2,
        },
        "completion": "75.0000",
        "due_completion": "94.7368",
        "on_time": "78.9474",
    }
    assert summary(Counts())["completion"] is None


def test_every_rate_and_every_status_has_a_name():
    assert set(RATE_NAMES) == set(RATES)
    assert set(STATUS_NAMES) == set(Status)
    assert len(set(RATE_NAMES.values())) == 3


@pytest.mark.parametrize(
    ("due", "is_standing", "is_sent", "when"),
    [
        (BEFORE, False, False, When.OVERDUE),
        (DUE, False, False, When.SOON),  # its last day is not late
        (date(2025, 6, 26), False, False, When.SOON),  # seven days on
        (date(2025, 6, 27), False, False, When.LATER),
        (None, False, False, When.LATER),
        (DUE, True, False, When.LATER),
        (BEFORE, False, True, When.SENT),
    ],
)
def test_when_an_open_task_is_to_be_done(due, is_standing, is_sent, when):
    assert when_to_do(due_on=due, is_standing=is_standing, is_sent=is_sent, today=DUE) is when
