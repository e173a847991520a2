"""What others wrote and we serve is byte for byte what was reviewed."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "static" / "vendor"
PACKAGES = json.loads((VENDOR / "manifest.json").read_text("utf-8"))["packages"]
FILES = [file for package in PACKAGES for file in package["files"]]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file["path"])
def test_a_vendored_file_has_the_hash_of_the_manifest(file):
    content = (VENDOR / file["path"]).read_bytes()

    assert base64.b64encode(hashlib.sha384(content).digest()).decode() == file["sha384"]


def test_nothing_is_vendored_that_the_manifest_does_not_name():
    served = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}

    assert served == {file["path"] for file in FILES} | {"manifest.json"}


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["name"])
def test_a_vendored_package_carries_its_licence_and_stands_in_the_notice(package):
    notice = (ROOT / "NOTICE").read_text("utf-8")

    assert any(file["path"].endswith("LICENSE") for file in package["files"])
    assert f"{package['name']} {package['version']}" in notice
