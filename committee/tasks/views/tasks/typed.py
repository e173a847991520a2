"""What was typed of a task, read: who leads and helps, by when, from which document; what is asked before it goes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from committee.core import clock, doors
from committee.core.words import gettext
from committee.documents.queries import registered
from committee.domain.access import Action, reach
from committee.domain.errors import DomainError
from committee.domain.task_rules import Party, PartyKind
from committee.members.finding import unit_meant
from committee.tasks import task_words as words
from committee.tasks.forms.assigning import Due, TaskForm, offer_targets
from committee.tasks.naming import Scope, Unknown
from committee.tasks.operations import Assignment, unclear_in
from committee.tasks.queries import TaskRow
from committee.tasks.queries.rules import rules_of
from committee.tasks.target_words import choices_of
from committee.units.queries import UnitRow


@dataclass(frozen=True)
class Typed:
    """A task as it was typed. `questions` must be seen before it is given; None: something cannot be read."""

    assignment: Assignment | None
    questions: tuple[str, ...] = ()


def read_new(form: TaskForm, committee_id: int, scope: Scope) -> Typed:
    """Return what was typed for a new task; what cannot be read is said at its field."""
    lead, asks = _lead(form, scope)
    return _read(form, committee_id, scope, (lead, asks))


def read_change(form: TaskForm, task: TaskRow, scope: Scope) -> Typed:
    """Return what was typed of a task that stands; its lead is changed elsewhere."""
    return _read(form, task.committee_id, scope, (task.lead, ()), kept=task.coordinators)


def _read(
    form: TaskForm,
    committee_id: int,
    scope: Scope,
    who: tuple[Party | None, tuple[str, ...]],
    kept: tuple[Party, ...] = (),
) -> Typed:
    lead, asks = who
    assigned_on = form.given_on(clock.today())
    due = Due() if _has_rule(form) else form.due_typed(assigned_on, rules_of(committee_id))
    coordinators = _coordinators(form, scope, kept)
    _needed(form)
    links, reporter_id = _links(form, scope), _reporter(form, scope)
    if form.errors or lead is None:
        return Typed(None)
    assignment = Assignment(
        committee_id=committee_id,
        title=form.title.data or "",
        lead=lead,
        deliverable=form.deliverable.data or "",
        assigned_on=assigned_on,
        coordinators=coordinators,
        code=form.code.data or "",
        content=form.content.data or "",
        responsibility=form.responsibility.data or "",
        authority=form.authority.data or "",
        excerpt=form.excerpt.data or "",
        urgency=form.urgency.data,
        is_standing=form.is_standing.data,
        due_on=due.due_on,
        due_wording=due.wording,
        secrecy=form.secrecy.data,
        indicator=form.indicator.data or None,
        reporter_id=reporter_id,
        **links,
    )
    return Typed(assignment, (*asks, *([due.question] if due.question else []), *_missing(form, assignment)))


def _has_rule(form: TaskForm) -> bool:
    """Return whether the task comes back by a rule of its own."""
    return "rhythm" in form and bool(form["rhythm"].data)


def _links(form: TaskForm, scope: Scope) -> dict[str, Any]:
    """Return what the task is about and where it comes from, as columns."""
    unit, (source_id, source_text) = _unit(form, scope), _source(form)
    return {
        "unit_id": unit.unit_id if unit else None,
        "target_id": _target(form, unit),
        "document_id": source_id,
        "source_text": source_text,
    }


def _needed(form: TaskForm) -> None:
    """Say at their fields what no task goes without, beside its lead."""
    if not form.title.data:
        form.refuse(DomainError("A task needs a title: say what is to be done."), "title")
    if not form.deliverable.data:
        form.refuse(DomainError("A task needs its product: a scheme, a report, a document, an action."), "deliverable")


def kept_links(assignment: Assignment, task: TaskRow) -> Assignment:
    """Return what was typed with the links of the task that are not asked on the page."""
    return replace(assignment, conclusion_id=task.conclusion_id)


def _missing(form: TaskForm, said: Assignment) -> list[str]:
    missing = unclear_in(said, has_rule=_has_rule(form))
    return [words.unclear_text(missing)] if missing else []


def _lead(form: TaskForm, scope: Scope) -> tuple[Party | None, tuple[str, ...]]:
    typed = form.lead.data or ""
    try:
        return scope.lead_meant(typed, allow_names=False), ()
    except Unknown as error:
        if "@" in typed or typed.isdigit():
            form.refuse(error, "lead")
            return None, ()
        asks = gettext(
            "“%(name)s” has no account here: the task is given to this name, and somebody has to report for it.",
            name=typed,
        )
        return Party(PartyKind.NAME, typed), (asks,)
    except DomainError as error:
        form.refuse(error, "lead")
        return None, ()


def _coordinators(form: TaskForm, scope: Scope, kept: tuple[Party, ...]) -> tuple[Party, ...]:
    """Return whoever helps; a line that still says one of `kept` stays that one."""
    known = {party.name: party for party in kept}
    found: list[Party] = []
    for line in (form.coordinators.data or "").replace(";", "\n").splitlines():
        said = line.strip()
        if said in known:
            found.append(known[said])
            continue
        try:
            found += scope.coordinators_meant(said)
        except DomainError as error:
            form.refuse(error, "coordinators")
    return tuple(found)


def _source(form: TaskForm) -> tuple[int | None, str]:
    """Return the document of the register that a number means, or the words as they stand."""
    typed = form.source.data or ""
    within = reach(doors.current_viewer(), Action.SEE_DOCUMENTS)
    found = registered([(typed, None)], on=clock.today(), within=within) if typed else {}
    return next(iter(found.values()), None), "" if found else typed


def offer_targets_of(form: TaskForm, scope: Scope) -> None:
    """Let a target of the unit and the indicator in the form be chosen; of what cannot be read there is none."""
    unit = unit_there(form.unit.data, scope) if form.unit.data else None
    offer_targets(form, choices_of(doors.current_viewer(), unit, form.indicator.data or ""))


def unit_there(said: str, scope: Scope) -> UnitRow | None:
    """Return the unit that is meant, or None where nothing that may be named here is."""
    try:
        return unit_meant(said, scope.within, clock.today())
    except DomainError:
        return None


def _target(form: TaskForm, unit: UnitRow | None) -> int | None:
    """Return the target that was chosen; it must be one of the unit and the indicator."""
    chosen = form.target.data or ""
    if not chosen:
        return None
    if chosen not in dict(choices_of(doors.current_viewer(), unit, form.indicator.data or "")):
        message = "This target is not one of the unit and the indicator that are named: choose it again."
        form.refuse(DomainError(message), "target")
        return None
    return int(chosen)


def _unit(form: TaskForm, scope: Scope) -> UnitRow | None:
    typed = form.unit.data or ""
    try:
        return unit_meant(typed, scope.within, clock.today()) if typed else None
    except DomainError as error:
        error.read = None
        form.refuse(error, "unit")
        return None


def _reporter(form: TaskForm, scope: Scope) -> int | None:
    typed = form.reporter.data or ""
    try:
        return scope.account_meant(typed) if typed else None
    except DomainError as error:
        form.refuse(error, "reporter")
        return None
