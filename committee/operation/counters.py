"""What is counted of requests: how many of which route ended how, and how long they took. Nothing about persons.

Each process counts for itself. Where several workers stand behind one port, `PROMETHEUS_MULTIPROC_DIR` (set by
gunicorn.conf.py) lets them keep their counts in one folder, and whoever is asked adds up all of them.
"""

from __future__ import annotations

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram
from prometheus_client.multiprocess import MultiProcessCollector

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0, 10.0)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

REQUESTS = Counter("don_doc_requests", "Requests answered, by route.", ("method", "route", "status"))
LATENCY = Histogram("don_doc_request_seconds", "Time to the answer.", ("route",), buckets=SECONDS)


def count_request(*, method: str, route: str, status: int, seconds: float) -> None:
    """Count one request; `route` is the pattern, so that the number of series stays small."""
    REQUESTS.labels(method if method in METHODS else "other", route, str(status)).inc()
    LATENCY.labels(route).observe(seconds)


def counted(folder: str) -> CollectorRegistry:
    """Return what this process has counted, or with `folder` what all workers have."""
    if not folder:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=folder)
    return registry
