"""Row 13: pages and programs read through queries and `access`, and ask one policy function."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.architecture.source import modules, place, tree

ASKING = {"select", "insert", "update", "delete", "text"}
POLICY = "committee.domain.access"
# What a relation to a unit allows is decided in one place; others may only look at what the table says of a role.
DECIDERS = {"may", "reach", "relation_of", "visible_paths"}


# Named in a signature: a plain value that lives beside its table, and a row that `access` hands over.
ONLY_NAMED = {"SignedIn", "PeopleFile"}


def is_edge(path: Path) -> bool:
    """Return whether a module answers requests: a view of a room, or a door for programs."""
    return "views" in path.parts or path.stem.endswith("views") or path.parent.name == "api"


def edges() -> list[Path]:
    return [path for path in modules() if is_edge(path)]


def test_row_13_there_are_edges_to_look_at() -> None:
    assert len(edges()) >= 20


def test_row_13_no_view_and_no_door_asks_the_database_itself() -> None:
    found = [
        f"{place(path, node)}: {name_of(node.func)}"
        for path in edges()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and (is_asking(node.func) or is_session(node.func))
    ]

    assert found == []


def test_row_13_no_view_and_no_door_imports_a_table() -> None:
    found = [
        f"{place(path, node)}: {node.module}"
        for path in edges()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").endswith(".models")
        and not {alias.name for alias in node.names} <= ONLY_NAMED
    ]

    assert found == []


def test_row_13_pages_and_programs_ask_the_same_policy() -> None:
    sources = {
        node.module
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and DECIDERS & {alias.name for alias in node.names}
    }

    assert sources == {POLICY}


def name_of(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def is_asking(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in ASKING


def is_session(node: ast.expr) -> bool:
    """Return whether a call goes to `db.session`, its nested transactions aside."""
    if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Attribute):
        return False
    return (
        node.value.attr == "session"
        and name_of(node.value.value) == "db"
        and node.attr not in ("begin_nested", "rollback")
    )
