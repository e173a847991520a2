"""The pages of meetings and visits."""

from committee.tasks.views.meetings import agenda, attending, concluding, listing, papers, planning
from committee.tasks.views.meetings.base import blueprint

__all__ = ["agenda", "attending", "blueprint", "concluding", "listing", "papers", "planning"]
