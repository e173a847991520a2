"""Serving pages from a command, until it is told to stop."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Callable

import waitress
from flask import Flask

from committee.core.settings import current_settings
from committee.domain.errors import DomainError

FIRST_PORT, LAST_PORT = 8000, 8020
THREADS = 4


def free_port(host: str) -> int:
    """Return the first port from 8000 on that nobody listens on."""
    for port in range(FIRST_PORT, LAST_PORT + 1):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family) as found:
            # As the server itself will do: a port whose last conversations are still being forgotten is free.
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                found.bind((host, port))
            except OSError:
                continue
            return port
    raise DomainError(
        "The ports %(first)d to %(last)d are taken: name another with --port.", first=FIRST_PORT, last=LAST_PORT
    )


def serve_until_stopped(app: Flask, *, host: str, port: int, beside: Callable[[Flask], Callable[[], None]]) -> None:
    """Serve `app` and what `beside` starts, until Ctrl+C or SIGTERM; what is in hand is finished first."""
    # What a proxy says of the visitor is left standing only where proxies were counted (`PROXY_HOPS`).
    clear = current_settings().proxy_hops == 0
    try:
        server = waitress.create_server(app, host=host, port=port, threads=THREADS, clear_untrusted_proxy_headers=clear)
    except OSError:
        raise DomainError("The port %(port)d is taken: name another with --port.", port=port) from None
    for told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told, lambda *_: sys.exit(0))
    end = beside(app)
    try:
        server.run()  # comes back after Ctrl+C and SIGTERM, the requests in hand answered
    finally:
        server.close()
        end()
