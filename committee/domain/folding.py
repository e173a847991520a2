"""Vietnamese prose in one spelling, with the way back to where each letter stood in the original."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

_LOOK_ALIKES = str.maketrans({"ð": "đ", "\u0256": "đ"})
_DASHES = frozenset("‐‑‒–—−")
_LINE_ENDS = dict.fromkeys(map(ord, "\v\f\x85\u2028\u2029"), "\n")
_BARE = str.maketrans({"đ": "d", "Đ": "D"})


@dataclass(frozen=True)
class Folded:
    """A text in small letters, composed, its white space single; `origin[i]` is where letter i stood."""

    original: str
    text: str
    origin: tuple[int, ...]

    @cached_property
    def is_bare(self) -> bool:
        """Whether the writer used no Vietnamese marks at all, so that none can tell two words apart."""
        return not any(letter.isalpha() and not letter.isascii() for letter in self.text)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where letters `start` to `end` (exclusive) of the folded text stand in the original."""
        last = self.origin[end] if end < len(self.origin) else len(self.original)
        first = self.origin[start] if start < len(self.origin) else last
        return first, first + len(self.original[first:last].rstrip())


@dataclass(frozen=True)
class Phrase:
    """A pattern written with its marks, which are not asked of a writer who uses none."""

    marked: re.Pattern[str]
    bare: re.Pattern[str]

    def of(self, folded: Folded) -> re.Pattern[str]:
        """Return the pattern that fits the way `folded` is written."""
        return self.bare if folded.is_bare else self.marked


def phrase(pattern: str) -> Phrase:
    """Return a pattern over folded text: small letters, single spaces."""
    return Phrase(re.compile(pattern), re.compile(without_marks(pattern)))


def without_marks(text: str) -> str:
    """Return `text` without tones and marks, its case kept."""
    apart = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(_BARE)


def fold(text: str) -> Folded:
    """Return `text` in one spelling: the same for NFC and NFD, capitals, kinds of spaces and of dashes."""
    letters: list[str] = []
    origin: list[int] = []
    for start, cluster in _clusters(text):
        folded = _folded(cluster)
        if folded == " " and (not letters or letters[-1] == " "):
            continue
        letters += folded
        origin += [start] * len(folded)
    return Folded(text, "".join(letters), tuple(origin))


def composed(text: str) -> tuple[str, tuple[int, ...]]:
    """Return `text` composed (NFC) with plain line ends, and where each of its letters stood, the end included."""
    letters: list[str] = []
    origin: list[int] = []
    for start, cluster in _clusters(text):
        whole = unicodedata.normalize("NFC", cluster).translate(_LINE_ENDS)
        letters += whole
        origin += [start] * len(whole)
    return "".join(letters), (*origin, len(text))


def _clusters(text: str) -> list[tuple[int, str]]:
    """Return each letter with the marks that follow it, and where it starts."""
    starts = [i for i, letter in enumerate(text) if i == 0 or not unicodedata.combining(letter)]
    return [(start, text[start:end]) for start, end in pairwise([*starts, len(text)])]


def _folded(cluster: str) -> str:
    if cluster.isspace():
        return " "
    if cluster in _DASHES:
        return "-"
    if unicodedata.category(cluster[0]) in {"Cf", "Cc"}:
        return ""
    return unicodedata.normalize("NFC", cluster).casefold().translate(_LOOK_ALIKES)
