"""SQLite is kept off file systems that several machines share."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from committee.core.mounts import network_file_system, network_type

MOUNTS = r"""sysfs /sys sysfs rw,nosuid 0 0
/dev/vda1 / ext4 rw,relatime 0 0
systemd-1 /srv/share autofs rw,relatime,fd=44 0 0
store:/export /srv/share nfs4 rw,relatime,vers=4.2 0 0
/dev/vdb1 /srv/share/local xfs rw 0 0
//files/office /mnt/van\040phong cifs rw,vers=3.1.1 0 0
ana@host:/data /media/far fuse.sshfs rw,nosuid 0 0
host /opt/guest 9p rw,trans=virtio 0 0
tmpfs /run tmpfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib/don-doc/don-doc.sqlite3", None),
        ("/srv/share", "nfs4"),
        ("/srv/share/don-doc/don-doc.sqlite3", "nfs4"),
        ("/srv/shared/don-doc.sqlite3", None),
        ("/srv/share/local/don-doc.sqlite3", None),
        ("/mnt/van phong/don-doc.sqlite3", "cifs"),
        ("/media/far/don-doc.sqlite3", "fuse.sshfs"),
        ("/opt/guest/don-doc.sqlite3", None),
        ("/run/don-doc.sqlite3", None),
    ],
)
def test_the_innermost_mount_decides(path: str, kind: str | None) -> None:
    assert network_type(PurePosixPath(path), MOUNTS) == kind


def test_a_local_mount_over_a_network_one_counts() -> None:
    mounts = "a:/x /data nfs rw 0 0\n/dev/vdb /data ext4 rw 0 0\n"

    assert network_type(PurePosixPath("/data/file"), mounts) is None


def test_an_empty_table_refuses_nothing() -> None:
    assert network_type(PurePosixPath("/data/file"), "") is None


def test_the_folder_of_this_test_is_local(tmp_path: Path) -> None:
    assert network_file_system(tmp_path / "not made yet") is None
