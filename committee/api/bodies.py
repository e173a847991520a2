"""JSON bodies, read strictly: what a program did not mean is not guessed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

from flask import request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from committee.core.tabular import Refusals
from committee.domain.errors import DomainError, Place
from committee.domain.text import clean, refuse_unstorable


def json_body() -> Any:
    """Return the JSON of the request."""
    if request.mimetype != "application/json":
        raise UnsupportedMediaType
    try:
        body = json.loads(request.get_data().decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise BadRequest from None
    for name, text in _texts(body):
        try:
            refuse_unstorable(name, text)
        except DomainError as error:
            error.place = at(name)
            raise
    return body


def object_said(known: Collection[str], *, may_be_left_out: bool = False) -> dict[str, Any]:
    """Return the object that the body of the request is, without a field nobody reads; {} where none was sent."""
    if may_be_left_out and not request.get_data():
        return {}
    body = json_body()
    if not isinstance(body, dict):
        raise DomainError("An object is needed here.")
    refuse_unknown_fields(body, known, Place())
    return body


def _texts(body: Any) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of every text of a body, however deep; names are texts too."""
    waiting = [("", body)]
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, dict):
            yield from ((key, key) for key in value)
            waiting += value.items()
        elif isinstance(value, list):
            waiting += ((name, one) for one in value)
        elif isinstance(value, str):
            yield name, value


def objects(body: Any, *, most: int) -> list[dict[str, Any]]:
    """Return the objects of a body that is one or a list of them."""
    items = body if isinstance(body, list) else [body]
    if not items:
        raise DomainError("The list is empty: send at least one object.")
    if len(items) > most:
        raise DomainError("At most %(most)d objects can be sent at once: split the list.", most=most)
    refusals = Refusals()
    for number, item in enumerate(items, start=1):
        if not isinstance(item, dict):
            refusals.add(DomainError("An object is needed here.", place=Place("", number), read=_shown(item)))
    refusals.raise_if_any()
    return items


def refuse_unknown_fields(item: dict[str, Any], known: Collection[str], place: Place) -> None:
    """Refuse an object with a field that nobody reads: it may be a misspelt one."""
    for name in item:
        if name not in known:
            raise DomainError(
                "There is no field “%(name)s” here; the fields are: %(known)s.",
                place=place,
                name=_shown(name),
                known=", ".join(known),
            )


def text_field(item: dict[str, Any], name: str, place: Place, default: str = "") -> str:
    """Return the text of a field; without a `default` it must be there."""
    value = item.get(name, default)
    if not isinstance(value, str):
        raise DomainError("Text is needed here.", place=place, read=_shown(value))
    try:
        said = clean(value)
    except DomainError as error:
        error.place = place
        raise
    if not said:
        raise DomainError("This field must be filled in.", place=place)
    return said


def whole_number(item: dict[str, Any], name: str) -> int | None:
    """Return the whole number of a field, None where none stands."""
    value = item.get(name)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise DomainError("%(name)s must be a whole number.", name=name)
    return value


def at(name: str) -> Place:
    """Return the place of a field of the body."""
    return Place("", None, name)


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True)[:80]
