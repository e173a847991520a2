"""How long showing who one is counts, and of whom more than a password is asked. Data for a person to read.

Source: docs/security.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from committee.domain.access import Viewer
from committee.domain.grants import Role

PROOF_LASTS = timedelta(minutes=10)
CODE_WAITS = timedelta(minutes=10)  # between the password and the code

# Whoever decides about the figures of others, or about people and settings.
WITH_SECOND_FACTOR = frozenset({Role.STANDING_VICE_CHAIR, Role.SECRETARIAT, Role.REVIEWER, Role.ADMINISTRATOR})


@dataclass(frozen=True)
class Limits:
    """How long a session may stand unused, and how long it lasts at all."""

    idle: timedelta
    longest: timedelta

    def is_over(self, *, begun_at: datetime, seen_at: datetime, now: datetime) -> bool:
        return now - seen_at >= self.idle or now - begun_at >= self.longest


USUAL_LIMITS = Limits(idle=timedelta(hours=8), longest=timedelta(days=30))
A_WORKING_DAY = Limits(idle=timedelta(hours=8), longest=timedelta(hours=12))
LIMITS: Mapping[Role, Limits] = {
    Role.ADMINISTRATOR: Limits(idle=timedelta(minutes=30), longest=timedelta(hours=12)),
    Role.SECRETARIAT: A_WORKING_DAY,
    Role.STANDING_VICE_CHAIR: A_WORKING_DAY,
    Role.REVIEWER: A_WORKING_DAY,
}


def is_proof_fresh(proven_at: datetime, now: datetime) -> bool:
    """Return whether the last proof of who one is still opens what is sensitive."""
    return now - proven_at <= PROOF_LASTS


def roles_held(viewer: Viewer) -> frozenset[Role]:
    """Return what `viewer` is somewhere today, covers included."""
    return frozenset(seat.role for seat in viewer.seats if not seat.former)


def wants_second_factor(roles: Iterable[Role]) -> bool:
    """Return whether one of `roles` is too much for a password alone."""
    return not WITH_SECOND_FACTOR.isdisjoint(roles)


def limits_of(roles: Iterable[Role]) -> Limits:
    """Return the limits of a session: of several roles the shorter ones count."""
    held = [USUAL_LIMITS, *(LIMITS[role] for role in roles if role in LIMITS)]
    return Limits(idle=min(one.idle for one in held), longest=min(one.longest for one in held))
