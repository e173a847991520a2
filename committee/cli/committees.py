"""`flask members reconstitute …`: a committee renewed by a decision; and the names of agencies that come with us."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from committee.cli.people import members
from committee.cli.support import DAY, by_option, file_argument, now, print_table, refusals, say, unit_bearing
from committee.core.db import transaction
from committee.core.formatting import vn_date
from committee.core.tabular import COMMAND_LINE, read_table
from committee.core.words import gettext
from committee.dashboards.renewing import renew
from committee.domain.access import Actor
from committee.members.composition_file import committee_named, composition_of
from committee.members.member_file import COLUMNS
from committee.members.operations import AGENCY_COLUMNS, add_missing_agencies
from committee.members.reconstitution_plan import Plan, Proposal, plan_reconstitution
from committee.members.reconstitution_words import changes_of, cover_words, gap_words
from committee.members.wording import CHANGES
from committee.tasks.queries.work import open_per_seat
from config import ROOT

AGENCIES = ROOT / "data" / "agencies.csv"


def load_agencies() -> None:
    """Add the agencies that are not known yet; those that are stay as they are."""
    rows = read_table(AGENCIES, AGENCIES.name, columns=AGENCY_COLUMNS)
    with transaction():
        add_missing_agencies(rows=rows)


@members.command("reconstitute")
@file_argument
@click.option("--committee-unit", "code", required=True, metavar="CODE", help="The code of the committee's unit.")
@click.option("--committee", "name", default="", help="The committee's name, where the unit has several.")
@click.option("--decision", required=True, metavar="TEXT", help="Number and symbol of the decision.")
@click.option("--decided-on", type=DAY, metavar="DAY", help="The day of the decision.")
@click.option("--effective-on", type=DAY, required=True, metavar="DAY", help="The first day of the new composition.")
@click.option("--dry-run", is_flag=True, help="Print what would change, and write nothing.")
@by_option
def reconstitute(
    *,
    file: Path,
    code: str,
    name: str,
    decision: str,
    decided_on: date | None,
    effective_on: date,
    dry_run: bool,
    by: Actor,
) -> None:
    """Let FILE (.csv or .xlsx, as for `members import`) be the whole composition of a committee from a day."""
    with refusals(by=by, file=file), transaction():
        committee = committee_named(unit_bearing(code, effective_on).unit_id, name)
        rows = read_table(file, file.name, columns=COLUMNS, limits=COMMAND_LINE)
        lines = composition_of(rows, committee, on=effective_on)
        proposal = Proposal(committee.committee_id, decision.strip(), decided_on, effective_on, lines)
        plan = plan_reconstitution(proposal) if dry_run else renew(proposal=proposal, seal=None, by=by, now=now()).plan
        _print(plan, dry_run=dry_run)


def _print(plan: Plan, *, dry_run: bool) -> None:
    if dry_run:
        head = (gettext("Full name"), gettext("Role"), gettext("What happens"), gettext("Details"))
        changes = changes_of(plan, open_per_seat(plan.outcome.ended))
        rows = [(one.name, one.role, str(CHANGES[one.kind]), " ".join(one.notes)) for one in changes]
        print_table(head, rows)
        for words in cover_words(plan):
            say(words)
    for words in gap_words(plan):
        say(words)
    say(
        gettext(
            "From %(day)s: %(begun)d seats begin, %(ended)d end, %(kept)d stay.",
            day=vn_date(plan.proposal.effective_on),
            begun=len(plan.outcome.begun),
            ended=len(plan.outcome.ended),
            kept=len(plan.outcome.kept),
        )
    )
    if dry_run:
        say(gettext("Nothing was written, this was a trial."))
