"""Holding the audit against its seals and marks: what was changed, removed or added, entry by entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, func, select

from committee.audit.marks import known_keys
from committee.audit.models import AuditEntry, AuditSeal
from committee.audit.sealing import COLUMNS, entry_of, unsealed
from committee.core.db import db
from committee.domain.chain import BEGINNING, Entry, Seal, bears_its_mark, link
from committee.domain.errors import DomainError

AT_ONCE = 2000
NOT_WRITTEN_HERE = "Entry %(entry)s was not written by this system, or was changed before it was sealed."


@dataclass(frozen=True)
class Anchor:
    """A head of the chain as somebody kept it elsewhere; without a position it may stand anywhere."""

    hash: str
    position: int | None = None


@dataclass(frozen=True)
class Deviation:
    """Something that is not as it was sealed: what, where, and the sentence that says so."""

    kind: str
    entry_id: int | None
    position: int | None
    error: DomainError


@dataclass
class Verified:
    """What was looked at and what was found. `head` is the last link, None while nothing is sealed.

    `unchecked` counts the entries whose mark was made with a secret that is not known here.
    """

    entries: int = 0
    sealed: int = 0
    unchecked: int = 0
    head: Seal | None = None
    deviations: list[Deviation] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether everything is as it was sealed."""
        return not self.deviations

    def found(self, kind: str, message: str, *, entry: int | None = None, position: int | None = None) -> None:
        """Note a deviation; the sentence may name `entry` and `position`."""
        error = DomainError(message, entry=entry, position=position)
        self.deviations.append(Deviation(kind, entry, position, error))


def verify(anchors: Iterable[Anchor] = ()) -> Verified:
    """Return what is found when every link is computed again; reads everything and writes nothing."""
    result = Verified(entries=db.session.scalar(select(func.count()).select_from(AuditEntry)) or 0)
    kept = list(anchors)
    seen = dict.fromkeys(kept, False)
    marked = _walk(result, seen)
    for row in db.session.execute(unsealed(None, None)).yield_per(AT_ONCE):
        marked = _check_unsealed(entry_of(row), result, marked=marked)
    _find_copies(result)
    for anchor in kept:
        _check_anchor(anchor, result, is_there=seen[anchor])
    return result


def _walk(result: Verified, seen: dict[Anchor, bool]) -> bool:
    """Go along the chain, note which anchors are seen, and return whether its entries bear marks by its end."""
    marked = False
    good: set[str] = {BEGINNING}  # hashes that the next link may stand on; empty where that is not known
    for seal, entry in _links():
        last = result.head.position if result.head else 0
        if seal.position != last + 1:
            _note_gap(last, seal.position, result)
            good = set()
        computed = _check_link(seal, entry, good, result)
        good = {seal.hash} | ({computed} if computed else set())
        result.head = seal
        result.sealed += 1
        if entry is not None:
            marked = _check_age(entry, seal.position, result, marked=marked)
        for anchor in seen:
            if anchor.hash == seal.hash and anchor.position in (None, seal.position):
                seen[anchor] = True
    return marked


def _links() -> Iterator[tuple[Seal, Entry | None]]:
    """Give the seals in their order, each with its entry, None where it is gone."""
    last = 0
    while True:
        rows = db.session.execute(_page(last)).all()
        for row in rows:
            entry = entry_of(row) if row.id is not None else None
            yield Seal(row.position, row.entry_id, row.sealed_at, row.hash), entry
            last = row.position
        if len(rows) < AT_ONCE:
            return


def _page(after: int) -> Any:
    return (
        select(AuditSeal.position, AuditSeal.entry_id, AuditSeal.hash, AuditSeal.sealed_at, *COLUMNS)
        .join(AuditEntry, AuditEntry.id == AuditSeal.entry_id, isouter=True)
        .where(AuditSeal.position > after)
        .order_by(AuditSeal.position)
        .limit(AT_ONCE)
    )


def _note_gap(last: int, position: int, result: Verified) -> None:
    for missing in range(last + 1, min(position, last + 101)):
        result.found("seal removed", "The seal at position %(position)s is gone.", position=missing)


def _check_link(seal: Seal, entry: Entry | None, good: set[str], result: Verified) -> str | None:
    """Compare one link; return the hash it should have, None where that cannot be known."""
    at = {"entry": seal.entry_id, "position": seal.position}
    if entry is None:
        result.found("removed", "Entry %(entry)s is gone; it was sealed at position %(position)s.", **at)
        return None
    bears = bears_its_mark(entry, known_keys()) if entry.mark else None
    computed = {link(one, entry, position=seal.position, sealed_at=seal.sealed_at) for one in good}
    if good and seal.hash not in computed:
        if bears:
            said = "The seal of entry %(entry)s at position %(position)s was changed; the entry itself is as written."
            result.found("seal changed", said, **at)
        else:
            said = "Entry %(entry)s was changed after it had been sealed at position %(position)s."
            result.found("changed", said, **at)
        return computed.pop() if len(computed) == 1 else None
    _check_mark(entry, seal.position, result)
    return seal.hash


def _check_mark(entry: Entry, position: int | None, result: Verified) -> None:
    if entry.mark is None:
        return
    bears = bears_its_mark(entry, known_keys())
    if bears is None:
        result.unchecked += 1
    elif not bears:
        result.found("inserted", NOT_WRITTEN_HERE, entry=entry.id, position=position)


def _check_unsealed(entry: Entry, result: Verified, *, marked: bool) -> bool:
    _check_mark(entry, None, result)
    return _check_age(entry, None, result, marked=marked)


def _check_age(entry: Entry, position: int | None, result: Verified, *, marked: bool) -> bool:
    """Note an entry without a mark behind one with; return whether marks are borne from here on."""
    if entry.mark is None and marked:
        result.found("inserted", NOT_WRITTEN_HERE, entry=entry.id, position=position)
    return marked or entry.mark is not None


def _find_copies(result: Verified) -> None:
    twice: Iterable[Row[*tuple[Any, ...]]] = db.session.execute(
        select(func.max(AuditEntry.id).label("id"))
        .where(AuditEntry.mark.is_not(None))
        .group_by(AuditEntry.mark)
        .having(func.count() > 1)
    )
    for row in twice:
        result.found("inserted", "Entry %(entry)s is a copy of another one.", entry=row.id)


def _check_anchor(anchor: Anchor, result: Verified, *, is_there: bool) -> None:
    if is_there:
        return
    last = result.head.position if result.head else 0
    if anchor.position is not None and anchor.position > last:
        said = "The chain ends before the kept head at position %(position)s: links were cut off."
    elif anchor.position is not None:
        said = "The kept head at position %(position)s is not that of the chain: it was made anew."
    else:
        said = "The kept head is not in the chain: links were cut off, or the chain was made anew."
    result.found("head", said, position=anchor.position)
