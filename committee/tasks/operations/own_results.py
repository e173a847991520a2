"""Whose result it is that somebody decides about: nobody accepts or returns their own, by whatever door."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from committee.domain.access import Actor
from committee.domain.errors import NotAllowed
from committee.domain.task_rules import Party, PartyKind
from committee.domain.ties import is_own_result
from committee.members.queries import seats_held


@dataclass(frozen=True)
class Decider:
    """Who decides, with the seats they hold or cover on that day; from the command line nobody's own is decided."""

    account_id: int | None
    seat_ids: Collection[int] = ()

    @classmethod
    def of(cls, by: Actor, on: date) -> Decider:
        return cls(by.account_id, () if by.account_id is None else seats_held(by.account_id, on))

    def works_on(self, task: Any) -> bool:
        """Return whether they lead a task of the table themselves or by a seat, do its work, or report for its lead."""
        named = (task.lead_account_id, task.handler_id, task.reporter_id)
        return self.account_id in named or task.lead_seat_id in self.seat_ids

    def is_party(self, party: Party) -> bool:
        """Return whether a party is they themselves or a seat of theirs."""
        if party.kind is PartyKind.ACCOUNT:
            return party.id == self.account_id
        return party.kind is PartyKind.SEAT and party.id in self.seat_ids

    def refuse_own(self, *, is_told: bool, senders: Collection[int | None], works: bool) -> None:
        """Raise where the result is theirs; `is_told`: a file tells of it, and not whoever sent it."""
        if self.account_id is not None and is_own_result(
            self.account_id, senders=senders, is_told=is_told, works=works
        ):
            raise NotAllowed("Whoever sent a result cannot decide about it: somebody else has to.")
