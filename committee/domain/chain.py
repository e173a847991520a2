"""The chain of the audit: each link a hash over the one before it and over one entry, byte for byte the same anywhere.

An entry also bears a mark, made with a secret that the database does not hold: who may write into the database alone
can neither change nor add an entry without being found.
Source: docs/audit.md.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

BEGINNING = "0" * 64  # what stands before the first link
NONCE_BYTES = 12
KEY_NAME_LETTERS = 8


@dataclass(frozen=True)
class Entry:
    """What is hashed of an entry of the audit; `mark` None: written before entries bore one."""

    id: int
    at: datetime
    actor_id: int | None
    actor_name: str
    action: str
    thing_kind: str
    thing_id: str
    unit_id: int | None
    facts: Mapping[str, Any]
    mark: str | None


@dataclass(frozen=True)
class Seal:
    """One link: which entry stands at which position, since when, and the hash that binds it to all before it."""

    position: int
    entry_id: int
    sealed_at: datetime
    hash: str


def as_kept(facts: Mapping[str, object]) -> dict[str, Any]:
    """Return `facts` as they come back from a database; what cannot be written as JSON is a programmer's mistake."""
    kept: dict[str, Any] = json.loads(json.dumps(facts))
    return kept


def canonical(value: object) -> bytes:
    """Return a value as JSON with its keys in order, letters composed (NFC) and nothing between them, in UTF-8."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass")


def moment_text(moment: datetime) -> str:
    """Return a moment in UTC to the microsecond: 2024-10-28T02:00:00.000000+00:00."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def link(previous: str, entry: Entry, *, position: int, sealed_at: datetime) -> str:
    """Return the hash of the link at `position`, after the one whose hash is `previous`."""
    content = {**_content(entry), "id": entry.id, "mark": entry.mark}
    bound = {"previous": previous, "position": position, "sealed_at": moment_text(sealed_at), "entry": content}
    return hashlib.sha256(canonical(bound)).hexdigest()


def links(previous: str, entries: Iterable[Entry], *, after: int, sealed_at: datetime) -> list[Seal]:
    """Return the links for `entries`, in this order, behind the one at position `after` whose hash is `previous`."""
    found = []
    for position, entry in enumerate(entries, start=after + 1):
        previous = link(previous, entry, position=position, sealed_at=sealed_at)
        found.append(Seal(position, entry.id, sealed_at, previous))
    return found


def key_of(secret: str) -> bytes:
    """Return the key of the marks, made from the house's secret and good for nothing else."""
    return hmac.digest(secret.encode(), b"audit marks", "sha256")


def key_name(key: bytes) -> str:
    """Return by which name a mark says what it was made with; nothing of the key can be learnt from it."""
    return hashlib.sha256(b"name of " + key).hexdigest()[:KEY_NAME_LETTERS]


def new_mark(entry: Entry, key: bytes) -> str:
    """Return a mark for an entry that is about to be written: the key's name, a number used once, and the seal."""
    nonce = secrets.token_hex(NONCE_BYTES)
    return f"{key_name(key)}.{nonce}.{_signature(entry, nonce, key)}"


def bears_its_mark(entry: Entry, keys: Iterable[bytes]) -> bool | None:
    """Return whether the mark of `entry` is its own; None where it was made with a key that is not among `keys`."""
    name, _, rest = (entry.mark or "").partition(".")
    nonce, _, signature = rest.partition(".")
    for key in keys:
        if key_name(key) == name:
            return hmac.compare_digest(_signature(entry, nonce, key), signature)
    return None if _is_shaped(name, nonce, signature) else False


def _is_shaped(name: str, nonce: str, signature: str) -> bool:
    parts = ((name, KEY_NAME_LETTERS), (nonce, 2 * NONCE_BYTES), (signature, 64))
    return all(len(part) == length and set(part) <= set("0123456789abcdef") for part, length in parts)


def _signature(entry: Entry, nonce: str, key: bytes) -> str:
    return hmac.digest(key, nonce.encode() + canonical(_content(entry)), "sha256").hex()


def _content(entry: Entry) -> dict[str, object]:
    return {
        "at": moment_text(entry.at),
        "actor_id": entry.actor_id,
        "actor_name": entry.actor_name,
        "action": entry.action,
        "thing_kind": entry.thing_kind,
        "thing_id": entry.thing_id,
        "unit_id": entry.unit_id,
        "facts": entry.facts,
    }
