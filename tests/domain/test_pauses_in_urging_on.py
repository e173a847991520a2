"""What a pause in urging on may be, whom it covers, and until when."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from committee.domain.calendar import HANOI
from committee.domain.case_facts import Acknowledged, Looked, NoticeKind
from committee.domain.errors import DomainError
from committee.domain.silences import (
    URGING,
    Silence,
    Stage,
    check_author,
    check_days,
    check_ending,
    quiet_of,
    silenced_until,
)
from tests.domain.cases import after, at, case

TODAY = date(2024, 10, 28)
LOOK, RECEIVED = Looked(), Acknowledged()
TOWN, DISTRICT, OTHER = "1/2/3/", "1/2/", "1/20/"


def moment(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2024, month, day, hour, minute, tzinfo=HANOI)


def pause(first: tuple[int, int] = (10, 28), last: tuple[int, int] = (11, 10), **said: object) -> Silence:
    about = {"id": 1, "unit_path": DISTRICT, **said}
    return Silence(from_on=date(2024, *first), to_on=date(2024, *last), **about)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2024, 10, 28), date(2024, 10, 28)),  # one day
        (date(2024, 10, 28), date(2024, 12, 26)),  # sixty
        (date(2025, 1, 31), date(2025, 3, 31)),  # sixty, to come
        (date(2024, 12, 31), date(2025, 2, 28)),  # over the end of a year
    ],
)
def test_days_that_a_pause_may_have(first: date, last: date) -> None:
    check_days(first, last, today=TODAY)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2024, 10, 27), date(2024, 11, 1), "cannot begin in the past: the first day is 28/10/2024"),
        (date(2024, 10, 30), date(2024, 10, 29), "before the first"),
        (
            date(2024, 10, 28),
            date(2024, 12, 27),
            "at most 60 days.*from 28/10/2024 it ends on 26/12/2024 at the latest",
        ),
        (date(2024, 10, 28), date(9999, 12, 31), "at most 60 days"),
    ],
)
def test_days_that_a_pause_may_not_have(first: date, last: date, said: str) -> None:
    with pytest.raises(DomainError, match=said):
        check_days(first, last, today=TODAY)


@pytest.mark.parametrize(
    ("seats", "refused"),
    [
        ([DISTRICT], False),
        ([TOWN], True),
        ([f"{TOWN}9/"], True),
        ([DISTRICT, TOWN], True),  # sits above as well: benefits all the same
        ([OTHER], False),
        ([], False),
        ([""], False),
    ],
)
def test_who_benefits_does_not_decide(seats: list[str], *, refused: bool) -> None:
    if not refused:
        check_author(seats, unit_path=TOWN, unit_name="Thị trấn Nàng Mau")
        return
    with pytest.raises(DomainError, match="You sit in Thị trấn Nàng Mau or below it"):
        check_author(seats, unit_path=TOWN, unit_name="Thị trấn Nàng Mau")


@pytest.mark.parametrize(
    ("one", "path", "indicator", "rule", "covered"),
    [
        (pause(), DISTRICT, "ui_rate", "pace", True),
        (pause(), TOWN, "ui_rate", "pace", True),
        (pause(), "1/", "ui_rate", "pace", False),
        (pause(), OTHER, "ui_rate", "pace", False),
        (pause(indicators=frozenset({"ui_rate", "si_total"})), TOWN, "si_total", "pace", True),
        (pause(indicators=frozenset({"ui_rate"})), TOWN, "si_total", "pace", False),
        (pause(rules=frozenset({"systemic"})), TOWN, "si_total", "pace", False),
        (pause(rules=frozenset({"systemic", "pace"})), TOWN, "si_total", "pace", True),
    ],
)
def test_whom_a_pause_covers(one: Silence, path: str, indicator: str, rule: str, *, covered: bool) -> None:
    assert one.covers(path, indicator, rule) is covered


@pytest.mark.parametrize(
    ("now", "ended_at", "stage", "holds"),
    [
        (moment(10, 27, 23, 59), None, Stage.COMING, False),
        (moment(10, 28), None, Stage.RUNNING, True),
        (moment(11, 10, 23, 59), None, Stage.RUNNING, True),
        (moment(11, 11), None, Stage.OVER, False),
        (moment(11, 1, 9), moment(11, 1, 10), Stage.RUNNING, True),
        (moment(11, 1, 10), moment(11, 1, 10), Stage.OVER, False),
        (moment(11, 11), moment(11, 12), Stage.OVER, False),  # no end that is noted later lengthens it
        (moment(10, 20), moment(10, 19), Stage.OVER, False),  # taken back before it began
        (moment(10, 29), moment(10, 19), Stage.OVER, False),
        (moment(10, 24), moment(10, 25), Stage.OVER, False),  # as of a day before that
    ],
)
def test_when_a_pause_holds(now: datetime, ended_at: datetime | None, stage: Stage, *, holds: bool) -> None:
    one = pause(ended_at=ended_at)

    assert (one.stage(now), one.holds(now)) == (stage, holds)


FIRST = pause(id=1, first=(10, 28), last=(11, 3))
NEXT_DAY = pause(id=2, first=(11, 4), last=(11, 10))
DAY_BETWEEN = pause(id=3, first=(11, 5), last=(11, 10))
WITHIN = pause(id=4, first=(10, 29), last=(10, 30))
OVERLAPS = pause(id=5, first=(11, 2), last=(11, 20))
ELSEWHERE = pause(id=6, first=(11, 4), last=(11, 20), unit_path=OTHER)
ENDED = pause(id=7, first=(11, 4), last=(11, 10), ended_at=moment(11, 6, 10))
THIRD = pause(id=9, first=(11, 11), last=(11, 15))
TAKEN_BACK = pause(id=8, first=(11, 4), last=(11, 10), ended_at=moment(10, 29))


@pytest.mark.parametrize(
    ("silences", "now", "until"),
    [
        ([], moment(10, 28, 9), None),
        ([FIRST], moment(10, 27, 9), None),
        ([FIRST], moment(10, 28, 9), moment(11, 4)),
        ([FIRST], moment(11, 4), None),
        ([FIRST, NEXT_DAY], moment(10, 28, 9), moment(11, 11)),  # follows at once
        ([NEXT_DAY, FIRST], moment(10, 28, 9), moment(11, 11)),  # in whatever order
        ([FIRST, THIRD, NEXT_DAY], moment(10, 28, 9), moment(11, 16)),
        ([FIRST, DAY_BETWEEN], moment(10, 28, 9), moment(11, 4)),
        ([FIRST, DAY_BETWEEN], moment(11, 4, 9), None),
        ([FIRST, WITHIN], moment(10, 29, 9), moment(11, 4)),
        ([FIRST, OVERLAPS], moment(10, 28, 9), moment(11, 21)),
        ([FIRST, ELSEWHERE], moment(10, 28, 9), moment(11, 4)),
        ([FIRST, ENDED], moment(10, 28, 9), moment(11, 6, 10)),
        ([FIRST, TAKEN_BACK], moment(10, 28, 9), moment(11, 4)),
        ([FIRST, NEXT_DAY, OVERLAPS], moment(11, 4, 9), moment(11, 21)),
    ],
)
def test_until_when_a_case_is_silent(silences: list[Silence], now: datetime, until: datetime | None) -> None:
    assert silenced_until(silences, TOWN, "ui_rate", "pace", now) == until


def test_the_pause_that_holds_longest_is_named_and_its_last_day() -> None:
    quiet = quiet_of([FIRST, OVERLAPS], TOWN, "ui_rate", "pace", moment(11, 2, 9))

    assert quiet is not None
    assert (quiet.silence_id, quiet.last_on) == (5, date(2024, 11, 20))


@pytest.mark.parametrize(
    ("others", "named"),
    [
        ([pause(id=2, last=(11, 3), unit_path=TOWN)], 2),  # of equals the nearest one
        ([pause(id=2, last=(11, 3), unit_path="1/")], 1),
        ([pause(id=2, last=(11, 3))], 1),  # or the one made first
        ([pause(id=3, last=(11, 3), unit_path=TOWN), pause(id=2, last=(11, 3), unit_path=TOWN)], 2),
    ],
)
def test_of_pauses_that_end_on_one_day_the_nearest_and_oldest_is_named(others: list[Silence], named: int) -> None:
    for silences in ([FIRST, *others], [*others, FIRST]):
        quiet = quiet_of(silences, TOWN, "ui_rate", "pace", moment(10, 29, 9))

        assert quiet is not None
        assert quiet.silence_id == named


def test_answers_and_ends_are_told_all_the_same() -> None:
    assert set(NoticeKind) - URGING == {
        NoticeKind.ACKNOWLEDGED,
        NoticeKind.EXPLANATION_FILED,
        NoticeKind.EXPLANATION_RETURNED,
        NoticeKind.EXPLANATION_ACCEPTED,
        NoticeKind.RESOLVED,
        NoticeKind.CORRECTION,
        NoticeKind.SEATS_VACANT,
    }


def test_one_ended_in_the_morning_had_its_last_day_then() -> None:
    quiet = quiet_of([ENDED], TOWN, "ui_rate", "pace", moment(11, 5, 9))

    assert quiet is not None
    assert quiet.last_on == date(2024, 11, 6)


def test_what_is_over_cannot_be_ended() -> None:
    check_ending(FIRST, now=moment(10, 20))
    check_ending(FIRST, now=moment(11, 3, 23))
    with pytest.raises(DomainError, match="over already"):
        check_ending(FIRST, now=moment(11, 4))


class TestAStepWhoseMailWasTakenBack:
    def test_is_told_once_more_as_a_repeat_and_leaves_nothing_a_second_time(self) -> None:
        from_step_3 = case(step=3, taken_back_on=date(2024, 11, 9))

        decision = after(from_step_3, LOOK, now=at(11, 11))

        assert decision.event_name == "repeated"
        assert {notice.repeat for notice in decision.notices} == {1}
        assert (decision.after.taken_back_on, decision.wants) == (None, ())

    def test_is_not_told_to_a_unit_that_has_received_it_meanwhile(self) -> None:
        acked = after(case(taken_back_on=date(2024, 11, 9)), RECEIVED, now=at(11, 11))

        assert acked.after.taken_back_on is None
