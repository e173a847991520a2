"""What a task may be: its parties, its urgency, the "6 rõ", its days and its product.

Source: docs/domain.md, "Meetings and tasks". What may be done with it: task_steps.py; its status: task_status.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from committee.domain import document_numbers
from committee.domain.calendar import WorkingCalendar
from committee.domain.days import vn_day
from committee.domain.errors import DomainError
from committee.domain.house_rules import USUAL
from committee.domain.text import clean, search_key, tone_placement_key

WHOLE = 100

_BETWEEN_PARTIES = re.compile(r"[;\n\r\v\f\x85\u2028\u2029]")


class PartyKind(StrEnum):
    """What a party is; a name is kept in words alone, for those without an account."""

    UNIT = "unit"
    SEAT = "seat"
    ACCOUNT = "account"
    NAME = "name"


@dataclass(frozen=True)
class Party:
    """A lead or a coordinator. `id` is that of the unit, seat or account; None for a name."""

    kind: PartyKind
    name: str
    id: int | None = None

    def is_same(self, other: Party) -> bool:
        """Return whether both are one party: the same thing, or by name where one of them is only a name."""
        if self.id is not None and other.id is not None:
            return (self.kind, self.id) == (other.kind, other.id)
        return tone_placement_key(self.name) == tone_placement_key(other.name)


def read_lead(text: str) -> str:
    """Return the one lead that a cell or a field names; a comma may belong to a name, a semicolon divides two."""
    named = _parties(text)
    _refuse_number_of_leads(len(named))
    return named[0]


def read_coordinators(text: str) -> tuple[str, ...]:
    """Return the coordinators that a cell or a field names, divided by semicolons or lines, each once."""
    named: dict[str, str] = {}
    for name in _parties(text):
        named.setdefault(tone_placement_key(name), name)
    return tuple(named.values())


def beside_lead(lead: Party, named: Iterable[Party]) -> tuple[Party, ...]:
    """Return the coordinators that are left of all who were named in charge once one of them is the lead."""
    return tuple(one for one in named if not lead.is_same(one))


def refuse_parties(leads: Iterable[Party], coordinators: Iterable[Party]) -> None:
    """Raise unless there is exactly one lead, and it is not among the coordinators."""
    found = list(leads)
    _refuse_number_of_leads(len(found))
    lead = found[0]
    if any(lead.is_same(one) for one in coordinators):
        raise DomainError("The lead cannot be a coordinator too: take %(name)s out of one of the two.", name=lead.name)


def _refuse_number_of_leads(count: int) -> None:
    if not count:
        raise DomainError("A task has exactly one lead: name who is in charge.")
    if count > 1:
        raise DomainError(
            "A task has exactly one lead, and %(count)d are named: keep one, the others are coordinators.", count=count
        )


def _parties(text: str) -> list[str]:
    return [name for part in _BETWEEN_PARTIES.split(text) if (name := clean(part))]


class Urgency(StrEnum):
    """How soon a task must be taken up, as the document says it."""

    NORMAL = "normal"
    URGENT = "urgent"
    VERY_URGENT = "very_urgent"
    FLASH = "flash"


URGENCY_WORDS: Mapping[Urgency, str] = {
    Urgency.NORMAL: "thường",
    Urgency.URGENT: "khẩn",
    Urgency.VERY_URGENT: "thượng khẩn",
    Urgency.FLASH: "hỏa tốc",
}
_URGENCIES = {search_key(word): urgency for urgency, word in URGENCY_WORDS.items()}


def read_urgency(text: str) -> Urgency:
    """Return the urgency a word names, with or without its marks; nothing is normal."""
    said = clean(text)
    if not said:
        return Urgency.NORMAL
    urgency = _URGENCIES.get(search_key(said)) or next((one for one in Urgency if one.value == said.casefold()), None)
    if urgency is None:
        raise DomainError("The urgency is thường, khẩn, thượng khẩn or hỏa tốc.", read=said)
    return urgency


class Clear(StrEnum):
    """What the "6 rõ" ask to be clear before a task is issued; each value is its name."""

    LEAD = "who is in charge"
    CONTENT = "what is to be done"
    DUE_DAY = "by which day"
    RESPONSIBILITY = "which responsibility"
    AUTHORITY = "which authority"
    DELIVERABLE = "which product"


def missing_of_six(
    *,
    lead: str | None,
    content: str | None,
    due_on: date | None,
    responsibility: str | None,
    authority: str | None,
    deliverable: str | None,
) -> tuple[str, ...]:
    """Return the names of what is not yet clear, in the order of the "6 rõ"; empty when the task may be issued."""
    given = (lead, content, due_on, responsibility, authority, deliverable)
    return tuple(
        name.value
        for name, value in zip(Clear, given, strict=True)
        if value is None or (isinstance(value, str) and not value.strip())
    )


def refuse_secrecy(secrecy: str, title: str = "") -> None:
    """Raise for anything but "thường" (or nothing), and for a title that carries the stamp of a secret document."""
    document_numbers.refuse_secret(secrecy, title)


def refuse_due(due_on: date | None, assigned_on: date) -> None:
    """Raise where the last day lies before the day of the assignment."""
    if due_on is not None and due_on < assigned_on:
        raise DomainError(
            "The due day %(due)s lies before the day of the assignment, %(assigned)s.",
            due=vn_day(due_on),
            assigned=vn_day(assigned_on),
        )


def refuse_due_under(due_on: date | None, parent_due_on: date | None) -> None:
    """Raise where a sub-task may last longer than the task it is part of."""
    if due_on is not None and parent_due_on is not None and due_on > parent_due_on:
        raise DomainError(
            "A part of a task is due by %(latest)s at the latest, the day of the whole task.",
            latest=vn_day(parent_due_on),
        )


def refuse_extension(
    *,
    due_on: date | None,
    wanted_on: date,
    asked_on: date,
    extensions: int,
    waits: bool,
    calendar: WorkingCalendar,
    most: int = USUAL.extensions,
    notice_days: int = USUAL.notice_days,
) -> None:
    """Raise where a task may not be given more time; `extensions` were granted, and one more may wait for an answer."""
    if due_on is None:
        raise DomainError("A task without a deadline needs no extension.")
    if asked_on > due_on:
        raise DomainError(
            "An extension is asked for up to the due day, %(due)s: this day has passed.", due=vn_day(due_on)
        )
    if waits:
        raise DomainError("More time was asked for already: wait for the answer before you ask for more.")
    if extensions >= most:
        raise DomainError("A task is extended at most %(most)d times, and this has been done.", most=most)
    if calendar.add_working_days(asked_on, notice_days) > due_on:
        raise DomainError(
            "An extension is asked for at least %(days)d working days before the due day, %(due)s.",
            days=notice_days,
            due=vn_day(due_on),
        )
    if wanted_on <= due_on:
        raise DomainError("The new day must lie after the present due day, %(due)s.", due=vn_day(due_on))


def refuse_without_product(result: str | None, *, has_file: bool = False, is_history: bool = False) -> None:
    """Raise for a submission with neither a document's number nor a file; imported history may lack both."""
    if not (is_history or has_file or (result or "").strip()):
        raise DomainError("A submission needs its product: the number of a document, or a file.")


def refuse_order_of_days(
    *, assigned_on: date, sent_on: date | None, accepted_on: date | None, cancelled_on: date | None = None
) -> None:
    """Raise where something happened before what it follows from."""
    if sent_on is not None and sent_on < assigned_on:
        raise DomainError("It cannot be sent before it was assigned, on %(day)s.", day=vn_day(assigned_on))
    after = max(assigned_on, sent_on or assigned_on)
    if accepted_on is not None and accepted_on < after:
        raise DomainError("It cannot be accepted before it was assigned and sent, on %(day)s.", day=vn_day(after))
    if cancelled_on is not None and cancelled_on < assigned_on:
        raise DomainError("It cannot be stopped before it was assigned, on %(day)s.", day=vn_day(assigned_on))


def day_it_was_sent(*, sent_on: date | None, accepted_on: date | None, due_on: date | None) -> date | None:
    """Return the day of the submission that was accepted, as it is kept; None where nothing is accepted or sent.

    Where only the acceptance is known it is certain to have been on time if accepted by the due day: it then counts
    as sent that day. Otherwise sent on time and sent late are both possible, and a person must say which.
    """
    if sent_on is not None or accepted_on is None:
        return sent_on
    if due_on is not None and accepted_on > due_on:
        raise DomainError(
            "It was accepted after the due day, %(due)s: fill in submitted_on, the day it was sent.", due=vn_day(due_on)
        )
    return accepted_on


def refuse_progress(percent: int) -> None:
    """Raise for a progress below 0 or above 100."""
    if not 0 <= percent <= WHOLE:
        raise DomainError("The progress lies between 0 and 100 percent.", read=str(percent))
