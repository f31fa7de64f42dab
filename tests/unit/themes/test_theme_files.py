"""What the theme's files keep to: its own texts, the sandbox, the policy, the budgets."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from io import BytesIO

import pytest
from PIL import Image

from storefront.rendering.assets import theme_assets
from storefront.rendering.view_models.heads import SHARED_PICTURE, SHARED_PICTURE_PX
from tests.factories.pages import sample_pages
from tests.unit.themes.modern_minimal import LOCALES, THEME, rendered

KEY = re.compile(r"(?<![\w.])t\(\s*['\"]([\w.]+)['\"]")
PLACEHOLDER = re.compile(r"\{(\w+)\}")
SCRIPTS_OF_A_PAGE = {
    "listing": (
        "main.js", "cart.js", "listing.js", "filtering.js", "listing-cards.js",
        "listing-form.js", "listing-sizes.js", "search-box.js", "search-index.js", "search-suggest.js",
        "search-table.js", "search-text.js", "search-words.js",
    ),
    "product": ("main.js", "cart.js", "product.js"),
    "cart": ("main.js", "cart.js", "cart-page.js", "price-gate.js", "prices.js"),
    "checkout": ("main.js", "cart.js", "checkout-stripe.js", "checkout.js", "price-gate.js", "prices.js"),
}  # fmt: skip
MADE = theme_assets(THEME, {})
STYLES = b"".join(THEME.assets[file] for files in THEME.styles.values() for file in files)
SCRIPTS = sorted(file for file in THEME.assets if file.endswith(".js"))
templates = pytest.mark.parametrize("name", sorted(THEME.sources))


def packed(data: bytes) -> int:
    return len(gzip.compress(data, 9, mtime=0))


def made(name: str) -> bytes:
    """A script as it is published; one that only others import goes by its file's name."""
    return (MADE.get(name) or MADE[f"assets/{name}"]).data


def asset(name: str) -> bytes:
    return THEME.assets[THEME.asset_files.get(name, f"assets/{name}")]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_text_used_is_there_and_none_is_unused(locale: str) -> None:
    used = {key for source in THEME.sources.values() for key in KEY.findall(source)}
    assert used == set(THEME.locales[locale])


def test_the_locales_say_the_same_with_the_same_values() -> None:
    def shape(words: str | Mapping[str, str]) -> object:
        if isinstance(words, str):
            return sorted(PLACEHOLDER.findall(words))
        return {form: sorted(PLACEHOLDER.findall(text)) for form, text in words.items()}

    english = {key: shape(words) for key, words in THEME.locales["en"].items()}
    for locale in LOCALES:
        assert {key: shape(words) for key, words in THEME.locales[locale].items()} == english


@templates
def test_templates_use_nothing_that_the_sandbox_or_the_policy_forbids(name: str) -> None:
    source = THEME.sources[name]
    assert not re.search(r"\|\s*safe\b|Markup", source)
    assert not re.search(r"<[^>]*\sstyle\s*=", source)
    assert not re.search(r"<[^>{]*\son[a-z]+\s*=", source)
    assert not re.search(r"javascript:", source, re.IGNORECASE)
    assert not re.search(r"\{%-?\s*(?:do|break|continue|autoescape|debug)\b", source)


@templates
def test_templates_say_nothing_in_one_language(name: str) -> None:
    """Words stand in the locale files: outside tags and expressions only signs and samples of markings are left."""
    markup = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", THEME.sources[name], flags=re.DOTALL)
    words = re.sub(r"<!doctype html>|<[^>]*>", " ", markup)
    assert not re.findall(r"[^\W\d_]{2,}", words)


def test_every_asset_named_is_used_by_a_template_or_the_engine() -> None:
    used = {name for source in THEME.sources.values() for name in re.findall(r"asset\(['\"]([\w.-]+)['\"]\)", source)}
    assert used == set(THEME.asset_files) - {"icon.svg", "share.png"}


def test_the_picture_for_stores_without_photos_is_as_large_as_the_engine_says() -> None:
    with Image.open(BytesIO(asset(SHARED_PICTURE))) as picture:
        assert (picture.size, picture.format) == (SHARED_PICTURE_PX, "PNG")
    assert len(asset(SHARED_PICTURE)) < 50_000


def test_pictures_have_the_sizes_the_theme_states() -> None:
    html = rendered(sample_pages("en")[0])
    assert f'sizes="{THEME.pictures["hero"]}"' in html


@pytest.mark.parametrize(("page", "names"), SCRIPTS_OF_A_PAGE.items(), ids=list(SCRIPTS_OF_A_PAGE))
def test_scripts_of_a_page_stay_small(page: str, names: tuple[str, ...]) -> None:
    assert sum(packed(made(name)) for name in names) <= 20 * 1024


def test_styles_stay_small() -> None:
    assert packed(STYLES) <= 15 * 1024


@pytest.mark.parametrize("locale", LOCALES)
def test_pages_stay_small(locale: str) -> None:
    for page in sample_pages(locale):
        assert packed(rendered(page).encode()) <= 12 * 1024, page["path"]


@pytest.mark.parametrize("file", SCRIPTS)
def test_scripts_load_nothing_from_elsewhere_and_never_write_markup(file: str) -> None:
    source = THEME.assets[file].decode()
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", source)
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", source)


def test_styles_fetch_nothing() -> None:
    assert not re.search(rb"url\(|@import", STYLES)


def test_every_class_in_the_styles_is_used() -> None:
    styles = re.sub(r"/\*.*?\*/", "", STYLES.decode(), flags=re.DOTALL)
    classes = set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"\{[^{}]*\}", "{}", styles)))
    scripts = [THEME.assets[file].decode() for file in SCRIPTS]
    words = set(re.findall(r"[\w-]+", " ".join([*THEME.sources.values(), *scripts])))
    assert {name for name in classes - words if not name.startswith("icon-")} == set()
