from __future__ import annotations

import json
from pathlib import Path

import pytest

from storefront.rendering.languages import direction
from storefront.rendering.locale_texts import engine_texts, texts_for
from storefront.rendering.missing_texts import missing_texts
from storefront.rendering.themes import Theme, load_theme, theme_names
from tests.factories.themes import write_theme


@pytest.fixture
def theme(tmp_path: Path) -> Theme:
    fr = {"hello": "Bienvenue chez {name}", "listing.total": {"one": "{count} produit", "other": "{count} produits"}}
    return load_theme("plain", write_theme(tmp_path, **{"locales/fr.json": json.dumps(fr)}))


def test_what_a_language_lacks_of_the_themes_and_the_engines_texts(theme: Theme) -> None:
    missing = missing_texts(theme, ["fr"])["fr"]

    assert "frames" in missing, "the theme has it in English"
    assert "availability.in_stock" in missing, "the engine has it in English and Spanish"
    assert not {"hello", "listing.total"} & set(missing)
    assert missing == sorted(set(missing))


def test_a_region_takes_its_languages_texts(theme: Theme) -> None:
    missing = missing_texts(theme, ["fr-CA", "fr"])

    assert missing["fr-CA"] == missing["fr"]


@pytest.mark.parametrize("name", theme_names())
def test_the_built_in_themes_lack_nothing_in_the_languages_they_speak(name: str) -> None:
    assert missing_texts(load_theme(name), ["en", "es"]) == {}


def test_a_language_nobody_has_words_for_reads_english_from_right_to_left(theme: Theme) -> None:
    texts = texts_for(theme, "ar")

    assert len(missing_texts(theme, ["ar"])["ar"]) >= len(engine_texts()["en"])
    assert direction("ar") == "rtl"
    assert texts("hello", name="نظارة") == "Welcome to نظارة"
    assert texts("listing.total", count=0) == "0 products"
    assert texts("listing.total", count=3) == "3 products"


def test_a_text_in_another_language_follows_that_languages_plural_rule(theme: Theme) -> None:
    texts = texts_for(theme, "fr")

    assert texts("frames", count=0) == "0 frames", "English counts nought as many, French as one"
    assert texts("listing.total", count=0) == "0 produit"
