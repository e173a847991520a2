"""Targets handed down by one decision: a first one, a change of it, the same again, and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from committee.audit.models import AuditEntry
from committee.core.db import db, transaction
from committee.domain.access import Actor
from committee.domain.errors import DomainError
from committee.targets.operations import Decision, assign_targets
from committee.targets.queries import primary_targets, revisions_of, targets_of
from tests import cast as people
from tests.conftest import House

NOW = datetime(2024, 10, 28, 2, 0, tzinfo=UTC)
BY = Actor(None, "Phan Văn Tài")
FIRST = Decision("UBND tỉnh", "07/QĐ-UBND", date(2024, 1, 22))
LATER = Decision("UBND tỉnh", "55/QĐ-UBND", date(2024, 7, 1))


@pytest.fixture
def units(house: House, app: Flask) -> dict[str, int]:
    return house.founded("the cast", people.enter).units


def assign(units, values, decision=FIRST, *, indicator="si_voluntary"):
    with transaction():
        return assign_targets(
            parent_id=units["93"],
            indicator=indicator,
            year=2024,
            values={units[code]: value for code, value in values.items()},
            decision=decision,
            by=BY,
            now=NOW,
        )


def primary(units, on):
    found = primary_targets(list(units.values()), 2024, on)
    codes = {unit_id: code for code, unit_id in units.items()}
    return {codes[unit_id]: target.value for (unit_id, _), target in found.items()}


def test_a_first_target_holds_from_the_beginning_of_the_year(units):
    tally = assign(units, {"930": 1700, "935": 1350})

    assert tally.written == 2
    assert primary(units, date(2024, 1, 1)) == {"930": 1700, "935": 1350}


def test_another_value_by_a_later_decision_is_an_adjustment_from_its_day(units):
    assign(units, {"930": 1700, "935": 1350})

    assign(units, {"930": 1750, "935": 1350}, LATER)

    assert primary(units, date(2024, 6, 30)) == {"930": 1700, "935": 1350}
    assert primary(units, date(2024, 7, 1)) == {"930": 1750, "935": 1350}


def test_the_same_decision_again_changes_nothing(units):
    assign(units, {"930": 1700})
    before = audited()

    tally = assign(units, {"930": 1700})

    assert (tally.written, tally.corrected, tally.unchanged) == (0, 0, 1)
    assert audited() == before


def test_a_slip_in_the_same_decision_is_corrected_and_not_adjusted(units):
    assign(units, {"930": 17000})

    assign(units, {"930": 1700})

    (target,) = targets_of([units["930"]], 2024, date(2024, 1, 1))
    assert target.target.value == 1700
    assert [act.kind for act in revisions_of([target.target_id], 2024)[target.target_id]] == ["initial"]


def test_another_assigner_stands_beside_the_primary_target(units):
    assign(units, {"930": 1700})

    assign(units, {"930": 1800}, Decision("BHXH Việt Nam", "88/QĐ-BHXH", date(2024, 1, 30)))

    found = targets_of([units["930"]], 2024, date(2024, 2, 1))
    assert [(one.target.assigner, one.target.value, one.is_primary) for one in found] == [
        ("UBND tỉnh", 1700, True),
        ("BHXH Việt Nam", 1800, False),
    ]


def test_the_audit_names_the_decision_and_every_value(units):
    assign(units, {"930": 1700, "935": 1350})

    (facts,) = audited()
    assert facts["document_number"] == "07/QĐ-UBND"
    assert facts["values"] == {str(units["930"]): 1700, str(units["935"]): 1350}


@pytest.mark.parametrize(
    ("values", "changes", "said"),
    [
        ({}, {}, "type a target for at least one unit"),
        ({"31318": 900}, {}, "only be handed down to the units directly below"),
        ({"93": 3000}, {}, "only be handed down to the units directly below"),
        ({"930": 1}, {"decision": Decision("", "07", date(2024, 1, 22))}, "who assigns"),
        ({"930": 1}, {"decision": Decision("UBND tỉnh", "", date(2024, 1, 22))}, "number of the decision"),
        ({"930": 1}, {"indicator": "population"}, "base number"),
    ],
)
def test_what_is_no_decision_is_refused_and_writes_nothing(units, values, changes, said):
    with pytest.raises(DomainError, match=said):
        assign(units, values, **changes)

    assert primary(units, date(2024, 12, 31)) == {}
    assert audited() == []


def test_a_change_must_be_decided_in_its_year(units):
    assign(units, {"930": 1700})

    with pytest.raises(DomainError, match="must lie in"):
        assign(units, {"930": 1750}, Decision("UBND tỉnh", "02/QĐ-UBND", date(2025, 1, 3)))


def audited() -> list[dict[str, object]]:
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "targets assigned")).all()
    return [entry.facts for entry in entries]
