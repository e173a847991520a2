"""One person: what they hold and what it opens, areas in charge, covers, and the door they come in by."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from committee.accounts import operations as accounts
from committee.accounts.queries import sessions_of
from committee.accounts.standing import has_second_factor
from committee.core import clock, doors
from committee.core.db import transaction
from committee.core.words import gettext
from committee.domain.access import Action, reach
from committee.domain.appointments import may_take_back
from committee.domain.sign_in import limits_of, roles_held
from committee.members import access, operations
from committee.members.access import Person
from committee.members.charges import areas_of, covers_of
from committee.members.composition import ended_by_renewals
from committee.members.queries import viewer_of
from committee.members.register import SEAT, Line
from committee.members.views.base import act, blueprint, link_of, moment, unit_and_above, viewer
from committee.members.wording import LOOKS, STATES, opens


@blueprint.get("/people/<int:account_id>")
@doors.signed_in
def show(account_id: int) -> str:
    """One person with an account."""
    person = access.person_seen(viewer(), account_id, **moment())
    return _page(person, sessions=_sessions(account_id) if person.may_touch else 0)


@blueprint.get("/people/seats/<int:seat_id>")
@doors.signed_in
def show_seat(seat_id: int) -> str | Response:
    """A seat whose holder has no account."""
    seat = access.seat_seen(viewer(), seat_id, **moment())
    if seat.account_id is not None:
        return redirect(url_for("members.show", account_id=seat.account_id))
    return _page(Person(None, seat.name, seat.email, [seat], None, may_touch=False, others=False), sessions=0)


@blueprint.post("/people/<int:account_id>/invitation")
@doors.sensitive
def invite(account_id: int) -> str:
    """A new link, shown this once."""
    person = access.person_touched(viewer(), account_id, **moment())
    with transaction():
        secret = accounts.invite(account_id=account_id, **act())
    return invitation_page(person.name, person.email, secret, account_id)


@blueprint.post("/people/<int:account_id>/closing")
@doors.sensitive
def close(account_id: int) -> Response:
    """Close the door to somebody at once."""
    person = access.person_touched(viewer(), account_id, **moment())
    with transaction():
        operations.close_account(account_id=account_id, **act())
    return _done(account_id, gettext("%(name)s can no longer sign in.", name=person.name))


@blueprint.post("/people/<int:account_id>/opening")
@doors.sensitive
def open_again(account_id: int) -> Response:
    """Let somebody in again."""
    person = access.person_touched(viewer(), account_id, **moment())
    with transaction():
        accounts.enable(account_id=account_id, **act())
    return _done(account_id, gettext("%(name)s may sign in again.", name=person.name))


@blueprint.post("/people/<int:account_id>/signing-out")
@doors.signed_in
def sign_out(account_id: int) -> Response:
    """End all of somebody's sessions."""
    person = access.person_touched(viewer(), account_id, **moment())
    with transaction():
        accounts.end_all_sessions(account_id=account_id, **act())
    return _done(account_id, gettext("%(name)s was signed out everywhere.", name=person.name))


@blueprint.post("/people/<int:account_id>/second-factor/removal")
@doors.sensitive
def reset_second_factor(account_id: int) -> Response:
    """Take away the second factor of somebody who lost phone and paper."""
    person = access.person_touched(viewer(), account_id, **moment())
    with transaction():
        accounts.reset_second_factor(account_id=account_id, **act())
    return _done(account_id, gettext("The second factor of %(email)s is taken away.", email=person.email))


def invitation_page(name: str, email: str, secret: str, account_id: int) -> str:
    """Return the page with a link that is shown this once."""
    return render_template(
        "members/invited.html",
        name=name,
        email=email,
        link=link_of(secret),
        person_url=url_for("members.show", account_id=account_id),
    )


def _done(account_id: int, said: str) -> Response:
    flash(said, "done")
    return redirect(url_for("members.show", account_id=account_id), 303)


def _page(person: Person, *, sessions: int) -> str:
    seat_ids = [line.id for line in person.places if line.kind == SEAT]
    managed, today = reach(viewer(), Action.MANAGE_PEOPLE), clock.today()
    renewed = ended_by_renewals(seat_ids)
    covers = [cover for cover in covers_of(seat_ids) if not cover.is_over(today)]
    return render_template(
        "members/person.html",
        person=person,
        own_seats=seat_ids,
        areas=areas_of(seat_ids, today),
        above=unit_and_above(list(person.places)),
        covers=covers,
        sessions=sessions,
        has_second_factor=has_second_factor(person.account.account_id) if person.account else False,
        manages=lambda line: managed.covers(line.path),
        is_undoable=lambda line: _is_undoable(line) and not (line.kind == SEAT and line.id in renewed),
        may_manage=access.may_manage_people(viewer()),
        opens=opens,
        states=STATES,
        looks=LOOKS,
        today=today,
    )


def _sessions(account_id: int) -> int:
    """Return with how many browsers the person is signed in, by the limits of what they are today."""
    limits = limits_of(roles_held(viewer_of(account_id, clock.today())))
    return len(sessions_of(account_id, limits, clock.now()))


def _is_undoable(line: Line) -> bool:
    return may_take_back(line.ended_at, clock.now()) and line.account_id != viewer().account_id
