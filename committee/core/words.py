"""Message ids into sentences.

Ids are English; each room keeps its Vietnamese in translations/vi/<room>.po. They are joined into one catalogue, which
is made anew when a room's file has changed.
"""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from pathlib import Path

from babel.core import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from flask import has_app_context
from flask_babel import Babel, force_locale, gettext
from flask_babel import get_locale as current_locale

from committee.domain.errors import DomainError

FOLDER = Path(__file__).resolve().parents[2] / "translations"
babel = Babel()

__all__ = [
    "FOLDER",
    "BrokenCatalogue",
    "babel",
    "bare_sentence",
    "compile_catalogues",
    "current_locale",
    "force_locale",
    "gettext",
    "sentence",
]


class BrokenCatalogue(Exception):
    """A file of translations cannot be read."""


def sentence(error: DomainError) -> str:
    """Return the refusal in the reader's language, with the place and what was read there in front."""
    if not has_app_context():
        return str(error)
    said = bare_sentence(error)
    place = error.place
    if place is None:
        return said
    parts = [place.file] if place.file else []
    if place.row is not None:
        parts.append(gettext("row %(row)d", row=place.row))
    if place.column:
        parts.append(gettext("column %(column)s", column=place.column))
    if error.read is not None:
        parts.append(gettext("read “%(read)s”", read=error.read))
    return f"{', '.join(parts)}: {said}" if parts else said


def bare_sentence(error: DomainError) -> str:
    """Return the refusal in the reader's language, without its place."""
    said: str = gettext(error.message) % error.params
    return said


def compile_catalogues(folder: Path = FOLDER) -> None:
    """Join the rooms' .po files of each language into the catalogue that is read at run time, if it is not theirs."""
    for language in sorted(path for path in folder.glob("*") if path.is_dir()):
        rooms = sorted(language.glob("*.po"))
        target = language / "LC_MESSAGES" / "messages.mo"
        made_from = _digest(rooms)
        if rooms and not _is_made_from(target, made_from):
            _write(joined(rooms), target)
            _replace(_note_beside(target), made_from.encode())


def joined(rooms: list[Path]) -> Catalog:
    """Return one catalogue of all `rooms`' messages; where two rooms translate the same id, the first has it."""
    catalogue = Catalog(locale=rooms[0].parent.name)
    for room in rooms:
        for message in _messages(room, catalogue.locale):
            if message.id and message.id not in catalogue:
                catalogue[message.id] = message
    return catalogue


def _messages(room: Path, locale: Locale | str | None) -> Catalog:
    try:
        with room.open("rb") as file:
            return read_po(file, locale=locale)
    except (UnicodeDecodeError, PoFileError) as error:
        raise BrokenCatalogue(
            f"{room.parent.name}/{room.name} cannot be read as a file of translations: {error}"
        ) from None


def _digest(rooms: list[Path]) -> str:
    # Contents, not times: a room that was removed, or checked out with an older time, counts as well.
    digest = hashlib.sha256()
    for room in rooms:
        digest.update(room.name.encode() + b"\0" + room.read_bytes())
    return digest.hexdigest()


def _is_made_from(target: Path, digest: str) -> bool:
    note = _note_beside(target)
    return target.exists() and note.exists() and note.read_text(encoding="ascii") == digest


def _note_beside(target: Path) -> Path:
    return target.with_suffix(".from")


def _write(catalogue: Catalog, target: Path) -> None:
    content = io.BytesIO()
    write_mo(content, catalogue)
    target.parent.mkdir(exist_ok=True)
    _replace(target, content.getvalue())


def _replace(target: Path, content: bytes) -> None:
    # Renamed into place: two processes may start at once.
    descriptor, name = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    Path(name).chmod(0o644)  # whoever made it, others run from it: nothing in it is secret
    Path(name).replace(target)
