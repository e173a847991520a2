"""The rows of the matrix for the register of documents.

What is sent holds nothing and is refused, once the right was asked.
"""

from __future__ import annotations

from typing import Any

from tests.access.asking import FORM, HUGE, Ask, absent, ask
from tests.access.world import CODES

NOBODY_THERE = 2**31 - 1
T = CODES["T"]


def on_documents(
    ending: str, need: str, fine: int, nowhere: tuple[int, ...] = (NOBODY_THERE, HUGE), **more: Any
) -> tuple[Ask, ...]:
    """Ask of a document in each of its states, of another unit's, and of those that are not there."""
    return (
        *(ask(f"/documents/{{document T {state}}}{ending}", need, "T", fine, **more) for state in ("draft", "signed")),
        ask(f"/documents/{{document M signed}}{ending}", need, "M", fine, **more),
        *absent(*(f"/documents/{document_id}{ending}" for document_id in nowhere), **more),
    )


ROWS: dict[str, tuple[Ask, ...]] = {
    "documents.index GET": (
        ask("/documents"),
        ask(f"/documents?unit={T}", "see documents", "T", sight="see documents", blind=422),
        ask("/documents?q=5/QĐ&format=csv"),
    ),
    "documents.new GET": (ask("/documents/new", "keep documents"),),
    "documents.create POST": (ask("/documents", "keep documents", fine=422, **FORM),),
    "documents.show GET": on_documents("", "see documents", 200),
    "documents.edit GET": on_documents("/description", "keep documents", 200),
    # A number that no route takes, where a page of the same address is only read, is answered 405 to everybody.
    "documents.change POST": on_documents("/description", "keep documents", 422, nowhere=(NOBODY_THERE,), **FORM),
    "documents.sign POST": on_documents("/signature", "keep documents", 422, **FORM),
    "documents.give_number POST": on_documents("/number", "keep documents", 422, **FORM),
    "documents.add POST": on_documents("/files", "keep documents", 422, **FORM),
    "documents.download GET": (
        # The file itself is not on the disk: whoever may have it is told so.
        ask("/documents/{document T signed}/files/{file T}", "see documents", "T", 422),
        ask("/documents/{document M signed}/files/{file M}", "see documents", "M", 422),
        *absent("/documents/{document T signed}/files/{file M}"),
    ),
    "documents.link POST": on_documents("/links", "keep documents", 422, **FORM),
    "documents.unlink POST": absent("/documents/{document T signed}/links/unit/1/removal", **FORM),
    "documents.series GET": (ask("/documents/numbering", "keep documents"),),
    "documents.set_series POST": absent("/documents/numbering", **FORM),
}
