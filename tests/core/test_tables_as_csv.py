"""A table as a spreadsheet opens it: Vietnamese letters stay, and no text runs as a formula."""

from __future__ import annotations

import pytest

from committee.core.csv_text import csv_text, harmless


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("Xã Vị Trung", "Xã Vị Trung"),
        ("=1+1", "'=1+1"),
        ("+84", "'+84"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+3", "'-2+3"),
        ("\t=1", "'\t=1"),
        ("-12.5", "-12.5"),
        ("-7", "-7"),
        ("-", "'-"),
        (-7, -7),
        (None, None),
    ],
)
def test_only_text_that_looks_like_a_formula_is_changed(value, kept):
    assert harmless(value) == kept


def test_a_spreadsheet_knows_the_letters_and_sees_blanks():
    text = csv_text(["unit", "actual"], [["Thị trấn Nàng Mau", 690], ["Xã Vị Trung", None]])

    assert text == "\ufeffunit,actual\r\nThị trấn Nàng Mau,690\r\nXã Vị Trung,\r\n"
