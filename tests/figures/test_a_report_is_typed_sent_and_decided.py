"""Values are typed and sent by one person and decided by another; what looks wrong waits for its reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from committee.core import clock
from committee.core.db import db, transaction
from committee.domain.access import Actor
from committee.domain.errors import DomainError
from committee.domain.plausibility import LARGE_CHANGE, STOCK_FALLS, read
from committee.figures import operations
from committee.figures.models import Figure
from committee.figures.operations import Typed
from committee.figures.queries import official_figures, self_reported_figures
from tests.targets.files import audited, take_over, unit_id, with_units

SENDER, OFFICER = Actor(1, "Cán bộ xã"), Actor(2, "Cán bộ BHXH")
SEPTEMBER, LATER = date(2024, 9, 30), date(2024, 12, 31)


@pytest.fixture
def commune(app: Flask, tmp_path: Path) -> int:
    """The commune that reports."""
    with_units(app, tmp_path)
    return unit_id("31318")


def done(operation: Callable[..., object], *, by: Actor = SENDER, **given: object) -> object:
    """Return what an operation gives, in a transaction of its own."""
    with transaction():
        return operation(**given, by=by, now=clock.now())


def send(commune: int, **values: int | Typed) -> str:
    """Send values of September and return the receipt's number."""
    typed = {code: value if isinstance(value, Typed) else Typed(value) for code, value in values.items()}
    return str(done(operations.submit, unit_id=commune, as_of=SEPTEMBER, values=typed))


def sent() -> list[int]:
    """Return the ids of what waits for a decision."""
    waiting = select(Figure.id).where(Figure.state == "submitted", Figure.replaced_at.is_(None)).order_by(Figure.id)
    return list(db.session.scalars(waiting))


def official() -> list[int]:
    """Return the official values."""
    return [row.value for row in official_figures(None, None, LATER)]


def reported() -> list[int]:
    """Return the values units report themselves."""
    return [row.value for row in self_reported_figures(None, None, LATER)]


def test_a_draft_counts_for_nobody_until_it_is_sent(commune: int) -> None:
    values = {"si_voluntary": Typed(850), "hi_participants": Typed(None)}
    done(operations.save_draft, unit_id=commune, as_of=SEPTEMBER, values=values)
    done(operations.save_draft, unit_id=commune, as_of=SEPTEMBER, values={"si_voluntary": Typed(860)})
    before = reported()

    receipt = send(commune, si_voluntary=860)

    assert before == []
    assert reported() == [860]
    row = db.session.scalars(select(Figure)).one()
    assert (row.receipt, row.revision, row.state) == (receipt, 1, "submitted")


def test_the_same_values_sent_again_give_the_same_receipt(commune: int) -> None:
    first = send(commune, si_voluntary=850)

    again = send(commune, si_voluntary=850)
    other = send(commune, si_voluntary=851)

    assert first.startswith("SL-20241028-")
    assert again == first
    assert other != first
    assert reported() == [851]
    assert audited() == {"figures submitted": 2}


def test_an_accepted_report_only_stands_beside_the_official_value(commune: int) -> None:
    send(commune, si_voluntary=850)

    done(operations.accept, figure_ids=sent(), by=OFFICER)

    assert (official(), reported(), sent()) == ([], [850], [])


def test_what_becomes_official_by_acceptance_does(commune: int) -> None:
    receipt = send(commune, campaign_events=4)
    done(operations.accept, figure_ids=sent(), by=OFFICER)
    send(commune, campaign_events=5)
    between = official()

    done(operations.accept, figure_ids=sent(), by=OFFICER)

    assert (between, official(), reported()) == ([4], [5], [5])
    first = db.session.scalars(select(Figure).where(Figure.origin == "official").order_by(Figure.revision)).first()
    assert (first.source, first.replaced_at is None, first.entered_by) == (receipt, False, SENDER.account_id)


def test_an_official_value_typed_by_hand_counts_once_another_has_accepted_it(commune: int) -> None:
    values = {"si_voluntary": Typed(850)}
    done(operations.submit, unit_id=commune, as_of=SEPTEMBER, values=values, origin="official")
    before = official()

    done(operations.accept, figure_ids=sent(), by=OFFICER)

    assert (before, official()) == ([], [850])


def test_nobody_accepts_what_they_have_sent_themselves(commune: int) -> None:
    send(commune, si_voluntary=850)

    with pytest.raises(DomainError, match="cannot accept"):
        done(operations.accept, figure_ids=sent(), by=SENDER)

    assert len(sent()) == 1


def test_what_is_returned_counts_no_more_and_is_sent_anew(commune: int) -> None:
    send(commune, si_voluntary=850)
    done(operations.return_for_correction, figure_ids=sent(), reason="Thiếu ấp 3", by=OFFICER)
    returned = reported()

    send(commune, si_voluntary=870)

    assert (returned, reported()) == ([], [870])
    rows = db.session.execute(select(Figure.state, Figure.return_reason).order_by(Figure.revision)).all()
    assert [tuple(row) for row in rows] == [("returned", "Thiếu ấp 3"), ("submitted", "")]


def test_a_returned_correction_leaves_the_accepted_report_standing(commune: int) -> None:
    send(commune, si_voluntary=850)
    done(operations.accept, figure_ids=sent(), by=OFFICER)
    send(commune, si_voluntary=870)

    done(operations.return_for_correction, figure_ids=sent(), reason="Xem lại", by=OFFICER)

    assert reported() == [850]


def test_a_return_without_a_reason_is_refused(commune: int) -> None:
    send(commune, si_voluntary=850)

    with pytest.raises(DomainError, match="what has to be corrected"):
        done(operations.return_for_correction, figure_ids=sent(), reason=" ", by=OFFICER)


def test_only_the_sender_takes_a_report_back_and_only_once(commune: int) -> None:
    send(commune, si_voluntary=850)
    waiting = sent()

    with pytest.raises(DomainError, match="Only whoever sent"):
        done(operations.withdraw, figure_ids=waiting, by=OFFICER)
    done(operations.withdraw, figure_ids=waiting)
    with pytest.raises(DomainError, match="already"):
        done(operations.accept, figure_ids=waiting, by=OFFICER)

    assert reported() == []
    assert db.session.scalars(select(Figure.state)).all() == ["draft"]


def test_a_value_that_looks_wrong_is_marked_until_somebody_gives_the_reason(
    app: Flask, commune: int, tmp_path: Path
) -> None:
    take_over(app, tmp_path, "figures", "31318,si_voluntary,2024-08-31,850")
    values = {"si_voluntary": Typed(500)}
    done(operations.submit, unit_id=commune, as_of=SEPTEMBER, values=values, origin="official")
    done(operations.accept, figure_ids=sent(), by=OFFICER)
    figure = db.session.scalars(select(Figure).where(Figure.as_of == SEPTEMBER)).one()
    suspect = official_figures([commune], None, LATER)[-1].suspect

    done(operations.settle_warning, figure_id=figure.id, reason="Giảm do rà soát trùng", by=OFFICER)

    assert [each.message for each in read(figure.warning)] == [STOCK_FALLS, LARGE_CHANGE]
    assert suspect is True
    assert official_figures([commune], None, LATER)[-1].suspect is False
    with pytest.raises(DomainError, match="no open doubt"):
        done(operations.settle_warning, figure_id=figure.id, reason="Lần nữa", by=OFFICER)


def test_a_reason_typed_with_the_value_settles_the_doubt(app: Flask, commune: int, tmp_path: Path) -> None:
    take_over(app, tmp_path, "figures", "31318,population,2024-01-01,1000")

    send(commune, hi_participants=Typed(1001, note="Có người nơi khác đến tham gia"))

    row = self_reported_figures([commune], None, LATER)[-1]
    assert (row.value, row.suspect) == (1001, False)


def test_the_value_of_one_month_is_added_to_the_months_before(app: Flask, commune: int, tmp_path: Path) -> None:
    take_over(app, tmp_path, "figures", "31318,si_voluntary_new,2024-08-31,40,self_reported")

    send(commune, si_voluntary_new=Typed(5, span="month"))

    assert reported() == [40, 45]


@pytest.mark.parametrize(
    ("as_of", "values", "message"),
    [
        (date(2024, 10, 29), {"si_voluntary": Typed(1)}, "has not come yet"),
        (SEPTEMBER, {"si_voluntary": Typed(-1)}, "negative"),
        (SEPTEMBER, {"hi_coverage": Typed(95)}, "computed"),
        (SEPTEMBER, {"bhxh": Typed(95)}, "no indicator"),
        (SEPTEMBER, {"si_voluntary": Typed(None)}, "Nothing has been filled in"),
        (SEPTEMBER, {"si_voluntary": Typed(1, span="month")}, "span"),
        (SEPTEMBER, {"revenue_total": Typed(1, span="month")}, "month before"),
    ],
)
def test_what_cannot_be_is_not_sent(commune: int, as_of: date, values: dict[str, Typed], message: str) -> None:
    with pytest.raises(DomainError, match=message):
        done(operations.submit, unit_id=commune, as_of=as_of, values=values)

    assert reported() == []
