"""All doors of the API on one blueprint."""

from committee.api import units
from committee.api.doors import blueprint

__all__ = ["blueprint", "units"]
