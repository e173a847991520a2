"""The rules of a committee about deadlines and more time: its own, and the installation's where it has none."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from committee.core.batches import batches
from committee.core.db import db, row_dict
from committee.core.settings import current_settings
from committee.domain.house_rules import HouseRules
from committee.tasks.models.rules import CommitteeRules

NAMES = ("extensions", "notice_days", "strict", "moves")
Own = dict[str, Any]


def usual_rules() -> HouseRules:
    """Return the rules of a committee that has settled nothing itself."""
    settings = current_settings()
    return HouseRules(
        extensions=settings.task_extensions,
        notice_days=settings.task_extension_notice,
        strict=settings.deadline_before == "strict",
        moves=settings.deadline_day_off == "moves",
    )


def own_rules(committee_ids: Collection[int]) -> dict[int, Own]:
    """Return {committee: what it has settled itself, None where it follows the installation}."""
    columns = [getattr(CommitteeRules, name) for name in ("committee_id", *NAMES)]
    found: dict[int, Own] = {}
    for some in batches(committee_ids):
        for row in db.session.execute(select(*columns).where(CommitteeRules.committee_id.in_(some))):
            own = row_dict(row)
            found[own.pop("committee_id")] = own
    return found


def version_of(own: Own) -> str:
    """Return by what two who look at the rules of a committee see whether they look at the same."""
    return " ".join(str(own.get(name)) for name in NAMES)


def rules_of(committee_id: int) -> HouseRules:
    """Return the rules in force for a committee."""
    return rules_of_many([committee_id])[committee_id]


def rules_of_many(committee_ids: Collection[int]) -> dict[int, HouseRules]:
    """Return {committee: the rules in force for it}. One statement for 500 of them."""
    usual, own = usual_rules(), own_rules(committee_ids)
    return {one: _over(usual, own.get(one, {})) for one in committee_ids}


def _over(usual: HouseRules, own: Own) -> HouseRules:
    return HouseRules(**{**vars(usual), **{name: value for name, value in own.items() if value is not None}})
