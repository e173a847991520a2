"""A document entered into the register, and what is said of it corrected."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from committee.audit.operations import record
from committee.core.db import db
from committee.core.formatting import vn_date
from committee.core.rows import insert_unless_known, rows_changed
from committee.documents.models import Document
from committee.domain.access import Actor
from committee.domain.calendar import day_of
from committee.domain.document_numbers import (
    Number,
    State,
    read_number,
    read_symbol,
    refuse_day,
    refuse_number_of,
    refuse_secret,
    symbol_key,
    written,
)
from committee.domain.document_types import BY_CODE, read_type
from committee.domain.errors import DomainError, NotFound, Stale
from committee.domain.text import clean, search_key, tone_placement_key

LONGEST_SUBJECT, LONGEST_ISSUER = 1_000, 200
_SIGNS = re.compile(r"\W+")
UNIQUE = ["unit_id", "type", "number", "number_suffix", "symbol_key", "issuer_key", "year"]


class AlreadyRegistered(DomainError):
    """The register has this document; nothing was written."""


@dataclass(frozen=True)
class Description:
    """What is said of a document. `number` is as typed and may hold the symbol too; both are "" while it has none."""

    type: str
    issuer: str
    subject: str
    symbol: str = ""
    number: str = ""
    issued_on: date | None = None
    secrecy: str = ""


def register(
    *,
    unit_id: int,
    committee_id: int | None = None,
    description: Description,
    state: str = State.SIGNED.value,
    signed_by: str = "",
    by: Actor,
    now: datetime,
) -> int:
    """Enter a document into the register of a unit and return its id.

    `committee_id` names the committee that issues it; its number is then given by `give_number`.
    """
    values = values_of(description, state, today=day_of(now))
    row = {
        **values,
        "unit_id": unit_id,
        "committee_id": committee_id,
        "state": state,
        "signed_by": clean(signed_by)[:LONGEST_ISSUER],
        "version": 1,
        "created_by": by.account_id,
        "created_at": now,
    }
    document_id: int | None = insert_unless_known(Document, row, key=UNIQUE)
    if document_id is None:
        raise already_registered(values)
    record(
        action="register document",
        thing=("document", document_id),
        facts={"after": facts_of(values)},
        unit_id=unit_id,
        by=by,
        now=now,
    )
    return document_id


def change(*, document_id: int, version: int, description: Description, by: Actor, now: datetime) -> None:
    """Correct what is said of a document, if it still is at `version`; raises `Stale` otherwise."""
    present = held(document_id)
    if present.committee_id is not None and present.number is not None:
        raise DomainError("A document with its number is not edited: register the one that replaces it.")
    values = values_of(description, present.state, today=day_of(now))
    before = {name: getattr(present, name) for name in values}
    if before == values:
        return
    write_once(document_id, version, values)
    changed = {name for name in facts_of(values) if before[name] != values[name]}
    facts = {
        "before": {name: text for name, text in facts_of(before).items() if name in changed},
        "after": {name: text for name, text in facts_of(values).items() if name in changed},
    }
    record(
        action="change document",
        thing=("document", document_id),
        facts=facts,
        unit_id=present.unit_id,
        by=by,
        now=now,
    )


def write(document_id: int, version: int, values: Mapping[str, Any]) -> None:
    """Write `values` to a document that still is at `version`; raises `Stale` otherwise."""
    at_version = update(Document).where(Document.id == document_id, Document.version == version)
    if not rows_changed(at_version.values(**values, version=version + 1)):
        raise Stale("Somebody changed this document after you opened it. Nothing of yours has been saved yet.")


def write_once(document_id: int, version: int, values: Mapping[str, Any]) -> None:
    """Write what makes a document the one it is; raises `AlreadyRegistered` where the register has that one."""
    try:
        with db.session.begin_nested():
            write(document_id, version, values)
    except IntegrityError:
        raise already_registered(values) from None


def held(document_id: int) -> Document:
    """Return a document, held against other writers until the end of the transaction."""
    found = db.session.scalar(
        select(Document).where(Document.id == document_id).with_for_update().execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("There is no such document.")
    return found


def values_of(said: Description, state: str, *, today: date) -> dict[str, Any]:
    """Return the columns that say what a document is; raises where a rule says no."""
    refuse_secret(said.secrecy, said.subject)
    if said.number or said.issued_on:
        refuse_number_of(state)
    if said.issued_on:
        refuse_day(said.issued_on, today)
    number, symbol = numbered(said.number, said.symbol)
    subject, issuer = _needed(said.subject, LONGEST_SUBJECT), _needed(said.issuer, LONGEST_ISSUER)
    values = {
        "type": read_type(said.type).code,
        "number": number.value if number else None,
        "number_suffix": number.suffix if number else "",
        "symbol": symbol,
        "symbol_key": symbol_key(symbol),
        "issued_on": said.issued_on,
        "year": said.issued_on.year if said.issued_on else 0,
        "issuer": issuer,
        "issuer_key": tone_placement_key(issuer),
        "issuer_search": f" {_searched(issuer)} ",
        "subject": subject,
    }
    return {**values, "search_key": key_of(values)}


def numbered(said: str, symbol: str) -> tuple[Number | None, str]:
    """Return number and symbol, of which the number as typed may hold both."""
    own_symbol = read_symbol(symbol)
    if not said:
        return None, own_symbol
    number, with_it = read_number(said)
    if with_it and own_symbol and symbol_key(with_it) != symbol_key(own_symbol):
        raise DomainError(
            "The number names the symbol %(one)s, the field beside it %(other)s: write it once.",
            one=with_it,
            other=own_symbol,
        )
    return number, with_it or own_symbol


def key_of(values: Mapping[str, Any]) -> str:
    """Return what a document is searched by: words without marks, its number with and without the leading zero."""
    number, symbol = values["number"], values["symbol"]
    shown = written(Number(number, values["number_suffix"]) if number else None, symbol)
    kind = BY_CODE[values["type"]]
    said = (
        shown,
        shown.lstrip("0"),
        symbol,
        kind.name,
        values["issuer"],
        values["subject"],
        vn_date(values["issued_on"]),
    )
    return f" {_searched(' '.join(said))} "


def _searched(text: str) -> str:
    """Return text without marks, as it stands and without its signs: each word begins after a space."""
    key = search_key(text)
    return f"{key} {_SIGNS.sub(' ', key)}"


def facts_of(values: Mapping[str, Any]) -> dict[str, str]:
    """Return what the audit keeps of a document."""
    names = ("type", "number", "number_suffix", "symbol", "issued_on", "issuer", "subject")
    return {name: "" if values[name] is None else str(values[name]) for name in names}


def already_registered(values: Mapping[str, Any]) -> AlreadyRegistered:
    """Return the refusal of a document that stands in the register."""
    shown = written(Number(values["number"], values["number_suffix"]), values["symbol"])
    return AlreadyRegistered(
        "%(document)s of %(issuer)s stands in this register already.", document=shown, issuer=values["issuer"]
    )


def described(document: Document) -> Description:
    """Return what is said of a document that stands in the register."""
    number = Number(document.number, document.number_suffix) if document.number else None
    wanted = {name for name in asdict(Description("", "", "")) if name not in ("number", "secrecy")}
    return Description(
        number="" if number is None else str(number), **{name: getattr(document, name) for name in wanted}
    )


def _needed(text: str, longest: int) -> str:
    kept = clean(text)
    if not kept:
        raise DomainError("Type, issuer and subject of a document must be given.")
    if len(kept) > longest:
        raise DomainError("This text is longer than %(longest)d characters: shorten it.", longest=longest)
    return kept
