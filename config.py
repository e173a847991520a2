"""Every setting, read once from the environment; a wrong value is refused at start with a sentence.

Each setting is described in docs/configuration.md, and a test holds the two together.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


class WrongSetting(Exception):
    """A setting that cannot be used; the text names it, what was read and what to write instead."""


@dataclass(frozen=True)
class Settings:
    """The settings of one process. Paths are absolute; `clock_at` is None while the real clock is used.

    `given` are the names of those that the environment gave; all others stand at what they are without it.
    """

    database_url: str = field(repr=False)  # it may hold a password
    secret_key: str = field(repr=False)
    base_url: str
    instance: Path
    documents_dir: Path
    clock_at: datetime | None
    language: str
    smtp_host: str
    smtp_port: int
    smtp_from: str
    agency_lines: tuple[str, str]
    mode: str
    proxy_hops: int
    second_factor: str = "required"
    password_profile: str = field(default="nist")
    secret_key_fallbacks: tuple[str, ...] = field(default=(), repr=False)
    secret_files: tuple[Path, ...] = ()
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    smtp_tls: str = "none"
    metrics_token: str = field(default="", repr=False)
    metrics_folder: str = ""
    debug: bool = False
    task_extensions: int = 1
    task_extension_notice: int = 0
    deadline_before: str = "strict"
    deadline_day_off: str = "stays"
    given: frozenset[str] = field(default=frozenset(), repr=False)


USUAL_ADDRESS = "http://localhost:8000"
MODES = ("production", "development", "demo", "test")
DEMANDS = ("required", "optional")
PROFILES = ("nist", "vn_agency")
READINGS = ("strict", "inclusive")
DAYS_OFF = ("stays", "moves")
ENCRYPTIONS = ("none", "starttls", "tls")
KEPT_SECRET = "secret_key"  # the file of the instance folder  # noqa: S105 - its name, not what is in it
LANGUAGES = ("vi", "en")


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings that `environ` asks for, or raise `WrongSetting`."""
    instance = Path(environ.get("INSTANCE_DIR") or ROOT / "instance").resolve()
    try:
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise WrongSetting(f"INSTANCE_DIR: “{instance}” cannot be used as a folder ({error.strerror})") from None
    mode = _one_of("DON_DOC_MODE", environ.get("DON_DOC_MODE") or "production", MODES)
    key_file, password_file = environ.get("SECRET_KEY_FILE", ""), environ.get("SMTP_PASSWORD_FILE", "")
    secret_key = _secret("SECRET_KEY", environ.get("SECRET_KEY", ""), key_file)
    return Settings(
        database_url=_database_url(environ.get("DATABASE_URL", ""), instance, mode),
        secret_key=secret_key or _kept_secret(instance),
        base_url=_base_url(environ.get("BASE_URL") or USUAL_ADDRESS),
        instance=instance,
        documents_dir=Path(environ.get("DOCUMENTS_DIR") or instance / "documents").resolve(),
        clock_at=_moment("CLOCK_AT", environ.get("CLOCK_AT", "")),
        language=_one_of("LANGUAGE", environ.get("DON_DOC_LANGUAGE") or _language(environ), LANGUAGES),
        smtp_host=environ.get("SMTP_HOST", ""),
        smtp_port=_port("SMTP_PORT", environ.get("SMTP_PORT") or "25"),
        smtp_from=environ.get("SMTP_FROM") or "don-doc@localhost",
        agency_lines=_two_lines(environ.get("AGENCY_LINES") or "BẢO HIỂM XÃ HỘI|CƠ QUAN THƯỜNG TRỰC BAN CHỈ ĐẠO"),
        mode=mode,
        proxy_hops=_hops("PROXY_HOPS", environ.get("PROXY_HOPS") or "0"),
        second_factor=_one_of("SECOND_FACTOR", environ.get("SECOND_FACTOR") or "required", DEMANDS),
        password_profile=_one_of("PASSWORD_PROFILE", environ.get("PASSWORD_PROFILE") or "nist", PROFILES),
        secret_key_fallbacks=tuple(environ.get("SECRET_KEY_FALLBACKS", "").replace(",", " ").split()),
        secret_files=tuple(Path(file).resolve() for file in (key_file, password_file) if file),
        smtp_user=environ.get("SMTP_USER", ""),
        smtp_password=_secret("SMTP_PASSWORD", environ.get("SMTP_PASSWORD", ""), password_file),
        smtp_tls=_one_of("SMTP_TLS", environ.get("SMTP_TLS") or "none", ENCRYPTIONS),
        metrics_token=environ.get("METRICS_TOKEN", ""),
        metrics_folder=environ.get("PROMETHEUS_MULTIPROC_DIR", ""),
        debug=environ.get("FLASK_DEBUG", "").casefold() not in ("", "0", "false", "no"),
        task_extensions=_count("TASK_EXTENSIONS", environ.get("TASK_EXTENSIONS") or "1", 9),
        task_extension_notice=_count("TASK_EXTENSION_NOTICE", environ.get("TASK_EXTENSION_NOTICE") or "0", 60),
        deadline_before=_one_of("DEADLINE_BEFORE", environ.get("DEADLINE_BEFORE") or "strict", READINGS),
        deadline_day_off=_one_of("DEADLINE_DAY_OFF", environ.get("DEADLINE_DAY_OFF") or "stays", DAYS_OFF),
        given=frozenset(name for name, value in environ.items() if value),
    )


def environment(**changed: str) -> dict[str, str]:
    """Return the environment of this process with other values, for a process that is started from it."""
    return {**os.environ, **changed}


def _language(environ: Mapping[str, str]) -> str:
    # LANGUAGE is also gettext's own variable ("en_US:en"): only our two values count, anything else means the default.
    asked = environ.get("LANGUAGE", "")
    return asked if asked in LANGUAGES else "vi"


def _database_url(text: str, instance: Path, mode: str) -> str:
    if not text:
        # A demonstration never opens the database of the real thing by itself.
        return f"sqlite:///{instance / ('demo.sqlite3' if mode == 'demo' else 'don-doc.sqlite3')}"
    if text.startswith("postgres://"):
        return "postgresql" + text.removeprefix("postgres")
    if text in ("sqlite://", "sqlite:///", "sqlite:///:memory:"):
        raise WrongSetting("DATABASE_URL: a database in memory is gone with its process; name a file: sqlite:///…")
    if text.startswith("sqlite:///"):
        # A relative name means a file in the instance folder, wherever the command was started.
        return f"sqlite:///{instance / text.removeprefix('sqlite:///')}"
    if text.startswith(("postgresql://", "postgresql+psycopg://")):
        return text
    raise WrongSetting(f"DATABASE_URL: “{text.rsplit('@', maxsplit=1)[-1]}” is neither sqlite:///… nor postgresql://…")


def _secret(name: str, text: str, file: str) -> str:
    """Return the secret that was given as it is or by the name of its file, or "" where neither was."""
    if not file:
        return text
    if text:
        raise WrongSetting(f"{name} and {name}_FILE are both given; leave one of them out")
    try:
        kept = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise WrongSetting(f"{name}_FILE: “{file}” cannot be read as text") from None
    if not kept:
        raise WrongSetting(f"{name}_FILE: “{file}” is empty")
    return kept


def _kept_secret(instance: Path) -> str:
    """Return the secret kept in the instance folder, made at the first start and readable by its owner only."""
    kept = instance / KEPT_SECRET
    if not kept.exists():
        descriptor, name = tempfile.mkstemp(dir=instance)  # mode 0600
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
        # Linked, not renamed: of two processes that start at once, the first one's secret stands.
        with contextlib.suppress(FileExistsError):
            os.link(name, kept)
        Path(name).unlink()
    return kept.read_text(encoding="ascii")


def _base_url(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise WrongSetting(f"BASE_URL: “{text}” must begin with https:// (or http:// on a closed machine)")
    return text.rstrip("/")


def _moment(name: str, text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise WrongSetting(f"{name}: “{text}” is not a moment; write 2024-10-28T09:00+07:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=HANOI)


def _one_of(name: str, text: str, known: tuple[str, ...]) -> str:
    if text not in known:
        raise WrongSetting(f"{name}: “{text}” is not one of {', '.join(known)}")
    return text


def _port(name: str, text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise WrongSetting(f"{name}: “{text}” is not a port number")
    return int(text)


def _count(name: str, text: str, most: int) -> int:
    if not (text.isascii() and text.isdecimal() and int(text[:9]) <= most):
        raise WrongSetting(f"{name}: “{text}” is not a whole number from 0 to {most}")
    return int(text)


def _hops(name: str, text: str) -> int:
    if text not in ("0", "1", "2", "3"):
        raise WrongSetting(f"{name}: “{text}” is not the number of proxies in front, 0 to 3")
    return int(text)


def _two_lines(text: str) -> tuple[str, str]:
    first, _, second = text.partition("|")
    return first.strip(), second.strip()
