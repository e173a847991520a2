"""What a house asks of a password: two profiles, as data.

Source: docs/security.md, "Passwords".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from committee.domain.grants import Role
from committee.domain.sign_in import wants_second_factor

LONGEST = 128


@dataclass(frozen=True)
class Profile:
    """`shortest` alone, `shortest_beside` a second factor; how many `kinds` of characters (small and capital letters,
    digits, other signs); how many former passwords are refused; how long one lasts, with little power and with much.
    """

    shortest: int
    shortest_beside: int
    kinds: int = 1
    former: int = 0
    lasts: timedelta | None = None
    lasts_with_power: timedelta | None = None

    def shortest_for(self, *, has_second_factor: bool) -> int:
        return self.shortest_beside if has_second_factor else self.shortest


PROFILES = {
    # NIST SP 800-63B-4: length and a list of bad ones.
    "nist": Profile(shortest=15, shortest_beside=8),
    # What Vietnamese agencies' own rules ask for.
    "vn_agency": Profile(
        shortest=8,
        shortest_beside=8,
        kinds=3,
        former=2,
        lasts=timedelta(days=180),
        lasts_with_power=timedelta(days=90),
    ),
}


@dataclass(frozen=True)
class Held:
    """A password as the rules see it: since when, and whether it was taken only because a second factor stood by."""

    set_at: datetime | None
    is_short: bool
    has_second_factor: bool


def kinds_in(password: str) -> int:
    """Return how many kinds of characters stand in `password`: small letters, capitals, digits, other signs."""
    letters = [sign for sign in password if sign.isalpha()]
    return sum(
        (
            any(not sign.isupper() for sign in letters),
            any(sign.isupper() for sign in letters),
            any(sign.isdigit() for sign in password),
            any(not sign.isalnum() and not sign.isspace() for sign in password),
        )
    )


def is_due(held: Held, profile: Profile, roles: Iterable[Role], now: datetime) -> bool:
    """Return whether the password must be changed before anything else is done with it."""
    if held.set_at is None:
        return False
    lasts = profile.lasts_with_power if wants_second_factor(roles) else profile.lasts
    if lasts is not None and now - held.set_at >= lasts:
        return True
    return held.is_short and not held.has_second_factor and profile.shortest > profile.shortest_beside
