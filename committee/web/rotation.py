"""Changing the secret key without signing anybody out.

A cookie signed with an earlier key of `SECRET_KEY_FALLBACKS` is still good, and is signed anew by the answer to it, so
that the earlier key can be taken away once everybody has come by.
"""

from __future__ import annotations

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadSignature, URLSafeTimedSerializer


class Sessions(SecureCookieSessionInterface):
    """Flask's own sessions, but what an earlier key has signed is signed anew."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        session = super().open_session(app, request)
        if session and app.config["SECRET_KEY_FALLBACKS"] and not self._is_signed_with_the_newest(app, request):
            session.modified = True
        return session

    def _is_signed_with_the_newest(self, app: Flask, request: Request) -> bool:
        signer = URLSafeTimedSerializer(
            app.config["SECRET_KEY"],
            salt=self.salt,
            serializer=self.serializer,
            signer_kwargs={"key_derivation": self.key_derivation, "digest_method": self.digest_method},
        )
        try:
            signer.loads(request.cookies.get(self.get_cookie_name(app), ""))
        except BadSignature:
            return False
        return True
