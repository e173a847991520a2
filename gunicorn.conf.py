"""How several worker processes serve the pages on Linux: `gunicorn app:app`, from the folder of the project.

Address and number of workers are gunicorn's own `--bind` and `--workers` (or `WEB_CONCURRENCY`); docs/operating.md
shows the whole. What a worker holds is only what it is doing: each may be killed at any moment.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from typing import Any

bind = "127.0.0.1:8000"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
worker_class = "gthread"
threads = 4
timeout = 60
# Loaded once, before the workers: a wrong setting stops the start with its sentence, and a new worker is there at once.
preload_app = True
# TERM: what is in hand is answered within this time, so that all have left within 25 seconds.
graceful_timeout = 20
# A worker that has served for long is replaced; not all at the same moment.
max_requests, max_requests_jitter = 20_000, 2_000
control_socket_disable = True
# Which proxies are believed is said by PROXY_HOPS alone.
secure_scheme_headers: dict[str, str] = {}
# Requests are logged by the application, by their routes; gunicorn's own lines would hold addresses.
accesslog = None
logconfig_dict: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "committee.core.log.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "loggers": {
        "gunicorn.error": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "gunicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
    "root": {"handlers": [], "level": "WARNING"},
}

# Where the workers keep together what they count for /metrics; set before the library is loaded by any of them.
COUNTS = os.environ.get("PROMETHEUS_MULTIPROC_DIR") or tempfile.mkdtemp(prefix="don-doc-counts-")
os.environ["PROMETHEUS_MULTIPROC_DIR"] = COUNTS


def on_starting(server: Any) -> None:
    """Refuse a database that this program is not for, as every process that serves does; then let go of it."""
    # Loaded here, once the folder of the counts is in the environment.
    from committee.core.backups.starting import refuse_unfit_database  # noqa: PLC0415 - see the line above
    from committee.core.db import db  # noqa: PLC0415 - the same
    from committee.core.words import sentence  # noqa: PLC0415 - the same
    from committee.domain.errors import DomainError  # noqa: PLC0415 - the same

    app = server.app.wsgi()
    with app.app_context():
        try:
            refuse_unfit_database(app.extensions["settings"])
        except DomainError as refusal:
            sys.exit(sentence(refusal))
        finally:
            db.engine.dispose()  # a connection must not be shared with the workers that are forked now


def child_exit(_server: object, worker: Any) -> None:
    """Let go of what a worker that has ended said of itself alone; what it counted stays."""
    # Loaded here, in the process that only watches: the workers must load it with the folder in their environment.
    from prometheus_client.multiprocess import mark_process_dead  # noqa: PLC0415 - see the line above

    mark_process_dead(worker.pid)


def on_exit(_server: object) -> None:
    """Take the folder of the counts away with the service."""
    shutil.rmtree(COUNTS, ignore_errors=True)
