"""Founding committees, giving seats and posts."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select

from committee.accounts.models import Account
from committee.accounts.queries import account
from committee.audit.operations import record
from committee.core.db import db
from committee.domain.access import Actor
from committee.domain.appointments import POST_ROLES, WHOLE_SYSTEM_ROLES
from committee.domain.errors import DomainError, NotFound
from committee.domain.text import clean
from committee.members import queries
from committee.members.member_file import COMMITTEE_ROLES
from committee.members.models import Committee, Post, Seat
from committee.members.operations.units import unit_of_seat

DEFAULT_COMMITTEE_NAME = "Ban Chỉ đạo thực hiện chính sách bảo hiểm xã hội, bảo hiểm y tế"


@dataclass(frozen=True)
class About:
    """What stands beside a name: the post in the state's own order, the office, the telephone."""

    position_title: str = ""
    organization: str = ""
    phone: str = ""


NOTHING = About()


def found_committee(*, unit_id: int, name: str, by: Actor, now: datetime) -> int:
    """Return the id of the unit's committee with this name, founded if there is none yet."""
    kept = clean(name)
    found = next((one for one in queries.committees_of(unit_id) if one.name.casefold() == kept.casefold()), None)
    if found:
        return found.committee_id
    committee = Committee(unit_id=unit_id, name=kept, standing_agency="")
    db.session.add(committee)
    db.session.flush()
    facts = {"unit": unit_id, "name": kept}
    thing = ("committee", committee.id)
    record(action="found committee", thing=thing, facts=facts, unit_id=unit_id, by=by, now=now)
    return committee.id


def give_role(
    *,
    account_id: int,
    unit_id: int | None,
    role: str,
    about: About = NOTHING,
    from_on: date | None = None,
    to_on: date | None = None,
    by: Actor,
    now: datetime,
) -> int:
    """Return the id of a post, or of a seat in the unit's only committee, which is founded if there is none.

    What the person holds already is not given twice.
    """
    if role in POST_ROLES:
        return add_post(
            account_id=account_id, unit_id=unit_id, role=role, about=about, from_on=from_on, to_on=to_on, by=by, now=now
        )
    if role not in COMMITTEE_ROLES:
        raise DomainError("The role is one of %(known)s.", read=role, known=", ".join((*COMMITTEE_ROLES, *POST_ROLES)))
    if unit_id is None:
        raise DomainError("The role %(role)s belongs to a unit: name its code.", role=role)
    return add_seat(
        committee_id=_only_committee(unit_id, by, now),
        account_id=account_id,
        role=role,
        about=about,
        from_on=from_on,
        to_on=to_on,
        by=by,
        now=now,
    )


def add_seat(
    *,
    committee_id: int,
    account_id: int,
    role: str,
    about: About = NOTHING,
    from_on: date | None = None,
    to_on: date | None = None,
    by: Actor,
    now: datetime,
) -> int:
    """Return the id of the person's seat in this role, which may be theirs already."""
    _take_turns(account_id)
    holder = account(account_id)
    if holder is None:
        raise NotFound("There is no such account.")
    seats = queries.seats_in([committee_id])
    own = next((s for s in seats if s.account_id == account_id and s.role == role and s.to_on is None), None)
    if own:
        return own.seat_id
    seat = Seat(
        committee_id=committee_id,
        account_id=account_id,
        full_name=holder.name,
        role=role,
        email=holder.email,
        from_on=from_on,
        to_on=to_on,
        **asdict(about),
    )
    db.session.add(seat)
    db.session.flush()
    facts = {"committee": committee_id, "role": role, "account": account_id, **_said(about, from_on, to_on)}
    record(action="add seat", thing=("seat", seat.id), facts=facts, unit_id=unit_of_seat(seat), by=by, now=now)
    return seat.id


def add_post(
    *,
    account_id: int,
    unit_id: int | None,
    role: str,
    about: About = NOTHING,
    from_on: date | None = None,
    to_on: date | None = None,
    by: Actor,
    now: datetime,
) -> int:
    """Return the id of the person's post, which may be theirs already.

    Without a unit a supervisor or an administrator has the whole system; the other posts need one.
    """
    if role not in POST_ROLES:
        raise DomainError("The role is one of %(known)s.", read=role, known=", ".join(POST_ROLES))
    if unit_id is None and role not in WHOLE_SYSTEM_ROLES:
        raise DomainError("The role %(role)s belongs to a unit: name its code.", role=role)
    _take_turns(account_id)
    here = Post.unit_id.is_(None) if unit_id is None else Post.unit_id == unit_id
    held = db.session.scalar(
        select(Post.id).where(Post.account_id == account_id, here, Post.role == role, Post.to_on.is_(None)).limit(1)
    )
    if held:
        return held
    post = Post(account_id=account_id, unit_id=unit_id, role=role, from_on=from_on, to_on=to_on, **asdict(about))
    db.session.add(post)
    db.session.flush()
    facts = {"unit": unit_id, "role": role, "account": account_id, **_said(about, from_on, to_on)}
    record(action="add post", thing=("post", post.id), facts=facts, unit_id=unit_id, by=by, now=now)
    return post.id


def seat_of_account(*, seat_id: int, account_id: int, by: Actor, now: datetime) -> None:
    """Let the account be that of whoever holds the seat, which had none."""
    seat, holder = db.session.get(Seat, seat_id), account(account_id)
    if seat is None or holder is None:
        raise NotFound("There is no such seat.")
    if seat.account_id is not None:
        raise DomainError("Somebody's account holds this seat already.")
    before = {"account": None, "name": seat.full_name, "email": seat.email}
    seat.account_id, seat.full_name, seat.email = account_id, holder.name, holder.email
    after = {"account": account_id, "name": holder.name, "email": holder.email}
    facts = {"before": before, "after": after}
    record(action="change seat", thing=("seat", seat_id), facts=facts, unit_id=unit_of_seat(seat), by=by, now=now)


def _take_turns(account_id: int) -> None:
    """Wait until nobody else gives this person a place, so that two who give the same one give it once."""
    db.session.execute(select(Account.id).where(Account.id == account_id).with_for_update(key_share=True)).all()


def _said(about: About, from_on: date | None, to_on: date | None) -> dict[str, str]:
    days = {"from": from_on, "to": to_on}
    known = {name: text for name, text in asdict(about).items() if text}
    return known | {name: day.isoformat() for name, day in days.items() if day}


def _only_committee(unit_id: int, by: Actor, now: datetime) -> int:
    committees = queries.committees_of(unit_id)
    if len(committees) > 1:
        names = "; ".join(one.name for one in committees)
        raise DomainError("The unit has several committees (%(names)s): import the members from a file.", names=names)
    if committees:
        return committees[0].committee_id
    return found_committee(unit_id=unit_id, name=DEFAULT_COMMITTEE_NAME, by=by, now=now)
