"""What the cards of a notice leave open of the "6 rõ", said once for the whole page and gone on with knowingly.

Nobody is given a job without a lead, a title and a product: those are asked at the card itself, and so is the last day
where words name none. A notice hardly ever says responsibility and authority: that is one sentence for all cards.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from committee.core.words import gettext
from committee.domain.conclusions.proposals import Kind
from committee.domain.task_rules import Clear
from committee.tasks.conclusion_cards import Card
from committee.tasks.operations.conclusions import PointsRefused
from committee.tasks.task_words import unclear_text

EVERY_CARD = "0"


@dataclass(frozen=True)
class Unclear:
    """What is open: of the card at `place`, from 1; of every card that gives a job where it is None."""

    place: int | None
    text: str

    @property
    def key(self) -> str:
        """Return by what a page says that this was seen on it."""
        return EVERY_CARD if self.place is None else str(self.place)


def unclear_of(found: Sequence[Card]) -> list[Unclear]:
    """Return what the cards of a page leave open."""
    given = [place for place, card in enumerate(found, start=1) if _gives(card)]
    if not given:
        return []
    whole = gettext(
        "All %(count)d tasks to be given: %(said)s Both may be written on the page of each task later.",
        count=len(given),
        said=unclear_text([Clear.RESPONSIBILITY.value, Clear.AUTHORITY.value]),
    )
    days = [Unclear(place, unclear_text([Clear.DUE_DAY.value])) for place in given if has_no_day(found[place - 1])]
    return [*days, Unclear(None, whole)]


def has_no_day(card: Card) -> bool:
    """Return whether a card is a job without a word of by when."""
    return card.kind == Kind.TASK.value and not (card.due_on.strip() or card.due_wording.strip())


def refuse_unseen(unclear: Collection[Unclear], seen: str) -> None:
    """Raise, with nothing wrong, where something is open that the page did not say; `seen`: keys of what it said."""
    if {one.key for one in unclear} - set(seen.split()):
        raise PointsRefused({})


def _gives(card: Card) -> bool:
    return card.kind == Kind.TASK.value or (card.kind == Kind.STANDING.value and bool(card.lead.strip()))
