"""No secret and no data of an installation is in the repository, nor was any (row 63)."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from tests.architecture.source import ROOT

# Keys of well-known services, private keys, and addresses of databases with a password in them.
SECRETS = re.compile(
    "-----BEGIN [A-Z ]*PRIVATE "
    "KEY-----"
    r"|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bglpat-[\w-]{20}\b|\bxox[abp]-[\w-]{10,}"
    r"|\bAIza[0-9A-Za-z_-]{35}\b|\bsk_live_\w{20,}"
    r"|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}"
)
# A long word of letters and digits given to something that is named like a secret.
GIVEN = re.compile(r"""(?i)(?:secret|passw(?:or)?d|token|api_?key)\w*["']?\s*[:=]\s*["']([A-Za-z0-9+/_-]{24,})["']""")
LONG_WORDS = re.compile(r"[a-z]+(?:[_-][a-z]+)*")
DATA = re.compile(
    r"(?:\.sqlite3?|\.db|-wal|-shm|\.dump|\.pem|\.key|\.p12|\.pfx|\.don-doc)$|(?:^|/)(?:secret_key|\.env|instance)(?:/|$)"
)
# Made up, and used by the tests only.
OURS = {"q7Zr1_kVbN0sXeYtUa3MfHj5Lw8cPd2RgQ9oIiT6", "nG4-hQ9xT2_vL7mB0cYkR5dWzJ8sPfA1eUoI3tKbX6gVyHrN"}


def test_row_63_no_file_holds_a_secret() -> None:
    found = []
    for path in kept_files():
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{path.relative_to(ROOT)}: {one[0][:20]}…" for one in SECRETS.finditer(text)]
        found += [f"{path.relative_to(ROOT)}: {one[1][:12]}…" for one in GIVEN.finditer(text) if is_random(one[1])]

    assert found == []


def test_row_63_no_data_of_an_installation_is_or_was_kept() -> None:
    names = git("log", "--all", "--name-only", "--format=") | git("ls-files")

    assert sorted(name for name in names if DATA.search(name)) == []


def test_row_63_what_an_installation_makes_is_not_taken_in_by_oversight() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()

    assert "/instance/" in ignored


def test_the_search_finds_what_it_is_for() -> None:
    assert SECRETS.search("-----BEGIN RSA PRIVATE KEY-----")
    assert is_random(GIVEN.search('SMTP_PASSWORD = "' + "a8Kq2Lm9Zx4Vb7Nc1Wd6Fg3H" + '"')[1])
    assert not is_random(GIVEN.search("token='mot-ma-rieng-cho-may-theo-doi'")[1])
    assert DATA.search("instance/don-doc.sqlite3")
    assert DATA.search("deploy/.env")


def is_random(word: str) -> bool:
    """Return whether a long word looks made by chance: capitals, small letters and digits, and none of ours."""
    kinds = [re.search(kind, word) for kind in ("[A-Z]", "[a-z]", "[0-9]")]
    return all(kinds) and word not in OURS and not LONG_WORDS.fullmatch(word)


def kept_files() -> list[Path]:
    """Return the texts that are kept: all that git knows, or where there is no history all that stands here."""
    names = git("ls-files")
    paths = (
        [ROOT / name for name in names] if names else [path for path in ROOT.rglob("*") if ".venv" not in path.parts]
    )
    here = Path(__file__).resolve()  # it names what it looks for
    return sorted(
        path
        for path in paths
        if path.is_file() and path != here and path.suffix not in {".png", ".xlsx", ".ico", ".woff2"}
    )


def git(*words: str) -> set[str]:
    """Return the lines that git says; none where it or the history is missing."""
    if not (ROOT / ".git").exists():
        return set()
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return {line for line in done.stdout.splitlines() if line}
