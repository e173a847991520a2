"""What every mail says below its notice."""

from __future__ import annotations

from committee.core.settings import current_settings
from committee.core.words import gettext


def mail_text(notice_id: int, body: str) -> str:
    """Return the text of the mail that carries a notice: its body, then the way to the notice itself."""
    address = f"{current_settings().base_url}/notices/{notice_id}"
    way: str = gettext("Open the notice: %(address)s", address=address)
    return f"{body}\n\n{way}\n{gettext('This mail was sent by the system; please do not reply to it.')}\n"
