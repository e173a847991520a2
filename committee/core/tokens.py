"""Secrets that are handed out once and kept as hashes: session ids, API keys, links."""

from __future__ import annotations

import hashlib
import secrets

BYTES = 32  # 256 bits: guessing is hopeless, so a plain hash is enough to keep


def new_secret() -> str:
    """Return a fresh secret that is safe in a URL."""
    return secrets.token_urlsafe(BYTES)


def hash_of(secret: str) -> str:
    """Return what is stored of `secret`."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
