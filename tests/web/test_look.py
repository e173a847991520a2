"""The look: what can be read in both themes, drawn without colour, and sent over a thin line."""

from __future__ import annotations

import gzip
import re

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from tests.web.rendering import EVERY_TEMPLATE, ROOT, TEMPLATES, environment

CSS = (ROOT / "static" / "app.css").read_text("utf-8")
SPRITE = (ROOT / "static" / "icons.svg").read_text("utf-8")
STATUSES = ["met", "course", "slight", "far", "missed", "none"]
TEXT_PAIRS = [
    *[(name, f"{name}-tint") for name in STATUSES],
    *[(name, ground) for name in [*STATUSES, "ink", "accent"] for ground in ("card", "paper")],
    *[("ink", f"{name}-tint") for name in STATUSES],
    ("accent", "course-tint"),
    ("accent", "none-tint"),
    ("on-accent", "accent"),
    ("on-bar", "bar"),
    ("paper", "ink"),
]
EDGE_PAIRS = [("none", "card"), ("none", "paper"), ("ink", "focus"), ("missed", "card")]


def tokens(theme: str) -> dict[str, str]:
    light, dark = re.findall(r":root\{(.*?)\}", CSS, re.DOTALL)[:2]
    read = dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{6})", light))
    return read | dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{6})", dark)) if theme == "dark" else read


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_stands_out_from_its_ground(theme, text, ground):
    colours = tokens(theme)

    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGE_PAIRS)
def test_an_edge_stands_out_from_its_ground(theme, edge, ground):
    colours = tokens(theme)
    needed = 3 if (theme, edge) != ("dark", "ink") else 1  # in the dark the ring itself stands out from the card

    assert contrast(colours[edge], colours[ground]) >= needed


def test_the_focus_ring_is_seen_in_the_dark():
    colours = tokens("dark")

    assert contrast(colours["focus"], colours["card"]) >= 3


def test_the_stylesheet_is_small_enough_to_travel_inside_the_page():
    assert len(CSS.encode()) <= 30_000
    assert len(gzip.compress(CSS.encode())) <= 7_000


def test_the_stylesheet_asks_for_no_other_file():
    assert "url(" not in CSS
    assert "@import" not in CSS


def test_the_script_is_tiny():
    assert (ROOT / "static" / "app.js").stat().st_size <= 2_048


@pytest.mark.parametrize("status", ["met", "ok", "watch", "lag", "severe", "overdue", "nodata", "suspect", "na"])
def test_every_status_has_its_own_shape(status):
    drawn = re.findall(r'<symbol id="status-([a-z]+)" viewBox="0 0 16 16">(.*?)</symbol>', SPRITE)

    assert status in dict(drawn)
    assert len({shape for _, shape in drawn}) == len(drawn)
    assert f".s-{status}" in CSS


def test_the_sprite_takes_its_colour_from_the_text():
    assert not re.search(r'(fill|stroke)="(?!none|currentColor|evenodd)[^"0-9.]', SPRITE)


@pytest.mark.parametrize("name", EVERY_TEMPLATE)
def test_a_template_can_be_read(name):
    environment().get_template(name)


@pytest.mark.parametrize("name", EVERY_TEMPLATE)
def test_row_37_a_template_has_no_inline_style_and_no_handler(name):
    source = (TEMPLATES / name).read_text("utf-8")

    assert not re.search(r"\sstyle\s*=\s*[\"'{]", re.sub(r"\{[{%].*?[%}]\}", "", source))
    assert not re.search(r"<[a-z][^>]*\son[a-z]+\s*=", source)
    assert "<style" not in source
    assert "|safe" not in source.replace(" ", "")


@pytest.mark.parametrize("name", EVERY_TEMPLATE)
def test_a_template_uses_what_it_imports(name):
    source = (TEMPLATES / name).read_text("utf-8")
    imported = re.findall(r"\{% from \"[^\"]+\" import ([^%]+?) %\}", source)
    rest = re.sub(r"\{% from .*?%\}", "", source)

    words = [word.rpartition(" as ")[2] for names in imported for word in names.split(", ")]
    unused = [word for word in words if not re.search(rf"\b{word}\(", rest)]

    assert unused == []


@pytest.mark.parametrize("name", EVERY_TEMPLATE)
def test_a_template_draws_only_icons_of_the_sprite(name):
    drawn = re.findall(r"\bicon\(\"([a-z]+)\"", (TEMPLATES / name).read_text("utf-8"))

    assert [icon for icon in drawn if f'<symbol id="{icon}"' not in SPRITE] == []


def test_every_word_of_the_templates_has_its_vietnamese():
    known = set()
    for room in sorted((ROOT / "translations" / "vi").glob("*.po")):
        with room.open("rb") as file:
            known |= {message.id for message in read_po(file) if message.string}
    options = {"trimmed": "true"}
    missing = {}

    for name in EVERY_TEMPLATE:
        with (TEMPLATES / name).open("rb") as file:
            words = extract("jinja2.ext:babel_extract", file, options=options)
            missing |= {word: name for _, word, _, _ in words if word not in known}

    assert missing == {}
