"""A backup holds everything; a restore brings all of it back, says what else is to do, and keeps what was there."""

from __future__ import annotations

import stat
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import downgrade
from sqlalchemy import select, text

from committee.audit.models import AuditEntry
from committee.core import clock
from committee.core.backups import restoring
from committee.core.backups.files import refuse_without_room
from committee.core.backups.starting import refuse_unfit_database
from committee.core.db import db, transaction
from committee.core.settings import current_settings
from committee.domain.errors import DomainError
from committee.units.models import Placement
from tests.backups.keeping import documents, done, forged, leftovers, put_document, refused, run, tables
from tests.cast import enter
from tests.conftest import House, load_dictionary

pytestmark = pytest.mark.slow


@pytest.fixture
def house_at_work(app: Flask, house: House) -> Flask:
    """The cast on its units, and two documents."""
    enter()
    for name in documents():
        (current_settings().documents_dir / name).unlink()
    put_document("2024/quyet-dinh-12.txt", "Quyết định số 12")
    put_document("2024/thong-bao.txt", "Thông báo")
    return app


def rename_everything() -> None:
    with transaction() as session:
        session.execute(text("UPDATE placement SET name = 'đã đổi'"))
        session.execute(text("UPDATE account SET full_name = 'đã đổi'"))
    put_document("2024/thong-bao.txt", "đã đổi")
    put_document("2024/moi.txt", "mới")


def test_everything_comes_back_and_what_was_there_is_kept(house_at_work: Flask, tmp_path: Path) -> None:
    file, before, papers = tmp_path / "b.zip", tables(), documents()

    told = done(house_at_work, "backup", file)
    rename_everything()
    after = tables()
    restored = done(house_at_work, "restore", file, "--replace")

    assert "khóa không nằm trong bản sao lưu" in told.stderr
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (tables(), documents()) == (before, papers)
    assert "Đã khôi phục dữ liệu tại thời điểm 09:00 ngày 28/10/2024." in restored.stdout
    assert leftovers() == []
    kept = current_settings().instance / "before-restore-20241028-020000.zip"
    assert str(kept) in restored.stdout
    done(house_at_work, "restore", kept, "--replace")
    assert tables() == after
    assert documents()["2024/moi.txt"] == "mới"


def test_a_new_house_needs_no_more_than_the_file(house_at_work: Flask, house: House, tmp_path: Path) -> None:
    file, before = tmp_path / "b.zip", tables()
    done(house_at_work, "backup", file)
    house.renew()
    downgrade(revision="base")

    done(house_at_work, "restore", file)

    assert tables() == before
    refuse_unfit_database(current_settings())


@pytest.mark.one_engine
def test_what_was_done_is_in_the_audit(house_at_work: Flask, tmp_path: Path) -> None:
    done(house_at_work, "backup", tmp_path / "b.zip")

    taken = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "backup taken")).one()
    done(house_at_work, "restore", tmp_path / "b.zip", "--replace")
    restored = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "restored")).one()

    assert taken.facts["documents"] == 2
    assert restored.facts["taken_at"] == "2024-10-28T02:00:00+00:00"


def test_ids_go_on_where_they_were(house_at_work: Flask, tmp_path: Path) -> None:
    done(house_at_work, "backup", tmp_path / "b.zip")
    done(house_at_work, "restore", tmp_path / "b.zip", "--replace")

    with transaction() as session:
        session.add(Placement(**example_placement()))


def example_placement() -> dict[str, object]:
    one = db.session.execute(select(Placement.__table__).limit(1)).one()._asdict()
    return {**one, "id": None, "code": "99999", "unit_id": one["unit_id"]} | {"valid_to": None, "valid_from": None}


@pytest.mark.one_engine
def test_people_are_not_written_over_unasked(house_at_work: Flask, tmp_path: Path) -> None:
    done(house_at_work, "backup", tmp_path / "b.zip")
    rename_everything()
    before = tables(without=set())

    said = refused(house_at_work, "restore", tmp_path / "b.zip")

    assert "--replace" in said
    assert tables(without=set()) == before


def test_a_database_in_use_is_left_alone(house_at_work: Flask, tmp_path: Path) -> None:
    done(house_at_work, "backup", tmp_path / "b.zip")
    before = tables()
    other = db.engine.connect()
    other.execute(text("SELECT count(*) FROM account")).all()
    other.detach()

    said = refused(house_at_work, "restore", tmp_path / "b.zip", "--replace")
    other.close()

    assert said.startswith("Có tiến trình khác đang dùng cơ sở dữ liệu.")
    assert tables() == before


@pytest.mark.one_engine
def test_a_second_restore_waits_its_turn(house_at_work: Flask, tmp_path: Path) -> None:
    done(house_at_work, "backup", tmp_path / "b.zip")

    with restoring.locked(current_settings().instance / restoring.LOCK):
        said = refused(house_at_work, "restore", tmp_path / "b.zip", "--replace")

    assert "đang chạy ở đây" in said


@pytest.mark.one_engine
def test_a_file_is_not_written_over_unasked(house_at_work: Flask, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    file.write_text("something else", encoding="utf-8")

    said = refused(house_at_work, "backup", file)
    untouched = file.read_text(encoding="utf-8")
    done(house_at_work, "backup", file, "--replace")

    assert "đã có" in said
    assert untouched == "something else"
    assert zipfile.is_zipfile(file)
    assert [path.name for path in tmp_path.iterdir()] == ["b.zip"]


@pytest.mark.one_engine
def test_a_backup_needs_a_folder_and_room(house_at_work: Flask, tmp_path: Path) -> None:
    assert "thư mục đã có" in refused(house_at_work, "backup", tmp_path / "none" / "b.zip")
    with pytest.raises(DomainError, match="too little room"):
        refuse_without_room(tmp_path, 10**18)


@pytest.mark.one_engine
def test_the_documents_can_be_left_out_and_then_stay_as_they_are(house_at_work: Flask, tmp_path: Path) -> None:
    done(house_at_work, "backup", tmp_path / "b.zip", "--no-documents")
    put_document("2024/thong-bao.txt", "đã đổi")

    done(house_at_work, "restore", tmp_path / "b.zip", "--replace")

    assert documents()["2024/thong-bao.txt"] == "đã đổi"


@pytest.mark.one_engine
def test_a_backup_goes_through_a_pipe(house_at_work: Flask, tmp_path: Path) -> None:
    file, before = tmp_path / "b.zip", tables()

    file.write_bytes(done(house_at_work, "backup", "-").stdout_bytes)
    done(house_at_work, "restore", file, "--replace")

    assert tables() == before
    assert leftovers() == []


@pytest.mark.one_engine
def test_another_secret_key_is_said(house_at_work: Flask, tmp_path: Path) -> None:
    done(house_at_work, "backup", tmp_path / "b.zip")
    other = forged(tmp_path / "b.zip", tmp_path / "c.zip", lambda told, _: told.update(key_check=f"00${'0' * 64}"))

    same_key = done(house_at_work, "restore", tmp_path / "b.zip", "--replace")
    another = done(house_at_work, "restore", other, "--replace")

    assert "Khóa bí mật ở đây không phải khóa của bản sao lưu" not in same_key.stderr
    assert "Khóa bí mật ở đây không phải khóa của bản sao lưu" in another.stderr


@pytest.mark.one_engine
def test_a_backup_of_the_other_engine_is_refused(house_at_work: Flask, house: House, tmp_path: Path) -> None:
    done(house_at_work, "backup", tmp_path / "b.zip")
    names = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
    other = next(engine for engine in names if engine != house.engine)

    def change(told: dict, parts: dict) -> None:
        told["engine"] = other
        told["parts"][0]["name"] = names[other]
        parts[names[other]] = parts.pop(names[house.engine])

    said = refused(house_at_work, "restore", forged(tmp_path / "b.zip", tmp_path / "c.zip", change), "--replace")

    assert "cùng loại cơ sở dữ liệu" in said


@pytest.mark.one_engine
def test_a_file_that_is_no_database_any_more_is_moved_aside(house_at_work: Flask, tmp_path: Path) -> None:
    file, before = tmp_path / "b.zip", tables()
    done(house_at_work, "backup", file)
    db.session.remove()
    db.engine.dispose()
    database = Path(db.engine.url.database or "")
    database.write_bytes(b"no database at all" * 1000)

    said = refused(house_at_work, "restore", file)
    restored = done(house_at_work, "restore", file, "--replace")

    assert "--replace" in said
    assert "test.sqlite3.broken-20241028-020000" in restored.stdout
    assert tables() == before


def test_row_r23_a_backup_of_an_older_version_is_brought_up_to_date(
    house_at_work: Flask, house: House, tmp_path: Path
) -> None:
    file, people = tmp_path / "old.zip", tables()["unit"]
    downgrade(revision="0001")
    done(house_at_work, "backup", file)
    house.renew()

    done(house_at_work, "restore", file)

    refuse_unfit_database(current_settings())
    assert tables()["unit"] == people


@pytest.mark.one_engine
def test_row_r23_a_newer_version_is_refused_in_a_backup_and_at_the_start(house_at_work: Flask, tmp_path: Path) -> None:
    with transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    done(house_at_work, "backup", tmp_path / "b.zip")

    said = refused(house_at_work, "restore", tmp_path / "b.zip", "--replace")

    assert "phiên bản mới hơn" in said
    for start in (("serve",), ("jobs", "run")):
        assert "phiên bản mới hơn (9999)" in refused(house_at_work, *start)


@pytest.mark.one_engine
def test_row_r23_nothing_starts_on_an_older_or_half_a_database(house_at_work: Flask) -> None:
    with transaction() as session:
        session.execute(text("DROP TABLE restored"))
    half = refused(house_at_work, "serve")
    downgrade_by_hand = text("UPDATE alembic_version SET version_num = '0001'")
    with transaction() as session:
        session.execute(downgrade_by_hand)
    older = refused(house_at_work, "jobs", "run")

    assert "thiếu restored" in half
    assert "phiên bản cũ (0001)" in older


@pytest.mark.one_engine
def test_health_says_how_old_the_last_backup_is(house_at_work: Flask, tmp_path: Path) -> None:
    load_dictionary()
    done(house_at_work, "backup", tmp_path / "b.zip")

    fresh = run(house_at_work, "health")
    clock.stop_at(clock.now() + timedelta(hours=27))
    old = run(house_at_work, "health")

    assert "Lần sao lưu gần nhất: 09:00 ngày 28/10/2024." in fresh.stdout
    assert "Lần sao lưu gần nhất: 09:00 ngày 28/10/2024." in old.stderr
