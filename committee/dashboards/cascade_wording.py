"""A cascade in words and rows: what the shares add up to, who set what, what was changed since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from committee.core.formatting import NONE, count, vn_date
from committee.core.table_body import Cell, table_body
from committee.core.words import gettext
from committee.dashboards import wording
from committee.dashboards.cascade import Cascade, Given, PeopleCheck, check_in_people
from committee.dashboards.sentences import Sentence, say
from committee.documents.queries import Reference
from committee.domain.cascade import Balance, BalanceKind
from committee.targets.queries import IndicatorRow, TargetOn

KINDS = {
    "initial": "set at the beginning of the year",
    "supplement": "added",
    "adjustment": "adjusted",
    "reallocation": "reallocated",
    "merger": "taken over by a merger",
}


@dataclass(frozen=True)
class Remark:
    """What is said of a cascade; `is_warning` never means that it is refused."""

    text: str
    is_warning: bool


@dataclass(frozen=True)
class Line:
    """One assigner's target of the unit itself, with its acts in words."""

    assigner: str
    is_primary: bool
    at_first: str
    now: str
    document: str
    document_url: str
    history: list[str]


def remarks_on(cascade: Cascade, indicator: IndicatorRow, counted: IndicatorRow) -> list[Remark]:
    """Return what the shares of the children come to, against the unit's own target."""
    if not cascade.children:
        return []
    if indicator.code not in cascade.handed_down():
        has_own = cascade.value(cascade.unit.unit_id, indicator.code) is not None
        return [Remark(gettext("None of the units below has a target of this indicator yet."), is_warning=has_own)]
    if not indicator.is_rate:
        return _remarks(cascade.balance(indicator.code), indicator, indicator)
    if indicator.direction == "down":
        return []
    return _people_remarks(check_in_people(cascade, indicator), indicator, counted)


def balance_remark(balance: Balance, indicator: IndicatorRow, counted: IndicatorRow) -> Remark:
    """Return the sentence about a sum of shares: below is a warning, above is normal; of ceilings the other way."""
    total = wording.amount(balance.total, counted)
    gap = wording.amount(abs(balance.difference or 0), counted)
    is_ceiling = indicator.direction == "down"
    if balance.kind is None:
        text = gettext("The unit has no such target itself; the units below have %(total)s together.", total=total)
        return Remark(text, is_warning=False)
    if balance.kind is BalanceKind.EQUAL:
        text = gettext("What the units below have adds up to the target: %(total)s.", total=total)
        return Remark(text, is_warning=False)
    if balance.kind is BalanceKind.UNDER:
        text = gettext(
            "The units below have %(total)s together; %(gap)s are not assigned to anybody yet.", total=total, gap=gap
        )
        return Remark(text, is_warning=not is_ceiling)
    return Remark(_over(total, gap, is_ceiling=is_ceiling), is_warning=is_ceiling)


def _over(total: str, gap: str, *, is_ceiling: bool) -> str:
    if is_ceiling:
        return gettext(
            "The limits of the units below come to %(total)s, %(gap)s over the limit of the unit.",
            total=total,
            gap=gap,
        )
    return gettext(
        "The units below have %(total)s together, %(gap)s more than the target; assigning more is normal.",
        total=total,
        gap=gap,
    )


def lines_of(cascade: Cascade, indicator: IndicatorRow, papers: Mapping[Reference, str]) -> list[Line]:
    """Return the targets of the unit itself, every assigner's, the primary one first; `papers` are registered ones."""
    return [
        Line(
            assigner=one.assigned.target.assigner,
            is_primary=one.assigned.is_primary,
            at_first=_value(one.at_first, indicator),
            now=_value(one.now, indicator),
            document=wording.document_text(one.assigned.target.document_number, one.assigned.target.document_date),
            document_url=papers.get(_reference(one.assigned.target), ""),
            history=_history(one, indicator, cascade.year) if one.is_changed else [],
        )
        for one in cascade.of(cascade.unit.unit_id, indicator.code)
    ]


def children_rows(
    cascade: Cascade, indicator: IndicatorRow, addresses: dict[int, str], papers: Mapping[Reference, str]
) -> Markup:
    """Return the targets of the children as the body of a table; `addresses` are their pages."""
    labels = [str(column["label"]) for column in children_head(indicator)]
    rows = []
    for child in cascade.children:
        head = Cell(child.name, is_head=True, url=addresses[child.unit_id])
        if (child.unit_id, indicator.code) in cascade.not_applicable:
            rows.append([head, *_empty(labels[1:4]), Cell(gettext("Not applicable"), labels[4])])
            continue
        given = next((one for one in cascade.of(child.unit_id, indicator.code) if one.assigned.is_primary), None)
        if given is None:
            rows.append([head, *_empty(labels[1:4]), Cell(gettext("No target yet"), labels[4])])
            continue
        target = given.assigned.target
        rows.append(
            [
                head,
                Cell(_value(given.at_first, indicator), labels[1], is_number=True),
                Cell(_value(given.now, indicator), labels[2], is_number=True),
                Cell(target.assigner, labels[3]),
                Cell(
                    wording.document_text(target.document_number, target.document_date) or NONE,
                    labels[4],
                    url=papers.get(_reference(target), ""),
                ),
            ]
        )
    return table_body(rows)


def _reference(target: TargetOn) -> Reference:
    return (target.document_number, target.document_date)


def total_of(cascade: Cascade, indicator: IndicatorRow) -> str:
    """Return what the children have together, "" where that cannot be added up."""
    if indicator.is_rate or not cascade.children:
        return ""
    return wording.number(cascade.balance(indicator.code).total, indicator)


def children_head(indicator: IndicatorRow) -> list[dict[str, object]]:
    """Return the head of that table."""
    unit = indicator.unit_of_measure
    return [
        {"label": gettext("Unit")},
        {"label": gettext("Target set at the beginning of the year"), "unit": unit, "number": True},
        {"label": gettext("Target after changes"), "unit": unit, "number": True},
        {"label": gettext("Assigned by")},
        {"label": gettext("Document")},
    ]


def summary_rows(cascade: Cascade, addresses: dict[str, str], chosen: str) -> Markup:
    """Return one row for each indicator: the unit's own target, what was handed down, to how many."""
    labels = [str(column["label"]) for column in summary_head()]
    rows = []
    for code in cascade.codes():
        indicator = cascade.dictionary[code]
        balance = cascade.balance(code)
        asked = len(cascade.receivers(code))
        handed = wording.number(balance.total, indicator) if asked and not indicator.is_rate else NONE
        rows.append(
            [
                Cell(indicator.name, is_head=True, url=addresses[code], note=gettext("shown below") * (code == chosen)),
                Cell(indicator.unit_of_measure, labels[1]),
                Cell(_value(cascade.value(cascade.unit.unit_id, code), indicator), labels[2], is_number=True),
                Cell(handed, labels[3], is_number=True),
                Cell(f"{count(asked - balance.missing_count)}/{count(asked)}", labels[4], is_number=True),
            ]
        )
    return table_body(rows)


def summary_head() -> list[dict[str, object]]:
    """Return the head of that table."""
    return [
        {"label": gettext("Indicator")},
        {"label": gettext("Unit of measure")},
        {"label": gettext("Target of the unit"), "number": True},
        {"label": gettext("Handed down in all"), "number": True},
        {"label": gettext("Units with a target"), "number": True},
    ]


def _remarks(balance: Balance, indicator: IndicatorRow, counted: IndicatorRow) -> list[Remark]:
    said = [balance_remark(balance, indicator, counted)]
    if balance.missing_count:
        text = gettext("%(missing)s of the units below have no target yet.", missing=count(balance.missing_count))
        said.append(Remark(text, is_warning=True))
    return said


def _people_remarks(check: PeopleCheck, indicator: IndicatorRow, counted: IndicatorRow) -> list[Remark]:
    if check.missing:
        names = ", ".join(check.missing)
        return [
            Remark(
                gettext("Cannot be checked in people: the target or the base of %(units)s is not known.", units=names),
                is_warning=False,
            )
        ]
    said = balance_remark(check.balance, indicator, counted)
    return [Remark(gettext("Counted in people: %(sentence)s", sentence=said.text), is_warning=said.is_warning)]


def _history(given: Given, indicator: IndicatorRow, year: int) -> list[str]:
    return [
        say(
            Sentence.of(
                "%(day)s: %(value)s, %(kind)s %(document)s",
                day=vn_date(act.effective_on or date(year, 1, 1)),
                value=("+" if act.kind == "supplement" else "") + _value(act.value, indicator),
                kind=Sentence.of(KINDS[act.kind]),
                document=wording.document_text(act.document_number, act.document_date),
            )
        ).strip()
        for act in given.acts
    ]


def _value(value: int | None, indicator: IndicatorRow) -> str:
    return NONE if value is None else wording.value_text(value, indicator)


def _empty(labels: list[str]) -> list[Cell]:
    return [Cell(NONE, label, is_number=True) for label in labels]
