"""A file of tasks in words: how a column is filled in, where a refusal lies, what a line changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from committee.core.formatting import NONE, vn_date
from committee.core.forms import lazy_gettext
from committee.core.words import bare_sentence, gettext
from committee.domain.errors import DomainError
from committee.domain.task_rules import Party, PartyKind
from committee.tasks.file_heads import NAMES
from committee.tasks.operations.import_plan import Planned

HINTS = {
    "code": lazy_gettext("The key of the task within its committee; the same code again means the same task."),
    "committee_unit_code": lazy_gettext("Left empty, it is the committee chosen on the page."),
    "committee_name": lazy_gettext("Needed where the unit has several committees."),
    "lead": lazy_gettext("Exactly one: an e-mail, the code of a unit, or a name."),
    "coordinators": lazy_gettext("The same, with “;” between them; the lead is none of them."),
    "due_on": lazy_gettext("The last acceptable day, such as 30/11/2024."),
    "due_wording": lazy_gettext("Words such as “trước ngày 20/11”, read where no day stands beside them."),
    "secrecy": lazy_gettext("“thường” or empty; secret tasks are not kept here."),
    "assigned_on": lazy_gettext("The day on which the task was given, such as 28/10/2024."),
    "submitted_on": lazy_gettext("Filled in as far as it has happened."),
    "result_document": lazy_gettext("The product that was sent, such as 12/BC-UBND."),
    "accepted_on": lazy_gettext("Filled in as far as it has happened."),
    "cancelled_on": lazy_gettext("Filled in as far as it has happened."),
}
COLUMN_OF = {"lead_name": "lead", "source_text": "source_document"}
LONGEST_READ = 120
MIDNIGHT = " 00:00:00"


@dataclass(frozen=True)
class Wrong:
    """Something that is wrong with a file: where, what stands there, what to do."""

    cell: str
    column: str
    read: str
    words: str


@dataclass(frozen=True)
class Difference:
    """What a line changes of a task that is recorded."""

    column: str
    before: str
    after: str


def wrong_of(error: DomainError, letters: Mapping[str, str], sheet: str) -> Wrong:
    """Return a refusal with its cell as a spreadsheet shows it: tasks!C5."""
    place, read = error.place, _read(error.read or "")
    if place is None or place.row is None:
        return Wrong("", "", read, bare_sentence(error))
    letter = letters.get(place.column, place.column if len(place.column) <= 2 else "")
    cell = f"{letter}{place.row}" if letter else gettext("row %(row)d", row=place.row)
    name = str(NAMES.get(place.column, ""))
    return Wrong(f"{sheet}!{cell}" if sheet else cell, name, read, bare_sentence(error))


def _read(text: str) -> str:
    """Return what stands in a cell, a day as it is read here, a long text by its beginning."""
    with suppress(ValueError):
        return vn_date(date.fromisoformat(text.removesuffix(MIDNIGHT)))
    return text if len(text) <= LONGEST_READ else f"{text[:LONGEST_READ]}…"


def differences(one: Planned) -> Iterator[Difference]:
    """Yield what a line changes, column by column."""
    change = one.change
    if change is None:
        return
    for name, value in change.columns.items():
        column = COLUMN_OF.get(name, name)
        if column in NAMES:
            yield Difference(str(NAMES[column]), shown(getattr(change.recorded.task, name)), shown(value))
    if change.coordinators is not None:
        helping = [
            ", ".join(party.name for party in some) for some in (change.recorded.coordinators, change.coordinators)
        ]
        yield Difference(str(NAMES["coordinators"]), helping[0] or NONE, helping[1] or NONE)
    if change.new_submission:
        yield Difference(str(NAMES["submitted_on"]), NONE, shown(one.line.sent_on))
    if change.told_of is not None and change.told_of.product != (one.line.result or change.told_of.product):
        yield Difference(str(NAMES["result_document"]), change.told_of.product or NONE, one.line.result)


def shown(value: object) -> str:
    """Return a day or a text as it is read, a dash where nothing stands."""
    return vn_date(value) if isinstance(value, date) else str(value or NONE)


def is_in_words(party: Party) -> bool:
    """Return whether nobody here stands behind a name."""
    return party.kind is PartyKind.NAME
