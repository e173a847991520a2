"""The holiday file: what it gives, and the sentence each bad row gets."""

from datetime import date
from pathlib import Path

import pytest

from committee.core.calendar_file import load_calendar
from committee.domain.errors import DomainError, Refused

TABLE = Path(__file__).parents[2] / "data" / "holidays.csv"


def written(folder, *lines):
    path = folder / "days.csv"
    path.write_text("\n".join(("day,kind,name", *lines)) + "\n", encoding="utf-8")
    return path


def test_the_table_that_comes_along_covers_2020_to_2027():
    calendar = load_calendar(TABLE)

    assert calendar.years == frozenset(range(2020, 2028))
    assert calendar.make_up_days == {
        date(2024, 5, 4),
        date(2025, 4, 26),
        date(2026, 1, 10),
        date(2026, 8, 22),
    }
    assert len(calendar.holidays) == 115


def test_a_table_is_read_once(tmp_path):
    path = written(tmp_path, "2026-09-02,holiday,Quốc khánh")

    assert load_calendar(path) is load_calendar(path)


@pytest.mark.parametrize(
    ("line", "column", "sentence"),
    [
        ("2/9/2026,holiday,Quốc khánh", "day", "Write the day as year-month-day, such as 2026-09-02."),
        ("2026-02-30,holiday,Sai", "day", "Write the day as year-month-day, such as 2026-09-02."),
        ("2026-09-02,lễ,Quốc khánh", "kind", "The kind must be holiday or make_up."),
        ("2026-08-21,make_up,Làm bù", "day", "A make-up day must be a Saturday or a Sunday."),
        ("2026-01-01,holiday,Lần nữa", "day", "This day stands twice in the table."),
        ("2026-09-02,holiday", "", "The row must have exactly a day, a kind and a name."),
        ("2026-09-02,holiday,a,b", "", "The row must have exactly a day, a kind and a name."),
    ],
)
def test_a_bad_row_refuses_the_file_with_its_place(tmp_path, line, column, sentence):
    path = written(tmp_path, "2026-01-01,holiday,Tết Dương lịch", line)

    with pytest.raises(Refused) as refusal:
        load_calendar(path)

    (error,) = refusal.value
    assert str(error) == sentence
    assert (error.place.file, error.place.row, error.place.column) == ("days.csv", 3, column)


def test_other_columns_are_refused(tmp_path):
    path = tmp_path / "days.csv"
    path.write_text("ngày,tên\n", encoding="utf-8")

    with pytest.raises(DomainError, match="day, kind and name") as refusal:
        load_calendar(path)

    assert refusal.value.read == "ngày, tên"


def test_a_missing_table_is_refused(tmp_path):
    with pytest.raises(DomainError, match="missing"):
        load_calendar(tmp_path / "none.csv")


def test_a_table_in_another_encoding_is_refused(tmp_path):
    path = tmp_path / "days.csv"
    path.write_bytes("day,kind,name\n2026-09-02,holiday,Quốc khánh\n".encode("utf-16"))

    with pytest.raises(DomainError, match="UTF-8"):
        load_calendar(path)
