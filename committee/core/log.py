"""The log: one JSON object a line, moments with their offset, to standard error."""

from __future__ import annotations

import logging
import sys

import structlog

# Where it happened, not with which values: those may be passwords or people's names.
_PLACES_ONLY = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)


def set_up_log(level: int = logging.INFO) -> None:
    """Send our log and the libraries' warnings to standard error as JSON lines."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(_PLACES_ONLY),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )


log = structlog.get_logger()
