from __future__ import annotations

from pathlib import Path

import pytest

from storefront.errors import ThemeBroken, UnknownTheme
from storefront.rendering.themes import load_theme, theme_names
from tests.factories.themes import MANIFEST, write_theme


def test_a_theme_is_read_whole(tmp_path: Path) -> None:
    theme = load_theme("plain", write_theme(tmp_path))
    assert (theme.name, theme.label, theme.version) == ("plain", "Plain", "2.1")
    assert theme.templates["home"] == "page.html"
    assert theme.sources["page.html"].startswith("<!doctype html>")
    assert theme.assets["assets/cart.js"] == b"export const add = () => 1;\n"
    assert theme.locales["es"]["hello"] == "Bienvenido a {name}"
    assert theme.pictures["card"] == "300px"


def test_what_a_theme_does_not_have_is_the_shared_one(tmp_path: Path) -> None:
    theme = load_theme("plain", write_theme(tmp_path, **{"templates/base.html": "<p>own</p>"}))
    assert theme.sources["base.html"] == "<p>own</p>"
    assert theme.sources["_shared/base.html"].startswith("{% from")
    assert theme.sources["_icons.html"] == theme.sources["_shared/_icons.html"]
    assert "skip.content" in theme.locales["es"]
    assert theme.asset_files["cart.js"] == "assets/cart.js"


def test_the_built_in_themes_load() -> None:
    assert "modern-minimal" in theme_names()
    for name in theme_names():
        assert load_theme(name).name == name


@pytest.mark.parametrize("file", ["templates/page.html", "assets/main.css", "locales/es.json", "assets/type.woff2"])
def test_the_fingerprint_covers_every_file(tmp_path: Path, file: str) -> None:
    before = load_theme("plain", write_theme(tmp_path)).fingerprint
    path = tmp_path / "plain" / file
    path.write_text(path.read_text() + "\n")
    assert load_theme("plain", tmp_path).fingerprint != before


def test_the_fingerprint_is_the_same_elsewhere_and_ignores_what_editors_leave(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    write_theme(here)
    write_theme(there)
    (there / "plain" / ".DS_Store").write_text("x")
    (there / "plain" / "templates" / "__pycache__").mkdir()
    (there / "plain" / "templates" / "__pycache__" / "a.pyc").write_text("x")
    assert load_theme("plain", here).fingerprint == load_theme("plain", there).fingerprint


def test_an_unknown_theme_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UnknownTheme, match=r"no theme 'plan'.*Perhaps you mean plain"):
        load_theme("plan", write_theme(tmp_path))


def test_where_there_are_no_themes_the_remedy_is_the_usual_one(tmp_path: Path) -> None:
    with pytest.raises(UnknownTheme, match="storeloom theme list"):
        load_theme("plain", tmp_path)


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("theme.toml", 'name = "plain"\ncontract = = 1\n', r"theme\.toml, line 2"),
        ("theme.toml", 'name = "plain', r"theme\.toml, line 1"),
        ("theme.toml", "contract = 1\n", "the theme has no name"),
        ("theme.toml", 'name = "plain"\ncontract = 2\n', "contract is 2.*needs contract = 1"),
        ("theme.toml", MANIFEST.format(templates='home = "gone.html"'), r"\[templates\] home names 'gone\.html'"),
        ("locales/es.json", '{\n  "hello": "Hola"\n  "more": 1\n}', r"es\.json, line 3"),
        ("locales/es.json", '["hello"]', "not an object of texts"),
        ("locales/es.json", '{"count": {"one": "x"}}', "'count' has no form for \"other\""),
        ("locales/es.json", '{"count": 3}', "'count' is no text"),
    ],
)
def test_what_is_broken_is_told_with_file_and_line(tmp_path: Path, file: str, text: str, told: str) -> None:
    write_theme(tmp_path, **{file: text})
    with pytest.raises(ThemeBroken, match=told):
        load_theme("plain", tmp_path)


def test_a_file_that_is_named_but_missing_is_told(tmp_path: Path) -> None:
    write_theme(tmp_path, **{"assets/main.css": None})
    with pytest.raises(ThemeBroken, match=r"\[assets\] main\.css names 'assets/main\.css'"):
        load_theme("plain", tmp_path)


def test_text_that_is_not_utf8_is_told_with_its_line(tmp_path: Path) -> None:
    write_theme(tmp_path)
    (tmp_path / "plain" / "templates" / "page.html").write_bytes(b"<p>\ncaf\xe9\n")
    with pytest.raises(ThemeBroken, match=r"page\.html, line 2: not UTF-8"):
        load_theme("plain", tmp_path)
