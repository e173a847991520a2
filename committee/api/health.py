"""Whether all is well: GET /health for a program with a key, /healthz and /readyz for the machines around us."""

from __future__ import annotations

from flask import Blueprint, Response, g, jsonify

from committee.accounts.queries import account
from committee.api import schemas
from committee.api.declaring import says
from committee.api.doors import blueprint
from committee.core import clock
from committee.core.doors import anyone, current_viewer, signed_in
from committee.domain.errors import NotFound
from committee.escalation.readiness import Check, checks

beside = Blueprint("health", __name__)


@blueprint.get("/health")
@signed_in
@says("Whether all is well, and whose key this is", schemas.HEALTH)
def health() -> Response:
    """Answer whether all is well, to whoever shows a key."""
    viewer = current_viewer()
    person = account(viewer.account_id or 0)
    if person is None:
        raise NotFound("There is no such page.")
    found = checks(clock.now())
    return jsonify(
        {
            "status": _status(found),
            "checks": [_check(one) for one in found],
            "account": {"email": person.email, "name": person.name},
            "scope": g.scope,
        }
    )


@beside.get("/healthz")
@anyone
def alive() -> Response:
    """Answer that the process answers; asks nothing of the database."""
    return Response("ok\n", mimetype="text/plain")


@beside.get("/readyz")
@anyone
def ready() -> tuple[Response, int]:
    """Answer which of the things we stand on are well; 503 when one is not."""
    found = checks(clock.now())
    status = 200 if all(one.is_well for one in found) else 503
    return jsonify({"status": _status(found), "checks": [_check(one) for one in found]}), status


def _status(found: list[Check]) -> str:
    return "ok" if all(one.is_well for one in found) else "failing"


def _check(one: Check) -> dict[str, object]:
    return {"name": one.name, "ok": one.is_well, "said": one.said}
