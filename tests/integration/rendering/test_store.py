"""A whole small store, from a snapshot's files to stored pages, with the real theme."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import orjson
import pytest

from storefront.catalogue.models import Product
from storefront.imaging.models import MediaOutcome
from storefront.rendering.missing_texts import missing_texts
from storefront.rendering.plan_files import SitePlan, decode_image_work, decode_pages
from storefront.rendering.planning import Plan, plan_store
from storefront.rendering.rendering import Rendered, render_shard
from storefront.rendering.themes import load_theme
from storefront.seo.marks import PageMark, decode_marks
from storefront.seo.models import SiteFacts
from storefront.seo.site_wide import other_files
from storefront.storage.interfaces import Objects
from storefront.storage.manifest import Entry, decode_shard, digest_of
from storefront.storage.objects import open_objects
from storefront.tenancy.scope import StoreScope
from tests.factories.shops import a_configuration, a_product, outcomes_of, photo_outcome, write_snapshot

SCOPE = StoreScope("acme", "lumen")
THEME = load_theme("modern-minimal")


@dataclass
class Built:
    """A store with all its pages and files by path."""

    objects: Objects
    plan: Plan
    rendered: list[Rendered]
    entries: dict[str, Entry]
    marks: dict[str, PageMark]
    pages: dict[str, str]


async def build(
    products: list[Product],
    *,
    pages_per_shard: int = 64,
    products_per_shard: int = 200,
    without: Collection[str] = (),
    **snapshot: Any,
) -> Built:
    objects, theme = open_objects("memory://"), THEME
    left = await write_snapshot(objects, SCOPE, "b1", products, products_per_shard=products_per_shard, **snapshot)
    plan = await plan_store(objects, SCOPE, "b1", theme=theme, pages_per_shard=pages_per_shard, without=without, **left)
    rendered = [
        await render_shard(objects, SCOPE, site_key=plan.site_key, pages_key=key, theme=theme) for key in plan.page_keys
    ]
    entries: dict[str, Entry] = {}
    for key in [plan.assets_manifest_key, *(one.manifest_key for one in rendered)]:
        for entry in decode_shard(await objects.get(key)):
            assert entry.path not in entries, "two shards write one path"
            entries[entry.path] = entry
    marks = {mark.path: mark for one in rendered for mark in decode_marks(await objects.get(one.marks_key))}
    pages = {path: (await objects.get(entries[path].key)).decode() for path in marks}
    return Built(objects, plan, rendered, entries, marks, pages)


@pytest.fixture(scope="module")
def store() -> Built:
    return asyncio.run(build([a_product(number) for number in range(1, 41)]))


async def test_every_page_is_planned_rendered_and_stored(store: Built) -> None:
    fixed = {"/", "/shop/", "/search/", "/cart/", "/checkout/", "/brands/", "/size-guide/", "/face-shape-guide/"}
    fixed |= {"/about/", "/contact/", "/policies/returns/", "/policies/shipping/"}
    expected = {prefix + path for path in fixed for prefix in ("", "/es")} | {"/404.html"}
    assert expected <= store.marks.keys()
    assert {f"/products/frame-{number}/" for number in range(1, 41)} <= store.marks.keys()
    assert store.plan.page_count == len(store.marks) == sum(one.page_count for one in store.rendered)
    assert sum(one.bytes_written for one in store.rendered) == sum(len(page.encode()) for page in store.pages.values())


async def test_listings_have_as_many_pages_as_they_need(store: Built) -> None:
    assert "/shop/page-5/" in store.marks
    assert "/shop/page-6/" not in store.marks
    assert {"/shop/glasses/page-3/", "/es/shop/sunglasses/round/", "/brands/nordlys/page-3/"} <= store.marks.keys()
    assert "/shop/empty/" not in store.marks
    assert "/brands/unused/" not in store.marks
    shown = [set(re.findall(r'href="(/products/[^"]+)"', store.pages[path])) for path in _numbered("/shop/", 5)]
    assert sum(map(len, shown)) == len(set.union(*shown)) == 40


def _numbered(path: str, count: int) -> list[str]:
    return [path, *(f"{path}page-{number}/" for number in range(2, count + 1))]


async def test_every_link_leads_to_a_page_a_file_or_a_picture_to_be_made(store: Built) -> None:
    made = {
        variant.path
        for key in store.plan.image_keys
        for work in decode_image_work(await store.objects.get(key))
        for variant in work.variants
    }
    assert len(made) == store.plan.image_count
    known = store.entries.keys() | made
    site = SitePlan.decode(await store.objects.get(store.plan.site_key))
    manifests = {file.path for file in other_files(SiteFacts.from_dict(site.facts), [], has_sitemap=True)}
    for mark in store.marks.values():
        assert set(mark.links) <= known, mark.path
        assert set(mark.images) <= known, mark.path
    for page in store.pages.values():
        for address in re.findall(r'(?:src|href|data-index|data-filtering|data-cart-module)="(/[^"]+)"', page):
            plain = address.partition("#")[0].partition("?")[0]
            assert plain in known | manifests | {"/service-worker.js"}, plain


async def test_blobs_are_what_their_entries_say(store: Built) -> None:
    for entry in store.entries.values():
        data = await store.objects.get(entry.key)
        assert (digest_of(data), len(data)) == (entry.digest, entry.size_bytes)
        assert entry.key == SCOPE.blob_key(entry.digest)
    assert store.entries["/"].content_type == "text/html; charset=utf-8"
    assert store.marks["/"].digest == store.entries["/"].digest


async def test_no_two_pages_of_a_language_have_one_title_or_description(store: Built) -> None:
    for locale in ("en", "es"):
        marks = [mark for mark in store.marks.values() if mark.locale == locale]
        assert len({mark.title for mark in marks}) == len({mark.description for mark in marks}) == len(marks)
        assert max(len(mark.title) for mark in marks) <= 60
        assert max(len(mark.description) for mark in marks) <= 160


async def test_each_language_names_the_others(store: Built) -> None:
    for mark in store.marks.values():
        for path in mark.alternates.values():
            assert store.marks[path].alternates == mark.alternates
    assert 'lang="es"' in store.pages["/es/products/frame-1/"]
    assert "Montura 1" in store.pages["/es/products/frame-1/"]


async def test_what_visitors_do_alone_is_not_indexed(store: Built) -> None:
    hidden = {mark.page_type for mark in store.marks.values() if not mark.indexable}
    assert hidden == {"search", "cart", "checkout", "compare", "wishlist", "offline", "not_found"}


async def test_the_search_index_knows_every_product(store: Built) -> None:
    site = SitePlan.decode(await store.objects.get(store.plan.site_key))

    async def read(url: str) -> Any:
        return orjson.loads(await store.objects.get(store.entries[url].key))

    for locale, name in (("en", "Frame 1"), ("es", "Montura 1")):
        index = await read(site.sites[locale]["urls"]["search_index"])
        facts = [await read(url) for url, _ in index["shards"]]
        cards = [await read(url) for _, url in index["shards"]]
        assert index["count"] == sum(len(shard["name"]) for shard in facts) == 40
        assert name in {own for shard in facts for own in shard["name"]}
        slugs = {slug for shard in cards for slug in shard["slug"]}
        assert {f"{index['root']}products/{slug}/" for slug in slugs} <= store.marks.keys()


async def test_the_seo_stage_finds_the_site_s_facts(store: Built) -> None:
    site = SitePlan.decode(await store.objects.get(store.plan.site_key))
    facts = SiteFacts.from_dict(site.facts)
    assert (facts.name, facts.locales, facts.prefix) == ("Lumen Optics", ("en", "es"), "")
    assert facts.icons[0].path in store.entries
    assert facts.descriptions["es"] == "Monturas con medidas exactas."


async def test_every_page_allows_only_its_own_scripts_and_styles(store: Built) -> None:
    for path, page in store.pages.items():
        assert "script-src &#39;self&#39;;" in page, path
        assert not re.search(r"\son\w+=|\sstyle=|javascript:", page), path
        assert "{{" not in page, path


async def test_the_same_data_gives_the_same_pages_whatever_the_shards(store: Built) -> None:
    again = await build([a_product(number) for number in range(1, 41)], pages_per_shard=7, products_per_shard=9)
    assert again.entries == store.entries
    assert again.marks == store.marks
    assert again.plan.fingerprint == store.plan.fingerprint
    assert len(again.plan.page_keys) > len(store.plan.page_keys)


async def test_leaving_products_out_is_as_if_the_catalogue_did_not_have_them() -> None:
    """The last of its category, the first of the shop, one that is related to others."""
    products = [a_product(number) for number in range(1, 25)]
    products[4] = a_product(5, category_ids=["empty"], brand_id="b3", featured=True)
    gone = {"p00005", "p00012", "p00024"}
    kept = [product for product in products if product.id not in gone]
    left = await build(products, without=gone)
    fresh = await build(kept, outcomes=outcomes_of(products))
    assert left.entries == fresh.entries
    assert left.marks == fresh.marks
    assert left.plan == fresh.plan
    assert "/shop/empty/" in (await build(products)).pages
    assert "/shop/empty/" not in left.pages


async def test_another_price_changes_the_fingerprint_and_the_pages_that_show_it(store: Built) -> None:
    products = [a_product(number, **({"price": "77"} if number == 7 else {})) for number in range(1, 41)]
    changed = await build(products)
    assert changed.plan.fingerprint != store.plan.fingerprint
    differing = {path for path in store.pages if changed.marks[path].digest != store.marks[path].digest}
    assert "/products/frame-7/" in differing
    assert "/about/" not in differing
    showing = {path for path, page in store.pages.items() if 'href="/products/frame-7/"' in page}
    products_apart = {path for path in store.pages if path.startswith("/products/")} - showing - {"/products/frame-7/"}
    assert len(products_apart) > 20
    assert len(differing & products_apart) <= 4  # a nearer price may choose other neighbours


async def test_names_come_out_as_they_were_written() -> None:
    names = [
        "Dolce & Gabbana",
        "O'Neill",
        "<b>Bold</b>",
        "{{ 7*7 }}",
        "{% raw %}",
        '"Quoted"',
        "100 % | más — ñ 眼鏡 \u200f\u05e2\u05d9\u05df",
    ]
    products = [
        a_product(number, name=name, slug=f"s-{number}", translations={}, summary=name, reviews=[])
        for number, name in enumerate(names)
    ]
    built = await build(products)
    for number, name in enumerate(names):
        page = built.pages[f"/products/s-{number}/"]
        heading = re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)
        assert heading is not None
        assert html.unescape(heading[1]) == name
        assert "<b>Bold" not in page
        assert "&amp;amp;" not in page
        assert "49" not in html.unescape(heading[1])


async def test_a_photo_that_can_t_be_used_leaves_the_product_with_a_reason() -> None:
    product = a_product(1)
    gone, kept = (media.source for media in product.media)
    outcomes = [MediaOutcome(gone, problem="It is no picture.", remedy="Replace it."), *outcomes_of([product])[1:]]
    built = await build([product], outcomes=outcomes)
    assert built.plan.problems == (f"p00001: the photo {gone} is left out: It is no picture. Replace it.",)
    assert built.plan.photo_count == 1
    assert [problem for one in built.rendered for problem in one.problems] == list(built.plan.problems)
    without = await build([product], outcomes=[])
    assert without.plan.image_keys == []
    assert "/products/frame-1/" in without.pages
    assert kept


async def test_a_photo_that_two_products_share_is_made_once() -> None:
    media = [{"id": "m", "source": "same.jpg"}]
    built = await build([a_product(number, media=media) for number in (1, 2)])
    assert built.plan.photo_count == 1
    assert built.marks["/products/frame-1/"].images == built.marks["/products/frame-2/"].images


async def test_the_shops_own_pictures_are_made_and_its_logo_is_on_every_page() -> None:
    configuration = a_configuration(
        logo={"id": "logo", "source": "logo.png"},
        collections=[{"slug": "spring", "name": "Spring", "picture": {"id": "1", "source": "spring.jpg"}}],
    )
    own = [photo_outcome("logo.png", has_alpha=True, width_px=400, height_px=100), photo_outcome("spring.jpg")]
    built = await build([a_product(1, media=[])], configuration=configuration, outcomes=own)
    (key,) = built.plan.image_keys
    works = decode_image_work(await built.objects.get(key))
    assert [work.source_digest for work in works] == [one.facts.source_digest for one in own if one.facts]
    for site in SitePlan.decode(await built.objects.get(built.plan.site_key)).sites.values():
        assert site["logo"] is not None
        assert (site["logo"]["alt"], site["logo"]["width"], site["logo"]["height"]) == ("Lumen Optics", 400, 100)
        assert site["logo"]["placeholder_class"] == ""


async def test_without_a_usable_logo_the_name_stands_in() -> None:
    configuration = a_configuration(logo={"id": "logo", "source": "logo.svg"})
    lost = MediaOutcome("logo.svg", problem="It is no picture.", remedy="Replace it.")
    built = await build([a_product(1, media=[])], configuration=configuration, outcomes=[lost])
    assert {one["logo"] for one in SitePlan.decode(await built.objects.get(built.plan.site_key)).sites.values()} == {
        None
    }
    assert built.plan.photo_count == 0
    assert "Lumen Optics" in built.pages["/about/"]


async def test_what_an_owner_will_want_to_know_is_noted() -> None:
    configuration = a_configuration(
        locales=["en", "ar"],
        primary_color="#f5d90a",
        body_font="Loora",
        collections=[{"slug": "spring", "name": "Spring", "product_ids": ["gone"]}],
    )
    built = await build([a_product(1)], configuration=configuration)
    told = {(note.what, note.reason) for note in built.plan.notes}
    missing = len(missing_texts(THEME, ["ar"])["ar"])
    assert ("locale ar", f"{missing} texts are missing, English stands in.") in told
    assert {what for what, _ in told} == {"settings", "locale ar", "collections"}
    assert "Set primary_color to #867500" in " ".join(note.remedy for note in built.plan.notes)
    assert any("body_font is 'Loora'" in reason for _, reason in told)
    assert (await build([a_product(1)])).plan.notes == ()


async def test_a_language_without_words_is_written_in_english_from_right_to_left() -> None:
    built = await build([a_product(1, name="نظارة")], configuration=a_configuration(locales=["en", "ar"]))
    page = built.pages["/ar/products/frame-1/"]
    assert '<html lang="ar" dir="rtl">' in page
    assert "نظارة" in page
    assert "In stock" in page


async def test_a_store_without_the_face_shape_filter_has_no_guide() -> None:
    built = await build([a_product(1)], configuration=a_configuration(enable_face_shape_filter=False))
    assert "/face-shape-guide/" not in built.pages
    assert "/size-guide/" in built.pages
    assert not [path for path, mark in built.marks.items() if "/face-shape-guide/" in mark.links]


async def test_a_bare_catalogue_makes_a_store() -> None:
    bare = Product.model_validate(
        {"id": "1", "slug": "a", "name": "A", "price": "9", "currency": "EUR", "brand_id": "?", "category_ids": ["?"]}
    )
    configuration = a_configuration(
        locales=[],
        policies=[],
        returns=None,
        shipping=[],
        about="",
        address={},
        opening_hours=[],
        phone="",
        translations={},
    )
    built = await build([bare], configuration=configuration, brands=[], categories=[])
    assert {"/", "/shop/", "/products/a/", "/brands/", "/404.html"} <= built.pages.keys()
    assert not [path for path in built.pages if path.startswith("/es/")]


async def test_an_installed_store_opens_on_its_own_background() -> None:
    built = await build([], configuration=a_configuration(background_color="#fdf6e9"))
    site = SitePlan.decode(await built.objects.get(built.plan.site_key))
    assert site.facts["background_colour"] == "#fdf6e9"


async def test_a_base_path_is_before_every_address_but_not_in_the_manifest() -> None:
    configuration = a_configuration(base_url="https://lumen.example/frames/")
    built = await build([a_product(1)], configuration=configuration)
    page = built.pages["/products/frame-1/"]
    assert not re.search(r'(?:href|src)="/(?!frames/)', page)
    assert '<link rel="canonical" href="https://lumen.example/frames/products/frame-1/">' in page
    assert "/shop/" in built.marks["/products/frame-1/"].links


async def test_page_inputs_are_complete_in_themselves(store: Built) -> None:
    pages = [page for key in store.plan.page_keys for page in decode_pages(await store.objects.get(key))]
    product = next(page for page in pages if page.path == "/products/frame-1/")
    assert {"product", "photos", "related", "brand"} == product.data.keys()
    assert len(product.data["related"]) == 4
