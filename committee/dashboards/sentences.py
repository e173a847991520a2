"""What a page finds, as sentences made from the numbers alone: message ids with their parameters, no page, no database.

A sentence never says more than the numbers do. Source: docs/domain.md, "Standing" and "How rates are published".
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from committee.core.formatting import count, vn_date
from committee.core.words import gettext
from committee.domain import rates
from committee.domain.levels import Level

BEHIND = frozenset({Level.WATCH, Level.LAG, Level.SEVERE})
HALF = Fraction(1, 2)

KINDS = {
    "province": "provinces and cities",
    "district": "units of the district level",
    "commune": "units of the commune level",
    "hamlet": "hamlets",
}
BELOW = "units below"


@dataclass(frozen=True)
class Sentence:
    """A message id and what stands in its gaps; a gap may hold a sentence itself."""

    message: str
    params: dict[str, object]

    @classmethod
    def of(cls, message: str, **params: object) -> Sentence:
        return cls(message, params)


@dataclass(frozen=True)
class Found:
    """What a sentence has to know of one unit: how it stands, and what it lacks against the schedule."""

    level: Level
    shortfall: Fraction | int | None = None
    is_met: bool = False


@dataclass(frozen=True)
class Subject:
    """What the sentence is about: the units in one word, the indicator, and how its amounts are written."""

    kind: Sentence
    indicator: str
    written: Callable[[int], str]
    is_ceiling: bool = False


def say(sentence: Sentence) -> str:
    """Return the sentence in the reader's language."""
    params = {name: say(part) if isinstance(part, Sentence) else part for name, part in sentence.params.items()}
    said: str = gettext(sentence.message, **params)
    return said


def kind_of(units: Collection[tuple[str, str]]) -> Sentence:
    """Return the one word for units of these (type, level): their type if they share it, else that of their level."""
    types, levels = {kind for kind, _ in units}, {level for _, level in units}
    if len(types) == 1:
        return Sentence.of("%(type)s", type=types.pop())
    return Sentence.of(KINDS.get(levels.pop(), BELOW) if len(levels) == 1 else BELOW)


def about(indicator: str) -> str:
    """Return an indicator's name as it stands inside a sentence; an abbreviation keeps its capitals."""
    return indicator if indicator[1:2].isupper() else indicator[:1].lower() + indicator[1:]


def finding_below(children: Sequence[Found], subject: Subject, *, due_on: date | None) -> list[Sentence]:
    """Return what is to be said of the units below: who is behind, by how much, how few make up most of it.

    Units that nothing is asked of are not counted. Empty where nothing is asked of any.
    """
    asked = [child for child in children if child.level != Level.NA]
    silent = sum(child.level == Level.NODATA for child in asked)
    if not asked:
        return []
    if silent == len(asked):
        return [Sentence.of("None of %(all)s %(kind)s has reported %(indicator)s.", **_names(asked, subject))]
    said = [_state_below(asked, subject)]
    if silent:
        said.append(_silent(silent, asked, subject, due_on))
    return said


def behind_below(children: Sequence[Found]) -> Sentence | None:
    """Return the warning that stands on a unit that is on course while units below it are not, or None."""
    asked = [child for child in children if child.level != Level.NA]
    behind = sum(child.level in BEHIND for child in asked)
    if not behind:
        return None
    return Sentence.of("%(behind)s of %(all)s units below are behind", behind=count(behind), all=count(len(asked)))


def finding_of(unit: str, found: Found, subject: Subject, *, due_on: date | None) -> Sentence | None:
    """Return what is to be said of one unit, or None where it has not been assessed."""
    names: dict[str, object] = {"unit": unit, "indicator": about(subject.indicator)}
    if found.level in BEHIND:
        return _behind(found, subject, names, due_on)
    if found.level == Level.NODATA:
        return _not_reported(names, due_on)
    if found.level == Level.OK:
        return Sentence(_well(found, subject), names)
    if found.level == Level.SUSPECT:
        return Sentence.of("The figure of %(unit)s for %(indicator)s awaits verification.", **names)
    return None


def _well(found: Found, subject: Subject) -> str:
    if not found.is_met:
        return "%(unit)s is on course for %(indicator)s."
    if subject.is_ceiling:
        return "%(unit)s keeps within the limit of %(indicator)s."
    return "%(unit)s has met its target of %(indicator)s."


def _not_reported(names: dict[str, object], due_on: date | None) -> Sentence:
    if due_on is None:
        return Sentence.of("%(unit)s has not reported %(indicator)s.", **names)
    return Sentence.of(
        "%(unit)s has not reported %(indicator)s for the cut-off of %(day)s.", day=vn_date(due_on), **names
    )


def _state_below(asked: Sequence[Found], subject: Subject) -> Sentence:
    behind = [child for child in asked if child.level in BEHIND]
    names = _names(asked, subject)
    if not behind:
        if all(child.is_met and child.level == Level.OK for child in asked):
            return Sentence.of("All %(all)s %(kind)s have met their target of %(indicator)s.", **names)
        return Sentence.of("None of %(all)s %(kind)s is behind on %(indicator)s.", **names)
    names["behind"] = count(len(behind))
    if subject.is_ceiling:
        return Sentence.of("%(behind)s of %(all)s %(kind)s are over the limit of %(indicator)s.", **names)
    return _short_below(behind, subject, names)


def _short_below(behind: Sequence[Found], subject: Subject, names: dict[str, object]) -> Sentence:
    short = sorted((int(child.shortfall or 0) for child in behind), reverse=True)
    total = sum(short)
    names["short"] = subject.written(total)
    few, held = _fewest(short, total)
    if few >= len(short):
        return Sentence.of(
            "%(behind)s of %(all)s %(kind)s are behind on %(indicator)s, %(short)s short of the schedule.", **names
        )
    share = rates.vietnamese(rates.cut(Fraction(held * 100, total), 0))
    return Sentence.of(
        "%(behind)s of %(all)s %(kind)s are behind on %(indicator)s, %(short)s short of the schedule; "
        "%(few)s %(kind)s make up %(share)s of it.",
        few=count(few),
        share=f"{share}%",
        **names,
    )


def _fewest(short: Sequence[int], total: int) -> tuple[int, int]:
    """Return how few of `short`, the largest first, hold at least half of `total`, and what they hold."""
    held = 0
    for number, part in enumerate(short, 1):
        held += part
        if held >= total * HALF:
            return number, held
    return len(short), held


def _silent(silent: int, asked: Sequence[Found], subject: Subject, due_on: date | None) -> Sentence:
    names = {"missing": count(silent), "all": count(len(asked)), "kind": subject.kind}
    if due_on is None:
        return Sentence.of("%(missing)s of %(all)s %(kind)s have not reported.", **names)
    return Sentence.of(
        "%(missing)s of %(all)s %(kind)s have not reported for the cut-off of %(day)s.", day=vn_date(due_on), **names
    )


def _behind(found: Found, subject: Subject, names: dict[str, object], due_on: date | None) -> Sentence:
    if subject.is_ceiling or found.shortfall is None:
        return Sentence.of("%(unit)s is over the limit of %(indicator)s.", **names)
    names["short"] = subject.written(int(found.shortfall))
    if due_on is None:
        return Sentence.of("%(unit)s is behind on %(indicator)s, %(short)s short of the schedule.", **names)
    return Sentence.of(
        "%(unit)s is behind on %(indicator)s, %(short)s short of the schedule of %(day)s.",
        day=vn_date(due_on),
        **names,
    )


def _names(asked: Sequence[Found], subject: Subject) -> dict[str, object]:
    return {"all": count(len(asked)), "kind": subject.kind, "indicator": about(subject.indicator)}
