"""The same agency under its old and its new name is one; agencies that merged are one from that day."""

from __future__ import annotations

from datetime import date

import pytest

from committee.domain.agencies import AgencyName, Directory, Merger, name_key, refuse_name, refuse_new_name
from committee.domain.appointments import Term
from committee.domain.errors import DomainError

LABOUR, HOME, TAX = 1, 2, 3
BEFORE, AFTER, MARCH = date(2025, 2, 28), date(2025, 7, 1), date(2025, 3, 1)
NAMES = [
    AgencyName(LABOUR, "Sở Lao động - Thương binh và Xã hội", "Sở LĐTBXH", None, BEFORE),
    AgencyName(HOME, "Sở Nội vụ", "", None, None),
    AgencyName(TAX, "Cục Thuế tỉnh", "Cục Thuế", None, BEFORE),
    AgencyName(TAX, "Chi cục Thuế khu vực", "", MARCH, date(2025, 6, 30)),
    AgencyName(TAX, "Thuế tỉnh", "", AFTER, None),
]
KNOWN = Directory(NAMES, [Merger(LABOUR, HOME, MARCH)])


@pytest.mark.parametrize(
    ("text", "day", "agency", "shown"),
    [
        ("Sở LĐTBXH", BEFORE, LABOUR, "Sở LĐTBXH"),
        ("Sở LĐTBXH", MARCH, HOME, "Sở Nội vụ"),
        ("sở lao động – thương binh và xã hội", AFTER, HOME, "Sở Nội vụ"),
        ("Sở Nội vụ", BEFORE, HOME, "Sở Nội vụ"),
        ("Cục Thuế", BEFORE, TAX, "Cục Thuế"),
        ("Cục Thuế", MARCH, TAX, "Chi cục Thuế khu vực"),
        ("Cục Thuế tỉnh", AFTER, TAX, "Thuế tỉnh"),
        ("Thuế tỉnh", BEFORE, TAX, "Cục Thuế tỉnh"),
        ("Hội Nông dân", AFTER, None, "Hội Nông dân"),
        ("", AFTER, None, ""),
    ],
)
def test_an_agency_is_shown_by_the_name_of_the_day(text, day, agency, shown) -> None:
    assert (KNOWN.named(text, day), KNOWN.shown(text, day)) == (agency, shown)


def test_old_and_new_name_have_one_key() -> None:
    assert KNOWN.key("Sở LĐTBXH", AFTER) == KNOWN.key("Sở Nội vụ", AFTER)
    assert KNOWN.key("Sở LĐTBXH", BEFORE) != KNOWN.key("Sở Nội vụ", BEFORE)
    assert KNOWN.key("Hội Nông dân", AFTER) == KNOWN.key("hội nông dân", AFTER) == name_key("Hội Nông dân")


def test_a_name_is_borne_by_one_agency_at_a_time() -> None:
    refuse_name("Sở Lao động", "Sở LĐTBXH", Term(MARCH, None), NAMES)
    with pytest.raises(DomainError, match="Another agency is called so at that time: Thuế tỉnh"):
        refuse_name("Thuế Tỉnh", "", Term(MARCH, None), NAMES)
    with pytest.raises(DomainError, match="Type the name"):
        refuse_name("", "T", Term(None, None), [])


def test_a_new_name_begins_after_the_one_before() -> None:
    refuse_new_name(NAMES[0], date(1990, 1, 1))
    with pytest.raises(DomainError, match="must begin after"):
        refuse_new_name(NAMES[4], AFTER)
