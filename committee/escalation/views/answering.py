"""What the page of a case shows of explanations and promises, and the forms for whoever has to answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from committee.core import clock
from committee.core.formatting import vn_date, vn_moment
from committee.core.forms import Form
from committee.core.words import gettext
from committee.domain.access import Viewer
from committee.domain.case_facts import State
from committee.domain.commitments import Verdict
from committee.escalation import access, explanations, words
from committee.escalation.explanations import ACCEPTED, OVERTAKEN, WAITING, ExplanationRow, MilestoneRow
from committee.escalation.forms import AcceptanceForm, ExplanationForm, ReturnForm
from committee.escalation.grounds import Reached, reached_by
from committee.escalation.promise_words import promise_text
from committee.escalation.promised_task import goal_text
from committee.escalation.queries import CaseRow
from committee.targets.queries import IndicatorRow, indicators
from committee.units.queries import unit_on

MISSED = Verdict.MISSED.value
FOLLOWED = (State.COMMITTED.value, State.RECOVERING.value)
STILL_WAITS = (State.EXPLAINED.value, State.RECOVERING.value)
PATH_LOOKS = {"waiting": "NA", "kept": "OK", "missed": "SEVERE"}
STATE_LOOKS = {"waiting": "SUSPECT", "accepted": "OK", "returned": "WATCH", "overtaken": "NA"}


@dataclass(frozen=True)
class PathLine:
    """A milestone in words."""

    day: str
    number: str
    look: str
    state: str
    figure: str


@dataclass(frozen=True)
class Shown:
    """An explanation in words."""

    row: ExplanationRow
    look: str
    state: str
    facts: list[tuple[str, str]]
    path: list[PathLine]


def answering(viewer: Viewer, case: CaseRow, **forms: Form) -> dict[str, Any]:
    """Return what is shown; `forms` are those that were filled in and refused, by name."""
    indicator, said = indicators()[case.indicator], explanations.explanations_of(case.id)
    first, followed = said[0] if said else None, _followed(case, said)
    shown: dict[str, Any] = {
        "explanations": [_shown(case, one, indicator, is_followed=one is followed) for one in said],
        "explaining": forms.get("explaining"),
        "returning": forms.get("returning"),
        "refused": next(iter(forms.values()), None),
        "decided": first if first and access.may_decide(viewer, case, first) else None,
    }
    if shown["explaining"] is None and access.may_explain(viewer, case):
        shown["explaining"] = ExplanationForm(formdata=None, prefix="explanation", version=str(case.version))
    if shown["explaining"] is not None:
        shown["explaining"].offer(indicator)
        shown["help"] = _help(case)
        shown["number_unit"] = indicator.unit_of_measure
    if shown["decided"] is not None:
        shown["accepting"] = AcceptanceForm(formdata=None, prefix="acceptance", version=str(case.version))
        shown["returning"] = shown["returning"] or ReturnForm(formdata=None, prefix="return", version=str(case.version))
    return shown


def reached_now(case: CaseRow) -> Reached | None:
    """Return where the case's unit stands today; None where it has ended."""
    today = clock.today()
    unit = unit_on(case.unit_id, today)
    return reached_by(unit, case.indicator, today) if unit else None


def _help(case: CaseRow) -> list[tuple[str, str]]:
    """Return what helps to find a promise: by when to explain, what is reached, what is missing, how much a month."""
    rows = [(gettext("Explain by"), vn_date(case.due_on))]
    reached = reached_now(case)
    if reached is None:
        return rows
    counted, unit = reached.counted, reached.indicator.unit_of_measure
    if counted is not None:
        text = gettext(
            "%(number)s on %(day)s", number=promise_text(int(counted.value), unit), day=vn_date(counted.as_of)
        )
        rows.append((gettext("Reached"), text))
    for term, value in (
        (gettext("Missing to the target of the year"), reached.standing.remaining),
        (gettext("Needed each month to reach it"), reached.standing.needed_per_month),
    ):
        if value:
            rows.append((term, _people(value, reached.indicator)))
    return rows


def _people(value: int, indicator: IndicatorRow) -> str:
    """Return how much is missing: of a share in people."""
    return promise_text(value, "người" if indicator.is_rate else indicator.unit_of_measure)


def _followed(case: CaseRow, said: list[ExplanationRow]) -> ExplanationRow | None:
    """Return the promise whose milestones are still judged: the newest accepted one, unless it was missed."""
    newest = next((one for one in said if one.state == ACCEPTED), None)
    if newest is None or case.state not in FOLLOWED or any(one.state == MISSED for one in newest.milestones):
        return None
    return newest


def _shown(case: CaseRow, said: ExplanationRow, indicator: IndicatorRow, *, is_followed: bool) -> Shown:
    is_over = said.state == WAITING and case.state not in STILL_WAITS
    state = OVERTAKEN if is_over else said.state
    facts = [
        (gettext("Cause"), words.cause_word(said.cause, said.cause_text)),
        (gettext("Promised"), goal_text(said.number, said.due_on, indicator)),
    ]
    if said.reached is not None:
        reached = promise_text(said.reached, indicator.unit_of_measure)
        text = gettext("%(number)s on %(day)s", number=reached, day=vn_date(said.reached_on))
        facts.append((gettext("Reached when it was filed"), text))
    facts.append((gettext("Filed"), _who_when(said.filed_by_name, vn_moment(said.filed_at))))
    if said.decided_at is not None:
        facts.append((gettext("Decided"), _who_when(said.decided_by_name, vn_moment(said.decided_at))))
    if said.reason:
        facts.append((gettext("What is to be completed"), said.reason))
    is_left = not (state == WAITING or (state == ACCEPTED and is_followed))
    path = [_line(one, indicator, is_left=is_left) for one in said.milestones]
    return Shown(said, STATE_LOOKS[state], words.explanation_word(state), facts, path)


def _line(one: MilestoneRow, indicator: IndicatorRow, *, is_left: bool) -> PathLine:
    """Return a milestone in words; of what was returned, overtaken or given up nobody follows what is left."""
    unit = indicator.unit_of_measure
    figure = ""
    if one.figure is not None:
        figure = gettext("%(number)s on %(day)s", number=promise_text(one.figure, unit), day=vn_date(one.figure_on))
    state = gettext("No longer followed") if is_left and one.state == WAITING else words.milestone_word(one.state)
    return PathLine(vn_date(one.due_on), promise_text(one.number, unit), PATH_LOOKS[one.state], state, figure)


def _who_when(name: str, moment: str) -> str:
    return gettext("%(name)s, at %(moment)s", name=name, moment=moment)
