"""One operation, one transaction: all of it or nothing, decided on what stands now."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from committee.core.db import Moment, db, transaction

NOON = datetime(2024, 10, 28, 5, 0, tzinfo=UTC)


class Base(DeclarativeBase):
    """A schema of this test's own: it stays true whatever the rooms' tables become."""


class Note(Base):
    """Something that is written."""

    __tablename__ = "note_of_a_test"

    id: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[str]
    at: Mapped[datetime] = mapped_column(Moment())


@pytest.fixture(autouse=True)
def table(app: Flask) -> None:
    with transaction() as session:
        Base.metadata.create_all(session.connection())


def note(words: str = "a note", at: datetime = NOON) -> Note:
    return Note(words=words, at=at)


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Note))


def test_what_is_inside_is_written_as_a_whole() -> None:
    with transaction() as session:
        session.add_all([note(), note()])
    db.session.rollback()

    assert count() == 2


def test_a_mistake_on_the_way_takes_everything_back() -> None:
    def write_and_fail() -> None:
        with transaction() as session:
            session.add(note())
            session.flush()
            raise LookupError

    with pytest.raises(LookupError):
        write_and_fail()

    assert count() == 0


def test_a_transaction_inside_another_joins_it() -> None:
    def write_inside_and_fail() -> None:
        with transaction() as session:
            with transaction() as inner:
                inner.add(note())
            session.flush()
            raise LookupError

    with pytest.raises(LookupError):
        write_inside_and_fail()

    assert count() == 0


def test_after_a_mistake_the_next_transaction_is_its_own() -> None:
    with pytest.raises(LookupError), transaction():
        raise LookupError

    with transaction() as session:
        session.add(note())
    db.session.rollback()

    assert count() == 1


def test_what_was_read_before_is_read_again() -> None:
    with transaction() as session:
        session.add(note("first"))
    row = db.session.scalars(select(Note)).one()
    db.session.commit()
    with db.engine.connect() as other:
        other.execute(text("UPDATE note_of_a_test SET words = 'second'"))
        other.commit()

    with transaction():
        seen = row.words

    assert seen == "second"


def test_a_moment_without_its_time_zone_is_refused() -> None:
    with pytest.raises(StatementError, match="a moment needs its time zone"), transaction() as session:
        session.add(note(at=datetime(2024, 10, 28, 9, 0)))  # noqa: DTZ001 - the mistake that is refused


def test_a_moment_comes_back_aware_and_in_utc() -> None:
    with transaction() as session:
        session.add(note(at=datetime.fromisoformat("2024-10-28T09:00+07:00")))
    db.session.expire_all()

    moment = db.session.scalars(select(Note.at)).one()

    assert moment == datetime(2024, 10, 28, 2, 0, tzinfo=UTC)
    assert moment.utcoffset().total_seconds() == 0
