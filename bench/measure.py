"""Timing two ways of doing the same, in turn, so that a machine that slows down slows both."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable


def seconds(call: Callable[[], object]) -> float:
    """Return how long one call takes."""
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def paired(ours: Callable[[], object], other: Callable[[], object], runs: int = 9) -> tuple[float, float]:
    """Return the medians of both in seconds, taken in turn after one run of each that is not counted."""
    ours()
    other()
    pairs = [(seconds(ours), seconds(other)) for _ in range(runs)]
    return statistics.median(one for one, _ in pairs), statistics.median(two for _, two in pairs)


def line(name: str, ours: float, other: float, ratio: float, goal: str) -> None:
    """Print one result."""
    print(f"{name:<58} {ours * 1000:9.2f} ms {other * 1000:9.2f} ms   ratio {ratio:6.2f}   goal {goal}")
