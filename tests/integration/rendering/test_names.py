"""Names that look like markup or like a template, or are written from right to left: as written, once escaped."""

from __future__ import annotations

import asyncio
import html
import re
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

import orjson
import pytest
from selectolax.lexbor import LexborHTMLParser

from storefront.rendering.plan_files import SitePlan
from storefront.seo.models import SiteFacts
from storefront.seo.site_files import make_site_files
from storefront.storage.manifest import decode_shard
from tests.factories.shops import a_product
from tests.integration.rendering.test_store import SCOPE, Built, build

NAMES = (
    "Dolce & Gabbana",
    "O'Neill",
    "Ørgreen",
    "<b>Bold</b>",
    'The "Quoted"',
    "{{ 7*7 }}",
    "{% raw %} </script><script>alert(1)</script>",
    "משקפי שמש & نظارات",
    "👓 Retro",
)
G = "{http://base.google.com/ns/1.0}"


@dataclass
class Everywhere:
    built: Built
    files: dict[str, bytes]  # of the seo stage, by path
    warnings: list[str]
    errors: list[str]


@pytest.fixture(scope="module")
def store() -> Everywhere:
    return asyncio.run(_made())


async def _made() -> Everywhere:
    products = [a_product(number, name=name, translations={}) for number, name in enumerate(NAMES, 1)]
    built = await build(products)
    site = SitePlan.decode(await built.objects.get(built.plan.site_key))
    made = await make_site_files(
        built.objects,
        SCOPE,
        "b1",
        site_facts=SiteFacts.from_dict(site.facts),
        marks_keys=[one.marks_key for one in built.rendered],
        manifest_keys=[built.plan.assets_manifest_key, *(one.manifest_key for one in built.rendered)],
    )
    entries = decode_shard(await built.objects.get(made.manifest_key))
    files = {entry.path: await built.objects.get(entry.key) for entry in entries}
    return Everywhere(built, files, made.warnings, [error for error in made.errors if "/images/" not in error])


@pytest.mark.parametrize("locale", ["en", "es"])
@pytest.mark.parametrize(("number", "name"), list(enumerate(NAMES, 1)))
def test_a_page_shows_the_name_and_its_markup_says_it(store: Everywhere, number: int, name: str, locale: str) -> None:
    text = store.built.pages[f"{'' if locale == 'en' else '/es'}/products/frame-{number}/"]
    page = LexborHTMLParser(text)
    plain = " ".join(name.split())
    assert _words(page, "h1") == plain
    assert _words(page, "title").startswith(plain[:40])
    assert plain in _words(page, "main")
    graph = orjson.loads(page.css_first('script[type="application/ld+json"]').text())["@graph"]
    [product] = [node for node in graph if node["@type"] in ("Product", "ProductGroup")]
    assert product["name"] == name
    assert f"<h1>{html.escape(name).replace('&#x27;', '&#39;').replace('&quot;', '&#34;')}</h1>" in text, "escaped once"
    assert "alert(1)" not in "".join(script.text() for script in page.css("script:not([type])"))
    assert "&amp;amp;" not in text
    assert "&amp;lt;" not in text


def _words(page: LexborHTMLParser, selector: str) -> str:
    node = page.css_first(selector)
    assert node is not None
    return " ".join(node.text().split())


@pytest.mark.parametrize(("number", "name"), list(enumerate(NAMES, 1)))
async def test_price_files_say_it(store: Everywhere, number: int, name: str) -> None:
    entry = store.built.entries[f"/prices/frame-{number}.json"]
    assert orjson.loads(await store.built.objects.get(entry.key))["name"] == name


@pytest.mark.parametrize("locale", ["en", "es"])
def test_feeds_say_them(store: Everywhere, locale: str) -> None:
    google = ElementTree.fromstring(store.files[f"/feeds/google.{locale}.xml"])  # noqa: S314 - ours
    lines = [orjson.loads(line) for line in store.files[f"/feeds/products.{locale}.jsonl"].splitlines()]
    titles = {str(item.findtext(f"{G}title")) for item in google.iter("item")}
    assert titles == {line["title"] for line in lines}
    for name in NAMES:
        assert any(title.startswith(" ".join(name.split())) for title in titles), name


def test_sitemaps_are_readable_and_name_the_pages(store: Everywhere) -> None:
    [path] = [path for path in store.files if path.startswith("/sitemap-")]
    found = {node.text or "" for node in ElementTree.fromstring(store.files[path]).iter() if node.tag.endswith("}loc")}  # noqa: S314
    assert {f"https://lumen.example/products/frame-{number}/" for number in range(1, len(NAMES) + 1)} <= found


def test_the_checks_know_what_the_catalogue_means(store: Everywhere) -> None:
    assert store.errors == []
    meant = [warning for warning in store.warnings if "A text of the catalogue has" in warning]
    assert any("{{ 7*7 }}" in warning for warning in meant)
    assert not any(re.search(r"\b49\b", title) for title in _titles(store))


def _titles(store: Everywhere) -> list[Any]:
    return [mark.title for mark in store.built.marks.values()]
