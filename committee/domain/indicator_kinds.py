"""What the kind of an indicator means. Source: docs/domain.md, "Indicators"."""

from __future__ import annotations

KINDS = ("stock", "flow", "ratio", "threshold", "parameter")
RATES = ("ratio", "threshold")


def is_rate(kind: str) -> bool:
    """Return whether the values are shares, computed from others and never typed: a ratio, or a threshold on one."""
    return kind in RATES


def can_lag(kind: str) -> bool:
    """Return whether a unit can be behind: not on a mark without a target, nor on what others are divided by."""
    return kind not in ("threshold", "parameter")
