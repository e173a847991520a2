"""The task that a promise becomes: the unit leads it, its product is the number, its day that of the promise."""

from __future__ import annotations

from datetime import date

from committee.core.formatting import vn_date
from committee.core.settings import current_settings
from committee.core.words import gettext
from committee.domain.task_rules import Party, PartyKind
from committee.escalation import wording, words
from committee.escalation.explanations import ExplanationRow
from committee.escalation.promise_words import promise_text
from committee.escalation.stored import StoredCase
from committee.targets.named import primary_target
from committee.targets.queries import IndicatorRow, indicators
from committee.tasks.operations import Assignment
from committee.units.queries import UnitRow


def promised_task(case: StoredCase, unit: UnitRow, said: ExplanationRow, *, committee_id: int, on: date) -> Assignment:
    """Return what is said of the task by which a promise is kept."""
    indicator = indicators()[case.indicator]
    about = {"unit": unit.name, "indicator": wording.indicator_text(indicator.name)}
    filed = {"name": said.filed_by_name, "day": vn_date(said.filed_at)}
    return Assignment(
        committee_id=committee_id,
        title=gettext("Keep the promise of %(unit)s on %(indicator)s", **about),
        lead=Party(PartyKind.UNIT, "", unit.unit_id),
        deliverable=goal_text(said.number, said.due_on, indicator),
        assigned_on=on,
        due_on=said.due_on,
        content="\n".join(_content(case, said, indicator)),
        responsibility=gettext(
            "The head of %(unit)s answers for the promise that %(name)s filed on %(day)s.", unit=unit.name, **filed
        ),
        unit_id=unit.unit_id,
        indicator=case.indicator,
        target_id=primary_target(case.unit_id, case.indicator, case.year),
    )


def goal_text(number: int, due_on: date, indicator: IndicatorRow) -> str:
    """Return what is to be reached, or not exceeded, by a day."""
    goal = promise_text(number, indicator.unit_of_measure)
    if indicator.direction == "down":
        return gettext("Not above %(number)s by %(day)s", number=goal, day=vn_date(due_on))
    return gettext("%(number)s reached by %(day)s", number=goal, day=vn_date(due_on))


def _content(case: StoredCase, said: ExplanationRow, indicator: IndicatorRow) -> list[str]:
    address = f"{current_settings().base_url}/cases/{case.id}"
    return [
        gettext("Cause: %(cause)s", cause=words.cause_word(said.cause, said.cause_text)),
        gettext("Milestones:"),
        *(f"- {goal_text(one.number, one.due_on, indicator)}" for one in said.milestones),
        gettext("Open the case: %(address)s", address=address),
    ]
