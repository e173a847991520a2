"""A province whose communes lag, its people, and a year that passes day by day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, select

from committee.accounts.models import Account
from committee.core.db import Base, db, transaction
from committee.domain.access import Actor
from committee.domain.calendar import HANOI, day_of
from committee.escalation.models import Case, CaseChange
from committee.escalation.sweep import sweep
from committee.figures.models import Figure
from committee.members.operations import give_role
from committee.notify.models import Delivery, Notice
from committee.targets.models import Milestone, Plan, Target, TargetRevision
from committee.units.models import Placement, Unit
from tests.cast import Cast

BEGINNING = datetime(2024, 1, 2, 1, 0, tzinfo=UTC)
TIMETABLE = Actor(account_id=None, name="timetable")
VOLUNTARY = "si_voluntary"
YEAR = 2024
END_OF_SEPTEMBER = date(2024, 9, 30)


def morning(day: date) -> datetime:
    """Return half past seven in Hanoi, when the sweep runs."""
    return datetime.combine(day, time(7, 30), tzinfo=HANOI)


def plant(name: str, level: str, parent: int | None = None) -> int:
    """Enter a unit, and return its id."""
    with transaction():
        unit = Unit(axis="territory")
        db.session.add(unit)
        db.session.flush()
        unit.lineage = unit.id
        above = db.session.scalar(select(Placement.path).where(Placement.unit_id == parent)) if parent else ""
        key = name.lower()
        db.session.add(
            Placement(
                unit_id=unit.id, code=f"{unit.id:05}", name=name, unit_type=level, level=level, parent_id=parent,
                path=f"{above}{unit.id}/", search_key=key, name_key=key, tone_key=key, sort_key=key,
            )
        )  # fmt: skip
        return unit.id


def province(communes: int = 3) -> tuple[int, list[int]]:
    """Enter a province with communes, and return their ids."""
    above = plant("Tỉnh Lạng Sơn", "province")
    return above, [plant(f"Xã Số {number}", "commune", above) for number in range(1, communes + 1)]


def ask(units: Iterable[int], *, target: int, indicator: str = VOLUNTARY, year: int = YEAR) -> None:
    """Hand a target down to units, with milestones of 50 % by June, 75 % by September."""
    with transaction():
        if db.session.get(Plan, year) is None:
            db.session.add(Plan(year=year, rhythm="monthly"))
            db.session.flush()
            for month, day, percent in ((3, 31, 250_000), (6, 30, 500_000), (9, 30, 750_000)):
                db.session.add(
                    Milestone(indicator=indicator, year=year, cut_off_on=date(year, month, day), percent=percent)
                )
        for unit in units:
            one = Target(
                unit_id=unit, indicator=indicator, year=year, assigner="UBND tỉnh", is_primary=True, strictness=">="
            )
            db.session.add(one)
            db.session.flush()
            db.session.add(TargetRevision(target_id=one.id, kind="initial", value=target, recorded_at=BEGINNING))


def report(unit: int, as_of: date, value: int, *, provisional: bool = False, indicator: str = VOLUNTARY) -> None:
    """Enter an accepted figure; a second one of the same day takes the place of the first."""
    with transaction():
        here = (Figure.unit_id == unit, Figure.indicator == indicator, Figure.as_of == as_of)
        known = db.session.scalars(select(Figure).where(*here)).all()
        for earlier in known:
            earlier.replaced_at = BEGINNING
        db.session.add(
            Figure(
                unit_id=unit, indicator=indicator, as_of=as_of, origin="official", value=value, state="accepted",
                provisional=provisional, revision=len(known) + 1, entered_at=BEGINNING,
            )
        )  # fmt: skip


def person(email: str, unit: int | None, role: str) -> Actor:
    """Enter somebody who holds a role for a unit."""
    with transaction():
        account = Account(email=email, full_name=email.split("@", maxsplit=1)[0], created_at=BEGINNING)
        db.session.add(account)
        db.session.flush()
        give_role(account_id=account.id, unit_id=unit, role=role, by=TIMETABLE, now=BEGINNING)
        return Actor(account.id, account.full_name)


def staff(above: int, communes: Sequence[int]) -> dict[str, Actor]:
    """Fill the seats: a reporter and a head in each commune; secretariat, standing vice head and head above."""
    people = {}
    for number, commune in enumerate(communes, 1):
        people[f"reporter{number}"] = person(f"reporter{number}@xa.vn", commune, "reporter")
        people[f"chair{number}"] = person(f"chair{number}@xa.vn", commune, "chair")
    for name, role in (("office", "secretariat"), ("vice", "standing_vice_chair"), ("head", "chair")):
        people[name] = person(f"{name}@tinh.vn", above, role)
    return people


def behind(*values: int, indicator: str = VOLUNTARY) -> tuple[int, list[int], dict[str, Actor]]:
    """Enter a province, a commune for each value, and their people: each should have 750 by September and has that."""
    above, communes = province(len(values))
    ask(communes, target=1000, indicator=indicator)
    people = staff(above, communes)
    for commune, value in zip(communes, values, strict=True):
        report(commune, END_OF_SEPTEMBER, value, indicator=indicator)
    return above, communes, people


def town_behind(cast: Cast) -> int:
    """Let the town of Nàng Mau, with people of the cast in it and above it, fall behind, and return it."""
    towns = [cast.units["31441"], cast.units["31444"]]
    ask(towns, target=1000)
    for town, value in zip(towns, (600, 760), strict=True):
        report(town, END_OF_SEPTEMBER, value)
    return towns[0]


def sweep_on(day: date) -> dict[str, int]:
    """Run the sweep of a day."""
    moment = morning(day)
    return sweep(effective_at=moment, by=TIMETABLE, now=moment)


def sweep_through(first: date, last: date) -> None:
    """Run the sweep of every day from `first` to `last`."""
    for number in range((last - first).days + 1):
        sweep_on(first + timedelta(days=number))


def case_of(unit: int) -> Case:
    """Return the newest case of a unit, as it stands now."""
    db.session.rollback()
    db.session.expire_all()
    found = db.session.scalars(select(Case).where(Case.unit_id == unit).order_by(Case.id.desc())).first()
    assert found is not None, f"unit {unit} has no case"
    return found


def cases() -> list[Case]:
    """Return all cases."""
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(select(Case).order_by(Case.id)))


def events(unit: int) -> list[str]:
    """Return what happened to the newest case of a unit, in order."""
    changes = select(CaseChange.event).where(CaseChange.case_id == case_of(unit).id).order_by(CaseChange.seq)
    return list(db.session.scalars(changes))


class Change(NamedTuple):
    """One change of a case, by its day in Vietnam."""

    event: str
    effective_on: date
    step: int
    facts: dict[str, Any]


def history(unit: int) -> list[Change]:
    """Return the changes of the newest case of a unit, in order."""
    changes = select(CaseChange).where(CaseChange.case_id == case_of(unit).id).order_by(CaseChange.seq)
    return [Change(row.event, day_of(row.effective_at), row.step, row.facts) for row in db.session.scalars(changes)]


def letters() -> list[Notice]:
    """Return all notices in order of writing."""
    db.session.rollback()
    return list(db.session.scalars(select(Notice).order_by(Notice.id)))


def notices(unit: int | None = None) -> list[tuple[str, int, str]]:
    """Return (kind, step, whom) of every notice, of the newest case of one unit or of all, in order of writing."""
    db.session.rollback()
    rows = (
        select(Notice.kind, Notice.facts, Account.full_name)
        .join(Account, Account.id == Notice.recipient_id)
        .order_by(Notice.id)
    )
    if unit is not None:
        rows = rows.where(Notice.subject_kind == "case", Notice.subject_id == case_of(unit).id)
    return [(row.kind, row.facts["step"], row.full_name) for row in db.session.execute(rows)]


def deliveries(channel: str = "email") -> list[Delivery]:
    """Return the deliveries of a channel as they stand now."""
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(select(Delivery).where(Delivery.channel == channel).order_by(Delivery.id)))


def everything() -> dict[str, Any]:
    """Return how many rows every table has, and every case with its version."""
    db.session.rollback()
    counts: dict[str, Any] = {
        table.name: db.session.scalar(select(func.count()).select_from(table)) for table in Base.metadata.sorted_tables
    }
    counts["cases"] = [tuple(row) for row in db.session.execute(select(*Case.__table__.c).order_by(Case.id))]
    return counts
