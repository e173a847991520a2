"""The words around a number: hơn, khoảng, (ước) before it; triệu, tỷ đồng, người, % after it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from committee.domain.errors import DomainError

EXACT, ROUNDED = "exact", "rounded"
MORE_THAN, LESS_THAN, ABOUT, AT_LEAST = "more_than", "less_than", "about", "at_least"
QUALIFIERS = (EXACT, MORE_THAN, LESS_THAN, ABOUT, AT_LEAST, ROUNDED)

_ESTIMATES = r"ước tính|ước đạt|ước|tạm tính|sơ bộ"
_ESTIMATE_BEFORE = re.compile(rf"\(\s*(?:số liệu )?(?:{_ESTIMATES})\s*\)\s*|(?:{_ESTIMATES})\s+(?=\S)", re.IGNORECASE)
_ESTIMATE_AFTER = re.compile(rf"\s*\(\s*(?:số liệu )?(?:{_ESTIMATES})\s*\)", re.IGNORECASE)

_AT_MOST = re.compile(r"(?:<=|≤|không quá|tối đa)\s*(?=[0-9])", re.IGNORECASE)
_QUALIFIER_WORDS = (
    (AT_LEAST, re.compile(r"(?:đạt và vượt|>=|≥|ít nhất|tối thiểu)\s*", re.IGNORECASE)),
    (MORE_THAN, re.compile(r"(?:hơn|trên|>)\s*", re.IGNORECASE)),
    (LESS_THAN, re.compile(r"(?:gần|dưới|<)\s*", re.IGNORECASE)),
    (ABOUT, re.compile(r"(?:khoảng|xấp xỉ|~|≈)\s*", re.IGNORECASE)),
)

_BILLION = 10**9
_MULTIPLIERS = {
    "nghìn": 10**3,
    "ngàn": 10**3,
    "triệu": 10**6,
    "tr": 10**6,
    "tr.": 10**6,
    "tỷ": _BILLION,
    "tỉ": _BILLION,
}
_SHORT_FORMS = {"trđ": "triệu đồng", "tr.đ": "triệu đồng", "tỷđ": "tỷ đồng", "tỉđ": "tỷ đồng"}
_DONG = frozenset({"đồng", "đ", "₫", "vnđ", "vnd"})
_PERCENT = frozenset({"%", "phần trăm"})


@dataclass(frozen=True)
class Lead:
    """What stood before the digits, and the rest of the writing."""

    qualifier: str
    provisional: bool
    rest: str


@dataclass(frozen=True)
class Tail:
    """What stood after the digits. `factor` is None where neither a multiple nor đồng was written.

    `large` says that the digits are followed at once by tỷ or đồng, which makes a group of three thousands.
    """

    factor: int | None = None
    multiple: bool = False
    large: bool = False
    percent: bool = False
    unknown: str = ""


def read_lead(text: str) -> Lead:
    """Split the words that qualify a number off its front, and "(số liệu ước)" off its end."""
    found = _ESTIMATE_BEFORE.match(text)
    rest = text[found.end() :] if found else text
    if _AT_MOST.match(rest):
        raise DomainError(
            "A figure cannot be “at most”: write the number itself, or “gần”, “dưới” before it.", read=text
        )
    qualifier = EXACT
    for kind, words in _QUALIFIER_WORDS:
        split = words.match(rest)
        if split:
            qualifier, rest = kind, rest[split.end() :]
            break
    inner = _ESTIMATE_BEFORE.match(rest)
    rest = rest[inner.end() :] if inner else rest
    after = _ESTIMATE_AFTER.search(rest)
    if after and after.end() == len(rest):
        return Lead(qualifier=qualifier, provisional=True, rest=rest[: after.start()])
    return Lead(qualifier=qualifier, provisional=bool(found or inner), rest=rest)


def read_tail(text: str, unit_words: Collection[str]) -> Tail:
    """Read the words after a number.

    What is neither a multiple, nor đồng, nor %, nor one of `unit_words` is `unknown`.
    """
    phrase = " ".join(text.lower().split())
    if phrase in _PERCENT:
        return Tail(percent=True)
    words = _SHORT_FORMS.get(phrase, phrase).split()
    multiples: list[int] = []
    # "nghìn tỷ" is the one pair in use.
    while words and words[0] in _MULTIPLIERS and (not multiples or _MULTIPLIERS[words[0]] == _BILLION):
        multiples.append(_MULTIPLIERS[words.pop(0)])
    rest = " ".join(words)
    if (rest and rest not in _DONG and rest not in {u.lower() for u in unit_words}) or len(multiples) > 2:
        return Tail(unknown=text.strip())
    if not multiples:
        return Tail(factor=1, large=True) if rest in _DONG else Tail()
    product = multiples[0] * (multiples[1] if len(multiples) == 2 else 1)
    return Tail(factor=product, multiple=True, large=multiples[0] == _BILLION)
