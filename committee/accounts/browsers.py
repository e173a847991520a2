"""What a browser calls itself, in two words a person recognises."""

from __future__ import annotations

# The first that is found counts: nearly all claim to be Chrome and Safari as well.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("coc_coc_browser", "Cốc Cốc"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def browser_name(user_agent: str) -> str:
    """Return the browser and the system, such as "Chrome, Android"; "" if neither is known."""
    found = (next((name for sign, name in kinds if sign in user_agent), "") for kinds in (BROWSERS, SYSTEMS))
    return ", ".join(name for name in found if name)
