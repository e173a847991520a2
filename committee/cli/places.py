"""`flask people import | end | cover`: what people hold, by file and one by one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from committee.cli.people import people, person_with, unit_id_of
from committee.cli.support import DAY, by_option, file_argument, now, refusals, say, today
from committee.core.db import transaction
from committee.core.formatting import vn_date
from committee.core.tabular import COMMAND_LINE, read_table
from committee.core.words import gettext
from committee.domain.access import Actor
from committee.domain.appointments import EVERYWHERE, last_day, role_named
from committee.domain.errors import Refused
from committee.members import operations
from committee.members.people_file import COLUMNS
from committee.members.people_imports import import_people
from committee.members.people_places import place_named
from committee.members.people_plan import plan_people
from committee.members.register import SEAT

__all__ = ["people"]


@people.command("import")
@file_argument
@by_option
@click.option("--dry-run", is_flag=True, help="Only say what would be done; nothing is written.")
def import_file(file: Path, by: Actor, *, dry_run: bool) -> None:
    """Write the people and places of FILE (.csv or .xlsx), all of it or nothing."""
    with refusals(by=None if dry_run else by, file=file), transaction():
        rows = read_table(file, file.name, columns=COLUMNS, limits=COMMAND_LINE)
        plan = plan_people(rows, managed=EVERYWHERE, now=now())
        if plan.errors:
            raise Refused(plan.errors)
        if not dry_run:
            import_people(rows=rows, managed=EVERYWHERE, by=by, now=now())
    if dry_run:
        say(gettext("Nothing was written, this was a trial."))
    counts = plan.counts()
    say(
        gettext(
            "%(new)d new, %(changed)d changed, %(same)d as they are; %(blank)d rows without a name left out.",
            new=counts["new"],
            changed=counts["changed"],
            same=counts["same"],
            blank=counts["blank"],
        )
    )


@people.command("end")
@click.argument("email")
@click.option("--role", required=True, help="The seat or post that ends.")
@click.option("--unit", "code", help="The unit's official code; without it, a post for the whole system.")
@click.option("--on", "on", type=DAY, help="The first day on which it is no longer held; default: today.")
@by_option
def end(email: str, role: str, code: str | None, on: date | None, by: Actor) -> None:
    """End what EMAIL holds: from that day it opens nothing."""
    first_without = on or today()
    with refusals(by=by), transaction():
        line = place_named(
            account_id=person_with(email).account_id,
            role=role_named(role).value,
            unit_id=unit_id_of(code),
            today=today(),
            now=now(),
        )
        if line.kind == SEAT:
            operations.end_seat(seat_id=line.id, on=last_day(first_without), by=by, now=now())
        else:
            operations.end_post(post_id=line.id, on=last_day(first_without), by=by, now=now())
    say(gettext("Ended from %(day)s.", day=vn_date(first_without)))


@people.command("cover")
@click.argument("email")
@click.argument("who")
@click.option("--role", required=True, help="The seat of EMAIL that is covered.")
@click.option("--who-role", required=True, help="The seat of WHO in the same committee.")
@click.option("--unit", "code", required=True, help="The official code of the committee's unit.")
@click.option("--from", "first", type=DAY, required=True)
@click.option("--to", "last", type=DAY, required=True, help="The last day, included.")
@by_option
def cover(email: str, who: str, *, role: str, who_role: str, code: str, first: date, last: date, by: Actor) -> None:
    """Let WHO act in the seat of EMAIL for a time."""
    with refusals(by=by), transaction():
        seats = [
            place_named(
                account_id=person_with(address).account_id,
                role=role_named(name).value,
                unit_id=unit_id_of(code),
                today=today(),
                now=now(),
            )
            for address, name in ((email, role), (who, who_role))
        ]
        operations.cover_seat(seat_id=seats[0].id, by_seat_id=seats[1].id, from_on=first, to_on=last, by=by, now=now())
    say(gettext("The cover is set from %(first)s to %(last)s.", first=vn_date(first), last=vn_date(last)))
