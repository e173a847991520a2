"""The pages of meetings and visits."""

from committee.tasks.views.meetings import agenda, attending, listing, papers, planning
from committee.tasks.views.meetings.base import blueprint

__all__ = ["agenda", "attending", "blueprint", "listing", "papers", "planning"]
