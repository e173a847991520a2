"""Everything written about indicators, plans, targets, milestones and not-applicable marks."""

from committee.targets.operations.assignments import Decision, assign_targets
from committee.targets.operations.indicators import add_missing_indicators, import_indicators
from committee.targets.operations.milestones import import_milestones
from committee.targets.operations.not_applicable import import_not_applicable
from committee.targets.operations.plans import change_plan, set_plan
from committee.targets.operations.targets import import_targets

__all__ = [
    "Decision",
    "add_missing_indicators",
    "assign_targets",
    "change_plan",
    "import_indicators",
    "import_milestones",
    "import_not_applicable",
    "import_targets",
    "set_plan",
]
