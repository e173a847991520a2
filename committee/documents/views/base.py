"""What the pages of the register share: who acts, and the page of one document."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, make_response, render_template
from wtforms import SelectChoice

from committee.core import clock, doors
from committee.core.formatting import vn_date
from committee.core.forms import Form
from committee.core.uploads import FORMS, MOST_BYTES
from committee.core.words import gettext
from committee.documents import access, file_queries, forms, numbering, queries, words
from committee.documents.file_queries import FileRow
from committee.documents.named_things import is_named, named_things
from committee.documents.pointing import pointings
from committee.documents.queries import DocumentRow
from committee.domain.access import Action, Actor, reach
from committee.domain.document_numbers import proposed_symbol
from committee.units.queries import standing_last

blueprint = Blueprint("documents", __name__)


def actor() -> Actor:
    """Return who is looking, as the audit names them."""
    viewer = doors.current_viewer()
    return Actor(viewer.account_id, viewer.name)


def document_page(document: DocumentRow, status: int = 200, **filled: Form) -> Response:
    """Return the page of a document; `filled` are forms that come back with what was wrong."""
    viewer, today = doors.current_viewer(), clock.today()
    may_keep = access.may_keep(viewer, document.unit_path)
    parts = file_queries.parts_of(document.id)
    made = _forms(document, parts) if may_keep else {}
    page = render_template(
        "documents/document.html",
        document=document,
        facts=words.facts_of(document),
        parts=parts,
        about=_links(document, may_keep=may_keep),
        may_keep=may_keep,
        ways=_ways(filled) if may_keep else [],
        proposed=_proposed(document, today.year),
        formats=upload_hint(),
        words=words,
        form=next(iter(filled.values()), None),
        **{**made, **filled},
    )
    return make_response(page, status)


def _ways(filled: Mapping[str, Form]) -> list[tuple[str, str, Form]]:
    """Return how else a thing may be named: (name, title, form); one that was refused comes back as typed."""
    today = clock.today()
    return [(name, str(way.title), filled.get(f"to_{name}") or way.fields(today)) for name, way in pointings().items()]


def upload_hint() -> str:
    """Return which files are kept."""
    known = ", ".join(ending.removeprefix(".") for ending in FORMS if ending != ".jpeg")
    return gettext("%(known)s, at most %(megabytes)d MB.", known=known, megabytes=MOST_BYTES // 1_000_000)


def _forms(document: DocumentRow, parts: list[list[FileRow]]) -> dict[str, Form]:
    version = str(document.version)
    file_form = forms.FileForm(part=parts[0][0].part if parts else 0)
    number_form = forms.NumberForm(version=version, issued_on=vn_date(clock.today()))
    if document.committee_id is None:
        number_form.origin.data = forms.NumberForm.ELSEWHERE
    return {
        "signature_form": forms.SignatureForm(version=version),
        "number_form": number_form,
        "file_form": part_choices(file_form, parts),
    }


def part_choices(form: forms.FileForm, parts: list[list[FileRow]]) -> forms.FileForm:
    """Return the form of a file with the parts it may be a new version of."""
    form.part.choices = [SelectChoice(versions[0].part, words.part_word(versions[0])) for versions in parts]
    further = gettext("A further file") if parts else gettext("The document itself")
    form.part.choices.append(SelectChoice(0, further))
    return form


def _proposed(document: DocumentRow, year: int) -> str:
    if document.committee_id is None or document.number is not None:
        return ""
    number = numbering.next_own_number(document.committee_id, document.type, year)
    return f"{number}/{document.symbol or proposed_symbol(document.type)}"


def _links(document: DocumentRow, *, may_keep: bool) -> list[words.LinkLine]:
    """Return what a document points to; what the reader may not see is left out, but for whoever may unlink it."""
    viewer, today = doors.current_viewer(), clock.today()
    links = queries.links_of(document.id)
    units = standing_last({link.thing_id for link in links if link.kind == queries.UNIT}, today)
    open_to = reach(viewer, Action.SEE_FIGURES)
    seen = {unit_id: unit for unit_id, unit in units.items() if open_to.covers(unit.path)}
    named = named_things(viewer, links, on=today)
    return [
        words.link_line(
            link,
            seen.get(link.thing_id) if link.kind == queries.UNIT else None,
            named.get((link.kind, link.thing_id)),
        )
        for link in links
        if may_keep or not is_named(link.kind) or (link.kind, link.thing_id) in named
    ]
