"""The cards of a notice as a browser sees and sends them: {field: one value a card}."""

from __future__ import annotations

from tests.web.browser import Page


def cards(page: Page) -> dict[str, list[str]]:
    """Return what stands in the fields of the cards: {field: one value a card}."""
    names = (
        "number",
        "text",
        "kind",
        "title",
        "lead",
        "coordinators",
        "deliverable",
        "due_on",
        "due_wording",
        "indicator",
        "day_asked",
    )
    found: dict[str, list[str]] = {}
    for name in names:
        inputs = [one.get("value", "") for one in page.find(f".//input[@name='{name}']")]
        chosen = [one.get("value") for one in page.find(f".//select[@name='{name}']/option[@selected]")]
        found[name] = inputs or chosen
    return found


def read_text(browser, meeting: str, text: str) -> dict[str, list[str]]:
    """Paste a text for a meeting and return what stands on its cards."""
    browser.open(f"{meeting}/conclusions/new")
    return cards(browser.press("Đọc kết luận", notice=text))


def filled(found: dict[str, list[str]]) -> dict[str, object]:
    """Return the cards as a browser would send them."""
    count = len(found["title"])
    return {
        name: values if len(values) == count else [*values, *[""] * (count - len(values))]
        for name, values in found.items()
    }
