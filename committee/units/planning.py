"""What a units file does to the trees: worked out in memory, on the placements it touches, before anything is written.

A row whose code and validity stand already corrects that placement; a row of a code whose other validities do not
overlap is a new unit; counted from a day, a row goes on with the unit that bears the code on that day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from committee.core.formatting import vn_span
from committee.core.tabular import Refusals
from committee.domain.codes import WIDTHS
from committee.domain.errors import DomainError
from committee.units.files import UnitLine

ABOVE = {"district": ("province",), "commune": ("district", "province")}
ANY_LEVEL = ("commune", "district", "province")
DESCRIBED = ("code", "name", "unit_type", "level", "latitude", "longitude", "area_km2", "resolution", "resolution_date")
ONE_DAY = timedelta(days=1)


@dataclass(eq=False)
class Identity:
    """A unit; without an id until it is written."""

    axis: str
    unit_id: int | None = None


@dataclass(frozen=True)
class Fields:
    """What a placement says of its unit, apart from where it stands and when."""

    code: str
    name: str
    unit_type: str
    level: str
    latitude: float | None
    longitude: float | None
    area_km2: float | None
    resolution: str
    resolution_date: date | None


@dataclass(eq=False)
class Draft:
    """A placement as it will stand. `path` has the identities from the root down to its own.

    `before` is how it stands now, None for a new one; `renews` is the unit's placement that ends the day before.
    """

    identity: Identity
    fields: Fields
    valid_from: date | None
    valid_to: date | None
    path: tuple[Identity, ...] = ()
    host: Identity | None = None
    placement_id: int | None = None
    line: UnitLine | None = None
    before: Draft | None = None
    renews: Draft | None = None

    @property
    def parent(self) -> Identity | None:
        """The unit directly above, None for a root."""
        return self.path[-2] if len(self.path) > 1 else None

    @property
    def start(self) -> date:
        """The first day, the first of all where it is unknown."""
        return self.valid_from or date.min

    @property
    def end(self) -> date:
        """The last day, the last of all where it still holds."""
        return self.valid_to or date.max

    def overlaps(self, other: Draft) -> bool:
        """Whether there is a day on which both hold."""
        return self.start <= other.end and other.start <= self.end

    def says(self) -> tuple[object, ...]:
        """Return all that would be written, to tell whether anything changed."""
        return (self.fields, self.path, self.host, self.valid_from, self.valid_to)


@dataclass
class Plan:
    """The placements of the codes a file names, as they stand and as they will; `added` is in the file's order."""

    file: str
    effective_on: date | None
    by_code: dict[str, list[Draft]] = field(default_factory=lambda: defaultdict(list))
    added: list[Draft] = field(default_factory=list)
    kept: list[Draft] = field(default_factory=list)
    refusals: Refusals = field(default_factory=Refusals)

    @property
    def changed(self) -> list[Draft]:
        """The placements that stood before and will say something else."""
        return [draft for draft in self.kept if draft.before and draft.says() != draft.before.says()]


def place_lines(plan: Plan, lines: Sequence[UnitLine]) -> list[Draft]:
    """Say for each line which placement it becomes; return these, not yet under their parents."""
    placed = []
    for line in _without_twins(plan, lines):
        with plan.refusals.at(line.row.place("code")):
            placed.append(_placed(plan, line))
    return placed


def _without_twins(plan: Plan, lines: Sequence[UnitLine]) -> list[UnitLine]:
    """Return the lines, those refused that say of a code and a day what an earlier line has said."""
    said: dict[str, list[tuple[Draft, UnitLine]]] = defaultdict(list)
    single = []
    for line in lines:
        draft = _draft(plan, line, Identity(line.axis or "territory"))
        twin = next((other for known, other in said[line.code] if known.overlaps(draft)), None)
        if draft.start > draft.end:
            plan.refusals.add(
                DomainError(
                    "valid_from lies after valid_to.", place=line.row.place("valid_to"), read=str(line.valid_to)
                )
            )
        elif twin is not None:
            plan.refusals.add(
                DomainError(
                    "The code %(code)s stands in row %(first)d already for the same days: keep one of the two rows.",
                    place=line.row.place("code"),
                    code=line.code,
                    first=twin.row.number,
                )
            )
        else:
            said[line.code].append((draft, line))
            single.append(line)
    return single


def _placed(plan: Plan, line: UnitLine) -> Draft:
    draft = _draft(plan, line, Identity(line.axis or "territory"))
    known = plan.by_code[line.code]
    same = _same_placement(plan, draft, known)
    if same is None:
        _refuse_overlap(draft, known)
        known.append(draft)
        plan.added.append(draft)
        return draft
    _refuse_other_axis(line, same)
    draft.valid_to = draft.valid_to or same.valid_to
    _refuse_overlap(draft, [other for other in known if other is not same])
    if _counts_from_the_day(plan, line) and same.start < draft.start:
        return _renewed(same, draft, plan)
    _take_over(same, draft)
    same.line = line
    same.valid_to = draft.valid_to
    return same


def _same_placement(plan: Plan, draft: Draft, known: Iterable[Draft]) -> Draft | None:
    if draft.line is not None and _counts_from_the_day(plan, draft.line):
        day = draft.start
        return next((other for other in known if other.start <= day <= other.end), None)
    period = (draft.valid_from, draft.valid_to)
    return next((other for other in known if (other.valid_from, other.valid_to) == period), None)


def _counts_from_the_day(plan: Plan, line: UnitLine) -> bool:
    return plan.effective_on is not None and line.valid_from is None


def _renewed(old: Draft, new: Draft, plan: Plan) -> Draft:
    """Return `new` as the next placement of the unit that stood as `old`, which ends the day before."""
    new.identity = old.identity
    new.renews = old
    _take_over(new, new, missing=old)
    old.valid_to = new.start - ONE_DAY
    plan.by_code[new.fields.code].append(new)
    plan.added.append(new)
    return new


def drop_what_repeats(plan: Plan) -> None:
    """Take back the renewed placements that say nothing new: their units stand on as they stood."""
    for draft in list(plan.added):
        old = draft.renews
        if old is None or old.before is None:
            continue
        if (draft.fields, draft.path, draft.host, draft.valid_to) == (
            old.fields,
            old.before.path,
            old.host,
            old.before.valid_to,
        ):
            old.valid_to = old.before.valid_to
            plan.by_code[draft.fields.code].remove(draft)
            plan.added.remove(draft)


def _take_over(draft: Draft, said: Draft, missing: Draft | None = None) -> None:
    """Put the fields of `said` on `draft`; what a file may leave out stays as it was."""
    known = (missing or draft).fields
    draft.fields = replace(
        said.fields,
        latitude=said.fields.latitude if said.fields.latitude is not None else known.latitude,
        longitude=said.fields.longitude if said.fields.longitude is not None else known.longitude,
        area_km2=said.fields.area_km2 if said.fields.area_km2 is not None else known.area_km2,
        resolution=said.fields.resolution or known.resolution,
        resolution_date=said.fields.resolution_date or known.resolution_date,
    )
    draft.host = (missing or draft).host


def _draft(plan: Plan, line: UnitLine, identity: Identity) -> Draft:
    fields = Fields(**{name: getattr(line, name) for name in DESCRIBED})
    return Draft(identity, fields, line.valid_from or plan.effective_on, line.valid_to, line=line)


def _refuse_other_axis(line: UnitLine, same: Draft) -> None:
    if line.axis is not None and line.axis != same.identity.axis:
        raise DomainError(
            "The unit with the code %(code)s is of the axis %(axis)s; a unit keeps its axis.",
            place=line.row.place("axis"),
            read=line.axis,
            code=line.code,
            axis=same.identity.axis,
        )


def _refuse_overlap(draft: Draft, known: Iterable[Draft]) -> None:
    for other in known:
        if other.overlaps(draft):
            raise DomainError(
                "The code %(code)s is borne by %(name)s %(validity)s: end that unit first, write the same validity to "
                "correct it, or import with --effective-on.",
                code=draft.fields.code,
                name=other.fields.name,
                validity=f"({vn_span(other.valid_from, other.valid_to)})",
            )


def bearer(plan: Plan, draft: Draft, code: str, levels: Sequence[str]) -> Draft | None:
    """Return whoever bears `code` on the first day of `draft`; leading zeros may be missing, read by `levels`.

    Raises `DomainError` if, with zeros added, the code could mean two units.
    """
    exact = _on_first_day(plan.by_code.get(code, ()), draft)
    if exact is not None or not (code.isascii() and code.isdigit()):
        return exact
    padded = {code.zfill(WIDTHS[level]) for level in levels} - {code}
    found = [one for one in (_on_first_day(plan.by_code.get(other, ()), draft) for other in padded) if one]
    if len(found) > 1:
        raise DomainError(
            "The code %(code)s could be %(names)s: write it with its leading zeros.",
            code=code,
            names=", ".join(sorted(f"{one.fields.code} {one.fields.name}" for one in found)),
        )
    return found[0] if found else None


def spellings(code: str) -> set[str]:
    """Return the codes that `code` may mean once its leading zeros are back."""
    return {code, *(code.zfill(width) for width in WIDTHS.values())} if code.isdigit() else {code}


def _on_first_day(known: Iterable[Draft], draft: Draft) -> Draft | None:
    """Return the one that holds on the draft's first day, or if that day is unknown the earliest that overlaps."""
    if draft.valid_from is not None:
        return next((one for one in known if one.start <= draft.start <= one.end), None)
    return min((one for one in known if one.overlaps(draft)), key=lambda one: one.start, default=None)
