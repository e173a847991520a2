"""All pages in Chromium over a database full of attacks: nothing runs, nothing is asked of another house, no error."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import ConsoleMessage, Page, Request, sync_playwright

from committee.core import doors
from committee.web.factory import create_app
from tests.cast import ADMINISTRATOR, DISTRICT_REVIEWER, EVERYBODY, REPORTER, SECRETARIAT, Person
from tests.hostile.addresses import pages, to_read
from tests.hostile.payloads import CANARY, PAYLOADS
from tests.hostile.poisoning import poisoned
from tests.hostile.town import Town
from tests.journeys.house import QUIET
from tests.web.browser import Browser
from tests.web.looks import press
from tests.web.served import CHROMIUM, served, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]
LONG = os.environ.get("DON_DOC_TEST_TIER") == "long"
NORMAL = [(SECRETARIAT, 360), (ADMINISTRATOR, 1366), (REPORTER, 360)]
VISITS = [(person, width) for person in EVERYBODY for width in (360, 1366)] if LONG else NORMAL
TYPISTS = (REPORTER, DISTRICT_REVIEWER, SECRETARIAT) if LONG else (REPORTER,)
MOST_LINKS = 60 if LONG else 4
WATCH = f"""
window.seen = [];
document.addEventListener("securitypolicyviolation", function (event) {{
  window.seen.push("policy: " + event.violatedDirective + " " + event.blockedURI + " " + event.sample);
}});
["alert", "confirm", "prompt", "{CANARY}"].forEach(function (name) {{
  window[name] = function () {{ window.seen.push("ran: " + name); }};
}});
"""
# What Chromium says of every answer that is not 2xx, a refused form included.
OF_THE_STATUS = "Failed to load resource: the server responded with a status of 4"
ATTACK = " ".join(PAYLOADS)
WHERE_AND_WHAT = """forms => forms.map(form => form.method + " " + form.action + " "
    + [...form.elements].map(one => one.name).join(" "))"""


class Watched:
    """A page of Chromium, and all it did that no page of ours may do."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.faults: list[str] = []
        page.add_init_script(WATCH)
        page.on("pageerror", lambda error: self._note(f"error: {error}"))
        page.on("dialog", lambda dialog: (self._note("dialog"), dialog.dismiss()))
        page.on("console", self._heard)
        page.on("request", self._asked)

    def look(self) -> None:
        """Take down what happened on the page that is open."""
        for one in self.page.evaluate("window.seen || []"):
            self._note(one)
        if self.page.evaluate("document.contentType") != "text/html":
            return
        foreign = "script:not([src^='/static/']),iframe,object,embed,base,canary-x,[canary-x],[onerror],[style]"
        count = self.page.locator(foreign).count()
        if count:
            self._note(f"{count} elements that are not ours")

    def _heard(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning") and not said.text.startswith(OF_THE_STATUS):
            self._note(f"console: {said.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:")):
            self._note(f"asked {request.url}")

    def _note(self, fault: str) -> None:
        self.faults.append(f"{urlsplit(self.page.url).path}: {fault[:300]}")


@pytest.fixture(scope="module")
def started() -> Iterator[Chromium]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@contextmanager
def watched(started: Chromium, address: str, *, width: int) -> Iterator[Watched]:
    context = started.new_context(base_url=address, viewport={"width": width, "height": 760}, locale="vi-VN")
    yield Watched(context.new_page(), address)
    context.close()


def shared_out(app: Flask, town: Town, person: Person) -> list[str]:
    """Return the pages that `person` is to open: all, or those of them that open for nobody before them in the row."""
    if LONG:
        return ["/", *to_read(app, town, person)]
    mine: dict[str, str] = {}
    for visitor, _width in NORMAL:
        browser = Browser(app)
        browser.sign_in(visitor)
        for endpoint, path in pages(app, town, visitor):
            if endpoint not in mine and browser.ask("GET", path).status_code == 200:
                mine[endpoint] = path if visitor == person else ""
        if visitor == person:
            break
    return ["/", *filter(None, mine.values())]


def walk(one: Watched, starts: list[str], *, most: int) -> list[str]:
    """Open the pages at `starts` and `most` of what they link to, and return what was opened."""
    waiting, opened = list(dict.fromkeys(starts)), []
    most += len(waiting)
    while waiting and len(opened) < most:
        where = waiting.pop(0)
        if is_a_file(where):
            continue
        one.page.goto(where)
        opened.append(where)
        one.look()
        links = one.page.eval_on_selector_all("a[href^='/']", "found => found.map(a => a.getAttribute('href'))")
        waiting += [link for link in dict.fromkeys(links) if link not in opened and link not in waiting]
    return opened


def is_a_file(where: str) -> bool:
    return "format=" in where or "/files/" in where or where.endswith((".xlsx", ".csv", ".ics", "/template"))


@pytest.mark.parametrize(("person", "width"), VISITS, ids=lambda one: getattr(one, "email", str(one)).partition("@")[0])
def test_rows_36_and_40_no_page_runs_what_somebody_wrote_or_breaks_the_policy(
    app: Flask, town: Town, started: Chromium, person: Person, width: int
) -> None:
    with served(app) as address, watched(started, address, width=width) as one:
        sign_in(one.page, person)
        starts = shared_out(app, town, person)
        poisoned()

        opened = walk(one, starts, most=MOST_LINKS)

    assert one.faults == []
    assert len(opened) >= 8


@pytest.mark.parametrize("person", TYPISTS, ids=lambda person: person.role)
def test_rows_36_and_40_no_form_runs_what_is_typed_into_it(
    app: Flask, town: Town, started: Chromium, person: Person
) -> None:
    tried = 0
    met: set[str] = set()
    with served(app) as address, watched(started, address, width=360) as one:
        sign_in(one.page, person)
        for where in to_read(app, town, person):
            if is_a_file(where) or where.startswith("/invitations"):
                continue
            one.page.goto(where)
            for number, form in enumerate(one.page.eval_on_selector_all("main form", WHERE_AND_WHAT)):
                if form not in met:  # every page that is not found offers the same search
                    for text in (ATTACK, "1"):
                        one.page.goto(where)
                        tried += sent(one, number, text)
                met.add(form)

    assert one.faults == []
    assert tried >= 4


def sent(one: Watched, number: int, text: str) -> bool:
    """Type `text` into every field of a form and press its first button; return whether there was one to press."""
    form = one.page.locator("main form").nth(number)
    button = form.locator("button[type=submit],button:not([type])").first
    if not form.count() or not button.count() or not button.is_visible():
        return False
    for field in form.locator("input:not([type]),input[type=text],input[type=search],textarea").all():
        if field.is_editable():
            field.evaluate("(field, text) => { field.removeAttribute('maxlength'); field.value = text; }", text)
    form.evaluate("form => { form.noValidate = true; }")
    press(one.page, button)
    one.look()
    return True


def test_a_page_that_broke_the_policy_would_be_seen(app: Flask, town: Town, started: Chromium) -> None:
    @doors.anyone
    def broken() -> str:
        return f"<!doctype html><title>x</title><p style='color:red'>x<img src=x onerror={CANARY}()><script>x</script>"

    with served(planted(app, broken)) as address, watched(started, address, width=360) as one:
        one.page.goto("/planted")
        one.page.evaluate(f"window.{CANARY}()")
        one.look()

    said = " ".join(one.faults)
    for sign in (
        "policy: script-src",
        "policy: style-src",
        f"ran: {CANARY}",
        "elements that are not ours",
        "console: ",
    ):
        assert sign in said


def planted(app: Flask, view: object) -> Flask:
    """Return an application like ours with one page more."""
    like_ours = create_app(app.extensions["settings"])
    like_ours.add_url_rule("/planted", endpoint="planted", view_func=view)
    return like_ours
