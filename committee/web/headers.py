"""What every answer tells the browser not to do, and the stylesheet that stands in each page."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from flask import Flask, Response
from markupsafe import Markup
from whitenoise import WhiteNoise
from whitenoise.responders import Headers

from committee.core import doors
from config import Settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-{}'; img-src 'self' data:; connect-src 'self'; "
    "worker-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
A_YEAR = 31_536_000


def register(app: Flask, settings: Settings) -> None:
    """Give every answer of `app` its headers, serve its static files, and let its pages carry the stylesheet."""
    folder = Path(app.static_folder or "")
    css = (folder / "app.css").read_text("utf-8").strip()
    always = _headers(css, https=settings.base_url.startswith("https://"))
    versions = {path.relative_to(folder).as_posix(): _version(path) for path in folder.rglob("*") if path.is_file()}

    @app.after_request
    def tell(response: Response) -> Response:
        for name, value in always.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    @app.url_defaults
    def name_version(endpoint: str, values: dict[str, object]) -> None:
        # A changed file gets a new address, so that the old one may be kept for a year.
        if endpoint == "static" and values.get("filename") in versions:
            values["v"] = versions[str(values["filename"])]

    # Our own file, hashed in the policy above: nothing of a user's stands in it.
    style = Markup("<style>{}</style>").format(Markup(css))  # noqa: S704 - see the line above
    app.jinja_env.globals["inline_css"] = lambda: style
    doors.anyone(app.view_functions["static"])  # only what is not served before the application is asked
    _serve_files(app, folder)


def _serve_files(app: Flask, folder: Path) -> None:
    """Let the files be served before the application is asked: they are the same for everybody."""

    def add(headers: Headers, _path: str, _url: str) -> None:
        for name in ("X-Content-Type-Options", "Cross-Origin-Resource-Policy"):
            headers[name] = ALWAYS[name]

    served = WhiteNoise(
        app.wsgi_app, root=folder, prefix="static/", max_age=A_YEAR, allow_all_origins=False, add_headers_function=add
    )
    app.wsgi_app = served  # type: ignore[method-assign]  # as Flask's own documentation has it


def _headers(css: str, *, https: bool) -> dict[str, str]:
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    headers = {"Content-Security-Policy": POLICY.format(digest), **ALWAYS}
    if https:
        headers["Strict-Transport-Security"] = f"max-age={A_YEAR}; includeSubDomains"
    return headers


def _version(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
