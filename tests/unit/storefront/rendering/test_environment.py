from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
from markupsafe import Markup

from storefront.errors import ThemeBroken
from storefront.rendering.contract import PageView
from storefront.rendering.environment import Renderer, renderer_for
from storefront.rendering.locale_texts import texts_for
from storefront.rendering.themes import Theme, load_theme
from tests.factories.themes import write_theme

ASSETS = {"main.css": "/assets/main.1234567890.css"}


def a_theme(folder: Path, template: str, **files: str) -> Theme:
    return load_theme("plain", write_theme(folder, **{"templates/page.html": template, **files}))


def rendered(folder: Path, template: str, content: Any = None, **files: str) -> str:
    theme = a_theme(folder, template, **files)
    page = cast(PageView, {"type": "home", "locale": "en", "content": content, "site": {"name": "Lumen"}})
    return Renderer(theme, texts_for(theme, "en"), ASSETS).render(page)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Dolce & Gabbana", "Dolce &amp; Gabbana"),
        ("O'Neill", "O&#39;Neill"),
        ("<b>bold</b>", "&lt;b&gt;bold&lt;/b&gt;"),
        ("{{ 7*7 }}", "{{ 7*7 }}"),
        ("{% raw %}", "{% raw %}"),
        ('"quoted"', "&#34;quoted&#34;"),
        ("&amp;", "&amp;amp;"),
    ],
)
def test_data_is_escaped_once_and_never_run(tmp_path: Path, name: str, shown: str) -> None:
    assert rendered(tmp_path, "{{ page.content }}", name) == shown


@pytest.mark.parametrize(
    "template",
    [
        "{% autoescape false %}{{ page.content }}{% endautoescape %}",
        "{% autoescape false %}{% macro m(x) %}{{ x }}{% endmacro %}{{ m(page.content)|string }}{% endautoescape %}",
        "{{ page.content|upper|lower }}",
        "{% set x %}{{ page.content }}{% endset %}{{ x }}",
        "{{ '' ~ page.content }}",
    ],
)
def test_a_theme_can_t_turn_escaping_off(tmp_path: Path, template: str) -> None:
    assert "<i>" not in rendered(tmp_path, template, "<i>")


@pytest.mark.parametrize(("value", "shown"), [(Markup("<p>&amp;</p>"), "<p>&amp;</p>"), (52.5, "52.5"), (7, "7")])
def test_what_is_safe_or_no_text_comes_out_as_it_is(tmp_path: Path, value: Any, shown: str) -> None:
    assert rendered(tmp_path, "{{ page.content }}", value) == shown


def test_values_in_texts_are_escaped_as_well(tmp_path: Path) -> None:
    assert rendered(tmp_path, "{{ t('hello', name=page.content) }}", "<i>") == "Welcome to &lt;i&gt;"


def test_a_template_has_its_words_its_assets_and_its_page(tmp_path: Path) -> None:
    template = "{{ t('frames', count=2) }} {{ asset('main.css') }} {{ page.site.name }}"
    assert rendered(tmp_path, template) == "2 frames /assets/main.1234567890.css Lumen"


def test_words_can_be_used_in_loops_blocks_and_macros(tmp_path: Path) -> None:
    template = (
        "{% macro m(n) %}{{ t('frames', count=n) }};{% endmacro %}"
        "{% block main %}{% for n in page.content %}{{ m(n) }}{{ t('frames', count=n) }};{% endfor %}{% endblock %}"
    )
    assert rendered(tmp_path, template, [1, 2]) == "1 frame;1 frame;2 frames;2 frames;"


def test_an_item_of_a_view_wins_over_a_method_of_dicts(tmp_path: Path) -> None:
    assert rendered(tmp_path, "{{ page.content.items }}", {"items": "three"}) == "three"


@pytest.mark.parametrize("name", ["lipsum", "cycler", "joiner", "namespace", "dict", "range", "config", "self"])
def test_nothing_else_can_be_reached(tmp_path: Path, name: str) -> None:
    with pytest.raises(ThemeBroken, match=r"page\.html, line 2"):
        rendered(tmp_path, f"ok\n{{{{ {name}.anything }}}}")


@pytest.mark.parametrize("used", ["page.content|safe", "[1, 2]|random"])
def test_filters_that_trust_or_roll_dice_are_gone(tmp_path: Path, used: str) -> None:
    with pytest.raises(ThemeBroken, match=r"page\.html, line 1: No filter named"):
        rendered(tmp_path, f"{{{{ {used} }}}}", "x")


@pytest.mark.parametrize(
    "attack",
    [
        "page.__class__",
        "page.content.__class__.__mro__",
        "''.__class__.__mro__[1].__subclasses__()",
        "'{0.__class__}'.format(page)",
        "t.__globals__",
        "t._words",
        "asset.__globals__",
        "page.content.append(1)",
        "page.site.update(x=1)",
    ],
)
def test_the_sandbox_holds(tmp_path: Path, attack: str) -> None:
    with pytest.raises(ThemeBroken, match=r"page\.html, line 1"):
        rendered(tmp_path, f"{{{{ {attack} }}}}", [])


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("a\nb\n{{ page.content.price }}", r"page\.html, line 3: .*has no attribute 'price'"),
        ("a\n{% if %}", r"page\.html, line 2: Expected an expression"),
        ("{% include 'gone.html' %}", r"page\.html, line 1: gone\.html"),
        ("\n{{ t('unknown.key') }}", r"page\.html, line 2: The text 'unknown\.key' is in no locale file"),
        ("\n{{ t('frames') }}", r"page\.html, line 2: The text 'frames' has plural forms"),
        ("{{ t('hello') }}", r"page\.html, line 1: The text 'hello' needs a value for \{name\}"),
        ("{{ asset('main.cs') }}", r"line 1: There is no asset 'main\.cs'\. Perhaps 'main\.css' is meant"),
        ("{{ asset('zzz') }}", r"There is no asset 'zzz'\. Name it under \[assets\]"),
        ("{{ 1 / 0 }}", r"page\.html, line 1: division by zero"),
        ("{{ 1 + 'a' }}", r"page\.html, line 1: unsupported operand"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", r"page\.html, line 1: maximum recursion depth"),
    ],
)
def test_a_theme_s_mistakes_are_told_with_file_line_and_what(tmp_path: Path, template: str, told: str) -> None:
    with pytest.raises(ThemeBroken, match=told):
        rendered(tmp_path, template, {"name": "x"})


def test_a_mistake_in_an_included_file_names_that_file(tmp_path: Path) -> None:
    parts = {"templates/_parts.html": "{% macro card(c) %}\n\n{{ c.nothing }}{% endmacro %}"}
    with pytest.raises(ThemeBroken, match=r"^_parts\.html, line 3: "):
        rendered(tmp_path, "{% from '_parts.html' import card %}{{ card(page.content) }}", {"name": "x"}, **parts)


def test_a_syntax_error_in_an_included_file_names_that_file(tmp_path: Path) -> None:
    with pytest.raises(ThemeBroken, match=r"^_parts\.html, line 2: "):
        rendered(tmp_path, "{% include '_parts.html' %}", **{"templates/_parts.html": "\n{% for %}"})


def test_a_store_s_pages_share_a_renderer(tmp_path: Path) -> None:
    theme = a_theme(tmp_path, "x")
    assert renderer_for(theme, "en", ASSETS) is renderer_for(theme, "en", dict(ASSETS))
    assert renderer_for(theme, "es", ASSETS) is not renderer_for(theme, "en", ASSETS)
    assert renderer_for(theme, "en", {}) is not renderer_for(theme, "en", ASSETS)


def test_renderers_are_given_up_when_many_stores_take_turns(tmp_path: Path) -> None:
    theme = a_theme(tmp_path, "x")
    first = renderer_for(theme, "en", {"n": "first"})
    for number in range(20):
        renderer_for(theme, "en", {"n": str(number)})
    assert renderer_for(theme, "en", {"n": "first"}) is not first
