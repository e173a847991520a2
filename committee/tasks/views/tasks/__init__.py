"""The pages of tasks."""

from committee.tasks.views.tasks import (
    assigning,
    boards,
    committees,
    deciding,
    importing,
    listing,
    page,
    parts,
    rules,
    series,
    several,
    working,
)
from committee.tasks.views.tasks.base import blueprint

__all__ = [
    "assigning",
    "blueprint",
    "boards",
    "committees",
    "deciding",
    "importing",
    "listing",
    "page",
    "parts",
    "rules",
    "series",
    "several",
    "working",
]
