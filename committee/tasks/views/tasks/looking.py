"""What is looked for in the list, on the board and in the calendar; and what they are headed by."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import request, url_for

from committee.core import doors
from committee.core.words import gettext
from committee.domain.access import Action, reach
from committee.domain.task_rules import Party, PartyKind
from committee.domain.task_status import Status
from committee.members.committees import committees_within
from committee.targets.queries import indicators
from committee.tasks import queries
from committee.tasks import task_words as words
from committee.tasks.forms.looking import NAMES, LookForm, look_form, said_in
from committee.tasks.queries import NOT_STOPPED, OPEN_ONLY, Eyes, TaskFilter
from committee.tasks.views.tasks.base import eyes


@dataclass(frozen=True)
class Way:
    """One of the ways to look at the tasks, as tabs show them."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Look:
    """What is looked for, by whom; `form` says at its fields what cannot be read."""

    form: LookForm
    wanted: TaskFilter
    eyes: Eyes
    asked: dict[str, Any]

    def shown(self) -> dict[str, Any]:
        """Return what every way to look at tasks shows: the form, the tabs, the counts and rates."""
        counted = replace(self.wanted, status="", waiting=False)
        counts = queries.counts(counted, day=self.eyes.on, eyes=self.eyes)
        return {
            "form": self.form,
            "asked": self.asked,
            "said": said_in(self.form),
            "narrowed": bool(set(self.asked) - {"q"}),
            "ways": _ways(self.asked),
            "counts": counts,
            "words": words,
            "today": self.eyes.on,
        }


def look() -> Look:
    """Return what is looked for in this request. Three statements."""
    looking = eyes()
    asked: dict[str, Any] = {name: said for name in NAMES if (said := request.args.get(name, "").strip())}
    within = reach(doors.current_viewer(), Action.SEE_TASKS)
    measured = {code: row.name for code, row in indicators().items() if row.can_lag}
    form = look_form(request.args, committees_within(within, looking.on), measured)
    form.validate()
    return Look(form, _wanted(form, looking, measured), looking, asked)


def _wanted(form: LookForm, looking: Eyes, measured: dict[str, str]) -> TaskFilter:
    due_from, due_to = form.typed_day("due_from"), form.typed_day("due_to")
    status = form.status.data if form.status.data in {OPEN_ONLY, NOT_STOPPED, *(one.value for one in Status)} else ""
    lead = _party(form.lead.data or "")
    typed_lead = "" if lead else form.lead.data or ""
    committee = form.committee.data or ""
    return TaskFilter(
        words=f"{form.q.data or ''} {typed_lead}".strip(),
        status=status,
        lead=lead,
        path=form.unit.look(looking.sees, looking.on),
        committee_id=int(committee) if committee.isascii() and committee.isdecimal() and len(committee) < 10 else None,
        indicator=form.indicator.data if form.indicator.data in measured else "",
        due_from=due_from,
        due_to=due_to,
        mine=form.mine.data,
        waiting=form.waiting.data,
    )


def party_key(kind: str, name: str, party_id: int | None) -> str:
    """Return how an address says who leads: "unit:12", or the name itself."""
    return name if party_id is None else f"{kind}:{party_id}"


def _party(typed: str) -> Party | None:
    kind, _, number = typed.partition(":")
    if kind not in {"unit", "seat", "account"} or not (number.isascii() and number.isdecimal() and len(number) < 10):
        return None
    return Party(PartyKind(kind), "", int(number))


def _ways(asked: dict[str, Any]) -> list[Way]:
    labels = {
        "tasks.index": gettext("List"),
        "tasks.board": gettext("Board"),
        "tasks.calendar": gettext("Calendar of due days"),
        "tasks.scoreboard": gettext("By lead"),
        "tasks.committees": gettext("By committee"),
    }
    return [Way(label, url_for(endpoint, **asked), request.endpoint == endpoint) for endpoint, label in labels.items()]
