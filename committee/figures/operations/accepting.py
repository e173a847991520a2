"""What becomes of a report: accepted, or returned for correction; never by whoever sent it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import func, insert, select, update

from committee.audit import operations as audit
from committee.audit.operations import Act
from committee.core.db import db
from committee.domain.access import Actor
from committee.domain.errors import DomainError
from committee.figures.models import Figure
from committee.figures.operations.after import Pair, after_accepting, earliest
from committee.figures.operations.tracing import in_words
from committee.figures.queries import ACCEPTED, OFFICIAL, RETURNED, SELF_REPORTED, SUBMITTED
from committee.targets.operations.turns import take_turns
from committee.targets.queries import indicators

COPIED = (
    "unit_id",
    "indicator",
    "as_of",
    "value",
    "qualifier",
    "provisional",
    "span",
    "entered_value",
    "published_text",
    "warning",
    "warning_settled_at",
    "note",
    "receipt",
    "entered_by",
    "entered_at",
)


def accept(*, figure_ids: Collection[int], by: Actor, now: datetime) -> None:
    """Accept values that were sent.

    A report on an indicator that becomes official by acceptance becomes the official value as well; any other one only
    stands beside the official value.
    """
    figures = _undecided(figure_ids)
    if by.account_id is not None and any(figure.entered_by == by.account_id for figure in figures):
        raise DomainError("Whoever sent a report cannot accept it: somebody else has to.")
    dictionary = indicators()
    changed: list[tuple[Pair, date]] = []
    stood: dict[int, int | str | None] = {}
    for figure in figures:
        stood[figure.id] = _replace(figure, figure.origin, now)
        figure.state, figure.decided_by, figure.decided_at = ACCEPTED, by.account_id, now
        by_acceptance = dictionary[figure.indicator].official_by == "acceptance"
        if figure.origin == SELF_REPORTED and by_acceptance:
            stood[figure.id] = _make_official(figure, by, now)
        if figure.origin == OFFICIAL or by_acceptance:
            changed.append(((figure.unit_id, figure.indicator), figure.as_of))
    db.session.flush()
    _record("figures accepted", figures, stood=stood, facts={}, by=by, now=now)
    after_accepting(earliest(changed), now=now)


def return_for_correction(*, figure_ids: Collection[int], reason: str, by: Actor, now: datetime) -> None:
    """Send values back to whoever typed them, with the reason."""
    if not reason.strip():
        raise DomainError("Say what has to be corrected, so that the sender knows.")
    figures = _undecided(figure_ids)
    for figure in figures:
        figure.state, figure.return_reason = RETURNED, reason.strip()
        figure.decided_by, figure.decided_at = by.account_id, now
    db.session.flush()
    kept = {figure.id: in_words(figure) for figure in figures}
    _record("figures returned", figures, stood=kept, facts={"reason": reason.strip()}, by=by, now=now)


def settle_warning(*, figure_id: int, reason: str, by: Actor, now: datetime) -> None:
    """Give the reason of a value that looks wrong: from then on it counts like any other."""
    if not reason.strip():
        raise DomainError("Say why the value is right although it looks wrong.")
    take_turns()
    figure = db.session.get(Figure, figure_id, with_for_update=True)
    if figure is None or not figure.warning or figure.warning_settled_at is not None:
        raise DomainError("There is no open doubt about this value: reload the page.")
    facts = {"reason": reason.strip(), "before": {"note": figure.note}, "after": {"note": reason.strip()}}
    figure.warning_settled_at, figure.note = now, reason.strip()
    db.session.flush()
    thing = ("figure", figure_id)
    audit.record(action="doubt settled", thing=thing, facts=facts, unit_id=figure.unit_id, by=by, now=now)
    if figure.origin == OFFICIAL and figure.state == ACCEPTED:
        after_accepting({(figure.unit_id, figure.indicator): figure.as_of}, now=now)


def _undecided(figure_ids: Collection[int]) -> Sequence[Figure]:
    """Return the figures, held for this transaction; refuse if any has been decided, replaced or taken back."""
    take_turns()
    wanted = sorted(set(figure_ids))
    figures = db.session.scalars(
        select(Figure)
        .where(Figure.id.in_(wanted), Figure.state == SUBMITTED, Figure.replaced_at.is_(None))
        .order_by(Figure.id)
        .with_for_update()
    ).all()
    if not wanted or len(figures) != len(wanted):
        raise DomainError("This has been decided or taken back already: reload the page.")
    return figures


def _replace(figure: Figure, origin: str, now: datetime) -> int | str | None:
    """Mark the accepted value of the same unit, indicator, day and origin as replaced; return it as the audit does."""
    replaced = db.session.execute(
        update(Figure)
        .where(
            Figure.unit_id == figure.unit_id,
            Figure.indicator == figure.indicator,
            Figure.as_of == figure.as_of,
            Figure.origin == origin,
            Figure.state == ACCEPTED,
            Figure.replaced_at.is_(None),
        )
        .values(replaced_at=now)
        .returning(Figure.value, Figure.qualifier, Figure.provisional)
    ).first()
    return in_words(replaced)


def _make_official(report: Figure, by: Actor, now: datetime) -> int | str | None:
    """Write the official value that a report becomes; return the one it replaces as the audit does."""
    replaced = _replace(report, OFFICIAL, now)
    last = db.session.scalar(
        select(func.max(Figure.revision)).where(
            Figure.unit_id == report.unit_id,
            Figure.indicator == report.indicator,
            Figure.as_of == report.as_of,
            Figure.origin == OFFICIAL,
        )
    )
    values = {name: getattr(report, name) for name in COPIED}
    values |= {
        "origin": OFFICIAL,
        "state": ACCEPTED,
        "revision": (last or 0) + 1,
        "source": report.receipt,
        "decided_by": by.account_id,
        "decided_at": now,
    }
    db.session.execute(insert(Figure), [values])
    return replaced


def _record(
    action: str,
    figures: Sequence[Figure],
    *,
    stood: Mapping[int, int | str | None],
    facts: dict[str, object],
    by: Actor,
    now: datetime,
) -> None:
    """One entry for each report: a receipt, or a value that came by file. `stood` maps a figure to what counted."""
    by_report: dict[tuple[str, str], list[Figure]] = {}
    for figure in figures:
        report = ("receipt", figure.receipt) if figure.receipt else ("figure", str(figure.id))
        by_report.setdefault(report, []).append(figure)
    acts = [
        Act(action, report, {**facts, **_facts(some, stood)}, some[0].unit_id) for report, some in by_report.items()
    ]
    audit.record_all(acts, by=by, now=now)


def _facts(figures: Sequence[Figure], stood: Mapping[int, int | str | None]) -> dict[str, object]:
    before: dict[str, object] = {"state": SUBMITTED}
    after: dict[str, object] = {"state": figures[0].state}
    for figure in figures:
        before[figure.indicator], after[figure.indicator] = stood[figure.id], in_words(figure)
    ids = [figure.id for figure in figures]
    return {"figures": ids, "as_of": figures[0].as_of.isoformat(), "before": before, "after": after}
