"""Pauses in urging on in words."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext

from committee.core.formatting import vn_date, vn_moment
from committee.core.words import gettext
from committee.domain.case_numbers import PACE, SYSTEMIC
from committee.domain.silences import Stage, days_of
from committee.escalation.silence_queries import SilenceRow

RULES = {
    PACE: lazy_gettext("The unit's own figures lag"),
    SYSTEMIC: lazy_gettext("Most units below it lag"),
}
STAGES = {
    Stage.RUNNING: lazy_gettext("Urging on is paused"),
    Stage.COMING: lazy_gettext("A pause to come"),
    Stage.OVER: lazy_gettext("The pause is over"),
}
LOOKS = {Stage.RUNNING: "NA", Stage.COMING: "NODATA", Stage.OVER: "OK"}


def until_word(last_on: date) -> str:
    """Return what stands beside a unit and an indicator that nobody is urged on about."""
    return gettext("urging on is paused until the end of %(day)s", day=vn_date(last_on))


def indicators_word(row: SilenceRow) -> str:
    """Return the indicators a pause is about."""
    return "; ".join(row.indicators.values()) or gettext("All indicators")


def rules_word(row: SilenceRow) -> str:
    """Return the rules a pause is about."""
    return "; ".join(str(RULES.get(rule, rule)) for rule in row.rules) or gettext("All rules")


def days_word(row: SilenceRow) -> str:
    """Return from when to when, and how many days that is."""
    days = {"first": vn_date(row.from_on), "last": vn_date(row.to_on), "count": days_of(row.from_on, row.to_on)}
    return gettext("%(first)s to the end of %(last)s (%(count)d days)", **days)


def name_of(row: SilenceRow) -> str:
    """Return what a pause is called."""
    days = {"first": vn_date(row.from_on), "last": vn_date(row.to_on)}
    return gettext("%(unit)s, from %(first)s to %(last)s", unit=row.unit_name, **days)


def facts_of(row: SilenceRow) -> list[tuple[str, str]]:
    """Return what is said of a pause, as terms and values."""
    made = gettext("%(name)s, at %(moment)s", name=row.made_by_name, moment=vn_moment(row.made_at))
    rows = [
        (gettext("Unit"), gettext("%(unit)s and all units below it", unit=row.unit_name)),
        (gettext("Indicators"), indicators_word(row)),
        (gettext("Rules"), rules_word(row)),
        (gettext("Time"), days_word(row)),
        (gettext("Reason"), row.reason),
        (gettext("Legal basis"), row.legal_basis),
        (gettext("Decided by"), made),
    ]
    if row.ended_at is not None:
        by = gettext("%(name)s, at %(moment)s", name=row.ended_by_name, moment=vn_moment(row.ended_at))
        rows += [(gettext("Ended early by"), by), (gettext("Why it ended early"), row.ended_reason)]
    return [one for one in rows if one[1]]
