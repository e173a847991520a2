"""The points of a conclusion notice: where each begins and ends in the text that was pasted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from committee.domain.conclusions.headings import heads, is_closing
from committee.domain.conclusions.labels import is_label
from committee.domain.conclusions.parties import begins_with_act, is_name_alone

# (pattern of the mark, how deep it stands); the first that fits.
_MARKS: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"(?i:điều|mục|phần)\s+(?P<no>\d{1,2})[.:]?(?=\s)"), 0),
    (re.compile(r"(?P<no>[IVX]{1,5})[./)](?=\s)"), 1),
    (re.compile(r"(?P<no>\d{1,2}\.\d{1,2}\.\d{1,2})\.?(?=\s)"), 4),
    (re.compile(r"(?P<no>\d{1,2}\.\d{1,2})\.?(?=\s)"), 3),
    (re.compile(r"(?P<no>\d{1,2})[.)/](?=\s)"), 2),
    (re.compile(r"(?P<no>[a-zđ])[.)/](?=\s)"), 5),
    (re.compile(r"\((?P<no>\d{1,2}|[a-zđ])\)(?=\s)"), 6),
    (re.compile(r"(?P<no>[-\u2013\u2014•●▪*])\s*(?=\S)"), 7),
    (re.compile(r"(?P<no>\+)\s*(?=\S)"), 8),
)
_DASH = 7
_WHOLE_NUMBER = frozenset({3, 4})  # "1.2" names its parents itself
_RECIPIENTS = re.compile(r"(?im)^[^\S\n]*nơi nhận[^\S\n]*:?")
_APPENDIX = re.compile(r"(?im)^[^\S\n]*phụ lục\b")
_SECTION = 1
_LINE = re.compile(r"[^\n\r]+")
_BREAKS = re.compile(r"[\n\r]")
# A closing mark of a document, or an empty line.
_NEW_LINE = r"(?:\r\n|\n|\r(?!\n))"
_ENDS_POINT = re.compile(rf"\./\.|{_NEW_LINE}[ \t]*{_NEW_LINE}")
# A new point, or another order, within one line.
_INSIDE = re.compile(
    r"(?<=[.;:])\s+(?=(?:\d{1,2}\.|[a-zđ]\))\s+[A-ZĐÀ-Ỹ])"
    r"|(?<=[.;:])\s+(?=\((?:\d{1,2}|[a-zđ])\)\s)"
    r"|(?<!\s\d\.)(?<!\s\d\d\.)(?<=[.;])\s+(?=(?:Giao|Đề nghị|Yêu cầu|Phân công)\s)"
)


@dataclass(frozen=True)
class Point:
    """A point: its whole number ("1.a", "" for a paragraph without one) and where its words stand.

    `parent` is the index of the point it stands under; `has_parts` whether others stand under it.
    """

    number: str
    start: int
    end: int
    parent: int | None = None
    has_parts: bool = False


@dataclass
class _Open:
    """A point that is being read: the level and number of its mark, then where its words stand."""

    level: int
    number: str
    start: int
    end: int


def points_of(text: str) -> list[Point]:
    """Return the points of `text` in order; the list of recipients is none."""
    first, last = recipients_of(text)
    opened = [one for one in _opened(text, first, last) if text[one.start : one.end].strip()]
    return _in_their_places(text, opened)


def recipients_of(text: str) -> tuple[int, int]:
    """Return where the list of recipients, and who signed beside it, begins and ends: at an appendix or the end."""
    found = _RECIPIENTS.search(text)
    if found is None:
        return len(text), len(text)
    appendix = _APPENDIX.search(text, found.end())
    return found.start(), appendix.start() if appendix else len(text)


def _opened(text: str, first: int, last: int) -> list[_Open]:
    opened: list[_Open] = []
    last_line_end = 0
    for start, stop in (*_pieces(text, 0, first), *_pieces(text, last, len(text))):
        marked = _marked(text, start, stop)
        if opened and _tells_more(text, marked, start, stop):
            opened[-1].end = stop
        elif marked:
            opened.append(marked)
        elif opened and not _is_apart(text, opened[-1], last_line_end, start):
            opened[-1].end = stop
        else:
            opened.append(_Open(len(_MARKS), "", start, stop))
        last_line_end = stop
    return opened


def _tells_more(text: str, marked: _Open | None, start: int, stop: int) -> bool:
    """Return whether a line only fills in the point before it: "Thời hạn: …", "- Đơn vị chủ trì: …"."""
    if marked is None or marked.level >= _DASH:
        return is_label(text[marked.start if marked else start : stop])
    return False


def _pieces(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Return where each line, or a part of one that begins anew, stands without the spaces around it."""
    for line in _LINE.finditer(text, first, last):
        begin = line.start() + len(line[0]) - len(line[0].lstrip())
        mark = _marked(text, begin, line.end())
        words = mark.start if mark else begin
        cuts = [begin, *(found.end() for found in _INSIDE.finditer(text, words, line.end())), line.end()]
        for start, stop in pairwise(cuts):
            piece = text[start:stop]
            if piece.strip():
                yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _marked(text: str, start: int, stop: int) -> _Open | None:
    for pattern, level in _MARKS:
        found = pattern.match(text, start, stop)
        if found:
            words = found.end() + len(text[found.end() : stop]) - len(text[found.end() : stop].lstrip())
            return _Open(level, found["no"], words, stop)
    return None


def _is_apart(text: str, before: _Open, last_line_end: int, start: int) -> bool:
    """Return whether a piece without a mark begins a paragraph of its own, instead of going on with the last."""
    between = text[last_line_end:start]
    said = text[before.start : before.end]
    if not _BREAKS.search(between) or _ENDS_POINT.search(text[max(0, last_line_end - 3) : start]):
        return True
    begins_anew = text[start].isupper() or not before.number
    is_over = said.endswith((".", ";")) and not said.endswith(("TP.", "TX."))
    is_name = is_name_alone(said) and begins_with_act(text[start : start + 40])
    return begins_anew and (is_over or said.endswith(":") or (bool(before.number) and (heads(said) or is_name)))


def _in_their_places(text: str, opened: list[_Open]) -> list[Point]:
    points: list[Point] = []
    stack: list[tuple[int, int]] = []  # (level, index)
    dashes: dict[int | None, int] = {}
    for one in opened:
        if not one.number:
            points.append(_paragraph(text, one, points, stack))
            continue
        while stack and stack[-1][0] >= one.level:
            stack.pop()
        parent = stack[-1][1] if stack else None
        number = one.number
        if one.level >= _DASH:
            dashes[parent] = dashes.get(parent, 0) + 1
            number = f"-{dashes[parent]}"
        if parent is not None and one.level not in _WHOLE_NUMBER and points[parent].number:
            number = f"{points[parent].number}.{number}"
        stack.append((one.level, len(points)))
        points.append(Point(number, one.start, one.end, parent))
    parents = {point.parent for point in points}
    return [Point(one.number, one.start, one.end, one.parent, i in parents) for i, one in enumerate(points)]


def _paragraph(text: str, one: _Open, points: list[Point], stack: list[tuple[int, int]]) -> Point:
    """Return a paragraph without a mark: below the heading before it, another order in the same point, or its own."""
    alone = Point("", one.start, one.end)
    if not points or is_closing(text[one.start : one.end]):
        return alone
    before = points[-1]
    said = text[before.start : before.end]
    if said.endswith(":") or (before.number and (heads(said) or is_name_alone(said))):
        return Point(before.number, one.start, one.end, len(points) - 1)
    if not _ENDS_POINT.search(text[max(0, before.end - 3) : one.start]):
        return Point(before.number, one.start, one.end, before.parent)
    section = next((index for level, index in stack if level <= _SECTION), None)
    return replace(alone, parent=section)
