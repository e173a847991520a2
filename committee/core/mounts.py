"""Which file system a path is on, as /proc/mounts tells it.

SQLite's write-ahead log needs memory shared by all its writers, which no file system over a network gives.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

MOUNTS = Path("/proc/self/mounts")
# 9p and virtiofs are left out: virtual machines and sandboxes show their own local disk through them.
NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "smbnetfs", "afs", "ncpfs", "ceph", "glusterfs", "lustre", "beegfs"}
NETWORK |= {"gpfs", "orangefs", "davfs", "davfs2", "sshfs", "s3fs", "rclone", "gvfsd-fuse"}


def network_file_system(path: Path) -> str | None:
    """Return the type of the network file system that `path` is on, or None on a local one or where nothing tells."""
    return network_type(PurePosixPath(path.resolve()), MOUNTS.read_text(encoding="utf-8")) if MOUNTS.exists() else None


def network_type(path: PurePosixPath, mounts: str) -> str | None:
    """Return the type of the network file system that `mounts` shows at the absolute `path`, or None."""
    found = None
    depth = -1
    for line in mounts.splitlines():
        fields = line.split(" ")
        point = PurePosixPath(_plain(fields[1]))
        # The same point twice: the later mount lies over the earlier one.
        if path.is_relative_to(point) and len(point.parts) >= depth:
            depth, found = len(point.parts), fields[2]
    kind = (found or "").removeprefix("fuse.")
    return found if kind in NETWORK else None


def _plain(field: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), field)
