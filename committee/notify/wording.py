"""What channels and deliveries are called, and what every mail says below its notice."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask_babel import lazy_gettext

from committee.accounts.operations import MAILED
from committee.core.seals import unseal
from committee.core.settings import current_settings
from committee.core.words import gettext
from committee.notify.links import LASTS

NOTHING: Mapping[Any, Any] = MappingProxyType({})

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


def mail_text(notice_id: int, body: str, facts: Mapping[str, Any] = NOTHING, links: Mapping[int, str] = NOTHING) -> str:
    """Return the text of the mail that carries a notice: its body, then the way to the notice itself.

    `links` are paths that go out after lines of the body, by the number of the line. Where another link that nobody but
    the recipient may know goes out, its path stands sealed among the facts; raises `BrokenSeal`.
    """
    base = current_settings().base_url
    sealed_path = facts.get("sealed_path")
    if sealed_path:
        way = f"{base}{unseal(sealed_path, purpose=MAILED)}"
    else:
        way = gettext("Open the notice: %(address)s", address=f"{base}/notices/{notice_id}")
    text = _with_links(body, links) if links else body
    return f"{text}\n\n{way}\n{gettext('This mail was sent by the system; please do not reply to it.')}\n"


def _with_links(body: str, links: Mapping[int, str]) -> str:
    base = current_settings().base_url
    said: list[str] = []
    for number, line in enumerate(body.split("\n")):
        said.append(line)
        if number in links:
            said.append(gettext("Answer at once: %(address)s", address=f"{base}{links[number]}"))
    told = gettext(
        "Each link is for you alone, works once, within %(days)d days, without signing in. Do not pass this mail on.",
        days=LASTS.days,
    )
    return "\n".join([*said, "", told])
