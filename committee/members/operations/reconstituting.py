"""Renewing a committee by one decision (kiện toàn): seats end and begin, areas and covers go with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select

from committee.accounts import operations as accounts
from committee.accounts.queries import account_with_email
from committee.audit.operations import record
from committee.core.db import db
from committee.domain.access import Actor
from committee.domain.appointments import last_day
from committee.domain.calendar import day_of
from committee.domain.errors import DomainError, NotFound
from committee.members.composition import ReconstitutionRow, reconstitution_row, reconstitutions_of
from committee.members.models import AreaAssignment, Committee, Cover, Reconstitution, Seat, SeatSuccession
from committee.members.reconstitution_plan import Plan, Proposal, ProposedLine, plan_reconstitution

TEXTS = ("position_title", "organization", "email", "phone")


@dataclass(frozen=True)
class Reconstituted:
    """What was written; `successors` {ended seat: the seat that takes its post, or None}."""

    reconstitution_id: int
    plan: Plan
    successors: dict[int, int | None]


def reconstitute(*, proposal: Proposal, seal: str | None = None, by: Actor, now: datetime) -> Reconstituted:
    """Renew a committee as the proposal says; `seal` is that of the preview which was confirmed, None without one."""
    _lock(proposal.committee_id)
    plan = plan_reconstitution(proposal)
    if seal is not None and seal != plan.seal:
        raise DomainError("Something has changed since this preview was shown: look at it again, then confirm.")
    return _Renewal(plan, by, now).written()


def withdraw_reconstitution(*, committee_id: int, reconstitution_id: int, by: Actor, now: datetime) -> None:
    """Put back what a renewal changed: until it takes effect, or on the day it was entered."""
    _lock(committee_id)
    found = reconstitution_row(committee_id, reconstitution_id)
    if found is None or found.withdrawn_at is not None:
        raise NotFound("There is no such reconstitution.")
    _refuse_withdrawal(found, now)
    renewal = db.session.get_one(Reconstitution, reconstitution_id)
    _put_back(renewal, now)
    db.session.execute(delete(SeatSuccession).where(SeatSuccession.reconstitution_id == reconstitution_id))
    renewal.withdrawn_at = now
    facts = {"document_number": found.decision, "effective_on": found.effective_on.isoformat()}
    unit_id = db.session.get_one(Committee, committee_id).unit_id
    thing = ("committee", committee_id)
    record(action="take back reconstitution", thing=thing, facts=facts, unit_id=unit_id, by=by, now=now)


class _Renewal:
    """One renewal while it is written: what it changed, so that it can be put back."""

    def __init__(self, plan: Plan, by: Actor, now: datetime) -> None:
        self.plan, self.by, self.now = plan, by, now
        self.day = plan.proposal.effective_on
        self.before: dict[str, Any] = {"seats": {}, "areas": {}, "covers": {}, "begun": [], "given": []}

    def written(self) -> Reconstituted:
        outcome = self.plan.outcome
        for seat_id in outcome.ended:
            self._end(db.session.get_one(Seat, seat_id))
        seats = {number: seat_id for seat_id, number in outcome.kept.items()}
        for number in outcome.begun:
            seats[number] = self._begin(self.plan.line(number))
        for seat_id, number in outcome.kept.items():
            self._keep(db.session.get_one(Seat, seat_id), self.plan.line(number))
        for number, units in self.plan.charges.items():
            self._charge(seats[number], {unit.unit_id for unit in units})
        for cover in self.plan.covers:
            self._uncover(db.session.get_one(Cover, cover.cover_id))
        follows = {seat: outcome.follows.get(seat) for seat in outcome.ended}
        successors = {seat: None if line is None else seats[line] for seat, line in follows.items()}
        return Reconstituted(self._noted(successors), self.plan, successors)

    def _noted(self, successors: dict[int, int | None]) -> int:
        proposal = self.plan.proposal
        renewal = Reconstitution(
            committee_id=proposal.committee_id,
            decision=proposal.decision,
            decided_on=proposal.decided_on,
            effective_on=self.day,
            entered_by_name=self.by.name,
            entered_at=self.now,
            withdrawn_at=None,
            before=self.before,
        )
        db.session.add(renewal)
        db.session.flush()
        db.session.add_all(
            SeatSuccession(seat_id=seat, successor_id=successor, reconstitution_id=renewal.id)
            for seat, successor in successors.items()
        )
        facts = {
            "document_number": proposal.decision,
            "effective_on": self.day.isoformat(),
            "kept": sorted(self.plan.outcome.kept),
            "ended": list(self.plan.outcome.ended),
            "begun": self.before["begun"],
            "successors": {str(seat): successor for seat, successor in successors.items()},
        }
        self._record("reconstitute", ("committee", proposal.committee_id), facts)
        db.session.flush()
        return renewal.id

    def _end(self, seat: Seat) -> None:
        last = last_day(self.day)
        facts = {"before": {"to": _written(seat.to_on)}, "after": {"to": _written(last)}}
        self.before["seats"][str(seat.id)] = {"to_on": _written(seat.to_on)}
        seat.to_on_before, seat.to_on, seat.ended_at = seat.to_on, last, self.now
        for area in self._areas_of(seat.id):
            self._end_area(area, self.now)
        self._record("end seat", ("seat", seat.id), facts)

    def _begin(self, line: ProposedLine) -> int:
        seat = Seat(
            committee_id=self.plan.proposal.committee_id,
            account_id=self._account_of(line),
            full_name=line.name,
            role=line.role.value,
            from_on=self.day,
            to_on=None,
            decision=self.plan.proposal.decision,
            **{name: getattr(line, name) for name in TEXTS},
        )
        db.session.add(seat)
        db.session.flush()
        self.before["begun"].append(seat.id)
        facts = {
            "committee": seat.committee_id,
            "role": seat.role,
            "account": seat.account_id,
            "name": seat.full_name,
            "from": self.day.isoformat(),
        }
        self._record("add seat", ("seat", seat.id), facts)
        return seat.id

    def _account_of(self, line: ProposedLine) -> int | None:
        """Return the account of a line's address, made now if there was none; without an address it is the seat's."""
        own = self.plan.present.get(next((s for s in self.plan.outcome.moved if self._is_line(s, line)), 0))
        if not line.email:
            return own.account_id if own else None
        known = account_with_email(line.email)
        if known is not None:
            return known.account_id
        return accounts.add_account(email=line.email, name=line.name, by=self.by, now=self.now)

    def _is_line(self, seat_id: int, line: ProposedLine) -> bool:
        return self.plan.line(self.plan.outcome.moved[seat_id]) is line

    def _keep(self, seat: Seat, line: ProposedLine) -> None:
        said: dict[str, Any] = {name: getattr(line, name) for name in TEXTS}
        if seat.account_id is None and line.email:
            said["account_id"] = self._account_of(line)
        changes = {name: value for name, value in said.items() if value and value != getattr(seat, name)}
        if not changes:
            return
        was = {name: getattr(seat, name) for name in changes}
        self.before["seats"][str(seat.id)] = was
        for name, value in changes.items():
            setattr(seat, name, value)
        self._record("change seat", ("seat", seat.id), {"before": was, "after": changes})

    def _charge(self, seat_id: int, unit_ids: set[int]) -> None:
        standing = {area.unit_id: area for area in self._areas_of(seat_id)}
        for unit_id in set(standing) - unit_ids:
            self._end_area(standing[unit_id], None)
        for unit_id in sorted(unit_ids - set(standing)):
            area = AreaAssignment(seat_id=seat_id, unit_id=unit_id, from_on=self.day, to_on=None)
            db.session.add(area)
            db.session.flush()
            self.before["given"].append(area.id)
        facts = {"before": sorted(standing), "after": sorted(unit_ids)}
        self._record("put in charge", ("seat", seat_id), facts)

    def _areas_of(self, seat_id: int) -> list[AreaAssignment]:
        """Return the areas of a seat that go on after the day."""
        rows = db.session.scalars(select(AreaAssignment).where(AreaAssignment.seat_id == seat_id))
        return [area for area in rows if area.to_on is None or area.to_on >= self.day]

    def _end_area(self, area: AreaAssignment, ended_at: datetime | None) -> None:
        self.before["areas"][str(area.id)] = {"to_on": _written(area.to_on)}
        area.to_on, area.ended_at = _until(self.day, area.from_on), ended_at

    def _uncover(self, cover: Cover) -> None:
        facts = {"by seat": cover.by_seat_id, "before": {"to": _written(cover.to_on)}}
        self.before["covers"][str(cover.id)] = {"to_on": _written(cover.to_on)}
        cover.to_on = _until(self.day, cover.from_on)
        self._record("end cover", ("seat", cover.seat_id), {**facts, "after": {"to": _written(cover.to_on)}})

    def _record(self, action: str, thing: tuple[str, int], facts: dict[str, Any]) -> None:
        unit_id = self.plan.committee.unit_id
        record(action=action, thing=thing, facts=facts, unit_id=unit_id, by=self.by, now=self.now)


def _lock(committee_id: int) -> None:
    """Wait for whoever renews the same committee at this moment.

    Tasks may be entered meanwhile: who hands one down holds it and enters others, and a renewal goes on to hold tasks.
    """
    held = select(Committee.id).where(Committee.id == committee_id).with_for_update(key_share=True)
    found = db.session.scalar(held)
    if found is None:
        raise NotFound("There is no such committee.")


def _refuse_withdrawal(found: ReconstitutionRow, now: datetime) -> None:
    if not found.may_be_taken_back(day_of(now), now):
        raise DomainError("A reconstitution is taken back before it takes effect, or on the day it was entered.")
    if reconstitutions_of(found.committee_id)[0].id != found.id:
        raise DomainError("The committee was renewed again since: take that one back first.")


def _put_back(renewal: Reconstitution, now: datetime) -> None:
    for seat_id, was in renewal.before["seats"].items():
        seat = db.session.get_one(Seat, int(seat_id))
        if "to_on" in was:
            if seat.to_on != last_day(renewal.effective_on):
                raise DomainError("The seat of %(name)s was changed since: nothing is taken back.", name=seat.full_name)
            seat.to_on_before, seat.ended_at = None, None
        _restore(seat, was)
    for kind, ids in ((AreaAssignment, renewal.before["areas"]), (Cover, renewal.before["covers"])):
        for one_id, was in ids.items():
            _restore(db.session.get_one(kind, int(one_id)), was)
    for seat in db.session.scalars(select(Seat).where(Seat.id.in_(renewal.before["begun"]))):
        seat.to_on_before, seat.to_on, seat.ended_at = seat.to_on, last_day(renewal.effective_on), now
    db.session.execute(delete(AreaAssignment).where(AreaAssignment.id.in_(renewal.before["given"])))


def _restore(row: Any, was: dict[str, Any]) -> None:
    for name, value in was.items():
        setattr(row, name, date.fromisoformat(value) if name.endswith("_on") and value else value)


def _until(day: date, begins: date | None) -> date:
    """Return the last day of what is over from `day`; of what had not begun by then, the day before it begins."""
    return last_day(day if begins is None else max(day, begins))


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None
