from __future__ import annotations

import re
from pathlib import Path

import pytest

from storefront.errors import ThemeBroken
from storefront.rendering.locale_texts import LocaleTexts, engine_texts, texts_for
from storefront.rendering.themes import load_theme
from tests.factories.themes import write_theme


def test_placeholders_are_filled_by_name_and_nothing_else_is_looked_at() -> None:
    texts = LocaleTexts("en", [{"a": "{x} and {x.__class__} and {y}"}])
    assert texts("a", x="1", y=2) == "1 and {x.__class__} and 2"


@pytest.mark.parametrize(
    ("locale", "count", "said"),
    [("en", 0, "0 frames"), ("en", 1, "1 frame"), ("en", 2, "2 frames"), ("fr", 0, "0 frame")],
)
def test_a_plural_follows_the_language_s_rule(locale: str, count: int, said: str) -> None:
    texts = LocaleTexts(locale, [{"n": {"one": "{count} frame", "other": "{count} frames"}}])
    assert texts("n", count=count) == said


def test_a_form_the_language_wants_but_the_theme_lacks_falls_back() -> None:
    assert LocaleTexts("pl", [{"n": {"one": "jedna", "other": "inne"}}])("n", count=3) == "inne"


def test_find_gives_what_to_show_when_there_are_no_words() -> None:
    texts = LocaleTexts("en", [{"material.acetate": "Acetate", "n": {"other": "x"}}])
    assert texts.find("material.acetate", "-") == "Acetate"
    assert texts.find("material.bamboo", "Bamboo") == "Bamboo"
    assert texts.find("n", "-") == "-"


@pytest.mark.parametrize(
    ("key", "values"), [("gone", {}), ("a", {}), ("a", {"y": 1}), ("n", {}), ("n", {"count": "1"})]
)
def test_the_theme_s_mistakes_are_told(key: str, values: dict[str, object]) -> None:
    texts = LocaleTexts("en", [{"a": "{x}", "n": {"other": "x"}}])
    with pytest.raises(ThemeBroken, match=f"'{key}'"):
        texts(key, **values)


def test_the_theme_comes_before_the_engine_and_the_language_before_english(tmp_path: Path) -> None:
    files = {
        "locales/en.json": '{"hello": "Hello", "shape.round": "Circle", "only": "English"}',
        "locales/es.json": '{"hello": "Hola"}',
        "locales/es-MX.json": '{"hello": "Qué tal"}',
    }
    theme = load_theme("plain", write_theme(tmp_path, **files))
    assert texts_for(theme, "en")("shape.round") == "Circle"
    assert texts_for(theme, "es")("shape.round") == "Redonda"
    assert texts_for(theme, "es")("only") == "English"
    assert texts_for(theme, "es-MX")("hello") == "Qué tal"
    assert texts_for(theme, "es-MX")("shape.oval") == "Ovalada"
    assert texts_for(theme, "de")("hello") == "Hello"


def test_the_engine_says_the_same_things_in_each_of_its_languages() -> None:
    english, spanish = engine_texts()["en"], engine_texts()["es"]
    assert set(english) == set(spanish)
    for key, words in english.items():
        assert isinstance(words, dict) == isinstance(spanish[key], dict), key
        assert _placeholders(words) == _placeholders(spanish[key]), key


def _placeholders(words: object) -> list[set[str]]:
    forms = words.values() if isinstance(words, dict) else [words]
    return [set(re.findall(r"\{\w+\}", str(form))) for form in forms]
