"""The report of a unit as one thing: kept while it is typed, sent once, taken back, accepted or returned.

Whoever writes says which version of the report they saw. If it is another by now, nothing is written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import update

from committee.core.db import db
from committee.domain.access import Actor
from committee.domain.errors import DomainError
from committee.figures.models import Figure, Submission
from committee.figures.operations.accepting import accept, return_for_correction
from committee.figures.operations.entry import Typed, save_draft, submit, withdraw
from committee.figures.periods import Period
from committee.figures.queries import RETURNED, SELF_REPORTED, SUBMITTED
from committee.figures.reports import Line, Report, Reported, digest, figures_of, report_of, submission_with_key
from committee.targets.operations.turns import take_turns
from committee.units.queries import UnitRow


class Stale(DomainError):
    """The report has changed since the page was opened."""

    def __init__(self) -> None:
        super().__init__("The report has changed since you opened this page: look at both versions and choose.")


class ReasonMissing(DomainError):
    """A value that looks wrong is sent without saying why it is right; `indicators` are those it is about."""

    def __init__(self, codes: Collection[str]) -> None:
        super().__init__("Say in one line why the value is right although it looks wrong.")
        self.indicators = tuple(codes)


@dataclass(frozen=True)
class Seen:
    """A report that waits for a decision, in the version that was seen."""

    unit_id: int
    as_of: date
    version: str


def keep_report(
    *, unit: UnitRow, period: Period, version: str, values: Mapping[str, Typed], by: Actor, now: datetime
) -> None:
    """Keep what was typed into a report; what stands so already is left as it is, whatever the version."""
    report = _held(unit, period)
    by_code = {line.indicator.code: line.figure for line in report.lines}
    changed = {code: typed for code, typed in values.items() if not _stands(by_code.get(code), typed)}
    if not changed:
        return
    if version != report.version:
        raise Stale
    emptied = [
        figure.id
        for code, typed in changed.items()
        if typed.value is None and (figure := by_code.get(code)) and figure.state == RETURNED
    ]
    db.session.execute(update(Figure).where(Figure.id.in_(emptied)).values(replaced_at=now))
    save_draft(unit_id=report.unit.unit_id, as_of=report.period.cut_off_on, values=changed, by=by, now=now)


def send_report(
    *, unit: UnitRow, period: Period, version: str, reasons: Mapping[str, str], key: str, by: Actor, now: datetime
) -> Submission:
    """Send all that has been kept of a report and return what was sent with its receipt.

    The same page sent again, at once or later, gives the same receipt and writes nothing. `reasons` say, by indicator,
    why a value that looks wrong is right; none may be missing.
    """
    report = _held(unit, period)
    account_id, request_hash = by.account_id or 0, _hash_of(report, version, reasons)
    earlier = submission_with_key(account_id, key)
    if earlier is not None:
        if earlier.request_hash != request_hash:
            raise DomainError("This page was sent before with other contents: open the report again.")
        return earlier
    if version != report.version:
        raise Stale
    missing = [line.indicator.code for line in report.filled if line.doubts and not _reason(line, reasons)]
    if missing:
        raise ReasonMissing(missing)
    values = {line.indicator.code: _typed(line, reasons) for line in report.filled}
    day = report.period.cut_off_on
    receipt = submit(unit_id=report.unit.unit_id, as_of=day, values=values, by=by, now=now)
    submission = Submission(
        unit_id=report.unit.unit_id,
        as_of=day,
        account_id=account_id,
        key=key,
        request_hash=request_hash,
        receipt=receipt,
        lines=[{"indicator": code, "value": typed.value, "note": typed.note} for code, typed in values.items()],
        sent_at=now,
    )
    db.session.add(submission)
    db.session.flush()
    return submission


def withdraw_report(*, unit: UnitRow, period: Period, by: Actor, now: datetime) -> None:
    """Take a report back while nobody has decided: it can be typed again."""
    submitted = _waiting(_held(unit, period).submitted)
    withdraw(figure_ids=[figure.id for figure in submitted], by=by, now=now)


def accept_report(*, unit: UnitRow, period: Period, version: str, by: Actor, now: datetime) -> None:
    """Accept what waits for a decision in a report."""
    accept(figure_ids=_seen(_held(unit, period), version), by=by, now=now)


def return_report(*, unit: UnitRow, period: Period, version: str, reason: str, by: Actor, now: datetime) -> None:
    """Send back what waits for a decision in a report, with what has to be corrected."""
    return_for_correction(figure_ids=_seen(_held(unit, period), version), reason=reason, by=by, now=now)


def accept_reports(*, seen: Sequence[Seen], by: Actor, now: datetime) -> int:
    """Accept many reports and return how many; one with a warning, or changed since, is left waiting."""
    take_turns()
    found = figures_of({one.unit_id for one in seen}, {one.as_of for one in seen})
    waiting: dict[tuple[int, date], list[Reported]] = {}
    for figure in found:
        if figure.state == SUBMITTED and figure.origin == SELF_REPORTED:
            waiting.setdefault((figure.unit_id, figure.as_of), []).append(figure)
    ready = [
        figures
        for one in seen
        if (figures := waiting.get((one.unit_id, one.as_of)))
        and digest(figures) == one.version
        and not any(figure.warning for figure in figures)
        and not any(figure.entered_by == by.account_id for figure in figures)
    ]
    if ready:
        accept(figure_ids=[figure.id for figures in ready for figure in figures], by=by, now=now)
    return len(ready)


def _held(unit: UnitRow, period: Period) -> Report:
    """Return the report as it stands, with nobody else writing figures until the end of the transaction."""
    take_turns()
    return report_of(unit, period)


def _stands(figure: Reported | None, typed: Typed) -> bool:
    if figure is None:
        return typed.value is None
    return (figure.value, figure.qualifier, figure.provisional) == (typed.value, typed.qualifier, typed.provisional)


def _reason(line: Line, reasons: Mapping[str, str]) -> str:
    return reasons.get(line.indicator.code, "").strip()


def _typed(line: Line, reasons: Mapping[str, str]) -> Typed:
    figure = line.figure
    if figure is None:
        raise ValueError(f"nothing was typed for {line.indicator.code}")
    note = _reason(line, reasons)
    return Typed(figure.value, figure.qualifier, figure.provisional, figure.published_text, note, figure.span)


def _hash_of(report: Report, version: str, reasons: Mapping[str, str]) -> str:
    said = [report.unit.unit_id, report.period.cut_off_on.isoformat(), version, sorted(reasons.items())]
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _waiting(figures: Sequence[Reported]) -> Sequence[Reported]:
    if not figures:
        raise DomainError("This has been decided or taken back already: reload the page.")
    return figures


def _seen(report: Report, version: str) -> list[int]:
    """Return the ids of what waits; refuse if it is not what was seen."""
    figures = _waiting(report.submitted)
    if digest(figures) != version:
        raise Stale
    return [figure.id for figure in figures]
