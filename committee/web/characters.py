"""No database keeps a NUL or half a letter: what holds one is refused here, before any page looks anything up by it."""

from __future__ import annotations

from flask import request

from committee.domain.text import refuse_unstorable


def refuse_what_no_database_keeps() -> None:
    """Refuse a request with such a character in its question or its form, by the name of the field."""
    for sent in (request.args, request.form):
        for name, value in sent.items(multi=True):
            refuse_unstorable(name, name)
            refuse_unstorable(name, value)
