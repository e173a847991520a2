"""Row 61: whatever a page, a command, a program or a job may call that writes, leaves its trace in the audit."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from committee.dashboards.audit_actions import ACTIONS
from tests.architecture.source import ROOT, modules, tree

Function = tuple[str, str]  # module, name

DOORS = ("committee.cli", "committee.api", "committee.jobs", "committee.web", "committee.demo")
RECORDING = {
    ("committee.audit.operations", name) for name in ("record", "record_all", "record_refusal", "record_export")
}
STATEMENTS = {"insert", "update", "delete"}
SESSION_WRITES = {"add", "add_all"}
CLAIMS = {("committee.core.rows", "insert_unless_known"), ("committee.core.rows", "rows_changed")}

# What writes and is nobody's act, each with its reason.
EXEMPT = {
    "committee.accounts.operations.note_token_used": "that a key is in use, once a day",
    "committee.accounts.operations.touch_session": "that a session is in use, once a minute",
    "committee.accounts.operations.open_try": "tries to use a link of a mail in vain, kept for a day",
    "committee.accounts.operations.take_back_try": "the same, by a link that was good",
    "committee.accounts.presses.claim": "the same form sent twice; what it does is recorded",
    "committee.accounts.presses.prune": "numbers of forms, kept for a week",
    "committee.accounts.presses.release": "the same form sent twice; it was refused",
    "committee.accounts.presses.settle": "the same form sent twice; what it does is recorded",
    "committee.accounts.repeats.claim": "the same request sent twice; what it does is recorded",
    "committee.accounts.repeats.keep": "the same request sent twice; what it does is recorded",
    "committee.accounts.repeats.prune": "answers kept for 90 days",
    "committee.audit.sealing.seal": "the seals of the audit itself",
    "committee.figures.operations.follow_the_day": "sums that follow the day; they are computed from figures",
    "committee.figures.operations.keep_report": "a draft, which nobody else sees",
    "committee.members.operations.add_missing_agencies": "what comes with the programme, like its schema",
    "committee.members.people_files.keep_file": "a file that waits for its preview to be confirmed",
    "committee.members.people_files.prune": "files that waited in vain",
    "committee.notify.delivery.deliver_one": "the ledger of deliveries keeps every try itself",
    "committee.notify.operations.mark_read": "that a person read their own notice",
    "committee.notify.operations.prune": "notices older than 400 days",
    "committee.tasks.operations.files.keep_file": "a file that waits for its preview to be confirmed",
    "committee.tasks.operations.files.name_columns": "what somebody calls the columns of their files",
    "committee.tasks.operations.files.prune": "files that waited in vain",
    "committee.tasks.operations.feeds.note_fetch": "how often a calendar program reads a calendar",
    "committee.targets.operations.add_missing_indicators": "what comes with the programme, like its schema",
}


def test_row_61_whatever_writes_leaves_its_trace() -> None:
    silent = {
        f"{module}.{name}"
        for module, name in called_from_outside()
        if reaches((module, name), writes) and not reaches((module, name), RECORDING.__contains__)
    }

    assert silent - set(EXEMPT) == set()


def test_the_search_sees_what_writes() -> None:
    found = {one for one in called_from_outside() if reaches(one, writes)}

    assert ("committee.figures.operations", "accept_report") in found
    assert ("committee.targets.operations", "assign_targets") in found
    assert len(found) > 40


def test_no_exception_is_left_over() -> None:
    known = {f"{module}.{name}" for module, name in called_from_outside()}

    assert set(EXEMPT) - known == set()


def called_from_outside() -> set[Function]:
    """Return the functions of the rooms that doors refer to, under the names by which they do."""
    found = set()
    for module in names_of_modules():
        if is_door(module):
            for function in functions_of(module).values():
                found |= {one for one in referred(module, function) if not is_door(one[0])}
    return {one for one in found if one[0].startswith("committee.") and not one[0].startswith("committee.core")}


def is_door(module: str) -> bool:
    return module.startswith(DOORS) or ".views" in module


@cache
def reaches_by_name(module: str, name: str) -> frozenset[Function]:
    """Return every function that is reached from this one, itself included."""
    seen: set[Function] = set()
    waiting = [(module, name)]
    while waiting:
        one = home_of(waiting.pop())
        if one in seen:
            continue
        seen.add(one)
        body = functions_of(one[0]).get(one[1])
        if body is not None:
            waiting += referred(one[0], body)
    return frozenset(seen)


def reaches(function: Function, wanted: Callable[[Function], bool]) -> bool:
    return any(wanted(one) for one in reaches_by_name(*function))


@cache
def writes_itself(module: str, name: str) -> bool:
    if (module, name) in CLAIMS:
        return True
    body = functions_of(module).get(name)
    return body is not None and not module.startswith("committee.audit.op") and any(map(is_write, ast.walk(body)))


def writes(function: Function) -> bool:
    return writes_itself(*function)


def is_write(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Name):
        return node.func.id in STATEMENTS
    if isinstance(node.func, ast.Attribute):
        of = ast.unparse(node.func.value)
        return (node.func.attr in SESSION_WRITES and of.endswith("session")) or (
            node.func.attr == "insert" and of in ("sqlite", "postgresql")
        )
    return False


def referred(module: str, body: ast.AST) -> Iterator[Function]:
    """Give the functions of ours that `body` names."""
    known = imports_of(module)
    for node in ast.walk(body):
        if isinstance(node, ast.Name):
            if node.id in functions_of(module):
                yield module, node.id
            elif isinstance(known.get(node.id), tuple):
                yield known[node.id]
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            target = known.get(node.value.id)
            whole = ".".join(target) if isinstance(target, tuple) else ""
            if whole in names_of_modules():
                yield whole, node.attr


@cache
def home_of(function: Function) -> Function:
    """Return where a function is defined that a package gives on."""
    module, name = function
    if name in functions_of(module) or module not in names_of_modules():
        return function
    given_on = imports_of(module).get(name)
    return home_of(given_on) if given_on and given_on[0] in names_of_modules() else function


@cache
def names_of_modules() -> dict[str, Path]:
    found = {}
    for path in modules(top=False):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def functions_of(module: str) -> dict[str, ast.AST]:
    path = names_of_modules().get(module)
    body = tree(path).body if path else []
    return {node.name: node for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)}


@cache
def imports_of(module: str) -> dict[str, Function]:
    found = {}
    for node in ast.walk(tree(names_of_modules()[module])):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {alias.asname or alias.name: (node.module, alias.name) for alias in node.names}
    return found


def test_every_act_has_its_words_on_the_page() -> None:
    assert acts_that_are_written() - set(ACTIONS) == set()


def acts_that_are_written() -> set[str]:
    """Return what the calls that record call the act."""
    found = set()
    for path in modules(top=False):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call):
                named = [keyword.value for keyword in node.keywords if keyword.arg == "action"]
                first = node.args[:1] if ast.unparse(node.func) in ("Act", "acts_of") else []
                record = ast.unparse(node.func).rpartition(".")[2] == "record"
                found |= {
                    constant.value
                    for value in (*(named if record else ()), *first)
                    if not isinstance(value, ast.JoinedStr)
                    for constant in ast.walk(value)
                    if isinstance(constant, ast.Constant) and isinstance(constant.value, str)
                }
    return found
