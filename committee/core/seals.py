"""Secrets that must be read again: stored sealed with a key made from `SECRET_KEY`.

After a rotation what an earlier key of `SECRET_KEY_FALLBACKS` sealed can still be read.
"""

from __future__ import annotations

import base64
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from committee.core.settings import current_settings


class BrokenSeal(Exception):
    """Sealed for something else, altered, or with a key that is no longer among the settings."""


def seal(text: str, *, purpose: str) -> str:
    """Return `text` as only this installation can read it, and only for `purpose`."""
    return _box(purpose).encrypt(text.encode()).decode("ascii")


def unseal(sealed: str, *, purpose: str) -> str:
    """Return what was sealed for `purpose`, or raise `BrokenSeal`."""
    try:
        return _box(purpose).decrypt(sealed.encode("utf-8", "surrogatepass")).decode()
    except InvalidToken:
        raise BrokenSeal(purpose) from None


def _box(purpose: str) -> MultiFernet:
    settings = current_settings()
    return MultiFernet([_key(secret, purpose) for secret in (settings.secret_key, *settings.secret_key_fallbacks)])


@cache
def _key(secret: str, purpose: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
