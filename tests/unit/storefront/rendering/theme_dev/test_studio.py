"""What is saved touches what it is part of, and nothing else; mistakes are told until they are mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from storefront.errors import ThemeBroken
from storefront.rendering.theme_dev.bench import PAGE_TYPES
from storefront.rendering.theme_dev.closure import templates_of
from storefront.rendering.theme_dev.looks import STYLESHEET
from storefront.rendering.theme_dev.studio import Studio
from storefront.rendering.themes import load_theme
from tests.factories.previews import ABOUT, opened, write_bench


@pytest.fixture
async def studio(tmp_path: Path) -> Studio:
    made = await opened(write_bench(tmp_path))
    assert made.problem is None
    return made


async def save(studio: Studio, name: str, text: str) -> tuple[str, frozenset[str]]:
    path = studio.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    change = await studio.change([path])
    return change.kind, frozenset(change.page_types)


async def test_a_template_touches_the_pages_it_is_part_of(studio: Studio) -> None:
    home, about = studio.html("/"), studio.html("/about/")
    assert about is not None
    assert "<p>first</p>" in about
    text = '{% extends "_shared/about.html" %}{% block more %}<p>second</p>{% endblock %}'
    assert await save(studio, "templates/about.html", text) == ("pages", frozenset({"about"}))
    assert "<p>second</p>" in (studio.html("/about/") or "")
    assert studio.html("/") is home


async def test_a_stylesheet_touches_looks_alone(studio: Studio) -> None:
    assert await save(studio, "assets/css/own.css", "body{padding:7px}") == ("styles", PAGE_TYPES)
    assert studio.bench is not None
    assert "padding:7px" in studio.bench.looks.first
    assert "padding:7px" in (studio.html("/") or "")
    assert studio.file(STYLESHEET) == studio.bench.looks.later.encode()


async def test_words_are_planned_anew(studio: Studio) -> None:
    assert await save(studio, "locales/en.json", '{"nav.search": "Look around"}') == ("pages", PAGE_TYPES)
    assert "Look around" in (studio.html("/") or "")


async def test_a_theme_that_cant_be_read_is_told_until_it_is_mended(studio: Studio) -> None:
    manifest = (studio.folder / "theme.toml").read_text()
    await save(studio, "theme.toml", "name = ")
    with pytest.raises(ThemeBroken, match=r"theme.toml, line 1"):
        studio.html("/")
    await save(studio, "theme.toml", manifest)
    assert studio.html("/")


async def test_a_file_that_is_gone_is_told(studio: Studio) -> None:
    (studio.folder / "assets/css/own.css").unlink()
    await studio.change([studio.folder / "assets/css/own.css"])
    with pytest.raises(ThemeBroken, match=r"own\.css"):
        studio.html("/")


async def test_a_mistake_in_a_template_is_told_by_its_pages_alone(studio: Studio) -> None:
    await save(studio, "templates/about.html", "{{ page.nothing }}")
    with pytest.raises(ThemeBroken, match=r"about\.html, line 1"):
        studio.html("/about/")
    assert studio.html("/")


async def test_pages_fetch_assets_under_names_that_stay(studio: Studio) -> None:
    assert studio.file("/assets/main.js")
    assert studio.file("/assets/main.0123456789.js") == studio.file("/assets/main.js")
    assert studio.file("/assets/nothing.js") is None
    assert studio.html("/nowhere/") is None
    product = next(path for path in studio.paths if path.startswith("/products/"))
    assert studio.html(product)
    assert studio.file(product.replace("/products/", "/prices/").rstrip("/") + ".json")


def test_a_page_types_templates_are_known(tmp_path: Path) -> None:
    theme = load_theme(write_bench(tmp_path).name, tmp_path)
    assert {"about.html", "base.html", "_head.html"} <= templates_of(theme, "about")
    assert "_gallery.html" not in templates_of(theme, "about")


async def test_a_studio_without_a_theme_shows_nothing(tmp_path: Path) -> None:
    (tmp_path / "bench").mkdir()
    studio = await opened(tmp_path / "bench")
    assert studio.problem is not None
    assert (studio.paths, studio.file("/x"), studio.page_type("/")) == ([], None, None)


async def test_where_a_theme_lies_does_not_matter(tmp_path: Path) -> None:
    studio = await opened(write_bench(tmp_path / "templates"))
    assert await save(studio, "theme.toml", (studio.folder / "theme.toml").read_text()) == ("pages", PAGE_TYPES)
    assert await save(studio, "templates/about.html", ABOUT) == ("pages", frozenset({"about"}))


async def test_a_file_that_cant_be_read_is_told_until_it_can(studio: Studio) -> None:
    file = studio.folder / "assets" / "vanishing.css"
    file.symlink_to("/proc/self/mem")  # to be seen, and not to be read, also by root
    await studio.change([file])
    with pytest.raises(ThemeBroken, match=r"can't be read"):
        studio.html("/")
    file.unlink()
    await studio.change([file])
    assert studio.html("/") is not None
