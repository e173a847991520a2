"""The rows of the matrix for committees and for what agencies are called.

What is sent names no decision and no day, and is refused once the right was asked.
"""

from __future__ import annotations

from typing import Any

from tests.access.asking import FORM, HUGE, Ask, absent, ask
from tests.access.model import WHOLE

NOBODY_THERE = 2**31 - 1


def on_committees(ending: str, need: str, fine: int, nowhere: tuple[int, ...], **more: Any) -> tuple[Ask, ...]:
    """Ask of a unit's committee, of another province's, and of those that are not there."""
    return (
        ask(f"/committees/{{committee T}}{ending}", need, "T", fine, **more),
        ask(f"/committees/{{committee P2}}{ending}", need, "P2", fine, **more),
        *absent(*(f"/committees/{committee_id}{ending}" for committee_id in nowhere), **more),
    )


EVERYWHERE = (NOBODY_THERE, HUGE)
ROWS: dict[str, tuple[Ask, ...]] = {
    "committees.index GET": (
        ask("/committees", "see committees"),
        ask("/committees?unit=10101", "see committees"),
    ),
    "committees.show GET": on_committees("", "see committees", 200, EVERYWHERE),
    "committees.composition GET": on_committees("/composition.csv", "see committees", 200, EVERYWHERE),
    "committees.edit_agency GET": on_committees("/standing-agency", "keep people", 200, EVERYWHERE),
    "committees.set_agency POST": on_committees("/standing-agency", "keep people", 422, EVERYWHERE, **FORM),
    "committees.reconstitution GET": on_committees("/reconstitution", "keep people", 200, EVERYWHERE),
    "committees.propose POST": on_committees("/reconstitution", "keep people", 422, (NOBODY_THERE,), **FORM),
    "committees.confirm POST": on_committees("/reconstitutions", "keep people", 422, EVERYWHERE, **FORM),
    "committees.withdraw POST": absent(
        "/committees/{committee T}/reconstitutions/1/withdrawal",
        f"/committees/{HUGE}/reconstitutions/1/withdrawal",
        **FORM,
    ),
    "members.agencies GET": (ask("/agencies", "see committees"),),
    "members.new_agency GET": (ask("/agencies/new", "keep people", WHOLE),),
    "members.add_agency POST": (ask("/agencies", "keep people", WHOLE, 422, **FORM),),
    "members.agency GET": (
        ask("/agencies/1", "keep people", WHOLE),
        *absent(f"/agencies/{NOBODY_THERE}", f"/agencies/{HUGE}"),
    ),
    "members.rename_agency POST": (
        ask("/agencies/1/names", "keep people", WHOLE, 422, **FORM),
        *absent(f"/agencies/{HUGE}/names", **FORM),
    ),
    "members.merge_agency POST": (
        ask("/agencies/1/merger", "keep people", WHOLE, 422, **FORM),
        *absent(f"/agencies/{HUGE}/merger", **FORM),
    ),
}
