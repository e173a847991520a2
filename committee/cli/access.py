"""`flask access …`: why somebody may see a unit, or why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import click

from committee.cli.support import DAY, format_option, print_json, refusals, say, today, unit_bearing
from committee.domain.explaining import Explanation, Reason, door_on, explain
from committee.domain.grants import Action
from committee.members import reasons
from committee.members.history import Presence, claims_of, presence_of
from committee.units.queries import UnitRow, paths_before


@dataclass(frozen=True)
class Asked:
    """Who is asked about, if there is such a person, and which unit on which day."""

    email: str
    known: Presence | None
    unit: UnitRow
    day: date


access = click.Group("access", help="Who may see what, and why.")


@access.command("explain")
@click.argument("email")
@click.argument("code")
@click.option("--as-of", "as_of", type=DAY, help="The day; default: today.")
@format_option("text", "json")
def explain_access(email: str, code: str, as_of: date | None, shape: str) -> None:
    """Say why EMAIL may see the unit CODE on a day, or why not."""
    day = as_of or today()
    with refusals():
        asked = Asked(email, presence_of(email), unit_bearing(code, day), day)
        found = _explained(asked)
    if shape == "json":
        print_json(_as_json(found, asked))
        return
    for line in _said(found, asked):
        say(line)


def _explained(asked: Asked) -> Explanation:
    known, unit, day = asked.known, asked.unit, asked.day
    claims = claims_of(known.account_id, day) if known else []
    opened_on, closed_on = (known.opened_on, known.closed_on) if known else (None, None)
    door = door_on(day, opened_on=opened_on, closed_on=closed_on)
    return explain(claims, unit.path, on=day, door=door, earlier=paths_before(unit.unit_id, day))


def _said(found: Explanation, asked: Asked) -> list[str]:
    known, unit, day = asked.known, asked.unit, asked.day
    person = f"{known.name} ({asked.email})" if known else asked.email
    opened_on, closed_on = (known.opened_on, known.closed_on) if known else (None, None)
    lines = [
        reasons.verdict(found, person=person, unit=f"{unit.name} ({unit.code})", on=day),
        reasons.at_the_door(found.door, email=asked.email, opened_on=opened_on, closed_on=closed_on),
        *(f"– {reasons.said_of(reason, day)}" for reason in found.reasons),
        reasons.nothing_held() if known and not found.reasons else "",
    ]
    return [line for line in lines if line]


def _as_json(found: Explanation, asked: Asked) -> dict[str, object]:
    unit = asked.unit
    return {
        "person": {"email": asked.email, "name": asked.known.name if asked.known else None},
        "unit": {"code": unit.code, "name": unit.name, "level": unit.level},
        "as_of": asked.day.isoformat(),
        "door": found.door,
        "view": found.view,
        "actions": [action for action in Action if action in found.actions],
        "reasons": [_reason(reason, asked.day) for reason in found.reasons],
        "said": _said(found, asked),
    }


def _reason(reason: Reason, day: date) -> dict[str, object]:
    claim = reason.claim
    return {
        "way": claim.way,
        "role": claim.role,
        "unit": claim.place or None,
        "covers": claim.of or None,
        "from": claim.from_on,
        "to": claim.to_on,
        "in_force": claim.holds_on(day),
        "relation": reason.relation.name.lower(),
        "actions": [action for action in Action if action in reason.actions],
    }
