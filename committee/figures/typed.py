"""What was typed into a report: read for certain, asked about, or refused, indicator by indicator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from committee.domain.errors import DomainError
from committee.domain.measures import factor_of, field_of, kept
from committee.domain.number_writing import vn_number
from committee.domain.numbers import Ask, Blank, Number, read_number
from committee.figures.operations import Typed
from committee.figures.reports import Line, Reported
from committee.targets.queries import IndicatorRow

NOTHING = Typed(None)
EXACT = "exact"


@dataclass
class Reading:
    """Values by indicator; `errors` and `questions` are what stands in the way of keeping them."""

    values: dict[str, Typed] = field(default_factory=dict)
    errors: dict[str, DomainError] = field(default_factory=dict)
    questions: dict[str, Ask] = field(default_factory=dict)

    @property
    def is_clear(self) -> bool:
        return not self.errors and not self.questions


def read_typed(lines: Sequence[Line], said: Mapping[str, str], answers: Mapping[str, str]) -> Reading:
    """Read what was typed, by indicator; `answers` are the readings chosen where a writing has two meanings."""
    reading = Reading()
    for line in lines:
        code = line.indicator.code
        try:
            found = _read(line, said.get(code, ""), answers.get(code, ""))
        except DomainError as error:
            reading.errors[code] = error
        else:
            if isinstance(found, Ask):
                reading.questions[code] = found
            else:
                reading.values[code] = found
    return reading


def as_typed(figure: Reported | None, unit_of_measure: str) -> str:
    """Return a kept value as it stands in its field."""
    if figure is None:
        return ""
    return figure.published_text or in_unit(Decimal(figure.value), unit_of_measure)


def in_unit(value: Decimal, unit_of_measure: str) -> str:
    """Return a value with every decimal it has, in its unit of measure."""
    return vn_number(value / factor_of(unit_of_measure))


def _read(line: Line, said: str, answer: str) -> Typed | Ask:
    indicator, figure = line.indicator, line.figure
    # What the page wrote itself is not asked about again.
    if figure and said == as_typed(figure, indicator.unit_of_measure):
        return Typed(figure.value, figure.qualifier, figure.provisional, figure.published_text, figure.note)
    unit = indicator.unit_of_measure
    found = read_number(said, field_of(unit), unit_words=(unit,), unit_factor=factor_of(unit))
    if isinstance(found, Ask):
        chosen = next((one for one in found.candidates if str(one) == answer), None)
        if chosen is None:
            return found
        return _typed(found.answered(chosen), indicator)
    return NOTHING if isinstance(found, Blank) else _typed(found, indicator)


def _typed(number: Number, indicator: IndicatorRow) -> Typed:
    value = kept(number.value, indicator.unit_of_measure)
    in_words = number.qualifier != EXACT or number.provisional
    return Typed(value, number.qualifier, number.provisional, number.published_text if in_words else "")
