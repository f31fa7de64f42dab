from __future__ import annotations

import pytest

from storefront.errors import ThemeBroken
from storefront.rendering.style_rules import parsed, used


def kept(css: str, *known: str) -> str:
    return used(parsed("main.css", css), set(known).__contains__).replace(" ", "").replace(";", "")


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        (".card{color:red}.tile{color:blue}", ".card{color:red}"),
        (".card,.tile,p{color:red}", ".card,p{color:red}"),
        (".card .tile{color:red}", ""),
        ("#card:hover>.card::before{color:red}", "#card:hover>.card::before{color:red}"),
        (".card:not(.tile){color:red}", ".card:not(.tile){color:red}"),
        ("[data-tile]{color:red}", "[data-tile]{color:red}"),
        ("@media (width>9px){.tile{color:red}}", ""),
        ("@supports (gap:1px){.tile{a:b}.card{c:d}}", "@supports(gap:1px){.card{c:d}}"),
        (
            ".card{animation:turn 1s}@keyframes turn{to{rotate:1turn}}",
            ".card{animation:turn1s}@keyframesturn{to{rotate:1turn}}",
        ),
        (".tile{animation:turn 1s}@keyframes turn{to{rotate:1turn}}", ""),
        ("@font-face{font-family:x}", "@font-face{font-family:x}"),
    ],
)
def test_what_a_page_can_have_stays(css: str, expected: str) -> None:
    assert kept(css, "card") == expected


@pytest.mark.parametrize(
    ("css", "told"),
    [
        ("a{}\n}\nb{}", r"main\.css, line 2"),
        ("a{}\nb", r"main\.css, line 2"),
        ("a{}\n@media print{\nb{}\n}c{}}", r"main\.css, line 4"),
        ("a{}\n@media print{\nb}", r"main\.css, line 3"),
        ("a{}\n@import 'x.css';", r"main\.css, line 2: @import"),
    ],
)
def test_what_can_not_be_used_is_told_with_its_line(css: str, told: str) -> None:
    with pytest.raises(ThemeBroken, match=told):
        parsed("main.css", css)
