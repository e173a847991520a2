"""Writing the register: documents, signatures and numbers, files, links, and a file of many documents."""

from committee.documents.operations.files import add_file, note_download, note_export, sweep_files
from committee.documents.operations.imports import import_documents
from committee.documents.operations.links import link, unlink
from committee.documents.operations.registering import AlreadyRegistered, Description, change, register
from committee.documents.operations.signing import give_number, set_numbering, sign
from committee.domain.errors import Stale

__all__ = [
    "AlreadyRegistered",
    "Description",
    "Stale",
    "add_file",
    "change",
    "give_number",
    "import_documents",
    "link",
    "note_download",
    "note_export",
    "register",
    "set_numbering",
    "sign",
    "sweep_files",
    "unlink",
]
