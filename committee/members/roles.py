"""What roles are called on pages and in letters."""

from __future__ import annotations

from flask_babel import lazy_gettext

from committee.domain.access import Role

NAMES = {
    Role.CHAIR: lazy_gettext("Chair"),
    Role.STANDING_VICE_CHAIR: lazy_gettext("Standing vice chair"),
    Role.VICE_CHAIR: lazy_gettext("Vice chair"),
    Role.MEMBER: lazy_gettext("Member"),
    Role.SECRETARIAT: lazy_gettext("Secretariat"),
    Role.REPORTER: lazy_gettext("Reporting officer"),
    Role.REVIEWER: lazy_gettext("Reviewing officer"),
    Role.SUPERVISOR: lazy_gettext("Supervisor"),
    Role.ADMINISTRATOR: lazy_gettext("Administrator"),
}


def role_name(role: str) -> str:
    """Return a role in the reader's language."""
    return str(NAMES[Role(role)])
