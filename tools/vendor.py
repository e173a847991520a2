"""Fetch the vendored front-end files again and verify them: `python3 tools/vendor.py`, for development only.

`static/vendor/manifest.json` says which package, which version, which files. The package is fetched with `npm pack`
from whatever registry npm is set up for. With `--write` the manifest takes the hashes of what was fetched (a new
version); without it a file that differs from its hash is refused and nothing is written.
"""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"
MANIFEST = VENDOR / "manifest.json"


def main(arguments: list[str]) -> int:
    manifest = json.loads(MANIFEST.read_text("utf-8"))
    for package in manifest["packages"]:
        contents = fetch(package)
        if "--write" in arguments:
            for file in package["files"]:
                file["sha384"] = sha384(contents[file["path"]])
        wrong = [f["path"] for f in package["files"] if sha384(contents[f["path"]]) != f["sha384"]]
        if wrong:
            sys.stderr.write(f"{package['name']} {package['version']}: {', '.join(wrong)} differ from the manifest\n")
            return 1
        for path, content in contents.items():
            (VENDOR / path).parent.mkdir(parents=True, exist_ok=True)
            (VENDOR / path).write_bytes(content)
    MANIFEST.write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return 0


def fetch(package: dict[str, Any]) -> dict[str, bytes]:
    """Return {path under static/vendor: content} of the files the manifest wants from one package."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = f"{package['name']}@{package['version']}"
        command = ["npm", "pack", "--silent", "--pack-destination", folder, wanted]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as packed:
            return {file["path"]: _member(packed, f"package/{file['from']}") for file in package["files"]}


def _member(packed: tarfile.TarFile, name: str) -> bytes:
    member = packed.extractfile(name)
    if member is None:
        raise FileNotFoundError(name)
    return member.read()


def sha384(content: bytes) -> str:
    return base64.b64encode(hashlib.sha384(content).digest()).decode()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
