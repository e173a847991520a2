"""Settings are read once; a wrong one is named with what was read and what to write."""

from __future__ import annotations

import multiprocessing
from datetime import datetime
from pathlib import Path

import pytest

from config import WrongSetting, read_settings


def read(tmp_path: Path, **environ: str) -> object:
    return read_settings({"INSTANCE_DIR": str(tmp_path / "instance"), **environ})


def secret(folder: str) -> str:
    return read_settings({"INSTANCE_DIR": folder}).secret_key


def test_without_any_setting_the_system_keeps_to_its_instance_folder(tmp_path: Path) -> None:
    settings = read(tmp_path)

    assert settings.database_url == f"sqlite:///{tmp_path / 'instance' / 'don-doc.sqlite3'}"
    assert settings.documents_dir == tmp_path / "instance" / "documents"
    assert settings.clock_at is None
    assert settings.language == "vi"
    assert settings.mode == "production"


def test_the_secret_is_readable_by_its_owner_only_and_kept(tmp_path: Path) -> None:
    first = secret(str(tmp_path / "instance"))
    kept = tmp_path / "instance" / "secret_key"

    assert secret(str(tmp_path / "instance")) == first == kept.read_text(encoding="ascii")
    assert len(first) >= 48
    assert oct(kept.stat().st_mode & 0o777) == "0o600"
    assert oct(kept.parent.stat().st_mode & 0o777) == "0o700"
    assert sorted(path.name for path in kept.parent.iterdir()) == ["secret_key"]


def test_processes_that_start_at_once_share_one_secret(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        secrets = pool.map(secret, [str(tmp_path / "instance")] * 16)

    assert len(set(secrets)) == 1


def test_the_secret_is_not_shown_with_the_settings(tmp_path: Path) -> None:
    quiet = {"SECRET_KEY": "kept quiet"}

    assert "kept quiet" not in repr(read(tmp_path, **quiet))


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DATABASE_URL", "mysql://u:p@host/db", "“host/db” is neither"),
        ("DATABASE_URL", "sqlite://", "in memory"),
        ("DATABASE_URL", "sqlite:///", "in memory"),
        ("DATABASE_URL", "sqlite:///:memory:", "in memory"),
        ("BASE_URL", "example.vn", "must begin with https://"),
        ("CLOCK_AT", "28/10/2024", "is not a moment"),
        ("DON_DOC_LANGUAGE", "fr", "is not one of vi, en"),
        ("DON_DOC_MODE", "fast", "is not one of production, development, demo, test"),
        ("SMTP_PORT", "mail", "is not a port number"),
        ("SMTP_PORT", "0", "is not a port number"),
        ("SMTP_PORT", "65536", "is not a port number"),
        ("INSTANCE_DIR", "/proc/none/here", "cannot be used as a folder"),
    ],
)
def test_a_wrong_setting_is_refused(tmp_path: Path, name: str, value: str, sentence: str) -> None:
    with pytest.raises(WrongSetting, match=sentence):
        read(tmp_path, **{name: value})


def test_a_refused_address_does_not_show_its_password(tmp_path: Path) -> None:
    with pytest.raises(WrongSetting) as refusal:
        read(tmp_path, DATABASE_URL="mysql://u:hidden@host/db")

    assert "hidden" not in str(refusal.value)


@pytest.mark.parametrize(
    ("given", "understood"),
    [
        ("sqlite:///here.sqlite3", "sqlite:///{instance}/here.sqlite3"),
        ("sqlite:////srv/there.sqlite3", "sqlite:////srv/there.sqlite3"),
        ("postgres://u@h/d", "postgresql://u@h/d"),
        ("postgresql://u@h/d", "postgresql://u@h/d"),
        ("postgresql+psycopg://u@h/d", "postgresql+psycopg://u@h/d"),
    ],
)
def test_an_address_of_a_database_is_understood(tmp_path: Path, given: str, understood: str) -> None:
    assert read(tmp_path, DATABASE_URL=given).database_url == understood.format(instance=tmp_path / "instance")


def test_a_moment_without_its_zone_is_a_moment_in_hanoi(tmp_path: Path) -> None:
    expected = datetime.fromisoformat("2024-10-28T09:00+07:00")

    assert read(tmp_path, CLOCK_AT="2024-10-28T09:00").clock_at == expected
    assert read(tmp_path, CLOCK_AT="2024-10-28T02:00Z").clock_at == expected


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "vi"),
        ({"LANGUAGE": "en"}, "en"),
        ({"LANGUAGE": "en_US:en"}, "vi"),
        ({"LANGUAGE": "en", "DON_DOC_LANGUAGE": "vi"}, "vi"),
    ],
)
def test_the_language_of_the_desktop_is_not_taken_for_ours(
    tmp_path: Path, environ: dict[str, str], language: str
) -> None:
    assert read(tmp_path, **environ).language == language


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("mua-lua-chin-vang-ben-song-hau-1\n", encoding="utf-8")
    (tmp_path / "empty").write_text("\n", encoding="utf-8")

    assert read(tmp_path, SECRET_KEY_FILE=str(tmp_path / "key")).secret_key == "mua-lua-chin-vang-ben-song-hau-1"
    assert read(tmp_path, SMTP_PASSWORD_FILE=str(tmp_path / "key")).smtp_password == "mua-lua-chin-vang-ben-song-hau-1"
    for environ, said in (
        ({"SECRET_KEY_FILE": str(tmp_path / "none")}, "cannot be read"),
        ({"SECRET_KEY_FILE": str(tmp_path / "empty")}, "is empty"),
        ({"SECRET_KEY_FILE": str(tmp_path / "key"), "SECRET_KEY": "x"}, "both given"),
    ):
        with pytest.raises(WrongSetting, match=said):
            read(tmp_path, **environ)


def test_earlier_keys_are_separated_as_people_separate(tmp_path: Path) -> None:
    assert read(tmp_path).secret_key_fallbacks == ()
    assert read(tmp_path, SECRET_KEY_FALLBACKS=" one,two  three,\nfour ").secret_key_fallbacks == (
        *("one", "two"),
        *("three", "four"),
    )


def test_no_secret_is_shown_with_the_settings(tmp_path: Path) -> None:
    shown = repr(
        read(
            tmp_path,
            SECRET_KEY="quiet-1",
            SECRET_KEY_FALLBACKS="quiet-2",
            SMTP_PASSWORD="quiet-3",
            METRICS_TOKEN="quiet-4",
            DATABASE_URL="postgresql://u:quiet-5@host/db",
        )
    )

    assert "quiet" not in shown
