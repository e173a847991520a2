"""What the text of a conclusion notice asks of whom, and by when: proposals that a person confirms.

Each part says where in the text it was read; what could not be read for certain is asked. Source: docs/domain.md,
"Meetings and tasks".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from committee.domain.calendar import WorkingCalendar
from committee.domain.conclusions import jobs, parties
from committee.domain.conclusions.headings import assesses, is_closing, is_title
from committee.domain.conclusions.naming import Named, Namer
from committee.domain.conclusions.opening import end_of_opening
from committee.domain.conclusions.parties import Read
from committee.domain.conclusions.points import Point, points_of, recipients_of
from committee.domain.deadline_words import NO_DEADLINE, NONE, VAGUE, WEEKENDS_ONLY, Deadline, read_deadline
from committee.domain.folding import Folded, composed, fold, phrase
from committee.domain.task_rules import Party
from committee.domain.text import clean

NO_LEAD = "Nobody is named in charge: name one."
SEVERAL_LEADS = (
    "Several are named in charge: %(names)s. Choose the one lead below; the others are kept as coordinators."
)
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
    """What was read of one point, or of one order in it. Every place is one in the whole text.

    `lead` is None where several are named: they are `leads`, and somebody says which one it is. `is_outside`: no part
    of what was concluded, as the list of recipients.
    """

    number: str
    text: str
    start: int
    end: int
    kind: Kind
    title: str = ""
    lead: Read | None = None
    leads: tuple[Read, ...] = ()
    coordinators: tuple[Read, ...] = ()
    deliverable: Read | None = None
    deadline: Deadline = NO_DEADLINE
    asks: tuple[Ask, ...] = ()
    is_outside: bool = False


_GROUP = phrase(r"\bcác\b|\btừng\b|\bmỗi\b")
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
    """Return one proposal for each point of `text`, in its order; nothing of the text is left out.

    What a heading says of who is in charge and by when holds for the points under it that say nothing else.
    """
    given = list(known_parties)
    whole, origin = composed(text)
    namer = Namer(whole, parties.known_by_name(given))
    reader = _Reader(whole, namer, bool(given), issued_on, strict, moves, calendar)
    points = points_of(whole)
    opening = end_of_opening(whole, points)
    read = [_read(reader, points, point, opening) for point in points]
    return [_placed(one, origin) for one in _with_recipients(read, whole)]


def _read(reader: _Reader, points: list[Point], point: Point, opening: int) -> Proposed:
    """Return what is proposed of a point: where it only heads others, or stands before the first, nothing to do."""
    if point.end <= opening:
        return reader.kept(point)
    found = reader.proposal(point, [points[i] for i in _above(points, point) if points[i].end > opening])
    return found if not point.has_parts or _says_more(found) else reader.kept(point)


def _with_recipients(read: list[Proposed], whole: str) -> list[Proposed]:
    start, end = recipients_of(whole)
    words = clean(whole[start:end])
    if not read or not words:
        return read
    end = start + len(whole[start:end].rstrip())
    recipients = Proposed("", words, start, end, Kind.OTHER, is_outside=True)
    return sorted([*read, recipients], key=lambda one: one.start)


def _placed(proposed: Proposed, origin: Sequence[int]) -> Proposed:
    """Return `proposed` with its places in the text as it was pasted, whichever form its letters had there."""

    def moved(part: _Placed) -> _Placed:
        return replace(part, start=origin[part.start], end=origin[part.end])

    return replace(
        moved(proposed),
        lead=proposed.lead and moved(proposed.lead),
        leads=tuple(moved(one) for one in proposed.leads),
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
    namer: Namer
    is_choice: bool
    issued_on: date
    is_strict: bool
    moves: bool
    calendar: WorkingCalendar

    def kept(self, point: Point) -> Proposed:
        """Return a point in which nobody is given a job."""
        return Proposed(point.number, clean(self.text[point.start : point.end]), point.start, point.end, Kind.OTHER)

    def proposal(self, point: Point, above: list[Point]) -> Proposed:
        """Return what is proposed of a point with the headings above it, the nearest first."""
        folded = fold(self.text[point.start : point.end])
        named, deadline = self.namer.named(folded, point.start), self._deadline(point)
        for heading in above:
            named, deadline = self._with_heading(heading, named, deadline)
        product = jobs.product(folded, named.job, point.start)
        kind = _kind(folded, named, deadline, product)
        only_tells = not named.is_ordered and any(assesses(self.text[one.start : one.end]) for one in above)
        whole = replace(self.kept(point), kind=kind)
        if kind is Kind.OTHER or only_tells:
            return replace(whole, kind=Kind.OTHER)
        lead = named.leads[0] if len(named.leads) == 1 else None
        in_charge = {one.text for one in named.leads}
        filled = replace(
            whole,
            title=jobs.title(folded, named.job, deadline, point) or whole.text.rstrip("./; "),
            lead=lead,
            leads=named.leads,
            coordinators=tuple(one for one in named.coordinators if one.text not in in_charge),
            deliverable=product,
            deadline=deadline,
        )
        return replace(filled, asks=tuple(_asks(filled, is_choice=self.is_choice)))

    def _deadline(self, point: Point) -> Deadline:
        read = read_deadline(
            self.text[point.start : point.end],
            issued_on=self.issued_on,
            strict=self.is_strict,
            moves=self.moves,
            calendar=self.calendar,
        )
        return replace(read, start=read.start + point.start, end=read.end + point.start) if read.wording else read

    def _with_heading(self, heading: Point, named: Named, deadline: Deadline) -> tuple[Named, Deadline]:
        words = self.text[heading.start : heading.end]
        if not named.leads:
            above = self.namer.headed_by(fold(words), heading.start)
            coordinators = named.coordinators or above.coordinators
            is_ordered = named.is_ordered or above.is_ordered
            named = replace(named, leads=above.leads, coordinators=coordinators, is_ordered=is_ordered)
        if deadline.wording:
            return named, deadline
        by = self._deadline(heading)
        # "Thời gian tới" over a section holds nobody to a day; the day of another order may not be this one's.
        if by.explanation == VAGUE:
            return named, deadline
        return named, replace(by, certain=False) if words.endswith((".", ";")) and by.wording else by


def _kind(folded: Folded, named: Named, deadline: Deadline, product: Read | None) -> Kind:
    has_day = deadline.due_on is not None or deadline.rhythm is not None
    if is_closing(folded.original) or (is_title(folded.original) and not (named.leads or has_day)):
        return Kind.OTHER
    if jobs.is_standing(folded, named.job) and not has_day and product is None:
        return Kind.STANDING
    acts = parties.ACTING.of(folded).match(folded.text, named.job)
    if named.leads or (acts and not parties.SAYING.of(folded).match(folded.text, named.job)):
        return Kind.TASK
    return Kind.OTHER


def _asks(proposed: Proposed, *, is_choice: bool) -> Iterator[Ask]:
    leads = proposed.leads
    if len(leads) != 1:
        yield Ask(SEVERAL_LEADS, {"names": "; ".join(one.text for one in leads)}) if leads else Ask(NO_LEAD)
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
