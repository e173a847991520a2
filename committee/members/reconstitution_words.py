"""What renewing a committee does to each person, in words: the preview before it is confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from committee.core.formatting import count, vn_date
from committee.core.words import gettext
from committee.domain.grants import Role
from committee.members.queries import SeatRow
from committee.members.reconstitution_plan import Plan, ProposedLine
from committee.members.roles import role_name
from committee.members.wording import gained
from committee.units.queries import UnitRow


class Kind(StrEnum):
    """What happens to somebody."""

    ENDS = "ends"
    MOVES = "moves"
    BEGINS = "begins"
    STAYS = "stays"


@dataclass(frozen=True)
class Change:
    """What happens to one person: sentences, and what they may do from then or no longer."""

    kind: Kind
    name: str
    role: str
    agency: str
    notes: Sequence[str]
    gains: Sequence[tuple[str, str]]
    loses: Sequence[tuple[str, str]]


def changes_of(plan: Plan, work: Mapping[int, int]) -> list[Change]:
    """Return what happens to everybody, those who leave first; `work` {seat: how many open tasks it leads}."""
    outcome = plan.outcome
    ends = [_ended(plan, seat, work) for seat in outcome.ended if seat not in outcome.moved]
    moves = [_moved(plan, seat, number, work) for seat, number in outcome.moved.items()]
    begins = [_begun(plan, number) for number in outcome.begun if number not in outcome.moved.values()]
    return [*ends, *moves, *begins, *(_kept(plan, seat, number) for seat, number in outcome.kept.items())]


def cover_words(plan: Plan) -> list[str]:
    """Return the covers that end, a sentence each."""
    return [
        gettext(
            "%(by)s no longer acts for %(name)s (%(role)s, until %(day)s).",
            by=one.by_name,
            name=one.name,
            role=role_name(one.role),
            day=vn_date(one.to_on),
        )
        for one in plan.covers
    ]


def gap_words(plan: Plan) -> list[str]:
    """Return what lacks somebody afterwards, a sentence each."""
    roles = [gettext("Vacant title: %(role)s.", role=role_name(role)) for role in plan.outcome.vacant]
    posts = [
        gettext("Nobody takes the post of %(who)s.", who=_who(plan.present[seat], plan))
        for seat in plan.outcome.without_follower
    ]
    areas = [gettext("Nobody is in charge of: %(areas)s.", areas=_names(plan.unattended))] if plan.unattended else []
    return [*roles, *posts, *areas]


def _ended(plan: Plan, seat_id: int, work: Mapping[int, int]) -> Change:
    seat = plan.present[seat_id]
    return Change(
        Kind.ENDS,
        seat.full_name,
        role_name(seat.role),
        plan.agencies.shown(seat.organization, plan.proposal.effective_on),
        [*_left(plan, seat_id, work)],
        [],
        gained(None, Role(seat.role)),
    )


def _moved(plan: Plan, seat_id: int, number: int, work: Mapping[int, int]) -> Change:
    seat, line = plan.present[seat_id], plan.line(number)
    before = Role(seat.role)
    return Change(
        Kind.MOVES,
        line.name,
        f"{role_name(seat.role)} → {role_name(line.role)}",
        _agency(plan, line),
        [*_left(plan, seat_id, work), *_taken(plan, number)],
        gained(before, line.role),
        gained(line.role, before),
    )


def _begun(plan: Plan, number: int) -> Change:
    line = plan.line(number)
    notes = _taken(plan, number)
    if not line.email:
        notes.append(gettext("Has no e-mail here, so no account: opens nothing until one is given."))
    role = role_name(line.role)
    return Change(Kind.BEGINS, line.name, role, _agency(plan, line), notes, gained(None, line.role), [])


def _kept(plan: Plan, seat_id: int, number: int) -> Change:
    line, seat = plan.line(number), plan.present[seat_id]
    notes = _taken(plan, number)
    if (line.organization or seat.organization) != seat.organization:
        notes.append(
            gettext("Office: %(before)s → %(after)s.", before=seat.organization or "–", after=line.organization)
        )
    if (line.position_title or seat.position_title) != seat.position_title:
        before = seat.position_title or "–"
        notes.append(gettext("Post in the office: %(before)s → %(after)s.", before=before, after=line.position_title))
    return Change(Kind.STAYS, line.name, role_name(line.role), _agency(plan, line) or seat.organization, notes, [], [])


def _left(plan: Plan, seat_id: int, work: Mapping[int, int]) -> list[str]:
    """Return who takes what an ended seat leaves."""
    areas, tasks, follower = plan.before.get(seat_id, ()), work.get(seat_id, 0), plan.follower(seat_id)
    notes = []
    if follower is None:
        notes.append(gettext("Nobody takes this post."))
    elif plan.outcome.moved.get(seat_id) == plan.outcome.follows[seat_id]:
        notes.append(gettext("Takes what goes with the old seat along."))
    else:
        notes.append(gettext("%(name)s takes this post.", name=follower.name))
    if areas:
        notes.append(gettext("Areas until then: %(areas)s.", areas=_names(areas)))
    if tasks and follower is None:
        notes.append(gettext("%(count)s open tasks wait to be given to somebody.", count=count(tasks)))
    elif tasks and follower is not None:
        notes.append(gettext("%(count)s open tasks go to %(name)s.", count=count(tasks), name=follower.name))
    return notes


def _taken(plan: Plan, number: int) -> list[str]:
    followed = (seat for seat in plan.followed(number) if plan.outcome.moved.get(seat.seat_id) != number)
    notes = [gettext("Takes the post of %(who)s.", who=_who(seat, plan)) for seat in followed]
    if number in plan.charges:
        areas = plan.charges[number]
        notes.append(gettext("Areas from then: %(areas)s.", areas=_names(areas) or gettext("none")))
    return notes


def _who(seat: SeatRow, plan: Plan) -> str:
    agency = plan.agencies.shown(seat.organization, plan.proposal.effective_on)
    return ", ".join(part for part in (seat.full_name, role_name(seat.role), agency) if part)


def _agency(plan: Plan, line: ProposedLine) -> str:
    return plan.agencies.shown(line.organization, plan.proposal.effective_on)


def _names(units: Sequence[UnitRow]) -> str:
    return ", ".join(unit.name for unit in units)
