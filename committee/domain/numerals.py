"""The digits of a number and the marks between them: the readings a writing has, before its field decides."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from committee.domain.errors import DomainError

# Decimal computes with 28 digits; below this no product of ours is ever rounded.
_LONGEST = 18

_GROUPED = re.compile(
    r"(?P<whole>[1-9][0-9]{0,2}(?P<group>[., ])[0-9]{3}(?:(?P=group)[0-9]{3})*)"
    r"(?:(?!(?P=group))(?P<mark>[.,])(?P<fraction>[0-9]+))?"
)
_PLAIN = re.compile(r"(?P<whole>[0-9]+)")
_DECIMAL = re.compile(r"(?P<whole>0|[1-9][0-9]*)[.,](?P<fraction>[0-9]+)")


@dataclass(frozen=True)
class Numeral:
    """What a writing can mean. `as_group` and `as_decimal` are both there only when one mark could be either.

    `mark` is that mark ("." or ","), "?" if spaces group beside it, empty where nothing is in doubt.
    """

    as_group: Decimal | None
    as_decimal: Decimal | None
    mark: str = ""
    english: bool = False

    @property
    def readings(self) -> tuple[Decimal, ...]:
        return tuple(value for value in (self.as_group, self.as_decimal) if value is not None)


def read_numeral(text: str) -> Numeral:
    """Return the readings of digits with dots, commas and spaces; refuse what is no number.

    One or two digits after a mark, or more than three, are decimals; three may be a group. Of two different
    marks the last is the decimal mark. A mark that stands twice groups.
    """
    if sum(c.isdigit() for c in text) > _LONGEST:
        raise DomainError("The number has too many digits.", read=text)
    if _PLAIN.fullmatch(text):
        return Numeral(as_group=Decimal(text), as_decimal=None)
    grouped = _GROUPED.fullmatch(text)
    if grouped:
        return _grouped(grouped)
    decimal = _DECIMAL.fullmatch(text)
    if decimal:
        return Numeral(as_group=None, as_decimal=Decimal(f"{decimal['whole']}.{decimal['fraction']}"))
    raise DomainError(
        "The marks between the digits do not make groups of three: write 67.942 or 67942, decimals as 72,48.",
        read=text,
    )


def _grouped(found: re.Match[str]) -> Numeral:
    group, fraction = found["group"], found["fraction"]
    whole = found["whole"].replace(group, "")
    if fraction is not None:
        decimal = Decimal(f"{whole}.{fraction}")
        if group == " " and len(fraction) == 3:
            return Numeral(as_group=Decimal(whole + fraction), as_decimal=decimal, mark="?")
        return Numeral(as_group=None, as_decimal=decimal)
    if group == " ":
        return Numeral(as_group=Decimal(whole), as_decimal=None)
    if found["whole"].count(group) > 1:
        return Numeral(as_group=Decimal(whole), as_decimal=None, english=group == ",")
    as_decimal = Decimal(found["whole"].replace(group, "."))
    return Numeral(as_group=Decimal(whole), as_decimal=as_decimal, mark=group)
