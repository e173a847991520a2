"""What goes wrong, as programs read it: {"error": {"code", "message", "details"}}."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, jsonify, make_response

from committee.api.doors import ScopeTooNarrow
from committee.core.words import bare_sentence, gettext, sentence
from committee.domain.errors import DomainError, NotAllowed, NotFound, Refused

CODES = {
    400: "bad_request",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_media_type",
    422: "refused",
    429: "too_many_requests",
    500: "internal_error",
    503: "unavailable",
}


def answer(code: int, message: str = "", details: Sequence[dict[str, Any]] = ()) -> Response:
    """Return the answer for an error; without a message it is the usual sentence of its code."""
    said = message or usual_sentence(code)
    body = {"error": {"code": CODES.get(code, "error"), "message": said, "details": list(details)}}
    return make_response(jsonify(body), code)


def of_refusal(error: DomainError) -> Response:
    """Answer a rule's no; what is not there, not to be seen or not to be done is told apart by nobody."""
    if isinstance(error, NotFound | NotAllowed):
        return answer(404)
    if isinstance(error, ScopeTooNarrow):
        return answer(403, sentence(error))
    every = list(error) if isinstance(error, Refused) else [error]
    return answer(422, sentence(every[0]), [_detail(one) for one in every])


def crashed(reference: str) -> str:
    """Return the sentence for what is our fault, with which it is found in our log."""
    return gettext("The request cannot be answered. Reference: %(reference)s.", reference=reference)


def usual_sentence(code: int) -> str:
    """Return the sentence for a program's author."""
    return {
        400: gettext("The request cannot be read: send JSON."),
        401: gettext("Show a key: “Authorization: Bearer …”."),
        403: gettext("This key may only read."),
        404: gettext("There is no such page."),
        405: gettext("This address does not answer this method."),
        413: gettext("The request is too large: at most 5 MB."),
        415: gettext("The request is not of the kind this address reads."),
    }.get(code, gettext("The request cannot be answered."))


def _detail(error: DomainError) -> dict[str, Any]:
    place = error.place
    return {
        "file": (place.file if place else "") or None,
        "row": place.row if place else None,
        "column": (place.column if place else "") or None,
        "read": error.read,
        "message": bare_sentence(error),
    }
