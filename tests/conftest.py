"""The application on both engines, each test on a fresh copy of the same database."""

from __future__ import annotations

import copy
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest
from flask import Flask
from flask_migrate import upgrade

from committee.cli import database
from committee.core import clock
from committee.core.db import db
from committee.web.factory import create_app
from config import read_settings
from tests import postgres
from tests.kept import Kept, administer

MORNING = datetime(2024, 10, 28, 2, 0, tzinfo=UTC)  # 28/10/2024, nine o'clock in Hanoi
ADDRESS = "DON_DOC_TEST_POSTGRES"
T = TypeVar("T")
KEY = "q7Zr1_kVbN0sXeYtUa3MfHj5Lw8cPd2RgQ9oIiT6"


def pytest_configure(config: pytest.Config) -> None:
    """Start one PostgreSQL for all workers, in the process that starts them."""
    if hasattr(config, "workerinput") or os.environ.get("DON_DOC_TEST_TIER") == "fast":
        return
    if postgres.programs() is None:
        if os.environ.get("REQUIRE_PG"):
            pytest.exit("PostgreSQL is required here and is not installed", returncode=1)
        return
    config.cluster = postgres.Cluster()
    config.cluster.start("autovacuum=off")  # what a query finds first must not depend on when it last ran
    os.environ[ADDRESS] = config.cluster.address


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server that was started."""
    if hasattr(config, "cluster"):
        config.cluster.stop()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what touches the database once per engine, unless it says that one is enough."""
    if "engine" not in metafunc.fixturenames:
        return
    once = metafunc.definition.get_closest_marker("one_engine")
    engines = ["sqlite"] if once or not os.environ.get(ADDRESS) else ["sqlite", "postgresql"]
    metafunc.parametrize("engine", engines, scope="session")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let all tests of one engine follow each other, so that one application serves them."""
    items.sort(key=lambda item: getattr(getattr(item, "callspec", None), "params", {}).get("engine", ""))


@pytest.fixture(scope="session")
def house(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The application over an empty database with its schema, kept for the whole run."""
    built = House(engine, tmp_path_factory.mktemp(engine))
    yield built
    built.close()


class House:
    """One application, and a way back to the database it began with."""

    def __init__(self, engine: str, folder: Path) -> None:
        self.engine = engine
        self.folder = folder
        self.address = os.environ.get(ADDRESS, "")
        self.name = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
        self.app = create_app(read_settings(self.environ()))
        self.app.config["TESTING"] = True
        if engine == "postgresql":
            administer(self.address, f'CREATE DATABASE "{self.name}"')
        with self.app.app_context():
            upgrade()
            load_dictionary()
            self._let_go()
        self._founded: dict[str, Any] = {}
        self._stage = ""
        if engine == "sqlite":
            shutil.copyfile(self._file, self._file_of(""))
        else:
            self.kept = Kept(self.address, self.name)

    def environ(self) -> dict[str, str]:
        """Return the settings of this house as the environment gives them."""
        url = f"sqlite:///{self._file}" if self.engine == "sqlite" else postgres.url(self.address, self.name)
        return {"DATABASE_URL": url, "INSTANCE_DIR": str(self.folder), "SECRET_KEY": KEY, "DON_DOC_MODE": "test"}

    def renew(self) -> None:
        """Go back to the database this house began with, and to a process that has refused nothing yet."""
        self.app.extensions["repeated_refusals"].forget()
        with self.app.app_context():
            self._let_go()
        self._stage = ""
        if self.engine == "sqlite":
            self._take(self._file_of(""))
        else:
            self.kept.put_back()

    def founded(self, what: str, build: Callable[[], T]) -> T:
        """Let the database be as `build` leaves it, and return what it returned; built once, for it takes long.

        Where the test has written something of its own before, there is nothing to go by: it is built then and there.
        """
        if not self._untouched():
            return build()
        stage = f"{self._stage} / {what} at {clock.now()}"
        if stage not in self._founded:
            built = build()
            self._let_go()
            self._keep(stage)
            self._founded[stage] = built
        else:
            self._let_go()
            self._fill(stage)
        self._stage = stage
        return copy.deepcopy(self._founded[stage])

    def close(self) -> None:
        """Let go of the database."""
        with self.app.app_context():
            self._let_go()
        if self.engine == "postgresql":
            self.kept.close()

    def _keep(self, stage: str) -> None:
        if self.engine == "sqlite":
            shutil.copyfile(self._file, self._file_of(stage))
        else:
            self.kept.keep(stage)

    def _fill(self, stage: str) -> None:
        if self.engine == "sqlite":
            self._take(self._file_of(stage))
        else:
            self.kept.fill(stage)

    def _untouched(self) -> bool:
        if self.engine == "postgresql":
            return self.kept.stands(self._stage)
        log = Path(f"{self._file}-wal")
        written = log.exists() and log.stat().st_size > 0
        return not written and self._file.read_bytes() == self._file_of(self._stage).read_bytes()

    def _take(self, file: Path) -> None:
        for ending in ("", "-wal", "-shm"):
            Path(f"{self._file}{ending}").unlink(missing_ok=True)
        shutil.copyfile(file, self._file)

    def _file_of(self, stage: str) -> Path:
        return self.folder / f"kept_{hashlib.sha256(stage.encode()).hexdigest()[:16]}.sqlite3"

    @property
    def _file(self) -> Path:
        return self.folder / "test.sqlite3"

    @staticmethod
    def _let_go() -> None:
        db.session.remove()
        db.engine.dispose()


def load_dictionary() -> None:
    """Load what `db upgrade` loads after the schema."""
    database.load()


@pytest.fixture
def app(house: House) -> Iterator[Flask]:
    """The application inside its context, on a fresh database, at nine o'clock on 28/10/2024."""
    house.renew()
    clock.stop_at(MORNING)
    with house.app.app_context():
        yield house.app
        db.session.remove()
    clock.run_freely()


@pytest.fixture
def another(house: House, app: Flask) -> Iterator[Callable[..., Flask]]:
    """Builds an application over the same database with other settings, and lets go of it afterwards."""
    built: list[Flask] = []

    def build(**environ: str) -> Flask:
        built.append(create_app(read_settings({**house.environ(), **environ})))
        return built[-1]

    yield build
    for one in built:
        with one.app_context():
            db.session.remove()
            db.engine.dispose()
