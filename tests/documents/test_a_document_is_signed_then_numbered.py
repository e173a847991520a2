"""Entered, signed, numbered: on both engines, one after the other and all at once."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from committee.audit.models import AuditEntry
from committee.core import clock
from committee.core.db import db, transaction
from committee.documents import numbering, queries
from committee.documents.models import Document
from committee.documents.operations import (
    AlreadyRegistered,
    Description,
    Stale,
    change,
    give_number,
    link,
    register,
    set_numbering,
    sign,
    unlink,
)
from committee.domain.access import Actor, Reach
from committee.domain.errors import DomainError, NotFound
from committee.members.queries import committees_of
from tests.cast import SECRETARIAT, Cast

BY = Actor.command_line()
TODAY = date(2024, 10, 28)
EVERYWHERE = Reach(("",), (), ())
PLAN = Description(
    type="Kế hoạch",
    issuer="UBND tỉnh Hậu Giang",
    subject="Phát triển người tham gia BHXH, BHYT năm 2024",
    number="85/KH-UBND",
    issued_on=date(2024, 1, 15),
)


def entered(cast: Cast, description: Description = PLAN, *, unit: str = "93", **options: object) -> int:
    with transaction():
        return register(unit_id=cast.units[unit], description=description, by=BY, now=clock.now(), **options)


def drafted(cast: Cast, kind: str = "report") -> int:
    """Return a signed report of the province's committee, without its number."""
    committee = committees_of(cast.units["93"])[0]
    description = Description(type=kind, issuer=committee.name, subject="Kết quả tháng 10", symbol="BC-BCĐ")
    return entered(cast, description, committee_id=committee.committee_id)


def numbered(document_id: int, number: str = "", day: date = TODAY, *, elsewhere: bool = False) -> str:
    with transaction():
        version = row(document_id).version
        return give_number(
            document_id=document_id,
            version=version,
            number=number,
            issued_on=day,
            elsewhere=elsewhere,
            by=BY,
            now=clock.now(),
        )


def row(document_id: int) -> queries.DocumentRow:
    found = queries.document_row(document_id, on=TODAY)
    assert found is not None
    return found


def test_a_document_is_entered_as_it_stands_on_paper(cast: Cast) -> None:
    found = row(entered(cast))

    assert (found.written, found.type_name, found.issued_on) == ("85/KH-UBND", "Kế hoạch", date(2024, 1, 15))
    assert (found.state, found.unit, found.is_closed) == ("signed", "93", False)


def test_the_same_document_is_entered_once_however_its_zero_is_written(cast: Cast) -> None:
    entered(cast, Description("decision", "UBND tỉnh Hậu Giang", "Giao chỉ tiêu", number="8/QĐ-UBND", issued_on=TODAY))

    with pytest.raises(AlreadyRegistered, match="08/qđ-ubnd of ubnd Tỉnh"):
        entered(cast, Description("QĐ", "ubnd Tỉnh Hậu  Giang", "Khác", number="08/qđ-ubnd", issued_on=TODAY))


def test_another_number_year_symbol_or_issuer_is_another_document(cast: Cast) -> None:
    province, others = (
        "UBND tỉnh Hậu Giang",
        (
            ("9/QĐ-UBND", TODAY, "UBND tỉnh Hậu Giang"),
            ("8a/QĐ-UBND", TODAY, "UBND tỉnh Hậu Giang"),
            ("8/QĐ-BCĐ", TODAY, "UBND tỉnh Hậu Giang"),
            ("8/QĐ-UBND", date(2023, 10, 28), "UBND tỉnh Hậu Giang"),
            ("8/QĐ-UBND", TODAY, "UBND huyện Vị Thủy"),
        ),
    )
    entered(cast, Description("QĐ", province, "Giao chỉ tiêu", number="8/QĐ-UBND", issued_on=TODAY))

    for number, day, issuer in others:
        entered(cast, Description("QĐ", issuer, "Giao chỉ tiêu", number=number, issued_on=day))

    assert queries.count_documents(on=TODAY) == 1 + len(others)


def test_two_units_keep_the_same_document_each_in_its_own_register(cast: Cast) -> None:
    entered(cast)

    entered(cast, unit="31441")

    assert {found.unit for found in queries.documents(on=TODAY)} == {"93", "31441"}


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"secrecy": "mật"}, "no secret documents"),
        ({"subject": "Kế hoạch (MẬT)"}, "no secret documents"),
        ({"issued_on": date(2024, 10, 29)}, "after today"),
        ({"subject": " "}, "must be given"),
        ({"type": "bức thư"}, "no such type"),
        ({"symbol": "QĐ-BCĐ"}, "write it once"),
        ({"subject": "x" * 1001}, "longer than 1000"),
    ],
)
def test_what_a_rule_forbids_is_refused_and_nothing_is_written(cast: Cast, changes, said) -> None:
    with pytest.raises(DomainError, match=said):
        entered(cast, Description(**{**PLAN.__dict__, **changes}))

    assert queries.count_documents(on=TODAY) == 0


@pytest.mark.one_engine
@pytest.mark.parametrize("changes", [{"issued_on": None}, {"number": ""}])
def test_a_draft_has_neither_number_nor_day(cast: Cast, changes) -> None:
    with pytest.raises(DomainError, match="after it is signed"):
        entered(cast, Description(**{**PLAN.__dict__, **changes}), state="draft")


def test_no_number_before_the_signature(cast: Cast) -> None:
    committee = committees_of(cast.units["93"])[0]
    draft = Description("report", committee.name, "Kết quả tháng 10", symbol="BC-BCĐ")
    document_id = entered(cast, draft, committee_id=committee.committee_id, state="draft")

    with pytest.raises(DomainError, match="after it is signed: record the signature first"):
        numbered(document_id)
    with transaction():
        sign(document_id=document_id, version=1, signed_by="Lê Thị Hạnh", by=BY, now=clock.now())

    assert numbered(document_id) == "01/BC-BCĐ"
    assert row(document_id).signed_by == "Lê Thị Hạnh"


def test_the_database_itself_keeps_a_draft_from_having_a_number(cast: Cast) -> None:
    document_id = entered(cast)

    with pytest.raises(Exception, match="signed_first"), transaction():
        db.session.get_one(Document, document_id).state = "draft"


def test_numbers_go_on_by_one_leave_gaps_and_begin_anew_each_year(cast: Cast) -> None:
    given = [numbered(drafted(cast), day=date(2023, 12, 29))]
    given += [numbered(drafted(cast)), numbered(drafted(cast), "12"), numbered(drafted(cast))]
    given.append(numbered(drafted(cast), "5"))

    assert given == ["01/BC-BCĐ", "01/BC-BCĐ", "12/BC-BCĐ", "13/BC-BCĐ", "05/BC-BCĐ"]
    assert str(numbering.next_own_number(row(1).committee_id or 0, "plan", 2024)) == "14"


def test_a_taken_number_is_refused_with_the_next_one(cast: Cast) -> None:
    numbered(drafted(cast), "12")

    with pytest.raises(DomainError, match="Number 12 of 2024 is taken; the next one is 13"):
        numbered(drafted(cast, "plan"), "12")


def test_a_number_of_another_system_counts_in_no_series(cast: Cast) -> None:
    assert numbered(drafted(cast), "1532", elsewhere=True) == "1532/BC-BCĐ"
    assert numbered(drafted(cast)) == "01/BC-BCĐ"
    with pytest.raises(DomainError, match="Write the number"):
        numbered(drafted(cast), elsewhere=True)


def test_a_number_of_another_system_stands_once(cast: Cast) -> None:
    first, second = drafted(cast), drafted(cast)
    numbered(first, "5", elsewhere=True)

    with pytest.raises(AlreadyRegistered):
        numbered(second, "05", elsewhere=True)
    with pytest.raises(AlreadyRegistered):
        numbered(second, "5")

    assert numbered(second) == "01/BC-BCĐ"


def test_a_committee_may_count_each_type_by_itself(cast: Cast) -> None:
    committee_id = committees_of(cast.units["93"])[0].committee_id
    assert numbered(drafted(cast, "report")) == "01/BC-BCĐ"
    assert numbered(drafted(cast, "plan")) == "02/BC-BCĐ"

    with transaction():
        set_numbering(committee_id=committee_id, per_type=True, by=BY, now=clock.now())

    assert numbered(drafted(cast, "report")) == "02/BC-BCĐ"
    assert numbered(drafted(cast, "plan")) == "03/BC-BCĐ"
    assert numbered(drafted(cast, "notice")) == "01/BC-BCĐ"


def test_two_at_once_never_get_the_same_number(app: Flask, cast: Cast) -> None:
    waiting = [drafted(cast) for _ in range(8)]
    given: list[str] = []
    together = threading.Barrier(len(waiting))

    def take(document_id: int) -> None:
        with app.app_context():
            together.wait()
            with transaction():
                number = give_number(document_id=document_id, version=1, issued_on=TODAY, by=BY, now=clock.now())
            given.append(number)
            db.session.remove()

    clerks = [threading.Thread(target=take, args=[document_id]) for document_id in waiting]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()

    assert sorted(given) == [f"{number:02d}/BC-BCĐ" for number in range(1, 9)]


def test_one_document_entered_twice_at_once_stands_once(app: Flask, cast: Cast) -> None:
    done: list[str] = []
    together = threading.Barrier(4)

    def enter() -> None:
        with app.app_context():
            together.wait()
            try:
                entered(cast)
                done.append("entered")
            except AlreadyRegistered:
                done.append("refused")
            db.session.remove()

    clerks = [threading.Thread(target=enter) for _ in range(4)]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()

    assert sorted(done) == ["entered", "refused", "refused", "refused"]


def test_a_committees_document_with_its_number_is_replaced_not_edited(cast: Cast) -> None:
    document_id = drafted(cast)
    numbered(document_id)
    say = Description("report", "x", "Sửa nội dung")

    with pytest.raises(DomainError, match="register the one that replaces it"), transaction():
        change(document_id=document_id, version=2, description=say, by=BY, now=clock.now())
    with pytest.raises(DomainError, match="has its number already"):
        numbered(document_id)


def test_a_change_is_written_with_what_was_before(cast: Cast) -> None:
    document_id = entered(cast)
    said = Description(**{**PLAN.__dict__, "subject": "Phát triển người tham gia năm 2024"})

    with transaction():
        change(document_id=document_id, version=1, description=said, by=cast.actor(SECRETARIAT), now=clock.now())

    assert (row(document_id).subject, row(document_id).version) == ("Phát triển người tham gia năm 2024", 2)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "change document")).one()
    assert entry.facts == {"before": {"subject": PLAN.subject}, "after": {"subject": said.subject}}


def test_a_change_made_from_an_old_page_is_refused(cast: Cast) -> None:
    document_id = entered(cast)
    first, second = (Description(**{**PLAN.__dict__, "subject": text}) for text in ("Một", "Hai"))
    with transaction():
        change(document_id=document_id, version=1, description=first, by=BY, now=clock.now())

    with pytest.raises(Stale), transaction():
        change(document_id=document_id, version=1, description=second, by=BY, now=clock.now())

    assert row(document_id).subject == "Một"


def test_a_change_may_not_turn_one_document_into_another(cast: Cast) -> None:
    entered(cast)
    other = entered(cast, Description(**{**PLAN.__dict__, "number": "86/KH-UBND"}))

    with pytest.raises(AlreadyRegistered), transaction():
        change(document_id=other, version=1, description=PLAN, by=BY, now=clock.now())


def test_anything_can_rest_on_a_document(cast: Cast) -> None:
    document_id = entered(cast)
    for _ in range(2):
        with transaction():
            link(document_id=document_id, kind="target", thing_id=7, by=BY, now=clock.now())
            link(document_id=document_id, kind="unit", thing_id=cast.units["31441"], by=BY, now=clock.now())

    assert [found.id for found in queries.documents_of("target", 7, on=TODAY)] == [document_id]
    assert queries.documents_of("target", 8, on=TODAY) == []
    about = queries.documents_about_unit(cast.units["31441"], on=TODAY, within=EVERYWHERE)
    assert [found.id for found in about] == [document_id]
    assert len(queries.links_of(document_id)) == 2

    with transaction():
        unlink(document_id=document_id, kind="target", thing_id=7, by=BY, now=clock.now())
    assert queries.documents_of("target", 7, on=TODAY) == []
    with pytest.raises(NotFound), transaction():
        unlink(document_id=document_id, kind="target", thing_id=7, by=BY, now=clock.now())


def test_a_number_typed_elsewhere_finds_its_document(cast: Cast) -> None:
    document_id = entered(cast)
    entered(cast, Description(**{**PLAN.__dict__, "issued_on": date(2023, 1, 15)}))
    asked = [
        ("85/KH-UBND", date(2024, 1, 15)),
        ("85 / kh-ubnd", date(2024, 1, 15)),
        ("85/KH-UBND", date(2024, 1, 16)),
        ("85/KH-UBND", None),
        ("86/KH-UBND", None),
        ("theo chỉ đạo", None),
    ]

    found = queries.registered(asked, on=TODAY, within=EVERYWHERE)

    assert found == {asked[0]: document_id, asked[1]: document_id}
    assert queries.registered(asked, on=TODAY, within=Reach((), (), ())) == {}
