from __future__ import annotations

import re
from pathlib import Path

import pytest

from storefront.catalogue.models import StoreConfiguration
from storefront.errors import ThemeBroken, UnknownFont
from storefront.rendering.assets import theme_assets
from storefront.rendering.font_library import font_library, is_in_library, perhaps_meant
from storefront.rendering.fonts import StoreFonts, check_fonts, store_fonts
from storefront.rendering.themes import BUILT_IN, Theme, load_theme
from tests.factories.themes import write_theme

LIBRARY = BUILT_IN / "_shared" / "assets" / "fonts"
FILE_LIMIT_BYTES = 40_000


def configuration(heading: str = "", body: str = "") -> StoreConfiguration:
    return StoreConfiguration(store_id="s", store_name="S", heading_font=heading, body_font=body)


@pytest.fixture
def theme(tmp_path: Path) -> Theme:
    return load_theme("plain", write_theme(tmp_path))


def chosen(theme: Theme, heading: str = "", body: str = "", prefix: str = "") -> StoreFonts:
    return store_fonts(theme, configuration(heading, body), prefix)


@pytest.mark.parametrize("family", font_library().values(), ids=lambda family: family.name)
def test_each_family_has_small_files_and_its_licence(family: object) -> None:
    found = font_library()[family.name]  # type: ignore[attr-defined]

    for face in found.faces:
        data = face.read()
        assert data[:4] == b"wOF2"
        assert len(data) <= FILE_LIMIT_BYTES
    licence = LIBRARY / f"{found.faces[0].file.removesuffix('-latin.woff2')}-licence.txt"
    assert "SIL Open Font License, Version 1.1" in licence.read_text(encoding="utf-8")


def test_every_font_file_belongs_to_a_family() -> None:
    named = {face.file for family in font_library().values() for face in family.faces}

    assert {path.name for path in LIBRARY.glob("*.woff2")} == named


def test_a_store_without_fonts_of_its_own_keeps_the_themes_styles(theme: Theme) -> None:
    assert chosen(theme) == StoreFonts("", ())


def test_the_rules_name_each_file_under_the_stores_prefix(theme: Theme) -> None:
    fonts = chosen(theme, "Jost", prefix="/shop")

    paths = [asset.path for asset in fonts.assets]
    assert re.findall(r'url\("([^"]+)"\)', fonts.css) == [f"/shop{path}" for path in paths]
    assert all(re.fullmatch(r"/assets/jost-latin(-ext)?\.[0-9a-f]+\.woff2", path) for path in paths)
    assert fonts.css.count("font-display:swap") == len(paths)
    assert {asset.content_type for asset in fonts.assets} == {"font/woff2"}


def test_what_stands_in_takes_the_room_of_the_font(theme: Theme) -> None:
    fonts = chosen(theme, body="Lora")

    assert 'font-family:"Lora stand-in";src:local("Times New Roman")' in fonts.css
    assert "size-adjust:116.7%;ascent-override:86.2%;descent-override:23.48%;line-gap-override:0%" in fonts.css
    assert fonts.css.endswith(':root{--font-body:"Lora","Lora stand-in",serif}')


def test_one_family_for_both_is_there_once(theme: Theme) -> None:
    fonts = chosen(theme, "Cabin", "Cabin")

    assert len({asset.path for asset in fonts.assets}) == len(fonts.assets) == 2
    assert '--font-heading:"Cabin",' in fonts.css
    assert '--font-body:"Cabin",' in fonts.css


def test_an_italic_is_fetched_only_where_it_is_used(theme: Theme) -> None:
    fonts = chosen(theme, "Cormorant")

    assert len(fonts.assets) == 4
    assert fonts.css.count("font-style:italic") == 2


def test_the_shops_fonts_come_before_the_themes(tmp_path: Path) -> None:
    toml = write_theme(tmp_path) / "plain" / "theme.toml"
    toml.write_text(toml.read_text() + '\n[fonts]\nheading = "Fraunces"\nbody = "Lora"\n')
    theme = load_theme("plain", tmp_path)

    assert '--font-heading:"Fraunces",' in chosen(theme).css
    assert '--font-heading:"Jost",' in chosen(theme, heading="Jost").css
    assert '--font-body:"Lora",' in chosen(theme, heading="Jost").css


def test_a_theme_that_names_no_font_there_is(tmp_path: Path) -> None:
    toml = write_theme(tmp_path) / "plain" / "theme.toml"
    toml.write_text(toml.read_text() + '\n[fonts]\nheading = "Fraunce"\n')

    with pytest.raises(ThemeBroken, match=r"\[fonts\] heading names 'Fraunce'.*Perhaps you mean 'Fraunces'"):
        load_theme("plain", tmp_path)


def test_a_shop_that_names_no_font_there_is() -> None:
    check_fonts(configuration("Lora", ""))
    with pytest.raises(UnknownFont, match=r"body_font is 'lora'.*Perhaps you mean 'Lora'"):
        check_fonts(configuration("", "lora"))


def test_where_nothing_is_near_all_are_named() -> None:
    assert perhaps_meant("Zzzz") == f"There are: {', '.join(font_library())}."


def test_fonts_nobody_chose_are_not_published(theme: Theme) -> None:
    assert any(is_in_library(file) for file in theme.assets)
    assert not any("/fonts/" in name or "lora" in asset.path for name, asset in theme_assets(theme).items())
