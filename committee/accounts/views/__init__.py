"""The pages at the door and about oneself."""

from committee.accounts.views import entrance, own, proof
from committee.accounts.views.entrance import DemoPerson, blueprint

__all__ = ["DemoPerson", "blueprint", "entrance", "own", "proof"]
