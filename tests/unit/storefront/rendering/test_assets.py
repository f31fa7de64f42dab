from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from storefront.errors import ThemeBroken
from storefront.rendering.assets import Asset, hashed_asset, theme_assets
from storefront.rendering.themes import load_theme
from tests.factories.themes import write_theme


def assets(folder: Path, **changes: str) -> dict[str, Asset]:
    return theme_assets(load_theme("plain", write_theme(folder, **changes)))


def test_an_address_changes_with_the_content() -> None:
    asset = hashed_asset("assets/deep/main.css", b"body{}")
    assert asset.path == f"/assets/main.{hashlib.sha256(b'body{}').hexdigest()[:10]}.css"
    assert asset.content_type == "text/css; charset=utf-8"
    assert hashed_asset("x.bin", b"").content_type == "application/octet-stream"


def test_assets_go_by_their_logical_names_others_by_their_files(tmp_path: Path) -> None:
    found = assets(tmp_path)
    assert {"main.css", "main.js", "icon.svg", "assets/type.woff2"} <= set(found)
    assert "assets/main.css" not in found


def test_references_are_rewritten_to_the_hashed_names(tmp_path: Path) -> None:
    found = assets(tmp_path)
    cart = found["cart.js"].path.removeprefix("/assets/")
    assert f'from"./{cart}"' in found["main.js"].data.decode()
    font = found["assets/type.woff2"].path.removeprefix("/assets/")
    assert found["main.css"].data.decode().startswith(f"@font-face{{src:url(./{font})}}")


def test_a_change_reaches_the_addresses_of_all_that_refer_to_it(tmp_path: Path) -> None:
    before = assets(tmp_path / "a")
    after = assets(tmp_path / "b", **{"assets/cart.js": "export const add = () => 2;\n"})
    assert before["main.js"].path != after["main.js"].path
    assert before["main.css"].path == after["main.css"].path


@pytest.mark.parametrize(
    "css",
    [
        "a{background:url(data:,x)}",
        "a{background:url('https://cdn.example/x.png')}",
        "a{background:url(/x.png)}",
        "a{fill:url(#gradient)}",
        "a{color:red}",
    ],
)
def test_addresses_that_are_not_relative_stay(tmp_path: Path, css: str) -> None:
    data = assets(tmp_path, **{"assets/main.css": css})["main.css"].data.decode()
    assert data == css.replace("'", "")


def test_a_reference_to_nothing_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ThemeBroken, match=r"assets/main\.css, line 2: there is no file 'gone\.png'"):
        assets(tmp_path, **{"assets/main.css": "a{}\nb{background:url(gone.png)}"})


def test_files_that_refer_to_each_other_are_refused(tmp_path: Path) -> None:
    circle = {"assets/main.js": "import './cart.js'", "assets/cart.js": "import './main.js'"}
    with pytest.raises(ThemeBroken, match=r"refers to itself through assets/main\.js and assets/cart\.js"):
        assets(tmp_path, **circle)


def test_an_asset_s_manifest_entry() -> None:
    entry = Asset("/assets/a.css", b"abc", "text/css").entry("blobs/x")
    assert (entry.path, entry.key, entry.size_bytes, entry.kind) == ("/assets/a.css", "blobs/x", 3, "asset")
    assert entry.digest == hashlib.sha256(b"abc").hexdigest()
