"""What the nightly auditor and the health page ask of the audit."""

from __future__ import annotations

from datetime import datetime, timedelta

from committee.audit.sealing import lowest_unsure_id, unsealed
from committee.core.db import db

SEALED_WITHIN = timedelta(hours=1)
LOOKED_BACK = 2000  # seals: health is asked often, and the nightly auditor looks at everything


def waiting_since(now: datetime) -> datetime | None:
    """Return when the entry was written that has waited for its seal for more than an hour, or None."""
    oldest = db.session.execute(unsealed(lowest_unsure_id(LOOKED_BACK), 1)).first()
    return oldest.at if oldest is not None and now - oldest.at > SEALED_WITHIN else None
