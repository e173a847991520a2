"""The application factory: settings, extensions, rooms, doors."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

from committee.cli import register_commands
from committee.core import clock, doors, words
from committee.core.db import db, prepare_engine
from committee.core.log import set_up_log
from committee.demo.shown import demo_people
from committee.domain.sign_in import USUAL_LIMITS
from committee.web import (
    addresses,
    errors,
    guard,
    headers,
    limits,
    presses,
    refusals,
    requests,
    rooms,
    rotation,
    shell,
    start,
    tables,
)
from config import ROOT, Settings, WrongSetting

migrate = Migrate()


def create_app(settings: Settings) -> Flask:
    """Return the application for `settings`; raises `RouteWithoutPolicy` before it serves anything unguarded."""
    set_up_log()
    start.refuse_unsafe(settings)
    _compile_catalogues()
    if settings.clock_at:
        clock.stop_at(settings.clock_at)
    app = errors.Application("don_doc", root_path=str(ROOT), instance_path=str(settings.instance))
    app.session_interface = rotation.Sessions()
    app.extensions["settings"] = settings
    app.extensions["tables"] = tables.ROOMS
    app.extensions["demo_people"] = demo_people  # asked for in a demonstration only
    app.config.from_mapping(_flask_settings(settings))
    _open_database(app)
    words.babel.init_app(app)
    register_commands(app)
    refusals.register(app)
    requests.register(app, settings)
    limits.register(app)
    guard.register(app)
    addresses.register(app)
    for blueprint in (*rooms.BLUEPRINTS, *(rooms.OF_A_DEMONSTRATION if settings.mode == "demo" else ())):
        app.register_blueprint(blueprint)
    shell.register(app, settings)
    errors.register(app)
    headers.register(app, settings)
    presses.register(app)
    _stand_behind_proxies(app, settings.proxy_hops)
    doors.refuse_routes_without_policy(app)
    return app


def _compile_catalogues() -> None:
    try:
        words.compile_catalogues()
    except words.BrokenCatalogue as broken:
        raise WrongSetting(str(broken)) from None


def _flask_settings(settings: Settings) -> dict[str, object]:
    secure = settings.base_url.startswith("https://")
    return {
        "SECRET_KEY": settings.secret_key,
        "SECRET_KEY_FALLBACKS": [*settings.secret_key_fallbacks],
        # The newest last: with it tokens of forms are signed, with the others they are still taken.
        "WTF_CSRF_SECRET_KEY": [*settings.secret_key_fallbacks, settings.secret_key],
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": _engine_options(settings.database_url),
        "BABEL_DEFAULT_LOCALE": settings.language,
        "BABEL_DEFAULT_TIMEZONE": "Asia/Ho_Chi_Minh",
        "BABEL_TRANSLATION_DIRECTORIES": str(words.FOLDER),
        "SESSION_COOKIE_NAME": "__Host-session" if secure else "session",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,
        "PERMANENT_SESSION_LIFETIME": USUAL_LIMITS.longest,
        "SESSION_REFRESH_EACH_REQUEST": False,
        "TRUSTED_HOSTS": _trusted_hosts(settings),
    }


def _trusted_hosts(settings: Settings) -> list[str] | None:
    """Return the names this house answers to; a demonstration and the tests are asked under any."""
    if settings.mode in ("test", "demo"):
        return None
    return [urlsplit(settings.base_url).hostname or "", "localhost", "127.0.0.1", "[::1]"]


def _engine_options(url: str) -> dict[str, object]:
    # What stands in a statement's parameters is people's; an error names the statement without them.
    if url.startswith("sqlite"):
        return {"hide_parameters": True}
    # jit costs more than it saves on our query shapes; moments are stored and compared in UTC.
    return {"connect_args": {"options": "-c jit=off -c timezone=UTC"}, "pool_pre_ping": True, "hide_parameters": True}


def _open_database(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"))
    with app.app_context():
        prepare_engine(db.engine)


def _stand_behind_proxies(app: Flask, hops: int) -> None:
    # What a visitor writes into these headers is believed of nobody but the proxies that were counted.
    if hops:
        proxied = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)
        app.wsgi_app = proxied  # type: ignore[method-assign]  # as Flask's own documentation has it
