"""What addresses may hold: numbers no larger than a database gives out, and no NUL, which none keeps."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, UnicodeConverter

LARGEST = 2**31 - 1


class SmallIntegerConverter(IntegerConverter):
    """A number that can be an id; a larger one names nothing, and no database is asked for it."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **{"max": LARGEST, **options})


class TextConverter(UnicodeConverter):
    """A text that can be kept; one with a NUL names nothing, and no database is asked for it."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.regex = self.regex.replace("[^/]", "[^/\\0]")


def register(app: Flask) -> None:
    """Let `<int:…>` in the addresses of `app` mean a number that can be an id, `<…>` a text that can be kept."""
    app.url_map.converters["int"] = SmallIntegerConverter
    app.url_map.converters["default"] = app.url_map.converters["string"] = TextConverter
