"""How long showing who one is counts.

Source: docs/security.md, "Asking again".
"""

from __future__ import annotations

from datetime import datetime, timedelta

PROOF_LASTS = timedelta(minutes=10)


def is_proof_fresh(proven_at: datetime, now: datetime) -> bool:
    """Return whether the last proof of who one is still opens what is sensitive."""
    return now - proven_at <= PROOF_LASTS
