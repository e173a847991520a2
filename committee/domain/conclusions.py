"""What the text of a conclusion notice asks of whom, and by when: proposals that a person confirms.

Each part says where in the text it was read; what could not be read for certain is asked. Source: docs/domain.md,
"Meetings and tasks".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from committee.domain import conclusion_jobs as jobs
from committee.domain import conclusion_parties as parties
from committee.domain.calendar import WorkingCalendar
from committee.domain.conclusion_parties import Read
from committee.domain.conclusion_points import Point, points_of
from committee.domain.deadline_words import NO_DEADLINE, NONE, WEEKENDS_ONLY, Deadline, read_deadline
from committee.domain.folding import Folded, composed, fold, phrase
from committee.domain.task_rules import Party
from committee.domain.text import clean

NO_LEAD = "Nobody is named in charge: name one."
SEVERAL_LEADS = "Several are named in charge: keep one, the others are coordinators."
GROUP_LEAD = "Many are in charge together: name one, or give each of them a task of their own."
UNKNOWN_LEAD = "The lead is not known by this name: choose it, or keep the name without an account."
NO_PRODUCT = "No product is named: say what is to be handed in."
NO_INDICATOR = "This is a standing directive: tie it to an indicator."


class Kind(StrEnum):
    """What a point is: a job, a directive without a product and a day, or no order at all."""

    TASK = "task"
    STANDING = "standing"
    OTHER = "other"


@dataclass(frozen=True)
class Ask:
    """What a person must fill in or confirm: a message id, filled in with `params`."""

    message: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Proposed:
    """What was read of one point, or of one order in it. Every place is one in the whole text."""

    number: str
    text: str
    start: int
    end: int
    kind: Kind
    title: str = ""
    lead: Read | None = None
    coordinators: tuple[Read, ...] = ()
    deliverable: Read | None = None
    deadline: Deadline = NO_DEADLINE
    asks: tuple[Ask, ...] = ()


@dataclass(frozen=True)
class _Named:
    """Who is named in a point, and where the job itself begins (in the folded text)."""

    leads: tuple[Read, ...] = ()
    coordinators: tuple[Read, ...] = ()
    job: int = 0
    is_ordered: bool = False


_GROUP = phrase(r"\bcác\b|\btừng\b|\bmỗi\b")
_HONORIFIC = re.compile(r"^(?:đồng chí|đ/c|ông|bà)\s+", re.IGNORECASE)
_Placed = TypeVar("_Placed", Read, Deadline, Proposed)


def proposals(
    text: str,
    *,
    issued_on: date,
    known_parties: Iterable[Party] = (),
    strict: bool = True,
    moves: bool = False,
    calendar: WorkingCalendar = WEEKENDS_ONLY,
) -> list[Proposed]:
    """Return one proposal for each point of `text`, in its order; points that only head others are left out.

    What a heading says of who is in charge and by when holds for the points under it that say nothing else.
    """
    given = list(known_parties)
    whole, origin = composed(text)
    reader = _Reader(whole, parties.known_by_name(given), bool(given), issued_on, strict, moves, calendar)
    points = points_of(whole)
    read = [(point, reader.proposal(point, [points[i] for i in _above(points, point)])) for point in points]
    return [_placed(one, origin) for point, one in read if not point.has_parts or _says_more(one)]


def _placed(proposed: Proposed, origin: Sequence[int]) -> Proposed:
    """Return `proposed` with its places in the text as it was pasted, whichever form its letters had there."""

    def moved(part: _Placed) -> _Placed:
        return replace(part, start=origin[part.start], end=origin[part.end])

    return replace(
        moved(proposed),
        lead=proposed.lead and moved(proposed.lead),
        coordinators=tuple(moved(one) for one in proposed.coordinators),
        deliverable=proposed.deliverable and moved(proposed.deliverable),
        deadline=moved(proposed.deadline) if proposed.deadline.wording else proposed.deadline,
    )


def _says_more(heading: Proposed) -> bool:
    """Return whether a point with others under it is an order of its own, and not only their heading."""
    return heading.kind is not Kind.OTHER and heading.text.endswith((".", ";"))


def _above(points: list[Point], point: Point) -> Iterator[int]:
    while point.parent is not None:
        yield point.parent
        point = points[point.parent]


@dataclass(frozen=True)
class _Reader:
    text: str
    known: Mapping[str, Party]
    is_choice: bool
    issued_on: date
    is_strict: bool
    moves: bool
    calendar: WorkingCalendar

    def proposal(self, point: Point, above: list[Point]) -> Proposed:
        folded = fold(self.text[point.start : point.end])
        named, deadline = self._named(folded, point.start), self._deadline(point)
        for heading in above:
            named, deadline = self._with_heading(heading, named, deadline)
        said = self.text[point.start : point.end]
        product = jobs.product(folded, named.job, point.start)
        kind = _kind(folded, named, deadline, product)
        whole = Proposed(point.number, clean(said), point.start, point.end, kind)
        if kind is Kind.OTHER:
            return whole
        lead = named.leads[0] if len(named.leads) == 1 else None
        filled = replace(
            whole,
            title=jobs.title(folded, named.job, deadline, point),
            lead=lead,
            coordinators=tuple(one for one in named.coordinators if lead is None or one.text != lead.text),
            deliverable=product,
            deadline=deadline,
        )
        return replace(filled, asks=tuple(_asks(filled, named.leads, is_choice=self.is_choice)))

    def _deadline(self, point: Point) -> Deadline:
        read = read_deadline(
            self.text[point.start : point.end],
            issued_on=self.issued_on,
            strict=self.is_strict,
            moves=self.moves,
            calendar=self.calendar,
        )
        return replace(read, start=read.start + point.start, end=read.end + point.start) if read.wording else read

    def _with_heading(self, heading: Point, named: _Named, deadline: Deadline) -> tuple[_Named, Deadline]:
        if not named.leads:
            above = self._named(fold(self.text[heading.start : heading.end]), heading.start)
            coordinators = named.coordinators or above.coordinators
            named = replace(named, leads=above.leads, coordinators=coordinators, is_ordered=above.is_ordered)
        return named, deadline if deadline.wording else self._deadline(heading)

    def _named(self, folded: Folded, offset: int) -> _Named:
        for start, is_ordered in _beginnings(folded):
            end, kind = parties.end_of_parties(folded, start)
            is_colon = kind == "ending" and folded.text[end : end + 1] == ":"
            if kind in ("charge", "acting") or is_colon or (is_ordered and kind != "saying"):
                return self._around(folded, offset, start, end, is_ordered=is_ordered)
        coordinators = self._helpers(folded, offset, 0)
        return _Named(coordinators=coordinators)

    def _around(self, folded: Folded, offset: int, start: int, end: int, *, is_ordered: bool) -> _Named:
        leads = self._split(folded, offset, start, end)
        at = _past(folded, end, parties.CHARGE)
        joint = parties.JOINTLY.of(folded).match(folded.text, at)
        if joint is None:
            return _Named(leads, self._helpers(folded, offset, at), at, is_ordered)
        stop, _kind_of_end = parties.end_of_parties(folded, joint.end())
        helpers = self._split(folded, offset, joint.end(), stop)
        return _Named(leads, helpers, _past(folded, stop, None), is_ordered)

    def _helpers(self, folded: Folded, offset: int, start: int) -> tuple[Read, ...]:
        """Return the coordinators that are named further on, as "phối hợp với" or in brackets."""
        found = parties.JOINTLY_WITH.of(folded).search(folded.text, start)
        if found is None:
            return ()
        end, _kind_of_end = parties.end_of_parties(folded, found.end())
        return self._split(folded, offset, found.end(), end)

    def _split(self, folded: Folded, offset: int, start: int, end: int) -> tuple[Read, ...]:
        first, last = folded.span(start, end)
        found = parties.split_parties(self.text, first + offset, last + offset, self.known)
        return tuple(_without_honorific(one) for one in found if len(one.text) <= parties.LONGEST_PARTY)


def _beginnings(folded: Folded) -> Iterator[tuple[int, bool]]:
    """Return where the names of those in charge may begin, and whether an order stands before them."""
    for order in parties.ORDER.of(folded).finditer(folded.text):
        if _is_name(folded, order.end()):
            yield order.end(), True
    if parties.AGENCY.of(folded).match(folded.text):
        yield 0, False
    for by in parties.BY.of(folded).finditer(folded.text):
        if _is_name(folded, by.end()):
            yield by.end(), False


def _is_name(folded: Folded, at: int) -> bool:
    letter = folded.original[folded.origin[at]] if at < len(folded.origin) else ""
    return letter.isupper() or bool(parties.AGENCY.of(folded).match(folded.text, at))


def _past(folded: Folded, at: int, also: Any) -> int:
    """Return the place after `also` and the marks around it, where the job or the coordinators begin."""
    at = _past_marks(folded, at)
    found = also.of(folded).match(folded.text, at) if also else None
    return _past_marks(folded, found.end()) if found else at


def _past_marks(folded: Folded, at: int) -> int:
    while at < len(folded.text) and folded.text[at] in " ,:;-()":
        at += 1
    return at


def _kind(folded: Folded, named: _Named, deadline: Deadline, product: Read | None) -> Kind:
    has_day = deadline.due_on is not None or deadline.rhythm is not None
    is_standing = jobs.is_standing(folded, named.job)
    if is_standing and not has_day and product is None:
        return Kind.STANDING
    acts = parties.ACTING.of(folded).match(folded.text, named.job)
    if named.leads or (acts and not parties.SAYING.of(folded).match(folded.text, named.job)):
        return Kind.TASK
    return Kind.OTHER


def _without_honorific(read: Read) -> Read:
    found = _HONORIFIC.match(read.text)
    return replace(read, text=read.text[found.end() :]) if found else read


def _asks(proposed: Proposed, leads: tuple[Read, ...], *, is_choice: bool) -> Iterator[Ask]:
    if len(leads) != 1:
        yield Ask(SEVERAL_LEADS if leads else NO_LEAD)
    elif _GROUP.of(fold(leads[0].text)).search(fold(leads[0].text).text):
        yield Ask(GROUP_LEAD)
    elif is_choice and leads[0].party is None:
        yield Ask(UNKNOWN_LEAD)
    if proposed.kind is Kind.STANDING:
        yield Ask(NO_INDICATOR)
        return
    if proposed.deliverable is None:
        yield Ask(NO_PRODUCT)
    if not proposed.deadline.certain or proposed.deadline.explanation == NONE:
        yield Ask(proposed.deadline.explanation, proposed.deadline.params)
