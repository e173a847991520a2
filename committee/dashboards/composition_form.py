"""The new composition of a committee as it is typed: a line for everybody who sits now, and lines for new people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from flask_wtf.file import FileField
from wtforms import HiddenField, SelectChoice, SelectField, StringField

from committee.accounts.operations import checked_email
from committee.core.forms import ONCE, Form, lazy_gettext
from committee.domain.access import COMMITTEE_ROLES, Reach, Role
from committee.domain.errors import DomainError
from committee.members.finding import WhichUnit, unit_meant
from committee.members.queries import SeatRow
from committee.members.reconstitution_plan import Proposal, ProposedLine
from committee.members.roles import NAMES, role_name
from committee.units.queries import UnitRow

FIRST_ROWS, MORE_ROWS, MOST_ROWS = 3, 3, 60
ROLES = [SelectChoice(role.value, NAMES[role]) for role in Role if role in COMMITTEE_ROLES]
NEW_FIELDS = ("name", "role", "title", "organization", "email", "phone", "follows", "areas")


class CompositionForm(Form):
    """A decision and a composition; `composition_form` adds the fields of each line."""

    decision = StringField(lazy_gettext("Number and symbol of the decision"))
    decided_on = StringField(lazy_gettext("Day of the decision"))
    effective_on = StringField(lazy_gettext("Takes effect from"))
    rows = HiddenField(default=str(FIRST_ROWS))
    file = FileField(lazy_gettext("File (.xlsx or .csv, at most 5 MB)"))

    present: Sequence[SeatRow]

    @property
    def new_rows(self) -> range:
        return range(rows_in(self.rows.data))

    def proposal(self, committee_id: int, unit: UnitRow) -> Proposal | None:
        """Return what was typed, None where something cannot be read: that is said at its field."""
        decided_on, effective_on = self.typed_day("decided_on"), self.typed_day("effective_on")
        if effective_on is None and not self.effective_on.errors:
            self.refuse(DomainError("Type a day, such as 01/07/2025."), "effective_on")
        if not self.decision.data:
            self.refuse(DomainError("Name the decision that renews the committee."), "decision")
        within, day = Reach(subtrees=(unit.path,), below=(), units=()), effective_on or date.max
        for seat in self.present:
            if self[f"role_{seat.seat_id}"].data not in ("", *COMMITTEE_ROLES):
                self.refuse(DomainError("Choose a role."), f"role_{seat.seat_id}")
        new = [self._new(number, within, day) for number in self.new_rows if self._is_typed(number)]
        if self.errors or effective_on is None:
            return None
        kept = [self._kept(seat) for seat in self.present if self[f"role_{seat.seat_id}"].data]
        lines = [*kept, *(line for line in new if line is not None)]
        return Proposal(committee_id, self.decision.data, decided_on, effective_on, lines)

    def fill_present(self) -> None:
        """Show everybody as they sit now."""
        for seat in self.present:
            self._show_kept(seat, seat.role, seat.position_title, seat.organization)

    def fill(self, lines: Sequence[ProposedLine]) -> None:
        """Show a composition that was read from a file; `with_present_seats` said whose seat is whose."""
        held = {line.seat: line for line in lines if line.seat is not None}
        for seat in self.present:
            line = held.get(seat.seat_id)
            if line is None:
                self[f"role_{seat.seat_id}"].data = ""
            else:
                title, office = line.position_title or seat.position_title, line.organization or seat.organization
                self._show_kept(seat, line.role.value, title, office)
        for number, line in enumerate(line for line in lines if line.seat is None):
            said = {"name": line.name, "role": line.role.value, "title": line.position_title, "email": line.email}
            said |= {"organization": line.organization, "phone": line.phone, "follows": ""}
            said["areas"] = "; ".join(unit.code for unit in line.areas)
            for name, value in said.items():
                self[f"{name}_new{number}"].data = value

    def _show_kept(self, seat: SeatRow, role: str, title: str, organization: str) -> None:
        self[f"role_{seat.seat_id}"].data = role
        self[f"title_{seat.seat_id}"].data = title
        self[f"organization_{seat.seat_id}"].data = organization

    def _kept(self, seat: SeatRow) -> ProposedLine:
        return ProposedLine(
            name=seat.full_name,
            role=Role(self[f"role_{seat.seat_id}"].data),
            position_title=self[f"title_{seat.seat_id}"].data,
            organization=self[f"organization_{seat.seat_id}"].data,
            email=seat.email,
            phone=seat.phone,
            seat=seat.seat_id,
        )

    def _is_typed(self, number: int) -> bool:
        return any(self[f"{name}_new{number}"].data for name in NEW_FIELDS if name != "role")

    def _new(self, number: int, within: Reach, day: date) -> ProposedLine | None:
        said = {name: self[f"{name}_new{number}"].data or "" for name in NEW_FIELDS}
        if not said["name"]:
            self.refuse(DomainError("Type the person's full name."), f"name_new{number}")
        if said["role"] not in COMMITTEE_ROLES:
            self.refuse(DomainError("Choose a role."), f"role_new{number}")
        areas = self._areas(f"areas_new{number}", within, day)
        email = self._email(f"email_new{number}")
        if self.errors:
            return None
        follows = said["follows"]
        return ProposedLine(
            name=said["name"],
            role=Role(said["role"]),
            position_title=said["title"],
            organization=said["organization"],
            email=email,
            phone=said["phone"],
            areas=areas,
            follows=int(follows) if follows.isdecimal() else None,
        )

    def _email(self, name: str) -> str:
        try:
            return checked_email(self[name].data) if self[name].data else ""
        except DomainError as error:
            self.refuse(error, name)
            return ""

    def _areas(self, name: str, within: Reach, day: date) -> tuple[UnitRow, ...]:
        found = []
        for said in (part.strip() for part in (self[name].data or "").split(";")):
            try:
                if said:
                    found.append(unit_meant(said, within, day))
            except WhichUnit:
                self.refuse(DomainError("Several units are called “%(said)s”: type the code.", said=said), name)
            except DomainError as error:
                error.read = None
                self.refuse(error, name)
        return tuple(found)


def composition_form(present: Sequence[SeatRow], rows: int) -> type[CompositionForm]:
    """Return the form with fields for everybody who sits now and for `rows` new people."""
    fields: dict[str, object] = {"present": present}
    for seat in present:
        leaves = SelectChoice("", lazy_gettext("No longer sits"))
        fields[f"role_{seat.seat_id}"] = SelectField(seat.full_name, choices=[*ROLES, leaves], validate_choice=False)
        fields[f"title_{seat.seat_id}"] = StringField(lazy_gettext("Post in the office"))
        fields[f"organization_{seat.seat_id}"] = StringField(lazy_gettext("Office"))
    for number in range(rows):
        fields |= _fields_of_new(present, number)
    return type("CompositionFormOfCommittee", (CompositionForm,), fields)


def rows_in(said: str | None) -> int:
    """Return how many lines for new people there are, as the form says it."""
    return min(max(int(said), FIRST_ROWS), MOST_ROWS) if said and said.isdecimal() and len(said) < 4 else FIRST_ROWS


def rows_for(lines: Sequence[ProposedLine]) -> int:
    """Return how many lines for new people a composition needs; raises where the form has not so many."""
    new = sum(line.seat is None for line in lines)
    if new > MOST_ROWS:
        raise DomainError("At most %(most)d new people at once.", most=MOST_ROWS)
    return rows_in(str(new))


def typed(form: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what was sent, for a page that sends it again."""
    return [(name, value) for name, value in form.items() if name not in ("csrf_token", ONCE, "seal", "press")]


def _fields_of_new(present: Sequence[SeatRow], number: int) -> dict[str, object]:
    posts = [SelectChoice(str(seat.seat_id), f"{seat.full_name} ({role_name(seat.role)})") for seat in present]
    by_itself = SelectChoice("", lazy_gettext("By role and office"))
    return {
        f"name_new{number}": StringField(lazy_gettext("Full name")),
        f"role_new{number}": SelectField(
            lazy_gettext("Role"), choices=ROLES, default=Role.MEMBER.value, validate_choice=False
        ),
        f"title_new{number}": StringField(lazy_gettext("Post in the office")),
        f"organization_new{number}": StringField(lazy_gettext("Office")),
        f"email_new{number}": StringField(lazy_gettext("E-mail")),
        f"phone_new{number}": StringField(lazy_gettext("Telephone")),
        f"follows_new{number}": SelectField(
            lazy_gettext("Takes the post of"), choices=[by_itself, *posts], validate_choice=False
        ),
        f"areas_new{number}": StringField(lazy_gettext("Areas in charge")),
    }
