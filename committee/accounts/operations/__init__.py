"""Everything written about people who sign in."""

from committee.accounts.operations.keys import (
    LONGEST_TOKEN_DAYS,
    SCOPES,
    make_token,
)
from committee.accounts.operations.people import (
    INVITATION_LASTS,
    accept_invitation,
    add_account,
    checked_email,
    disable,
    enable,
    invite,
    renew_hash,
    set_password,
)
from committee.accounts.operations.sessions import (
    WaitBeforeSigningIn,
    begin_session,
    end_session,
    end_sessions,
    forgive_tries,
    note_failed_sign_in,
    open_try,
    renew_session,
    touch_session,
)

__all__ = [
    "INVITATION_LASTS",
    "LONGEST_TOKEN_DAYS",
    "SCOPES",
    "WaitBeforeSigningIn",
    "accept_invitation",
    "add_account",
    "begin_session",
    "checked_email",
    "disable",
    "enable",
    "end_session",
    "end_sessions",
    "forgive_tries",
    "invite",
    "make_token",
    "note_failed_sign_in",
    "open_try",
    "renew_hash",
    "renew_session",
    "set_password",
    "touch_session",
]
