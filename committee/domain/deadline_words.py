"""What a deadline in words means: the last acceptable day, or what a person must be asked.

Source: docs/domain.md, "Meetings and tasks". The wordings themselves are in deadline_grammar.py.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from committee.domain import deadline_days as days
from committee.domain import deadline_grammar as grammar
from committee.domain.calendar import ONE_DAY, WorkingCalendar
from committee.domain.days import vn_day
from committee.domain.errors import DomainError
from committee.domain.folding import Folded, Phrase, fold, without_marks
from committee.domain.recurring import LAST, DueRule, Rhythm
from committee.domain.text import clean

LOOKS_BACK = 200  # letters before a day that may say that it is no deadline
WEEKENDS_ONLY = WorkingCalendar(frozenset(), frozenset(), frozenset())
# For whoever asks only where the words of a deadline stand, not which day they mean.
ANY_DAY = date(2000, 1, 1)

BEFORE = "“Before” a day: the last day is %(day)s."
UNTIL = "The last day is %(day)s."
AT_AN_HOUR = "An hour is given: the last day is %(day)s, the hour itself is not followed."
NO_YEAR = "Month or year are not written: the last day is taken to be %(day)s."
PERIOD = "The last day of the period is taken to be %(day)s."
COUNTED = "Counted from %(start)s: the last day is taken to be %(day)s."
MOVED = "The last day would be %(named)s, which is not worked: it is %(day)s."
SEVERAL = "Several days are named: the last of them is taken, %(day)s."
PAST = "The day that was read, %(day)s, lies before the day of the document: give the last day."
NO_SUCH_DAY = "There is no such day in the calendar: give the last day."
VAGUE = "These words name no day: give the last day."
RECURRING = "This comes back again and again: make it a recurring task, or give the last day."
NONE = "No deadline is named."


@dataclass(frozen=True)
class Deadline:
    """What was read. `due_on` None and words there: a person must give the day, or confirm the rhythm.

    `certain` is whether nobody need confirm it: a whole day was written, or no deadline at all. `start` and `end` are
    where `wording` stands in the text. `explanation` is a message id to show, filled in with `params`.
    """

    due_on: date | None
    wording: str = ""
    certain: bool = False
    explanation: str = NONE
    params: Mapping[str, Any] = field(default_factory=dict)
    rhythm: Rhythm | None = None
    rule: DueRule | None = None
    start: int = 0
    end: int = 0

    @property
    def asks(self) -> bool:
        """Whether words were found that give no single day."""
        return bool(self.wording) and self.due_on is None


NO_DEADLINE = Deadline(None, certain=True)


@dataclass(frozen=True)
class _Reading:
    """What a reader needs beside its match."""

    issued_on: date
    is_strict: bool
    calendar: WorkingCalendar
    moves: bool = False


_Reader = Callable[[re.Match[str], _Reading], Deadline]


def read_deadline(
    text: str, *, issued_on: date, strict: bool = True, moves: bool = False, calendar: WorkingCalendar = WEEKENDS_ONLY
) -> Deadline:
    """Return the deadline that `text` names, as a document of `issued_on` means it.

    With `strict`, "trước ngày D" means the day before D; some offices read it as D itself. With `moves`, a last day
    that is not worked moves to the next one that is, but never past a day it lies before. A single day goes before
    a rhythm, that before words without a day, of which the longer tell more; of several days the last one is taken,
    to be confirmed.
    """
    found = read_deadlines(text, issued_on=issued_on, strict=strict, moves=moves, calendar=calendar)
    with_day = [one for one in found if one.due_on is not None]
    if not with_day:
        return min(found, key=_how_telling, default=NO_DEADLINE)
    last = max(with_day, key=lambda one: one.due_on or date.min)
    if len({one.due_on for one in with_day}) > 1:
        return replace(last, certain=False, explanation=SEVERAL, params={"day": vn_day(last.due_on or issued_on)})
    return replace(last, certain=last.certain and all(one.due_on or one.explanation == VAGUE for one in found))


def _how_telling(without_day: Deadline) -> tuple[bool, bool, int]:
    """Return the place of words that name no day: a rhythm with its day, a rhythm, the longer words."""
    has_own_day = without_day.rule is not None and without_day.rule != DueRule(LAST)
    return without_day.rhythm is None, not has_own_day, -len(without_day.wording)


def read_deadlines(
    text: str, *, issued_on: date, strict: bool = True, moves: bool = False, calendar: WorkingCalendar = WEEKENDS_ONLY
) -> list[Deadline]:
    """Return every deadline that `text` names, in the order of the text."""
    folded, reading = fold(text), _Reading(issued_on, strict, calendar, moves)
    found: list[Deadline] = []  # in the order of the text; none overlaps another
    for match, reader in _matches(folded):
        start, end = folded.span(match.start(), match.end())
        place = bisect_right(found, start, key=_start)
        if any(start < one.end and one.start < end for one in found[max(0, place - 1) : place + 1]):
            continue
        found.insert(place, replace(reader(match, reading), wording=clean(text[start:end]), start=start, end=end))
    return found


def _start(one: Deadline) -> int:
    return one.start


def refuse_words_for_day(said: object, *, issued_on: date) -> None:
    """Raise where a deadline in words stands where a day belongs, and say where such words are read."""
    in_words = isinstance(said, str) and any(one.isalpha() for one in said)
    if in_words and read_deadline(str(said), issued_on=issued_on).due_on is not None:
        raise DomainError(
            "This is a deadline in words: move it to the column “Deadline in words” (due_wording), where a day is read "
            "from it, or write the last day here as day/month/year.",
            read=clean(str(said)),
        )


def refuse_wording_without_day(text: str, deadline: Deadline) -> None:
    """Raise where `text` was given as a deadline and names no single day."""
    if clean(text) and deadline.due_on is None:
        raise DomainError(
            "This wording names no single day: fill in due_on, or leave both blank for a task without a deadline.",
            read=clean(text),
        )


def _matches(folded: Folded) -> Iterator[tuple[re.Match[str], _Reader]]:
    """Return the matches with what reads them, the most telling patterns first."""
    blocked = grammar.NO_DEADLINE_AFTER.of(folded)
    for phrases, reader in _READERS:
        for one in phrases:
            for match in one.of(folded).finditer(folded.text):
                words_before = folded.text[max(0, match.start() - LOOKS_BACK) : match.start()]
                if reader is _vague or not blocked.search(words_before):
                    yield match, reader


def _recurring(match: re.Match[str], reading: _Reading) -> Deadline:
    named = match.groupdict()
    rhythm = days.RHYTHMS[without_marks(named["r"])]
    if named.get("w"):
        return _again(rhythm, DueRule("day", _WEEKDAYS[without_marks(named["w"])]))
    if not named.get("d"):
        return _again(rhythm, DueRule(LAST))
    count = int(named["d"]) - (1 if named["before"] and reading.is_strict else 0)
    if count > 31:
        return Deadline(None, explanation=NO_SUCH_DAY)
    # Before the first of every month is the last day of the month before.
    return _again(rhythm, DueRule("day", count) if count else DueRule(LAST))


def _again(rhythm: Rhythm, rule: DueRule) -> Deadline:
    return Deadline(None, explanation=RECURRING, rhythm=rhythm, rule=rule)


def _counted(match: re.Match[str], reading: _Reading) -> Deadline:
    start = days.counted_from(match, reading.issued_on)
    if start is None:
        return Deadline(None, explanation=NO_SUCH_DAY)
    return _by(days.counted(match, start, reading.calendar), reading, COUNTED, start=vn_day(start))


def _before(match: re.Match[str], reading: _Reading) -> Deadline:
    if match["hour"] or not reading.is_strict:
        return _until(match, reading)
    return _on(match, replace(reading, moves=False), earlier=1, explanation=BEFORE)


def _until(match: re.Match[str], reading: _Reading) -> Deadline:
    return _on(match, reading, earlier=0, explanation=AT_AN_HOUR if match.groupdict().get("hour") else UNTIL)


def _on(match: re.Match[str], reading: _Reading, *, earlier: int, explanation: str) -> Deadline:
    day = days.day_of(match, reading.issued_on)
    if day is None:
        return Deadline(None, explanation=NO_SUCH_DAY)
    is_whole = days.year_of(match) > 0
    known = _by(day - earlier * ONE_DAY, reading, NO_YEAR if explanation == UNTIL and not is_whole else explanation)
    is_there = known.due_on is not None and known.explanation != MOVED
    return replace(known, certain=is_whole and is_there)


def _period(match: re.Match[str], reading: _Reading) -> Deadline:
    period = days.named_period(match, reading.issued_on)
    return Deadline(None, explanation=NO_SUCH_DAY) if period is None else _by(period.last, reading, PERIOD)


def _before_period(match: re.Match[str], reading: _Reading) -> Deadline:
    period = days.named_period(match, reading.issued_on)
    return (
        Deadline(None, explanation=NO_SUCH_DAY)
        if period is None
        else _by(period.first - ONE_DAY, replace(reading, moves=False), PERIOD)
    )


def _this_period(match: re.Match[str], reading: _Reading) -> Deadline:
    return _by(days.last_of_this(match, reading.issued_on, reading.calendar), reading, PERIOD)


def _vague(_match: re.Match[str], _reading: _Reading) -> Deadline:
    return Deadline(None, explanation=VAGUE)


def _by(due_on: date, reading: _Reading, explanation: str, **params: str) -> Deadline:
    """Return the day, or the question that remains where it lies before the document itself."""
    if due_on < reading.issued_on:
        return Deadline(None, explanation=PAST, params={"day": vn_day(due_on)})
    if reading.moves and not reading.calendar.is_working(due_on):
        moved = reading.calendar.next_working_day(due_on)
        return Deadline(moved, explanation=MOVED, params={"day": vn_day(moved), "named": vn_day(due_on)})
    return Deadline(due_on, explanation=explanation, params={"day": vn_day(due_on), **params})


_WEEKDAYS = {
    **{word: day for day, word in enumerate(("hai", "ba", "tu", "nam", "sau", "bay"), start=1)},
    **{str(day + 1): day for day in range(1, 7)},
}
_READERS: tuple[tuple[tuple[Phrase, ...], _Reader], ...] = (
    (grammar.RECURRING, _recurring),
    (grammar.RANGE, _until),
    (grammar.SINCE, _counted),
    (grammar.BEFORE, _before),
    (grammar.UNTIL, _until),
    (grammar.EVENTS, _vague),
    (grammar.BEFORE_PERIOD, _before_period),
    (grammar.PERIOD, _period),
    (grammar.THIS_PERIOD, _this_period),
    (grammar.VAGUE, _vague),
)
