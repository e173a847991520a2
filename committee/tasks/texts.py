"""The texts of a task as they are kept, and the key it is searched by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from committee.domain.errors import DomainError
from committee.domain.text import clean, clean_lines, search_key

LONGEST_TITLE, LONGEST_TEXT, LONGEST_CODE = 1_000, 10_000, 60
_SIGN = re.compile(r"[^\w ]|_")
SEARCHED = ("code", "title", "deliverable", "lead_name", "content", "source_text")


def text_of(typed: str, longest: int = LONGEST_TEXT) -> str:
    """Return a text as it is kept, line by line; raises where it is too long."""
    return _within(clean_lines(typed), longest)


def needed(typed: str, message: str, longest: int = LONGEST_TEXT) -> str:
    """Return a text that must not be missing; raises `message` where it is."""
    kept = text_of(typed, longest)
    if not kept:
        raise DomainError(message)
    return kept


def title_of(typed: str) -> str:
    """Return the title of a task; raises where there is none, or a longer one than is kept."""
    kept = clean(typed)
    if not kept:
        raise DomainError("A task needs a title: say what is to be done.")
    return _within(kept, LONGEST_TITLE)


def product_of(typed: str) -> str:
    """Return the expected product of a task; raises where there is none."""
    kept = clean(typed)
    if not kept:
        raise DomainError("A task needs its product: a scheme, a report, a document, an action.")
    return _within(kept, LONGEST_TITLE)


def code_of(typed: str) -> str:
    """Return a code as it is kept."""
    return _within(clean(typed), LONGEST_CODE)


def key_of(values: Mapping[str, Any]) -> str:
    """Return what a task is searched by: words without marks, each after a space."""
    key = search_key(" ".join(values[name] for name in SEARCHED if values[name]))
    signless = _SIGN.sub(" ", key)
    return f" {key} {signless} " if signless != key else f" {key} "


def _within(kept: str, longest: int) -> str:
    if len(kept) > longest:
        raise DomainError("This text is longer than %(longest)d characters: shorten it.", longest=longest)
    return kept
