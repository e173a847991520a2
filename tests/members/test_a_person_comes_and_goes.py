"""The life of seats and posts: ending, taking back, covering, being in charge, the door closed and opened."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from committee.accounts.queries import account
from committee.accounts.standing import has_second_factor
from committee.audit.models import AuditEntry
from committee.core import clock
from committee.core.db import db, transaction
from committee.domain.access import Action, Thing, may
from committee.domain.errors import DomainError
from committee.members import operations
from committee.members.models import Post, Seat
from committee.members.queries import viewer_of
from tests.cast import ADMINISTRATOR, BY, CHAIR, MEMBER, REPORTER, SECRETARIAT, STRANGER, SUPERVISOR, Cast

TODAY = date(2024, 10, 28)


def post_of(cast: Cast, person) -> int:
    return db.session.scalar(select(Post.id).where(Post.account_id == cast.accounts[person]))


def told(action: str) -> dict:
    db.session.rollback()
    found = select(AuditEntry.facts).where(AuditEntry.action == action).order_by(AuditEntry.id.desc())
    return db.session.scalars(found).first()


def roles(cast: Cast, person, on: date = TODAY) -> list[str]:
    return [seat.role.value for seat in viewer_of(cast.accounts[person], on).seats if not seat.former]


def keeper_of_vi_thuy(cast: Cast) -> None:
    with transaction():
        operations.give_role(
            account_id=cast.accounts[STRANGER], unit_id=cast.units["935"], role="administrator", by=BY, now=clock.now()
        )


@pytest.mark.one_engine
def test_row_8_a_seat_ended_on_the_page_opens_nothing_at_the_next_request(cast, browser_of):
    chair, keeper = browser_of(CHAIR), browser_of(ADMINISTRATOR)
    assert chair.ask("GET", "/people").status_code == 200
    keeper.open(f"/people/seats/{cast.seats[CHAIR]}/ending")

    page = keeper.press("Thôi giữ")

    assert page.notes == ["Đã thôi giữ từ ngày 28/10/2024. Có thể phục hồi trong hôm nay."]
    assert chair.ask("GET", "/people").status_code == 404
    assert told("end seat") == {"before": {"to": None}, "after": {"to": "2024-10-27"}}


@pytest.mark.one_engine
def test_an_end_is_taken_back_the_same_day_with_the_areas(cast, browser_of, app):
    browser = browser_of(ADMINISTRATOR)
    browser.open(f"/people/seats/{cast.seats[MEMBER]}/ending")
    browser.press("Thôi giữ")
    assert viewer_of(cast.accounts[MEMBER], TODAY).areas == ()

    page = browser.press("Phục hồi")

    assert page.notes == ["Đã phục hồi."]
    assert roles(cast, MEMBER) == ["member"]
    assert [area.unit_id for area in viewer_of(cast.accounts[MEMBER], TODAY).areas] == [cast.units["935"]]


@pytest.mark.one_engine
def test_an_end_of_yesterday_is_not_taken_back(cast):
    with transaction():
        operations.end_seat(seat_id=cast.seats[CHAIR], on=TODAY, by=BY, now=clock.now() - timedelta(days=1))

    with pytest.raises(DomainError, match="on the day it was entered"), transaction():
        operations.take_back_end_of_seat(seat_id=cast.seats[CHAIR], by=BY, now=clock.now())


@pytest.mark.one_engine
def test_nobody_takes_back_the_end_of_their_own_place(cast, browser_of):
    keeper_of_vi_thuy(cast)
    post_id = post_of(cast, STRANGER)
    with transaction():
        operations.end_post(post_id=post_id, on=TODAY + timedelta(days=30), by=BY, now=clock.now())
        operations.end_seat(seat_id=cast.seats[CHAIR], on=TODAY + timedelta(days=30), by=BY, now=clock.now())
    own, other = browser_of(STRANGER), browser_of(ADMINISTRATOR)
    page = own.open(f"/people/{cast.accounts[STRANGER]}")
    assert page.status == 200
    assert "Phục hồi" not in page.text

    answer = own.send(f"/people/posts/{post_id}/ending/withdrawal")

    assert answer.status_code == 422
    assert "Không ai tự phục hồi vai trò của chính mình" in answer.text
    assert db.session.get(Post, post_id).to_on == TODAY + timedelta(days=30)
    with pytest.raises(DomainError, match="their own place"), transaction():
        operations.take_back_end_of_seat(seat_id=cast.seats[CHAIR], by=cast.actor(CHAIR), now=clock.now())

    other.open(f"/people/{cast.accounts[STRANGER]}")
    assert other.press("Phục hồi").notes == ["Đã phục hồi."]


def test_a_post_ends_and_goes_on(cast):
    post_id = post_of(cast, REPORTER)
    with transaction():
        operations.end_post(post_id=post_id, on=TODAY - timedelta(days=1), by=BY, now=clock.now())
    assert roles(cast, REPORTER) == []

    with transaction():
        operations.take_back_end_of_post(post_id=post_id, by=BY, now=clock.now())

    assert roles(cast, REPORTER) == ["reporter"]


@pytest.mark.one_engine
@pytest.mark.parametrize("day", ["", "31/02/2024", "hôm nay"])
def test_a_day_that_cannot_be_read_is_said_at_its_field(cast, browser_of, day):
    browser = browser_of(ADMINISTRATOR)
    browser.open(f"/people/seats/{cast.seats[CHAIR]}/ending")

    page = browser.press("Thôi giữ", on=day)

    assert page.response.status_code == 422
    assert len(page.errors) == 1
    assert roles(cast, CHAIR) == ["chair"]


def test_the_last_administrator_of_the_whole_system_stays(cast):
    post_id, account_id = post_of(cast, ADMINISTRATOR), cast.accounts[ADMINISTRATOR]
    keeper_of_vi_thuy(cast)

    for act in (
        lambda: operations.end_post(post_id=post_id, on=TODAY, by=BY, now=clock.now()),
        lambda: operations.close_account(account_id=account_id, by=BY, now=clock.now()),
    ):
        with pytest.raises(DomainError, match="the last administrator"), transaction():
            act()

    assert roles(cast, ADMINISTRATOR) == ["administrator"]


def test_with_a_second_administrator_the_first_may_go(cast):
    with transaction():
        operations.give_role(
            account_id=cast.accounts[SUPERVISOR], unit_id=None, role="administrator", by=BY, now=clock.now()
        )

    with transaction():
        operations.end_post(post_id=post_of(cast, ADMINISTRATOR), on=TODAY, by=BY, now=clock.now())

    with pytest.raises(DomainError, match="the last administrator"), transaction():
        operations.close_account(account_id=cast.accounts[SUPERVISOR], by=BY, now=clock.now())


@pytest.mark.one_engine
def test_row_9_a_cover_stands_on_both_pages_and_ends_by_itself(cast, browser_of):
    browser = browser_of(ADMINISTRATOR)
    browser.open(f"/people/seats/{cast.seats[CHAIR]}/covers")

    page = browser.press("Đặt ủy quyền", by_seat=cast.seats[SECRETARIAT], from_on="28/10/2024", to_on="31/10/2024")

    assert f"{SECRETARIAT.name} thay mặt với vai trò Trưởng ban" in page.text
    other = browser.open(f"/people/{cast.accounts[SECRETARIAT]}")
    assert f"Thay mặt {CHAIR.name} với vai trò Trưởng ban 28/10/2024 – 31/10/2024" in other.text
    assert roles(cast, SECRETARIAT) == ["chair", "secretariat"]
    assert roles(cast, SECRETARIAT, date(2024, 11, 1)) == ["secretariat"]
    assert told("cover seat")["to"] == "2024-10-31"


def test_row_9_a_cover_is_not_handed_on(cast):
    days = {"from_on": TODAY, "to_on": TODAY, "by": BY, "now": clock.now()}
    with transaction():
        operations.cover_seat(seat_id=cast.seats[CHAIR], by_seat_id=cast.seats[SECRETARIAT], **days)
        operations.cover_seat(seat_id=cast.seats[SECRETARIAT], by_seat_id=cast.seats[MEMBER], **days)

    assert "chair" not in roles(cast, MEMBER)
    assert "secretariat" in roles(cast, MEMBER)


@pytest.mark.one_engine
def test_a_cover_is_ended_at_once(cast, browser_of):
    with transaction():
        operations.cover_seat(
            seat_id=cast.seats[CHAIR],
            by_seat_id=cast.seats[SECRETARIAT],
            from_on=date(2024, 10, 20),
            to_on=date(2024, 11, 20),
            by=BY,
            now=clock.now(),
        )
    browser = browser_of(ADMINISTRATOR)
    browser.open(f"/people/{cast.accounts[CHAIR]}")

    page = browser.press("Kết thúc ủy quyền")

    assert page.notes == ["Đã kết thúc ủy quyền."]
    assert roles(cast, SECRETARIAT) == ["secretariat"]
    assert told("end cover")["after"]["to"] == "2024-10-27"


@pytest.mark.one_engine
def test_a_cover_from_another_committee_is_refused(cast, browser_of):
    with transaction():
        other = operations.give_role(
            account_id=cast.accounts[STRANGER], unit_id=cast.units["935"], role="chair", by=BY, now=clock.now()
        )
    browser = browser_of(ADMINISTRATOR)
    browser.open(f"/people/seats/{cast.seats[CHAIR]}/covers")

    page = browser.press("Đặt ủy quyền", by_seat=other, from_on="28/10/2024", to_on="31/10/2024")

    assert page.response.status_code == 422
    assert roles(cast, STRANGER) == ["chair"]


@pytest.mark.one_engine
def test_areas_are_typed_a_line_each_within_the_seats_own_unit(cast, browser_of):
    browser = browser_of(ADMINISTRATOR)
    page = browser.open(f"/people/seats/{cast.seats[MEMBER]}/areas")
    assert page.find(".//textarea")[0].text.strip() == "935 Huyện Vị Thủy"

    assert browser.press("Lưu địa bàn phụ trách", areas="Không Có").response.status_code == 422
    browser.press("Lưu địa bàn phụ trách", areas="31441\nThành phố Vị Thanh")

    areas = {area.unit_id for area in viewer_of(cast.accounts[MEMBER], TODAY).areas}
    assert areas == {cast.units["31441"], cast.units["930"]}


@pytest.mark.one_engine
def test_the_door_is_closed_at_once_and_opened_again(cast, browser_of):
    reporter, keeper = browser_of(REPORTER), browser_of(ADMINISTRATOR)
    keeper.open(f"/people/{cast.accounts[REPORTER]}")

    page = keeper.press("Khóa tài khoản")
    shut = reporter.ask("GET", "/")
    keeper.press("Mở lại tài khoản")

    assert page.notes == [f"{REPORTER.name} không còn đăng nhập được."]
    assert (shut.status_code, "sign-in" in shut.headers["Location"]) == (302, True)
    assert browser_of(REPORTER).page.heading == "Việc của tôi"


@pytest.mark.one_engine
def test_row_32_an_administrator_signs_somebody_out_everywhere(cast, browser_of):
    reporter, keeper = browser_of(REPORTER), browser_of(ADMINISTRATOR)
    page = keeper.open(f"/people/{cast.accounts[REPORTER]}")
    assert "Đang đăng nhập trên 1 trình duyệt." in page.text

    keeper.press("Đăng xuất mọi thiết bị")

    assert reporter.ask("GET", "/").status_code == 302


@pytest.mark.one_engine
def test_an_administrator_of_a_district_touches_no_account_that_reaches_further(cast, browser_of):
    keeper_of_vi_thuy(cast)
    with transaction():
        operations.give_role(
            account_id=cast.accounts[CHAIR], unit_id=cast.units["31441"], role="member", by=BY, now=clock.now()
        )
    browser, chair = browser_of(STRANGER), cast.accounts[CHAIR]

    page = browser.open(f"/people/{chair}")

    assert "Người này còn giữ chức danh, vai trò ngoài phạm vi được xem." in page.text
    assert "Trưởng ban" not in page.text
    for act in ("invitation", "closing", "opening", "signing-out"):
        assert browser.send(f"/people/{chair}/{act}").status_code == 404
    assert browser.ask("GET", f"/people/seats/{cast.seats[CHAIR]}/ending").status_code == 404
    assert browser.ask("GET", f"/people/posts/{post_of(cast, SUPERVISOR)}/ending").status_code == 404


@pytest.mark.one_engine
def test_another_address_goes_for_the_account_and_the_seats(app, cast, browser_of):
    chair = browser_of(CHAIR)
    db.session.remove()

    done = app.test_cli_runner().invoke(args=["people", "change-email", CHAIR.email, "Moi@Haugiang.example"])

    db.session.remove()
    assert (done.exit_code, done.output) == (0, f"Địa chỉ {CHAIR.email} đã được đổi thành Moi@Haugiang.example.\n")
    assert account(cast.accounts[CHAIR]).email == "moi@haugiang.example"
    assert db.session.get_one(Seat, cast.seats[CHAIR]).email == "moi@haugiang.example"
    assert told("change e-mail") == {"before": CHAIR.email, "after": "moi@haugiang.example"}
    assert chair.ask("GET", "/units").status_code == 302


def test_the_address_of_somebody_else_is_not_taken(app, cast):
    db.session.remove()

    done = app.test_cli_runner().invoke(args=["people", "change-email", CHAIR.email, REPORTER.email])

    db.session.remove()
    assert done.exit_code == 1
    assert account(cast.accounts[CHAIR]).email == CHAIR.email


def test_the_page_of_a_person_leads_to_what_the_audit_says_of_them(cast, browser_of):
    page = browser_of(ADMINISTRATOR).open(f"/people/{cast.accounts[REPORTER]}")

    assert page.find(".//p[@id='to-audit']/a")[0].get("href") == "/audit?person=bao.cao@nangmau.example"
    assert browser_of(CHAIR).open(f"/people/{cast.accounts[REPORTER]}").find(".//p[@id='to-audit']") == []


def test_a_chair_may_look_and_change_nothing(cast, browser_of):
    browser = browser_of(CHAIR)

    page = browser.open(f"/people/{cast.accounts[REPORTER]}")

    assert "Thôi giữ" not in page.text
    assert "Khóa tài khoản" not in page.text
    assert browser.send(f"/people/posts/{post_of(cast, REPORTER)}/ending", on="28/10/2024").status_code == 404
    assert browser.send(f"/people/{cast.accounts[REPORTER]}/closing").status_code == 404


@pytest.mark.one_engine
def test_somebody_who_sits_without_an_account_is_given_one(cast, browser_of):
    with transaction():
        committee_id = db.session.get(Seat, cast.seats[CHAIR]).committee_id
        seat = Seat(
            committee_id=committee_id,
            account_id=None,
            full_name="Hồ Thị Lan",
            role="standing_vice_chair",
            from_on=None,
            to_on=None,
        )
        db.session.add(seat)
        db.session.flush()
        seat_id = seat.id
    browser = browser_of(ADMINISTRATOR)
    assert browser.open(f"/people/seats/{seat_id}").heading == "Hồ Thị Lan"
    browser.open(f"/people/seats/{seat_id}/account")

    page = browser.press("Thêm và tạo đường dẫn mời", email="lan@haugiang.example")

    assert page.heading == "Đường dẫn mời của Hồ Thị Lan"
    assert told("change seat")["before"] == {"account": None, "name": "Hồ Thị Lan", "email": ""}


@pytest.mark.one_engine
def test_an_administrator_begins_with_what_is_to_be_done_about_people(browser_of):
    page = browser_of(ADMINISTRATOR).page

    assert "Bổ sung 1 chức danh còn khuyết" in page.text
    assert 'href="/people?state=vacant"' in page.html


def test_an_ended_seat_gives_no_right_from_that_day(cast):
    with transaction():
        operations.end_seat(seat_id=cast.seats[CHAIR], on=date(2024, 10, 30), by=BY, now=clock.now())

    def may_see(on: date) -> bool:
        return may(viewer_of(cast.accounts[CHAIR], on), Action.SEE_PEOPLE, Thing("people", f"{cast.units['93']}/"))

    assert [may_see(date(2024, 10, 30)), may_see(date(2024, 10, 31))] == [True, False]


@pytest.mark.one_engine
def test_an_administrator_takes_a_lost_second_factor_away(cast, browser_of):
    keeper = browser_of(ADMINISTRATOR)
    assert "Gỡ xác thực hai bước" not in keeper.open(f"/people/{cast.accounts[REPORTER]}").text
    keeper.open(f"/people/{cast.accounts[SECRETARIAT]}")

    page = keeper.press("Gỡ xác thực hai bước")

    assert "Gỡ xác thực hai bước" not in page.text
    assert not has_second_factor(cast.accounts[SECRETARIAT])


@pytest.mark.one_engine
@pytest.mark.parametrize("act", ["invitation", "closing", "opening", "second-factor/removal"])
def test_sensitive_acts_ask_again_who_it_is(app, cast, browser_of, act):
    keeper = browser_of(ADMINISTRATOR)
    keeper.open(f"/people/{cast.accounts[REPORTER]}")
    clock.stop_at(clock.now() + timedelta(minutes=11))

    answer = keeper.send(f"/people/{cast.accounts[REPORTER]}/{act}")

    assert "Mật khẩu" in answer.text
    assert not account(cast.accounts[REPORTER]).is_disabled
