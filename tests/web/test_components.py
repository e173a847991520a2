"""The pieces pages are made of, as a person meets them."""

from __future__ import annotations

import re

import pytest
from wtforms import DateField, DecimalField, Form, IntegerField, RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired

from committee.web import style_guide
from tests.web.rendering import environment, part


class MonthForm(Form):
    insured = IntegerField("Người tham gia", [InputRequired("Chưa nhập số người.")])
    share = DecimalField("Tỷ lệ")
    issued_on = DateField("Ngày ban hành", format="%d/%m/%Y")
    method = RadioField("Cách tính", choices=[SelectChoice("a", "Theo dân số")])
    note = StringField("Ghi chú")


STATUS = '{% from "components/status.html" import status %}'
FORMS = '{% from "components/forms.html" import error_summary, field %}'
BULLET = '{% from "components/bullet.html" import bullet %}'


@pytest.mark.parametrize(
    ("level", "met", "word"),
    [
        ("OK", True, "Met"),
        ("OK", False, "On course"),
        ("WATCH", False, "Slightly behind"),
        ("LAG", False, "Far behind"),
        ("SEVERE", False, "At risk"),
        ("OVERDUE", False, "Overdue"),
        ("NODATA", False, "Not reported"),
        ("SUSPECT", False, "Awaiting verification"),
        ("NA", False, "Not applicable"),
        (None, False, "Not yet assessed"),
    ],
)
def test_a_status_is_a_shape_and_a_word(level, met, word):
    shown = part(STATUS + "{{ status(level, met=met) }}", level=level, met=met)

    assert shown.count("<use ") == 1
    assert word in shown


def test_a_faulty_field_is_named_above_and_at_the_field():
    form = MonthForm()
    form.validate()

    shown = part(FORMS + "{{ error_summary(form) }}{{ field(form.insured, hint='Tháng trước: 12') }}", form=form)

    assert '<a href="#insured">Chưa nhập số người.</a>' in shown
    assert 'aria-describedby="insured-hint insured-error"' in shown
    assert shown.count("Chưa nhập số người.") == 2


def test_a_form_without_faults_has_no_summary():
    assert part(FORMS + "{{ error_summary(form) }}", form=MonthForm()).strip() == ""


@pytest.mark.parametrize("name", ["insured", "share", "issued_on", "method", "note"])
def test_a_field_leaves_checking_to_the_server(name):
    shown = part(FORMS + "{{ field(form[name], suffix='người') }}", form=MonthForm(), name=name)

    assert not re.search(r'type="(number|date)"|\srequired|placeholder', shown)
    assert "<label" in shown


@pytest.mark.parametrize(("name", "keys"), [("insured", "numeric"), ("share", "decimal"), ("issued_on", "numeric")])
def test_a_number_or_a_day_opens_the_keys_for_it(name, keys):
    assert f'inputmode="{keys}"' in part(FORMS + "{{ field(form[name]) }}", form=MonthForm(), name=name)


def test_a_bullet_says_in_words_what_it_draws():
    shown = part(BULLET + "{{ bullet(468, 620, '468/620 người', milestone=545, tone='lag') }}")

    assert "<title>468/620 người</title>" in shown
    assert 'class="due"' in shown
    assert 'class="over"' not in shown


def test_beyond_a_ceiling_the_bullet_is_out_of_bounds():
    shown = part(BULLET + "{{ bullet(3, 2, 'vượt 1', ceiling=True) }}")

    assert 'class="over"' in shown


def test_without_a_figure_the_bullet_has_no_bar():
    shown = part(BULLET + "{{ bullet(None, 620, 'chưa báo cáo', tone='nodata') }}")

    assert 'class="actual"' not in shown
    assert 'class="target"' in shown


@pytest.mark.parametrize("code", [400, 403, 404, 413, 418, 429, 500, 503])
def test_an_error_page_says_what_happened_and_what_to_do(code):
    shown = environment().get_template("web/error.html").render(code=code, search_url="/search")

    assert shown.count("<h1>") == 1
    assert ('name="q"' in shown) == (code == 404)


def test_what_stands_in_a_name_is_never_markup():
    shown = part(STATUS + "{{ status('LAG', word=word) }}", word="<script>alert(1)</script>")

    assert "<script" not in shown


def test_the_style_guide_shows_every_piece_and_says_that_the_form_has_a_fault():
    shown = environment().get_template("web/style_guide.html").render(**style_guide.context())

    assert "<title>Error: 12/65 xã" in shown
    assert shown.count("<h1>") == 1
    assert not re.search(r"\b(None|undefined|nan)\b", re.sub(r"<[^>]*>", " ", shown))
