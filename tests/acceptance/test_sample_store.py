"""The sample store, from one command to pages a stranger can trust: counted and followed by code of the tests' own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

from tests.acceptance.conftest import PHOTOS, PRODUCTS, SampleStore
from tests.factories.site import Page

SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def _product_pages(sample: SampleStore, prefix: str = "") -> dict[str, Page]:
    return {row["id"]: sample.site.pages[f"{prefix}/products/{row['slug']}/"] for row in sample.products}


def test_the_command_tells_times_counts_and_memory(sample: SampleStore) -> None:
    told = sample.told
    assert (told["state"], told["outcome"], told["progress_percent"]) == ("live", "changed", 100.0)
    assert set(told["stage_seconds"]) == {"fetch", "plan", "make", "upload", "seo", "deploy"}
    assert sum(told["stage_seconds"].values()) <= told["seconds"]
    assert told["counts"]["products"] == PRODUCTS
    assert told["counts"]["photos"] == PHOTOS
    assert told["counts"]["images_encoded"] == told["counts"]["images"] > 0
    assert told["problem_count"] == 0
    assert {name.split()[0] for name in told["memory_mb"]} >= {"control", "rendering", "imaging"}


def test_every_page_is_there_once_in_both_languages(sample: SampleStore) -> None:
    pages = sample.site.pages
    assert len(pages) == sample.told["counts"]["pages"] == sample.told["release"]["files"]["page"]
    english = {path for path in pages if not path.startswith("/es/") and path != "/404.html"}
    spanish = {path for path in pages if path.startswith("/es/")}
    assert {f"/es{path}" for path in english} == spanish - {"/es/404.html"}
    assert all(pages[path].locale == ("es" if path.startswith("/es/") else "en") for path in english | spanish)
    assert len([path for path in english if re.fullmatch(r"/products/[^/]+/", path)]) == PRODUCTS
    titles = [pages[path].title for path in english]
    assert len(set(titles)) == len(titles), "every page has a title of its own"


def test_every_product_is_reached_by_links_from_home(sample: SampleStore) -> None:
    for prefix in ("", "/es"):
        reached = sample.site.reachable(f"{prefix}/")
        missing = {page.path for page in _product_pages(sample, prefix).values()} - reached
        assert not missing


def test_every_address_in_every_page_leads_somewhere(sample: SampleStore) -> None:
    broken = [
        (page.path, address)
        for page in sample.site.pages.values()
        for address in sorted(page.links | page.resources)
        if not sample.site.has(address)
    ]
    assert broken == []


def test_the_catalogues_prices_are_in_the_text_and_in_the_markup(sample: SampleStore) -> None:
    pages = _product_pages(sample)
    for row in sample.products:
        wanted = {Decimal(str(v.get("price") or row["price"])) for v in row["variants"]}
        marked = {Decimal(str(offer["price"])) for offer in _offers(pages[row["id"]].json_ld)}
        assert marked == wanted, row["id"]
        shown = {Decimal(amount.replace(",", "")) for amount in re.findall(r"€([\d,]+\.\d\d)", pages[row["id"]].text)}
        assert wanted <= shown, row["id"]


def _offers(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if node.get("@type") == "Offer":
            yield node
        for value in node.values():
            yield from _offers(value)
    elif isinstance(node, list):
        for value in node:
            yield from _offers(value)


def test_the_catalogues_measurements_are_on_the_pages(sample: SampleStore) -> None:
    pages = _product_pages(sample)
    for row in sample.products:
        size = row["variants"][0].get("size") or row["size"]
        text = pages[row["id"]].text
        assert f"{size['lens_width_mm']:g}□{size['bridge_mm']:g}-{size['temple_mm']:g}" in text.replace(" ", ""), row[
            "id"
        ]


def test_the_sitemap_has_the_indexable_pages_and_no_others(sample: SampleStore) -> None:
    listed = set()
    index = ElementTree.fromstring((sample.site.folder / "sitemap.xml").read_bytes())  # noqa: S314  # ours
    for part in index.findall("s:sitemap/s:loc", SITEMAP):
        file = sample.site.folder / urlsplit(part.text or "").path.lstrip("/")
        urls = ElementTree.fromstring(file.read_bytes()).findall("s:url/s:loc", SITEMAP)  # noqa: S314
        listed |= {urlsplit(url.text or "").path for url in urls}
    indexable = {path for path, page in sample.site.pages.items() if "noindex" not in page.robots}
    assert listed == indexable


def test_images_have_files_sizes_and_words(sample: SampleStore) -> None:
    for page in sample.site.pages.values():
        for image in page.images:
            assert int(image["width"]) > 0, (page.path, image)
            assert int(image["height"]) > 0, (page.path, image)
            assert "alt" in image, (page.path, image)
    shown = [image["src"] for page in _product_pages(sample).values() for image in page.images]
    assert len(shown) >= PRODUCTS, "every product shows a photo"
