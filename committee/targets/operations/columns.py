"""The columns of the files about targets."""

from committee.targets.operations.indicators import COLUMNS as INDICATORS
from committee.targets.operations.milestones import COLUMNS as MILESTONES
from committee.targets.operations.not_applicable import COLUMNS as NOT_APPLICABLE
from committee.targets.operations.target_lines import COLUMNS as TARGETS

__all__ = ["INDICATORS", "MILESTONES", "NOT_APPLICABLE", "TARGETS"]
