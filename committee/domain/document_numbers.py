"""How documents are numbered: what a number looks like, when it may be given, and which one comes next.

Source: docs/domain.md, "Documents": sign first, number second; one series for each committee and year.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from committee.domain.document_types import BY_CODE, TYPES
from committee.domain.errors import DomainError
from committee.domain.text import clean

LONGEST_SYMBOL = 60
OFFICE_OF_A_COMMITTEE = "BCĐ"
PLAIN = "thường"

_LEADING_WORD = re.compile(r"số\s*:?\s*(?=\d)", re.IGNORECASE)
_WRITTEN = re.compile(r"(?P<value>\d{1,6})(?P<suffix>[^\W\d_]{0,3})(?:(?P<mark>[/-])(?P<symbol>.+))?")
_SYMBOL = re.compile(r"[\w.&/-]+(?: [\w.&/-]+)*")
_AROUND_MARKS = re.compile(r"\s*([/-])\s*")
# A Party document joins number and symbol by a hyphen, and its type and issuer by a slash: 27-CV/TU.
_PARTY = frozenset({"CV", *(one.abbreviation for one in TYPES if one.abbreviation)})

# The stamp of a secret document, as it is copied along: in capitals, in brackets, or as the level it names.
_STAMP = re.compile(r"\b(?:tuyệt|tối) mật\b|[(\[]\s*mật\s*[)\]]|độ mật\s*:\s*mật\b", re.IGNORECASE)
_CAPITALS = re.compile(r"(?<!BẢO )(?<!BÍ )\bMẬT\b")


class State(StrEnum):
    """A document is written, then signed; number and day come after."""

    DRAFT = "draft"
    SIGNED = "signed"


@dataclass(frozen=True)
class Number:
    """A number as it was given. `suffix` is a letter behind it: 85a stands between 85 and 86."""

    value: int
    suffix: str = ""

    def __str__(self) -> str:
        return f"{self.value:02d}{self.suffix}"


def read_number(said: str) -> tuple[Number, str]:
    """Return the number and the symbol of "85/KH-UBND", "08", "27-CV/TU" or "12/2024/NĐ-CP"; the symbol may be ""."""
    text = _LEADING_WORD.sub("", clean(said), count=1)
    found = _WRITTEN.fullmatch(_AROUND_MARKS.sub(r"\1", text))
    if found is None or not int(found["value"]):
        raise DomainError("Write the number as it stands on the document, such as 85/KH-UBND.", read=said or None)
    number = Number(int(found["value"]), found["suffix"].casefold())
    symbol = read_symbol(found["symbol"] or "")
    if found["mark"] == "-" and not _is_of_the_party(symbol):
        raise DomainError("Between number and symbol stands a slash: %(written)s.", written=f"{number}/{symbol}")
    return number, symbol


def read_symbol(said: str) -> str:
    """Return a symbol as it is kept: "KH-UBND"; "" where there is none."""
    symbol = _AROUND_MARKS.sub(r"\1", clean(said)).strip("/-")
    if symbol and (len(symbol) > LONGEST_SYMBOL or not _SYMBOL.fullmatch(symbol)):
        raise DomainError("A symbol has letters, digits, hyphens and slashes only, such as KH-UBND.", read=symbol)
    return symbol


def written(number: Number | None, symbol: str) -> str:
    """Return number and symbol as they stand on the document, with a gap where no number was given: "…/KH-UBND"."""
    shown = "…" if number is None else str(number)
    if not symbol:
        return "" if number is None else shown
    return f"{shown}{'-' if _is_of_the_party(symbol) else '/'}{symbol}"


def symbol_key(symbol: str) -> str:
    """Return what is equal for two writings of one symbol."""
    return symbol.casefold().replace(" ", "")


def proposed_symbol(type_code: str, issuer: str = OFFICE_OF_A_COMMITTEE) -> str:
    """Return the symbol of a committee's own document: "BC-BCĐ"; an official letter names no type."""
    abbreviation = BY_CODE[type_code].abbreviation
    return f"{abbreviation}-{issuer}" if abbreviation else issuer


def next_number(highest: int | None) -> Number:
    """Return the number after the highest one of a series; gaps before it stay gaps."""
    return Number((highest or 0) + 1)


def series_of(type_code: str, *, per_type: bool) -> str:
    """Return the name of the series a committee's document is counted in: one for all types, or one for each."""
    return type_code if per_type else ""


def counted_as(type_code: str, year: int, number: Number, *, per_type: bool) -> Hashable:
    """Return what no two documents of one committee share: the series, the year in it, and the number of that year.

    The series is that of the way the committee counts now, whichever way the number was given then, and by which door.
    """
    refuse_number_without_day(year)
    return series_of(type_code, per_type=per_type), year, number


def refuse_number_without_day(year: int) -> None:
    """Raise where a number is to count in a series and the document has no day: numbers begin anew each year."""
    if year < 1:
        raise DomainError("A number needs the day of the document.")


def refuse_number_of(state: str) -> None:
    """Raise where a number or a day is given before the signature."""
    if state != State.SIGNED.value:
        raise DomainError("A document gets its number and its day after it is signed: record the signature first.")


def refuse_day(issued_on: date, today: date) -> None:
    """Raise where the day of a document lies ahead."""
    if issued_on > today:
        raise DomainError("The day of a document cannot lie after today.")


def refuse_secret(secrecy: str, subject: str) -> None:
    """Raise where a document is marked secret, or where its subject carries the stamp of one."""
    level = clean(secrecy).casefold()
    shouted = subject != subject.upper() and _CAPITALS.search(subject)
    if level not in ("", PLAIN) or shouted or _STAMP.search(subject):
        raise DomainError("This system keeps no secret documents: keep this one outside, by the rules for secrets.")


def _is_of_the_party(symbol: str) -> bool:
    kind, slash, _issuer = symbol.partition("/")
    return bool(slash) and kind in _PARTY
