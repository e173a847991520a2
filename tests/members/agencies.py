"""Which agency a text means, for tests that ask by name."""

from __future__ import annotations

from datetime import date

from committee.members.agencies import AgencyRow, agencies, directory


def agency_named(text: str, on: date) -> AgencyRow:
    """Return the agency that a text means by any of its names, as it stands on a day."""
    meant = directory().named(text, on)
    return next(row for row in agencies(on) if row.agency_id == meant)
