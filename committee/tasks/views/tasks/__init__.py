"""The pages of tasks."""

from committee.tasks.views.tasks import assigning, boards, deciding, listing, page, parts, rules, several, working
from committee.tasks.views.tasks.base import blueprint

__all__ = ["assigning", "blueprint", "boards", "deciding", "listing", "page", "parts", "rules", "several", "working"]
