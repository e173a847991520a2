"""Rows 14 to 17: what may be chosen under each profile, what is refused as easy, and how it is kept."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import UTC, datetime, timedelta

import pytest

import config
from committee.accounts import passwords
from committee.domain.errors import DomainError
from committee.domain.grants import Role
from committee.domain.passwords import PROFILES, Held, is_due, kinds_in

NIST, AGENCY = PROFILES["nist"], PROFILES["vn_agency"]
NOW = datetime(2024, 10, 28, 2, 0, tzinfo=UTC)
EASY = "This password is easy to guess. Choose words that do not name you, your work or this system."


def taken(password: str, profile=NIST, **more) -> bool:
    try:
        passwords.check(password, profile, **more)
    except DomainError:
        return False
    return True


def test_the_setting_names_the_profiles_there_are() -> None:
    assert set(config.PROFILES) == set(PROFILES)


@pytest.mark.parametrize(
    ("password", "alone", "beside"),
    [
        ("chín chữ k", False, True),
        ("bảy chữ", False, False),
        ("tám chữ.", False, True),
        ("mười lăm ký tự!", True, True),
        ("chiếc thuyền thúng " + "ơ" * 109, True, True),
        ("chiếc thuyền thúng " + "ơ" * 110, False, False),
        ("những ngọn gió 🌾 qua đồng", True, True),
        ("ngắn mà có 1!A", False, True),
    ],
)
def test_row_14_length_counts_and_nothing_else(password: str, alone, beside) -> None:
    assert taken(password) is alone
    assert taken(password, has_second_factor=True) is beside


def test_row_14_accents_apart_count_once_and_are_the_same_password() -> None:
    apart = unicodedata.normalize("NFD", "mười bốn ký t.")

    assert len(apart) > 15
    assert not taken(apart)
    assert passwords.matches(passwords.hashed("mùa lúa chín"), unicodedata.normalize("NFD", "mùa lúa chín"))


def test_row_14_nothing_is_cut_off() -> None:
    long = "đồng lúa chín vàng " * 6 + "x" * 14

    kept = passwords.hashed(long)

    assert len(long) == 128
    assert passwords.matches(kept, long)
    assert not passwords.matches(kept, long[:-1])
    assert not passwords.matches(kept, long + "y")


@pytest.mark.parametrize(
    ("password", "is_taken"),
    [
        ("Thuyenxa7", True),
        ("thuyenxa7!", True),
        ("THUYEN xa!", True),
        ("thuyenxa77", False),
        ("thuyen xa ben", False),
        ("Thuxa7!", False),
        ("Matkhau123", False),
        ("P@ssw0rd", False),
    ],
)
def test_row_15_the_profile_of_agencies_wants_eight_of_three_kinds(password: str, is_taken) -> None:
    assert taken(password, AGENCY) is is_taken


@pytest.mark.parametrize(
    ("password", "kinds"), [("abc", 1), ("ABC", 1), ("aB", 2), ("aB1", 3), ("aB1!", 4), ("đĐ", 2), ("a b", 1)]
)
def test_row_15_kinds_are_counted_in_any_writing(password: str, kinds: int) -> None:
    assert kinds_in(password) == kinds


@pytest.mark.parametrize(
    ("profile", "roles", "days", "due"),
    [
        (AGENCY, {Role.ADMINISTRATOR}, 90, True),
        (AGENCY, {Role.ADMINISTRATOR}, 89, False),
        (AGENCY, {Role.REPORTER, Role.REVIEWER}, 90, True),
        (AGENCY, {Role.REPORTER}, 179, False),
        (AGENCY, {Role.REPORTER}, 180, True),
        (AGENCY, (), 180, True),
        (NIST, {Role.ADMINISTRATOR}, 4000, False),
    ],
)
def test_row_15_a_password_lasts_ninety_days_with_power_and_a_hundred_and_eighty_without(
    profile, roles, days: int, due
) -> None:
    held = Held(NOW - timedelta(days=days), is_short=False, has_second_factor=True)

    assert is_due(held, profile, roles, NOW) is due


def test_a_short_password_is_due_once_the_second_factor_is_gone() -> None:
    assert is_due(Held(NOW, is_short=True, has_second_factor=False), NIST, (), NOW)
    assert not is_due(Held(NOW, is_short=True, has_second_factor=True), NIST, (), NOW)
    assert not is_due(Held(None, is_short=False, has_second_factor=False), AGENCY, (), NOW)


def test_row_15_the_last_two_and_the_present_one_do_not_come_again() -> None:
    former = [passwords.hashed("Thuyenxa7")]

    with pytest.raises(DomainError, match="used this password before"):
        passwords.chosen("Thuyenxa7", AGENCY, former=former)
    assert not passwords.chosen("Thuyenxa8", AGENCY, former=former).is_short


@pytest.mark.parametrize(
    "password",
    [
        "12345678", "password1", "iloveyou", "qwertyuiop", "football1", "sunshine", "Passw0rd!", "trustno1",
        "matkhau1", "Mật Khẩu 1", "anh yêu em 123", "Vietnam@2024", "hanoi2024", "UBNDxa2024", "congan113!",
        "correcthorsebatterystaple", "anhyeuemnhieulam", "iloveyou20242024", "passwordpassword", "iloveyousunshine",
        "abcabcabcabcabcabc", "aaaaaaaaaaaaaaaaaa", "12121212121212121212",
        "bhxh bhyt 2024", "BHXH@2024", "đôn đốc 2024!", "Đôn Đốc BHYT 10/2024",
        "Mai Văn Khách 1990", "khach.haugiang.2024", "xã Nàng Mau 2024",
    ],
)  # fmt: skip
def test_row_16_what_is_tried_first_is_refused(password: str) -> None:
    about = (
        *passwords.words_about("Mai Văn Khách", "khach@haugiang.example"),
        *passwords.words_about("Thị trấn Nàng Mau", ""),
        *passwords.words_about("Nàng Mau", ""),
    )

    with pytest.raises(DomainError) as refused:
        passwords.check(password, NIST, has_second_factor=True, context=about)
    assert str(refused.value) == EASY


@pytest.mark.parametrize(
    "password", ["con đò nhỏ qua sông", "mưa rơi trên mái lá", "Ba chén trà và một ván cờ", "xe đạp cũ màu xanh lơ"]
)
def test_row_16_a_sentence_of_ones_own_is_not(password: str) -> None:
    assert taken(password)


def test_row_16_the_list_is_the_one_that_was_vendored_and_stands_in_the_notice() -> None:
    packed = (passwords.LISTS / "common-passwords.txt.gz").read_bytes()
    notice = (passwords.LISTS.parents[2] / "NOTICE").read_text(encoding="utf-8")

    assert hashlib.sha256(packed).hexdigest() == "3c1baed62596de36860824eb3f436d5932d37ca8b06e59df78f5a44ec175afe4"
    assert len(passwords._common()) >= 19_800
    assert "django 5.2 — committee/accounts/lists/common-passwords.txt.gz" in notice
    assert (passwords.LISTS / "LICENSE-django").exists()


def test_row_17_what_is_kept_takes_as_much_effort_as_is_advised() -> None:
    found = re.match(r"\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$", passwords.hashed("mùa lúa chín vàng"))

    memory, time, lanes = map(int, found.groups())
    assert (memory >= 19 * 1024, time >= 2, lanes) == (True, True, 1)
