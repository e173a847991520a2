"""Text is cleaned once, found without tones, and sorted as the Vietnamese alphabet does."""

import unicodedata

import pytest

from committee.domain import text
from committee.domain.errors import DomainError


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Xã   Tân Phú ", "Xã Tân Phú"),
        ("Xã\u00a0Tân\u2009Phú", "Xã Tân Phú"),
        ("Xã\nTân\tPhú", "Xã Tân Phú"),
        ("\ufeffXã\u200b Tân\u200d Phú", "Xã Tân Phú"),
        (unicodedata.normalize("NFD", "Xã Đông Triều"), "Xã Đông Triều"),
        ("Ðông Anh, ðường", "Đông Anh, đường"),
        ("Ho\u00e0 An", "Hoà An"),
        ("Ho\u0300a An", "Hòa An"),
        ("a\u200b\u0301", "á"),
        ("", ""),
    ],
)
def test_text_is_kept_clean(typed, kept):
    assert text.clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", ""), (" \r\n\t\r\n", ""), ("\n Mở  ba điểm thu. \r\n\n Ông A  \n\n", "Mở ba điểm thu.\n\nÔng A")],
)
def test_several_lines_are_kept_line_by_line(typed, kept):
    assert text.clean_lines(typed) == kept


@pytest.mark.parametrize("typed", ["Xã\x00Tân", "Xã\x07", "\x1b[31mXã", "\ud800"])
def test_a_control_character_is_refused_with_its_position(typed):
    with pytest.raises(DomainError) as refusal:
        text.clean(typed)

    assert refusal.value.params["position"] == next(i for i, c in enumerate(typed, 1) if not c.isprintable())
    assert refusal.value.read.isprintable()


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Xã Tân Phú", "xa tan phu"),
        ("Hoà An", "hoa an"),
        ("Hòa An", "hoa an"),
        ("ĐẮK LẮK", "dak lak"),
        ("Đường Ưng Ơ", "duong ung o"),
        ("Ðông", "dong"),
    ],
)
def test_a_search_needs_neither_tones_nor_marks(written, key):
    assert text.search_key(written) == key


def test_names_sort_in_the_order_of_the_vietnamese_alphabet():
    in_order = [
        "",
        "3 Tháng 2",
        "10 Tháng 3",
        "An",
        "Àn",
        "Ản",
        "Ãn",
        "Án",
        "Ạn",
        "An Bình",
        "Anh",
        "Ăn",
        "Ân",
        "Ấp 2",
        "Ấp 2 A",
        "Ấp 10",
        "Bình",
        "Dung",
        "Đà Nẵng",
        "Eo",
        "Êm",
        "Oanh",
        "Ông",
        "Ơn",
        "Phú",
        "U Minh",
        "Ưng",
        "Vinh",
        "Yên",
        "Zơ",
        "Ямал",
    ]

    assert sorted(sorted(in_order), key=text.sort_key) == in_order


def test_a_sort_key_is_plain_ascii_and_does_not_mind_where_the_tone_stands():
    assert text.sort_key("Xã Hoà Bình 10, Đặc khu “Ô” 東").isascii()
    assert text.sort_key("Hoà An") == text.sort_key("Hòa An")
    assert text.sort_key("ẤP 2") == text.sort_key("ấp 02")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("hoà", "hòa", True),
        ("thuý", "thúy", True),
        ("XÃ HOÀ AN", "xã hòa an", True),
        ("khoẻ", "khỏe", True),
        ("Hoà An", "Hoa An", False),
        ("Hoà An", "Hoá An", False),
        ("Tân", "Tan", False),
        ("Đà", "Dà", False),
    ],
)
def test_two_tone_placements_are_one_spelling(one, other, same):
    assert (text.tone_placement_key(one) == text.tone_placement_key(other)) is same


@pytest.mark.parametrize(
    ("written", "kind", "name"),
    [
        ("Xã Tân Phú", "xã", "Tân Phú"),
        ("X. Tân Phú", "xã", "Tân Phú"),
        ("X.Tân Phú", "xã", "Tân Phú"),
        ("xã  tân phú", "xã", "tân phú"),
        ("P. Trúc Bạch", "phường", "Trúc Bạch"),
        ("Phường 5", "phường", "5"),
        ("TT Yên Viên", "thị trấn", "Yên Viên"),
        ("Thị trấn Yên Viên", "thị trấn", "Yên Viên"),
        ("TP. Huế", "thành phố", "Huế"),
        ("TP Hồ Chí Minh", "thành phố", "Hồ Chí Minh"),
        ("Thành phố Huế", "thành phố", "Huế"),
        ("TX Sơn Tây", "thị xã", "Sơn Tây"),
        ("Thị xã Sơn Tây", "thị xã", "Sơn Tây"),
        ("T. Bắc Ninh", "tỉnh", "Bắc Ninh"),
        ("H. Lục Ngạn", "huyện", "Lục Ngạn"),
        ("Q.1", "quận", "1"),
        ("Đặc khu Phú Quốc", "đặc khu", "Phú Quốc"),
        ("Tân Phú", None, "Tân Phú"),
        ("Phường", None, "Phường"),
        ("Xãng", None, "Xãng"),
        ("T Bắc", None, "T Bắc"),
        ("Ttân", None, "Ttân"),
    ],
)
def test_the_type_in_front_of_a_name_is_recognised(written, kind, name):
    assert text.type_and_name(written) == (kind, name)
    assert text.name_without_type(written) == name


@pytest.mark.parametrize(
    ("written", "font"),
    [
        ("X· T©n Phó", "TCVN3"),
        ("Xaõ Taân Phuù", "VNI"),
        ("Huyeän Ñoâng Anh", "VNI"),
        ("Xã Hoà An, Phường Quý Thuỳ", None),
        ("Đắk Lắk, Ea Kuêh, Krông Ana", None),
        ("diện tích 15 m², 25°, «Hà Nội», 5 µg, VssID®", None),
    ],
)
def test_text_in_an_old_font_is_recognised(written, font):
    assert text.legacy_font(written) == font
