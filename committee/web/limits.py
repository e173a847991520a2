"""How much anybody may send, and which numbers can name a row."""

from __future__ import annotations

from flask import Flask, request
from werkzeug.routing import IntegerConverter, Map

LARGEST_BODY = 5 * 1024 * 1024
LARGEST_FORM = 512 * 1024
MOST_PARTS = 1_000
HIGHEST_NUMBER = 2**31 - 1  # of a row, on both engines


class StoredInteger(IntegerConverter):
    """A number in an address that a row may have; a larger one names nothing, and no database is asked."""

    def __init__(self, map: Map, min: int | None = None, max: int = HIGHEST_NUMBER) -> None:  # noqa: A002 - the names rules use
        super().__init__(map, min=min, max=max)


def register(app: Flask) -> None:
    """Limit what `app` reads of a request. Before the rooms are added, for their addresses are made with it."""
    app.url_map.converters["int"] = StoredInteger
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_BODY, MAX_FORM_MEMORY_SIZE=LARGEST_FORM, MAX_FORM_PARTS=MOST_PARTS)
    app.before_request(limit_plain_forms)


def limit_plain_forms() -> None:
    """Hold a form without files to the limit of its fields: the limit above counts only where a form has parts."""
    if request.mimetype == "application/x-www-form-urlencoded":
        request.max_content_length = LARGEST_FORM
