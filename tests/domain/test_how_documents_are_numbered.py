"""A document is signed first and numbered second; its number reads as it stands on the paper."""

from __future__ import annotations

from datetime import date

import pytest

from committee.domain import document_numbers as numbers
from committee.domain.document_numbers import Number
from committee.domain.document_types import BY_CODE, TYPES, read_type
from committee.domain.errors import DomainError


@pytest.mark.parametrize(
    ("said", "number", "symbol", "shown"),
    [
        ("85/KH-UBND", Number(85), "KH-UBND", "85/KH-UBND"),
        ("8/BC-BCĐ", Number(8), "BC-BCĐ", "08/BC-BCĐ"),
        ("08/BC-BCĐ", Number(8), "BC-BCĐ", "08/BC-BCĐ"),
        ("Số: 15/BCĐ-BHXH", Number(15), "BCĐ-BHXH", "15/BCĐ-BHXH"),
        (" 85 / KH - UBND ", Number(85), "KH-UBND", "85/KH-UBND"),
        ("85a/QĐ-UBND", Number(85, "a"), "QĐ-UBND", "85a/QĐ-UBND"),
        ("85A/QĐ-UBND", Number(85, "a"), "QĐ-UBND", "85a/QĐ-UBND"),
        ("12/2024/NĐ-CP", Number(12), "2024/NĐ-CP", "12/2024/NĐ-CP"),
        ("58/2014/QH13", Number(58), "2014/QH13", "58/2014/QH13"),
        ("27-CV/TU", Number(27), "CV/TU", "27-CV/TU"),
        ("08-QC/TW", Number(8), "QC/TW", "08-QC/TW"),
        ("123/UB/VX", Number(123), "UB/VX", "123/UB/VX"),
        ("118", Number(118), "", "118"),
    ],
)
def test_a_number_is_read_and_written_as_it_stands_on_the_paper(said, number, symbol, shown):
    assert numbers.read_number(said) == (number, symbol)
    assert numbers.written(number, symbol) == shown
    assert numbers.read_number(shown) == (number, symbol)


@pytest.mark.parametrize(
    "said", ["", "KH-UBND", "0/KH-UBND", "-5", "85-KH", "1234567/QĐ", "85/KH<b>", "8 5", "85/" + "A" * 61]
)
def test_what_is_no_number_is_refused(said):
    with pytest.raises(DomainError):
        numbers.read_number(said)


def test_a_document_without_a_number_shows_the_gap():
    assert numbers.written(None, "TB-BCĐ") == "…/TB-BCĐ"
    assert numbers.written(None, "") == ""


@pytest.mark.parametrize(
    ("type_code", "symbol"), [("report", "BC-BCĐ"), ("conclusion_notice", "TB-BCĐ"), ("official_letter", "BCĐ")]
)
def test_a_committees_own_symbol_names_type_and_issuer(type_code, symbol):
    assert numbers.proposed_symbol(type_code) == symbol


@pytest.mark.parametrize(("highest", "following"), [(None, "01"), (8, "09"), (12, "13"), (99, "100")])
def test_the_next_number_follows_the_highest_and_fills_no_gap(highest, following):
    assert str(numbers.next_number(highest)) == following


def test_a_series_is_one_for_all_types_or_one_for_each():
    assert numbers.series_of("report", per_type=False) == numbers.series_of("plan", per_type=False) == ""
    assert numbers.series_of("report", per_type=True) == "report"


def test_no_number_before_the_signature():
    with pytest.raises(DomainError, match="after it is signed"):
        numbers.refuse_number_of("draft")
    numbers.refuse_number_of("signed")


def test_no_day_ahead():
    with pytest.raises(DomainError, match="after today"):
        numbers.refuse_day(date(2024, 10, 29), date(2024, 10, 28))
    numbers.refuse_day(date(2024, 10, 28), date(2024, 10, 28))


@pytest.mark.parametrize(
    ("secrecy", "subject"),
    [
        ("mật", "Kế hoạch"),
        ("Tối mật", "Kế hoạch"),
        ("TUYỆT MẬT", ""),
        ("hỏa tốc", "Kế hoạch"),
        ("", "Kế hoạch (MẬT)"),
        ("thường", "[Mật] Kế hoạch kiểm tra"),
        ("", "Kế hoạch kiểm tra – tối mật"),
        ("", "MẬT Kế hoạch kiểm tra"),
        ("", "Độ mật: Mật; kế hoạch"),
    ],
)
def test_a_secret_document_is_refused(secrecy, subject):
    with pytest.raises(DomainError, match="no secret documents"):
        numbers.refuse_secret(secrecy, subject)


@pytest.mark.parametrize(
    ("secrecy", "subject"),
    [
        ("", "Về công tác bảo mật thông tin"),
        ("thường", "Về bảo vệ bí mật nhà nước"),
        ("Thường", "Kế hoạch"),
        ("", "VỀ BẢO MẬT THÔNG TIN"),
        ("", "Về công tác BẢO MẬT"),
    ],
)
def test_what_only_speaks_of_secrecy_is_kept(secrecy, subject):
    numbers.refuse_secret(secrecy, subject)


def test_what_counts_once_is_the_number_of_a_year_in_the_series_of_the_committee():
    five, number = ("report", 2024, numbers.Number(5)), numbers.counted_as
    others = [("plan", *five[1:]), ("report", 2023, five[2]), ("report", 2024, numbers.Number(5, "a"))]

    for per_type, same in ((False, [True, False, False]), (True, [False, False, False])):
        here = number(*five, per_type=per_type)
        assert here == number(*five, per_type=per_type)
        assert [here == number(*one, per_type=per_type) for one in others] == same
    with pytest.raises(DomainError, match="needs the day"):
        number("report", 0, numbers.Number(5), per_type=False)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Quyết định", "decision"),
        ("quyết định", "decision"),
        ("quyet dinh", "decision"),
        ("QĐ", "decision"),
        ("QyĐ", "rules"),
        ("TB", "notice"),
        ("Thông báo kết luận", "conclusion_notice"),
        ("TTr", "proposal"),
        ("TT", "circular"),
        ("CV", "official_letter"),
        ("Công văn", "official_letter"),
        ("decision", "decision"),
        ("bức thư", None),
        ("", None),
    ],
)
def test_a_type_is_named_by_its_name_its_abbreviation_or_its_code(said, code):
    if code is None:
        with pytest.raises(DomainError, match="no such type"):
            read_type(said)
        return
    assert read_type(said).code == code


def test_every_type_is_found_by_its_own_name():
    assert [read_type(one.name).code for one in TYPES] == list(BY_CODE)
