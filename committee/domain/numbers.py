"""The number grammar: what an official wrote, as a number that is certain, a blank, a question, or a refusal.

A COUNT is whole people, households, cards; MONEY is kept in whole đồng; a PCT is kept as percent. Nothing is
guessed: where a writing has two meanings the answer is an `Ask`, which a form asks and a file refuses.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from committee.domain.errors import DomainError
from committee.domain.number_words import EXACT, ROUNDED, Lead, Tail, read_lead, read_tail
from committee.domain.number_writing import vn_number
from committee.domain.numerals import Numeral, read_numeral
from committee.domain.text import clean

COMMAS_WERE_GROUPS = "The commas were read as marks between the thousands."

_LARGEST = 10**18
_LARGEST_PERCENT = 1000
# Only these: compatibility forms at large would read 850² as 8502.
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
BLANKS = frozenset({"", "-", "–", "—", "x", "k/c", "n/a"})
_DIGITS = re.compile(r"\+?\s*(?P<numeral>[0-9](?:[0-9., ]*[0-9.,])?)")
_NEGATIVE = re.compile(r"[-−–—]\s*[0-9.,]")
_IN_BRACKETS = re.compile(r"\(\s*[-−–+]?[0-9., ]+\)")
_SCIENTIFIC = re.compile(r"[eE][-+]?[0-9]+")


class Field(Enum):
    """What a column holds."""

    COUNT = "count"
    MONEY = "money"
    PCT = "pct"


@dataclass(frozen=True)
class Number:
    """A number read for certain: people, đồng or percent.

    `qualifier` is one of QUALIFIERS, `note` a message id that a page shows beside the number.
    """

    value: Decimal
    qualifier: str
    note: str | None
    provisional: bool
    published_text: str


@dataclass(frozen=True)
class Blank:
    """Nothing was reported, which is not zero; `note` is what stood there ("-", "k/c"), if anything did."""

    note: str | None = None


@dataclass(frozen=True)
class Ask:
    """A writing that must be asked about: the question and the values it may mean, never none."""

    message: str
    candidates: tuple[Decimal, ...]
    number: Number

    @property
    def readings(self) -> str:
        return " / ".join(vn_number(value) for value in self.candidates)

    @property
    def params(self) -> dict[str, object]:
        return {"readings": self.readings}

    def answered(self, value: Decimal) -> Number:
        """Return the number with the reading the writer chose."""
        if value not in self.candidates:
            raise ValueError(f"{value} is none of {self.candidates}")
        kept = self.number
        return Number(value, kept.qualifier, kept.note, kept.provisional, kept.published_text)


def read_number(
    raw: str,
    kind: Field,
    *,
    unit_words: Collection[str] = (),
    unit_factor: int = 1,
    coverage: bool = False,
) -> Number | Blank | Ask:
    """Read what was typed into a field or a text cell.

    `unit_words` are the words the indicator counts in ("người"); `unit_factor` is what a bare 1 is worth (10⁹
    where the indicator is in tỷ đồng); `coverage` says that a percentage over 100 is asked about.
    """
    said = clean(raw).translate(_FULL_WIDTH)
    if said.lower() in BLANKS:
        return Blank(said or None)
    if said.startswith("#"):
        raise DomainError("The spreadsheet shows an error here: correct the formula or type the number.", read=said)
    lead = read_lead(said)
    digits = _DIGITS.match(lead.rest)
    if digits is None:
        raise _no_number(said, lead.rest)
    tail = read_tail(lead.rest[digits.end() :], unit_words)
    if tail.unknown:
        raise _unknown_tail(said, said.index(lead.rest) + digits.end(), lead.rest[digits.end() :])
    _refuse_foreign_words(said, kind, tail)
    try:
        numeral = read_numeral(digits["numeral"])
    except DomainError as refusal:
        refusal.read = said
        raise
    return _decided(said, lead, tail, numeral, kind=kind, unit_factor=unit_factor, coverage=coverage)


def whole(value: Decimal) -> bool:
    return value == value.to_integral_value()


def possible(value: Decimal, kind: Field) -> bool:
    """Say whether a field of this kind can hold `value`."""
    if kind is Field.PCT:
        return 0 <= value <= _LARGEST_PERCENT
    return whole(value) and 0 <= value <= _LARGEST


def question(kind: Field, candidates: tuple[Decimal, ...], number: Number) -> Ask:
    """Return the question which of `candidates` was meant."""
    message = {
        Field.COUNT: "Is this %(readings)s? Write the number without a mark between the thousands.",
        Field.MONEY: "Is this %(readings)s đồng? Write “đồng”, “triệu” or “tỷ” after the number, "
        "and no mark between the thousands.",
        Field.PCT: "Is this %(readings)s %%? Write the sign %% after the number.",
    }[kind]
    return Ask(message, candidates, number)


def refusal_of_value(kind: Field, value: Decimal, said: str) -> DomainError:
    """Return why a field of this kind cannot hold `value`."""
    if kind is Field.PCT:
        return DomainError("A percentage over 1.000 cannot be right: was a count typed here?", read=said)
    if value > _LARGEST:
        return DomainError("The number is too large.", read=said)
    if kind is Field.MONEY:
        return DomainError("The amount does not come out in whole đồng.", read=said)
    return DomainError("A whole number is needed here: this has decimals.", read=said)


def percent_question(value: Decimal, number: Number, *, coverage: bool) -> Ask | None:
    """Return the question a percentage without its sign raises, or None."""
    if 0 < value < 1:
        return question(Field.PCT, (value, value * 100), number)
    return over_coverage(value, number) if coverage else None


def over_coverage(value: Decimal, number: Number) -> Ask | None:
    if value <= 100:
        return None
    return Ask("%(readings)s %% is more than everybody: check the figure.", (value,), number)


def _decided(
    said: str, lead: Lead, tail: Tail, numeral: Numeral, *, kind: Field, unit_factor: int, coverage: bool
) -> Number | Ask:
    factor = tail.factor or (1 if kind is Field.PCT else unit_factor)
    meant = _meant(numeral, tail, kind, unit_factor)
    candidates = tuple(value * factor for value in meant if possible(value * factor, kind))
    if not candidates:
        raise refusal_of_value(kind, meant[0] * factor, said)
    in_tenths = tail.multiple and numeral.as_decimal in meant
    qualifier = ROUNDED if lead.qualifier == EXACT and in_tenths else lead.qualifier
    note = COMMAS_WERE_GROUPS if numeral.english else None
    number = Number(candidates[0], qualifier, note, lead.provisional, said)
    if len(meant) > 1:
        return question(kind, candidates, number)
    if kind is Field.PCT and tail.percent:
        return (over_coverage(number.value, number) if coverage else None) or number
    if kind is Field.PCT:
        return percent_question(number.value, number, coverage=coverage) or number
    return number


def _meant(numeral: Numeral, tail: Tail, kind: Field, unit_factor: int) -> tuple[Decimal, ...]:
    """Return the one reading that the words and the field leave, or both."""
    group, decimal = numeral.as_group, numeral.as_decimal
    if group is None or decimal is None or numeral.mark == "?":
        return numeral.readings
    if kind is Field.PCT:
        # A count never carries the sign, so with it the mark is a decimal mark.
        return (decimal,) if tail.percent else (decimal, group)
    if numeral.mark == ",":
        return (decimal,) if tail.multiple else (group, decimal)
    bare_units = tail.factor is None and unit_factor == 1
    if bare_units or (kind is Field.MONEY and tail.large):
        return (group,)
    return (group, decimal)


def _refuse_foreign_words(said: str, kind: Field, tail: Tail) -> None:
    if tail.percent and kind is not Field.PCT:
        raise DomainError("A whole number is needed here, not a percentage.", read=said)
    if tail.factor is not None and kind is Field.PCT:
        raise DomainError("A percentage is needed here, not a count or an amount.", read=said)
    if tail.factor == 1 and kind is Field.COUNT:
        raise DomainError("A count is needed here, not an amount of money.", read=said)


def _no_number(said: str, rest: str) -> DomainError:
    if _NEGATIVE.match(rest):
        return DomainError("A negative number cannot stand here.", read=said)
    if _IN_BRACKETS.match(rest):
        return DomainError(
            "A number in brackets is how accounts write a negative one: write it without brackets.", read=said
        )
    if any(c in "0123456789" for c in rest):
        return _pointing(said, said.index(rest))
    return DomainError("This is not a number: write it in digits.", read=said)


def _unknown_tail(said: str, at: int, tail: str) -> DomainError:
    if tail.startswith("/"):
        return DomainError("This looks like a fraction or a day: write a number.", read=said)
    if _SCIENTIFIC.fullmatch(tail):
        return DomainError("Write the number in full: the short form with “e” is not read.", read=said)
    words = tail.strip()
    if tail.startswith(" ") and len(words) > 1 and words.replace(" ", "").isalpha():
        return DomainError(
            "“%(words)s” is not a unit this column is counted in: write the number alone.",
            read=said,
            words=words,
        )
    return _pointing(said, at + tail.index(words))


def _pointing(said: str, at: int) -> DomainError:
    return DomainError(
        "Character %(position)d, “%(character)s”, is not part of a number.",
        read=said,
        position=at + 1,
        character=said[at],
    )
