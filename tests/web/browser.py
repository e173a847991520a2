"""A browser that checks every page it opens: valid HTML, one heading, labels, Vietnamese days, nothing inline."""

from __future__ import annotations

import contextvars
import re
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from werkzeug.test import TestResponse

from committee.accounts.queries import credentials_of
from committee.core.db import db
from tests.cast import PASSWORD, Person, proven_session, wants_second_factor

PRESSED = {"submit", "button", "hidden", "image", "reset"}
LOST = re.compile(r"\b(None|undefined|nan|NaN)\b|<built-in|object at 0x")
OTHER_DAYS = re.compile(r"\b\d{4}-\d{2}-\d{2}\b|(?<![\d/])(?:\d/\d{1,2}|\d{1,2}/\d)/\d{4}\b")


class Page:
    """One answer, and what stands on it."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.headers = response.headers
        self.path = urlsplit(response.request.path).path
        self.url = response.request.full_path.rstrip("?")
        self.html = response.text
        self.root: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(self.html)

    @property
    def text(self) -> str:
        return " ".join(" ".join(_texts(self.root.find("body"))).split())

    @property
    def heading(self) -> str:
        return _text(self.root.find(".//h1"))

    @property
    def title(self) -> str:
        return _text(self.root.find(".//title"))

    @property
    def errors(self) -> list[str]:
        """What the summary on top says."""
        return [_text(item) for item in self.root.findall(".//div[@class='errors']//li")]

    @property
    def notes(self) -> list[str]:
        return [_text(note) for note in self.root.iter("div") if "note" in (note.get("class") or "").split()]

    def find(self, path: str) -> list[Element]:
        return self.root.findall(path)

    def form_with(self, label: str) -> tuple[Element, Element]:
        """Return the form whose button says `label`, and the button."""
        for form in self.root.iter("form"):
            for button in form.iter("button"):
                if _text(button) == label:
                    return form, button
        buttons = [_text(button) for button in self.root.iter("button")]
        raise AssertionError(f"no button “{label}” on {self.path}; there are {buttons}")

    def check(self) -> None:
        """Raise if anything is wrong that no page may have."""
        headings = self.root.findall(".//h1")
        assert len(headings) == 1, f"{self.path}: {len(headings)} h1"
        assert re.sub("^Lỗi: ", "", self.title).startswith(self.heading), f"{self.path}: title “{self.title}”"
        assert self.root.get("lang") == "vi", f"{self.path}: language"
        ids = [element.get("id") for element in self.root.iter() if element.get("id")]
        assert len(ids) == len(set(ids)), f"{self.path}: ids twice: {sorted(i for i in ids if ids.count(i) > 1)}"
        assert not LOST.search(self.text), f"{self.path}: {LOST.search(self.text)}"
        assert not OTHER_DAYS.search(self.text), f"{self.path}: {OTHER_DAYS.search(self.text)}"
        self._check_fields()
        self._check_nothing_inline()
        self._check_headers()

    def _check_fields(self) -> None:
        labelled = {label.get("for") for label in self.root.iter("label")}
        wrapped = {id(field) for label in self.root.iter("label") for field in label.iter()}
        for field in self.root.iter():
            if field.tag not in ("input", "select", "textarea") or field.get("type") in PRESSED:
                continue
            named = field.get("id") in labelled or id(field) in wrapped or field.get("aria-label")
            assert named, f"{self.path}: no label for {field.attrib}"
            assert field.get("type") not in ("number", "date"), f"{self.path}: typed field {field.attrib}"

    def _check_nothing_inline(self) -> None:
        for element in self.root.iter():
            inline = [name for name in element.attrib if name == "style" or name.startswith("on")]
            assert not inline, f"{self.path}: {element.tag} has {inline}"
            assert element.tag != "script" or element.get("src"), f"{self.path}: a script stands in the page"
        assert len(self.root.findall(".//style")) <= 1, f"{self.path}: a second stylesheet"

    def _check_headers(self) -> None:
        assert "default-src 'none'" in self.headers["Content-Security-Policy"], self.path
        assert "unsafe" not in self.headers["Content-Security-Policy"], self.path
        assert self.headers["Cache-Control"] == "no-store", self.path


class Browser:
    """One person's browser: it keeps cookies, follows redirects, and sends a form as it stands on the page."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self.page: Page | None = None
        self.last: TestResponse | None = None

    def open(self, path: str, **options: Any) -> Page:
        """Go to a page and check it."""
        return self._shown(self.ask("GET", path, **options))

    def ask(self, method: str, path: str, **options: Any) -> TestResponse:
        """Return the answer to one request as it is.

        It is made outside the test's own application context, as life has it; what the test read before is forgotten.
        """
        db.session.rollback()
        response = contextvars.Context().run(self.client.open, path, method=method, **options)
        db.session.expire_all()
        return response

    def press(self, label: str, **values: object) -> Page:
        """Fill in the form with the button `label` and press it."""
        form, button = self.page.form_with(label)
        sent = {**_standing(form), **values}
        if button.get("name"):
            sent[button.get("name")] = button.get("value", "")
        return self._shown(self._send(form, sent, button.get("formaction")))

    def send(self, path: str, method: str = "POST", **values: object) -> TestResponse:
        """Send values with the token of the page that is open, and return the answer as it is."""
        token = self.page.find(".//input[@name='csrf_token']")
        data = {"csrf_token": token[0].get("value"), **values} if token else values
        return self.ask(method, path, data=data)

    def sign_in(self, person: Person, password: str = PASSWORD) -> Page:
        """Sign in as one of the cast: by the form, or where a code would be asked for with a session that is proven."""
        if password == PASSWORD and self._is_asked_for_code(person):
            return self._come_in(person)
        self.open("/sign-in")
        return self.press("Đăng nhập", email=person.email, password=password)

    def _is_asked_for_code(self, person: Person) -> bool:
        with self.client.application.app_context():
            known = credentials_of(person.email)
            return known.has_second_factor or bool(known.account_id and wants_second_factor(known.account_id))

    def _come_in(self, person: Person) -> Page:
        with self.client.application.app_context():
            secret = proven_session(person.email)
        with self.client.session_transaction() as kept:
            kept.clear()
            kept.permanent = True
            kept.update(_user_id=secret, _fresh=True)
        return self.open("/")

    def sign_out(self) -> Page:
        return self.press("Đăng xuất")

    def cookie(self) -> str:
        """Return the cookie as another browser could send it."""
        return self.client.get_cookie("session").value

    def _send(self, form: Element, values: dict[str, object], elsewhere: str | None) -> TestResponse:
        address = urljoin(self.page.url, elsewhere or form.get("action") or self.page.url)
        if form.get("method", "get").lower() == "get":
            return self.ask("GET", address, query_string=values)
        return self.ask("POST", address, data=values)

    def _shown(self, response: TestResponse) -> Page:
        for _ in range(5):
            self.last = response
            if response.status_code not in (301, 302, 303):
                break
            response = self.ask("GET", response.headers["Location"])
        self.page = Page(response)
        self.page.check()
        return self.page


def _standing(form: Element) -> dict[str, str]:
    """Return what a browser would send of the form if nobody typed anything."""
    values = {}
    for field in form.iter("input"):
        ticked = field.get("type") not in ("checkbox", "radio") or "checked" in field.attrib
        if field.get("name") and field.get("type") not in ("submit", "button", "file") and ticked:
            values[field.get("name")] = field.get("value", "")
    for field in form.iter("textarea"):
        values[field.get("name")] = _text(field)
    for field in form.iter("select"):
        options = field.findall(".//option")
        chosen = [option for option in options if "selected" in option.attrib] or options[:1]
        values[field.get("name")] = chosen[0].get("value", _text(chosen[0])) if chosen else ""
    return values


def _texts(element: Element | None) -> list[str]:
    if element is None or element.tag in ("script", "style"):
        return []
    found = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            found += _texts(child)
        found.append(child.tail or "")
    return found


def _text(element: Element | None) -> str:
    return " ".join("".join(_texts(element)).split())
