"""Who is in charge of a point of a conclusion and who helps, and where the job itself begins."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from committee.domain.conclusions import labels, parties
from committee.domain.conclusions.parties import Read
from committee.domain.deadline_words import ANY_DAY, VAGUE, read_deadlines
from committee.domain.folding import Folded, Phrase, phrase
from committee.domain.task_rules import Party

MOST_BEGINNINGS = 20  # of names in one point; nobody names more, and each is followed to its end

_HONORIFIC = re.compile(r"^(?:đồng chí|đ/c|ông|bà)\s+", re.IGNORECASE)
_LINK = phrase(
    r"(?:(?:trong )?thời gian tới|trước mắt|bên cạnh đó|ngoài ra|đồng thời|cùng với đó|tiếp theo|riêng"
    r"|đối với|về phía)(?: ?, ?| )"
)
_ABOUT = phrase(r"(?:về|đối với|trong|công tác) [^.;:()]{1,120} ?: ?")
# Read no further for the words of a deadline that stand between who and what.
LONGEST_BY_WHEN = 100
_SOON = phrase(r"sớm ")
_TOPIC = phrase(r"[^.;:()]{1,80} ?: ?")


@dataclass(frozen=True)
class Named:
    """Who is named in a point, and where the job itself begins (in the folded text)."""

    leads: tuple[Read, ...] = ()
    coordinators: tuple[Read, ...] = ()
    job: int = 0
    is_ordered: bool = False


@dataclass(frozen=True)
class Namer:
    """Reads names out of `text`; `known` are the parties by `key_of` their name."""

    text: str
    known: Mapping[str, Party]

    def named(self, folded: Folded, offset: int) -> Named:
        """Return who is named in `folded`, a piece of the text that stands at `offset`."""
        found = self._named(folded, offset, _lead_in(folded))
        return replace(found, job=_past_days(folded, found.job))

    def headed_by(self, folded: Folded, offset: int) -> Named:
        """Return who is named in a heading, be it nothing but a name: "1. BHXH tỉnh"."""
        found = self.named(folded, offset)
        if found.leads or not _begins_with_name(folded, 0):
            return found
        end, _kind = parties.end_of_parties(folded, 0)
        is_whole = not folded.text[end:].strip(" :.")
        return replace(found, leads=self._split(folded, offset, 0, end)) if is_whole else found

    def _named(self, folded: Folded, offset: int, lead_in: int) -> Named:
        label = labels.IN_CHARGE.of(folded).search(folded.text)
        if label and _is_name(folded, label.end()):
            end, _kind = parties.end_of_parties(folded, label.end())
            leads = self._split(folded, offset, label.end(), end)
            return Named(leads, self._helpers(folded, offset, end), lead_in, is_ordered=True)
        for start, is_ordered in islice(_beginnings(folded, lead_in), MOST_BEGINNINGS):
            end, kind = parties.end_of_parties(folded, start)
            kind = "acting" if kind == "ending" and _acts_by_then(folded, end) else kind
            is_colon = kind == "ending" and folded.text[end : end + 1] == ":"
            if kind in ("charge", "acting") or is_colon or (is_ordered and kind != "saying"):
                return self._around(folded, offset, start, end, is_ordered=is_ordered)
        if parties.CHARGE.of(folded).match(folded.text, lead_in) or parties.JOINTLY_WITH.of(folded).match(
            folded.text, lead_in
        ):
            return self._around(folded, offset, lead_in, lead_in, is_ordered=False)
        return Named(coordinators=self._helpers(folded, offset, 0), job=_past_topic(folded, lead_in))

    def _around(self, folded: Folded, offset: int, start: int, end: int, *, is_ordered: bool) -> Named:
        leads = self._split(folded, offset, start, end)
        at = _past(folded, end, parties.CHARGE)
        joint = parties.JOINTLY.of(folded).match(folded.text, at)
        if joint is None:
            return Named(leads, self._helpers(folded, offset, at), at, is_ordered)
        stop, _kind_of_end = parties.end_of_parties(folded, joint.end())
        helpers = self._split(folded, offset, joint.end(), stop)
        return Named(leads, helpers, _past(folded, stop, None), is_ordered)

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


def _beginnings(folded: Folded, lead_in: int) -> Iterator[tuple[int, bool]]:
    """Return where the names of those in charge may begin, and whether an order stands before them."""
    for order in parties.ORDER.of(folded).finditer(folded.text):
        if _is_name(folded, order.end()):
            yield order.end(), True
    topic = _ABOUT.of(folded).match(folded.text, lead_in)
    for start in (lead_in, topic.end() if topic else lead_in):
        if _begins_with_name(folded, start):
            yield start, False
    for by in parties.BY.of(folded).finditer(folded.text):
        if _is_name(folded, by.end()):
            yield by.end(), False


def _begins_with_name(folded: Folded, at: int) -> bool:
    if parties.AGENCY.of(folded).match(folded.text, at):
        return True
    place = parties.PLACE.of(folded).match(folded.text, at)
    return bool(place) and _is_capital(folded, place.end() if place else at)


def _is_name(folded: Folded, at: int) -> bool:
    if _is_capital(folded, at):
        return True
    # "Giao ban hằng tuần" gives nobody anything.
    return not folded.text.startswith("ban ", at) and bool(parties.AGENCY.of(folded).match(folded.text, at))


def _is_capital(folded: Folded, at: int) -> bool:
    letter = folded.original[folded.origin[at]] if at < len(folded.origin) else ""
    return letter.isupper()


def _lead_in(folded: Folded) -> int:
    """Return where a sentence begins, without by when and the words that tie it to the one before."""
    at = _past_days(folded, 0)
    found = _LINK.of(folded).match(folded.text, at)
    return _past_days(folded, found.end()) if found else at


def _past_topic(folded: Folded, at: int) -> int:
    """Return where the job begins that stands behind what it is about: "Về chỉ tiêu năm 2024: phấn đấu …"."""
    topic = _TOPIC.of(folded).match(folded.text, at)
    acts = topic and parties.ACTING.of(folded).match(folded.text, topic.end())
    return topic.end() if topic and acts else at


def _past_days(folded: Folded, at: int, most: int | None = None) -> int:
    """Return the place after the deadlines that stand in the next `most` letters: "Hết năm, báo cáo …"."""
    rest = folded.original[folded.origin[at] :][:most] if at < len(folded.origin) else ""
    first = next(iter(read_deadlines(rest, issued_on=ANY_DAY)), None)
    if first is None or first.start or first.explanation == VAGUE:
        return at
    end = bisect_left(folded.origin, folded.origin[at] + first.end)
    return _past_marks(folded, end)


def _acts_by_then(folded: Folded, at: int) -> bool:
    """Return whether an act follows on by when, at `at`: "Sở Y tế hết năm báo cáo …", "Công an tỉnh sớm chia sẻ …"."""
    soon = _SOON.of(folded).match(folded.text, at)
    act = soon.end() if soon else _past_days(folded, at, LONGEST_BY_WHEN)
    return act > at and bool(parties.ACTING.of(folded).match(folded.text, act))


def _past(folded: Folded, at: int, also: Phrase | None) -> int:
    """Return the place after `also` and the marks around it, where the job or the coordinators begin."""
    at = _past_marks(folded, at)
    found = also.of(folded).match(folded.text, at) if also else None
    return _past_marks(folded, found.end()) if found else at


def _past_marks(folded: Folded, at: int) -> int:
    while at < len(folded.text) and folded.text[at] in " ,:;-()":
        at += 1
    return at


def _without_honorific(read: Read) -> Read:
    found = _HONORIFIC.match(read.text)
    return replace(read, text=read.text[found.end() :]) if found else read
