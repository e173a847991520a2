"""Notices about cases as sentences: where the unit stands, what is missing, what is asked, until when, and the link."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from committee.core.formatting import count, money, percent_text, vn_date
from committee.core.settings import current_settings
from committee.core.words import gettext
from committee.domain.case_facts import NoticeKind
from committee.domain.case_numbers import SYSTEMIC
from committee.domain.indicator_kinds import is_rate
from committee.escalation import promise_words

PEOPLE = "người"
TITLES = {
    NoticeKind.WORSENED: "%(unit)s has fallen further behind on %(indicator)s (%(period)s)",
    NoticeKind.EXPLANATION_REQUESTED: "Please explain: %(unit)s, %(indicator)s (%(period)s)",
    NoticeKind.EXPLANATION_OVERDUE: "The explanation is overdue: %(unit)s, %(indicator)s (%(period)s)",
    NoticeKind.EXPLANATION_FILED: "An explanation awaits your review: %(unit)s, %(indicator)s (%(period)s)",
    NoticeKind.EXPLANATION_RETURNED: "Please complete the explanation: %(unit)s, %(indicator)s (%(period)s)",
    NoticeKind.EXPLANATION_ACCEPTED: "The explanation was accepted: %(unit)s, %(indicator)s (%(period)s)",
    NoticeKind.REVIEW_OVERDUE: "The review of an explanation is overdue: %(unit)s, %(indicator)s (%(period)s)",
    NoticeKind.COMMITMENT_MISSED: "A promise was not kept: %(unit)s, %(indicator)s (%(period)s)",
    NoticeKind.ACKNOWLEDGED: "%(unit)s has received the notice about %(indicator)s (%(period)s)",
    NoticeKind.RESOLVED: "%(unit)s is back on course on %(indicator)s (%(period)s)",
    NoticeKind.CORRECTION: "Correction: %(unit)s, %(indicator)s (%(period)s)",
    NoticeKind.SEATS_VACANT: "Vacant seats: nobody could be told about %(unit)s, %(indicator)s (%(period)s)",
}
FIRST_TITLES = {
    "LAG": "%(unit)s is far behind on %(indicator)s (%(period)s)",
    "SEVERE": "%(unit)s is at risk of missing %(indicator)s (%(period)s)",
}
# What is asked of whoever reads it; a step asks by its number.
ASKS = {
    NoticeKind.WORSENED: "Please direct urgent measures and report before %(day)s.",
    NoticeKind.EXPLANATION_REQUESTED: (
        "Please state the cause, the measures and the date of catching up before %(day)s."
    ),
    NoticeKind.EXPLANATION_OVERDUE: "No explanation has come in time. Please send it before %(day)s.",
    NoticeKind.EXPLANATION_FILED: "Please accept the explanation or return it with a reason before %(day)s.",
    NoticeKind.EXPLANATION_RETURNED: "Please complete the explanation as asked and send it again before %(day)s.",
    NoticeKind.EXPLANATION_ACCEPTED: "Please carry out what was promised; the next milestone is due on %(day)s.",
    NoticeKind.REVIEW_OVERDUE: "The unit has explained and waits for an answer. Please give one before %(day)s.",
    NoticeKind.COMMITMENT_MISSED: "Please direct that what was promised is carried out, before %(day)s.",
    NoticeKind.ACKNOWLEDGED: "The unit has to explain before %(day)s; nothing is asked of you until then.",
    NoticeKind.RESOLVED: "Thank you for following this up. Nothing more is asked of you.",
    NoticeKind.CORRECTION: (
        "The earlier notices rested on figures that have been corrected. We apologise; please disregard them."
    ),
    NoticeKind.SEATS_VACANT: "Please have the seats filled, or name who covers them, before %(day)s.",
}
STEP_ASKS = {
    1: "Please confirm that you have received this and take measures before %(day)s.",
    2: "Please urge the unit on and have it explain before %(day)s.",
    3: "Please direct the unit, and decide on the draft letter, before %(day)s.",
    4: "Please put the matter on the agenda of the next meeting before %(day)s.",
}


# Where on the page of a case it is answered, for the notices that ask whoever reads them for words.
ANSWER = "#answer"
ANSWERED_THERE = {
    NoticeKind.EXPLANATION_REQUESTED,
    NoticeKind.EXPLANATION_OVERDUE,
    NoticeKind.EXPLANATION_FILED,
    NoticeKind.EXPLANATION_RETURNED,
    NoticeKind.REVIEW_OVERDUE,
}


def notice_text(kind: NoticeKind, facts: Mapping[str, Any]) -> tuple[str, str]:
    """Return the title and the body of a notice, written from its facts alone."""
    about = {
        "unit": facts["unit_name"],
        "indicator": indicator_text(facts["indicator_name"]),
        "period": period_text(facts["period"]),
    }
    title = gettext(TITLES.get(kind) or FIRST_TITLES[facts["severity"]], **about)
    if facts["repeat"] and kind is NoticeKind.STEP:
        title = gettext("Reminder %(number)d: %(title)s", number=facts["repeat"], title=title)
    address = f"{current_settings().base_url}/cases/{facts['case']}{ANSWER if kind in ANSWERED_THERE else ''}"
    lines = [
        *_where_it_stands(facts),
        *_overdue_again(facts),
        *promise_words.lines_of(kind, facts),
        _asked(kind, facts),
        gettext("Open the case: %(address)s", address=address),
    ]
    return title, "\n".join(line for line in lines if line)


def indicator_text(name: str) -> str:
    """Return an indicator's name within a sentence: "Số người …" with a small letter, "BHYT …" as it is."""
    return name if name[1:2].isupper() else f"{name[:1].lower()}{name[1:]}"


def period_text(period: str) -> str:
    """Return a period as it is written: tháng 9/2024."""
    year, month = period.split("-")
    return gettext("month %(month)d/%(year)d", month=int(month), year=int(year))


def achieved_text(facts: Mapping[str, Any]) -> str:
    """Return what has been reached of the target: 67.942/68.774 người, đạt 98,79%."""
    if facts["actual"] is None or facts["target"] is None:
        return "–"
    if is_rate(facts["kind"]):
        return gettext(
            "%(actual)s; target %(target)s", actual=_percent(facts["ratio"]), target=_percent(facts["target"])
        )
    pair = f"{_amount(facts, facts['actual'])}/{_amount(facts, facts['target'])} {facts['unit_of_measure']}"
    if facts["direction"] == "down":
        return pair
    return gettext("%(pair)s, %(share)s%% of the target", pair=pair, share=facts["achievement_text"])


def asked_text(facts: Mapping[str, Any]) -> str:
    """Return what should have been reached."""
    milestone = facts["milestone"]
    if milestone is None:
        return "–"
    if is_rate(facts["kind"]):
        return _percent(milestone)
    value = int(Decimal(milestone))
    return f"{_amount(facts, value)} {facts['unit_of_measure']}"


def gap_text(facts: Mapping[str, Any]) -> str:
    """Return how much is missing of what should have been reached, or by how much a ceiling is exceeded."""
    shortfall = facts["shortfall"]
    if shortfall is None:
        return "–"
    if facts["direction"] == "down" and is_rate(facts["kind"]):
        return gettext("%(points)s percentage points", points=_percent(shortfall).removesuffix("%"))
    if facts["direction"] == "down":
        return f"{_amount(facts, int(Decimal(shortfall)))} {facts['unit_of_measure']}"
    return (
        f"{count(shortfall)} {PEOPLE}"
        if is_rate(facts["kind"])
        else f"{_amount(facts, shortfall)} {facts['unit_of_measure']}"
    )


def _where_it_stands(facts: Mapping[str, Any]) -> list[str]:
    lines = []
    if facts["rule"] == SYSTEMIC:
        numbers = {"lagging": facts["lagging"], "siblings": facts["siblings"]}
        lines.append(gettext("%(lagging)d of %(siblings)d units below it are far behind.", **numbers))
    if facts["actual"] is not None:
        day = vn_date(date.fromisoformat(facts["actual_as_of"]))
        lines.append(gettext("As of %(day)s: %(achieved)s.", day=day, achieved=achieved_text(facts)))
    if facts["milestone"] is not None and facts["shortfall"] not in (None, 0):
        lines.append(_against_the_milestone(facts))
    return lines


def _against_the_milestone(facts: Mapping[str, Any]) -> str:
    gap, asked = gap_text(facts), asked_text(facts)
    if facts["direction"] == "down":
        return gettext("The limit is %(asked)s; it is exceeded by %(gap)s.", asked=asked, gap=gap)
    due_on = facts["milestone_on"]
    day = vn_date(date.fromisoformat(due_on)) if due_on else "–"
    return gettext("By %(day)s it should have been %(asked)s: %(gap)s are missing.", day=day, asked=asked, gap=gap)


def _overdue_again(facts: Mapping[str, Any]) -> list[str]:
    """Say why the case has climbed, where it was for want of an explanation."""
    if "overdue_again" not in facts:
        return []
    missed = facts["overdue_again"]
    numbers = {"step": missed["step"], "day": vn_date(date.fromisoformat(missed["due_on"]))}
    return [
        gettext(
            "On step %(step)d the explanation is overdue a second time; it was due on %(day)s, and none has come.",
            **numbers,
        )
    ]


def _asked(kind: NoticeKind, facts: Mapping[str, Any]) -> str:
    until = facts["asked_until"]
    day = vn_date(date.fromisoformat(until)) if until else "–"
    if kind is NoticeKind.STEP:
        return gettext(STEP_ASKS[min(facts["step"], max(STEP_ASKS))], day=day)
    if kind is NoticeKind.RESOLVED:
        opened = vn_date(date.fromisoformat(facts["opened_on"]))
        return f"{gettext('The case had been open since %(day)s.', day=opened)} {gettext(ASKS[kind])}"
    asks = ASKS[kind]
    return gettext(asks, day=day) if "%(day)s" in asks else gettext(asks)


def _amount(facts: Mapping[str, Any], value: int) -> str:
    unit = facts["unit_of_measure"]
    return money(value, unit) if "đồng" in unit else count(value)


def _percent(value: str | None) -> str:
    return percent_text(value)
