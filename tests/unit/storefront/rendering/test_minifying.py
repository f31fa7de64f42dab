from __future__ import annotations

from pathlib import Path

import pytest

from storefront.errors import ThemeBroken
from storefront.rendering.minifying import minified


def test_styles_and_scripts_lose_what_only_their_authors_need() -> None:
    found = minified(
        {
            "a.css": "/* why */\n.card {\n  margin: 0px 0px 0px 0px;\n  color: #ffffff;\n}\n",
            "a.js": "// why\nexport const add = (one, other) => {\n  const sum = one + other;\n  return sum;\n};\n",
        }
    )

    assert found["a.css"] == ".card{margin:0;color:#fff}"
    assert "why" not in found["a.js"]
    assert len(found["a.js"]) < 60
    assert found["a.js"].startswith("export const add=")


def test_other_files_stay_as_they_are() -> None:
    svg = "<svg> <!-- a drawing --> </svg>"

    assert minified({"icon.svg": svg, "a.css": "a { b: c }"}) == {"icon.svg": svg, "a.css": "a{b:c}"}
    assert minified({"icon.svg": svg}) == {"icon.svg": svg}


def test_a_script_that_cannot_be_read_is_named() -> None:
    with pytest.raises(ThemeBroken, match=r"cart\.js: ") as broken:
        minified({"good.js": "add()", "cart.js": "const = 1;"})

    assert broken.value.remedy == "Correct the file there."


def test_a_file_of_the_current_folder_is_no_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "minify.py").write_text("raise SystemExit('not me')")
    monkeypatch.chdir(tmp_path)

    assert minified({"b.css": "b { c: d }"}) == {"b.css": "b{c:d}"}
