"""A code is text: its leading zeros are kept, or put back where the level says how many."""

from datetime import date

import pytest

from committee.domain.codes import unit_code
from committee.domain.errors import DomainError


@pytest.mark.parametrize(
    ("raw", "level", "code"),
    [
        ("00004", None, "00004"),
        ("00004", "commune", "00004"),
        (4, "commune", "00004"),
        (4.0, "commune", "00004"),
        ("4", "commune", "00004"),
        (1, "province", "01"),
        ("1", "province", "01"),
        (7, "district", "007"),
        ("31318", "commune", "31318"),
        (" 31 318 ", "commune", "31318"),
        ("\u00a031318\u200b", None, "31318"),
        ("01", None, "01"),
        ("1", None, "1"),
        ("00004-03", "hamlet", "00004-03"),
        ("Ấp 3", "hamlet", "Ấp 3"),
        ("3", "hamlet", "3"),
        (3, "hamlet", "3"),
        ("BHXH-92", "collector", "BHXH-92"),
    ],
)
def test_a_code_is_read(raw, level, code):
    assert unit_code(raw, level) == code


@pytest.mark.parametrize(
    ("raw", "level", "why"),
    [
        (31318, None, "lost its leading zeros"),
        (31318.0, None, "lost its leading zeros"),
        ("31318.0", "commune", "number with decimals"),
        ("31318,0", None, "number with decimals"),
        ("31318.", None, "number with decimals"),
        (31318.5, "commune", "not a code"),
        (-4, "commune", "not a code"),
        (float("nan"), "commune", "not a code"),
        (True, "commune", "not a code"),
        (date(2025, 7, 1), "commune", "not a code"),
        ("", "commune", "missing"),
        ("  ", None, "missing"),
        (None, "commune", "missing"),
        ("x" * 41, None, "at most 40"),
    ],
)
def test_what_may_have_lost_its_zeros_is_refused(raw, level, why):
    with pytest.raises(DomainError) as refusal:
        unit_code(raw, level)

    assert why in str(refusal.value)
