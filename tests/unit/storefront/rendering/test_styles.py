from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from storefront.errors import ThemeBroken
from storefront.rendering.assets import script_sizes
from storefront.rendering.contract import PageType
from storefront.rendering.styles import Sheet, style_sheets, style_sizes
from storefront.rendering.themes import BUILT_IN, load_theme, theme_names
from tests.factories.themes import write_theme

FIRST = ".card { color: red }\n.gone { color: blue }\nbody { background: url('../assets/type.woff2') }\n"
LATER = "@media (min-width: 40em) { .card { margin: 0 0 0 0 } }\n.gone { margin: 0 }\n"


def sheet(folder: Path, prefix: str = "", styles: str = "", **changes: str) -> Sheet:
    write_theme(
        folder,
        **{
            "templates/page.html": '<p class="card">',
            "assets/first.css": FIRST,
            "assets/later.css": LATER,
            **changes,
        },
    )
    toml = folder / "plain" / "theme.toml"
    wanted = styles or 'critical = ["assets/first.css"]\nrest = ["assets/later.css"]'
    toml.write_text(f"{toml.read_text()}\n[styles]\n{wanted}\n")
    return style_sheets(load_theme("plain", folder), prefix)["home"]


def test_a_page_gets_what_it_can_use_made_small(tmp_path: Path) -> None:
    made = sheet(tmp_path)

    assert made.critical.startswith(".card{color:red}body{background:url(")
    assert made.rest == "@media(min-width:40em){.card{margin:0}}"
    assert "gone" not in made.critical + made.rest


def test_addresses_are_whole_since_the_rules_stand_in_pages(tmp_path: Path) -> None:
    assert "(/shop/assets/type." in sheet(tmp_path, "/shop").critical


def test_rules_keep_the_order_their_files_are_named_in(tmp_path: Path) -> None:
    made = sheet(tmp_path, styles='critical = ["assets/later.css", "assets/first.css"]\nrest = []')

    assert made.critical.index("margin") < made.critical.index("red")
    assert made.rest == ""


def test_styles_cannot_end_the_element_they_stand_in(tmp_path: Path) -> None:
    with pytest.raises(ThemeBroken, match="would end the page's style element"):
        sheet(tmp_path, **{"assets/first.css": "body::before{content:'</style>'}"})


def test_what_the_minifier_cannot_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(ThemeBroken, match=r"first\.css, line 1"):
        sheet(tmp_path, **{"assets/first.css": "}"})


@pytest.mark.parametrize("name", theme_names())
def test_every_page_type_of_every_theme_has_styles(name: str) -> None:
    sheets = style_sheets(load_theme(name, BUILT_IN), "")

    assert sheets.keys() == set(get_args(PageType))
    assert all(one.critical + one.rest for one in sheets.values())


@pytest.mark.parametrize("name", theme_names())
def test_a_page_gets_a_third_less_than_people_wrote(name: str) -> None:
    theme = load_theme(name, BUILT_IN)

    for before, after in (style_sizes(theme, ""), script_sizes(theme)):
        assert 0 < after <= 0.7 * before
