"""The bar marks the room a page belongs to, also where the page has another address."""

from __future__ import annotations

import pytest

from tests.cast import ADMINISTRATOR, SECRETARIAT


@pytest.mark.one_engine
def test_proposals_belong_to_meetings_and_names_of_agencies_to_the_committees(browser_of) -> None:
    found = {
        path: {link.text for link in browser_of(person).open(path).find(".//nav//a[@aria-current='page']")}
        for person, path in ((SECRETARIAT, "/petitions"), (SECRETARIAT, "/meetings"), (ADMINISTRATOR, "/agencies"))
    }

    assert "Cuộc họp" in found["/petitions"] & found["/meetings"]
    assert {"Ban Chỉ đạo", "Quản trị"} <= found["/agencies"]
