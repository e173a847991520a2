"""What the pages of people share: who acts, when, and how a typed day and a typed unit are read."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypedDict

from flask import Blueprint, url_for
from wtforms import SelectChoice

from committee.core import clock, doors
from committee.core.settings import current_settings
from committee.domain.access import Actor, Reach, Viewer
from committee.domain.errors import DomainError
from committee.members.finding import WhichUnit, unit_meant
from committee.members.forms import PlaceForm
from committee.members.register import Line, parents_of
from committee.units.queries import UnitRow, units_on

blueprint = Blueprint("members", __name__)


class Moment(TypedDict):
    """The day and the moment of a request, as queries take them."""

    today: date
    now: datetime


class Act(TypedDict):
    """Who acts and when, as operations take them."""

    by: Actor
    now: datetime


def viewer() -> Viewer:
    """Return who is looking."""
    return doors.current_viewer()


def moment() -> Moment:
    """Return the moment of this request."""
    return Moment(today=clock.today(), now=clock.now())


def act() -> Act:
    """Return who acts in this request."""
    return Act(by=Actor(viewer().account_id, viewer().name), now=clock.now())


def typed_unit(form: PlaceForm, reach: Reach) -> UnitRow | None:
    """Return the unit that is meant; where several may be, the form asks which. None where nothing was typed."""
    if not form.unit.data:
        return None
    try:
        return unit_meant(form.unit.data, reach, clock.today(), chosen=form.which.data or "")
    except WhichUnit as several:
        above = units_on({unit.parent_id for unit in several.units if unit.parent_id}, clock.today())
        form.which.choices = [SelectChoice(unit.code, _told_apart(unit, above)) for unit in several.units]
        form.refuse(several, "which")
    except DomainError as error:
        error.read = None
        form.refuse(error, "unit")
    return None


def link_of(secret: str) -> str:
    """Return the address by which somebody sets a password."""
    return current_settings().base_url + url_for("accounts.invitation", token=secret)


def address_of(line: Line) -> str:
    """Return the page of a line's person, or of the seat whose holder has no account."""
    if line.account_id is None:
        return url_for("members.show_seat", seat_id=line.id)
    return url_for("members.show", account_id=line.account_id)


def unit_and_above(lines: list[Line]) -> dict[int, str]:
    """Return {unit id: what stands small beside the unit's name: the unit above it}."""
    return {unit_id: parent.name for unit_id, parent in parents_of(lines, clock.today()).items()}


def _told_apart(unit: UnitRow, above: dict[int, UnitRow]) -> str:
    parent = above.get(unit.parent_id) if unit.parent_id else None
    return f"{unit.name} ({parent.name}, {unit.code})" if parent else f"{unit.name} ({unit.code})"
