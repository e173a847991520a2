"""What is typed when a task is given, or corrected: the "6 rõ", where it comes from, how often it comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from wtforms import BooleanField, HiddenField, SelectChoice, SelectField, StringField

from committee.core import clock
from committee.core.calendar_file import load_calendar
from committee.core.formatting import vn_date
from committee.core.forms import lazy_gettext
from committee.core.picking import PickField
from committee.core.words import gettext
from committee.domain.calendar import WorkingCalendar
from committee.domain.days import read_day
from committee.domain.deadline_words import read_deadline
from committee.domain.document_numbers import PLAIN
from committee.domain.errors import DomainError
from committee.domain.house_rules import HouseRules
from committee.domain.recurring import Rhythm
from committee.domain.task_rules import URGENCY_WORDS
from committee.members.choosing import committee_choices
from committee.members.queries import CommitteeRow
from committee.tasks import task_words as words
from committee.tasks.forms.fields import SHORT, DayForm, TextField
from committee.tasks.queries import TaskRow

SECRECY = (
    SelectChoice(PLAIN, lazy_gettext("Not secret")),
    SelectChoice("mật", lazy_gettext("Secret (mật)")),
    SelectChoice("tối mật", lazy_gettext("Top secret (tối mật)")),
    SelectChoice("tuyệt mật", lazy_gettext("Of utmost secrecy (tuyệt mật)")),
)
URGENCIES = [SelectChoice(urgency.value, word) for urgency, word in URGENCY_WORDS.items()]
ONCE = SelectChoice("", lazy_gettext("Once"))
DUE_RULES = (
    SelectChoice("last", lazy_gettext("On the last day of the period")),
    SelectChoice("after:5", lazy_gettext("5 working days after the period")),
    SelectChoice("after:10", lazy_gettext("10 working days after the period")),
    SelectChoice("day:10", lazy_gettext("On the 10th")),
    SelectChoice("day:15", lazy_gettext("On the 15th")),
    SelectChoice("day:20", lazy_gettext("On the 20th")),
    SelectChoice("day:25", lazy_gettext("On the 25th")),
)


@dataclass(frozen=True)
class Due:
    """A due day as it was typed: the day, the words it was read from, and what to say before it is taken."""

    due_on: date | None = None
    wording: str = ""
    question: str = ""


class TaskForm(DayForm):
    """A task as it is given. `confirmed` is what was shown and is gone on with knowingly."""

    version = HiddenField()
    confirmed = HiddenField()
    committee = PickField(lazy_gettext("Steering committee"), coerce=int)
    title = StringField(lazy_gettext("What is to be done"))
    lead = StringField(lazy_gettext("Lead (exactly one)"), [SHORT], render_kw={"list": "who"})
    deliverable = StringField(lazy_gettext("Product"))
    due = StringField(lazy_gettext("Due on"), [SHORT])
    coordinators = TextField(lazy_gettext("Coordinators"), rows=2)
    content = TextField(lazy_gettext("Content"), rows=3)
    responsibility = TextField(lazy_gettext("Responsibility"), rows=2)
    authority = TextField(lazy_gettext("Authority"), rows=2)
    urgency = SelectField(lazy_gettext("Urgency"), choices=URGENCIES)
    secrecy = SelectField(lazy_gettext("Secrecy"), choices=SECRECY, default=PLAIN)
    assigned_on = StringField(lazy_gettext("Given on"), [SHORT])
    source = StringField(lazy_gettext("Number of the source document"), [SHORT])
    excerpt = TextField(lazy_gettext("Excerpt"), rows=2)
    unit = StringField(lazy_gettext("Code of the unit it is about"), [SHORT])
    indicator = SelectField(lazy_gettext("Indicator"))
    target = SelectField(lazy_gettext("Assigned target"), validate_choice=False)
    is_standing = BooleanField(lazy_gettext("A standing directive: tied to the indicator, outside the rates"))
    reporter = StringField(lazy_gettext("E-mail of the person who reports, where the lead has no account"), [SHORT])
    code = StringField(lazy_gettext("Code"), [SHORT])
    rhythm = SelectField(
        lazy_gettext("How often"),
        choices=[ONCE, *(SelectChoice(one.value, words.RHYTHMS[one.value]) for one in Rhythm)],
    )
    due_rule = SelectField(lazy_gettext("Each is due"), choices=DUE_RULES)
    until = StringField(lazy_gettext("Last day of the series"), [SHORT])

    def leave_out(self, *names: str) -> None:
        """Take fields away that are not asked here."""
        for name in names:
            del self[name]

    def given_on(self, today: date) -> date:
        """Return the day of the assignment; today where none is typed."""
        return self.day("assigned_on") or today

    def due_typed(self, assigned_on: date, rules: HouseRules) -> Due:
        """Return the due day: a day, or words that mean one; what names no day is said at the field."""
        typed = self.due.data or ""
        if not typed:
            return Due()
        calendar = load_calendar()
        try:
            return _due_day(read_day(typed), rules, calendar)
        except DomainError:
            pass
        found = read_deadline(typed, issued_on=assigned_on, strict=rules.strict, moves=rules.moves, calendar=calendar)
        explained = gettext(found.explanation) % dict(found.params)
        if found.due_on is None:
            self.due.errors = (
                [gettext("“%(said)s” gives no day.", said=typed), explained]
                if found.wording
                else [gettext("Write a day such as 15/11/2024, or words such as “trước ngày 20/6”.")]
            )
            return Due()
        said = gettext("“%(said)s”: the last day is %(day)s.", said=typed, day=vn_date(found.due_on))
        return Due(found.due_on, typed, said)


def _due_day(typed: date, rules: HouseRules, calendar: WorkingCalendar) -> Due:
    """Return a day as it was typed, or the one it moves to, which is then said first."""
    day = rules.due_day(typed, calendar)
    if day == typed:
        return Due(day)
    said = gettext("%(named)s is not worked: the last day is %(day)s.", named=vn_date(typed), day=vn_date(day))
    return Due(day, question=said)


def new_form(committees: Sequence[CommitteeRow], indicators: Mapping[str, str], **options: Any) -> TaskForm:
    """Return the form by which a task of one of `committees` is given."""
    form = TaskForm(**options)
    _offer(form, indicators)
    form.committee.choices = committee_choices(committees, clock.today())
    form.leave_out("version")
    if len(committees) == 1:
        form.committee.data = committees[0].committee_id
    return form


def edit_form(task: TaskRow, indicators: Mapping[str, str], source: str, reporter: str, **options: Any) -> TaskForm:
    """Return the form of a task that stands: what was typed, or else what is said of it."""
    said = {name: getattr(task, name) for name in ("title", "deliverable", "content", "responsibility", "authority")}
    form = TaskForm(
        **options,
        **said,
        version=str(task.version),
        due=task.due_wording or (vn_date(task.due_on) if task.due_on else ""),
        coordinators="\n".join(party.name for party in task.coordinators),
        urgency=task.urgency,
        assigned_on=vn_date(task.assigned_on),
        source=source,
        excerpt=task.excerpt,
        unit=task.about_unit.code if task.about_unit else "",
        indicator=task.indicator or "",
        target=str(task.target_id or ""),
        is_standing=task.is_standing,
        reporter=reporter,
        code=task.code,
    )
    _offer(form, indicators)
    form.leave_out("committee", "lead", "rhythm", "due_rule", "until")
    return form


def offer_targets(form: TaskForm, choices: Sequence[tuple[str, str]]) -> None:
    """Let one of the targets of the unit and the indicator be chosen; one that was chosen of others is not kept."""
    form.target.choices = [SelectChoice("", gettext("None")), *(SelectChoice(*one) for one in choices)]
    if form.target.data not in {value for value, _words in choices}:
        form.target.data = ""


def _offer(form: TaskForm, indicators: Mapping[str, str]) -> None:
    form.target.choices = [SelectChoice("", gettext("None"))]
    form.indicator.choices = [SelectChoice("", gettext("None")), *(SelectChoice(*one) for one in indicators.items())]
