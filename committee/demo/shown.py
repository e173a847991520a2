"""Whom the sign-in page of a demonstration shows: those of the story who are there."""

from __future__ import annotations

from committee.accounts.queries import accounts_with_emails
from committee.accounts.views.entrance import DemoPerson
from committee.demo.build import told_here
from committee.demo.story import STORIES


def demo_people() -> list[DemoPerson]:
    """Return the people a visitor may be, in the order of the tale; nobody where no story was told to its end."""
    told = told_here()
    if told is None or told.name not in STORIES:
        return []
    shown = STORIES[told.name].shown()
    here = accounts_with_emails([person.email for person in shown])
    return [
        DemoPerson(person.email, f"{person.post}: {here[person.email].name}")
        for person in shown
        if person.email in here
    ]
