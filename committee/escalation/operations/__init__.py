"""Everything written about cases."""

from committee.escalation.operations.acknowledgement import acknowledge
from committee.escalation.operations.evaluation import evaluate_indicator
from committee.escalation.operations.explaining import explain
from committee.escalation.operations.looking import look_at, push_back
from committee.escalation.operations.noting import note_silences
from committee.escalation.operations.reviewing import accept_explanation, return_explanation
from committee.escalation.operations.silencing import Pause, end_silence, rest_on, silence

__all__ = [
    "Pause",
    "accept_explanation",
    "acknowledge",
    "end_silence",
    "evaluate_indicator",
    "explain",
    "look_at",
    "note_silences",
    "push_back",
    "rest_on",
    "return_explanation",
    "silence",
]
