"""A small cast on the units of data/examples: who they are, and the first morning they can all sign in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyotp

from committee.accounts import codes, passwords
from committee.accounts import operations as accounts
from committee.accounts.factors import factor_of
from committee.accounts.models import SecondFactor
from committee.accounts.queries import account_with_email
from committee.core import clock
from committee.core.db import db, transaction
from committee.core.tabular import read_table
from committee.domain import sign_in
from committee.domain.access import COMMITTEE_ROLES, Actor
from committee.domain.sign_in import roles_held
from committee.members import operations as members
from committee.members.queries import viewer_of
from committee.units.files import UNIT_COLUMNS
from committee.units.operations import import_units
from committee.units.queries import unit_with_code

EXAMPLES = Path(__file__).parents[1] / "data" / "examples"
PASSWORD = "mùa lúa chín vàng bên sông"
WHOLE = None


@dataclass(frozen=True)
class Person:
    """Somebody of the cast. `unit` is the code of where `role` is held; None for the whole system or for no role."""

    email: str
    name: str
    role: str | None
    unit: str | None
    areas: tuple[str, ...] = ()


CHAIR = Person("chu.tich@haugiang.example", "Lê Thị Hạnh", "chair", "93")
SECRETARIAT = Person("thu.ky@haugiang.example", "Phan Văn Tài", "secretariat", "93")
MEMBER = Person("uy.vien@haugiang.example", "Trần Thanh Bình", "member", "93", areas=("935",))
DISTRICT_REVIEWER = Person("duyet@vithuy.example", "Huỳnh Kim Loan", "reviewer", "935")
REPORTER = Person("bao.cao@nangmau.example", "Võ Minh Đức", "reporter", "31441")
OTHER_REPORTER = Person("bao.cao@phuong1.example", "Ngô Thị Sáu", "reporter", "31318")
SUPERVISOR = Person("giam.sat@haugiang.example", "Đặng Quốc Việt", "supervisor", "93")
ADMINISTRATOR = Person("quan.tri@haugiang.example", "Bùi Ngọc Ánh", "administrator", WHOLE)
STRANGER = Person("khach@haugiang.example", "Mai Văn Khách", None, None)
EVERYBODY = (
    CHAIR,
    SECRETARIAT,
    MEMBER,
    DISTRICT_REVIEWER,
    REPORTER,
    OTHER_REPORTER,
    SUPERVISOR,
    ADMINISTRATOR,
    STRANGER,
)

BY = Actor.command_line()
APP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # what the authenticator app of each of them holds


@dataclass(frozen=True)
class Cast:
    """The ids the database gave: of units by code, of accounts by person, of seats by person."""

    units: dict[str, int]
    accounts: dict[Person, int]
    seats: dict[Person, int]

    def actor(self, person: Person) -> Actor:
        return Actor(self.accounts[person], person.name)


def enter() -> Cast:
    """Write the units and the cast into the database of the running application."""
    with transaction():
        return _entered()


@cache
def password_hash() -> str:
    """Return the hash of the password they all have; made once, for it takes long."""
    return passwords.hashed(PASSWORD)


def enrol(account_id: int) -> None:
    """Give somebody a second factor whose app holds `APP_SECRET`, and no codes on paper."""
    sealed = codes.sealed(APP_SECRET)
    db.session.add(SecondFactor(account_id=account_id, sealed_secret=sealed, enrolled_at=clock.now(), last_step=0))
    db.session.flush()


def code_shown(secret: str = APP_SECRET) -> str:
    """Return the code that an app with `secret` shows now."""
    return pyotp.TOTP(secret).at(clock.now())


def wants_second_factor(account_id: int) -> bool:
    """Return whether somebody's roles ask for a second factor that they do not have."""
    roles = roles_held(viewer_of(account_id, clock.today()))
    return sign_in.wants_second_factor(roles) and factor_of(account_id) is None


def proven_session(email: str) -> str:
    """Return the secret of a new session of somebody who showed everything that was asked of them."""
    known = account_with_email(email)
    with transaction():
        if wants_second_factor(known.account_id):
            enrol(known.account_id)
        return accounts.begin_session(
            account_id=known.account_id, network="", browser="", by=Actor(known.account_id, known.name), now=clock.now()
        )


def _entered() -> Cast:
    now, today = clock.now(), clock.today()
    rows = read_table(EXAMPLES / "units.csv", "units.csv", columns=UNIT_COLUMNS)
    import_units(rows=rows, by=BY, now=now)
    units = {row.text("code"): unit_with_code(row.text("code"), today).unit_id for row in rows}
    cast = Cast(units, {}, {})
    for person in EVERYBODY:
        account_id = accounts.add_account(email=person.email, name=person.name, by=BY, now=now)
        accounts.set_password(account_id=account_id, password_hash=password_hash(), keep_session=None, by=BY, now=now)
        cast.accounts[person] = account_id
        _give_role(person, account_id, cast)
        if wants_second_factor(account_id):
            enrol(account_id)
    return cast


def _give_role(person: Person, account_id: int, cast: Cast) -> None:
    if person.role is None:
        return
    unit_id = cast.units[person.unit] if person.unit else None
    seat_id = members.give_role(account_id=account_id, unit_id=unit_id, role=person.role, by=BY, now=clock.now())
    if person.role in COMMITTEE_ROLES:
        cast.seats[person] = seat_id
    if person.areas:
        areas = {cast.units[code] for code in person.areas}
        members.put_in_charge(seat_id=seat_id, unit_ids=areas, on=clock.today(), by=BY, now=clock.now())
