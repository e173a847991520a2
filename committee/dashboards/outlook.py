"""What a leader sees first: the finding of their unit, and who of those below it needs attention."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from committee.core.words import gettext
from committee.dashboards import wording
from committee.dashboards.cards import URGENCY, findings, most_urgent
from committee.dashboards.queries import UnitPicture
from committee.domain.access import COMMITTEE_ROLES, Viewer
from committee.domain.levels import Level
from committee.standings.queries import StandingRow, UnitStandings, newest_below, newest_of
from committee.standings.survey import moment_of
from committee.targets.queries import indicators
from committee.units.queries import UnitRow, units_on

MOST_ROWS = 7
NEEDY = URGENCY[:4]  # behind, the worst first, then silent
EVEN = Fraction(1)


@dataclass(frozen=True)
class Need:
    """A unit that needs attention, by what it is furthest behind on; `text` says how far."""

    unit: UnitRow
    indicator: str
    level: str
    text: str


@dataclass(frozen=True)
class Outlook:
    """`unit` is the page that shows all of it, by `indicator`. `further` needs are not listed.

    `of_areas`: only of the units somebody is in charge of.
    """

    unit: UnitRow
    of_areas: bool
    indicator: str | None
    finding: str
    needs: list[Need]
    further: int


def outlook_of(viewer: Viewer, today: date) -> Outlook | None:
    """Return what a committee's member should look at first, or None for who sits on none or where nothing is known.

    Who is in charge of areas sees those. All is read from cells: the cost does not grow with what is below.
    """
    areas = {area.unit_id for area in viewer.areas}
    picture = _picture_for(viewer, areas, today)
    code = most_urgent(picture) if picture else None
    if picture is None or code is None:
        return None
    needs = _needs(picture)
    return Outlook(
        unit=picture.unit,
        of_areas=len(areas) > 1,
        indicator=code,
        finding=findings(picture, picture.dictionary[code]),
        needs=needs[:MOST_ROWS],
        further=len(needs[MOST_ROWS:]),
    )


def _picture_for(viewer: Viewer, areas: set[int], today: date) -> UnitPicture | None:
    seats = [seat for seat in viewer.seats if seat.role in COMMITTEE_ROLES and not seat.former and seat.unit_id]
    if not seats:
        return None
    own = min(seats, key=lambda seat: (seat.path.count("/"), seat.path)).unit_id or 0
    known = units_on({own, *areas}, today)
    unit = known.get(next(iter(areas)) if len(areas) == 1 else own)
    if unit is None:
        return None
    if len(areas) > 1:
        return _picture(unit, UnitStandings(unit, today, ()), _standings_in(areas, known, today), today)
    return _picture(unit, newest_of(unit, today), newest_below(unit, today), today)


def _standings_in(areas: Collection[int], known: Mapping[int, UnitRow], today: date) -> list[UnitStandings]:
    """Return where the areas stand; neighbours are read together."""
    above = units_on({known[area].parent_id or 0 for area in areas if area in known}, today)
    return [one for parent in above.values() for one in newest_below(parent, today) if one.unit.unit_id in areas]


def _picture(unit: UnitRow, own: UnitStandings, below: list[UnitStandings], today: date) -> UnitPicture:
    return UnitPicture(
        unit=unit,
        as_of=today,
        due_cut_off=moment_of(today).due_cut_off,
        above=[],
        own=own,
        below=below,
        own_figures={},
        assigned=[],
        dictionary=indicators(),
    )


def _needs(picture: UnitPicture) -> list[Need]:
    """Return one line for each unit below that needs attention, the most urgent first."""
    worst = [(one.unit, _worst(one.rows)) for one in picture.below]
    found = [(unit, row) for unit, row in worst if row is not None]
    found.sort(key=lambda one: (*_urgency(one[1]), one[0].sort_key))
    return [Need(unit, row.indicator.code, row.standing.level.value, _said(row, picture)) for unit, row in found]


def _worst(rows: Sequence[StandingRow]) -> StandingRow | None:
    needy = [row for row in rows if row.target and row.standing.level in NEEDY]
    return min(needy, key=_urgency, default=None)


def _urgency(row: StandingRow) -> tuple[int, Fraction]:
    """Return the level, then how little of the milestone is reached."""
    one = row.standing
    return NEEDY.index(one.level), EVEN if one.pace is None else one.pace


def _said(row: StandingRow, picture: UnitPicture) -> str:
    one, indicator = row.standing, row.indicator
    if one.level == Level.NODATA:
        return gettext("%(indicator)s: not reported", indicator=indicator.name)
    if one.gauge.is_ceiling or one.shortfall is None:
        return gettext("%(indicator)s: over the limit", indicator=indicator.name)
    short = wording.amount(int(one.shortfall), picture.counted(indicator))
    return gettext("%(indicator)s: %(short)s short of the schedule", indicator=indicator.name, short=short)
