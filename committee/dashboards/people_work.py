"""What whoever looks after people has to do: let in who waits outside, fill what is vacant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime

from committee.core.words import gettext
from committee.dashboards.my_work import Job
from committee.domain.access import Action, Viewer, reach
from committee.domain.appointments import PlaceState
from committee.members.access import may_manage_people
from committee.members.register import lines_within, vacancies_within


def people_jobs(viewer: Viewer, *, today: date, now: datetime) -> list[Job]:
    """Return what is to be done about people within reach; nothing for whoever does not look after them."""
    if not may_manage_people(viewer):
        return []
    within = reach(viewer, Action.MANAGE_PEOPLE)
    found = Counter(line.state for line in lines_within(within, today=today, now=now))
    found[PlaceState.VACANT] = len(vacancies_within(within, today))
    return [
        Job(verb, about, "members.index", {"state": state.value})
        for state, verb, about in _worded(found)
        if found[state]
    ]


def _worded(found: Mapping[PlaceState, int]) -> tuple[tuple[PlaceState, str, str], ...]:
    uninvited, invited = found[PlaceState.UNINVITED], found[PlaceState.INVITED]
    without, vacant = found[PlaceState.NO_ACCOUNT], found[PlaceState.VACANT]
    return (
        (PlaceState.UNINVITED, gettext("Invite"), gettext("%(count)d places without a good link", count=uninvited)),
        (PlaceState.INVITED, gettext("Look after"), gettext("%(count)d places not yet signed in to", count=invited)),
        (PlaceState.NO_ACCOUNT, gettext("Give accounts to"), gettext("%(count)d places without one", count=without)),
        (PlaceState.VACANT, gettext("Fill"), gettext("%(count)d vacant titles", count=vacant)),
    )
