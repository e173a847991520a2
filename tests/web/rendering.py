"""Templates without the application: what a template needs from outside is given here in its plainest form."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from committee.web.filters import FILTERS

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
EVERY_TEMPLATE = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))


def environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    env.install_null_translations(newstyle=True)
    env.filters.update(FILTERS)
    env.globals["url_for"] = lambda endpoint, filename: f"/{endpoint}/{filename}"
    env.globals["csrf_token"] = lambda: "token"
    env.globals["number_of_press"] = lambda: "number"
    return env


def part(source: str, **values: object) -> str:
    return environment().from_string(source).render(**values)
