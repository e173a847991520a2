"""What channels and deliveries are called, and what every mail says below its notice."""

from __future__ import annotations

from flask_babel import lazy_gettext

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


def mail_text(notice_id: int, body: str) -> str:
    """Return the text of the mail that carries a notice: its body, then the way to the notice itself."""
    address = f"{current_settings().base_url}/notices/{notice_id}"
    way: str = gettext("Open the notice: %(address)s", address=address)
    return f"{body}\n\n{way}\n{gettext('This mail was sent by the system; please do not reply to it.')}\n"
