"""A number is read for certain, asked about, or refused; never guessed."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from committee.domain.errors import DomainError
from committee.domain.number_cells import read_cell, read_plain, read_target, settled
from committee.domain.number_writing import vn_count, vn_decimal, vn_number
from committee.domain.numbers import COMMAS_WERE_GROUPS, Ask, Blank, Field, Number, read_number

COUNT, MONEY, PCT = Field.COUNT, Field.MONEY, Field.PCT
TY = 10**9
PEOPLE = ("người",)


def count(raw):
    return read_number(raw, COUNT, unit_words=PEOPLE)


def in_ty(raw):
    return read_number(raw, MONEY, unit_factor=TY)


def percent(raw):
    return read_number(raw, PCT)


@pytest.mark.parametrize(
    ("raw", "value", "qualifier"),
    [
        ("67942", 67942, "exact"),
        ("67.942", 67942, "exact"),
        ("67 942", 67942, "exact"),
        ("67\u00a0942", 67942, "exact"),
        ("67\u2009942", 67942, "exact"),
        ("67\u202f942", 67942, "exact"),
        ("2.345.678", 2345678, "exact"),
        ("2 345 678", 2345678, "exact"),
        ("2,345,678", 2345678, "exact"),
        ("1,234,567", 1234567, "exact"),
        ("1234567", 1234567, "exact"),
        ("2,345 triệu", 2345000, "rounded"),
        ("2,345 tr", 2345000, "rounded"),
        ("2.5 triệu", 2500000, "rounded"),
        ("2,3 triệu người", 2300000, "rounded"),
        ("67942.0", 67942, "exact"),
        ("67.942,0", 67942, "exact"),
        ("67942,000", 67942, "exact"),
        ("850 người", 850, "exact"),
        ("850người", 850, "exact"),
        ("850 NGƯỜI", 850, "exact"),
        ("3 nghìn", 3000, "exact"),
        ("3 ngàn người", 3000, "exact"),
        ("~80", 80, "about"),
        ("≈ 80", 80, "about"),
        (">=100", 100, "at_least"),
        ("≥ 100", 100, "at_least"),
        ("đạt và vượt 1.200", 1200, "at_least"),
        ("hơn 240.000", 240000, "more_than"),
        ("Hơn 240.000 người", 240000, "more_than"),
        ("trên 240.000", 240000, "more_than"),
        ("> 240.000", 240000, "more_than"),
        ("khoảng 12.500", 12500, "about"),
        ("gần 9.000", 9000, "less_than"),
        ("dưới 9.000", 9000, "less_than"),
        ("hơn 2,3 triệu", 2300000, "more_than"),
        ("72.480", 72480, "exact"),
        ("+5", 5, "exact"),
        ("0", 0, "exact"),
        ("05", 5, "exact"),
        ("１２３", 123, "exact"),
        ("  850  ", 850, "exact"),
        ("\ufeff850\u200b", 850, "exact"),
    ],
)
def test_a_count_is_read(raw, value, qualifier):
    found = count(raw)

    assert isinstance(found, Number)
    assert (found.value, found.qualifier) == (value, qualifier)
    assert isinstance(found.value, Decimal)


@pytest.mark.parametrize(
    ("raw", "value", "qualifier"),
    [
        ("861", 861 * TY, "exact"),
        ("383,9", 383_900_000_000, "exact"),
        ("383.9", 383_900_000_000, "exact"),
        ("383,9 tỷ đồng", 383_900_000_000, "rounded"),
        ("383,9 tỉ đồng", 383_900_000_000, "rounded"),
        ("512,7 TỶ ĐỒNG", 512_700_000_000, "rounded"),
        ("12.345 tỷ đồng", 12_345 * TY, "exact"),
        ("12.345 tỷ", 12_345 * TY, "exact"),
        ("12,345 tỷ đồng", 12_345_000_000, "rounded"),
        ("12.34 tỷ", 12_340_000_000, "rounded"),
        ("12.34", 12_340_000_000, "exact"),
        ("1.234,5", 1_234_500_000_000, "exact"),
        ("1,234.5", 1_234_500_000_000, "exact"),
        ("1.234,5 tỷ", 1_234_500_000_000, "rounded"),
        ("850 triệu đồng", 850_000_000, "exact"),
        ("850 trđ", 850_000_000, "exact"),
        ("850.000.000 đồng", 850_000_000, "exact"),
        ("850.000 đồng", 850_000, "exact"),
        ("3 nghìn tỷ đồng", 3000 * TY, "exact"),
        ("hơn 861 tỷ đồng", 861 * TY, "more_than"),
    ],
)
def test_an_amount_in_ty_dong_is_kept_in_dong(raw, value, qualifier):
    found = in_ty(raw)

    assert isinstance(found, Number)
    assert (found.value, found.qualifier) == (value, qualifier)


def test_an_amount_in_dong_groups_by_three():
    assert read_number("12.345", MONEY).value == 12345


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("72,48%", "72.48"),
        ("72,48 %", "72.48"),
        ("72,48", "72.48"),
        ("72.48", "72.48"),
        ("104%", "104"),
        ("104", "104"),
        ("95,676 %", "95.676"),
        ("0,7248 %", "0.7248"),
        ("0", "0"),
        ("100", "100"),
        ("hơn 96 %", "96"),
    ],
)
def test_a_percentage_is_read(raw, value):
    found = percent(raw)

    assert isinstance(found, Number)
    assert found.value == Decimal(value)


@pytest.mark.parametrize(
    ("raw", "kind", "factor", "candidates"),
    [
        ("67,942", COUNT, 1, ["67942"]),
        ("67,942 người", COUNT, 1, ["67942"]),
        ("67,000", COUNT, 1, ["67000", "67"]),
        ("2.345 triệu", COUNT, 1, ["2345000000", "2345000"]),
        ("1 234.567", COUNT, 1, ["1234567"]),
        ("12.345", MONEY, TY, ["12345000000000", "12345000000"]),
        ("12,345", MONEY, TY, ["12345000000000", "12345000000"]),
        ("12.345 triệu đồng", MONEY, TY, ["12345000000", "12345000"]),
        ("67,942 đồng", MONEY, 1, ["67942"]),
        ("67.942", PCT, 1, ["67.942"]),
        ("67,942", PCT, 1, ["67.942"]),
        ("72.480", PCT, 1, ["72.48"]),
        ("0,7248", PCT, 1, ["0.7248", "72.48"]),
        ("0.85", PCT, 1, ["0.85", "85"]),
    ],
)
def test_two_readings_are_asked_about_and_refused_in_a_file(raw, kind, factor, candidates):
    found = read_number(raw, kind, unit_words=PEOPLE, unit_factor=factor)

    assert isinstance(found, Ask)
    assert list(found.candidates) == [Decimal(c) for c in candidates]
    assert all(vn_number(c) in found.message % found.params for c in found.candidates)
    assert found.answered(found.candidates[-1]).value == found.candidates[-1]
    with pytest.raises(DomainError) as refusal:
        settled(found)
    assert refusal.value.read == raw
    assert vn_number(found.candidates[0]) in str(refusal.value)


def test_only_an_offered_reading_can_be_chosen():
    found = count("67,942")

    with pytest.raises(ValueError, match="none of"):
        found.answered(Decimal(68))


def test_a_coverage_over_a_hundred_is_asked_about():
    assert isinstance(read_number("104%", PCT, coverage=True), Ask)
    assert isinstance(read_number("104", PCT, coverage=True), Ask)
    assert isinstance(read_cell(1.04, PCT, number_format="0%", coverage=True), Ask)
    assert read_number("100%", PCT, coverage=True).value == 100


@pytest.mark.parametrize("kind", list(Field))
@pytest.mark.parametrize(
    ("raw", "note"),
    [
        ("", None),
        ("   ", None),
        ("\u200b", None),
        ("-", "-"),
        ("–", "–"),
        ("—", "—"),
        ("x", "x"),
        ("X", "X"),
        ("k/c", "k/c"),
        ("n/a", "n/a"),
        ("N/A", "N/A"),
    ],
)
def test_a_blank_is_never_zero(raw, note, kind):
    assert read_number(raw, kind) == Blank(note)


@pytest.mark.parametrize(
    ("raw", "value", "qualifier"),
    [
        ("(ước) 9.000", 9000, "exact"),
        ("9.000 (ước)", 9000, "exact"),
        ("9.000 người (số liệu ước)", 9000, "exact"),
        ("ước đạt hơn 9.000", 9000, "more_than"),
        ("khoảng (ước) 9.000", 9000, "about"),
    ],
)
def test_an_estimate_is_provisional(raw, value, qualifier):
    found = count(raw)

    assert (found.value, found.qualifier, found.provisional) == (value, qualifier, True)
    assert found.published_text == raw


def test_commas_between_thousands_leave_a_note():
    assert count("2,345,678").note == COMMAS_WERE_GROUPS
    assert count("2.345.678").note is None


@pytest.mark.parametrize(
    ("raw", "kind", "why"),
    [
        ("72,48", COUNT, "has decimals"),
        ("72,48%", COUNT, "not a percentage"),
        ("72%", COUNT, "not a percentage"),
        ("0,7248", COUNT, "has decimals"),
        ("1.234,5", COUNT, "has decimals"),
        ("1,234.5", COUNT, "has decimals"),
        ("2,3456789 triệu", COUNT, "has decimals"),
        ("850 đồng", COUNT, "not an amount"),
        ("850 hộ", COUNT, "“hộ” is not a unit"),
        ("850 tấn gạo", COUNT, "“tấn gạo” is not a unit"),
        ("67942", PCT, "count typed"),
        ("67 942", PCT, "count typed"),
        ("2.345.678", PCT, "count typed"),
        ("3 nghìn", PCT, "percentage is needed"),
        ("850 người", PCT, "“người” is not a unit"),
        ("1,5 đồng", MONEY, "whole đồng"),
        ("-5", COUNT, "negative"),
        ("−5", COUNT, "negative"),
        ("–5", COUNT, "negative"),
        ("- 5", PCT, "negative"),
        ("(5)", COUNT, "brackets"),
        ("5e3", COUNT, "“e”"),
        ("5E+03", PCT, "“e”"),
        ("1/2", COUNT, "fraction or a day"),
        ("4/9/2024", PCT, "fraction or a day"),
        ("VII", COUNT, "not a number"),
        ("hơn", COUNT, "not a number"),
        ("không quá 5", COUNT, "at most"),
        ("<=5", COUNT, "at most"),
        ("1.23.456", COUNT, "groups of three"),
        ("12.3456.789", COUNT, "groups of three"),
        ("1,234,5", COUNT, "groups of three"),
        ("67 94", COUNT, "groups of three"),
        ("0.123.456", COUNT, "groups of three"),
        ("12.", COUNT, "groups of three"),
        ("1.234,567.8", MONEY, "groups of three"),
        ("1234567890123456789", COUNT, "too many digits"),
        ("123456789012345 triệu", COUNT, "too large"),
        ("#N/A", COUNT, "shows an error"),
        ("#REF!", PCT, "shows an error"),
        ("#DIV/0!", MONEY, "shows an error"),
    ],
)
def test_what_is_no_number_for_the_field_is_refused_with_what_was_read(raw, kind, why):
    with pytest.raises(DomainError) as refusal:
        read_number(raw, kind, unit_words=() if kind is PCT else PEOPLE)

    assert why in str(refusal.value)
    assert refusal.value.read == raw


@pytest.mark.parametrize(
    ("raw", "position", "character"),
    [
        ("12O", 3, "O"),
        ("hơn 12O", 7, "O"),
        ("850²", 4, "²"),
        ("5-10", 2, "-"),
        ("5 - 10", 3, "-"),
        ("12 O", 4, "O"),
        ("O12", 1, "O"),
        (".5", 1, "."),
        ("1'234", 2, "'"),
        ("12a người", 3, "a"),
        ("٣٤ 5", 1, "٣"),
    ],
)
def test_a_stray_character_is_pointed_at(raw, position, character):
    with pytest.raises(DomainError) as refusal:
        count(raw)

    assert refusal.value.params == {"position": position, "character": character}


@pytest.mark.parametrize(
    ("cell", "kind", "number_format", "value"),
    [
        (67942, COUNT, "General", "67942"),
        (67942.0, COUNT, "#,##0", "67942"),
        (67942.00000000001, COUNT, "General", "67942"),
        (0, COUNT, "General", "0"),
        ("67.942", COUNT, "@", "67942"),
        (72.48, PCT, "General", "72.48"),
        (0.7248, PCT, "0.00%", "72.48"),
        (0.7248000000000001, PCT, "0.00%", "72.48"),
        (0.67942, PCT, "0.000%", "67.942"),
        (1, PCT, "0%", "100"),
        (1.04, PCT, "0%", "104"),
        (383.9, MONEY, '#,##0 "₫"', "383900000000"),
        (861, MONEY, "General", "861000000000"),
    ],
)
def test_a_numeric_cell_is_read(cell, kind, number_format, value):
    found = read_cell(cell, kind, number_format=number_format, unit_factor=TY if kind is MONEY else 1)

    assert isinstance(found, Number)
    assert found.value == Decimal(value)


@pytest.mark.parametrize(
    ("cell", "kind", "candidates"),
    [
        (67.942, COUNT, ["67942"]),
        (67.94, COUNT, ["67940"]),
        (67.942, PCT, ["67.942"]),
        (0.725, PCT, ["0.725", "72.5"]),
        (0.7248, PCT, ["0.7248", "72.48"]),
        (12.345, MONEY, ["12345000000", "12345000000000"]),
        (12345.678, MONEY, ["12345678000000"]),
    ],
)
def test_a_cell_that_may_have_lost_its_thousands_is_asked_about(cell, kind, candidates):
    found = read_cell(cell, kind, unit_factor=TY if kind is MONEY else 1)

    assert isinstance(found, Ask)
    assert list(found.candidates) == [Decimal(c) for c in candidates]


@pytest.mark.parametrize(
    ("cell", "kind", "number_format", "why"),
    [
        (67942.5, COUNT, "General", "has decimals"),
        (0.5, COUNT, "General", "has decimals"),
        (0.5, COUNT, "0%", "not a percentage"),
        (1, COUNT, "0%", "not a percentage"),
        (67942, PCT, "General", "count typed"),
        (67942, PCT, "0.00%", "count typed"),
        (-5, COUNT, "General", "negative"),
        (-0.5, PCT, "0%", "negative"),
        (True, COUNT, "General", "TRUE or FALSE"),
        (float("nan"), COUNT, "General", "not a number"),
        (float("inf"), PCT, "General", "not a number"),
        (datetime(2024, 9, 4), COUNT, "d/m", "into a date"),  # noqa: DTZ001 - a cell has no time zone
        (date(2024, 10, 1), PCT, "m.yyyy", "into a date"),
        (time(12, 30), MONEY, "h:mm", "into a date"),
        ("#VALUE!", COUNT, "General", "shows an error"),
    ],
)
def test_a_cell_that_is_no_number_is_refused(cell, kind, number_format, why):
    with pytest.raises(DomainError) as refusal:
        read_cell(cell, kind, number_format=number_format)

    assert why in str(refusal.value)
    assert refusal.value.read


@pytest.mark.parametrize(
    ("raw", "kind", "factor", "value"),
    [
        (67942, COUNT, 1, "67942"),
        ("67942", COUNT, 1, "67942"),
        ("67942.0", COUNT, 1, "67942"),
        ("72.480", PCT, 1, "72.48"),
        ("0.7248", PCT, 1, "0.7248"),
        ("383.9", MONEY, TY, "383900000000"),
    ],
)
def test_a_program_sends_integers_and_plain_decimals(raw, kind, factor, value):
    assert read_plain(raw, kind, unit_factor=factor).value == Decimal(value)


@pytest.mark.parametrize(
    "raw",
    [67942.0, 0.7, True, None, "67.942,0", "67 942", "1e3", "+5", "", "٣", "007", -5, "-5", "12.5", "9" * 25, [1]],
)
def test_anything_else_from_a_program_is_refused(raw):
    with pytest.raises(DomainError) as refusal:
        read_plain(raw, COUNT)

    assert refusal.value.read == str(raw)[:24]


def test_an_endless_integer_from_a_program_is_refused():
    with pytest.raises(DomainError, match="too many digits"):
        read_plain(10**5000, COUNT)


def test_an_empty_cell_is_blank():
    assert read_cell(None, COUNT) == Blank(None)
    assert settled(read_cell("–", COUNT)) == Blank("–")


@pytest.mark.parametrize(
    ("cell", "kind", "value", "strictness"),
    [
        ("67.942", COUNT, "67942", None),
        (67942, COUNT, "67942", None),
        ("95,7", PCT, "95.7", None),
        ("95,7%", PCT, "95.7", None),
        ("dưới 2 %", PCT, "2", "<"),
        ("Dưới 2%", PCT, "2", "<"),
        ("< 2", PCT, "2", "<"),
        ("<=2", PCT, "2", "<="),
        ("≤ 2", PCT, "2", "<="),
        ("không quá 2%", PCT, "2", "<="),
        ("tối đa 2%", PCT, "2", "<="),
        (">= 95,7", PCT, "95.7", ">="),
        ("≥95,7%", PCT, "95.7", ">="),
        ("tối thiểu 1.200 người", COUNT, "1200", ">="),
        ("2,5 triệu", COUNT, "2500000", None),
    ],
)
def test_a_target_is_read_with_its_strictness(cell, kind, value, strictness):
    found, read_strictness = read_target(cell, kind, unit_words=PEOPLE)

    assert isinstance(found, Number)
    assert (found.value, read_strictness) == (Decimal(value), strictness)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("trên 95%", "met when it is reached"),
        ("> 95", "met when it is reached"),
        ("hơn 95", "met when it is reached"),
        ("khoảng 95", "certain number"),
        ("95 (ước)", "certain number"),
        ("104", "over 100"),
        ("dưới", "not a number"),
        ("dưới khoảng 2", "certain number"),
    ],
)
def test_a_target_that_is_not_certain_is_refused(cell, why):
    with pytest.raises(DomainError) as refusal:
        read_target(cell, PCT)

    assert why in str(refusal.value)
    assert refusal.value.read == cell


def test_a_doubtful_target_is_asked_about_and_an_empty_one_is_blank():
    assert isinstance(read_target("67,942", COUNT)[0], Ask)
    assert read_target("", COUNT) == (Blank(None), None)


def test_vietnamese_writes_dots_between_thousands_and_a_decimal_comma():
    assert vn_count(67942) == "67.942"
    assert vn_decimal(Decimal("1234.565"), 2) == "1.234,57"
    assert vn_decimal(Decimal(1234), 0) == "1.234"
    assert vn_number(Decimal("72.480")) == "72,48"
    assert vn_number(Decimal("1E+6")) == "1.000.000"


def _what_is_written_is_read_back(people, hundredths, tenths_of_ty):
    share = Decimal(hundredths) / 100
    amount = Decimal(tenths_of_ty) / 10

    assert count(vn_count(people)).value == people
    assert percent(vn_decimal(share, 2)).value == share
    assert percent(vn_decimal(share, 2) + " %").value == share
    assert in_ty(vn_decimal(amount, 1)).value == amount * TY
    assert in_ty(vn_decimal(amount, 1) + " tỷ đồng").value == amount * TY


WRITTEN = given(people=st.integers(0, 10**15), hundredths=st.integers(100, 100_000), tenths_of_ty=st.integers(0, 10**8))


@settings(max_examples=500, deadline=None)
@WRITTEN
def test_a_number_we_wrote_is_read_back(people, hundredths, tenths_of_ty):
    _what_is_written_is_read_back(people, hundredths, tenths_of_ty)


@pytest.mark.long
@settings(max_examples=10_000, deadline=None)
@WRITTEN
def test_ten_thousand_numbers_we_wrote_are_read_back(people, hundredths, tenths_of_ty):
    _what_is_written_is_read_back(people, hundredths, tenths_of_ty)


@settings(max_examples=500, deadline=None)
@given(raw=st.text(st.sampled_from("0123456789.,  -–%eExO/()hơntrgầtỷiệu#+~<>=đ"), max_size=14))
def test_whatever_is_typed_is_a_number_a_blank_a_question_or_a_refusal(raw):
    answers = [_answer(raw, kind) for kind in Field]

    assert all(answers)


def _answer(raw, kind):
    try:
        return isinstance(read_number(raw, kind), Number | Blank | Ask)
    except DomainError as refusal:
        return str(refusal)
