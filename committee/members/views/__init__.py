"""The pages of people and their places."""

from committee.members.views import adding, agencies, changing, importing, listing, one
from committee.members.views.base import blueprint

__all__ = ["adding", "agencies", "blueprint", "changing", "importing", "listing", "one"]
