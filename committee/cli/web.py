"""`flask serve`: the pages and the doors, by waitress. The jobs are a process of their own (`flask jobs run`)."""

from __future__ import annotations

from collections.abc import Callable

import click
from flask import Flask, current_app

from committee.cli.serving import free_port, serve_until_stopped
from committee.cli.support import refusals, say
from committee.core import clock
from committee.core.backups.starting import refuse_unfit_database
from committee.core.settings import current_settings
from committee.core.words import gettext


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), help="Default: the first free one from 8000.")
def serve(host: str, port: int | None) -> None:
    """Serve the pages and the doors until Ctrl+C."""
    with refusals():
        refuse_unfit_database(current_settings())
        at = port or free_port(host)
        moment = current_settings().clock_at
        if moment:
            clock.start_from(moment)
        say(gettext("Serving at %(address)s. Press Ctrl+C to stop.", address=f"http://{host}:{at}"))
        # The threads of the server have no application at hand, so they are given it and not the proxy.
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - Flask's documented way past the proxy
        serve_until_stopped(app, host=host, port=at, beside=_nothing_beside)


def _nothing_beside(_app: Flask) -> Callable[[], None]:
    return _nothing


def _nothing() -> None:
    return None
