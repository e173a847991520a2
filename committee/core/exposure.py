"""Which files others on this machine can read, by the bits of their modes."""

from __future__ import annotations

import os
import stat
from pathlib import Path


def is_open_to_others(path: Path) -> bool:
    """Return whether somebody who is neither the owner nor of the group can read the file at `path`.

    A file in a folder that others cannot enter is closed, whatever its own mode says. Nothing there: not open.
    Windows keeps no such modes.
    """
    if os.name == "nt" or not path.exists():
        return False
    reaches = all(folder.stat().st_mode & stat.S_IXOTH for folder in path.parents)
    return reaches and bool(path.stat().st_mode & stat.S_IROTH)


def is_open_to_group(path: Path) -> bool:
    """Return whether anybody but the owner may read the file at `path`, whoever can reach its folder."""
    return os.name != "nt" and path.exists() and bool(path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))


def may_be_changed_by_others(folder: Path) -> bool:
    """Return whether everybody on this machine may put another file in the place of one in `folder`."""
    return os.name != "nt" and bool(folder.stat().st_mode & stat.S_IWOTH)


def make_closed(path: Path) -> None:
    """Make an empty file that its owner alone can read, unless there is one."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError:
        return  # it is there, or whoever opens it next is told why it cannot be made
