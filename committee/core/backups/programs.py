"""PostgreSQL's own programs: found, old enough to refuse, started without a password that others could read."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sqlalchemy import URL

from committee.domain.errors import DomainError
from config import environment

DEBIAN = Path("/usr/lib/postgresql")
SECRETS = {"password": "PGPASSWORD", "sslpassword": "PGSSLPASSWORD"}


def program(name: str, *, at_least: int) -> str:
    """Return the newest `name` that is installed; refuses if none is of that major version or newer."""
    places = [*DEBIAN.glob(f"*/bin/{name}"), *([Path(found)] if (found := shutil.which(name)) else [])]
    newest = max(((_version(place), str(place)) for place in places), default=(0, ""))
    if newest[0] == 0:
        raise DomainError(
            "The program %(name)s is missing. Install PostgreSQL's client programs, version %(version)d or newer "
            "(Debian, Ubuntu: apt-get install postgresql-client).",
            name=name,
            version=at_least,
        )
    if newest[0] < at_least:
        raise DomainError(
            "%(name)s is of version %(found)d and the server of version %(version)d. Install PostgreSQL's client "
            "programs, version %(version)d or newer.",
            name=name,
            found=newest[0],
            version=at_least,
        )
    return newest[1]


def _version(place: Path) -> int:
    try:
        told = subprocess.run([str(place), "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603 - found by its name
    except OSError:
        return 0
    found = re.search(r"\(PostgreSQL\) (\d+)", told)
    return int(found[1]) if found else 0


def connected(url: URL) -> tuple[str, dict[str, str]]:
    """Return how a program is told where the database is, and the environment that carries its secrets."""
    query = {name: value for name, value in url.query.items() if name not in SECRETS}
    kept = {SECRETS[name]: str(value) for name, value in url.query.items() if name in SECRETS}
    if url.password:
        kept["PGPASSWORD"] = str(url.password)
    # Built anew: setting the password to None would leave the old one.
    plain = URL.create("postgresql", url.username, None, url.host, url.port, url.database, query)
    return f"--dbname={plain.render_as_string()}", environment(**kept)


@contextmanager
def running(command: list[str], env: dict[str, str]) -> Iterator[IO[bytes]]:
    """Give what a program writes; refuses, in its own words, if it fails."""
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603 - found by its name
        if process.stdout is None or process.stderr is None:
            raise RuntimeError("a program without its pipes")
        try:
            yield process.stdout
        except BaseException:
            process.kill()
            raise
        told = process.stderr.read().decode(errors="replace")
    if process.returncode:
        raise DomainError("%(name)s failed: %(told)s", name=Path(command[0]).name, told=" ".join(told.split())[:500])
