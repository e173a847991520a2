"""Row 61: whoever changes the database past its triggers is found, entry by entry."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, insert, select

from committee.audit import sealing
from committee.audit.models import AuditEntry, AuditSeal
from committee.audit.operations import record
from committee.audit.queries import head
from committee.audit.sealing import seal
from committee.audit.verifying import Anchor, verify
from committee.core.db import db, transaction
from committee.domain import chain
from tests.audit.writing import HAU, NINE, tamper, write

COPY = (
    "INSERT INTO audit_entry (id, at, actor_id, actor_name, action, thing_kind, thing_id, unit_id, facts, mark) "
    "SELECT {id}, {at}, actor_id, actor_name, action, thing_kind, thing_id, unit_id, facts, {mark} "
    "FROM audit_entry WHERE id = 2"
)
CHANGES = {
    "facts": 'UPDATE audit_entry SET facts = \'{"before": 1, "after": 9}\' WHERE id = 3',
    "who": "UPDATE audit_entry SET actor_id = 8 WHERE id = 3",
    "name": "UPDATE audit_entry SET actor_name = 'ai đó' WHERE id = 3",
    "what": "UPDATE audit_entry SET action = 'nothing' WHERE id = 3",
    "thing": "UPDATE audit_entry SET thing_id = '77' WHERE id = 3",
    "unit": "UPDATE audit_entry SET unit_id = NULL WHERE id = 3",
    "when": "UPDATE audit_entry SET at = '2024-10-27 02:00:00' WHERE id = 3",
}


@pytest.fixture
def sealed(app):
    write(6)
    seal(now=NINE)
    return app


def found(*anchors: Anchor) -> list[tuple[str, int | None, int | None]]:
    db.session.rollback()
    return [(one.kind, one.entry_id, one.position) for one in verify(anchors).deviations]


def test_what_nobody_touched_is_clean(sealed):
    result = verify()

    assert (result.entries, result.sealed, result.unchecked, result.is_clean) == (6, 6, 0, True)


@pytest.mark.parametrize("change", CHANGES)
def test_row_61_a_changed_entry_is_named(sealed, change):
    tamper(CHANGES[change])

    assert found() == [("changed", 3, 3)]


def test_row_61_an_entry_changed_before_it_was_sealed_is_named(app):
    write(6)
    tamper(CHANGES["facts"])
    assert found() == [("inserted", 3, None)]

    seal(now=NINE)

    assert found() == [("inserted", 3, 3)]


def test_row_61_a_removed_entry_is_named(sealed):
    tamper("DELETE FROM audit_entry WHERE id = 4")

    assert found() == [("removed", 4, 4)]


def test_row_61_an_added_entry_is_named(sealed):
    tamper(COPY.format(id=99, at="at", mark="NULL"))

    assert found() == [("inserted", 99, None)]


def test_row_61_an_added_entry_of_an_earlier_day_is_named_however_it_is_sealed(sealed):
    tamper("UPDATE audit_seal SET entry_id = 60 WHERE position = 6", COPY.format(id=-5, at="'2024-10-01'", mark="''"))
    tamper("UPDATE audit_seal SET entry_id = 6 WHERE position = 6")
    seal(everything=True, now=NINE)

    assert found() == [("inserted", -5, 7)]


def test_row_61_a_copied_entry_is_named(sealed):
    tamper("DROP INDEX uq_audit_entry_mark", COPY.format(id=99, at="at", mark="mark"))

    assert found() == [("inserted", 99, None)]


def test_row_61_a_changed_seal_is_told_from_a_changed_entry(sealed):
    tamper("UPDATE audit_seal SET hash = 'another' WHERE position = 3")

    assert found() == [("seal changed", 3, 3)]


def test_row_61_two_seals_that_changed_places_are_named(sealed):
    tamper(
        "UPDATE audit_seal SET entry_id = 99 WHERE position = 2",
        "UPDATE audit_seal SET entry_id = 2 WHERE position = 3",
        "UPDATE audit_seal SET entry_id = 3 WHERE position = 2",
    )

    assert ("seal changed", 3, 2) in found()


def test_row_61_a_removed_seal_is_named(sealed):
    tamper("DELETE FROM audit_seal WHERE position = 3")

    assert found() == [("seal removed", None, 3)]


def test_row_61_a_tail_that_was_cut_off_is_found_by_a_kept_head(sealed):
    kept = head()
    tamper("DELETE FROM audit_seal WHERE position > 4", "DELETE FROM audit_entry WHERE id > 4")

    assert found() == []
    assert found(Anchor(kept.hash, kept.position)) == [("head", None, 6)]
    assert found(Anchor(kept.hash)) == [("head", None, None)]


def test_row_61_a_chain_made_anew_is_found_by_its_marks_and_by_a_kept_head(sealed):
    kept = head()
    tamper(CHANGES["facts"], "DELETE FROM audit_seal")
    seal(everything=True, now=NINE)

    assert found() == [("inserted", 3, 3)]
    assert found(Anchor(kept.hash, kept.position)) == [("inserted", 3, 3), ("head", None, 6)]


def test_a_kept_head_stays_good_while_the_chain_grows(sealed):
    kept = head()
    write(3)
    seal(now=NINE)

    assert found(Anchor(kept.hash), Anchor(kept.hash, kept.position)) == []
    assert found(Anchor(kept.hash, 5)) == [("head", None, 5)]


def test_an_entry_committed_late_is_sealed_in_its_own_later_place(app):
    write(3)
    tamper(COPY.format(id=50, at="at", mark="NULL"))
    seal(now=NINE)

    tamper(COPY.format(id=40, at="at", mark="NULL"))
    seal(now=NINE)

    assert db.session.scalars(select(AuditSeal.entry_id).order_by(AuditSeal.position)).all() == [1, 2, 3, 50, 40]


def test_entries_without_a_mark_are_those_from_before_marks(app):
    with transaction() as session:
        old = {"at": NINE, "actor_name": "x", "action": "y", "thing_kind": "z", "thing_id": "1", "facts": {}}
        session.execute(insert(AuditEntry), [old, old])
    write(2)
    seal(now=NINE)

    assert found() == []


def test_a_mark_of_another_secret_cannot_be_checked_and_is_counted(app, monkeypatch):
    write(2)
    other = (chain.key_of("y" * 48),)
    monkeypatch.setattr("committee.audit.verifying.known_keys", lambda: other)
    seal(now=NINE)

    result = verify()

    assert (result.unchecked, result.is_clean) == (2, True)


def test_two_sealers_at_once_make_one_chain(app):
    write(40)
    db.session.remove()
    troubles = []

    def work() -> None:
        with app.app_context():
            try:
                seal(now=NINE)
            except Exception as error:  # noqa: BLE001 - told to the test
                troubles.append(error)
            db.session.remove()

    sealers = [threading.Thread(target=work) for _ in range(4)]
    for sealer in sealers:
        sealer.start()
    for sealer in sealers:
        sealer.join()

    assert troubles == []
    result = verify()
    assert (result.sealed, result.is_clean) == (40, True)


def test_a_sealer_that_comes_second_starts_again(app):
    write(3)
    raced = []

    def overtake(_connection, _cursor, statement, *_rest) -> None:
        if statement.startswith("INSERT INTO audit_seal") and not raced:
            raced.append(True)
            raise db.session.get_bind().dialect.dbapi.IntegrityError("position")

    event.listen(db.engine, "before_cursor_execute", overtake)
    try:
        assert seal(now=NINE) == 3
    finally:
        event.remove(db.engine, "before_cursor_execute", overtake)
    assert found() == []


def test_the_same_entry_gives_the_same_bytes_whatever_it_was_read_from(app):
    facts = {"z": 1, "a": {"Tổng": "Ho\u0300a B\u00ecnh", "b": [True, None, 1.5]}}
    with transaction():
        record(action="x", thing=("y", 1), facts=facts, by=HAU, now=NINE + timedelta(microseconds=7))
    row = db.session.execute(select(*sealing.COLUMNS)).one()

    entry = replace(sealing.entry_of(row), id=1, mark=None)

    made = chain.link(chain.BEGINNING, entry, position=1, sealed_at=NINE)
    assert made == "f3b5f4f8c1b97d9a2ac05ce9d7a6bfee72e0dee1ee72a0e7fef03130ae0ddea5"
