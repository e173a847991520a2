"""The floors, rooms and ground are kept, and each contract notices when it is broken."""

from __future__ import annotations

import itertools
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = {contract["id"]: contract for contract in PROJECT["tool"]["importlinter"]["contracts"]}

BREAKS = [
    pytest.param("floors", "units/queries.py", "from committee.targets import models", id="a lower floor looks up"),
    pytest.param("floors", "letters/models.py", "from committee import reorganisation", id="neighbours on one floor"),
    pytest.param("floors", "weather/__init__.py", "", id="a package without a floor"),
    pytest.param("floors", "core/tables.py", "from committee.units import models", id="core learns the subject"),
    pytest.param("floors", "domain/marks.py", "from committee.core import clock", id="a rule reads the clock"),
    pytest.param("ground", "domain/weights.py", "import sqlalchemy", id="a rule knows the database"),
    pytest.param("no-web-below", "units/operations.py", "from flask import request", id="a write reads the request"),
    pytest.param("no-web-below", "tasks/queries.py", "import flask_login", id="a read asks who is signed in"),
    pytest.param("no-web-below", "figures/access.py", "from wtforms import Form", id="a permission knows a form"),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the house that may be broken."""
    shutil.copytree(ROOT / "committee", tmp_path / "committee", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    return tmp_path


def broken_contracts(house: Path) -> set[str]:
    """Return the ids of the contracts that are broken in `house`."""
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"],
        cwd=house,
        env={"PYTHONUTF8": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    results = dict(re.findall(r"^(.+?) (KEPT|BROKEN)\b", said, re.MULTILINE))
    assert set(results) == {contract["name"] for contract in CONTRACTS.values()}, said
    broken = {key for key, contract in CONTRACTS.items() if results[contract["name"]] == "BROKEN"}
    assert bool(broken) == bool(done.returncode)
    return broken


def add_line(house: Path, file: str, line: str) -> None:
    """Write `line` at the end of a module of `house`, which is made if it is not there."""
    path = house / "committee" / file
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as module:
        module.write(f"\n{line}\n")


def test_the_house_keeps_every_contract() -> None:
    assert broken_contracts(ROOT) == set()


@pytest.mark.parametrize(("contract", "file", "line"), BREAKS)
def test_a_broken_contract_is_noticed_and_no_other(copy: Path, contract: str, file: str, line: str) -> None:
    add_line(copy, file, line)

    assert broken_contracts(copy) == {contract}


@pytest.mark.parametrize(
    ("lower", "upper"), list(itertools.pairwise(["models", "queries", "access", "operations", "forms", "views"]))
)
def test_a_room_that_looks_up_is_noticed(copy: Path, lower: str, upper: str) -> None:
    shutil.rmtree(copy / "committee" / "letters")
    add_line(copy, "letters/__init__.py", "")
    add_line(copy, f"letters/{upper}.py", "")

    add_line(copy, f"letters/{lower}.py", f"from committee.letters import {upper}")

    assert broken_contracts(copy) == {"rooms"}


def test_two_modules_that_need_each_other_are_noticed(copy: Path) -> None:
    add_line(copy, "letters/paper.py", "from committee.letters import stamp")
    add_line(copy, "letters/stamp.py", "from committee.letters import paper")

    assert broken_contracts(copy) == {"no-cycles"}


def test_every_contract_is_broken_by_some_test() -> None:
    assert {case.values[0] for case in BREAKS} | {"rooms", "no-cycles"} == set(CONTRACTS)


def test_no_package_we_install_is_left_out_of_the_ground_contract() -> None:
    forbidden = set(CONTRACTS["ground"]["forbidden_modules"])
    asked = PROJECT["project"]["dependencies"] + PROJECT["project"]["optional-dependencies"]["postgres"]
    ours = {re.split(r"[\[<>=~]", line)[0].replace("_", "-").lower() for line in asked}
    importable = {
        name
        for name, distributions in packages_distributions().items()
        if not name.startswith("_") and ours & {word.replace("_", "-").lower() for word in distributions}
    }

    assert importable <= forbidden
