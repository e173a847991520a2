"""What a door says of itself, written beside it and gathered into the description of the API."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

Schema = dict[str, Any]
View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Parameter:
    """Something the query may say."""

    name: str
    meaning: str
    schema: Schema
    required: bool = False


@dataclass(frozen=True)
class Said:
    """What a door takes and answers. At most one of `body`, `optional_body` and `form` is given.

    `gaps` say what may stand in the gaps of its address, where that is more than the kind of the gap says.
    """

    summary: str
    answer: Schema
    status: tuple[int, ...]
    query: tuple[Parameter, ...]
    body: Schema | None
    optional_body: Schema | None
    form: Schema | None
    gaps: dict[str, Schema]


def says(
    summary: str,
    answer: Schema,
    *,
    status: tuple[int, ...] = (200,),
    query: tuple[Parameter, ...] = (),
    body: Schema | None = None,
    optional_body: Schema | None = None,
    form: Schema | None = None,
    gaps: dict[str, Schema] | None = None,
) -> Callable[[View], View]:
    """Declare what a door takes and answers."""
    said = Said(summary, answer, status, query, body, optional_body, form, gaps or {})

    def declare(view: View) -> View:
        view.said = said  # type: ignore[attr-defined]  # functions carry attributes; typing does not know
        return view

    return declare


def said_of(view: Callable[..., Any]) -> Said | None:
    """Return what a door says of itself, or None."""
    return getattr(view, "said", None)


def query(name: str, meaning: str, *, schema: Schema | None = None, required: bool = False) -> Parameter:
    """Return a parameter of the query; without a schema it is text."""
    return Parameter(name, meaning, schema or {"type": "string"}, required)


AS_OF = query("as_of", "the day asked for; without it today", schema={"type": "string", "format": "date"})
LIMIT = query("limit", "how many at most", schema={"type": "integer", "minimum": 1, "maximum": 1000, "default": 200})
CURSOR = query(
    "cursor",
    "next_cursor of the page before; empty for the first",
    schema={"type": "string", "pattern": "^[A-Za-z0-9_-]*$"},
)
