"""The timetable, on one page: name, call, when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from committee.jobs import anchor, deliver, follow, prune, recur, remind, seal, sweep, verify
from committee.jobs.ledger import Call


@dataclass(frozen=True)
class Every:
    """Again and again, that many seconds apart. Such a job keeps no ledger: it does what its table says is due."""

    seconds: int


@dataclass(frozen=True)
class Daily:
    """Once a day, from this time in Vietnam on. With `catch_up` every missed day is run too, up to 62 days back."""

    at: time
    catch_up: bool = False


@dataclass(frozen=True)
class Job:
    """Something that runs by itself."""

    name: str
    call: Call
    when: Every | Daily


# At the first moment at which anything may be delivered: a case told at once is then told on the same day.
SWEEP = Daily(time(7, 30), catch_up=True)

TIMETABLE = (
    Job("anchor", anchor.run, Daily(time(5, 0))),
    Job("deliver", deliver.run, Every(seconds=20)),
    Job("follow", follow.run, Daily(time(0, 10))),
    Job("prune", prune.run, Daily(time(2, 30))),
    Job("recur", recur.run, Daily(time(0, 20))),
    Job("remind", remind.run, Daily(time(7, 30), catch_up=True)),
    Job("seal", seal.run, Every(seconds=60)),
    Job("sweep", sweep.run, SWEEP),
    Job("verify", verify.run, Daily(time(4, 0))),
)


def job_named(name: str) -> Job | None:
    """Return the job of this name, or None."""
    return next((job for job in TIMETABLE if job.name == name), None)
