"""What a file of tasks did, and which of its rows leave something open of the "6 rõ"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field

from committee.domain.task_rules import missing_of_six
from committee.tasks.file_links import WORDS
from committee.tasks.operations.import_standing import Key, Recorded
from committee.tasks.task_file import TaskLine


@dataclass
class Imported:
    """What a file did. `in_words`: leads and coordinators nobody here stands behind, kept as names.

    `unclear`: rows of open tasks that do not say all of the "6 rõ"; they are taken all the same.
    """

    read: int = 0
    written: int = 0
    changed: int = 0
    unchanged: int = 0
    in_words: int = 0
    unclear: list[Unclear] = field(default_factory=list)

    def facts(self) -> dict[str, object]:
        """Return what the audit keeps."""
        return {**asdict(self), "unclear": len(self.unclear)}


@dataclass(frozen=True)
class Unclear:
    """A row whose task is not clear in everything: `missing` are the names of what is left open."""

    row: int
    code: str
    missing: tuple[str, ...]


def unclear_rows(lines: Iterable[TaskLine], recorded: Mapping[Key, Recorded]) -> list[Unclear]:
    """Return which rows of tasks that are still to be done leave something open; what is recorded counts too."""
    found = []
    for line in lines:
        known = recorded.get(line.key)
        if line.accepted_on or line.cancelled_on or (known and known.is_over):
            continue
        kept = {name: str(line.more.said().get(name) or (known and getattr(known.task, name)) or "") for name in WORDS}
        missing = missing_of_six(
            lead=line.lead.name,
            content=kept["content"] or line.title,
            due_on=line.due_on,
            responsibility=kept["responsibility"],
            authority=kept["authority"],
            deliverable=line.deliverable,
        )
        found += [Unclear(line.row.number, line.code, missing)] if missing else []
    return found
