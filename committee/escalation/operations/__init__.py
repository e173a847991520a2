"""Everything written about cases."""

from committee.escalation.operations.acknowledgement import acknowledge
from committee.escalation.operations.evaluation import evaluate_indicator
from committee.escalation.operations.explaining import explain
from committee.escalation.operations.looking import look_at, push_back
from committee.escalation.operations.reviewing import accept_explanation, return_explanation

__all__ = [
    "accept_explanation",
    "acknowledge",
    "evaluate_indicator",
    "explain",
    "look_at",
    "push_back",
    "return_explanation",
]
