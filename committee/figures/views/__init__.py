"""The pages of reports: typing and sending one, deciding about those that were sent."""

from committee.figures.views import entry, lists, review
from committee.figures.views.base import blueprint

__all__ = ["blueprint", "entry", "lists", "review"]
