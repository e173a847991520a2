"""What was promised, as pages and notices say it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from committee.core.formatting import vn_date
from committee.core.words import gettext
from committee.domain.case_facts import NoticeKind
from committee.domain.measures import PERCENT, PERCENT_PARTS, factor_of
from committee.domain.number_writing import vn_number
from committee.escalation import words

QUOTED = {
    NoticeKind.EXPLANATION_FILED,
    NoticeKind.EXPLANATION_ACCEPTED,
    NoticeKind.COMMITMENT_MISSED,
    NoticeKind.REVIEW_OVERDUE,
}
# A step that was held back when a milestone was missed, or that has nobody in its seats, is told as a step.
OF_A_MISS = {NoticeKind.STEP, NoticeKind.COMMITMENT_MISSED}


def promise_text(number: int, unit_of_measure: str) -> str:
    """Return a promised number with every decimal it has: 750 người, 95,5%, 12,5 tỷ đồng."""
    if unit_of_measure == PERCENT:
        return f"{vn_number(Decimal(number) / PERCENT_PARTS)}%"
    return f"{vn_number(Decimal(number) / factor_of(unit_of_measure))} {unit_of_measure}"


def lines_of(kind: NoticeKind, facts: Mapping[str, Any]) -> list[str]:
    """Return what a notice says of the promise or of the explanation, from its facts alone."""
    said = facts.get("commitment")
    if said is None:
        return []
    lines: list[str] = []
    if kind is NoticeKind.EXPLANATION_FILED:
        lines.append(gettext("Cause: %(cause)s", cause=words.cause_word(said["cause"], said["cause_text"])))
    is_of_a_miss = kind in OF_A_MISS and "promised_milestone" in facts
    if kind in QUOTED or is_of_a_miss:
        lines.append(_quote(said, facts))
    if is_of_a_miss:
        lines.append(_missed(facts["promised_milestone"], facts))
    if reason := facts.get("return_reason"):
        lines.append(gettext("What is to be completed: %(reason)s", reason=reason))
    return lines


def _quote(said: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    promised = {
        "name": said["filed_by"],
        "on": vn_date(datetime.fromisoformat(said["filed_at"])),
        "number": promise_text(said["number"], facts["unit_of_measure"]),
        "day": _day(said["due_on"]),
    }
    if facts["direction"] == "down":
        return gettext("Promised by %(name)s on %(on)s: not above %(number)s by %(day)s.", **promised)
    return gettext("Promised by %(name)s on %(on)s: %(number)s by %(day)s.", **promised)


def _missed(milestone: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    return gettext(
        "The milestone of %(day)s was %(number)s; as of %(as_of)s it is %(figure)s.",
        day=_day(milestone["due_on"]),
        number=promise_text(milestone["number"], facts["unit_of_measure"]),
        as_of=_day(milestone["figure_on"]),
        figure=promise_text(milestone["figure"], facts["unit_of_measure"]),
    )


def _day(iso: str) -> str:
    return vn_date(date.fromisoformat(iso))
