"""What goes wrong less often, planted all at once in one theme; and what looks wrong and is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from storefront.errors import UnknownTheme
from storefront.rendering.theme_check.checking import check_theme
from storefront.rendering.theme_check.findings import Finding
from storefront.rendering.theme_check.reference import reference
from tests.factories.previews import MANIFEST, write_bench

PARTS = """{% macro row(label, value="", place="card") %}
<li>{{ label }}{{ value }}{{ caller() }}{{ varargs|join }}</li>
{% endmacro %}
"""
ABOUT = """{% extends "_shared/about.html" %}
{% import "_rows.html" as rows %}
{% from "_rows.html" import rwo %}
{% set own = page.content.title|default("x")|upper %}
{% block opening %}
{{ rows.row(own, vaule=1) }}
{{ rows.rowe("a") }}
{{ rows.row() }}
{{ page.site.navigation[0].lable }}
{{ page["sitee"] }}
{{ page.locale() }}
{{ asset() }}
{{ asset("mian.js" if own else "main.js") }}
{% for link in page.site.policies if link.tite %}{{ link }}{{ loop.indx }}{% else %}{{ nothing }}{% endfor %}
{% for link in page.site.policies|sort(attribute="lable")|map(attribute="url") %}{{ link.x }}{% endfor %}
{% with one = page.site.name, two = 2 %}{{ one.x }}{{ two.x }}{% endwith %}
{% set block %}{{ missing }}{% endset %}
{% call rows.row("a") %}{{ unknown }}{% endcall %}
{% filter uper %}x{% endfilter %}
{% if page.direction == "right" or page.direction in ["ltr", "up"] %}{% endif %}
{% include "_nowhere.html" %}
{{ super() }}{{ page.site.nme }}
{% autoescape false %}{{ own }}{% endautoescape %}
{{ own ~ "x" + 1 - 2 }}{{ -own.length }}{{ not own }}{{ {"a": wrong}.a }}{{ [1, 2].x }}
{{ page.content.title|map(attribute="x")|first }}{{ page.languages|selectattr("curent")|list|length }}
{% endblock %}
{% block more %}
<center>1</center><a href="#" target="_blank">{{ own }}</a><button></button><input type="text"><div tabindex="3"></div>
<img src="/fixed.png" alt="" width="1" height="1"><a href="javascript:go()">{{ own }}</a><aria aria-lable="1"></aria>
<label for="field-1">{{ own }}</label><input id="field-1"><select aria-label="{{ own }}"></select>
{% for one in page.languages %}<p id="same"></p>{% if loop.first %}<i id="once">
{% endif %}{% if loop.last %}</i>{% endif %}{% endfor %}
{% if own %}<b id="either"></b>{% else %}<b id="either"></b>{% endif %}
{% if own %}<u>{% else %}<s>{% endif %}{{ own }}{% if own %}</u>{% else %}</s>{% endif %}
<p>{% if own %}<em>{% endif %}{{ own }}</p>
<template><a data-slot="link"></a></template><script type="application/ld+json">{}</script><code>words</code>
{% endblock %}
"""
PAGE = """<!doctype html>
<html lang="en"><head><meta name="viewport" content="width=device-width, user-scalable=no"></head><body></body></html>
"""
CSS = """@import "x.css";
@font-face { font-family: X; src: url(data:font/woff2;base64,AA); }
@meda print { }
@media (min-widht: 10px) { .about-door { color: white; } }
@media print { body { color: #000; background: rgb(0 0 0 / .5); } }
body { background: #0003; colour: red; margin: ; padding }
a, { color: var(--color-text) }
.unheard-of::before { background: url(https://cdn.example/x.png); content: "\\201C" }
p { &:hover { colr: red } }
}
"""
PLAIN = '\n[templates]\npolicy = "plain.html"\n'
LOCALE = """{
  "own.number": 7,
  "own.empty": " ",
  "own.forms": {"few": "{count} frames"},
  "own.value": "{name} and {age}"
}"""
SPANISH = '{"own.value": "{name} y", "own.number": "x", "own.empty": "x", "own.forms": {"other": "{count}"}}'


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Finding]]:
    manifest = MANIFEST.replace('version = "1"', 'version = "1"\nautor = "x"').replace("rest =", "later = []\nrest =")
    theme = write_bench(
        tmp_path_factory.mktemp("rare"),
        **{
            "theme.toml": manifest.replace('card = "300px"', 'card = "wide, 20vw"')
            + '\n[templates]\npolicy = "plain.html"\n',
            "templates/_rows.html": PARTS,
            "templates/about.html": ABOUT,
            "templates/plain.html": PAGE,
            "assets/css/own.css": CSS,
            "assets/own.js": "import x from 'lodash';\nimport './gone/away.js';\nexport const y = eval('1');\n",
            "locales/en.json": LOCALE,
            "locales/es.json": SPANISH,
            "locales/fr.json": "[]",
        },
    )
    found: dict[str, list[Finding]] = {}
    for finding in check_theme(str(theme)):
        found.setdefault(finding.file, []).append(finding)
    return found


def lines(found: list[Finding], rule: str) -> list[int]:
    return sorted({one.line for one in found if one.rule == rule})


def test_templates(told: dict[str, list[Finding]]) -> None:
    found = told["templates/about.html"]
    assert lines(found, "unknown-import") == [3]
    assert lines(found, "arguments") == [6, 8, 12]
    assert lines(found, "unknown-field") == [7, 9, 10, 14, 15, 16, 22, 24, 25]
    assert lines(found, "not-a-text") == [14]
    assert lines(found, "unknown-name") == [14, 17, 18, 24]
    assert lines(found, "unknown-filter") == [19]
    assert lines(found, "unknown-value") == [20]
    assert lines(found, "missing-file") == [21]
    assert lines(found, "refused") == [23]
    assert lines(found, "unknown-asset") == [13]


def test_markup(told: dict[str, list[Finding]]) -> None:
    found = told["templates/about.html"]
    assert lines(found, "unknown-element") == [28, 29]
    assert lines(found, "empty-link") == lines(found, "opener") == lines(found, "tab-order") == [28]
    assert lines(found, "no-name") == [28]
    assert lines(found, "fixed-address") == lines(found, "inline-script") == lines(found, "unknown-attribute") == [29]
    assert lines(found, "doubled-id") == [31]
    assert lines(found, "nesting") == [35]
    assert {"no-language", "no-zoom", "no-head", "no-heading"} <= {one.rule for one in told["templates/plain.html"]}


def test_styles(told: dict[str, list[Finding]]) -> None:
    found = told["assets/css/own.css"]
    assert lines(found, "css") == [10]  # nothing can be said of rules whose braces are not paired


def test_rules_of_a_stylesheet(tmp_path: Path) -> None:
    theme = write_bench(tmp_path, **{"assets/css/own.css": CSS.removesuffix("}\n")})
    found = [one for one in check_theme(str(theme)) if one.file == "assets/css/own.css"]
    assert lines(found, "css") == [1, 2, 3, 4, 6, 7, 9]
    assert lines(found, "fixed-colour") == [4]
    assert lines(found, "foreign-file") == [8]
    assert lines(found, "unknown-class") == [4, 8]


def test_scripts(told: dict[str, list[Finding]]) -> None:
    found = told["assets/own.js"]
    assert {one.rule: one.line for one in found} == {"foreign-file": 1, "missing-file": 2, "refused": 3}


def test_words(told: dict[str, list[Finding]]) -> None:
    english, spanish = told["locales/en.json"], told["locales/es.json"]
    assert (lines(english, "not-a-text"), lines(english, "empty-text"), lines(english, "plural")) == ([2], [3], [4])
    assert [one.what for one in spanish if one.rule == "placeholder"] == ["'own.value' leaves out {age}."]
    assert told["locales/fr.json"][0].rule == "json"


def test_the_manifest(told: dict[str, list[Finding]]) -> None:
    assert [(one.rule, one.line) for one in told["theme.toml"]] == [
        ("unknown-key", 3),
        ("unknown-key", 8),
        ("sizes", 12),
    ]


def test_a_folder_without_a_theme(tmp_path: Path) -> None:
    with pytest.raises(UnknownTheme, match="no theme in"):
        check_theme(str(tmp_path))


def test_a_manifest_without_name_and_contract(tmp_path: Path) -> None:
    theme = write_bench(tmp_path, **{"theme.toml": 'label = "x"\n'})
    assert {one.rule for one in check_theme(str(theme)) if one.file == "theme.toml"} == {"no-name", "contract"}


def test_the_contract_has_every_record_and_field() -> None:
    page = reference()
    assert "| `product` | `ProductContent` |" in page
    assert "| `cart` | nothing |" in page
    assert "- `direction`: `Literal['ltr', 'rtl']`" in page
    assert '- `amount`: `str` – "149.00", a plain number for markup and data attributes' in page


def test_a_file_that_cant_be_read_is_told(tmp_path: Path) -> None:
    theme = write_bench(tmp_path)
    (theme / "assets" / "locked.css").symlink_to("/proc/self/mem")  # seen by all, read by nobody, root included
    told = [str(finding) for finding in check_theme(str(theme)) if finding.rule == "unreadable"]
    assert told == ["assets/locked.css:1:1: This can't be read: Input/output error."]
