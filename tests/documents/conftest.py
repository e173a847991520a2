"""What the tests of the register begin with: the cast, and browsers of theirs."""

from __future__ import annotations

import shutil

import pytest
from flask import Flask

from tests.web.conftest import browser_of, cast, client

__all__ = ["browser_of", "cast", "client", "folder"]


@pytest.fixture
def folder(app: Flask):
    """The folder of documents, empty."""
    kept = app.extensions["settings"].documents_dir
    shutil.rmtree(kept, ignore_errors=True)
    yield kept
    shutil.rmtree(kept, ignore_errors=True)
