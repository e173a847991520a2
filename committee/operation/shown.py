"""The settings in force, as an administrator reads them: what each means, what it is, where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext
from sqlalchemy import make_url

from committee.core.formatting import vn_moment
from committee.core.words import gettext
from config import Settings


@dataclass(frozen=True)
class Shown:
    """One setting. `value` never is a secret; `is_given` tells whether the environment gave it."""

    name: str
    meaning: str
    value: str
    is_given: bool


MEANINGS = {
    "BASE_URL": lazy_gettext("The address people use, as it stands in mail"),
    "AGENCY_LINES": lazy_gettext("The two lines at the head of every page"),
    "DON_DOC_MODE": lazy_gettext("What the installation is for"),
    "DON_DOC_LANGUAGE": lazy_gettext("The language"),
    "CLOCK_AT": lazy_gettext("The moment the clock was set to"),
    "DATABASE_URL": lazy_gettext("The database"),
    "INSTANCE_DIR": lazy_gettext("The folder of this installation"),
    "DOCUMENTS_DIR": lazy_gettext("The folder of the documents"),
    "SECRET_KEY": lazy_gettext("The key that signs sessions and forms"),
    "SECRET_KEY_FALLBACKS": lazy_gettext("Earlier keys that are still taken"),
    "SECOND_FACTOR": lazy_gettext("Whether a second factor is required of those who decide"),
    "PASSWORD_PROFILE": lazy_gettext("The rule for passwords"),
    "SMTP_HOST": lazy_gettext("The mail server"),
    "SMTP_TLS": lazy_gettext("Encryption on the way to the mail server"),
    "SMTP_USER": lazy_gettext("The name under which we sign in to it"),
    "SMTP_PASSWORD": lazy_gettext("The password to it"),
    "SMTP_FROM": lazy_gettext("The sender of our mail"),
    "TASK_EXTENSIONS": lazy_gettext("How often a task is given more time"),
    "TASK_EXTENSION_NOTICE": lazy_gettext("Working days before the due day by which more time is asked for"),
    "DEADLINE_BEFORE": lazy_gettext("How “trước ngày D” is read"),
    "DEADLINE_DAY_OFF": lazy_gettext("What a last day that is not worked does"),
    "PROXY_HOPS": lazy_gettext("Proxies of ours in front"),
    "METRICS_TOKEN": lazy_gettext("The token for the figures of operation"),
}
# A setting that another name gives as well.
OTHER_NAMES = {
    "SECRET_KEY": ("SECRET_KEY_FILE",),
    "SMTP_PASSWORD": ("SMTP_PASSWORD_FILE",),
    "DON_DOC_LANGUAGE": ("LANGUAGE",),
}


def settings_shown(settings: Settings) -> list[Shown]:
    """Return every setting in force, in the order of the page."""
    values = _values(settings)
    return [
        Shown(name, str(meaning), values[name], bool({name, *OTHER_NAMES.get(name, ())} & settings.given))
        for name, meaning in MEANINGS.items()
    ]


def _values(settings: Settings) -> dict[str, str]:
    port = f"{settings.smtp_host}:{settings.smtp_port}"
    none = gettext("none")
    return {
        "BASE_URL": settings.base_url,
        "AGENCY_LINES": " / ".join(settings.agency_lines),
        "DON_DOC_MODE": settings.mode,
        "DON_DOC_LANGUAGE": settings.language,
        "CLOCK_AT": vn_moment(settings.clock_at) if settings.clock_at else gettext("the real time"),
        "DATABASE_URL": make_url(settings.database_url).render_as_string(hide_password=True),
        "INSTANCE_DIR": str(settings.instance),
        "DOCUMENTS_DIR": str(settings.documents_dir),
        "SECRET_KEY": gettext("kept secret"),
        "SECRET_KEY_FALLBACKS": str(len(settings.secret_key_fallbacks)) if settings.secret_key_fallbacks else none,
        "SECOND_FACTOR": settings.second_factor,
        "PASSWORD_PROFILE": settings.password_profile,
        "SMTP_HOST": port if settings.smtp_host else gettext("none: mail waits"),
        "SMTP_TLS": settings.smtp_tls,
        "SMTP_USER": settings.smtp_user or none,
        "SMTP_PASSWORD": gettext("kept secret") if settings.smtp_password else none,
        "SMTP_FROM": settings.smtp_from,
        "TASK_EXTENSIONS": str(settings.task_extensions),
        "TASK_EXTENSION_NOTICE": str(settings.task_extension_notice),
        "DEADLINE_BEFORE": settings.deadline_before,
        "DEADLINE_DAY_OFF": settings.deadline_day_off,
        "PROXY_HOPS": str(settings.proxy_hops),
        "METRICS_TOKEN": gettext("kept secret") if settings.metrics_token else none,
    }
