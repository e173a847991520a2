"""The rows of the matrix for explanations: who files, accepts and returns in which state. What is sent is refused."""

from __future__ import annotations

import json
from typing import Any

from tests.access.asking import FORM, HUGE, Ask, absent, ask

NOBODY_THERE = 2**31 - 1
FILE, DECIDE = "explain cases", "decide about explanations"
PREFIX = "/api/v1"


def body(**said: Any) -> dict[str, Any]:
    """Return a request of a program that saw another version, and says nothing whole."""
    return {"data": json.dumps({"version": 999, **said}), "content_type": "application/json"}


def on_cases(prefix: str = "", **more: Any) -> tuple[Ask, ...]:
    """Ask of a case before it may be explained, when it may, and after; of another unit's, and of none."""
    return (
        *(
            ask(f"{prefix}/cases/{{case T {state}}}/explanations", FILE, "T", (422,), **more)
            for state in ("OPEN", "ACKED", "EXPLAINED", "CLOSED")
        ),
        ask(f"{prefix}/cases/{{case M ACKED}}/explanations", FILE, "M", (422,), **more),
        *absent(f"{prefix}/cases/{NOBODY_THERE}/explanations", f"{prefix}/cases/{HUGE}/explanations", **more),
    )


def on_pages(ending: str) -> tuple[Ask, ...]:
    """Ask of an explanation that waits, of one that was returned, of another unit's, and of one of another case."""
    return (
        ask(f"/cases/{{case T EXPLAINED}}/explanations/{{explanation T}}{ending}", DECIDE, "T", (422,), **FORM),
        ask(f"/cases/{{case T ACKED}}/explanations/{{returned explanation T}}{ending}", DECIDE, "T", (422,), **FORM),
        ask(f"/cases/{{case M EXPLAINED}}/explanations/{{explanation M}}{ending}", DECIDE, "M", (422,), **FORM),
        *absent(
            f"/cases/{{case T ACKED}}/explanations/{{explanation T}}{ending}",
            f"/cases/{{case T EXPLAINED}}/explanations/{{explanation M}}{ending}",
            f"/cases/{{case T EXPLAINED}}/explanations/{NOBODY_THERE}{ending}",
            f"/cases/{{case T EXPLAINED}}/explanations/{HUGE}{ending}",
            **FORM,
        ),
    )


def on_doors(ending: str, **said: Any) -> tuple[Ask, ...]:
    """Ask the same as a program."""
    sent = body(**said)
    return (
        ask(f"{PREFIX}/explanations/{{explanation T}}{ending}", DECIDE, "T", (422,), **sent),
        ask(f"{PREFIX}/explanations/{{returned explanation T}}{ending}", DECIDE, "T", (422,), **sent),
        ask(f"{PREFIX}/explanations/{{explanation M}}{ending}", DECIDE, "M", (422,), **sent),
        *absent(f"{PREFIX}/explanations/{NOBODY_THERE}{ending}", f"{PREFIX}/explanations/{HUGE}{ending}", **sent),
    )


ROWS: dict[str, tuple[Ask, ...]] = {
    "escalation.explain POST": on_cases(**FORM),
    "escalation.accept POST": on_pages("/acceptance"),
    "escalation.give_back POST": on_pages("/return"),
    "api.explain POST": on_cases(PREFIX, **body()),
    "api.accept_promise POST": on_doors("/acceptance"),
    "api.return_explanation POST": on_doors("/return", reason="Chưa rõ"),
}
