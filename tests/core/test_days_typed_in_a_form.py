"""A day typed in any form is read in one way, and refused at its field."""

from __future__ import annotations

import ast
from datetime import date

import pytest
from flask import Flask
from wtforms import StringField

from committee.core.forms import Form
from tests.architecture.source import modules, place, tree


class Typed(Form):
    on = StringField()


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("typed", "day", "refusal"),
    [
        ("", None, ""),
        ("  ", None, ""),
        ("05/09/2024", date(2024, 9, 5), ""),
        (" 2024-09-05 ", date(2024, 9, 5), ""),
        ("5/9", None, "Xin viết ngày theo dạng ngày/tháng/năm"),
        ("30/02/2024", None, "không có trong lịch"),
    ],
)
def test_a_day_is_read_and_what_is_none_is_said_at_its_field(
    app: Flask, typed: str, day: date | None, refusal: str
) -> None:
    with app.test_request_context(method="POST", data={"on": typed}):
        form = Typed()

        assert form.typed_day("on") == day
        assert [refusal in said for said in form.on.errors] == [True] * bool(refusal)


def test_no_other_place_reads_the_day_of_a_field() -> None:
    found = [
        place(path, node)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and node.name in ("day_in", "typed_day", "day_typed")
    ]

    assert {where.split(":")[0] for where in found} == {"committee/core/forms.py"}
