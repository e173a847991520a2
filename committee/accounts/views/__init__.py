"""The pages at the door and about oneself."""

from committee.accounts.views import entrance, links, own, proof, second_factor
from committee.accounts.views.entrance import DemoPerson, blueprint

__all__ = ["DemoPerson", "blueprint", "entrance", "links", "own", "proof", "second_factor"]
