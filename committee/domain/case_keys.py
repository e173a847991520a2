"""Identities of a case, a notice, a message: the same facts always give the same key."""

from __future__ import annotations

import re
from hashlib import sha256
from urllib.parse import quote

_DOMAIN = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")


def fingerprint(rule: str, indicator: str, lineage: int | str, year: int) -> str:
    """Return the identity of a case. The month is no part of it: a lag that goes on is one case."""
    return _joined(rule, indicator, lineage, year)


def dedupe_key(
    *,
    kind: str,
    rule_version: int | str,
    unit: int | str,
    indicator: str,
    period: str,
    episode: int,
    step: int,
    repeat: int | str,
    recipient: int | str,
) -> str:
    """Return the identity of a notice: whatever runs twice or is restarted, one record exists per key."""
    return _joined(kind, rule_version, unit, indicator, period, episode, step, repeat, recipient)


def message_id(key: str, domain: str) -> str:
    """Return the Message-ID of every attempt to send the notice with this dedupe key, repeats included."""
    if not _DOMAIN.fullmatch(domain):
        raise ValueError(f"not a domain name: {domain!r}")
    return f"<{sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def _joined(*parts: int | str) -> str:
    # Quoted, so that a separator inside a part cannot make two different keys alike.
    return "|".join(quote(str(part), safe="@:/.+- ") for part in parts)
