"""What the states of a place are called, how they look, and what a role opens, in words."""

from __future__ import annotations

from flask_babel import lazy_gettext

from committee.domain.access import Action, Role
from committee.domain.appointments import PlaceState
from committee.domain.grants import GRANTS, Relation

STATES = {
    PlaceState.ACTIVE: lazy_gettext("Active"),
    PlaceState.INVITED: lazy_gettext("Invited, not yet signed in"),
    PlaceState.UNINVITED: lazy_gettext("No good invitation yet"),
    PlaceState.NO_ACCOUNT: lazy_gettext("No account"),
    PlaceState.VACANT: lazy_gettext("Vacant"),
    PlaceState.COMING: lazy_gettext("Begins later"),
    PlaceState.DISABLED: lazy_gettext("Disabled"),
    PlaceState.ENDED: lazy_gettext("Ended"),
}
# The level of the status component that has the fitting shape and colour.
LOOKS = {
    PlaceState.ACTIVE: "OK",
    PlaceState.INVITED: "WATCH",
    PlaceState.UNINVITED: "LAG",
    PlaceState.NO_ACCOUNT: "NODATA",
    PlaceState.VACANT: "LAG",
    PlaceState.COMING: "SUSPECT",
    PlaceState.DISABLED: "NA",
    PlaceState.ENDED: "NA",
}
# What a new composition does to somebody, and the level of the status component that has the fitting shape.
CHANGES = {
    "ends": lazy_gettext("No longer sits"),
    "moves": lazy_gettext("Changes role"),
    "begins": lazy_gettext("Begins"),
    "stays": lazy_gettext("Stays"),
}
CHANGE_LOOKS = {"ends": "LAG", "moves": "WATCH", "begins": "OK", "stays": "NA"}
# In the order an official reads them; what everybody in the tree may see is left out.
DEEDS = {
    Action.SEE_FIGURES: lazy_gettext("see figures and targets"),
    Action.SEE_CASES: lazy_gettext("see cases"),
    Action.SEE_PEOPLE: lazy_gettext("see people"),
    Action.ENTER_FIGURES: lazy_gettext("enter figures"),
    Action.IMPORT_FIGURES: lazy_gettext("import figures"),
    Action.ACCEPT_FIGURES: lazy_gettext("accept and return reports"),
    Action.ASSIGN_TARGETS: lazy_gettext("assign targets"),
    Action.ACKNOWLEDGE_CASE: lazy_gettext("answer cases"),
    Action.REVIEW_EXPLANATION: lazy_gettext("decide about explanations"),
    Action.SILENCE_CASES: lazy_gettext("silence cases"),
    Action.ASSIGN_TASKS: lazy_gettext("assign tasks"),
    Action.ACCEPT_TASKS: lazy_gettext("accept tasks"),
    Action.MANAGE_DOCUMENTS: lazy_gettext("keep documents and draft letters"),
    Action.SEE_OUTBOX: lazy_gettext("see the ledger of notices"),
    Action.SEE_AUDIT: lazy_gettext("see the audit"),
    Action.MANAGE_UNITS: lazy_gettext("keep the units"),
    Action.MANAGE_PEOPLE: lazy_gettext("keep people and places"),
    Action.MANAGE_SETTINGS: lazy_gettext("keep the settings"),
}


def opens(role: str) -> list[tuple[str, str]]:
    """Return (where, what a role may do there), one line where it is the same at the unit and below it."""
    return _by_place(*(GRANTS[Role(role)].get(relation, frozenset()) for relation in (Relation.OWN, Relation.BELOW)))


def gained(before: Role | None, after: Role | None) -> list[tuple[str, str]]:
    """Return (where, what) somebody may do in one role and could not in another; None: without any."""
    old, new = (GRANTS[role] if role else {} for role in (before, after))
    return _by_place(
        *(new.get(place, frozenset()) - old.get(place, frozenset()) for place in (Relation.OWN, Relation.BELOW))
    )


def _by_place(at_unit: frozenset[Action], below_it: frozenset[Action]) -> list[tuple[str, str]]:
    own, below = _deeds(at_unit), _deeds(below_it)
    if own and own == below:
        return [(str(lazy_gettext("At the unit and below it")), own)]
    pairs = [(str(lazy_gettext("At the unit")), own), (str(lazy_gettext("Below it")), below)]
    return [(where, deeds) for where, deeds in pairs if deeds]


def _deeds(actions: frozenset[Action]) -> str:
    return ", ".join(str(words) for action, words in DEEDS.items() if action in actions)
