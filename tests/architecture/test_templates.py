"""Templates parse, import nothing unused, and none is left over."""

from __future__ import annotations

import ast
from pathlib import Path

from jinja2 import Environment, nodes

from tests.architecture.source import TEMPLATES, modules, place, tree

PAGES = sorted(path for path in TEMPLATES.rglob("*") if path.is_file())
NEUTRAL = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"], autoescape=True)
CALLS = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)


def parsed(path: Path) -> nodes.Template:
    return NEUTRAL.parse(path.read_text(encoding="utf-8"), filename=place(path))


def test_every_template_parses() -> None:
    assert all(isinstance(parsed(path), nodes.Template) for path in PAGES)


def test_a_template_imports_only_what_it_uses() -> None:
    unused = {place(path): sorted(names) for path in PAGES if (names := imported(parsed(path)) - used(parsed(path)))}

    assert unused == {}


def test_what_a_template_calls_is_there() -> None:
    missing = [
        f"{place(path)}: {name}" for path in PAGES for name in called(parsed(path)) if not (TEMPLATES / name).is_file()
    ]

    assert not missing, "\n".join(missing)


def test_a_macro_that_is_imported_exists() -> None:
    missing = [
        f"{place(path)}: {name}"
        for path in PAGES
        for node in parsed(path).find_all(nodes.FromImport)
        for name in (one if isinstance(one, str) else one[0] for one in node.names)
        if name not in macros(TEMPLATES / node.template.value)
    ]

    assert not missing, "\n".join(missing)


def test_every_form_that_is_posted_says_whose_it_is_and_carries_a_number() -> None:
    """The macro `csrf` writes both; whoever presses "sign out" twice is nobody the second time."""
    posting = {place(path): path.read_text(encoding="utf-8") for path in PAGES}
    bare = {name: text.count('method="post"') - text.count("{{ csrf(") for name, text in posting.items()}
    # The two pages of a plan share their fields, and the number among them.
    shared = {"templates/meetings/_plan.html": -1, "templates/meetings/edit.html": 1, "templates/meetings/new.html": 1}

    assert {name: more for name, more in bare.items() if more} == {**shared, "templates/web/_tools.html": 1}


def test_no_template_is_left_over() -> None:
    asked = {name for path in PAGES for name in called(parsed(path))} | texts_of_the_code()

    assert [place(path) for path in PAGES if path.relative_to(TEMPLATES).as_posix() not in asked] == []


def imported(template: nodes.Template) -> set[str]:
    """Return the names that a template imports, as it calls them."""
    names = {node.target for node in template.find_all(nodes.Import)}
    for node in template.find_all(nodes.FromImport):
        names |= {one if isinstance(one, str) else one[1] for one in node.names}
    return names


def used(template: nodes.Template) -> set[str]:
    """Return the names that a template reads."""
    return {node.name for node in template.find_all(nodes.Name) if node.ctx == "load"}


def called(template: nodes.Template) -> set[str]:
    """Return the files a template calls by their names."""
    found = {node.template for node in template.find_all(CALLS)}
    return {constant.value for name in found for constant in constants(name)}


def constants(node: nodes.Node) -> list[nodes.Const]:
    """Return the texts in `node`, itself included."""
    return [node] if isinstance(node, nodes.Const) else list(node.find_all(nodes.Const))


def macros(path: Path) -> set[str]:
    """Return what a file of macros gives away."""
    template = parsed(path)
    assigned = {node.target.name for node in template.find_all(nodes.Assign) if isinstance(node.target, nodes.Name)}
    return {node.name for node in template.find_all(nodes.Macro)} | assigned


def texts_of_the_code() -> set[str]:
    """Return every text constant of the code and of the tests: the guide to the components is shown by a test."""
    tests = (TEMPLATES.parent / "tests").rglob("*.py")
    return {
        node.value
        for path in [*modules(), *tests]
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
