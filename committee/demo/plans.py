"""The beginning of the year: units, people, the rules of the plan, targets handed down level by level."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from committee.accounts.operations import add_account
from committee.core.tabular import read_table
from committee.demo import people
from committee.demo.figures import COURSES, YEAR
from committee.demo.files import DICTIONARY, document, rows, unit_rows
from committee.demo.stage import DEMO, Stage
from committee.demo.story import MADE_UP
from committee.demo.values import INDICATORS, VOLUNTARY
from committee.figures.queries import indicators_with_figures
from committee.members.imports import import_members
from committee.members.member_file import COLUMNS as MEMBER_COLUMNS
from committee.members.operations import give_role
from committee.targets import operations as targets
from committee.targets.operations import columns
from committee.units.operations import import_units

SUPERVISION = "Bảo hiểm xã hội Việt Nam"
PROVINCE, DISTRICT, COMMUNE = "UBND tỉnh", "Ban Chỉ đạo huyện", "UBND xã"
HOPED_FOR = 31_000
JANUARY_15, JANUARY_22, JANUARY_30, FEBRUARY_19 = (
    date(YEAR, 1, 15),
    date(YEAR, 1, 22),
    date(YEAR, 1, 30),
    date(YEAR, 2, 19),
)


def enter_units(stage: Stage, now: datetime) -> None:
    """Enter the units as they were before the reform."""
    import_units(rows=unit_rows(stage.story), by=DEMO, now=now)


def enter_people(stage: Stage, now: datetime) -> None:
    """Found the committees of three levels, and give everybody an account."""
    names = people.Names(YEAR)
    in_order = [*stage.units.values()]
    in_order.sort(key=lambda unit: unit.code != stage.story.member_area)
    seated = people.seats(in_order, names)
    lines = [
        {
            "committee_unit_code": seat.unit,
            "committee_name": seat.committee,
            "full_name": seat.name,
            "role": seat.role,
            "position_title": seat.title,
            "organization": seat.organization,
            "email": seat.email,
            "area_codes": ";".join(seat.areas) or None,
            "from": now.date().isoformat(),
        }
        for seat in seated
    ]
    import_members(rows=rows("thanh-vien.csv", MEMBER_COLUMNS, lines), by=DEMO, now=now)
    for post in people.posts(in_order, stage.story, names):
        account_id = add_account(email=post.email, name=post.name, by=DEMO, now=now)
        unit_id = stage.units[post.unit].unit_id if post.unit else None
        give_role(account_id=account_id, unit_id=unit_id, role=post.role, from_on=now.date(), by=DEMO, now=now)


def set_rules(stage: Stage, now: datetime) -> None:
    """Close figures on the 25th, let voluntary insurance become official by acceptance, set the year's milestones."""
    targets.set_plan(year=YEAR, cut_off_day=25, rhythm=None, by=DEMO, now=now)
    listed = read_table(DICTIONARY, DICTIONARY.name, columns=columns.INDICATORS)
    changed = [row for row in listed if row.cells["code"] == VOLUNTARY]
    for row in changed:
        row.cells["official_by"] = "acceptance"
    targets.import_indicators(rows=changed, with_figures=indicators_with_figures(), by=DEMO, now=now)
    milestones = [
        {
            "indicator": course.indicator,
            "year": str(YEAR),
            "cut_off": date(YEAR, month, 25).isoformat(),
            "cumulative_percent": f"{percent // 100},{percent % 100:02}",
        }
        for course in COURSES
        for month, percent in enumerate(course.percents, 1)
    ]
    targets.import_milestones(rows=rows("moc-tien-do.csv", columns.MILESTONES, milestones), by=DEMO, now=now)
    if stage.has(stage.story.not_asked):
        mark = {
            "unit_code": stage.story.not_asked,
            "indicator": "hi_participants",
            "from": date(YEAR, 1, 1).isoformat(),
            "reason": f"Xã an toàn khu: thẻ BHYT do ngân sách nhà nước đóng ({MADE_UP})",
            "document_number": document(7, "UBND-VX"),
        }
        marks = rows("khong-ap-dung.csv", columns.NOT_APPLICABLE, [mark])
        targets.import_not_applicable(rows=marks, by=DEMO, now=now)


def hand_down_to_the_province(stage: Stage, now: datetime) -> None:
    """Let the supervising agency ask the province, and the province's own government ask for a little more."""
    lines = _lines(stage, [stage.story.province], SUPERVISION, document(118, "QĐ-BHXH"), JANUARY_15)
    asked = {line["indicator"]: int(str(line["value"])) for line in lines}
    more = HOPED_FOR - COURSES[1].target
    hoped: dict[str, str | None] = {
        "unit_code": stage.story.province,
        "indicator": VOLUNTARY,
        "year": str(YEAR),
        "value": str(asked[VOLUNTARY] + more),
        "assigner": PROVINCE,
        "document_number": document(3, "KH-UBND"),
        "document_date": JANUARY_15.isoformat(),
    }
    _import([*lines, hoped], now)


def hand_down_to_districts(stage: Stage, now: datetime) -> None:
    """Let the province hand its targets down to the districts."""
    districts = [unit.code for unit in stage.at_level("district")]
    _import(_lines(stage, districts, PROVINCE, document(92, "QĐ-UBND"), JANUARY_22), now)


def hand_down_to_communes(stage: Stage, now: datetime) -> None:
    """Let each district hand its targets down to its communes."""
    lines = []
    for number, district in enumerate(stage.at_level("district"), 11):
        below = [unit.code for unit in stage.below(district)]
        lines += _lines(stage, below, DISTRICT, document(number, "QĐ-BCĐ"), JANUARY_30)
    _import(lines, now)


def hand_down_to_hamlets(stage: Stage, now: datetime) -> None:
    """Let three communes hand their voluntary target down to their hamlets."""
    hamlets = [unit.code for unit in stage.at_level("hamlet")]
    if hamlets:
        _import(_lines(stage, hamlets, COMMUNE, document(5, "KH-UBND"), FEBRUARY_19), now)


def _lines(
    stage: Stage, codes: Iterable[str], assigner: str, document_number: str, signed_on: date
) -> list[dict[str, str | None]]:
    return [
        {
            "unit_code": code,
            "indicator": indicator,
            "year": str(YEAR),
            "value": str(value),
            "assigner": assigner,
            "document_number": document_number,
            "document_date": signed_on.isoformat(),
        }
        for code in codes
        for indicator in INDICATORS
        if (value := stage.target(code, indicator)) is not None
    ]


def _import(lines: list[dict[str, str | None]], now: datetime) -> None:
    targets.import_targets(rows=rows("chi-tieu.csv", columns.TARGETS, lines), by=DEMO, now=now)
