"""What pages say of pauses in urging on beside a case, and which of them a document may point to."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for
from wtforms import SelectChoice, SelectField, StringField
from wtforms.validators import Length

from committee.core.calendar_file import load_calendar
from committee.core.formatting import vn_date
from committee.core.forms import Form, lazy_gettext
from committee.core.words import gettext
from committee.documents.pointing import unit_kept
from committee.documents.queries import documents_of
from committee.documents.words import title_of
from committee.domain.access import Action, Viewer, reach
from committee.domain.calendar import day_of
from committee.domain.case_facts import State
from committee.domain.days import read_day
from committee.domain.errors import DomainError
from committee.escalation import silence_access as access
from committee.escalation import silence_queries as queries
from committee.escalation.pages import Paper
from committee.escalation.queries import CaseRow
from committee.escalation.silence_queries import SilenceRow
from committee.escalation.silence_words import name_of, until_word
from committee.targets.queries import indicators

SHORT = Length(max=200, message=lazy_gettext("Keep this under 200 characters."))
KIND = "silence"
WAITING = (State.OPEN.value, State.ACKED.value, State.EXPLAINED.value, State.COMMITTED.value)  # what a pause holds


@dataclass(frozen=True)
class PauseOfCase:
    """What a case's page says: in a pause until when, why and by whom; `address` "" where it is not for the reader.

    `resumes` is when a case is looked at that is told nothing until then.
    """

    until: str = ""
    resumes: str = ""
    reason: str = ""
    by: str = ""
    address: str = ""
    new_address: str = ""


def pause_of(viewer: Viewer, case: CaseRow, *, now: datetime) -> PauseOfCase:
    """Return what is said of a case's pause, and where its reader may make one."""
    if case.is_over:
        return PauseOfCase()
    may_make = access.may_silence(viewer, case.unit_path)
    new_address = url_for("silences.new", case=case.id) if may_make else ""
    quiet = queries.quiet_for(case.unit_path, case.indicator, case.rule, at=now, day=day_of(now))
    row = queries.silence_row(quiet.silence_id, day=day_of(now)) if quiet else None
    if quiet is None or row is None:
        return PauseOfCase(new_address=new_address)
    is_open = access.seen(viewer).covers(row.unit_path)
    return PauseOfCase(
        until=until_word(quiet.last_on),
        resumes=vn_date(load_calendar().next_delivery_moment(quiet.until)) if case.state in WAITING else "",
        reason=row.reason,
        by=row.made_by_name,
        address=url_for("silences.show", silence_id=row.id) if is_open else "",
        new_address=new_address,
    )


def pause_beside(on: date, *, now: datetime) -> Callable[[CaseRow], str]:
    """Return what gives what stands beside a case in a list, "" for one that is not paused; read with one statement."""
    last_on = queries.pauses_on(on, now=now)

    def said(case: CaseRow) -> str:
        day = None if case.is_over else last_on(case.unit_path, case.indicator, case.rule)
        return until_word(day) if day else ""

    return said


def papers_of(viewer: Viewer, row: SilenceRow, *, on: date) -> list[Paper]:
    """Return the documents a pause rests on, for whoever may see them."""
    found = documents_of(KIND, row.id, on=on, within=reach(viewer, Action.SEE_DOCUMENTS))
    return [Paper(title_of(one), one.subject, url_for("documents.show", document_id=one.id)) for one in found]


class PointingForm(Form):
    """A pause as the page of a document asks for it."""

    unit = StringField(lazy_gettext("Code of the unit"), [SHORT])
    from_on = StringField(lazy_gettext("First day of the pause"), [SHORT])
    indicator = SelectField(lazy_gettext("Indicator"), validate_choice=False)


def pointing_form(today: date) -> Form:
    """Return the form by which a document is made to point to a pause."""
    form = PointingForm(prefix="silence-")
    choices = [SelectChoice(row.code, row.name) for row in indicators().values()]
    form.indicator.choices = [SelectChoice("", gettext("Any indicator")), *choices]
    form.indicator.data = form.indicator.data or ""
    form.from_on.data = form.from_on.data or vn_date(today)
    return form


def pause_meant(viewer: Viewer, form: PointingForm, on: date) -> tuple[str, int]:
    """Return the pause that a document's page names."""
    unit = unit_kept(viewer, form.unit.data or "", Action.SEE_CASES, on=on)
    found = queries.silences_of_unit(unit.unit_id, from_on=read_day(form.from_on.data or ""), day=on)
    if form.indicator.data:
        found = [row for row in found if not row.indicators or form.indicator.data in row.indicators]
    if not found:
        raise DomainError("No pause in urging on this unit begins on this day.")
    if len(found) > 1:
        raise DomainError("Several pauses of this unit begin on this day: add the document on the page of the pause.")
    return KIND, found[0].id


def names_of(viewer: Viewer, ids: Collection[int], on: date) -> dict[int, tuple[str, str]]:
    """Return {pause: name and address} of those that `viewer` sees."""
    seen = access.seen(viewer)
    return {
        row.id: (name_of(row), url_for("silences.show", silence_id=row.id))
        for row in queries.silence_rows(ids, day=on)
        if seen.covers(row.unit_path)
    }
