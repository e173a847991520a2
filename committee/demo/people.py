"""The people of a demonstration: common names, none of a person who exists, each shown with “(minh họa)”."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from committee.demo.story import Story, email
from committee.units.queries import UnitRow

FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Phan")
MIDDLES = ("Văn", "Thị", "Minh", "Thanh", "Ngọc", "Hoàng", "Kim", "Quốc", "Hữu", "Mỹ", "Thu", "Đức")
GIVEN = (
    "An", "Bình", "Châu", "Dũng", "Giang", "Hà", "Hạnh", "Hiếu", "Hòa", "Hương", "Khánh", "Lan", "Liên", "Long",
    "Mai", "Nam", "Nga", "Nhân", "Phúc", "Phương", "Quân", "Quyên", "Sơn", "Tâm", "Thảo", "Thịnh", "Trang", "Trung",
    "Tuấn", "Vân", "Vinh", "Xuân", "Yến",
)  # fmt: skip

PROVINCE_MEMBERS = (
    ("Sở Tài chính", "Phó Giám đốc"),
    ("Sở Giáo dục và Đào tạo", "Phó Giám đốc"),
    ("Cục Thuế", "Phó Cục trưởng"),
    ("Công an tỉnh", "Phó Giám đốc"),
    ("Bưu điện tỉnh", "Giám đốc"),
    ("Hội Liên hiệp Phụ nữ tỉnh", "Chủ tịch"),
    ("Hội Nông dân tỉnh", "Chủ tịch"),
    ("Liên đoàn Lao động tỉnh", "Phó Chủ tịch"),
)


@dataclass(frozen=True)
class Seated:
    """One line of a file of members. `areas` are codes."""

    unit: str
    committee: str
    name: str
    role: str
    title: str
    organization: str
    email: str
    areas: tuple[str, ...] = ()


@dataclass(frozen=True)
class Posted:
    """Somebody with a post outside of a committee; `unit` is the code, "" for the whole system."""

    unit: str
    name: str
    role: str
    email: str


class Names:
    """Names, each but once; the same seed gives the same."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311 - the same names each time are wanted, not secret ones
        self._left = [f"{family} {middle} {given}" for family in FAMILIES for middle in MIDDLES for given in GIVEN]
        chance.shuffle(self._left)

    def next(self) -> str:
        return f"{self._left.pop()} (minh họa)"


def committee_name(unit: UnitRow) -> str:
    """Return what a unit's committee is called."""
    return f"Ban Chỉ đạo thực hiện chính sách BHXH, BHYT {unit.name[:1].lower()}{unit.name[1:]}"


def seats(units: Sequence[UnitRow], names: Names) -> list[Seated]:
    """Return who sits in the committees of the three levels."""
    makers = {"province": _of_province, "district": _of_district, "commune": _of_commune}
    return [seat for unit in units if unit.level in makers for seat in makers[unit.level](unit, units, names)]


def posts(units: Sequence[UnitRow], story: Story, names: Names) -> list[Posted]:
    """Return who reports, who reviews and who keeps the system."""
    found = [Posted("", names.next(), "administrator", email("quan-tri", story.province))]
    for unit in units:
        if unit.level in ("commune", "hamlet"):
            found.append(Posted(unit.code, names.next(), "reporter", email("bao-cao", unit.code)))
        if unit.level == "district":
            found.append(Posted(unit.code, names.next(), "reviewer", email("duyet-so-lieu", unit.code)))
        if unit.level == "province":
            found.append(Posted(unit.code, names.next(), "reporter", email("bao-cao", unit.code)))
    return found


def _of_province(unit: UnitRow, units: Sequence[UnitRow], names: Names) -> Iterator[Seated]:
    def seat(role: str, post: str, title: str, organization: str, areas: tuple[str, ...] = ()) -> Seated:
        address = email(post, unit.code)
        return Seated(unit.code, committee_name(unit), names.next(), role, title, organization, address, areas)

    yield seat("chair", "truong-ban", "Phó Chủ tịch", "Ủy ban nhân dân tỉnh")
    yield seat("standing_vice_chair", "pho-ban-thuong-truc", "Giám đốc", "Bảo hiểm xã hội tỉnh")
    yield seat("vice_chair", "pho-ban", "Phó Giám đốc", "Sở Y tế")
    yield seat("secretariat", "thu-ky", "Chuyên viên", "Bảo hiểm xã hội tỉnh")
    districts = [each.code for each in units if each.level == "district"]
    for number, (organization, title) in enumerate(PROVINCE_MEMBERS):
        areas = tuple(districts[number : number + 1])
        yield seat("member", f"uy-vien-{number + 1}", title, organization, areas)


def _of_district(unit: UnitRow, units: Sequence[UnitRow], names: Names) -> Iterator[Seated]:
    def seat(role: str, post: str, title: str, organization: str, areas: tuple[str, ...] = ()) -> Seated:
        address = email(post, unit.code)
        return Seated(unit.code, committee_name(unit), names.next(), role, title, organization, address, areas)

    below = [each.code for each in units if each.parent_id == unit.unit_id]
    half = (len(below) + 1) // 2
    yield seat("chair", "truong-ban", "Phó Chủ tịch", "Ủy ban nhân dân huyện")
    yield seat("standing_vice_chair", "pho-ban-thuong-truc", "Giám đốc", "Bảo hiểm xã hội huyện")
    yield seat("secretariat", "thu-ky", "Chuyên viên", "Bảo hiểm xã hội huyện")
    yield seat("member", "uy-vien-1", "Chủ tịch", "Hội Liên hiệp Phụ nữ huyện", tuple(below[:half]))
    yield seat("member", "uy-vien-2", "Trưởng phòng", "Phòng Lao động - Thương binh và Xã hội", tuple(below[half:]))


def _of_commune(unit: UnitRow, _units: Sequence[UnitRow], names: Names) -> Iterator[Seated]:
    for role, post, title, organization in (
        ("chair", "truong-ban", "Chủ tịch", "Ủy ban nhân dân cấp xã"),
        ("member", "uy-vien-1", "Chủ tịch", "Hội Nông dân cấp xã"),
    ):
        name, address = names.next(), email(post, unit.code)
        yield Seated(unit.code, committee_name(unit), name, role, title, organization, address)
