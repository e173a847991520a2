"""Many people by one file: the command, and the page with its preview."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select, update

from committee.accounts.models import Account
from committee.accounts.queries import account_with_email
from committee.audit.models import AuditEntry
from committee.core import clock
from committee.core.db import db, transaction
from committee.members.models import PeopleFile, Post, Seat
from committee.members.operations import give_role
from committee.units.models import Placement
from tests.cast import ADMINISTRATOR, BY, CHAIR, MEMBER, REPORTER, STRANGER
from tests.core.workbooks import workbook

HEAD = "email,full_name,unit_code,role,position_title,organization,phone,from,to"
NGA = "nga@vinhtuong.example,Nguyễn Thị Nga,31444,reporter,Công chức,UBND xã,0912,28/10/2024,"
LAM = "lam@vithuy.example,Trần Văn Lâm,935,chair,Phó Chủ tịch,UBND huyện,,,"


@pytest.fixture
def command(app, cast, tmp_path):
    """Run `people import` over some lines and return (exit code, what was said)."""

    def run(*lines: str, head: str = HEAD, options: tuple[str, ...] = ()) -> tuple[int, str]:
        file = tmp_path / "people.csv"
        file.write_text("\n".join((head, *lines)), encoding="utf-8")
        db.session.remove()
        done = app.test_cli_runner().invoke(args=["people", "import", str(file), *options])
        db.session.remove()
        return done.exit_code, done.output

    return run


def counted(table) -> int:
    return db.session.scalar(select(func.count()).select_from(table))


def written() -> tuple[int, int, int, int]:
    return tuple(counted(table) for table in (Account, Seat, Post, AuditEntry))


def test_a_file_makes_accounts_seats_and_posts(cast, command):
    assert command(NGA, LAM) == (0, "2 mới, 0 thay đổi, 0 giữ nguyên; bỏ qua 0 dòng chưa ghi người.\n")

    nga, lam = account_with_email("nga@vinhtuong.example"), account_with_email("lam@vithuy.example")
    post = db.session.scalars(select(Post).where(Post.account_id == nga.account_id)).one()
    seat = db.session.scalars(select(Seat).where(Seat.account_id == lam.account_id)).one()
    assert (post.role, post.unit_id, post.phone) == ("reporter", cast.units["31444"], "0912")
    assert (seat.role, seat.organization, seat.full_name) == ("chair", "UBND huyện", "Trần Văn Lâm")
    assert not nga.has_password


def test_row_r20_the_same_file_twice_changes_nothing(command):
    command(NGA, LAM)
    before = written()

    assert command(NGA, LAM) == (0, "0 mới, 0 thay đổi, 2 giữ nguyên; bỏ qua 0 dòng chưa ghi người.\n")

    assert written() == before


def test_what_a_file_says_anew_is_changed_and_audited(command):
    command(NGA)

    assert command(NGA.replace("0912", "0999"))[1].startswith("0 mới, 1 thay đổi")

    facts = db.session.scalars(select(AuditEntry.facts).where(AuditEntry.action == "change post")).one()
    assert facts == {"before": {"phone": "0912"}, "after": {"phone": "0999"}}


def test_a_trial_writes_nothing(command):
    before = written()

    code, said = command(NGA, LAM, options=("--dry-run",))

    assert (code, said.splitlines()[-1][:5]) == (0, "2 mới")
    assert written() == before


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ((NGA, "sai,Trần B,31441,reporter,,,,,"), ("dòng 3, cột email", "“sai”")),
        ((NGA, "b@x.vn,Trần B,99999,reporter,,,,,"), ("dòng 3, cột unit_code", "99999")),
        ((NGA, "b@x.vn,Trần B,31441,boss,,,,,"), ("dòng 3, cột role", "boss")),
        ((NGA, "b@x.vn,Trần B,,reporter,,,,,"), ("dòng 3, cột unit_code", "ghi mã đơn vị")),
        ((NGA, "b@x.vn,Trần B,31441,,,,,,"), ("dòng 3, cột role", "giữ vai trò gì")),
        ((NGA, "b@x.vn,,31441,reporter,,,,,"), ("dòng 3, cột full_name", "không được để trống")),
        ((NGA, "b@x.vn,Trần B,31441,reporter,,,,02/10/2024,01/10/2024"), ("dòng 3, cột to", "trước ngày đầu")),
        ((NGA, "b@x.vn,Trần B,31441,reporter,,,,31/02/2024,"), ("dòng 3, cột from",)),
        ((NGA, NGA), ("dòng 3, cột email", "dòng 2")),
        ((NGA, NGA.replace("Nga", "Nhung").replace("31444", "31441")), ("dòng 3, cột email", "họ tên khác")),
        ((f"{REPORTER.email},Người Khác,31441,reporter,,,,,",), ("dòng 2, cột full_name", "người có tên khác")),
    ],
)
def test_row_r19_one_wrong_row_refuses_the_whole_file(command, lines, told):
    before = written()[:3]

    code, said = command(*lines)

    assert code == 1
    assert all(part in said for part in told), said
    assert written()[:3] == before


def test_all_that_is_wrong_with_a_row_is_said_at_once(command):
    code, said = command("sai,,99999,boss,,,,x,")

    assert code == 1
    assert sorted(line.split("cột ")[1].split(",")[0] for line in said.splitlines()) == [
        "email",
        "from",
        "full_name",
        "role",
        "unit_code",
    ]


def test_an_unknown_column_is_refused_by_name(command):
    code, said = command("a@x.vn,A,B", head="email,full_name,password")

    assert code == 1
    assert "password" in said


def test_rows_that_name_nobody_are_left_out(command):
    assert command(",,31441,reporter,,Thị trấn Nàng Mau,,,", NGA)[1].endswith("bỏ qua 1 dòng chưa ghi người.\n")


def test_a_file_does_not_end_the_last_administrator(command):
    code, said = command(f"{ADMINISTRATOR.email},{ADMINISTRATOR.name},,administrator,,,,,31/12/2024")

    assert code == 1
    assert "quản trị toàn hệ thống cuối cùng" in said


def test_a_file_does_not_put_the_last_administrator_off_until_later(command):
    code, said = command(f"{ADMINISTRATOR.email},{ADMINISTRATOR.name},,administrator,,,,01/01/2025,")

    assert code == 1
    assert "quản trị toàn hệ thống cuối cùng" in said


def test_the_commands_end_cover_and_close(app, cast):
    def run(*words: str) -> tuple[int, str]:
        done = app.test_cli_runner().invoke(args=["people", *words])
        db.session.remove()
        return done.exit_code, done.output.strip()

    secretary, span = "thu.ky@haugiang.example", ("--from", "28/10/2024", "--to", "31/10/2024")
    covered = ("--role", "chair", "--who-role", "secretariat", "--unit", "93")
    assert run("cover", CHAIR.email, secretary, *covered, *span) == (
        0,
        "Đã đặt ủy quyền từ 28/10/2024 đến 31/10/2024.",
    )
    assert run("end", REPORTER.email, "--role", "reporter", "--unit", "31441") == (0, "Đã thôi giữ từ ngày 28/10/2024.")
    assert run("end", REPORTER.email, "--role", "reporter", "--unit", "31441")[0] == 1
    assert run("disable", ADMINISTRATOR.email)[0] == 1
    assert run("disable", REPORTER.email)[0] == 0


def sent(browser, *lines: str, head: str = HEAD):
    """Send a workbook of these lines on the page and return what is shown then."""
    browser.open("/people/import")
    content = workbook(*(line.split(",") for line in (head, *lines)))
    token = browser.page.find(".//input[@name='csrf_token']")[0].get("value")
    answer = browser.ask(
        "POST", "/people/import", data={"csrf_token": token, "file": (io.BytesIO(content), "people.xlsx")}
    )
    return browser._shown(answer)


@pytest.mark.one_engine
def test_the_template_has_a_row_for_each_commune(browser_of):
    answer = browser_of(ADMINISTRATOR).ask("GET", "/people/import/template")

    rows = list(load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True))
    assert ",".join(rows[0]) == HEAD
    assert [row[2] for row in rows[1:]] == ["31318", "31321", "31441", "31444"]
    assert {row[3] for row in rows[1:]} == {"reporter"}


@pytest.mark.one_engine
def test_nothing_is_written_before_the_preview_is_confirmed(browser_of):
    browser = browser_of(ADMINISTRATOR)
    before = written()[:3]

    page = sent(browser, NGA, LAM)

    assert "2 mới, 0 thay đổi, 0 giữ nguyên, 0 bị từ chối" in page.text
    assert written()[:3] == before
    page = browser.press("Xác nhận 2 dòng")
    assert "Đã thêm 2, sửa 0, giữ nguyên 0; đã tạo 2 tài khoản." in page.text
    assert written()[:3] == (before[0] + 2, before[1] + 1, before[2] + 1)


@pytest.mark.one_engine
def test_a_refusal_names_the_cell_and_there_is_nothing_to_confirm(browser_of):
    browser = browser_of(ADMINISTRATOR)

    page = sent(browser, NGA, "sai,Trần B,99999,reporter,,,,,")

    assert [cell.text for cell in page.find(".//table[@id='refusals']//tbody//th")] == ["C3", "A3"]
    assert "Xác nhận" not in page.text
    assert browser.send(f"{page.path}/confirmation", seal="x").status_code == 422


@pytest.mark.one_engine
def test_row_r19_confirmed_twice_it_is_written_once(browser_of):
    browser = browser_of(ADMINISTRATOR)
    page = sent(browser, NGA)
    seal = page.find(".//input[@name='seal']")[0].get("value")

    answers = [browser.send(f"{page.path}/confirmation", seal=seal) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert db.session.scalar(select(func.count()).where(AuditEntry.action == "import people")) == 1


@pytest.mark.one_engine
def test_row_r19_a_preview_holds_for_thirty_minutes(browser_of):
    browser = browser_of(ADMINISTRATOR)
    page = sent(browser, NGA)
    seal = page.find(".//input[@name='seal']")[0].get("value")
    with transaction():
        db.session.get(PeopleFile, 1).created_at = clock.now() - timedelta(minutes=31)

    answer = browser.send(f"{page.path}/confirmation", seal=seal)

    assert answer.status_code == 422
    assert "đã quá 30 phút" in answer.text
    assert account_with_email("nga@vinhtuong.example") is None


@pytest.mark.one_engine
def test_row_r19_as_many_lines_with_another_effect_are_not_what_was_shown(cast, browser_of):
    browser = browser_of(ADMINISTRATOR)
    page = sent(browser, f"{MEMBER.email},{MEMBER.name},93,member,Giám đốc Sở Y tế,,,,")
    assert "0 mới, 1 thay đổi" in page.text
    with transaction():
        seat = update(Seat).where(Seat.id == cast.seats[MEMBER])
        db.session.execute(seat.values(account_id=None, email=MEMBER.email))

    page = browser.press("Xác nhận 1 dòng")

    assert page.response.status_code == 422
    assert "Dữ liệu đã thay đổi" in page.text


@pytest.mark.one_engine
def test_row_r19_a_confirmation_names_the_file_and_the_effect_that_was_shown(cast, browser_of):
    browser = browser_of(ADMINISTRATOR)
    page = sent(browser, NGA)
    with transaction():
        give_role(account_id=cast.accounts[STRANGER], unit_id=cast.units["31444"], role="chair", by=BY, now=clock.now())
        file = db.session.get(PeopleFile, 1)
        file.content = workbook(*(line.split(",") for line in (HEAD, LAM)))
        file.sha256 = "0" * 64

    page = browser.press("Xác nhận 1 dòng")

    assert page.response.status_code == 422
    assert "Dữ liệu đã thay đổi" in page.text
    assert account_with_email("lam@vithuy.example") is None


@pytest.mark.one_engine
def test_links_are_handed_out_once_and_each_opens_the_door(browser_of, client):
    browser = browser_of(ADMINISTRATOR)
    page = sent(browser, NGA, LAM)
    browser.press("Xác nhận 2 dòng")

    first = browser.send(f"{page.path}/links")
    second = browser.send(f"{page.path}/links")

    rows = list(csv.DictReader(io.StringIO(first.text.removeprefix("\ufeff"))))
    assert {row["Thư điện tử"] for row in rows} == {"nga@vinhtuong.example", "lam@vithuy.example"}
    path = rows[0]["Đường dẫn"].removeprefix("http://localhost:8000")
    assert client.open(path).heading == "Chọn mật khẩu"
    assert second.status_code == 303


@pytest.mark.one_engine
def test_a_file_belongs_to_whoever_sent_it(cast, browser_of):
    with transaction():
        give_role(account_id=cast.accounts[STRANGER], unit_id=None, role="administrator", by=BY, now=clock.now())
    page = sent(browser_of(ADMINISTRATOR), NGA)
    other = browser_of(STRANGER)
    other.open("/people/import")

    assert other.ask("GET", page.path).status_code == 404
    assert other.send(f"{page.path}/confirmation", seal="x").status_code == 404
    assert other.send(f"{page.path}/links").status_code == 404


@pytest.mark.one_engine
def test_row_11_one_row_beyond_reach_refuses_the_whole_file(cast, browser_of):
    with transaction():
        give_role(
            account_id=cast.accounts[STRANGER], unit_id=cast.units["935"], role="administrator", by=BY, now=clock.now()
        )
    browser = browser_of(STRANGER)

    page = sent(browser, NGA, NGA.replace("nga@", "b@").replace("31444", "31318"), "c@x.vn,C,,administrator,,,,,")

    assert [cell.text for cell in page.find(".//table[@id='refusals']//tbody//th")] == ["C3", "D4"]
    assert "31318" in page.text
    assert "Phường I" not in page.text


def moved(cast, code: str, to: str) -> None:
    """Let a unit stand below another from 01/07/2024 on."""
    now = db.session.scalars(select(Placement).where(Placement.unit_id == cast.units[code])).one()
    above = db.session.scalars(select(Placement).where(Placement.unit_id == cast.units[to])).one()
    before = {column.key: getattr(now, column.key) for column in Placement.__table__.columns if column.key != "id"}
    now.parent_id, now.path, now.valid_from = above.unit_id, f"{above.path}{now.unit_id}/", date(2024, 7, 1)
    db.session.add(Placement(**{**before, "valid_to": date(2024, 6, 30)}))


@pytest.mark.one_engine
def test_row_11_a_day_in_the_past_opens_no_unit_that_has_moved_away_since(cast, browser_of):
    with transaction():
        give_role(
            account_id=cast.accounts[STRANGER], unit_id=cast.units["935"], role="administrator", by=BY, now=clock.now()
        )
        moved(cast, "31444", to="930")
    browser = browser_of(STRANGER)

    page = sent(browser, NGA.replace("28/10/2024", "01/06/2024").replace("reporter", "administrator"))

    assert [cell.text for cell in page.find(".//table[@id='refusals']//tbody//th")] == ["C2"]
    assert browser.send(f"{page.path}/confirmation", seal="x").status_code == 422
    assert account_with_email("nga@vinhtuong.example") is None


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("content", "name"), [(b"", "people.xlsx"), (b"%PDF-1.7", "people.pdf"), (b"email\na@x.vn", "people.csv")]
)
def test_a_file_that_cannot_be_read_is_refused_on_its_page(browser_of, content, name):
    browser = browser_of(ADMINISTRATOR)
    browser.open("/people/import")
    token = browser.page.find(".//input[@name='csrf_token']")[0].get("value")

    page = browser._shown(
        browser.ask("POST", "/people/import", data={"csrf_token": token, "file": (io.BytesIO(content), name)})
    )

    assert page.response.status_code == 422
    assert page.errors
