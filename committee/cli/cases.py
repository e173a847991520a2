"""`flask cases …`: who is behind, and what became of it."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from committee.cli.support import (
    by_option,
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
from committee.core.formatting import vn_date, vn_moment
from committee.core.words import gettext
from committee.domain.access import Actor
from committee.domain.case_facts import State
from committee.domain.errors import NotFound
from committee.escalation import operations, queries, rows, words
from committee.escalation.explanations import ExplanationRow, explanations_of
from committee.escalation.promise_words import promise_text
from committee.escalation.queries import CaseFilter, CaseRow

cases = AppGroup("cases", help="Who is behind, and what became of it.")


@cases.command("list")
@click.option("--unit", "code", metavar="CODE", help="This unit and what lies below it.")
@click.option("--indicator", default="")
@click.option("--state", type=click.Choice([*State, queries.LIVE_ONLY]), default=None)
@click.option("--year", type=click.IntRange(1900, 2100))
@format_option("table", "json")
def list_cases(code: str | None, indicator: str, state: str | None, year: int | None, shape: str) -> None:
    """List cases, what needs somebody first on top."""
    with refusals():
        wanted = CaseFilter(path=_path(code), indicator=indicator, state=state or "", year=year)
        found = queries.cases(wanted, on=today())
        note_export(rows=len(found), shape=shape)
    if shape == "json":
        print_json([rows.as_json(row) for row in found])
    else:
        print_table([gettext(word) for word in HEAD], [_line(row) for row in found], right=(0, 3))


HEAD = ("id", "unit", "indicator", "year", "state", "step", "severity", "opened on", "next look")


PROMISED = ("explained at", "promised", "by the day", "state", "by")


@cases.command("show")
@click.argument("case_id", type=int, metavar="ID")
@format_option("table", "json")
def show(case_id: int, shape: str) -> None:
    """Show the case ID with its history."""
    with refusals():
        row = queries.case_row(case_id, on=today())
        if row is None:
            raise NotFound("There is no such case.")
        changes, told = queries.changes_of(case_id), queries.told_about(case_id)
        said = explanations_of(case_id)
        note_export(rows=1, shape=shape)
    if shape == "json":
        print_json(rows.in_full(row, changes, told, said))
        return
    print_table([gettext(word) for word in HEAD], [_line(row)], right=(0, 3))
    print_table(
        [gettext(word) for word in ("when", "what", "step", "by")],
        [(vn_moment(one.effective_at), words.change_word(one.event), one.step, one.actor_name) for one in changes],
    )
    if said:
        print_table([gettext(word) for word in PROMISED], [_promise(one, row) for one in said])


@cases.command("acknowledge")
@click.argument("case_id", type=int, metavar="ID")
@by_option
def acknowledge(case_id: int, by: Actor) -> None:
    """Say for its unit that the case ID was received."""
    with refusals(by=by):
        with transaction():
            operations.acknowledge(case_id=case_id, by=by, now=now())
        row = queries.case_row(case_id, on=today())
    due_on = row.due_on if row else None
    say(gettext("Case %(id)d was acknowledged; an explanation is due on %(day)s.", id=case_id, day=vn_date(due_on)))


def _path(code: str | None) -> str:
    return "" if code is None else unit_bearing(code, today()).path


def _promise(one: ExplanationRow, row: CaseRow) -> tuple[object, ...]:
    return (
        vn_moment(one.filed_at),
        promise_text(one.number, row.facts["unit_of_measure"]),
        vn_date(one.due_on),
        words.explanation_word(one.state),
        one.filed_by_name,
    )


def _line(row: CaseRow) -> tuple[object, ...]:
    return (
        row.id,
        f"{row.unit} {row.unit_name}",
        row.indicator_name,
        row.year,
        words.state_word(row.state),
        words.step_word(row.step),
        words.severity_word(row.severity),
        vn_date(row.opened_on),
        vn_moment(row.next_look_at),
    )
