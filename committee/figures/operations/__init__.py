"""Everything written about figures: imports, entry by hand, acceptance."""

from committee.figures.operations.accepting import accept, return_for_correction, settle_warning
from committee.figures.operations.entry import Typed, save_draft, submit, withdraw
from committee.figures.operations.following import (
    follow_the_day,
    import_indicators,
    import_not_applicable,
    import_units,
)
from committee.figures.operations.imports import import_figures
from committee.figures.operations.repairing import repair_cells
from committee.figures.operations.reports import (
    ReasonMissing,
    Seen,
    Stale,
    accept_report,
    accept_reports,
    keep_report,
    return_report,
    send_report,
    withdraw_report,
)
from committee.figures.operations.sending import Sent, send_figures

__all__ = [
    "ReasonMissing",
    "Seen",
    "Sent",
    "Stale",
    "Typed",
    "accept",
    "accept_report",
    "accept_reports",
    "follow_the_day",
    "import_figures",
    "import_indicators",
    "import_not_applicable",
    "import_units",
    "keep_report",
    "repair_cells",
    "return_for_correction",
    "return_report",
    "save_draft",
    "send_figures",
    "send_report",
    "settle_warning",
    "submit",
    "withdraw",
    "withdraw_report",
]
