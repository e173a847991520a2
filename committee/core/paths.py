"""Where a visitor may be sent: nowhere but to a page of our own."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit


def own_path(text: str | None) -> str | None:
    """Return `text` if it is the path of a page here, else None: no other host, scheme or trick of slashes."""
    if not text or not text.startswith("/") or not text.isprintable():
        return None
    # Browsers take a backslash for a slash, and some proxies decode once on the way.
    seen = text
    for _ in range(3):
        if "\\" in seen or seen.startswith("//") or not seen.isprintable():
            return None
        seen = unquote(seen)
    parts = urlsplit(text)
    return None if parts.scheme or parts.netloc else text
