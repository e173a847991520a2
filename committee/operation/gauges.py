"""What the database tells, in the form that Prometheus reads: asked for at each scrape, the same from every process."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from committee.core.db import db
from committee.core.version import VERSION
from committee.operation.counters import counted
from committee.operation.queries import Doing, LastRun, how_it_is_doing

STATES = ("queued", "leased", "failed", "sent", "dead")
LEVELS = ("LAG", "SEVERE")


class OfTheDatabase(Collector):
    """Reads the database once when it is asked."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def collect(self) -> Iterable[Metric]:
        """Give every figure, or only that the database does not answer."""
        try:
            doing = how_it_is_doing(self.now)
        except SQLAlchemyError:
            db.session.rollback()
            yield GaugeMetricFamily("don_doc_database_up", "Whether the database answers.", 0)
            return
        yield GaugeMetricFamily("don_doc_database_up", "Whether the database answers.", 1)
        yield from _figures(doing, self.now)


class OfTheBuild(Collector):
    """Which version runs, on what."""

    def collect(self) -> Iterable[Metric]:
        """Give one figure that is always 1 and carries the version."""
        build = GaugeMetricFamily("don_doc_build", "Which version runs.", labels=("version", "python", "engine"))
        build.add_metric((VERSION, platform.python_version(), db.engine.dialect.name), 1)
        yield build


def everything(now: datetime, folder: str) -> bytes:
    """Return all figures as text; `folder` is where the workers keep theirs together, "" for one process alone."""
    registry = CollectorRegistry()
    registry.register(OfTheBuild())
    registry.register(OfTheDatabase(now))
    return generate_latest(registry) + generate_latest(counted(folder))


def _figures(doing: Doing, now: datetime) -> Iterable[Metric]:
    yield _by(
        "don_doc_deliveries", "Mails by state.", "state", {name: doing.deliveries.get(name, 0) for name in STATES}
    )
    oldest = (now - doing.oldest_due).total_seconds() if doing.oldest_due else 0
    yield GaugeMetricFamily("don_doc_oldest_delivery_seconds", "Since when the oldest due mail waits.", oldest)
    yield _by(
        "don_doc_open_cases", "Open cases by level.", "level", {name: doing.cases.get(name, 0) for name in LEVELS}
    )
    yield GaugeMetricFamily(
        "don_doc_unsealed_audit_entries", "Entries of the audit without a seal yet.", doing.unsealed
    )
    ages = {name: (now - run.finished_at).total_seconds() for name, run in doing.runs.items()}
    yield _by("don_doc_job_age_seconds", "Since when a daily job has last ended.", "job", ages)
    if "verify" in doing.runs:
        count = _troubles(doing.runs["verify"])
        yield GaugeMetricFamily("don_doc_troubles", "What the last nightly check found wrong.", count)


def _troubles(run: LastRun) -> int:
    found = run.facts.get("troubles")
    return len(found) if isinstance(found, list) else 0


def _by(name: str, said: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, said, labels=(label,))
    for value, number in values.items():
        family.add_metric((value,), number)
    return family
