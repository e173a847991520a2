"""Everything written about figures: imports, entry by hand, acceptance."""

from committee.figures.operations.accepting import accept, return_for_correction, settle_warning
from committee.figures.operations.entry import Typed, save_draft, submit, withdraw
from committee.figures.operations.imports import import_figures
from committee.figures.operations.repairing import repair_cells
from committee.figures.operations.sending import Sent, send_figures

__all__ = [
    "Sent",
    "Typed",
    "accept",
    "import_figures",
    "repair_cells",
    "return_for_correction",
    "save_draft",
    "send_figures",
    "settle_warning",
    "submit",
    "withdraw",
]
