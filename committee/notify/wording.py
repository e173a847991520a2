"""What channels and deliveries are called, and what every mail says below its notice."""

from __future__ import annotations

from flask_babel import lazy_gettext

from committee.accounts.operations import MAILED
from committee.core.seals import unseal
from committee.core.settings import current_settings
from committee.core.words import gettext

STATES = {
    "dead": lazy_gettext("Given up"),
    "held": lazy_gettext("Awaiting confirmation"),
    "failed": lazy_gettext("Failed, will be tried again"),
    "leased": lazy_gettext("Being sent"),
    "queued": lazy_gettext("Waiting"),
    "sent": lazy_gettext("Sent"),
    "cancelled": lazy_gettext("Cancelled"),
}
# Which look of a status a delivery takes.
LOOKS = {
    "dead": "OVERDUE",
    "held": "SUSPECT",
    "failed": "LAG",
    "leased": "SUSPECT",
    "queued": "NODATA",
    "sent": "OK",
    "cancelled": "NA",
}
CHANNELS = {"inbox": lazy_gettext("Inbox"), "email": lazy_gettext("E-mail")}


def mail_text(notice_id: int, body: str, sealed_path: str = "") -> str:
    """Return the text of the mail that carries a notice: its body, then the way to the notice itself.

    Where a link goes out that nobody but the recipient may know, `sealed_path` is its path; raises `BrokenSeal`.
    """
    base = current_settings().base_url
    if sealed_path:
        way = f"{base}{unseal(sealed_path, purpose=MAILED)}"
    else:
        way = gettext("Open the notice: %(address)s", address=f"{base}/notices/{notice_id}")
    return f"{body}\n\n{way}\n{gettext('This mail was sent by the system; please do not reply to it.')}\n"
