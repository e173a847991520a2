"""The log: one JSON object a line, moments in UTC with their offset, to standard error.

It keeps no values that people gave: of a crash its kind and its places, of a library's line its wording without what
stood in the gaps. What a line needs beyond that is named at the call.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict

# Where it happened, not with which values: those may be passwords or people's names.
_PLACES_ONLY = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
# What JSON leaves as it is, though a terminal or an editor takes it for the end of a line or turns the text around.
_BREAKING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
# A line that a library has put together itself quotes after a colon or in quotation marks.
_CUT = re.compile("""(?s)[:'"“‘].*""")
_WRITING = threading.Lock()
_STAMP = structlog.processors.TimeStamper(fmt="iso", utc=True)

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def set_up_log(level: int = logging.INFO) -> None:
    """Send our log and the libraries' warnings to standard error as JSON lines."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            _STAMP,
            structlog.processors.ExceptionRenderer(_PLACES_ONLY),
            _without_values,
            lambda _logger, _method, event: one_line(event),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=_Writer,
        cache_logger_on_first_use=False,
    )
    _listen_to_libraries()


def one_line(event: Mapping[str, Any]) -> str:
    """Return `event` as one line of JSON that nothing in it can break or turn around."""
    written = json.dumps(dict(event), ensure_ascii=False, default=str)
    return _BREAKING.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


class _Writer:
    """Writes a line to where standard error is by then, each as one piece."""

    def __init__(self, *_names: object) -> None: ...

    def write(self, line: str) -> None:
        """Write one line."""
        with _WRITING:
            sys.stderr.write(f"{line}\n")
            sys.stderr.flush()

    debug = info = warning = error = critical = exception = msg = write


class JsonLines(logging.Formatter):
    """Lines of libraries in the shape of ours; of what stands in their gaps only numbers are kept."""

    def format(self, record: logging.LogRecord) -> str:
        """Return `record` as one line."""
        event: dict[str, Any] = {"event": _wording(record), "logger": record.name, "level": record.levelname.lower()}
        if record.exc_info and record.exc_info[0] is not None:
            event["exception"] = _PLACES_ONLY(record.exc_info)
        return one_line(_without_values(None, "", _STAMP(None, "", event)))


class _Libraries(logging.StreamHandler):  # type: ignore[type-arg]  # generic in the stubs only
    """Ours among the handlers, so that it is not added twice; writes where standard error is by then."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


def _listen_to_libraries() -> None:
    root = logging.getLogger()
    if not any(isinstance(handler, _Libraries) for handler in root.handlers):
        handler = _Libraries()
        handler.setLevel(logging.WARNING)
        handler.setFormatter(JsonLines())
        root.addHandler(handler)


def _wording(record: logging.LogRecord) -> str:
    if isinstance(record.msg, BaseException):
        return type(record.msg).__name__
    if not isinstance(record.args, tuple) or not record.args:
        return _CUT.sub("…", str(record.msg), count=1)
    try:
        return str(record.msg) % tuple(one if isinstance(one, int | float) else "…" for one in record.args)
    except (TypeError, ValueError):
        return str(record.msg)


def _without_values(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Take away what an exception said: it quotes what it could not read."""
    for one in event.get("exception") or ():
        _silence(one)
    return event


def _silence(exception: dict[str, Any]) -> None:
    for key in ("exc_value", "exc_notes", "syntax_error"):
        exception.pop(key, None)
    for group in exception.get("exceptions") or ():
        for inner in group:
            _silence(inner)


log = structlog.get_logger()
