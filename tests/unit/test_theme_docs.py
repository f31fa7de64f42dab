"""docs/themes.md: its theme has no mistakes and renders, its settings are a store's, its contract is the code's."""

from __future__ import annotations

import re
from pathlib import Path

import orjson
import pytest

from storefront.catalogue.models import StoreConfiguration
from storefront.rendering.theme_check.checking import check_theme
from storefront.rendering.theme_check.reference import reference
from storefront.rendering.themes import load_theme

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "themes.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```\w+ (\S+)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
SETTINGS = [text for name, text in BLOCKS if name == "store.json"]


def test_the_theme_on_the_page_is_one(tmp_path: Path) -> None:
    folder = tmp_path / "corner-shop"
    for name, text in BLOCKS:
        if name not in ("store.json", "example"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
    assert [str(finding) for finding in check_theme(str(folder))] == []
    assert load_theme("corner-shop", tmp_path).label == "Corner shop"


@pytest.mark.parametrize("text", SETTINGS, ids=range(len(SETTINGS)))
def test_the_settings_are_a_stores(text: str) -> None:
    asked = orjson.loads(text)
    told = StoreConfiguration.model_validate(asked).model_dump(mode="json")
    assert {key: told[key] for key in asked if not isinstance(asked[key], list | dict)} == {
        key: value for key, value in asked.items() if not isinstance(value, list | dict)
    }


def test_the_contract_on_the_page_is_the_codes() -> None:
    """Mend it with: storeloom theme contract, between the two marks."""
    found = re.search(r"<!-- contract -->\n(.*)<!-- end of contract -->", PAGE, re.DOTALL)
    assert found
    assert found[1].strip() == reference().strip()
