"""`flask people …` and `flask members …`: who signs in, and who sits where."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app

from committee.accounts import operations as accounts
from committee.accounts.queries import AccountRow, account_with_email
from committee.accounts.queries import accounts as all_accounts
from committee.cli.support import (
    by_option,
    file_argument,
    format_option,
    note_export,
    now,
    print_json,
    print_table,
    refusals,
    say,
    today,
    unit_bearing,
)
from committee.core.db import transaction
from committee.core.tabular import COMMAND_LINE, read_table
from committee.core.words import gettext
from committee.domain.access import Actor
from committee.domain.errors import DomainError
from committee.members.imports import import_members
from committee.members.member_file import COLUMNS
from committee.members.operations import change_email, close_account, give_role

people = click.Group("people", help="Who signs in.")
members = click.Group("members", help="Who sits in which committee.")


@people.command("add")
@click.argument("email")
@click.option("--name", required=True, help="The person's full name.")
@click.option("--unit", "code", help="The unit's official code on this day.")
@click.option("--role", help="A seat (chair, standing_vice_chair, vice_chair, member, secretariat) or a post.")
@by_option
def add(email: str, name: str, code: str | None, role: str | None, by: Actor) -> None:
    """Give EMAIL an account, if it has none, and a role, if one is named."""
    with refusals(by=by), transaction():
        known = account_with_email(email)
        account_id = known.account_id if known else accounts.add_account(email=email, name=name, by=by, now=now())
        if code and not role:
            raise DomainError("--unit needs a --role: what is the person there?")
        if role:
            give_role(account_id=account_id, unit_id=unit_id_of(code), role=role.strip().casefold(), by=by, now=now())
    say(gettext("%(email)s is entered.", email=email))


@people.command("token")
@click.argument("email")
@click.option("--scope", type=click.Choice(accounts.SCOPES), default="read", show_default=True)
@click.option("--days", type=int, default=365, show_default=True)
@by_option
def token(email: str, scope: str, days: int, by: Actor) -> None:
    """Print a new API key of EMAIL, and nothing else; it is shown this once."""
    with refusals(by=by), transaction():
        secret = accounts.make_token(account_id=person_with(email).account_id, scope=scope, days=days, by=by, now=now())
    say(secret)


@people.command("invite")
@click.argument("email")
@by_option
def invite(email: str, by: Actor) -> None:
    """Print a link by which EMAIL chooses a password, once, within 72 hours."""
    with refusals(by=by), transaction():
        secret = accounts.invite(account_id=person_with(email).account_id, by=by, now=now())
    say(current_app.extensions["settings"].base_url + _path_of_invitation(secret))


@people.command("change-email")
@click.argument("email")
@click.argument("new")
@by_option
def change_address(email: str, new: str, by: Actor) -> None:
    """Let EMAIL sign in by the address NEW; both addresses are told, and the person signs in again."""
    with refusals(by=by), transaction():
        change_email(account_id=person_with(email).account_id, email=new, by=by, now=now())
    say(gettext("%(email)s is now %(new)s.", email=email, new=new))


@people.command("disable")
@click.argument("email")
@by_option
def disable(email: str, by: Actor) -> None:
    """Close the door to EMAIL at once."""
    with refusals(by=by), transaction():
        close_account(account_id=person_with(email).account_id, by=by, now=now())
    say(gettext("%(email)s is disabled.", email=email))


@people.command("reset-second-factor")
@click.argument("email")
@by_option
def reset_second_factor(email: str, by: Actor) -> None:
    """Take away the second factor of EMAIL, who lost phone and paper, and sign them out."""
    with refusals(by=by), transaction():
        accounts.reset_second_factor(account_id=person_with(email).account_id, by=by, now=now())
    say(gettext("The second factor of %(email)s is taken away.", email=email))


@people.command("list")
@format_option("table", "json")
def list_people(shape: str) -> None:
    """Print everybody who has an account."""
    with refusals():
        rows = all_accounts()
        note_export(rows=len(rows), shape=shape)
    if shape == "json":
        print_json([_as_json(row) for row in rows])
    else:
        print_table(
            (gettext("E-mail"), gettext("Full name"), gettext("State")),
            [(row.email, row.name, _state(row)) for row in rows],
        )


@members.command("import")
@file_argument
@by_option
def import_file(file: Path, by: Actor) -> None:
    """Write the committee members of FILE (.csv or .xlsx)."""
    with refusals(by=by, file=file), transaction():
        rows = read_table(file, file.name, columns=COLUMNS, limits=COMMAND_LINE)
        done = import_members(rows=rows, by=by, now=now())
    say(
        gettext(
            "%(added)d seats added, %(changed)d changed, %(unchanged)d as they were; %(accounts)d accounts added.",
            added=done.added,
            changed=done.changed,
            unchanged=done.unchanged,
            accounts=done.accounts,
        )
    )


def person_with(email: str) -> AccountRow:
    """Return the account of an address, or refuse."""
    found = account_with_email(email)
    if found is None:
        raise DomainError("No account has the e-mail %(email)s. Add it first: people add", email=email)
    return found


def unit_id_of(code: str | None) -> int | None:
    """Return the unit that bears a code today; None where none is named."""
    return None if code is None else unit_bearing(code, today()).unit_id


def _path_of_invitation(secret: str) -> str:
    return current_app.url_map.bind("").build("accounts.invitation", {"token": secret})


def _state(row: AccountRow) -> str:
    if row.is_disabled:
        return gettext("disabled")
    return gettext("active") if row.has_password else gettext("without a password")


def _as_json(row: AccountRow) -> dict[str, object]:
    return {"email": row.email, "name": row.name, "disabled": row.is_disabled, "has_password": row.has_password}
