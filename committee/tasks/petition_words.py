"""Proposals of units in words."""

from __future__ import annotations

from datetime import date

from committee.core.formatting import NONE, vn_date
from committee.core.words import gettext
from committee.domain.meeting_rules import PETITION_NAMES, PetitionState
from committee.tasks.queries.petitions import PetitionRow

LOOKS = {
    PetitionState.OPEN: "WATCH",
    PetitionState.OVERDUE: "OVERDUE",
    PetitionState.ANSWERED: "OK",
    PetitionState.WITHDRAWN: "NA",
}


def state_word(state: PetitionState) -> str:
    """Return where a proposal stands."""
    return gettext(PETITION_NAMES[state])


def state_choices() -> list[tuple[str, str]]:
    """Return the states one may look for."""
    return [("", gettext("All states")), *((state.value, state_word(state)) for state in PetitionState)]


def facts_of(petition: PetitionRow) -> list[tuple[str, str]]:
    """Return what is said of a proposal, as terms and values."""
    return [
        (gettext("Unit"), petition.unit_name),
        (gettext("Line of work"), petition.field),
        (gettext("Addressed to"), petition.addressee_name),
        (gettext("Committee addressed"), petition.committee or NONE),
        (gettext("Raised on"), f"{vn_date(petition.raised_on)} · {petition.created_by_name}"),
        (gettext("An answer is hoped for by"), _day(petition.due_on)),
    ]


def _day(day: date | None) -> str:
    return vn_date(day) if day else NONE
