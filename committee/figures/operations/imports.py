"""Figures from a file: accepted at once where they are official, waiting for acceptance where a unit reports itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, update

from committee.audit import operations as audit
from committee.core.batches import batches
from committee.core.db import db
from committee.core.tabular import Refusals, Row
from committee.domain.access import Actor
from committee.domain.calendar import day_of
from committee.figures.models import Figure
from committee.figures.operations.after import after_accepting, earliest
from committee.figures.operations.figure_lines import MONTH, TEXTS, FigureLine, line_reader
from committee.figures.operations.revisions import Amount, FigureKey, Months, Standing, standing_figures
from committee.figures.operations.tracing import Change, acts_of, in_words, stood_before
from committee.figures.queries import ACCEPTED, OFFICIAL, SUBMITTED
from committee.targets.operations.turns import take_turns
from committee.targets.queries import indicators
from committee.targets.rows import Tally, codes_in, read_lines


def import_figures(*, rows: Sequence[Row], dry_run: bool = False, by: Actor, now: datetime) -> Tally:
    """Write the figures of a file: all of them, or none if one is refused. `dry_run`: only count what would be.

    A value that differs from the one that stands is a correction: a new revision that replaces it. The same file
    again changes nothing.
    """
    tally = Tally()
    if not dry_run:
        take_turns()
    lines = read_lines(rows, line_reader(indicators(), codes_in(rows), day_of(now)), tally)
    thing = ("file", rows[0].file if rows else "")
    write_lines(lines, tally, thing=thing, dry_run=dry_run, by=by, now=now)
    return tally


def write_lines(
    lines: Sequence[FigureLine],
    tally: Tally,
    *,
    thing: tuple[str, str],
    dry_run: bool = False,
    by: Actor,
    now: datetime,
) -> None:
    """Write figures that were read, wherever they came from, and count them in `tally`.

    `thing` is what the audit calls their origin. Whoever writes has taken their turn (`take_turns`).
    """
    if not lines:
        return
    days = [line.as_of for line in lines]
    standing = standing_figures(
        {line.unit_id for line in lines}, {line.indicator.code for line in lines}, min(days), max(days)
    )
    amounts = _since_january(lines, standing)
    new = _sorted_out(lines, amounts, standing, tally)
    if dry_run or not new:
        return
    _write(new, amounts, standing, by=by, now=now)
    audit.record(action="figures imported", thing=thing, facts=tally.facts(), by=by, now=now)
    changes = [_change(line, amounts[line.key], standing) for line in new]
    audit.record_all(acts_of("figures written", changes, {thing[0]: thing[1]}), by=by, now=now)
    official = (line for line in new if line.origin == OFFICIAL)
    after_accepting(earliest(((line.unit_id, line.indicator.code), line.as_of) for line in official), now=now)


def _change(line: FigureLine, amount: Amount | None, standing: Standing) -> Change:
    return Change(line.key, stood_before(standing.unreplaced.get(line.key, ())), in_words(amount))


def _since_january(lines: Sequence[FigureLine], standing: Standing) -> dict[FigureKey, Amount | None]:
    """Return {figure: its value from the beginning of the year}, a month's value added to the months before."""
    months = Months(standing.counted())
    amounts: dict[FigureKey, Amount | None] = {}
    refusals = Refusals()
    for line in sorted(lines, key=lambda each: each.as_of):
        amount = line.amount
        with refusals.at(line.row.place("span")):
            if amount is not None and line.span == MONTH:
                amount = months.since_january(line.key, amount)
            if amount is not None:
                months.learn(line.key, amount)
        # A percentage that is printed later does not take the value away.
        amounts[line.key] = amount or _amount(standing.current.get(line.key))
    refusals.raise_if_any()
    return amounts


def _sorted_out(
    lines: Sequence[FigureLine], amounts: dict[FigureKey, Amount | None], standing: Standing, tally: Tally
) -> list[FigureLine]:
    """Return the lines that say something new, and count all of them."""
    new = []
    for line in lines:
        present = standing.current.get(line.key)
        if present is not None and _same(present, line, amounts[line.key]):
            tally.unchanged += 1
            continue
        new.append(line)
        if present is None:
            tally.written += 1
        else:
            tally.corrected += 1
    return new


def _same(present: Any, line: FigureLine, amount: Amount | None) -> bool:
    return _amount(present) == amount and _texts(present, line, amount) == _texts(present, None, amount)


def _amount(present: Any) -> Amount | None:
    if present is None or present.value is None:
        return None
    return Amount(present.value, present.qualifier, present.provisional)


def _texts(present: Any, line: FigureLine | None, amount: Amount | None) -> dict[str, str]:
    """Return what was published in words; about a value that stays, what the file does not say stays as well."""
    said = line.texts if line else dict.fromkeys(TEXTS, "")
    if present is None or _amount(present) != amount:
        return said
    return {name: said[name] or getattr(present, name) for name in TEXTS}


def _write(
    lines: Sequence[FigureLine],
    amounts: dict[FigureKey, Amount | None],
    standing: Standing,
    *,
    by: Actor,
    now: datetime,
) -> None:
    replaced = [
        row.id
        for line in lines
        for row in standing.unreplaced.get(line.key, ())
        # An accepted report stands until its correction is accepted.
        if line.origin == OFFICIAL or row.state != ACCEPTED
    ]
    for some in batches(replaced):
        db.session.execute(update(Figure).where(Figure.id.in_(some)).values(replaced_at=now))
    db.session.execute(insert(Figure), [_values(line, amounts[line.key], standing, by, now) for line in lines])


def _values(line: FigureLine, amount: Amount | None, standing: Standing, by: Actor, now: datetime) -> dict[str, object]:
    official = line.origin == OFFICIAL
    return {
        "unit_id": line.unit_id,
        "indicator": line.indicator.code,
        "as_of": line.as_of,
        "origin": line.origin,
        "value": amount.value if amount else None,
        "qualifier": amount.qualifier if amount else "exact",
        "provisional": bool(amount and amount.provisional),
        "span": line.span,
        "entered_value": line.amount.value if line.amount else None,
        **_texts(standing.current.get(line.key), line, amount),
        "state": ACCEPTED if official else SUBMITTED,
        "revision": standing.next_revision(line.key),
        "entered_by": by.account_id,
        "entered_at": now,
        "decided_by": by.account_id if official else None,
        "decided_at": now if official else None,
    }
