"""Every page type renders in every theme and locale, escaped and complete."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, get_args

import pytest

from storefront.rendering.contract import PageType
from tests.unit.themes.document import document
from tests.unit.themes.every_theme import PAGES, every_theme, rendered, sample

ENGLISH = [path for path, page in PAGES.items() if page["locale"] == "en"]
every_page = pytest.mark.parametrize("path", ENGLISH)


def test_the_samples_cover_every_page_type() -> None:
    assert {page["type"] for page in PAGES.values()} == set(get_args(PageType))


@every_theme
@every_page
def test_a_page_is_well_formed_and_has_one_main_heading(theme: str, path: str) -> None:
    page = document(theme, path)
    assert len(page.all("h1")) == 1
    assert len(page.all("main")) == 1
    assert page.all("html")[0]["lang"] == PAGES[path]["locale"]
    identifiers = [attributes["id"] for _, attributes in page.elements if attributes.get("id")]
    assert len(identifiers) == len(set(identifiers))


@every_theme
def test_other_languages_render_as_well(theme: str) -> None:
    for path in PAGES.keys() - ENGLISH:
        assert document(theme, path).all("html")[0]["lang"] == "es"


@every_theme
@every_page
def test_headings_go_down_one_level_at_a_time(theme: str, path: str) -> None:
    levels = [int(tag[1]) for tag, _ in document(theme, path).elements if tag in ("h1", "h2", "h3", "h4")]
    assert all(after - before <= 1 for before, after in pairwise(levels))


@every_theme
@every_page
def test_the_head_says_what_the_metadata_says(theme: str, path: str) -> None:
    found, page = document(theme, path), PAGES[path]
    meta = page["meta"]
    links = found.all("link")
    assert found.text["title"] == [meta["title"]]
    assert found.meta("description") == meta["description"]
    assert found.meta("robots") == meta["robots"]
    canonical = [link["href"] for link in links if link["rel"] == "canonical"]
    assert canonical == ([meta["canonical"]] if meta["canonical"] else [])
    alternates = {link["hreflang"]: link["href"] for link in links if link["rel"] == "alternate"}
    assert alternates == {other["code"]: other["url"] for other in meta["alternates"]}
    assert found.meta("og:image") == meta["og_image"]
    assert found.meta("theme-color") == page["site"]["urls"]["theme_colour"]
    assert found.text["script"] == [str(data) for data in page["structured_data"]]


@every_theme
@every_page
def test_the_policy_stands_before_everything_it_governs(theme: str, path: str) -> None:
    head = [(tag, a) for tag, a in document(theme, path).elements if tag in ("meta", "link", "script", "style")]
    assert head[0] == ("meta", {"charset": "utf-8"})
    assert head[1][1]["http-equiv"] == "Content-Security-Policy"
    assert head[1][1]["content"] == PAGES[path]["meta"]["content_security_policy"]


@every_theme
@every_page
def test_hearts_come_with_the_script_that_presses_them(theme: str, path: str) -> None:
    page = document(theme, path)
    has_hearts = any("data-shelf" in attributes for _, attributes in page.elements)
    assert not has_hearts or "/assets/toggles.js" in [script.get("src") for script in page.all("script")]


@every_theme
@every_page
def test_what_is_drawn_once_is_there(theme: str, path: str) -> None:
    page = document(theme, path)
    drawn = {attributes["id"] for tag, attributes in page.elements if tag == "path" and "id" in attributes}
    assert drawn
    assert {use["href"].removeprefix("#") for use in page.all("use")} <= drawn


@every_theme
@every_page
def test_nothing_the_policy_forbids_is_used(theme: str, path: str) -> None:
    for tag, attributes in document(theme, path).elements:
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        if tag == "script":
            assert "src" in attributes or attributes["type"] == "application/ld+json"


@every_theme
@every_page
def test_the_inline_style_is_emitted_byte_for_byte(theme: str, path: str) -> None:
    html = sample(theme, path)
    assert html.count("<style>") == 1
    assert f"<style>{PAGES[path]['inline_css']}</style>" in html


@every_theme
@every_page
def test_pictures_have_sizes_and_texts(theme: str, path: str) -> None:
    for image in document(theme, path).all("img"):
        assert image["width"]
        assert image["height"]
        assert image["alt"] is not None
        assert image["sizes"]


@every_theme
def test_without_inline_style_there_is_no_style_element(theme: str) -> None:
    page: Any = {**PAGES["/about/"], "inline_css": ""}
    assert "<style" not in rendered(page, theme)


@every_theme
@every_page
def test_the_later_styles_are_linked_once_where_the_first_screen_ends(theme: str, path: str) -> None:
    page: Any = {**PAGES[path], "stylesheet": "/assets/later.css"}
    html = rendered(page, theme)
    assert html.count('<link rel="stylesheet" href="/assets/later.css">') == 1
    assert html.index("</header>") < html.index("/assets/later.css") < html.index("<footer")


@every_theme
@pytest.mark.parametrize("path", ["/", "/shop/glasses/", "/brands/atelier-co/", "/products/frame-1/"])
def test_the_largest_picture_is_preloaded_as_it_is_shown_and_never_lazy(theme: str, path: str) -> None:
    page = document(theme, path)
    (preload,) = [link for link in page.all("link") if link.get("as") == "image"]
    (urgent,) = [image for image in page.all("img") if "fetchpriority" in image]
    sources = [(source["srcset"], source["sizes"]) for source in page.all("source")]
    assert (preload["imagesrcset"], preload["imagesizes"]) in sources
    assert (urgent["src"], urgent["sizes"]) == (preload["href"], preload["imagesizes"])
    assert "loading" not in urgent


@every_theme
def test_names_that_look_like_code_are_shown_as_written(theme: str) -> None:
    html = sample(theme, "/shop/glasses/")
    for name in ("Dolce &amp; Gabbana Ø5 8", "O&#39;Neill &lt;b&gt;Boards&lt;/b&gt; 2", "{{ 7*7 }} 3", "نظارة 6"):
        assert f">{name}</a>" in html
    assert "&amp;amp;" not in html


@every_theme
@every_page
def test_telephones_can_be_dialled(theme: str, path: str) -> None:
    links = [link.get("href") or "" for link in document(theme, path).all("a")]
    assert {link for link in links if link.startswith("tel:")} <= {PAGES[path]["site"]["phone_url"]}
