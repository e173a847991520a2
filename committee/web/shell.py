"""What every page has around it: navigation, the person's tools, the agency's name, the banner of a demonstration."""

from __future__ import annotations

from flask import Flask

from committee.core import clock, doors, formatting
from committee.core.words import current_locale, gettext
from committee.domain.access import Viewer
from committee.web import navigation
from committee.web.filters import FILTERS
from config import Settings


def register(app: Flask, settings: Settings) -> None:
    """Give the pages of `app` their surroundings and their filters."""
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.context_processor(lambda: surroundings(settings))


def surroundings(settings: Settings) -> dict[str, object]:
    """Return what the layout shows; asks the database nothing, for the page of an error is laid out by it too."""
    viewer = doors.current_viewer()
    return {
        "locale": str(current_locale()),
        "agency_lines": settings.agency_lines,
        "demo_banner": _banner(settings),
        "navigation": navigation.items_for(viewer),
        "administration": navigation.administration_for(viewer) if viewer.account_id is not None else [],
        "account": None if viewer.account_id is None else viewer,
        "home_url": navigation.address_of("work.index"),
        "account_url": navigation.address_of("accounts.account"),
        "sign_out_url": navigation.address_of("accounts.sign_out"),
        "search_url": navigation.address_of("units.index"),
        "mails_url": _mails_url(settings, viewer),
        "audit_address": navigation.audit_address,
        "inbox_url": navigation.address_of("notify.index"),
    }


def _mails_url(settings: Settings, viewer: Viewer) -> str:
    """Return where a demonstration shows the mail it has not sent, or "" where mail is sent."""
    shows = settings.mode == "demo" and not settings.smtp_host and viewer.account_id is not None
    return navigation.address_of("notify.sent_mail") if shows else ""


def _banner(settings: Settings) -> str:
    if settings.mode != "demo":
        return ""
    began = clock.set_to()
    if began is None:
        return gettext("Demonstration · made-up figures")
    return gettext("Demonstration · made-up figures · the clock runs from %(day)s", day=formatting.vn_date(began))
