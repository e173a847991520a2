"""The rows of the matrix for pauses in urging on: made and ended from above, seen by whoever sees the unit's cases."""

from __future__ import annotations

from typing import Any

from tests.access.asking import FORM, HUGE, NEVER, Ask, absent, ask
from tests.access.world import CODES

NOBODY_THERE = 2**31 - 1
T, M = CODES["T"], CODES["M"]
ENDING: dict[str, Any] = {"data": {"reason": "Nước đã rút", "version": "999"}}


def on_silences(ending: str, need: str, fine: int, **more: Any) -> tuple[Ask, ...]:
    """Ask of a pause of two units, and of ones that are not there."""
    return (
        *(ask(f"/silences/{{silence {unit}}}{ending}", need, unit, fine, **more) for unit in "TM"),
        *absent(f"/silences/{NOBODY_THERE}{ending}", f"/silences/{HUGE}{ending}", **more),
    )


ROWS: dict[str, tuple[Ask, ...]] = {
    "silences.index GET": (
        ask("/silences"),
        ask("/silences?stage=running&page=9"),
        ask(f"/silences?unit={T}", "see cases", "T", sight="see cases", blind=422),
        ask("/silences?unit=99999", fine=422),
    ),
    "silences.new GET": (
        ask("/silences/new", "silence cases"),
        ask(f"/silences/new?unit={T}&indicator=nothing", "silence cases"),
        ask(f"/silences/new?case={NOBODY_THERE}", NEVER),
    ),
    "silences.create POST": (
        ask("/silences", "silence cases", fine=422, **FORM),
        ask("/silences", "silence cases", fine=422, data={"unit": M, "reason": "Bão", "from_on": "01/10/2024"}),
    ),
    "silences.show GET": on_silences("", "see cases", 200),
    "silences.end POST": on_silences("/end", "silence cases", 422, **ENDING),
    "silences.attach POST": on_silences("/documents", "silence cases", 422, **FORM),
}
