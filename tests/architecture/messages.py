"""The message ids that the code and the templates use, and the rooms' translations of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tests.architecture.source import ROOT, TEMPLATES, modules, place, tree

ROOMS = sorted((ROOT / "translations").glob("*/*.po"))
ASKING = {"gettext", "lazy_gettext", "ngettext", "lazy_ngettext", "_"}
SENTENCE = re.compile(r"(?s)[A-Z“%].* .*[.?!]")
PLACEHOLDER = re.compile(r"%\((\w+)\)([sd])")


@dataclass(frozen=True)
class Said:
    """A message id, where it is said, by which call, and whether parameters are given there."""

    message: str
    where: str
    call: str
    with_parameters: bool


@cache
def said() -> tuple[Said, ...]:
    """Return every message id that is said anywhere."""
    return (*in_code(), *in_templates())


def in_code() -> Iterator[Said]:
    """Return the literal ids given to refusals and to gettext, both forms of a plural."""
    asking = ASKING | refusals()
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and called(node) in asking:
                for message in literals(node.args[:2] if "ngettext" in called(node) else node.args[:1]):
                    yield Said(message, place(path, node), called(node), bool(node.keywords))


def in_templates() -> Iterator[Said]:
    """Return the ids of the templates."""
    rules = [("**.*", "jinja2")]
    for name, line, message, _comments, _context in extract_from_dir(TEMPLATES, rules, options_map={}):
        for form in [message] if isinstance(message, str) else message:
            if isinstance(form, str):
                yield Said(form, f"templates/{name}:{line}", "template", with_parameters=True)


@cache
def refusals() -> frozenset[str]:
    """Return the names of `DomainError` and of every class made from it that takes a message."""
    names = {"DomainError"}
    classes = [node for path in modules() for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)]
    for _ in classes:
        names |= {node.name for node in classes if {getattr(base, "id", "") for base in node.bases} & names}
    return frozenset(names)


def called(node: ast.Call) -> str:
    """Return the name of what is called."""
    return getattr(node.func, "id", getattr(node.func, "attr", ""))


def literals(arguments: list[ast.expr]) -> Iterator[str]:
    """Return the texts written in `arguments`, both branches of a choice too."""
    for argument in arguments:
        if isinstance(argument, ast.IfExp):
            yield from literals([argument.body, argument.orelse])
        elif isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            yield argument.value


@cache
def texts() -> frozenset[str]:
    """Return every text constant of the code and every id of the templates: an id may be kept as data."""
    constants = {
        node.value
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return frozenset(constants | {one.message for one in in_templates()})


def sentences_of_the_rules() -> Iterator[tuple[str, str]]:
    """Return (sentence, place) of every constant on the ground floor that reads as one, docstrings left out."""
    for path in sorted((ROOT / "committee" / "domain").rglob("*.py")):
        silent = {id(part) for node in ast.walk(tree(path)) if is_silent(node) for part in ast.walk(node)}
        for node in ast.walk(tree(path)):
            text = node.value if isinstance(node, ast.Constant) and id(node) not in silent else None
            if isinstance(text, str) and SENTENCE.fullmatch(text):
                yield text, place(path, node)


def is_silent(node: ast.AST) -> bool:
    """Return whether `node` is a docstring, or a mistake of the programmer that nobody else reads."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    return (
        isinstance(node, ast.Raise)
        and isinstance(node.exc, ast.Call)
        and called(node.exc).endswith("Error")
        and (called(node.exc) not in refusals())
    )


@cache
def translations() -> tuple[tuple[Path, tuple[str, ...], tuple[str, ...], bool], ...]:
    """Return (file, ids, texts, fuzzy) of every message of every room."""
    found = []
    for room in ROOMS:
        with room.open("rb") as file:
            catalogue = read_po(file, locale=room.parent.name, abort_invalid=True)
        for message in catalogue:
            assert message.context is None, "the rooms' catalogues are joined by id alone"
        found += [(room, forms(one.id), forms(one.string), one.fuzzy) for one in catalogue if one.id]
    return tuple(found)


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    """Return the forms of a message: one, or singular and plural."""
    return (text,) if isinstance(text, str) else tuple(text)


def raw_ids(room: Path) -> list[str]:
    """Return the ids of a file as they are written, repeated ones repeated."""
    blocks = re.findall(r'^msgid ((?:"(?:[^"\\]|\\.)*"\s*)+)', room.read_text(encoding="utf-8"), re.MULTILINE)
    return ["".join(re.findall(r'"((?:[^"\\]|\\.)*)"', block)) for block in blocks]


def placeholders(text: str) -> set[tuple[str, str]]:
    """Return the placeholders of `text` with their types."""
    return set(PLACEHOLDER.findall(text))
