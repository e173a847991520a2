"""A card for each point of a conclusion notice: as it was read, as somebody corrected it, and what it then means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date

from committee.core.formatting import vn_date
from committee.core.words import gettext
from committee.domain.calendar import WorkingCalendar
from committee.domain.conclusions.parties import key_of
from committee.domain.conclusions.proposals import Kind, Proposed, proposals
from committee.domain.days import read_day
from committee.domain.deadline_words import VAGUE, Deadline, read_deadline
from committee.domain.errors import DomainError
from committee.domain.house_rules import USUAL, HouseRules
from committee.domain.task_rules import Party, PartyKind, beside_lead, read_coordinators, read_lead
from committee.tasks.operations.assigning import Assignment
from committee.tasks.operations.conclusions import Concluded
from committee.tasks.queries.parties import Candidate, known_parties, label_of, party_meant

LEFT_OUT = "left_out"
NO_JOB = (Kind.OTHER.value, LEFT_OUT)
NOBODY = Party(PartyKind.NAME, "")


@dataclass(frozen=True)
class Card:
    """What stands on a card, as typed. `asks` are sentences of what must still be filled in or looked at.

    `day_asked` are the words for which the last day was asked once: left blank again, there is none. `several` are the
    names found in charge where there are more than one, with a semicolon between them: whichever becomes the lead is no
    coordinator any more.
    """

    text: str = ""
    number: str = ""
    kind: str = Kind.TASK.value
    title: str = ""
    lead: str = ""
    coordinators: str = ""
    deliverable: str = ""
    due_on: str = ""
    due_wording: str = ""
    indicator: str = ""
    day_asked: str = ""
    several: str = ""
    understood: str = ""
    asks: tuple[str, ...] = ()
    errors: tuple[str, ...] = field(default=())

    @property
    def named(self) -> tuple[str, ...]:
        """Return the names of whom one must be chosen as the lead."""
        return read_coordinators(self.several)


def opening_of(cards: Sequence[Card]) -> int:
    """Return how many cards stand before the first that is a job or asks something; 0 where that is one at most."""
    count = next((n for n, card in enumerate(cards) if card.kind not in NO_JOB or card.asks or card.errors), len(cards))
    return count if count > 1 else 0


TYPED = tuple(one.name for one in fields(Card) if one.name not in ("understood", "asks", "errors"))


@dataclass(frozen=True)
class Reading:
    """What is needed to read a notice: the day of its document, the holidays, who may be named, {indicator: name}."""

    issued_on: date
    calendar: WorkingCalendar
    offered: Sequence[Candidate]
    indicators: Mapping[str, str]
    rules: HouseRules = USUAL


def read_cards(text: str, reading: Reading) -> list[Card]:
    """Return a card for each point of a text that was pasted."""
    found = proposals(
        text,
        issued_on=reading.issued_on,
        known_parties=known_parties(reading.offered),
        strict=reading.rules.strict,
        moves=reading.rules.moves,
        calendar=reading.calendar,
    )
    return [_card(one, reading.offered) for one in found]


def beside_kept(cards: Iterable[Card], kept: Iterable[str]) -> list[Card]:
    """Return the cards, those left out whose text is among `kept`, so that a notice read again gives no task twice."""
    known = {key_of(text) for text in kept}
    said = gettext("This is among the conclusions of the meeting already: it is left out unless you choose otherwise.")
    return [replace(card, kind=LEFT_OUT, asks=(said,)) if key_of(card.text) in known else card for card in cards]


def typed_cards(sent: Mapping[str, Sequence[str]], reading: Reading) -> list[Card]:
    """Return the cards as they were sent: {field: its values, one a card}."""
    # Neither is on a page that was made before anything was asked.
    short = {name: [*sent[name], *[""] * (len(sent["title"]) - len(sent[name]))] for name in ("day_asked", "several")}
    typed = (short.get(name, sent[name]) for name in TYPED)
    cards = [Card(**dict(zip(TYPED, row, strict=True))) for row in zip(*typed, strict=False)]
    return [replace(card, understood=_understood_again(card, reading)) for card in cards]


def asked_once(card: Card) -> Card:
    """Return a card as it comes back: of words without a day, the last day has been asked by then."""
    return replace(card, day_asked=card.due_wording)


def meant(card: Card, reading: Reading) -> Concluded:
    """Return the point that a card means; raises where something on it cannot be read."""
    is_other = card.kind == Kind.OTHER.value
    is_standing = card.kind == Kind.STANDING.value
    task = None if is_other or (is_standing and not card.lead.strip()) else _assignment(card, reading)
    return Concluded(card.text, card.kind, card.number, _indicator(card, reading), task)


def _indicator(card: Card, reading: Reading) -> str | None:
    """Return the code of the indicator that was typed by its code or its name."""
    typed = key_of(card.indicator)
    if not typed:
        return None
    found = next((code for code, name in reading.indicators.items() if typed in (key_of(code), key_of(name))), None)
    if found is None:
        raise DomainError("No indicator is called “%(name)s”: choose one of the list.", name=card.indicator)
    return found


def _assignment(card: Card, reading: Reading) -> Assignment:
    due_on, offered = _due_on(card, reading), reading.offered
    if card.several and not card.lead.strip():
        raise DomainError("Choose the one lead among those named: %(names)s.", names=card.several)
    lead = party_meant(read_lead(card.lead), offered)
    coordinators = [party_meant(name, offered) for name in read_coordinators(card.coordinators)]
    return Assignment(
        committee_id=0,
        title=card.title,
        lead=lead,
        coordinators=beside_lead(lead, coordinators) if card.several else tuple(coordinators),
        deliverable=card.deliverable or (card.title if card.kind == Kind.STANDING.value else ""),
        assigned_on=date.min,
        due_on=due_on,
        due_wording=card.due_wording,
    )


def _due_on(card: Card, reading: Reading) -> date | None:
    if card.due_on.strip():
        return read_day(card.due_on)
    if not card.due_wording.strip() or card.kind != Kind.TASK.value:
        return None
    rules = reading.rules
    read = read_deadline(
        card.due_wording, issued_on=reading.issued_on, strict=rules.strict, moves=rules.moves, calendar=reading.calendar
    )
    if read.explanation != VAGUE:
        raise DomainError(
            "“%(wording)s” is the deadline in words: write the last day, or clear the words.", wording=card.due_wording
        )
    if card.day_asked != card.due_wording:
        raise DomainError(
            "“%(wording)s” names no day: write the last day, or confirm once more to give the task without a deadline.",
            wording=card.due_wording,
        )
    return None


def _card(read: Proposed, offered: Sequence[Candidate]) -> Card:
    several = [_label(one.text, one.party, offered) for one in read.leads] if read.lead is None else []
    named = [*several, *(_label(one.text, one.party, offered) for one in read.coordinators)]
    return Card(
        text=read.text,
        number=read.number,
        kind=LEFT_OUT if read.is_outside else read.kind.value,
        title=read.title,
        lead=_label(read.lead.text, read.lead.party, offered) if read.lead else "",
        coordinators="; ".join(named),
        deliverable=read.deliverable.text if read.deliverable else "",
        due_on=vn_date(read.deadline.due_on) if read.deadline.due_on else "",
        due_wording=read.deadline.wording,
        several="; ".join(several),
        understood=understood(read.deadline),
        asks=tuple(gettext(ask.message) % dict(ask.params) for ask in read.asks),
    )


def understood(deadline: Deadline) -> str:
    """Return how the words of a deadline were read, "" where there are none."""
    return gettext(deadline.explanation) % dict(deadline.params) if deadline.wording else ""


def _understood_again(card: Card, reading: Reading) -> str:
    rules = reading.rules
    read = read_deadline(
        card.due_wording,
        issued_on=reading.issued_on,
        strict=rules.strict,
        moves=rules.moves,
        calendar=reading.calendar,
    )
    return understood(read)


def _label(text: str, party: Party | None, offered: Sequence[Candidate]) -> str:
    return text if party is None else label_of(party, offered)
