"""What a standing is measured with: the indicator, what is asked, and the day. Source: docs/domain.md, "Standing"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from committee.domain import levels, milestones
from committee.domain.indicator_kinds import is_rate
from committee.domain.levels import Thresholds


@dataclass(frozen=True)
class Gauge:
    """What a standing has to know of an indicator. `numerators` and `denominator` are empty for what is counted."""

    code: str
    kind: str
    direction: str
    numerators: tuple[str, ...] = ()
    denominator: str = ""
    is_money: bool = False
    decimals: int = 2

    @property
    def is_ratio(self) -> bool:
        """Whether it is a share: a ratio, or a threshold on one."""
        return is_rate(self.kind)

    @property
    def is_ceiling(self) -> bool:
        """Whether it should stay low."""
        return self.direction == "down"

    @property
    def thresholds(self) -> Thresholds:
        """When behind is behind, for this kind of number."""
        return Thresholds(floor=1) if self.is_money else levels.DEFAULT


@dataclass(frozen=True)
class Asked:
    """What is asked of a unit: the primary target as folded on the day (hundredths of a basis point for ratios)."""

    target: int
    strictness: str
    milestones: tuple[milestones.Planned, ...] = ()


@dataclass(frozen=True)
class Moment:
    """The day asked for and the plan's rhythm around it. `due_cut_off` None: none of this year is due yet."""

    day: date
    due_cut_off: date | None
    cut_off_day: int | None = None
