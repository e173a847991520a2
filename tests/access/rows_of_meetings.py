"""The rows of the matrix for meetings and visits. What is sent is refused, once the right was asked."""

from __future__ import annotations

from typing import Any

from tests.access import rows_of_ties as ties
from tests.access.asking import FORM, HUGE, Ask, absent, ask
from tests.access.world import CODES

NOBODY_THERE = 2**31 - 1
T = CODES["T"]
TOO_LONG = {"version": "1", "order": "1", "text": "x" * 301, "presented_by": "", "task": ""}


def on_meetings(
    ending: str, need: str, fine: int, states: tuple[str, ...] = ("planned", "held"), **more: Any
) -> tuple[Ask, ...]:
    """Ask of a meeting in each of its states, of another unit's, and of those that are not there."""
    return (
        *(ask(f"/meetings/{{meeting T {state}}}{ending}", need, "T", fine, **more) for state in states),
        ask(f"/meetings/{{meeting M {states[0]}}}{ending}", need, "M", fine, **more),
        *absent(f"/meetings/{NOBODY_THERE}{ending}", f"/meetings/{HUGE}{ending}", **more),
    )


def on_papers(ending: str, need: str, fine: int, **more: Any) -> tuple[Ask, ...]:
    """Ask of a paper before a meeting, of another unit's, of one under a meeting it is not of, and of none."""
    here, there = "/meetings/{meeting T held}/papers/", "/meetings/{meeting M held}/papers/"
    return (
        ask(f"{here}{{paper T}}{ending}", need, "T", fine, **more),
        ask(f"{there}{{paper M}}{ending}", need, "M", fine, **more),
        *absent(f"{here}{{paper M}}{ending}", f"{here}{NOBODY_THERE}{ending}", **more),
    )


def on_petitions(ending: str, need: str, fine: int, *, above: bool, **more: Any) -> tuple[Ask, ...]:
    """Ask of a proposal of T and of M; `above`: the right is asked in the unit above them."""
    at = {"T": "D1", "M": "D2"} if above else {"T": "T", "M": "M"}
    return (
        ask(f"/petitions/{{petition T withdrawn}}{ending}", need, at["T"], fine, **more),
        ask(f"/petitions/{{petition M withdrawn}}{ending}", need, at["M"], fine, **more),
        *absent(f"/petitions/{NOBODY_THERE}{ending}", f"/petitions/{HUGE}{ending}", **more),
    )


ROWS: dict[str, tuple[Ask, ...]] = {
    "meetings.index GET": (
        ask("/meetings"),
        ask(f"/meetings?unit={T}", "see unit", "T", sight="see unit", blind=422),
        ask("/meetings?kind=visit&format=csv"),
    ),
    "meetings.new GET": (ask("/meetings/new", "give tasks"), ask("/meetings/new?visit=1", "give tasks")),
    "meetings.create POST": (ask("/meetings", "give tasks", fine=422, data={"title": ""}),),
    "meetings.show GET": on_meetings("", "see tasks", 200),
    "meetings.edit GET": on_meetings("/plan", "give tasks", 200),
    "meetings.change POST": on_meetings("/plan", "give tasks", 422, data={"title": ""}),
    "meetings.cancel POST": on_meetings("/cancellation", "give tasks", 422, data={"reason": ""}),
    "meetings.edit_agenda GET": on_meetings("/agenda", "give tasks", 200),
    "meetings.set_agenda POST": on_meetings("/agenda", "give tasks", 422, data=TOO_LONG),
    "meetings.take_over POST": on_meetings("/agenda/unfinished", "give tasks", 422, **FORM),
    "meetings.edit_attendance GET": on_meetings("/attendance", "give tasks", 200),
    "meetings.record_attendance POST": on_meetings(
        "/attendance", "give tasks", 422, data={"version": "1", "guests": ", UBND"}
    ),
    "meetings.add_paper POST": on_meetings("/papers", "give tasks", 422, **FORM),
    "meetings.set_notice POST": on_meetings("/notice", "give tasks", 422, **FORM),
    "meetings.show_paper GET": on_papers("", "see tasks", 200),
    "meetings.comment POST": on_papers("/comments", "give tasks", 422, data={"text": ""}),
    "meetings.return_paper POST": on_papers("/return", "give tasks", 422, data={"reason": ""}),
    "meetings.complete_paper POST": on_papers("/completion", "give tasks", 422, **FORM),
    "meetings.paste GET": on_meetings("/conclusions/new", "give tasks", 200),
    "meetings.read_text POST": on_meetings("/conclusions/reading", "give tasks", 422, data={"notice": ""}),
    "meetings.record_conclusions POST": on_meetings("/conclusions", "give tasks", 422, data={"title": ""}),
    "petitions.index GET": (
        ask("/petitions"),
        ask(f"/petitions?unit={T}", "see unit", "T", sight="see unit", blind=422),
        ask("/petitions?state=open&format=csv"),
    ),
    "petitions.new GET": (ask("/petitions/new", "report tasks"),),
    "petitions.create POST": (ask("/petitions", "report tasks", fine=422, data={"unit": "99999"}),),
    "petitions.show GET": (
        *on_petitions("", "see tasks", above=False, fine=200),
        ask("/petitions/{petition T open}", "see tasks", "T"),
        *ties.PROPOSED,
    ),
    "petitions.answer POST": on_petitions("/answer", "decide about tasks", above=True, fine=422, data={"answer": ""}),
    "petitions.withdraw POST": on_petitions("/withdrawal", "report tasks", above=False, fine=422, **FORM),
}
