"""A throwaway PostgreSQL cluster for the tests: on a socket, in a temporary folder, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg

KEEPER = "keeper"  # who puts a database back


class Cluster:
    """A running server. `url(name)` is the address of one of its databases."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pg"))
        self._as: list[str] = []
        if os.geteuid() == 0:  # the server refuses to run as root
            user = pwd.getpwnam("postgres")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self._as = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
        self._programs = programs()

    def start(self, *settings: str) -> None:
        """Create the cluster and start it."""
        self._run("initdb", "-U", "app", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=200"
        options = " ".join([options, *(f"-c {setting}" for setting in settings)])
        self._run("pg_ctl", "-s", "-l", str(self.folder / "log"), "-w", "-o", options, "start")
        with psycopg.connect(url(self.address, "postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE ROLE {KEEPER} SUPERUSER LOGIN")

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        self._run("pg_ctl", "-s", "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def restart(self) -> None:
        """Pull the plug and start again, as a crash does."""
        self._run("pg_ctl", "-s", "-m", "immediate", "-w", "-l", str(self.folder / "log"), "restart")

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self._as, str(self._programs / program), "-D", str(self.folder / "data"), *arguments]
        # From the folder itself: the server's user may not read the one we stand in.
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=self.folder)

    @property
    def address(self) -> str:
        """The folder of the socket, which is all that a client needs to find the server."""
        return str(self.folder)


def programs() -> Path | None:
    """Return the folder with the server's programs, or None where it is not installed."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: [int(n) for n in path.parts[4].split(".")]
    )
    if debian:
        return debian[-1].parent
    found = shutil.which("initdb")
    return Path(found).parent if found else None


def url(address: str, database: str, *, user: str = "app") -> str:
    """Return the URL of `database` on the server whose socket is in `address`."""
    return f"postgresql://{user}@/{database}?host={address}"
