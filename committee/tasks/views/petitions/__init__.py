"""The pages of difficulties and proposals."""

from committee.tasks.views.petitions import listing, writing
from committee.tasks.views.petitions.base import blueprint

__all__ = ["blueprint", "listing", "writing"]
