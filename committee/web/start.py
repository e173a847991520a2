"""What stops the start: settings with which the house would run, but would not be kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from committee.core.exposure import is_open_to_group, is_open_to_others, may_be_changed_by_others
from committee.core.hosts import is_loopback
from committee.core.mounts import network_file_system
from config import KEPT_SECRET, Settings, WrongSetting

SHORTEST_SECRET = 16
FEWEST_SIGNS = 5  # different ones: a key of one repeated letter is long and no secret
MAKE_ONE = 'make one by: python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
# Words of examples and manuals; a key that holds one was not made by chance.
EXAMPLES = (
    "changeme",
    "change-me",
    "change_me",
    "doi-mat-khau",
)
WEAK_PASSWORDS = frozenset(
    {"password", "changeme", "change-me", "secret", "admin", "smtp", "mail", "123456", "12345678"}
)


def refuse_unsafe(settings: Settings) -> None:
    """Raise `WrongSetting` with the first thing that is wrong; a demonstration and the tests are let off most of it."""
    _refuse_network_folder(settings.database_url)
    if settings.mode != "production":
        return
    for said in troubles(settings):
        raise WrongSetting(said)


def troubles(settings: Settings) -> Iterator[str]:
    """Give one sentence for everything with which nobody may work in earnest: what is wrong, and what to do."""
    if settings.debug:
        yield "FLASK_DEBUG: pages would show the program's inside to visitors; leave it out, or set DON_DOC_MODE"
    yield from _keys(settings)
    yield from _address(settings.base_url)
    yield from _mail(settings)
    yield from _open_files(settings)


def database_file(url: str) -> Path | None:
    """Return the file of a SQLite database, or None where the database is a server."""
    return Path(url.removeprefix("sqlite:///").partition("?")[0]) if url.startswith("sqlite") else None


def _keys(settings: Settings) -> Iterator[str]:
    named = [("SECRET_KEY", settings.secret_key)]
    named += [("SECRET_KEY_FALLBACKS", key) for key in settings.secret_key_fallbacks]
    for name, key in named:
        if len(key) < SHORTEST_SECRET:
            yield f"{name}: {len(key)} characters can be guessed, at least {SHORTEST_SECRET} are needed; {MAKE_ONE}"
        elif len(set(key)) < FEWEST_SIGNS or any(word in key.casefold() for word in EXAMPLES):
            yield f"{name}: this is an example or a repetition, not a secret; {MAKE_ONE}"


def _address(base_url: str) -> Iterator[str]:
    host = urlsplit(base_url).hostname or ""
    if base_url.startswith("http://") and not is_loopback(host):
        yield (
            f"BASE_URL: “{base_url}” would send passwords and cookies in the clear; put a proxy with a certificate in "
            "front and write https://… (docs/operating.md)"
        )


def _mail(settings: Settings) -> Iterator[str]:
    user, password = settings.smtp_user, settings.smtp_password
    if bool(user) != bool(password):
        yield "SMTP_USER and SMTP_PASSWORD: give both, or neither where the mail server asks nobody who they are"
    elif user and (password.casefold() in WEAK_PASSWORDS or password == user):
        yield "SMTP_PASSWORD: this is the password of an example; set one on the mail server and write it here"
    elif user and settings.smtp_tls == "none" and not is_loopback(settings.smtp_host):
        yield "SMTP_TLS: “none” would send SMTP_PASSWORD in the clear; write starttls (port 587) or tls (port 465)"


def _open_files(settings: Settings) -> Iterator[str]:
    if may_be_changed_by_others(settings.instance):
        yield f"INSTANCE_DIR: others can change what is in “{settings.instance}”; run: chmod 700 {settings.instance}"
    kept = settings.instance / KEPT_SECRET
    if is_open_to_group(kept):
        yield f"SECRET_KEY: others can read “{kept}”; run: chmod 600 {kept} — and make a new one if they may have"
    for file in settings.secret_files:
        if is_open_to_others(file):
            yield f"SECRET_KEY_FILE, SMTP_PASSWORD_FILE: everybody here can read “{file}”; run: chmod 600 {file}"
    if is_open_to_others(settings.documents_dir):
        yield f"DOCUMENTS_DIR: everybody here can read it; run: chmod 700 {settings.documents_dir}"
    database = database_file(settings.database_url)
    for file in [Path(f"{database}{ending}") for ending in ("", "-wal", "-shm")] if database else []:
        if is_open_to_others(file):
            yield f"DATABASE_URL: everybody on this machine can read “{file}”; run: chmod 600 {database}*"


def _refuse_network_folder(url: str) -> None:
    file = database_file(url)
    if file is not None and (kind := network_file_system(file)):
        raise WrongSetting(
            f"DATABASE_URL: “{file}” is on a network file system ({kind}), where SQLite loses what is written at once; "
            "put it on a local disk, or use PostgreSQL"
        )
