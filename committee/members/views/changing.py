"""Changing what somebody holds: its end, the areas that go with it, who covers it."""

from __future__ import annotations

from datetime import date

from flask import Response, flash, make_response, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse
from wtforms import SelectChoice

from committee.core import clock, doors
from committee.core.db import transaction
from committee.core.formatting import vn_date
from committee.core.forms import Form
from committee.core.words import gettext
from committee.domain.appointments import last_day
from committee.domain.errors import DomainError, NotFound
from committee.members import access, operations
from committee.members.charges import areas_of, cover, who_may_cover
from committee.members.finding import WhichUnit, unit_meant
from committee.members.forms import AreasForm, CoverForm, EndForm
from committee.members.register import POST, SEAT, Line
from committee.members.roles import role_name
from committee.members.views.base import act, address_of, blueprint, moment, viewer
from committee.units.queries import subtree_of


@blueprint.get("/people/seats/<int:place_id>/ending", defaults={"kind": SEAT})
@blueprint.get("/people/posts/<int:place_id>/ending", defaults={"kind": POST})
@doors.signed_in
def ending(kind: str, place_id: int) -> Response:
    """The form that ends a seat or a post; today unless another day is typed."""
    line = access.place_managed(viewer(), kind, place_id, **moment())
    form = EndForm(formdata=None)
    form.on.data = vn_date(clock.today())
    return _form("members/ending.html", form, line, 200)


@blueprint.post("/people/seats/<int:place_id>/ending", defaults={"kind": SEAT})
@blueprint.post("/people/posts/<int:place_id>/ending", defaults={"kind": POST})
@doors.sensitive
def end(kind: str, place_id: int) -> AnyResponse:
    """End a seat or a post: from that day on it opens nothing."""
    line, form = access.place_managed(viewer(), kind, place_id, **moment()), EndForm()
    day = _day(form, "on")
    if day is None:
        return _form("members/ending.html", form, line, 422)
    try:
        with transaction():
            if kind == SEAT:
                operations.end_seat(seat_id=place_id, on=last_day(day), **act())
            else:
                operations.end_post(post_id=place_id, on=last_day(day), **act())
    except DomainError as error:
        form.refuse(error, "on")
        return _form("members/ending.html", form, line, 422)
    return _done(line, gettext("Ended from %(day)s. This can be taken back today.", day=vn_date(day)))


@blueprint.post("/people/seats/<int:place_id>/ending/withdrawal", defaults={"kind": SEAT})
@blueprint.post("/people/posts/<int:place_id>/ending/withdrawal", defaults={"kind": POST})
@doors.signed_in
def take_back(kind: str, place_id: int) -> AnyResponse:
    """Take an end back that was entered today."""
    line = access.place_managed(viewer(), kind, place_id, **moment())
    with transaction():
        if kind == SEAT:
            operations.take_back_end_of_seat(seat_id=place_id, **act())
        else:
            operations.take_back_end_of_post(post_id=place_id, **act())
    return _done(line, gettext("The end is taken back."))


@blueprint.get("/people/seats/<int:seat_id>/areas")
@doors.signed_in
def areas(seat_id: int) -> Response:
    """The form for the areas of a seat."""
    line = access.place_managed(viewer(), SEAT, seat_id, **moment())
    form = AreasForm(formdata=None)
    standing = areas_of([seat_id], clock.today()).get(seat_id, [])
    form.areas.data = "\n".join(f"{unit.code} {unit.name}" for unit in standing)
    return _areas_form(form, line, 200)


@blueprint.post("/people/seats/<int:seat_id>/areas")
@doors.signed_in
def put_in_charge(seat_id: int) -> AnyResponse:
    """Let exactly the typed units be the areas of a seat from today."""
    line, form = access.place_managed(viewer(), SEAT, seat_id, **moment()), AreasForm()
    form.validate()
    units = _typed_areas(form, line) if not form.errors else set()
    if form.errors:
        return _areas_form(form, line, 422)
    with transaction():
        operations.put_in_charge(seat_id=seat_id, unit_ids=units, on=clock.today(), **act())
    return _done(line, gettext("The areas are kept."))


@blueprint.get("/people/seats/<int:seat_id>/covers")
@doors.signed_in
def new_cover(seat_id: int) -> Response:
    """The form for who acts for a seat."""
    line = access.place_managed(viewer(), SEAT, seat_id, **moment())
    form = _cover_form(line, CoverForm(formdata=None))
    form.from_on.data = vn_date(clock.today())
    return _form("members/cover.html", form, line, 200)


@blueprint.post("/people/seats/<int:seat_id>/covers")
@doors.sensitive
def add_cover(seat_id: int) -> AnyResponse:
    """Let somebody of the same committee act for a seat for a time."""
    line = access.place_managed(viewer(), SEAT, seat_id, **moment())
    form = _cover_form(line, CoverForm())
    first, last = _day(form, "from_on"), _day(form, "to_on")
    if first is None or last is None:
        return _form("members/cover.html", form, line, 422)
    chosen = int(form.by_seat.data) if form.by_seat.data in {choice.value for choice in form.by_seat.choices} else 0
    try:
        with transaction():
            operations.cover_seat(seat_id=seat_id, by_seat_id=chosen, from_on=first, to_on=last, **act())
    except DomainError as error:
        form.refuse(error)
        return _form("members/cover.html", form, line, 422)
    return _done(
        line, gettext("The cover is set from %(first)s to %(last)s.", first=vn_date(first), last=vn_date(last))
    )


@blueprint.post("/people/covers/<int:cover_id>/ending")
@doors.signed_in
def end_cover(cover_id: int) -> AnyResponse:
    """End a cover at once."""
    known = cover(cover_id)
    if known is None:
        raise NotFound("There is no such cover.")
    line = access.place_managed(viewer(), SEAT, known.seat_id, **moment())
    with transaction():
        operations.end_cover(cover_id=cover_id, **act())
    return _done(line, gettext("The cover is ended."))


def _day(form: Form, name: str) -> date | None:
    """Return the day typed in a field that must not be empty."""
    if not form[name].data:
        form.refuse(DomainError("Type a day, such as 01/07/2025."), name)
    return form.typed_day(name)


def _typed_areas(form: AreasForm, line: Line) -> set[int]:
    """Return the units named in the lines, each within the seat's own unit; what is wrong is said at the field."""
    below = {unit.code: unit for unit in subtree_of(line.path, clock.today())}
    found = set()
    for said in (form.areas.data or "").splitlines():
        if not said.strip():
            continue
        unit = below.get(said.split()[0])
        try:
            if unit is None:
                unit = unit_meant(said, access.within(line), clock.today())
            found.add(unit.unit_id)
        except WhichUnit:
            form.refuse(DomainError("Several units are called “%(said)s”: type the code.", said=said), "areas")
        except DomainError:
            message = "No unit in %(unit)s is called or coded “%(said)s”."
            form.refuse(DomainError(message, unit=line.unit_name, said=said), "areas")
    return found


def _cover_form(line: Line, form: CoverForm) -> CoverForm:
    choices = who_may_cover(line.id, clock.today())
    form.by_seat.choices = [SelectChoice(str(seat), f"{name} ({role_name(role)})") for seat, name, role in choices]
    return form


def _areas_form(form: AreasForm, line: Line, status: int) -> Response:
    return _form("members/areas.html", form, line, status)


def _form(template: str, form: Form, line: Line, status: int) -> Response:
    return make_response(render_template(template, form=form, line=line, back=address_of(line)), status)


def _done(line: Line, said: str) -> AnyResponse:
    flash(said, "done")
    return redirect(address_of(line), 303)
