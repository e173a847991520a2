"""The pages of committees: composition on a day, what is vacant, renewing with a preview, and the names of agencies."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import func, select

from committee.audit.models import AuditEntry
from committee.audit.queries import Asked, entries
from committee.core import clock
from committee.core.db import db, transaction
from committee.documents.operations.registering import Description, register
from committee.documents.queries import documents_of
from committee.members.agencies import agencies
from committee.members.composition import sitting_on
from committee.members.models import Reconstitution, Seat
from committee.members.operations import found_committee, give_role
from tests.cast import ADMINISTRATOR, BY, CHAIR, MEMBER, REPORTER, SECRETARIAT, STRANGER, SUPERVISOR, Person
from tests.members.agencies import agency_named

FORM, CHECK, CONFIRM = "/committees/1/reconstitution", "Xem trước thay đổi", "Kiện toàn Ban Chỉ đạo"
HEAD = "committee_unit_code,committee_name,full_name,role,position_title,organization,email,phone,area_codes,from,to"
READERS = {ADMINISTRATOR: True, STRANGER: True, CHAIR: False, SECRETARIAT: False}
NAME = "Ban Chỉ đạo thực hiện chính sách bảo hiểm xã hội, bảo hiểm y tế"


def rows() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Reconstitution))


@pytest.fixture
def decided(cast) -> dict[str, str]:
    """Return what is typed for: the chair leaves, somebody new takes the chair, the member stays."""
    return {
        "decision": "12/QĐ-UBND",
        "decided_on": "25/10/2024",
        "effective_on": "01/11/2024",
        f"role_{cast.seats[CHAIR]}": "",
        "name_new0": "Đỗ Văn Hải",
        "role_new0": "chair",
        "organization_new0": "UBND tỉnh",
        "email_new0": "hai@haugiang.example",
        "areas_new0": "",
        "follows_new0": "",
    }


def test_a_committee_is_renewed_after_a_preview_and_linked_to_its_document(cast, browser_of, decided) -> None:
    """Story 004-6: who gains and loses what is shown first; then all of it is written at once."""
    decision = Description(
        type="decision", number="12", symbol="QĐ-UBND", issued_on=date(2024, 10, 25), issuer="UBND tỉnh", subject="x"
    )
    with transaction():
        document = register(unit_id=cast.units["93"], description=decision, by=BY, now=clock.now())
    browser = browser_of(ADMINISTRATOR)
    browser.open("/committees/1")
    assert "Phó Trưởng ban thường trực" in browser.page.notes[0]
    browser.open(FORM)
    assert browser.page.form_with(CHECK)

    page = browser.press(CHECK, **decided)

    assert (page.status, rows()) == (200, 0)
    assert "Từ ngày 01/11/2024: 1 vị trí mới, 1 vị trí kết thúc, 2 vị trí giữ nguyên." in page.text
    assert "Đỗ Văn Hải tiếp nhận vị trí này." in page.text
    assert "Tiếp nhận vị trí của Lê Thị Hạnh, Trưởng ban." in page.text
    browser.press("Sửa lại")
    assert browser.page.find(".//input[@id='name_new0']")[0].get("value") == "Đỗ Văn Hải"
    browser.press(CHECK)
    page = browser.press(CONFIRM)
    assert (page.path, rows()) == ("/committees/1", 1)
    assert "Đã kiện toàn Ban Chỉ đạo, có hiệu lực từ ngày 01/11/2024." in page.text
    assert [row.full_name for row in sitting_on(1, date(2024, 11, 1))] == ["Đỗ Văn Hải", MEMBER.name, SECRETARIAT.name]
    assert [row.id for row in documents_of("committee", 1, on=clock.today())] == [document]
    assert db.session.get_one(Seat, cast.seats[CHAIR]).to_on == date(2024, 10, 31)
    assert browser_of(SECRETARIAT).open("/committees/1").find(f".//a[@href='/documents/{document}']")
    assert "12/QĐ-UBND ngày 25/10/2024" in browser.open("/committees/1").text
    before = browser.open("/committees/1?as_of=31/10/2024")
    assert "Lê Thị Hạnh" in before.text
    assert "Đỗ Văn Hải" not in before.text

    browser.press("Thu hồi")

    assert "Đã thu hồi lần kiện toàn" in browser.page.text
    assert sitting_on(1, date(2024, 11, 1))[0].full_name == CHAIR.name
    acts = {entry.action for entry in entries(Asked(within=None))}
    assert {"reconstitute", "end seat", "add seat", "link document", "take back reconstitution"} <= acts


def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(cast, browser_of, decided) -> None:
    browser = browser_of(ADMINISTRATOR)
    browser.open(FORM)
    for changes, said in (
        ({"decision": ""}, "Xin ghi quyết định kiện toàn Ban Chỉ đạo."),
        ({"effective_on": ""}, "Xin nhập ngày, ví dụ 01/07/2025."),
        ({"effective_on": "31/02/2025"}, "không có trong lịch"),
        ({"role_new0": "member"}, "Thành phần mới chưa có Trưởng ban."),
        ({"name_new0": ""}, "Xin nhập họ và tên."),
        ({"name_new0": MEMBER.name, "email_new0": ""}, f"{MEMBER.name} có tên hai lần trong thành phần mới."),
        ({"email_new0": "hai"}, "thư điện tử"),
        ({"areas_new0": "99999"}, "đơn vị"),
        ({f"role_{cast.seats[CHAIR]}": "king"}, "Xin chọn vai trò."),
        ({"role_new0": "king"}, "Xin chọn vai trò."),
        ({"follows_new0": "99999999999999999999"}, "Ban Chỉ đạo đã thay đổi sau khi mở trang này"),
        ({f"role_{cast.seats[CHAIR]}": "chair"}, "Thành phần mới có nhiều hơn một Trưởng ban."),
    ):
        page = browser.press(CHECK, **decided | changes)
        assert page.status == 422, changes
        assert page.title.startswith("Lỗi: "), changes
        assert said in " ".join(page.errors), (changes, page.errors)
        kept = page.find(".//input[@id='organization_new0']")[0].get("value")
        assert kept == "UBND tỉnh"
    assert rows() == 0


def test_a_confirmation_is_only_good_for_what_was_shown(cast, browser_of, decided) -> None:
    browser = browser_of(ADMINISTRATOR)
    browser.open(FORM)
    browser.press(CHECK, **decided)

    page = browser.press(CONFIRM, seal="khác")

    assert page.status == 422
    assert rows() == 0


def test_a_file_fills_the_lines_in(cast, browser_of, decided) -> None:
    browser = browser_of(ADMINISTRATOR)
    browser.open(FORM)
    lines = [
        f'93,"{NAME}",Đỗ Văn Hải,chair,Phó Chủ tịch,UBND tỉnh,hai@haugiang.example,,,,',
        f'93,"{NAME}",{MEMBER.name},vice_chair,,Sở Y tế,{MEMBER.email},,,,',
        *(f'93,"{NAME}",Ủy viên Mới {letter},member,,,,,935,,' for letter in "ABCD"),
    ]

    page = sent_file(browser, "\n".join((HEAD, *lines)), effective_on="01/11/2024", decision="12/QĐ-UBND")

    assert (page.status, page.errors) == (200, [])
    assert page.find(".//input[@id='name_new4']")[0].get("value") == "Ủy viên Mới D"
    assert page.find(".//input[@id='decision']")[0].get("value") == "12/QĐ-UBND"
    page = browser.press(CHECK)
    assert "5 vị trí mới, 3 vị trí kết thúc, 0 vị trí giữ nguyên" not in page.text
    assert "6 vị trí mới, 3 vị trí kết thúc, 0 vị trí giữ nguyên" in page.text
    assert "Ủy viên → Phó Trưởng ban" in page.text

    browser.open(FORM)
    page = sent_file(browser, HEAD + "\n93,Ban khác,An,chair,,,,,,,\n", effective_on="01/11/2024", decision="")
    assert "Dòng này không thuộc" in page.errors[0]
    many = (f'93,"{NAME}",Ủy viên {number},member,,,,,,,' for number in range(61))
    page = sent_file(browser, "\n".join((HEAD, *many)), effective_on="01/11/2024", decision="")
    assert "Mỗi lần tối đa 60 người mới." in page.errors[0]


def sent_file(browser, text: str, **values: str):
    form, _ = browser.page.form_with(CHECK)
    token = form.find(".//input[@name='csrf_token']").get("value")
    data = {"csrf_token": token, "press": "file", "file": (BytesIO(text.encode()), "kien-toan.csv"), **values}
    return browser._shown(browser.ask("POST", FORM, data=data, content_type="multipart/form-data"))


def test_leaders_look_and_others_find_nothing(cast, browser_of) -> None:
    chair = browser_of(CHAIR)
    assert chair.open("/committees").status == 200
    page = chair.open("/committees/1")
    assert "Kiện toàn Ban Chỉ đạo" not in page.text
    assert chair.open(FORM).status == 404
    assert chair.open("/agencies").status == 200
    assert chair.open("/agencies/1").status == 404
    for person in (REPORTER, MEMBER):
        browser = browser_of(person)
        assert [browser.open(path).status for path in ("/committees", "/committees/1", "/agencies")] == [404] * 3


def test_an_agency_changes_its_name_and_goes_into_another(cast, browser_of) -> None:
    browser = browser_of(ADMINISTRATOR)
    page = browser.open("/agencies")
    assert "Sở Lao động - Thương binh và Xã hội (Sở LĐTBXH): đến 28/02/2025" in page.text
    assert "Nhập vào Sở Nội vụ từ 01/03/2025" in page.text
    browser.open("/agencies/new")
    assert browser.press("Thêm cơ quan", agency_name="").errors == ["Xin nhập tên cơ quan."]
    browser.press("Thêm cơ quan", agency_name="Ban Dân tộc tỉnh", short_name="BDT", from_on="")
    number = next(row.agency_id for row in agencies(clock.today()) if row.name == "Ban Dân tộc tỉnh")

    browser.open(f"/agencies/{number}")
    page = browser.press("Lưu tên", agency_name="Sở Nội vụ", from_on="01/03/2025")
    assert page.errors == ["Trong thời gian đó đã có cơ quan khác mang tên này: Sở Nội vụ."]
    browser.press("Lưu tên", agency_name="Sở Dân tộc và Tôn giáo", short_name="", from_on="01/03/2025")
    assert "Sở Dân tộc và Tôn giáo: từ 01/03/2025" in browser.page.text.replace("kể từ", "từ")
    browser.open(f"/agencies/{number}")
    assert browser.press("Ghi việc sáp nhập").errors == ["Xin chọn cơ quan.", "Xin nhập ngày, ví dụ 01/07/2025."]
    home = agency_named("Sở Nội vụ", clock.today()).agency_id
    browser.press("Ghi việc sáp nhập", into=str(home), on="01/07/2026")
    assert agency_named("BDT", date(2026, 7, 1)).name == "Sở Nội vụ"
    assert browser.open(f"/agencies/{number}").status == 200


def test_the_command_shows_first_and_then_writes(app, cast, tmp_path) -> None:
    path = tmp_path / "members.csv"
    told = [f'93,"{NAME}",{person.name},{person.role},,,{person.email},,,,' for person in (SECRETARIAT, MEMBER)]
    path.write_text("\n".join((HEAD, f'93,"{NAME}",Đỗ Văn Hải,chair,,UBND tỉnh,,,,,', *told)), encoding="utf-8")
    asked = ["members", "reconstitute", path, "--committee-unit", "93", "--decision", "12/QĐ-UBND"]

    def run(*more: str):
        db.session.rollback()
        result = app.test_cli_runner().invoke(args=[*map(str, asked), "--effective-on", "2024-11-01", *more])
        db.session.expire_all()
        return result

    first = run("--dry-run")
    assert (first.exit_code, first.stderr, rows()) == (0, "", 0)
    assert "Đỗ Văn Hải tiếp nhận vị trí này." in first.stdout
    assert first.stdout.endswith("Không ghi gì, đây là chạy thử.\n") or "thử" in first.stdout.splitlines()[-1]
    second = run()
    assert (second.exit_code, rows()) == (0, 1)
    assert second.stdout.splitlines() == [
        "Chức danh còn khuyết: Phó Trưởng ban thường trực.",
        "Từ ngày 01/11/2024: 1 vị trí mới, 1 vị trí kết thúc, 2 vị trí giữ nguyên.",
    ]
    third = run()
    assert (third.exit_code, rows()) == (1, 1)
    assert "Lần kiện toàn gần nhất có hiệu lực từ ngày 01/11/2024" in third.stderr
    assert run("--committee", "Ban khác").stderr.startswith("Đơn vị không có Ban Chỉ đạo này.")


def test_the_secretariat_prepares_a_renewal_and_is_told_who_puts_it_in_force(cast, browser_of) -> None:
    """The composition is taken along in the columns a renewal is read from; the form itself is not theirs."""
    secretary = browser_of(SECRETARIAT)

    page = secretary.open("/committees/1")
    assert ADMINISTRATOR.name in page.text
    assert "Ghi cơ quan thường trực" not in page.text
    assert secretary.open(FORM).status == 404
    answer = secretary.ask("GET", "/committees/1/composition.csv")

    lines = answer.text.lstrip("\ufeff").splitlines()
    assert lines[0] == HEAD
    assert [CHAIR.name in lines[1], "935" in next(line for line in lines if MEMBER.name in line)] == [True, True]
    administrator = browser_of(ADMINISTRATOR)
    administrator.open(FORM)
    filled = sent_file(administrator, "\n".join(lines), decision="12/QĐ-UBND", effective_on="01/11/2024")
    assert filled.status == 200
    assert filled.errors == []


def test_contacts_are_taken_along_by_whoever_keeps_people_or_has_a_place_there(cast, browser_of) -> None:
    """Levels above read who sits in a committee below them; how all of them are reached is not theirs to take along."""
    with transaction():
        act = {"unit_id": cast.units["935"], "by": BY, "now": clock.now()}
        committee_id = found_committee(name="Ban Chỉ đạo huyện", **act)
        seat = Seat(committee_id=committee_id, full_name="Ngô Văn Huyện", role="member", email="huyen@vithuy.example",
                    phone="0293 000 111", position_title="", organization="")  # fmt: skip
        db.session.add(seat)
        give_role(account_id=cast.accounts[STRANGER], role="secretariat", **act)

    def taken_by(person: Person) -> str:
        answer = browser_of(person).ask("GET", f"/committees/{committee_id}/composition.csv")
        assert answer.status_code == 200
        assert seat.full_name in answer.text
        return answer.text

    with_contacts = {person: "huyen@vithuy.example" in taken_by(person) for person in READERS}
    with_phones = {person: "0293 000 111" in taken_by(person) for person in READERS}

    assert with_contacts == with_phones == READERS


def test_the_standing_agency_is_set_on_the_page_of_the_committee(cast, browser_of) -> None:
    administrator = browser_of(ADMINISTRATOR)
    administrator.open("/committees/1/standing-agency")

    assert administrator.press("Lưu thay đổi", agency="x" * 201).status == 422
    page = administrator.press("Lưu thay đổi", agency="BHXH tỉnh Hậu Giang")

    assert "BHXH tỉnh Hậu Giang" in page.text
    assert browser_of(SECRETARIAT).open("/committees/1/standing-agency").status == 404
    facts = db.session.scalars(select(AuditEntry.facts).where(AuditEntry.action == "set standing agency")).one()
    assert (facts["before"]["name"], facts["after"]["name"]) == ("", "BHXH tỉnh Hậu Giang")


@pytest.mark.one_engine
def test_a_seat_that_ended_by_a_renewal_is_not_offered_to_be_taken_back_alone(cast, browser_of, decided) -> None:
    administrator = browser_of(ADMINISTRATOR)
    administrator.open(FORM)
    administrator.press(CHECK, **{**decided, "effective_on": "28/10/2024"})
    administrator.press(CONFIRM)

    page = administrator.open(f"/people/{cast.accounts[CHAIR]}")

    assert rows() == 1
    assert "Phục hồi" not in page.text


@pytest.mark.one_engine
def test_committees_stand_from_the_top_of_the_tree(cast, browser_of) -> None:
    for code, name in (("31441", "BCĐ thị trấn Nàng Mau"), ("935", "BCĐ huyện Vị Thủy"), ("31318", "BCĐ phường I")):
        with transaction():
            found_committee(unit_id=cast.units[code], name=name, by=BY, now=clock.now())

    page = browser_of(ADMINISTRATOR).open("/committees")

    names = [name for name in (NAME, "huyện Vị Thủy", "phường I", "Nàng Mau") if name in page.text]
    places = [page.text.index(name) for name in names if name != NAME]
    assert places == sorted(places)


@pytest.mark.one_engine
def test_a_supervisor_reads_who_sits_where_but_not_how_they_are_reached(cast, browser_of) -> None:
    browser = browser_of(SUPERVISOR)
    assert browser.open("/committees").find(".//a[@href='/committees/1']")

    page = browser.open("/committees/1")

    assert [person.name in page.text for person in (CHAIR, SECRETARIAT, MEMBER)] == [True] * 3
    assert "haugiang.example" not in page.html
    links = [link.get("href", "") for link in page.find(".//a")]
    closed = ("/people", "/committees/1/reconstitution", "/committees/1/standing-agency")
    assert not [link for link in links if link.startswith(closed)]
    composition = browser.ask("GET", "/committees/1/composition.csv").text
    assert CHAIR.name in composition
    assert "@" not in composition
    assert browser.open("/agencies").status == 200
    for path in ("/people", f"/people/{cast.accounts[CHAIR]}", f"/people/seats/{cast.seats[CHAIR]}", FORM):
        assert browser.ask("GET", path).status_code == 404, path
