"""How much anybody may send."""

from __future__ import annotations

from flask import Flask, request

LARGEST_BODY = 5 * 1024 * 1024
LARGEST_FORM = 512 * 1024
MOST_PARTS = 1_000


def register(app: Flask) -> None:
    """Limit what `app` reads of a request."""
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_BODY, MAX_FORM_MEMORY_SIZE=LARGEST_FORM, MAX_FORM_PARTS=MOST_PARTS)
    app.before_request(limit_plain_forms)


def limit_plain_forms() -> None:
    """Hold a form without files to the limit of its fields: the limit above counts only where a form has parts."""
    if request.mimetype == "application/x-www-form-urlencoded":
        request.max_content_length = LARGEST_FORM
