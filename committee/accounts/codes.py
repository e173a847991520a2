"""Codes beside the password: those of an app (TOTP, RFC 6238) and those on paper.

Hashing takes long on purpose, so nothing that hashes here is called inside a transaction.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import pyotp
import segno

from committee.accounts import passwords
from committee.core.seals import seal, unseal

SECONDS = 30  # a step of time
DRIFT = 1  # steps a clock may be ahead or behind
DIGITS, PAPER_DIGITS, PAPER_CODES = 6, 12, 10
_ISSUER = "Đôn đốc"
_PURPOSE = "second factor"


@dataclass(frozen=True)
class Offer:
    """A secret offered for the app of `email`, not yet taken: as it is typed, scanned, and sent back with the code."""

    secret: str
    email: str

    @property
    def groups(self) -> str:
        return " ".join(self.secret[at : at + 4] for at in range(0, len(self.secret), 4))

    @property
    def address(self) -> str:
        return pyotp.TOTP(self.secret).provisioning_uri(name=self.email, issuer_name=_ISSUER)

    @property
    def drawing(self) -> tuple[int, str]:
        """Return the side of the code to be scanned, in modules with its quiet zone, and the path that draws it."""
        lines = list(segno.make(self.address, error="m", micro=False).matrix_iter(border=4))
        dark = ((x, y) for y, line in enumerate(lines) for x, module in enumerate(line) if module)
        return len(lines), "".join(f"M{x} {y}h1v1h-1z" for x, y in dark)

    @property
    def sealed(self) -> str:
        return seal(self.secret, purpose=f"{_PURPOSE} offered to {self.email}")


def offer_of(sealed_offer: str, email: str) -> Offer:
    """Return the offer that was made to `email` and comes back, or raise `BrokenSeal`."""
    return Offer(unseal(sealed_offer, purpose=f"{_PURPOSE} offered to {email}"), email)


def new_offer(email: str) -> Offer:
    """Return a fresh secret (160 bits) for the app of `email`."""
    return Offer(pyotp.random_base32(), email)


def sealed(secret: str) -> str:
    """Return what is stored of an app's secret."""
    return seal(secret, purpose=_PURPOSE)


def unsealed(kept: str) -> str:
    """Return the secret of the app, or raise `BrokenSeal`."""
    return unseal(kept, purpose=_PURPOSE)


def step_shown(secret: str, code: str, *, after: int, now: datetime) -> int | None:
    """Return the step of time whose code this is, at most one from `now` and later than `after`, or None."""
    app = pyotp.TOTP(secret, digits=DIGITS, interval=SECONDS)
    here = int(now.timestamp()) // SECONDS
    found = None
    for step in range(here - DRIFT, here + DRIFT + 1):  # all of them, so that the time tells nothing
        is_this = hmac.compare_digest(app.generate_otp(step), code)
        if is_this and step > after:
            found = step
    return found


def digits_of(typed: str) -> str:
    """Return a typed code without the spaces and dashes people write it with, "" if anything else is in it."""
    bare = "".join(sign for sign in typed if sign not in " -\u00a0\u2013")
    return bare if bare.isascii() and bare.isdecimal() else ""


def new_paper_codes() -> list[str]:
    """Return ten fresh codes for paper, such as "4821-0937-5564"."""
    drawn = (f"{secrets.randbelow(10**PAPER_DIGITS):0{PAPER_DIGITS}d}" for _ in range(PAPER_CODES))
    return [f"{code[:4]}-{code[4:8]}-{code[8:]}" for code in drawn]


def hashes_of(codes: Iterable[str]) -> list[str]:
    """Return what is stored of codes for paper: they are short, so it takes as long as a password."""
    return [passwords.hashed(digits_of(code)) for code in codes]
