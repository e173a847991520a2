"""A refusal becomes a sentence in the reader's language, with its place in front."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from flask import Flask

from committee.core.words import BrokenCatalogue, compile_catalogues, force_locale, joined, sentence
from committee.domain.errors import DomainError, Place

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
pytestmark = pytest.mark.one_engine


@pytest.mark.parametrize(
    ("error", "vietnamese", "english"),
    [
        (DomainError("%(count)d refusals", count=3), "3 lý do từ chối", "3 refusals"),
        (
            DomainError("%(count)d refusals", count=3, place=Place("a.csv", 7, "value"), read="12O"),
            "a.csv, dòng 7, cột value, đọc được “12O”: 3 lý do từ chối",
            "a.csv, row 7, column value, read “12O”: 3 refusals",
        ),
        (
            DomainError("%(count)d refusals", count=3, place=Place(row=1)),
            "dòng 1: 3 lý do từ chối",
            "row 1: 3 refusals",
        ),
        (DomainError("%(count)d refusals", count=3, place=Place()), "3 lý do từ chối", "3 refusals"),
        (
            DomainError("%(count)d refusals", count=3, place=Place("100%.csv"), read="50 %"),
            "100%.csv, đọc được “50 %”: 3 lý do từ chối",
            "100%.csv, read “50 %”: 3 refusals",
        ),
    ],
)
def test_a_refusal_names_its_place_and_what_was_read(
    app: Flask, error: DomainError, vietnamese: str, english: str
) -> None:
    with force_locale("vi"):
        assert sentence(error) == vietnamese
    with force_locale("en"):
        assert sentence(error) == english


def test_without_an_application_the_id_itself_is_the_sentence() -> None:
    assert sentence(DomainError("%(count)d refusals", count=2)) == "2 refusals"


@pytest.fixture
def rooms(tmp_path: Path) -> Path:
    (tmp_path / "vi").mkdir()
    (tmp_path / "vi" / "a.po").write_text(f'{HEAD}msgid "unit"\nmsgstr "đơn vị"\n', encoding="utf-8")
    (tmp_path / "vi" / "b.po").write_text(f'{HEAD}msgid "target"\nmsgstr "chỉ tiêu"\n', encoding="utf-8")
    return tmp_path


def made(folder: Path) -> bytes:
    return (folder / "vi" / "LC_MESSAGES" / "messages.mo").read_bytes()


def test_the_rooms_are_joined_into_one_catalogue(rooms: Path) -> None:
    compile_catalogues(rooms)

    assert "đơn vị".encode() in made(rooms)
    assert "chỉ tiêu".encode() in made(rooms)


def test_where_two_rooms_say_the_same_the_first_is_heard(rooms: Path) -> None:
    (rooms / "vi" / "b.po").write_text(f'{HEAD}msgid "unit"\nmsgstr "khác"\n', encoding="utf-8")

    catalogue = joined(sorted((rooms / "vi").glob("*.po")))

    assert catalogue["unit"].string == "đơn vị"


def test_a_changed_room_is_heard_though_its_file_is_not_newer(rooms: Path) -> None:
    compile_catalogues(rooms)
    room = rooms / "vi" / "b.po"
    time = room.stat().st_mtime - 3600
    room.write_text(f'{HEAD}msgid "target"\nmsgstr "mục tiêu"\n', encoding="utf-8")
    os.utime(room, (time, time))

    compile_catalogues(rooms)

    assert "mục tiêu".encode() in made(rooms)


def test_a_room_that_is_gone_is_forgotten(rooms: Path) -> None:
    compile_catalogues(rooms)
    (rooms / "vi" / "b.po").unlink()

    compile_catalogues(rooms)

    assert "chỉ tiêu".encode() not in made(rooms)


def test_an_unchanged_catalogue_is_not_made_again(rooms: Path) -> None:
    compile_catalogues(rooms)
    before = (rooms / "vi" / "LC_MESSAGES" / "messages.mo").stat().st_mtime_ns

    compile_catalogues(rooms)

    assert (rooms / "vi" / "LC_MESSAGES" / "messages.mo").stat().st_mtime_ns == before


def test_without_any_translation_the_ids_are_spoken(tmp_path: Path) -> None:
    compile_catalogues(tmp_path / "none")

    assert list(tmp_path.iterdir()) == []


def test_a_file_of_translations_that_is_not_text_is_named(tmp_path: Path) -> None:
    language = tmp_path / "vi"
    language.mkdir()
    (language / "units.po").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(BrokenCatalogue, match=r"vi/units\.po"):
        compile_catalogues(tmp_path)
