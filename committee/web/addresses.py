"""What addresses may hold: numbers no larger than a database gives out, and no NUL, which none keeps."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, UnicodeConverter

LARGEST = str(2**31 - 1)


def _up_to(largest: str) -> str:
    """Return the expression for whole numbers from 0 to `largest`."""
    begins = [
        f"{largest[:at]}[0-{int(digit) - 1}][0-9]{{{len(largest) - at - 1}}}"
        for at, digit in enumerate(largest)
        if digit != "0"
    ]
    return f"0*(?:[0-9]{{1,{len(largest) - 1}}}|{'|'.join(begins)}|{largest})"


class SmallIntegerConverter(IntegerConverter):
    """A number that can be an id; a larger one names nothing, and no database is asked for it.

    The expression itself knows the bound: what only the conversion refuses counts as an address with other methods.
    """

    regex = _up_to(LARGEST)


class TextConverter(UnicodeConverter):
    """A text that can be kept; one with a NUL names nothing, and no database is asked for it."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.regex = self.regex.replace("[^/]", "[^/\\0]")


def register(app: Flask) -> None:
    """Let `<int:…>` in the addresses of `app` mean a number that can be an id, `<…>` a text that can be kept."""
    app.url_map.converters["int"] = SmallIntegerConverter
    app.url_map.converters["default"] = app.url_map.converters["string"] = TextConverter
