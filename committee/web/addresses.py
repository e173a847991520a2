"""Numbers in addresses: no larger than a database gives out."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter

LARGEST = 2**31 - 1


class SmallIntegerConverter(IntegerConverter):
    """A number that can be an id; a larger one names nothing, and no database is asked for it."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **{"max": LARGEST, **options})


def register(app: Flask) -> None:
    """Let `<int:…>` in the addresses of `app` mean a number that can be an id."""
    app.url_map.converters["int"] = SmallIntegerConverter
