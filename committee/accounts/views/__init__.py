"""The pages at the door and about oneself."""

from committee.accounts.views import entrance, keys, links, own, proof, second_factor
from committee.accounts.views.entrance import DemoPerson, blueprint

__all__ = ["DemoPerson", "blueprint", "entrance", "keys", "links", "own", "proof", "second_factor"]
