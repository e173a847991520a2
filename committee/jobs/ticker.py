"""The ticker: asks again and again what is due, and does it.

The scheduler only wakes us. What is due is in the tables, by our own clock, so any number of processes may run.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable

from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from committee.core import clock
from committee.core.log import log
from committee.domain.calendar import HANOI, day_of
from committee.domain.slots import due_slot, missed_slots, moment_of
from committee.jobs.ledger import Facts, Run, done_slots, run_again, run_slot
from committee.jobs.timetable import TIMETABLE, Daily, Every, Job

LOOK_EVERY_SECONDS = 30
STOPPING_SIGNALS = {signal.SIGTERM, signal.SIGINT}


def run_until_stopped(app: Flask) -> None:
    """Run the timetable in this process until it is told to stop; what is in hand is finished first."""
    # Blocked and waited for, not handled: a handler would run between two steps of the very locks it has to take.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING_SIGNALS)
    stop = threading.Event()
    scheduler = _scheduler(app, stop)
    scheduler.start()
    signal.sigwait(STOPPING_SIGNALS)
    stop.set()
    scheduler.shutdown(wait=True)


def start_in_background(app: Flask) -> Callable[[], None]:
    """Run the timetable beside whatever else this process does; return the call that ends it."""
    stop = threading.Event()
    scheduler = _scheduler(app, stop)
    scheduler.start()

    def end() -> None:
        stop.set()
        scheduler.shutdown(wait=True)

    return end


def _scheduler(app: Flask, stop: threading.Event) -> BackgroundScheduler:
    scheduler = BackgroundScheduler(
        daemon=True,
        timezone="Asia/Ho_Chi_Minh",
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for job in TIMETABLE:
        seconds = job.when.seconds if isinstance(job.when, Every) else LOOK_EVERY_SECONDS
        scheduler.add_job(tick, args=[app, job, stop.is_set], name=f"{job.name}, at once")
        scheduler.add_job(tick, "interval", seconds=seconds, args=[app, job, stop.is_set], name=job.name)
    return scheduler


def tick(app: Flask, job: Job, stopping: Callable[[], bool]) -> None:
    """Do what is due of one job, in a context of its own."""
    with app.app_context():
        try:
            run_due(job, stopping)
        except Exception:  # noqa: BLE001 - one bad job must not stop the others
            log.exception("job failed", job=job.name)


def run_due(job: Job, stopping: Callable[[], bool]) -> list[Facts]:
    """Do what is due of a job by the ledger; return what each run did."""
    if isinstance(job.when, Every):
        now = clock.now()
        return [job.call(Run(day_of(now), now, now, stopping))]
    done = []
    for run in _due_runs(job.when, job.name, stopping):
        facts = None if stopping() else run_slot(job.name, run.day.isoformat(), job.call, run)
        if facts is not None:
            done.append(facts)
    return done


def run_by_hand(job: Job) -> list[Facts]:
    """Do a job at this moment, whether or not the ledger has it done; days it missed come first."""
    now = clock.now()
    day = day_of(now)
    if isinstance(job.when, Every):
        return [job.call(Run(day, now, now, _never))]
    is_due = due_slot(now, job.when.at) == day
    # A ledger without any run is a job that was not in use: nothing was missed.
    in_use = job.when.catch_up and bool(done_slots(job.name))
    missed = [run for run in _due_runs(job.when, job.name, _never) if run.day != day] if in_use else []
    done = [run_again(job.name, run.day.isoformat(), job.call, run) for run in missed]
    slot = day.isoformat() if is_due else now.astimezone(HANOI).strftime("%Y-%m-%dT%H:%M")
    return [*done, run_again(job.name, slot, job.call, Run(day, now, now, _never))]


def _due_runs(when: Daily, name: str, stopping: Callable[[], bool]) -> list[Run]:
    now = clock.now()
    latest = due_slot(now, when.at)
    done = done_slots(name)
    missed = missed_slots(done, latest) if when.catch_up else [day for day in [latest] if day not in done]
    return [Run(day, moment_of(day, when.at), now, stopping) for day in missed]


def _never() -> bool:
    return False
