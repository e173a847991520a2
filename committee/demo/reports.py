"""The year's figures: official lists month by month, and from September on reports that communes send by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

from sqlalchemy import select

from committee.core.db import db
from committee.demo.figures import OPENING_ON, YEAR
from committee.demo.files import rows
from committee.demo.stage import DEMO, Stage
from committee.demo.story import MADE_UP, email
from committee.demo.values import COMPULSORY, HEALTH, INDICATORS, OCTOBER, SEPTEMBER, VOLUNTARY
from committee.domain.case_facts import State
from committee.escalation.models import Case
from committee.escalation.operations import acknowledge
from committee.figures.models import Figure
from committee.figures.operations import Typed, accept, import_figures, submit
from committee.figures.operations.figure_lines import COLUMNS
from committee.figures.queries import SELF_REPORTED, SUBMITTED
from committee.units.queries import UnitRow

Line = dict[str, str | None]
SOURCE = "Báo cáo công bố của tỉnh, ngày 25/10/2024"
ESTIMATED = "ước đạt"
# As printed: what was published of the province, with its rates as they stood in the text.
PUBLISHED = ((COMPULSORY, "67942", "98,8"), (HEALTH, "660802", "95,6"))
PUBLISHED_RATES = ((VOLUNTARY, "85,1"), ("hi_coverage", "90,73"))

Act = Callable[[Stage, datetime], None]


def opening(stage: Stage, now: datetime) -> None:
    """Enter how the year began: the people of each commune, and what stood on 31 December."""
    people = [
        _line(unit.code, "population", date(YEAR, 1, 1), stage.numbers.population[unit.code])
        for unit in stage.at_level("commune")
    ]
    _import([*people, *_values(stage, OPENING_ON, INDICATORS)], now)


def official(cut_off: date) -> Act:
    """Return the act that takes over the official list of a cut-off."""

    def act(stage: Stage, now: datetime) -> None:
        by_hand = cut_off >= SEPTEMBER
        lines = _values(stage, cut_off, (COMPULSORY, HEALTH) if by_hand else INDICATORS)
        if by_hand:
            lines += _values(stage, cut_off, (VOLUNTARY,), levels=("hamlet",))
        if cut_off == OCTOBER and not stage.story.districts:
            lines += _published(stage.story.province)
        _import(lines, now)

    return act


def sent_by_file(stage: Stage, now: datetime) -> None:
    """Take over what the communes reported themselves in September, in one file."""
    lines = _values(stage, SEPTEMBER, (VOLUNTARY,), levels=("commune",))
    for line in lines:
        first = stage.numbers.first_sent.get((str(line["unit_code"]), SEPTEMBER))
        line |= {"origin": SELF_REPORTED, "source": f"Báo cáo của xã ({MADE_UP})"}
        line["value"] = line["value"] if first is None else str(first)
    _import(lines, now)


def sent_by_hand(stage: Stage, now: datetime) -> None:
    """Let each commune send its October figure, all but the silent one."""
    for unit in stage.at_level("commune"):
        value = stage.numbers.value(unit.code, VOLUNTARY, OCTOBER)
        if value is not None:
            _send(stage, unit, OCTOBER, value, now)


def accepted(stage: Stage, now: datetime) -> None:
    """Let each district accept what its communes have sent."""
    for district in stage.at_level("district"):
        below = [unit.unit_id for unit in stage.below(district)]
        waiting = db.session.scalars(
            select(Figure.id).where(
                Figure.unit_id.in_(below),
                Figure.state == SUBMITTED,
                Figure.origin == SELF_REPORTED,
                Figure.replaced_at.is_(None),
            )
        ).all()
        if waiting:
            accept(figure_ids=waiting, by=stage.actor(email("duyet-so-lieu", district.code)), now=now)


def corrected(stage: Stage, now: datetime) -> None:
    """Let the commune that sent a wrong number put it right."""
    code = stage.story.corrected.code
    value = stage.numbers.value(code, VOLUNTARY, SEPTEMBER)
    if stage.has(code) and value is not None:
        _send(stage, stage.units[code], SEPTEMBER, value, now)


def acknowledged(stage: Stage, now: datetime) -> None:
    """Let the first commune take up its case; its explanation stays out."""
    _acknowledge(stage, stage.story.acknowledged[:1], now)


def acknowledged_late(stage: Stage, now: datetime) -> None:
    """Let other communes take up their cases a few days before the tale is told."""
    _acknowledge(stage, stage.story.acknowledged[1:], now)


def _acknowledge(stage: Stage, codes: Iterable[str], now: datetime) -> None:
    for code in codes:
        if not stage.has(code):
            continue
        open_case = select(Case.id).where(Case.unit_id == stage.units[code].unit_id, Case.state == State.OPEN.value)
        case_id = db.session.scalar(open_case.order_by(Case.id).limit(1))
        if case_id is not None:
            acknowledge(case_id=case_id, by=stage.actor(email("bao-cao", code)), now=now)


def _send(stage: Stage, unit: UnitRow, cut_off: date, value: int, now: datetime) -> None:
    by = stage.actor(email("bao-cao", unit.code))
    typed = {VOLUNTARY: Typed(value, note=f"Đã đối chiếu danh sách ({MADE_UP}).")}
    submit(unit_id=unit.unit_id, as_of=cut_off, values=typed, by=by, now=now)


def _values(
    stage: Stage, on: date, indicators: Iterable[str], *, levels: tuple[str, ...] = ("commune", "hamlet")
) -> list[Line]:
    found = []
    for unit in (unit for level in levels for unit in stage.at_level(level)):
        for indicator in indicators:
            value = stage.numbers.value(unit.code, indicator, on)
            if value is not None:
                line = _line(unit.code, indicator, on, value)
                if (unit.code, indicator, on) in stage.numbers.estimates:
                    line["qualifier"] = ESTIMATED
                found.append(line)
    return found


def _published(province: str) -> list[Line]:
    """Return what the province itself published, as it was printed."""
    told: list[Line] = [
        {
            **_line(province, indicator, OCTOBER, int(value)),
            "published_percent": percent,
            "published_text": f"{int(value):,} người, đạt {percent}% chỉ tiêu".replace(",", ".", 1),
            "source": SOURCE,
        }
        for indicator, value, percent in PUBLISHED
    ]
    for indicator, percent in PUBLISHED_RATES:
        told.append(
            {
                "unit_code": province,
                "indicator": indicator,
                "as_of": OCTOBER.isoformat(),
                "published_percent": percent,
                "source": SOURCE,
            }
        )
    return told


def _line(code: str, indicator: str, on: date, value: int) -> Line:
    return {
        "unit_code": code,
        "indicator": indicator,
        "as_of": on.isoformat(),
        "value": str(value),
        "source": f"Danh sách của cơ quan BHXH ({MADE_UP})",
    }


def _import(lines: list[Line], now: datetime) -> None:
    import_figures(rows=rows("so-lieu.csv", COLUMNS, lines), by=DEMO, now=now)
