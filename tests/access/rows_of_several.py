"""The rows of the matrix for several tasks at once: one that may not be seen among them is as one that is not there."""

from __future__ import annotations

from tests.access.asking import FORM, HUGE, NEVER, Ask, absent, ask

NOBODY_THERE = 2**31 - 1
DECIDING, GIVING = ("acceptance", "time", "cancellation"), ("reminder", "lead", "due")
REFUSED = (409, 422)


def of(name: str, need: str) -> tuple[Ask, ...]:
    """Ask to do something with tasks at a version they are not at; of one unit, and with another's among them."""
    path = f"/tasks/several/{name}?chosen="
    seen, hidden = "{task T waiting}.99+{task T open}.99", "{task M waiting}.99"
    return (
        ask(path + seen, need, "T", REFUSED, **FORM),
        ask(f"{path}{hidden}", need, "M", REFUSED, **FORM),
        *absent(f"{path}{{task T open}}.99+{NOBODY_THERE}.1", f"{path}{HUGE}.1", **FORM),
    )


def looked_at(name: str) -> tuple[Ask, ...]:
    path = f"/tasks/several?act={name}"
    return (
        ask(f"{path}&task={{task T open}}&task={{task T waiting}}", "see tasks", "T"),
        ask(f"{path}&all=page&shown={{task T open}}+{{task M open}}", "see tasks", "T M"),
        ask(f"{path}&all=found&q=nothing-of-the-kind", fine=302),
        *absent(f"{path}&task={{task T open}}&task={NOBODY_THERE}"),
    )


ROWS: dict[str, tuple[Ask, ...]] = {
    "tasks.several GET": (
        *(one for name in (*DECIDING, *GIVING) for one in looked_at(name)),
        ask("/tasks/several?act=reminder", fine=302),
        ask("/tasks/several?act=burning&task={task T open}", NEVER),
    ),
    "tasks.do_with_several POST": (
        *(one for name in DECIDING for one in of(name, "decide about tasks")),
        *(one for name in GIVING for one in of(name, "give tasks")),
        *absent("/tasks/several/burning?chosen={task T open}.1", "/tasks/several/reminder", **FORM),
    ),
}
