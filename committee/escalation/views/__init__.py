"""The pages of cases."""

from committee.escalation.views import cases, explanations
from committee.escalation.views.base import blueprint

__all__ = ["blueprint", "cases", "explanations"]
