"""Every form of every page, as a browser would send it: what each field holds, and which of them take words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
from werkzeug.test import TestResponse

from tests.web.browser import Browser

WORDS = {"text", "search", "email", "tel", "url", "number", "date", "password", ""}
LEFT_ALONE = ("/sign-out", "/end", "/end-others")  # whoever sends these is nobody afterwards


@dataclass
class Form:
    """A form: where it goes, what its fields hold, and the names of those in which somebody types."""

    method: str
    action: str
    holds: dict[str, str] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    def filled(self, text: str) -> dict[str, str]:
        """Return what is sent when `text` is typed into every field that takes words."""
        return {**self.holds, **dict.fromkeys(self.typed, text)}

    def forged(self, text: str) -> dict[str, str]:
        """Return what is sent when every field but the token says `text`, the choices and hidden ones too."""
        kept = {"csrf_token": self.holds.get("csrf_token", "")}
        return {**dict.fromkeys([*self.holds, *self.typed], text), **kept}

    def send(self, browser: Browser, said: dict[str, str]) -> TestResponse:
        """Send the form."""
        if self.method == "GET":
            return browser.ask("GET", self.action, query_string=said)
        return browser.ask("POST", self.action, data=said)


def forms_on(browser: Browser, paths: list[str]) -> Iterator[tuple[str, Form]]:
    """Yield (path, form) of every form of the pages at `paths`, each kind of form once."""
    known = set()
    for path in paths:
        answer = browser.ask("GET", path)
        is_page = answer.mimetype == "text/html" and answer.status_code == 200
        root = html5lib.parse(answer.text, namespaceHTMLElements=False) if is_page else Element("html")
        answer.close()
        for element in root.iter("form"):
            form = _read(element, path)
            kind = (form.method, form.action, *form.holds, *form.typed)
            if kind not in known and not form.action.endswith(LEFT_ALONE):
                known.add(kind)
                yield path, form


def _read(element: Element, path: str) -> Form:
    target = urlsplit(urldefrag(urljoin(f"http://localhost{path}", element.get("action", ""))).url)
    form = Form(element.get("method", "get").upper(), target.path)
    for one in element.iter():
        name = one.get("name")
        if name is None or one.tag not in ("input", "textarea", "select"):
            continue
        kind = one.get("type", "") if one.tag == "input" else ""
        if one.tag == "select":
            options = list(one.iter("option"))
            chosen = [option for option in options if option.get("selected") is not None] or options
            form.holds[name] = next((option.get("value", "") for option in chosen if option.get("value")), "")
        elif kind == "file":
            form.files.append(name)
        elif one.tag == "textarea" or kind in WORDS:
            form.typed.append(name)
        elif kind not in ("checkbox", "radio") or one.get("checked") is not None or name not in form.holds:
            form.holds[name] = one.get("value", "")
    return form
