"""Where the placements of a units file stand: each under its parent, and what is below a unit that moved follows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from committee.domain.errors import DomainError
from committee.units.planning import ABOVE, ANY_LEVEL, ONE_DAY, Draft, Identity, Plan, bearer

DEEPEST = 20


def stand_under_parents(plan: Plan, placed: Sequence[Draft]) -> None:
    """Give each of `placed` its host and its path; an unknown parent or host and a circle are refused."""
    parents: dict[Draft, Draft | None] = {}
    for draft in placed:
        if draft.line is None:
            continue
        place = draft.line.row.place
        with plan.refusals.at(place("parent_code")):
            parents[draft] = _found(plan, draft, draft.line.parent_code, ABOVE.get(draft.fields.level, ANY_LEVEL))
        with plan.refusals.at(place("host_code")):
            host = _found(plan, draft, draft.line.host_code, ANY_LEVEL)
            draft.host = host.identity if host else draft.host
    _Paths(parents).give(plan)


def _found(plan: Plan, draft: Draft, code: str, levels: Sequence[str]) -> Draft | None:
    if not code:
        return None
    found = bearer(plan, draft, code, levels)
    if found is None:
        raise DomainError(
            "No unit bears the code %(code)s on the first day of this row, neither in this file nor in the system: "
            "check the code or import that unit first.",
            read=code,
            code=code,
        )
    return found


class _Paths:
    """Works out paths from the root down, each once."""

    def __init__(self, parents: dict[Draft, Draft | None]) -> None:
        self.parents = parents
        self.known: dict[Draft, tuple[Identity, ...]] = {}
        self.moved: dict[Identity, list[Draft]] = defaultdict(list)
        for draft in parents:
            self.moved[draft.identity].append(draft)

    def give(self, plan: Plan) -> None:
        for draft in self.parents:
            if draft.line is None:
                continue
            with plan.refusals.at(draft.line.row.place("parent_code")):
                draft.path = self.of(draft, depth=1)

    def of(self, draft: Draft, *, depth: int) -> tuple[Identity, ...]:
        """Return the path of `draft`; raises `DomainError` where it runs in a circle."""
        if draft not in self.known:
            if depth > DEEPEST:
                raise DomainError(
                    "The units above this one run in a circle, or are more than %(deepest)d: check the parents.",
                    deepest=DEEPEST,
                )
            self.known[draft] = (
                self._below_parent(draft, depth) if draft in self.parents else self._spliced(draft, depth)
            )
        return self.known[draft]

    def _below_parent(self, draft: Draft, depth: int) -> tuple[Identity, ...]:
        parent = self.parents[draft]
        above = self.of(parent, depth=depth + 1) if parent else ()
        if draft.identity in above:
            raise DomainError(
                "The units above this one run in a circle, or are more than %(deepest)d: check the parents.",
                deepest=DEEPEST,
            )
        return (*above, draft.identity)

    def _spliced(self, draft: Draft, depth: int) -> tuple[Identity, ...]:
        """Return the path of a placement the file does not name: from the nearest unit above that it does name."""
        for at in range(len(draft.path) - 2, -1, -1):
            above = [one for one in self.moved.get(draft.path[at], ()) if one.overlaps(draft)]
            if above:
                latest = max(above, key=lambda one: one.start)
                return self.of(latest, depth=depth + 1) + draft.path[at + 1 :]
        return draft.path


def moves(plan: Plan) -> list[tuple[tuple[Identity, ...], Draft]]:
    """Return (the old path, the placement under its new one) of each unit that stands elsewhere now, deepest first."""
    found = []
    for draft in [*plan.kept, *plan.added]:
        before = draft.renews.before if draft.renews else draft.before
        if before is not None and before.path != draft.path:
            found.append((before.path, draft))
    return sorted(found, key=lambda move: -len(move[0]))


def follow(plan: Plan, old: tuple[Identity, ...], moved: Draft, below: Iterable[Draft]) -> None:
    """Let what stood `below` the old path stand below the new one, for the days of `moved`; the other days stay."""
    for draft in below:
        if draft.line is not None or not draft.overlaps(moved) or draft.path[: len(old)] != old:
            continue
        if draft.start < moved.start:
            plan.added.append(replace(draft, valid_to=moved.start - ONE_DAY, placement_id=None, before=None))
        if draft.end > moved.end:
            plan.added.append(replace(draft, valid_from=moved.end + ONE_DAY, placement_id=None, before=None))
        draft.valid_from = moved.valid_from if draft.start < moved.start else draft.valid_from
        draft.valid_to = moved.valid_to if draft.end > moved.end else draft.valid_to
        draft.path = moved.path + draft.path[len(old) :]
