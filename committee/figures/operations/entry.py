"""Values typed by hand: kept as a draft, sent with a receipt, taken back while nobody has decided."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select, update

from committee.audit import operations as audit
from committee.core.db import db
from committee.domain import plausibility
from committee.domain.access import Actor
from committee.domain.calendar import day_of
from committee.domain.errors import DomainError
from committee.figures.history import History, history_of
from committee.figures.models import Figure
from committee.figures.operations.revisions import Amount, FigureKey, Months, Standing, standing_figures
from committee.figures.operations.tracing import Change, acts_of, in_words, stood_before
from committee.figures.queries import ACCEPTED, DRAFT, RETURNED, SELF_REPORTED, SUBMITTED
from committee.targets.operations.turns import take_turns
from committee.targets.queries import IndicatorRow, indicators

MONTH = "month"


@dataclass(frozen=True)
class Typed:
    """A value as typed, in people or đồng; `value` None: the field was left empty.

    `span` is "month" where the value of the month alone was typed. `note` gives the reason of a value that looks wrong,
    which settles the doubt.
    """

    value: int | None
    qualifier: str = "exact"
    provisional: bool = False
    published_text: str = ""
    note: str = ""
    span: str = "ytd"


def save_draft(
    *, unit_id: int, as_of: date, values: Mapping[str, Typed], origin: str = SELF_REPORTED, by: Actor, now: datetime
) -> None:
    """Keep what has been typed so far; nobody else counts with it. An emptied field leaves the draft."""
    dictionary = indicators()
    _refuse_impossible(values, dictionary, as_of, now)
    take_turns()
    standing = standing_figures([unit_id], values, as_of, as_of)
    for code, typed in values.items():
        key = (unit_id, code, as_of, origin)
        present = standing.current.get(key)
        draft_id = present.id if present is not None and present.state == DRAFT else None
        if draft_id is not None and typed.value is None:
            db.session.execute(delete(Figure).where(Figure.id == draft_id))
        elif typed.value is not None:
            entered = _entered(typed, Amount(typed.value, typed.qualifier, typed.provisional), by, now)
            _write(draft_id, key, standing, {**entered, "state": DRAFT})
    db.session.flush()


def submit(
    *, unit_id: int, as_of: date, values: Mapping[str, Typed], origin: str = SELF_REPORTED, by: Actor, now: datetime
) -> str:
    """Send values for acceptance and return the receipt's number; the same values sent again give the same number.

    What looks wrong is sent all the same, with the doubt beside it until a reason settles it.
    """
    dictionary = indicators()
    _refuse_impossible(values, dictionary, as_of, now)
    filled = {code: typed for code, typed in values.items() if typed.value is not None}
    if not filled:
        raise DomainError("Nothing has been filled in: type at least one value. Nothing new this month is 0.")
    take_turns()
    standing = standing_figures([unit_id], filled, as_of, as_of)
    amounts = _amounts(unit_id, as_of, origin, filled, standing)
    new = {key: amount for key, amount in amounts.items() if not _sent_already(standing.current.get(key), amount)}
    if not new:
        return max(str(standing.current[key].receipt) for key in amounts)
    written, history = [], history_of(unit_id, as_of)
    for key, amount in new.items():
        typed = filled[key[1]]
        doubt = _doubt(key, amount, dictionary[key[1]], history)
        settled_at = now if doubt and typed.note else None
        fields = {"state": SUBMITTED, "warning": doubt, "warning_settled_at": settled_at}
        written.append(_send(key, standing, {**_entered(typed, amount, by, now), **fields}, now))
    receipt = f"SL-{day_of(now):%Y%m%d}-{min(written):06d}"
    db.session.execute(update(Figure).where(Figure.id.in_(written)).values(receipt=receipt))
    changes = [Change(key, stood_before(standing.unreplaced.get(key, ())), in_words(new[key])) for key in new]
    audit.record_all(acts_of("figures submitted", changes, {"receipt": receipt}), by=by, now=now)
    return receipt


def withdraw(*, figure_ids: Collection[int], by: Actor, now: datetime) -> None:
    """Take back what one has sent oneself, while nobody has decided: it becomes a draft again."""
    rows = db.session.execute(
        select(Figure.id, Figure.unit_id, Figure.state, Figure.entered_by, Figure.receipt)
        .where(Figure.id.in_(sorted(figure_ids)), Figure.replaced_at.is_(None))
        .with_for_update()
    ).all()
    if len(rows) != len(set(figure_ids)) or any(row.state != SUBMITTED for row in rows):
        raise DomainError("This has been decided or taken back already: reload the page.")
    if any(row.entered_by != by.account_id for row in rows):
        raise DomainError("Only whoever sent a report can take it back; it can be returned for correction instead.")
    db.session.execute(update(Figure).where(Figure.id.in_([row.id for row in rows])).values(state=DRAFT, receipt=""))
    facts = {"before": {"state": SUBMITTED}, "after": {"state": DRAFT}}
    for receipt, unit_id in sorted({(row.receipt, row.unit_id) for row in rows}):
        thing = ("receipt", receipt)
        audit.record(action="figures withdrawn", thing=thing, facts=facts, unit_id=unit_id, by=by, now=now)


def _refuse_impossible(
    values: Mapping[str, Typed], dictionary: Mapping[str, IndicatorRow], as_of: date, now: datetime
) -> None:
    if as_of > day_of(now):
        raise DomainError("A figure cannot be of a day that has not come yet.")
    for code, typed in values.items():
        indicator = dictionary.get(code)
        if indicator is None:
            raise DomainError("The dictionary has no indicator with this code; import it first.", read=code)
        if indicator.is_rate:
            raise DomainError("%(name)s is computed from its parts and is not typed.", name=indicator.name)
        if typed.value is not None and typed.value < 0:
            raise DomainError("A negative number cannot stand here.", read=str(typed.value))
        if typed.span == MONTH and indicator.kind != "flow":
            raise DomainError(
                "Only what is counted through the year has a value of one month: leave span empty.", read=code
            )


def _amounts(
    unit_id: int, as_of: date, origin: str, filled: Mapping[str, Typed], standing: Standing
) -> dict[FigureKey, Amount]:
    months = Months(standing.counted())
    amounts = {}
    for code, typed in filled.items():
        key = (unit_id, code, as_of, origin)
        amount = Amount(typed.value or 0, typed.qualifier, typed.provisional)
        amounts[key] = months.since_january(key, amount) if typed.span == MONTH else amount
    return amounts


def _sent_already(present: Any, amount: Amount) -> bool:
    if present is None or present.state not in (SUBMITTED, ACCEPTED):
        return False
    return amount == Amount(present.value, present.qualifier, present.provisional)


def _doubt(key: FigureKey, amount: Amount, indicator: IndicatorRow, history: History) -> str:
    _, code, as_of, _ = key
    known = history.known(indicator, as_of)
    return plausibility.written(plausibility.doubts(code, indicator.kind, indicator.direction, amount.value, known))


def _entered(typed: Typed, amount: Amount, by: Actor, now: datetime) -> dict[str, Any]:
    return {
        "value": amount.value,
        "qualifier": amount.qualifier,
        "provisional": amount.provisional,
        "span": typed.span,
        "entered_value": typed.value,
        "published_text": typed.published_text,
        "note": typed.note,
        "entered_by": by.account_id,
        "entered_at": now,
    }


def _send(key: FigureKey, standing: Standing, fields: dict[str, Any], now: datetime) -> int:
    """Write a value that is sent; a draft becomes it, what was sent before and not accepted is replaced."""
    undecided = [row.id for row in standing.unreplaced.get(key, ()) if row.state in (SUBMITTED, RETURNED)]
    if undecided:
        db.session.execute(update(Figure).where(Figure.id.in_(undecided)).values(replaced_at=now))
    present = standing.current.get(key)
    draft_id = present.id if present is not None and present.state == DRAFT else None
    return _write(draft_id, key, standing, fields)


def _write(figure_id: int | None, key: FigureKey, standing: Standing, fields: dict[str, Any]) -> int:
    """Change a draft in place, or add a revision; return its id."""
    if figure_id is not None:
        db.session.execute(update(Figure).where(Figure.id == figure_id).values(fields))
        return figure_id
    unit_id, indicator, as_of, origin = key
    figure = Figure(
        unit_id=unit_id,
        indicator=indicator,
        as_of=as_of,
        origin=origin,
        revision=standing.next_revision(key),
        **fields,
    )
    db.session.add(figure)
    db.session.flush()
    return figure.id
