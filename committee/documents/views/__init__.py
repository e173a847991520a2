"""The pages of the register."""

from committee.documents.views import changing, files, listing, numbers
from committee.documents.views.base import blueprint

__all__ = ["blueprint", "changing", "files", "listing", "numbers"]
