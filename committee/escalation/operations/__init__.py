"""Everything written about cases."""

from committee.escalation.operations.acknowledgement import acknowledge
from committee.escalation.operations.evaluation import evaluate_indicator
from committee.escalation.operations.looking import look_at, push_back

__all__ = ["acknowledge", "evaluate_indicator", "look_at", "push_back"]
