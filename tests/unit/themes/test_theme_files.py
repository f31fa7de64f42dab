"""What the themes' files keep to: texts of their own, the sandbox, the policy, words in locale files alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO

import pytest
from PIL import Image

from storefront.rendering.locale_texts import engine_texts
from storefront.rendering.view_models.sharing import DRAWN, DRAWN_PX
from tests.unit.themes.every_theme import LOCALES, THEMES, every_theme, sample

KEY = re.compile(r"(?<![\w.])t\(\s*['\"]([\w.]+)['\"]")
PLACEHOLDER = re.compile(r"\{(\w+)\}")
TEMPLATES = {f"{name}:{file}": source for name, theme in THEMES.items() for file, source in theme.sources.items()}
SCRIPTS = {file: data for theme in THEMES.values() for file, data in theme.assets.items() if file.endswith(".js")}
# The same shared source is in every theme: once is enough.
templates = pytest.mark.parametrize(
    "source", {source: name for name, source in TEMPLATES.items()}.items(), ids=lambda s: s[1]
)


@every_theme
@pytest.mark.parametrize("locale", LOCALES)
def test_every_text_used_is_there_and_none_is_unused(theme: str, locale: str) -> None:
    used = {key for source in THEMES[theme].sources.values() for key in KEY.findall(source)}
    assert used - engine_texts()[locale].keys() == set(THEMES[theme].locales[locale])


@every_theme
def test_the_locales_say_the_same_with_the_same_values(theme: str) -> None:
    def shape(words: str | Mapping[str, str]) -> object:
        if isinstance(words, str):
            return sorted(PLACEHOLDER.findall(words))
        return {form: sorted(PLACEHOLDER.findall(text)) for form, text in words.items()}

    locales = THEMES[theme].locales
    english = {key: shape(words) for key, words in locales["en"].items()}
    for locale in LOCALES:
        assert {key: shape(words) for key, words in locales[locale].items()} == english


@templates
def test_templates_use_nothing_that_the_sandbox_or_the_policy_forbids(source: tuple[str, str]) -> None:
    text, _ = source
    assert not re.search(r"\|\s*safe\b|Markup", text)
    assert not re.search(r"<[^>]*\sstyle\s*=", text)
    assert not re.search(r"<[^>{]*\son[a-z]+\s*=", text)
    assert not re.search(r"javascript:", text, re.IGNORECASE)
    assert not re.search(r"\{%-?\s*(?:do|break|continue|autoescape|debug)\b", text)


@templates
def test_templates_say_nothing_in_one_language(source: tuple[str, str]) -> None:
    """Words stand in the locale files: outside tags and expressions only signs and samples of markings are left."""
    markup = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", source[0], flags=re.DOTALL)
    words = re.sub(r"<!doctype html>|<[^>]*>", " ", markup)
    assert not re.findall(r"[^\W\d_]{2,}", words)


@every_theme
def test_every_asset_named_is_used_by_a_template_or_the_engine(theme: str) -> None:
    sources = "\n".join(THEMES[theme].sources.values())
    used = set(re.findall(r"asset\(['\"]([\w.-]+)['\"]\)", sources))
    assert used == set(THEMES[theme].asset_files) - {"icon.svg", "share.png"}


@every_theme
def test_the_picture_for_stores_without_photos_is_as_large_as_the_engine_says(theme: str) -> None:
    data = THEMES[theme].assets[THEMES[theme].asset_files[DRAWN]]
    with Image.open(BytesIO(data)) as picture:
        assert (picture.size, picture.format) == (DRAWN_PX, "PNG")
    assert len(data) < 50_000


@every_theme
def test_pictures_have_the_sizes_the_theme_states(theme: str) -> None:
    assert f'sizes="{THEMES[theme].pictures["hero"]}"' in sample(theme, "/")


@pytest.mark.parametrize("file", SCRIPTS)
def test_scripts_load_nothing_from_elsewhere_and_never_write_markup(file: str) -> None:
    source = SCRIPTS[file].decode()
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", source)
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", source)
