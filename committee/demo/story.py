"""The stories a demonstration can tell: which province, on which days, and who is shown in it.

Units and their codes are real, and so are the province's published figures. Every person, every document and every
other number is made up, and is labelled so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from committee.domain.calendar import HANOI

MADE_UP = "số liệu minh họa"


@dataclass(frozen=True)
class Shown:
    """Somebody whom a visitor may be: the post they hold, and as what the sign-in page shows them."""

    email: str
    post: str


@dataclass(frozen=True)
class Twist:
    """A commune whose way through September is not the usual one: so many fewer people than made up at first."""

    code: str
    fewer: int


@dataclass(frozen=True)
class Story:
    """One province in one year.

    `districts` limits the story to some of its districts; empty means all. `silent` is the commune that has not
    reported the last month, `lagging` another one that falls behind in it. `recovered` fell behind in September and
    caught up in October; `corrected` sent a wrong number in September and put it right. `estimated` gives an estimate
    for its health insurance, which `estimated_beside` makes up for. `not_asked` has a not-applicable mark.
    """

    name: str
    province: str
    districts: tuple[str, ...]
    silent: str
    lagging: str
    recovered: Twist
    corrected: Twist
    estimated: str
    estimated_beside: str
    not_asked: str
    acknowledged: tuple[str, ...]
    with_hamlets: tuple[str, ...]
    member_area: str

    @property
    def reviewing_district(self) -> str:
        return self.member_area

    def shown(self) -> list[Shown]:
        """Return whom a visitor may be, in the order of the tale."""
        return [
            Shown(email("truong-ban", self.province), "Trưởng ban tỉnh"),
            Shown(email("pho-ban-thuong-truc", self.province), "Phó Trưởng ban thường trực tỉnh"),
            Shown(email("thu-ky", self.province), "Thư ký Ban Chỉ đạo tỉnh"),
            Shown(email("duyet-so-lieu", self.reviewing_district), "Người duyệt số liệu của huyện"),
            Shown(email("bao-cao", self.silent), "Cán bộ báo cáo xã chưa gửi tháng 10"),
            Shown(email("bao-cao", self.lagging), "Cán bộ báo cáo một xã chậm khác"),
            Shown(email("uy-vien-1", self.province), "Ủy viên tỉnh phụ trách địa bàn"),
            Shown(email("quan-tri", self.province), "Quản trị hệ thống"),
        ]


HAU_GIANG = Story(
    name="hau-giang",
    province="93",
    districts=(),
    silent="31459",
    lagging="31441",
    recovered=Twist("31417", 20),
    corrected=Twist("31495", 20),
    estimated="31318",
    estimated_beside="31321",
    not_asked="31492",
    acknowledged=("31444", "31345"),
    with_hamlets=("31450", "31402", "31387"),
    member_area="935",
)
STORIES = {HAU_GIANG.name: HAU_GIANG}

# The days on which the tale happens. Reports of October come in on its cut-off day, a Friday; the tale is told from
# the Monday after it.
BEGINNING = date(2024, 1, 2)
LAST_DAY = date(2024, 10, 27)
TOLD_FROM = datetime(2024, 10, 28, 9, 0, tzinfo=HANOI)
FOLLOWED_FROM = date(2024, 10, 16)


def email(post: str, code: str) -> str:
    """Return the address of whoever holds a post at the unit with this code."""
    return f"{post}.{code}@demo.example"


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a moment of the tale."""
    return datetime.combine(day, time(hour, minute), tzinfo=HANOI)
