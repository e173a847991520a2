"""Whatever else is given to `restore` is refused in one sentence, and nothing is written."""

from __future__ import annotations

import hashlib
import io
import json
import random
import shutil
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from committee.core.backups import container
from committee.core.settings import current_settings
from committee.domain.errors import DomainError
from tests.backups.keeping import done, forged, put_document, refused, tables, write_zip
from tests.cast import enter

pytestmark = [pytest.mark.slow, pytest.mark.one_engine]
SEED = 20241028
DAMAGED, NONE_OF_OURS, CUT = "Bản sao lưu bị hỏng", "không phải bản sao lưu của Đôn đốc", "bị cụt"
NEWER = "phiên bản mới hơn"

Change = Callable[[dict[str, Any], dict[str, bytes]], None]


@pytest.fixture(scope="module")
def kept() -> dict[str, bytes]:
    """What the first test of this file took, so that it is taken once."""
    return {}


@pytest.fixture
def backup(app: Flask, kept: dict[str, bytes], tmp_path: Path) -> Path:
    """A sound backup with a document in it."""
    file = tmp_path / "b.zip"
    if not kept:
        enter()
        put_document("quyet-dinh.txt", "Quyết định số 12 " * 40)
        done(app, "backup", file)
        kept["b.zip"] = file.read_bytes()
    file.write_bytes(kept["b.zip"])
    return file


def refuses(app: Flask, file: Path) -> str:
    """Return the one sentence about `file`, after looking that nothing was touched."""
    before = everything(), tables(without=set())
    said = refused(app, "restore", file, "--replace")
    assert (everything(), tables(without=set())) == before
    return said


def everything() -> dict[str, str]:
    """Return what is in every file of the house, and of the folders above it that a name might lead to."""
    instance = current_settings().instance
    return {
        path.as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in (instance, instance.parent)
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith(("restore.lock", "test.sqlite3", "-wal", "-shm"))
    }


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", NONE_OF_OURS),
        ("Kế hoạch năm 2024\n".encode() * 100, NONE_OF_OURS),
        (random.Random(SEED).randbytes(10_000), NONE_OF_OURS),
        (b"PK\x03\x04", CUT),
        (b"PK\x03\x04" + random.Random(SEED).randbytes(10_000), CUT),
        (b"SQLite format 3\x00" + bytes(5_000), NONE_OF_OURS),
    ],
    ids=["empty", "text", "random", "four bytes", "looks like one", "a database itself"],
)
def test_something_else_is_refused(app: Flask, tmp_path: Path, content: bytes, expected: str) -> None:
    (tmp_path / "other").write_bytes(content)

    assert expected in refuses(app, tmp_path / "other")


def test_what_is_not_there_is_said(app: Flask, tmp_path: Path) -> None:
    assert "Không đọc được tệp" in refuses(app, tmp_path / "none.zip")
    assert "Không đọc được tệp" in refuses(app, tmp_path)


@pytest.mark.parametrize(
    "manifest", [None, b"", b"[]", b"{}", b'{"product": "other", "format": 1}', b"[" * 100_000, b'{"product": 7}']
)
def test_another_zip_is_refused(app: Flask, tmp_path: Path, manifest: bytes | None) -> None:
    parts = {"thu.txt": b"x"} | ({"manifest.json": manifest} if manifest is not None else {})
    write_zip(tmp_path / "other.zip", parts)

    assert NONE_OF_OURS in refuses(app, tmp_path / "other.zip")


def test_a_file_cut_short_anywhere_is_refused(app: Flask, backup: Path, tmp_path: Path) -> None:
    whole = backup.read_bytes()
    for tenth in range(1, 10):
        (tmp_path / "cut.zip").write_bytes(whole[: len(whole) * tenth // 10])
        with pytest.raises(DomainError, match="cut short"), container.opened(tmp_path / "cut.zip"):
            pass
    (tmp_path / "cut.zip").write_bytes(whole[:-1])

    assert CUT in refuses(app, tmp_path / "cut.zip")


def test_a_changed_byte_is_found_or_changes_nothing(app: Flask, backup: Path, tmp_path: Path) -> None:
    whole, dice, found = backup.read_bytes(), random.Random(SEED), 0
    with container.opened(backup) as sound:
        expected = sound.manifest
    for _ in range(300):
        place = dice.randrange(len(whole))
        changed = bytearray(whole)
        changed[place] ^= 1 << dice.randrange(8)
        (tmp_path / "changed.zip").write_bytes(changed)
        try:
            with container.opened(tmp_path / "changed.zip") as opened:
                opened.check()
                assert opened.manifest == expected, place
        except DomainError:
            found += 1

    assert found > 250  # the others hit what a zip says of itself: the hour, the system it was made on


def test_every_changed_bit_of_the_table_of_contents_is_found_or_changes_nothing(backup: Path, tmp_path: Path) -> None:
    whole, file = backup.read_bytes(), tmp_path / "changed.zip"
    with zipfile.ZipFile(backup) as packed:
        begins = packed.start_dir
    with container.opened(backup) as sound:
        expected = sound.manifest
    for place in range(begins, len(whole)):
        for bit in range(8):
            changed = bytearray(whole)
            changed[place] ^= 1 << bit
            file.write_bytes(changed)
            with suppress(DomainError), container.opened(file) as opened:
                opened.check()
                assert opened.manifest == expected, (place, bit)


@pytest.mark.parametrize("part", ["database.sqlite3", "documents/quyet-dinh.txt", "manifest.json"])
def test_a_changed_byte_in_each_part_is_found(app: Flask, backup: Path, tmp_path: Path, part: str) -> None:
    with zipfile.ZipFile(backup) as packed:
        begins = packed.getinfo(part).header_offset + 30 + len(part) + 30
    changed = bytearray(backup.read_bytes())
    changed[begins] ^= 0x10
    (tmp_path / "changed.zip").write_bytes(changed)

    assert DAMAGED in refuses(app, tmp_path / "changed.zip")


def another_document(name: str) -> Change:
    """Return what adds a document of that name, correctly counted."""

    def change(told: dict[str, Any], parts: dict[str, bytes]) -> None:
        content = b"written where it should not be"
        parts[name] = content
        told["parts"].append({"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()})

    return change


@pytest.mark.parametrize(
    "name",
    [
        "../outside.txt",
        "documents/../../outside.txt",
        "documents/../secret_key",
        "/outside.txt",
        "documents//outside.txt",
        "documents/./outside.txt",
        "documents\\..\\outside.txt",
        "documents/c:outside.txt",
        "documents/a\nb",
        "documents/",
        "secret_key",
        "database.dump",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(app: Flask, backup: Path, tmp_path: Path, name: str) -> None:
    file = forged(backup, tmp_path / "forged.zip", another_document(name))

    assert DAMAGED in refuses(app, file)


def other_bytes(told: dict[str, Any], parts: dict[str, bytes]) -> None:
    parts["documents/quyet-dinh.txt"] = parts["documents/quyet-dinh.txt"][::-1]


def not_told(_told: dict[str, Any], parts: dict[str, bytes]) -> None:
    parts["documents/more.txt"] = b"not in the manifest"


def lacking(_told: dict[str, Any], parts: dict[str, bytes]) -> None:
    del parts["documents/quyet-dinh.txt"]


def other_rows(told: dict[str, Any], _parts: dict[str, bytes]) -> None:
    told["rows"]["account"] += 1


def no_database(told: dict[str, Any], parts: dict[str, bytes]) -> None:
    replace_database(told, parts, b"no database at all " * 500)


def half_a_database(told: dict[str, Any], parts: dict[str, bytes]) -> None:
    replace_database(told, parts, parts["database.sqlite3"][:8192])


def replace_database(told: dict[str, Any], parts: dict[str, bytes], content: bytes) -> None:
    parts["database.sqlite3"] = content
    told["parts"][0] |= {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def without_a_zone(told: dict[str, Any], _parts: dict[str, bytes]) -> None:
    told["taken_at"] = "2024-10-28T09:00"


def twice(told: dict[str, Any], _parts: dict[str, bytes]) -> None:
    told["parts"].append(told["parts"][-1])


@pytest.mark.parametrize(
    "change",
    [other_bytes, not_told, lacking, other_rows, no_database, half_a_database, without_a_zone, twice],
    ids=lambda change: change.__name__,
)
def test_what_is_not_as_the_manifest_says_is_refused(app: Flask, backup: Path, tmp_path: Path, change: Change) -> None:
    assert DAMAGED in refuses(app, forged(backup, tmp_path / "forged.zip", change))


def test_a_newer_form_or_schema_is_refused(app: Flask, backup: Path, tmp_path: Path) -> None:
    form = forged(backup, tmp_path / "form.zip", lambda told, _: told.update(format=2, version="7.0.0"))
    schema = forged(backup, tmp_path / "schema.zip", lambda told, _: told.update(revision="9999", version="7.0.0"))

    for file in (form, schema):
        said = refuses(app, file)
        assert NEWER in said
        assert "7.0.0" in said


def test_a_bomb_is_not_unpacked(app: Flask, backup: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(backup) as packed:
        told = json.loads(packed.read("manifest.json"))
    huge = io.BytesIO()
    with zipfile.ZipFile(huge, "w", zipfile.ZIP_DEFLATED) as packed:
        with packed.open("database.sqlite3", "w", force_zip64=True) as part:
            for _ in range(100):
                part.write(bytes(1 << 20))
        told["parts"] = [told["parts"][0]]
        packed.writestr("manifest.json", json.dumps(told))
    (tmp_path / "bomb.zip").write_bytes(huge.getvalue())
    with zipfile.ZipFile(tmp_path / "manifest.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("manifest.json", bytes(container.LARGEST_MANIFEST + 1))

    assert DAMAGED in refuses(app, tmp_path / "bomb.zip")
    assert NONE_OF_OURS in refuses(app, tmp_path / "manifest.zip")


def test_more_than_fits_on_the_disk_is_refused(app: Flask, backup: Path, tmp_path: Path) -> None:
    free = shutil.disk_usage(tmp_path).free

    def change(told: dict[str, Any], _parts: dict[str, bytes]) -> None:
        told["parts"][0]["bytes"] = free

    assert DAMAGED in refuses(app, forged(backup, tmp_path / "forged.zip", change))
