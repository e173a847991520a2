"""Passwords: what is accepted, how it is kept, and whether one is right.

Hashing takes long on purpose, so nothing here is called inside a transaction.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from committee.domain.errors import DomainError
from committee.domain.passwords import LONGEST, Profile, kinds_in
from committee.domain.text import search_key

CONTEXT_WORDS = ("bhxh", "bhyt", "baohiemxahoi", "baohiemyte", "banchidao", "dondoc", "matkhau", "password")
LISTS = Path(__file__).with_name("lists")
FEWEST_LETTERS = 5  # that must be left of a password without the words anybody would try first
# OWASP's smallest advised cost of Argon2id; a hash made with less is renewed when its owner signs in.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@dataclass(frozen=True)
class Chosen:
    """A password that was taken: what is stored of it, and whether it does only beside a second factor."""

    password_hash: str
    is_short: bool


def chosen(
    password: str,
    profile: Profile,
    *,
    has_second_factor: bool = False,
    former: Sequence[str] = (),
    context: tuple[str, ...] = (),
) -> Chosen:
    """Return what is stored of a password that may be chosen, or raise `DomainError`.

    `former` are the hashes of those that may not come again, `context` words about the person (`words_about`).
    """
    check(password, profile, has_second_factor=has_second_factor, context=context)
    if any(matches(kept, password) for kept in former):
        raise DomainError("You have used this password before. Choose another one.")
    return Chosen(hashed(password), len(normalised(password)) < profile.shortest)


def check(password: str, profile: Profile, *, has_second_factor: bool = False, context: tuple[str, ...] = ()) -> None:
    """Raise `DomainError` unless `password` may be chosen by its looks."""
    password = normalised(password)
    shortest = profile.shortest_for(has_second_factor=has_second_factor)
    if len(password) < shortest:
        raise DomainError(
            "A password needs at least %(shortest)d characters. A short sentence will do.", shortest=shortest
        )
    if len(password) > LONGEST:
        raise DomainError("A password may have at most %(longest)d characters.", longest=LONGEST)
    if kinds_in(password) < profile.kinds:
        raise DomainError(
            "A password here needs three of these four: small letters, capital letters, digits, other signs."
        )
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
    listed = gzip.decompress((LISTS / "common-passwords.txt.gz").read_bytes()).decode("utf-8").splitlines()
    ours = (LISTS / "vietnamese.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in (*listed, *ours) if line.strip() and not line.startswith("#"))


def _is_easily_guessed(password: str, context: tuple[str, ...]) -> bool:
    key = _bare(password)
    if {password.casefold(), key} & _common() or len(set(key)) < 5:
        return True
    if _is_repeated(key) or _is_made_of_listed(key):
        return True
    # What is left without the words anybody would try first must still be something to guess.
    rest = key
    for word in sorted({*CONTEXT_WORDS, *context}, key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest != key and sum(letter.isalpha() for letter in rest) < FEWEST_LETTERS


def _is_repeated(key: str) -> bool:
    """Return whether the same few signs come again and again."""
    return any(len(key) >= 2 * size and (key * 2)[size : size + len(key)] == key for size in range(1, 9))


def _is_made_of_listed(key: str) -> bool:
    """Return whether one or two listed ones, with a year or other digits and signs around them, are all there is."""
    core = re.sub(r"^[^a-z]+|[^a-z]+$", "", key)
    if core in _common():
        return True
    return any(core[:at] in _common() and core[at:] in _common() for at in range(4, len(core) - 3))


def _bare(text: str) -> str:
    printable = "".join(character for character in text if character.isprintable())
    return search_key(printable).replace(" ", "")
