"""Something done with several tasks at once: how many, and which, each as it stood when it was looked at."""

from __future__ import annotations

from collections.abc import Mapping

from committee.domain.errors import DomainError

MOST_AT_ONCE = 200  # each is some twenty statements, and other writers wait meanwhile
LONGEST_CHOICE = MOST_AT_ONCE * len("2147483647.99999999 ")
_LONGEST_NUMBER = 10


def refuse_number(count: int) -> None:
    """Raise for nothing, and for more than is done at once."""
    if not count:
        raise DomainError("Choose at least one task.")
    if count > MOST_AT_ONCE:
        raise DomainError(
            "At most %(most)d tasks are chosen at once, and these are %(count)d: narrow the list.",
            most=MOST_AT_ONCE,
            count=count,
        )


def written(versions: Mapping[int, int]) -> str:
    """Return {task: version} as a form carries it: "12.3 14.1"."""
    return " ".join(f"{task}.{version}" for task, version in versions.items())


def read(text: str) -> dict[int, int]:
    """Return {task: version} of what `written` wrote; nothing where it is not that."""
    if len(text) > LONGEST_CHOICE:
        return {}
    found: dict[int, int] = {}
    for one in text.split():
        task, _, version = one.partition(".")
        if not (_is_number(task) and _is_number(version)):
            return {}
        found[int(task)] = int(version)
    return found


def numbers(texts: list[str]) -> list[int]:
    """Return the numbers among what came of ticked boxes, each once; 0, which no task has, for what is none."""
    return list(dict.fromkeys(int(text) if _is_number(text) else 0 for text in texts))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER
