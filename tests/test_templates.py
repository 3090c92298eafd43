"""Every template compiles with undefined names as errors and holds nothing inline."""

import re
from pathlib import Path

import pytest
from jinja2 import StrictUndefined

from fair_pos import resources
from fair_pos.web import assets, pages

FOLDER = resources.folder("templates")
PAGES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html"))
INLINE = {
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")"),
    "an inline style": re.compile(r"<style\b"),
    "a style attribute": re.compile(r"\sstyle\s*="),
    "an event attribute": re.compile(
        r"<[a-z][^<>]*\son(?:click|load|error|submit|change|input|key\w+|focus|blur)\s*="
    ),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
    "a foreign host": re.compile(r"(?:src|href|action)=\"(?:https?:)?//"),
}


def test_there_are_templates() -> None:
    assert len(PAGES) > 20


@pytest.mark.parametrize("page", PAGES)
def test_a_template_compiles(page: str) -> None:
    environment = pages.environment()
    assert environment.undefined is StrictUndefined
    assert environment.autoescape is True
    environment.get_template(page)


@pytest.mark.parametrize("page", PAGES)
def test_a_template_holds_nothing_inline(page: str) -> None:
    text = (FOLDER / page).read_text(encoding="utf-8")
    assert [what for what, pattern in INLINE.items() if pattern.search(text)] == []


def test_only_our_own_drawings_are_marked_safe() -> None:
    marked = [
        page
        for page in PAGES
        if re.search(r"\|\s*safe\b", (FOLDER / page).read_text(encoding="utf-8"))
    ]
    assert set(marked) <= {"components/icons.html", "public/layout.html"}


def test_scripts_write_no_markup_of_others() -> None:
    """`innerHTML` takes text that was typed by people; only html.js, which escapes, may."""
    found = {
        file.name
        for file in Path(assets.FOLDER, "js").rglob("*.js")
        if re.search(
            r"\.(?:inner|outer)HTML\s*=|insertAdjacentHTML|document\.write", file.read_text()
        )
    }
    assert found <= {"drawn.js", "html.js", "enhance.js", "live.js"}
