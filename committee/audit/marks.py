"""The keys of the marks: from the house's secret, and from those it had before."""

from __future__ import annotations

from functools import lru_cache

from committee.core.settings import current_settings
from committee.domain.chain import key_of

_key_of = lru_cache(maxsize=16)(key_of)


def present_key() -> bytes:
    """Return the key that new entries are marked with."""
    return _key_of(current_settings().secret_key)


def known_keys() -> tuple[bytes, ...]:
    """Return every key whose marks can be checked here."""
    return (present_key(), *(_key_of(secret) for secret in current_settings().secret_key_fallbacks))
