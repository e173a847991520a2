"""`flask demo …`: a story told into an empty database, and a house that lives on from its last morning."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import click
import flask_migrate
from flask import Flask, current_app

from committee.cli import database
from committee.cli.serving import free_port, serve_until_stopped
from committee.cli.support import refusals, say, say_aside
from committee.core import clock
from committee.core.db import db, is_sqlite
from committee.core.settings import current_settings
from committee.core.words import gettext
from committee.demo.build import SIZES, Told, build, story_of, told_here
from committee.demo.story import HAU_GIANG, TOLD_FROM, Story
from committee.domain.calendar import day_of
from committee.domain.errors import DomainError
from committee.domain.slots import moment_of
from committee.jobs import prune, sweep, verify
from committee.jobs.ledger import Run, run_slot
from committee.jobs.ticker import start_in_background
from committee.jobs.timetable import SWEEP
from committee.notify.channels import PageChannel
from committee.notify.delivery import deliver_one
from config import ROOT, USUAL_ADDRESS, environment

demo = click.Group("demo", help="A demonstration with made-up figures.")

NIGHT = TOLD_FROM.replace(hour=5)

name_option = click.option("--story", "name", default=HAU_GIANG.name, show_default=True, help="Which story is told.")
size_option = click.option("--size", type=click.Choice(SIZES), default="province", show_default=True)


@demo.command("build")
@name_option
@size_option
def build_it(name: str, size: str) -> None:
    """Tell a story into an empty database."""
    with refusals():
        story = story_of(name, size)
        _lay_out()
        _tell(story, size)
    say(gettext("The story %(name)s is told. Everything made up in it is marked “số liệu minh họa”.", name=name))


@demo.command("run")
@name_option
@size_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), help="Default: 8000, or the next one that is free.")
@click.option("--jobs/--no-jobs", default=True, show_default=True, help="Whether the timetable runs beside the pages.")
def run(name: str, size: str, host: str, port: int | None, jobs: bool) -> None:  # noqa: FBT001 - an option's value
    """Serve a story on this machine; it is told first, if it is not there yet."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - Flask's documented way past the proxy
    with refusals():
        _refuse_other_modes()
        port = port or free_port(host)
        known = current_settings().base_url
        address = f"http://{'localhost' if host == '127.0.0.1' else host}:{port}"
        _have_it_told(Told(name, size), address if known == USUAL_ADDRESS else known)
    clock.start_from(current_settings().clock_at or TOLD_FROM)
    if known == USUAL_ADDRESS:
        app.extensions["settings"] = replace(current_settings(), base_url=address)
    say(gettext("The demonstration is at %(address)s. Press Ctrl+C to end it.", address=address))
    serve_until_stopped(app, host=host, port=port, beside=start_in_background if jobs else _nothing)


def _tell(story: Story, size: str) -> None:
    """Tell the story, and do what the night before its morning would have done."""
    build(story=story, size=size, morning=begin_day)
    morning = day_of(TOLD_FROM)
    for name, call in (("prune", prune.run), ("verify", verify.run)):
        run_slot(name, morning.isoformat(), call, Run(morning, NIGHT, NIGHT, lambda: False))


def begin_day(day: date) -> None:
    """Run a day's sweep as the timetable would, and let its mail go to the page of the demonstration."""
    due_at = moment_of(day, SWEEP.at)
    run_slot("sweep", day.isoformat(), sweep.run, Run(day, due_at, due_at, lambda: False))
    sent_at = due_at + timedelta(minutes=1)
    while deliver_one(PageChannel(), now=sent_at) is not None:
        pass


def _refuse_other_modes() -> None:
    if current_settings().mode != "demo":
        raise DomainError("A demonstration lets everybody in: it runs with DON_DOC_MODE=demo only.")


def _have_it_told(wanted: Told, address: str) -> None:
    """See to it that the database holds the story; a file is told beside and moved here when it is whole."""
    story_of(wanted.name, wanted.size)
    file = Path(db.engine.url.database or "") if is_sqlite() else None
    if file is not None and not file.exists():
        say_aside(gettext("Telling the story %(name)s; this takes a few seconds …", name=wanted.name))
        _tell_beside(file, wanted, address)
        return
    _lay_out()
    told = told_here()
    if told is None:
        _tell(story_of(wanted.name, wanted.size), wanted.size)
    elif told != wanted:
        raise DomainError(
            "The database holds the story %(name)s in the size %(size)s. Name another database in DATABASE_URL, or "
            "delete this one.",
            name=told.name,
            size=told.size,
        )


def _tell_beside(file: Path, wanted: Told, address: str) -> None:
    unfinished = file.with_name(f"{file.name}.{os.getpid()}")
    command = [sys.executable, "-P", "-m", "flask", "--app", str(ROOT / "app.py")]
    command += ["demo", "build", "--story", wanted.name, "--size", wanted.size]
    told_into = environment(DATABASE_URL=f"sqlite:///{unfinished}", BASE_URL=address)
    try:
        done = subprocess.run(command, env=told_into, stdout=sys.stderr, check=False)  # noqa: S603 - our own program; click knows the words
        if done.returncode:
            raise DomainError("The story could not be told; the lines above say why.")
        with sqlite3.connect(unfinished) as written:
            written.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        written.close()
        unfinished.replace(file)
    finally:
        for ending in ("", "-wal", "-shm"):
            Path(f"{unfinished}{ending}").unlink(missing_ok=True)


def _lay_out() -> None:
    """Make the schema and load what every installation has."""
    flask_migrate.upgrade(str(ROOT / "migrations"))
    database.load()


def _nothing(_app: Flask) -> Callable[[], None]:
    return lambda: None
