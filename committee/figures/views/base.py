"""What the pages of reports share."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, make_response, render_template

from committee.core import clock, doors
from committee.domain.access import Actor
from committee.figures import wording

blueprint = Blueprint("figures", __name__)


def actor() -> Actor:
    """Return whoever looks, as the audit names them."""
    viewer = doors.current_viewer()
    return Actor(viewer.account_id, viewer.name)


def page(template: str, status: int = 200, **values: Any) -> Response:
    """Return a page that can write values, doubts and days."""
    return make_response(render_template(template, words=wording, today=clock.today(), **values), status)
