"""What a story knows while it is told: its units, its numbers, who is who."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from committee.accounts.queries import accounts_with_emails
from committee.demo.files import all_communes
from committee.demo.story import BEGINNING, Story
from committee.demo.values import Numbers, numbers_of
from committee.domain.access import Actor
from committee.units.queries import UnitRow, subtree_of, unit_with_code

DEMO = Actor(account_id=None, name="demo")


@dataclass
class Stage:
    """The story while it is told; what is asked of the database is asked after the units are entered."""

    story: Story
    _actors: dict[str, Actor] = field(default_factory=dict)

    @cached_property
    def units(self) -> dict[str, UnitRow]:
        """All units of the story by code, those above first."""
        province = unit_with_code(self.story.province, BEGINNING)
        if province is None:
            raise LookupError("the units are not entered yet")
        rows = subtree_of(province.path, BEGINNING)
        return {row.code: row for row in sorted(rows, key=lambda row: (row.path.count("/"), row.code))}

    @cached_property
    def numbers(self) -> Numbers:
        """The numbers of all communes of the province, also of those a smaller story leaves out."""
        hamlets: dict[str, list[str]] = {}
        by_id = {row.unit_id: row for row in self.units.values()}
        for row in self.at_level("hamlet"):
            hamlets.setdefault(by_id[row.parent_id or 0].code, []).append(row.code)
        return numbers_of(self.story, all_communes(self.story), hamlets)

    def at_level(self, level: str) -> list[UnitRow]:
        return [row for row in self.units.values() if row.level == level]

    def below(self, unit: UnitRow) -> list[UnitRow]:
        return [row for row in self.units.values() if row.parent_id == unit.unit_id]

    def target(self, code: str, indicator: str) -> int | None:
        """Return what is asked of a unit: of one above the communes, what is asked of them together."""
        unit = self.units[code]
        if unit.level in ("commune", "hamlet"):
            return self.numbers.targets[code].get(indicator)
        communes = (row.code for row in self.at_level("commune") if row.path.startswith(unit.path))
        return sum(self.numbers.targets[each][indicator] for each in communes)

    def has(self, code: str) -> bool:
        return code in self.units

    def actor(self, email: str) -> Actor:
        """Return the person with this address, as the audit names them."""
        if email not in self._actors:
            known = accounts_with_emails([email])[email]
            self._actors[email] = Actor(known.account_id, known.name)
        return self._actors[email]
