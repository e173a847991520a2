"""The documentation names every setting and every job, and what the code cites is there."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

from tests.architecture.source import ROOT, modules, place, tree

DOCS = ROOT / "docs"
FIRST_CELL = re.compile(r"^\| `([^`]+)`", re.MULTILINE)
CITED = re.compile(r"docs/([\w/.-]+\.md)(?:,\s+sections?\s+([\d.]+(?:(?:,\s+|\s+and\s+)[\d.]+)*))?")
QUOTED = re.compile(r'docs/([\w/.-]+\.md),\s+"([^"]+)"')
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)")
TIMETABLE = ROOT / "committee" / "jobs" / "timetable.py"


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    documented = FIRST_CELL.findall(read(DOCS / "configuration.md"))

    assert sorted(documented) == sorted(settings())


def test_every_job_is_documented_and_every_documented_job_exists() -> None:
    page = read(DOCS / "operating.md") if (DOCS / "operating.md").exists() else ""
    table = page.partition("## The timetable")[2].partition("\n## ")[0]

    assert sorted(FIRST_CELL.findall(table)) == sorted(jobs())


def test_what_the_code_cites_is_in_the_documentation() -> None:
    missing = []
    for path in modules():
        for name, sections in CITED.findall(read(path)):
            page = read(DOCS / name) if (DOCS / name).exists() else None
            wanted = re.findall(r"\d+(?:\.\d+)*", sections)
            if page is None or any(not re.search(rf"^##+ {re.escape(one)}\.? ", page, re.MULTILINE) for one in wanted):
                missing.append(f"{place(path)}: {name} {sections}")

    assert not missing, "\n".join(missing)


def test_a_heading_that_the_code_quotes_is_there() -> None:
    missing = [
        f"{place(path)}: {name}, {heading}"
        for path in modules()
        for name, heading in QUOTED.findall(read(path))
        if not re.search(rf"^##+ .*\b{re.escape(heading)}\b", read(DOCS / name), re.MULTILINE | re.IGNORECASE)
    ]

    assert not missing, "\n".join(missing)


def test_no_link_leads_nowhere() -> None:
    pages = [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]
    dead = [
        f"{place(page)}: {link}"
        for page in pages
        for link in LINK.findall(read(page))
        if not (page.parent / link).exists()
    ]

    assert not dead, "\n".join(dead)


def test_every_decision_is_listed() -> None:
    pages = {path.name for path in (DOCS / "decisions").glob("0*.md")}
    listed = set(LINK.findall(read(DOCS / "decisions" / "README.md")))

    assert {link for link in listed if link.startswith("0")} == pages


def test_no_two_decisions_share_a_number() -> None:
    numbers = [path.name[:4] for path in (DOCS / "decisions").glob("0*.md")]

    assert len(numbers) == len(set(numbers))


def settings() -> set[str]:
    """Return the names of the variables that config.py asks the environment for."""
    return {
        node.args[0].value
        for node in ast.walk(tree(ROOT / "config.py"))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", "") == "get"
        and getattr(node.func.value, "id", "") == "environ"
        and isinstance(node.args[0], ast.Constant)
    }


def jobs() -> list[str]:
    """Return the names in the timetable: `TIMETABLE` holds jobs with a `name`."""
    if not TIMETABLE.exists():
        return []
    return [job.name for job in importlib.import_module("committee.jobs.timetable").TIMETABLE]


def read(path: Path) -> str:
    """Return a text of ours."""
    return path.read_text(encoding="utf-8")
