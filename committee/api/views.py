"""All doors of the API on one blueprint, and those beside it by which machines look in."""

from committee.api import cases, explanations, figures, health, imports, notices, openapi, task_steps, tasks, units
from committee.api.doors import blueprint

__all__ = [
    "blueprint",
    "cases",
    "explanations",
    "figures",
    "health",
    "imports",
    "notices",
    "openapi",
    "task_steps",
    "tasks",
    "units",
]
