"""Passwords: what is accepted, how it is kept, and whether one is right.

Hashing takes long on purpose, so nothing here is called inside a transaction.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from committee.domain.errors import DomainError
from committee.domain.text import search_key

SHORTEST, LONGEST = 15, 128
CONTEXT_WORDS = ("bhxh", "bhyt", "baohiemxahoi", "baohiemyte", "banchidao", "dondoc", "matkhau", "password")
_LIST = Path(__file__).with_name("common_passwords.txt")
# OWASP's smallest advised cost of Argon2id; a hash made with less is renewed when its owner signs in.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def check(password: str, *, context: tuple[str, ...] = ()) -> None:
    """Raise `DomainError` unless `password` may be chosen; `context` are words about the person (`words_about`).

    Length and a list of bad ones, no rules of composition: what NIST advises (SP 800-63B).
    """
    password = normalised(password)
    if len(password) < SHORTEST:
        raise DomainError(
            "A password needs at least %(shortest)d characters. A short sentence will do.", shortest=SHORTEST
        )
    if len(password) > LONGEST:
        raise DomainError("A password may have at most %(longest)d characters.", longest=LONGEST)
    if _is_easily_guessed(password, context):
        raise DomainError(
            "This password is easy to guess. Choose words that do not name you, your work or this system."
        )


def words_about(name: str, email: str) -> tuple[str, ...]:
    """Return the words by which a person's password would be guessed: the name, whole, and the parts of the address."""
    parts = [_bare(name), *(_bare(part) for part in email.replace("@", ".").split("."))]
    return tuple(part for part in parts if len(part) >= 4)


def hashed(password: str) -> str:
    """Return what is stored of `password`."""
    return _hasher.hash(normalised(password))


def matches(kept: str | None, password: str) -> bool:
    """Return whether `password` is the one of `kept`; takes as long when there is none."""
    nobody = _nobody()  # asked for in any case, so that the first stranger of a process is not told apart
    try:
        right = _hasher.verify(kept or nobody, normalised(password)[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False
    return right and kept is not None


def is_outdated(kept: str) -> bool:
    """Return whether `kept` was made with less effort than is spent today."""
    return _hasher.check_needs_rehash(kept)


def normalised(password: str) -> str:
    """Return `password` with its accents composed: Vietnamese keyboards send them either way."""
    return unicodedata.normalize("NFC", password)


@cache
def _nobody() -> str:
    return _hasher.hash("the password of nobody")


@cache
def _common() -> frozenset[str]:
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _is_easily_guessed(password: str, context: tuple[str, ...]) -> bool:
    key = _bare(password)
    if password.casefold() in _common() or key in _common() or len(set(key)) < 5:
        return True
    # What is left without the words anybody would try first must still be something to guess.
    rest = key
    for word in sorted({*CONTEXT_WORDS, *context}, key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest != key and sum(not letter.isdigit() for letter in rest) < SHORTEST // 3


def _bare(text: str) -> str:
    printable = "".join(character for character in text if character.isprintable())
    return search_key(printable).replace(" ", "")
