"""What whoever looks after the installation opens: the figures for programs, and the pages for people."""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit

from flask import Blueprint, Response, request

from committee.core import clock
from committee.core.doors import anyone
from committee.core.hosts import is_loopback
from committee.core.settings import current_settings
from committee.domain.errors import NotFound
from committee.operation.gauges import everything

blueprint = Blueprint("operation", __name__)

TEXT = "text/plain; version=0.0.4; charset=utf-8"


@blueprint.get("/metrics")
@anyone
def metrics() -> Response:
    """Give the figures of operation to this machine, or to whoever shows the token; for others they do not exist."""
    if not _may_read_figures():
        raise NotFound("There is no such page.")
    return Response(everything(clock.now(), current_settings().metrics_folder), content_type=TEXT)


def _may_read_figures() -> bool:
    settings = current_settings()
    if settings.metrics_token:
        kind, _, shown = request.headers.get("Authorization", "").partition(" ")
        return kind.casefold() == "bearer" and hmac.compare_digest(shown.encode(), settings.metrics_token.encode())
    # Behind a proxy that was not counted every visitor seems to come from this machine.
    knows_visitors = settings.proxy_hops > 0 or is_loopback(urlsplit(settings.base_url).hostname or "")
    return knows_visitors and is_loopback(request.remote_addr or "")
