"""What a new composition makes of an old one, by table; the rules themselves stand in docs/domain.md, section 1."""

from __future__ import annotations

from datetime import date

import pytest

from committee.domain.errors import DomainError, Refused
from committee.domain.grants import Role
from committee.domain.reconstitution import Entry, Sitting, reconstituted, refuse_reconstitution

CHAIR, STANDING, VICE, MEMBER, SECRETARIAT = (
    Role.CHAIR,
    Role.STANDING_VICE_CHAIR,
    Role.VICE_CHAIR,
    Role.MEMBER,
    Role.SECRETARIAT,
)
DAY = date(2025, 7, 1)

OLD = (
    Sitting(1, "Nguyễn Văn An", "an@x.example", CHAIR, "ubnd"),
    Sitting(2, "Trần Thị Bình", "binh@x.example", STANDING, "bhxh"),
    Sitting(3, "Lê Văn Cường", "", VICE, "y te"),
    Sitting(4, "Phạm Thị Dung", "", MEMBER, "noi vu"),
    Sitting(5, "Hoàng Văn Em", "", MEMBER, "cong an"),
    Sitting(6, "Vũ Thị Giang", "", SECRETARIAT, "bhxh"),
)
LAST_ONE = "The committee was last renewed from 01/07/2025: this must take effect later, or take that one back first."
SAME = tuple(Entry(one.name, one.email, one.role, one.agency) for one in OLD)


def but(*changes: tuple[int, Entry | None]) -> list[Entry]:
    """Return the old composition with the lines of some seats replaced, or left out."""
    lines: dict[int, Entry | None] = {one.seat: line for one, line in zip(OLD, SAME, strict=True)}
    return [line for line in (lines | dict(changes)).values() if line is not None]


def test_whoever_stays_in_the_same_role_keeps_the_seat() -> None:
    found = reconstituted(OLD, SAME)

    assert (dict(found.kept), found.ended, found.begun, found.vacant) == ({n: n - 1 for n in range(1, 7)}, (), (), ())


@pytest.mark.parametrize(
    ("new", "follows"),
    [
        pytest.param(but((1, Entry("Đỗ Văn Hải", "", CHAIR))), {1: "Đỗ Văn Hải"}, id="a new chair"),
        pytest.param(
            but((1, Entry("Trần Thị Bình", "binh@x.example", CHAIR)), (2, Entry("Đỗ Văn Hải", "", STANDING))),
            {1: "Trần Thị Bình", 2: "Đỗ Văn Hải"},
            id="one moves up, another takes the place left",
        ),
        pytest.param(
            but((4, Entry("Ngô Văn Khoa", "", MEMBER, "noi vu"))), {4: "Ngô Văn Khoa"}, id="another of the same agency"
        ),
        pytest.param(
            but((3, Entry("Ngô Văn Khoa", "", MEMBER, "y te"))), {3: "Ngô Văn Khoa"}, id="the agency in another role"
        ),
        pytest.param(
            but((4, Entry("Phạm Thị Dung", "", VICE, "noi vu"))), {4: "Phạm Thị Dung"}, id="nobody but themselves"
        ),
        pytest.param(
            but((4, Entry("Phạm Thị Dung", "", VICE, "noi vu")), (9, Entry("Ngô Văn Khoa", "", MEMBER, "noi vu"))),
            {4: "Ngô Văn Khoa"},
            id="the post is taken by another though the person goes on",
        ),
        pytest.param(but((5, Entry("Ngô Văn Khoa", "", MEMBER, "y te"))), {}, id="another agency is another post"),
        pytest.param(but((5, Entry("Ngô Văn Khoa", "", MEMBER))), {5: "Ngô Văn Khoa"}, id="the only one left"),
        pytest.param(
            but((5, Entry("Ngô Văn Khoa", "", MEMBER, "quan su", follows=5))), {5: "Ngô Văn Khoa"}, id="as was said"
        ),
        pytest.param(
            but((4, None), (5, Entry("Hoàng Văn Em", "", MEMBER, "noi vu", seat=5))),
            {4: "Hoàng Văn Em"},
            id="somebody who stays is now of that agency",
        ),
        pytest.param(but((6, None)), {}, id="a secretary is not followed by a leader of the same office"),
    ],
)
def test_open_work_follows_the_post(new: list[Entry], follows: dict[int, str]) -> None:
    found = reconstituted(OLD, new)

    assert {seat: new[number].name for seat, number in found.follows.items()} == follows
    assert set(found.without_follower) == set(found.ended) - set(follows)


def test_two_of_one_office_are_followed_by_two_and_a_third_by_one_of_them() -> None:
    old = [Sitting(n, f"Người {n}", "", SECRETARIAT, "bhxh") for n in (1, 2, 3)]
    new = [Entry("Mới Một", "", SECRETARIAT, "bhxh"), Entry("Mới Hai", "", SECRETARIAT, "bhxh")]

    assert reconstituted(old, new).follows == {1: 0, 2: 1, 3: 0}


def test_a_changed_role_ends_a_seat_and_begins_another() -> None:
    found = reconstituted(OLD, but((4, Entry("Phạm Thị Dung", "", VICE, "noi vu"))))

    assert (found.ended, found.begun, found.moved) == ((4,), (3,), {4: 3})


def test_a_person_is_known_by_the_address_before_the_name() -> None:
    new = but((2, Entry("Trần Thị Bình", "khac@x.example", STANDING, "bhxh")))

    assert reconstituted(OLD, new).ended == (2,)
    assert reconstituted(OLD, but((3, Entry("Lê Văn Cường", "c@x.example", VICE)))).ended == ()


def test_what_a_committee_cannot_work_without_is_named_when_it_is_missing() -> None:
    assert reconstituted(OLD, but((2, None), (6, None))).vacant == (STANDING, SECRETARIAT)


@pytest.mark.parametrize(
    ("new", "asked", "said"),
    [
        (SAME, {"decision": ""}, ["Name the decision that renews the committee."]),
        (
            SAME,
            {"last_on": DAY},
            [LAST_ONE],
        ),
        (but((1, None)), {}, ["The new composition has no chair."]),
        (but((2, Entry("Đỗ Văn Hải", "", CHAIR))), {}, ["The new composition has more than one chair."]),
        (
            but((3, Entry("Đỗ Văn Hải", "", STANDING))),
            {},
            ["The new composition has more than one standing vice chair."],
        ),
        (but((9, Entry("lê văn cường", "", MEMBER))), {}, ["lê văn cường stands in the new composition twice."]),
        (
            but((1, None), (9, Entry("Lê Văn Cường", "", MEMBER, "y te"))),
            {"decision": ""},
            [
                "Name the decision that renews the committee.",
                "Lê Văn Cường stands in the new composition twice.",
                "The new composition has no chair.",
            ],
        ),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence_each(new, asked, said) -> None:
    with pytest.raises(DomainError) as refused:
        refuse_reconstitution(OLD, new, **{"decision": "5/QĐ-UBND", "effective_on": DAY, "last_on": None} | asked)

    errors = refused.value.errors if isinstance(refused.value, Refused) else [refused.value]
    assert [str(error) for error in errors] == said


def test_namesakes_of_two_agencies_are_two_people() -> None:
    new = but((9, Entry("Lê Văn Cường", "", MEMBER, "cong an")))

    refuse_reconstitution(OLD, new, decision="5/QĐ-UBND", effective_on=DAY, last_on=None)

    assert reconstituted(OLD, new).kept[3] == 2


def test_a_seat_that_begins_after_the_day_cannot_end_before_it() -> None:
    late = (*OLD, Sitting(7, "Đinh Thị Lan", "", MEMBER, "", date(2025, 8, 1)))

    with pytest.raises(DomainError, match="Đinh Thị Lan only begins on 01/08/2025"):
        refuse_reconstitution(late, SAME, decision="5/QĐ-UBND", effective_on=DAY, last_on=None)
