"""Feeds as a program reads them."""

from __future__ import annotations

import json
from dataclasses import asdict
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest

from storefront.catalogue.models import Product
from storefront.seo.feeds.files import Feeds
from storefront.seo.feeds.items import FeedProduct, feed_product, item_id
from storefront.seo.feeds.seller import Delivery, Seller
from storefront.seo.marks import PageMark
from storefront.seo.models import SiteFacts
from tests.unit.storefront.seo.products import IMAGES, URL, product, reviews, size, variant
from tests.unit.storefront.seo.sites import FACTS, mark

G = "{http://base.google.com/ns/1.0}"
SELLER = Seller("EUR", "ES", "hello@optik.example", 30, (Delivery("ES", "4.90", (0, 1), (1, 3)),), {"terms": "terms"})
SHOP = SiteFacts(**{**{name: getattr(FACTS, name) for name in FACTS.__dataclass_fields__}, "seller": SELLER})


def share(made_of: Product, **changes: Any) -> FeedProduct:
    values: dict[str, Any] = {"url": URL, "images": IMAGES, "name": made_of.name, "description": "A frame."}
    made = feed_product(made_of, **values | {"locale": "en", "trail": ["Shop", "Glasses"], **changes})
    assert made is not None
    return made


def page(made_of: Product, **changes: Any) -> PageMark:
    return mark("/products/alba/", page_type="product", feed=asdict(share(made_of, **changes)))


def files(*marks: PageMark, facts: SiteFacts = SHOP, **options: Any) -> dict[str, bytes]:
    feeds = Feeds(facts, **options)
    return {file.path: file.data for file in [*feeds.add(marks), *feeds.close()]}


def google(*marks: PageMark) -> list[dict[str | None, list[str | None]]]:
    """Each item's fields, their values in order."""
    root = ElementTree.fromstring(files(*marks)["/feeds/google.en.xml"])  # noqa: S314 - ours
    items = []
    for item in root.iter("item"):
        told: dict[str | None, list[str | None]] = {}
        for node in item:
            told.setdefault(node.tag.removeprefix(G), []).append(node.text)
        items.append(told)
    return items


def agents(*marks: PageMark) -> list[dict[str, Any]]:
    return [json.loads(line) for line in files(*marks)["/feeds/products.en.jsonl"].splitlines()]


VARIED = product(
    brand_id="b",
    gender="women",
    material="Acetate",
    mpn="AL-1",
    weight_g=24.5,
    compare_at_price=Decimal(180),
    reviews=reviews(5, 4),
    variants=[
        variant("p1-a", "Havana", gtin="4006381333931", size=size(52, 18, 145), options={"Finish": "Matt"}),
        variant("b", "Black", price=Decimal(99), in_stock=False, size=size(50, 18, 140)),
    ],
)


def test_googles_feed_has_an_item_for_each_variant() -> None:
    first, second = google(
        page(VARIED, brand_name="Lund", variant_images={"b": ["https://optik.example/images/2.jpg"]})
    )
    assert first["id"] == ["p1-a"]
    assert second["id"] == ["p1-b"]
    assert first["item_group_id"] == second["item_group_id"] == ["p1"]
    assert first["title"] == ["Alba – Havana, 52-18-145"]
    assert first["link"] == [f"{URL}?variant=p1-a"]
    assert (first["price"], first["sale_price"]) == (["180.00 EUR"], ["149.00 EUR"])
    assert (second["price"], "sale_price" in second) == (["99.00 EUR"], False)
    assert (first["availability"], second["availability"]) == (["in_stock"], ["out_of_stock"])
    assert (first["gtin"], first["brand"], first["mpn"]) == (["4006381333931"], ["Lund"], ["AL-1"])
    assert "identifier_exists" not in first
    assert (first["color"], first["size"], first["material"]) == (["Havana"], ["52-18-145"], ["Acetate"])
    assert (first["gender"], first["age_group"], first["condition"]) == (["female"], ["adult"], ["new"])
    assert first["google_product_category"] == ["Health & Beauty > Personal Care > Vision Care > Eyeglasses"]
    assert first["product_type"] == ["Shop > Glasses"]
    assert second["image_link"] == ["https://optik.example/images/2.jpg"]
    assert second["additional_image_link"] == IMAGES
    assert len(first["shipping"]) == 1


def test_delivery_is_told_with_its_days_and_price() -> None:
    data = files(page(VARIED))["/feeds/google.en.xml"].decode()
    for told in ("<g:country>ES</g:country>", "<g:price>4.90 EUR</g:price>", "<g:max_transit_time>3</g:max_transit"):
        assert told in data


def test_a_product_that_is_bought_as_it_is() -> None:
    [only] = google(page(product(gender="kids", kind="other")))
    assert (only["id"], only["link"], only["title"]) == (["p1"], [URL], ["Alba"])
    assert (only["identifier_exists"], only["age_group"], only["gender"]) == (["no"], ["kids"], ["unisex"])
    assert not {"item_group_id", "gtin", "brand", "color", "google_product_category"} & only.keys()


def test_agents_read_the_same_in_their_own_words() -> None:
    first, second = agents(page(VARIED, brand_name="Lund"))
    assert (first["is_eligible_search"], first["is_eligible_checkout"]) == (True, False)
    assert (first["item_id"], first["group_id"], first["listing_has_variations"]) == ("p1-a", "p1", True)
    assert first["variant_dict"] == {"color": "Havana", "size": "52-18-145", "material": "Acetate", "Finish": "Matt"}
    assert (first["price"], first["sale_price"], second["price"]) == ("180.00 EUR", "149.00 EUR", "99.00 EUR")
    assert (first["star_rating"], first["review_count"]) == ("4.5", 2)
    assert (first["weight"], first["item_weight_unit"]) == ("24.5", "g")
    assert first["shipping"] == "ES::Standard:4.90 EUR"
    assert (first["accepts_returns"], first["return_deadline_in_days"]) == (True, 30)
    assert first["seller_tos"] == "https://optik.example/policies/terms/"
    assert (first["target_countries"], first["store_country"]) == (["ES"], "ES")
    assert None not in first.values()


def test_only_what_feeds_can_show_is_in_them() -> None:
    """A product without a photo, and everything while there is no public address, stays out."""
    assert feed_product(product(), url=URL, images=[], name="Alba", description="", locale="en") is None
    nowhere = SiteFacts("Optik", "", "en", ("en",))
    assert files(page(VARIED), facts=nowhere) == {}
    feeds = Feeds(SHOP)
    assert list(feeds.add([mark("/products/x/", page_type="product"), mark("/")])) == []
    assert (feeds.without, list(feeds.close()), feeds.paths) == (1, [], [])


def test_a_large_feed_comes_in_parts() -> None:
    made = files(*[page(VARIED)] * 10, part_bytes=4_000)
    numbered = sorted(path for path in made if path.startswith("/feeds/google.en"))
    assert numbered[-1] == "/feeds/google.en.xml"
    assert "/feeds/google.en.2.xml" in numbered
    whole = [ElementTree.fromstring(made[path]).iter("item") for path in numbered]  # noqa: S314 - ours
    assert sum(len(list(items)) for items in whole) == 20
    assert all(len(made[path]) < 5_000 for path in numbered)
    lines = [line for path, data in made.items() if path.endswith("jsonl") for line in data.splitlines()]
    assert len([json.loads(line) for line in lines]) == 20


@pytest.mark.parametrize(
    ("product_id", "variant_id", "expected"),
    [("p1", "p1", "p1"), ("p1", "p1-a", "p1-a"), ("p1", "p10", "p1-p10"), ("p1", "a", "p1-a")],
)
def test_ids(product_id: str, variant_id: str, expected: str) -> None:
    assert item_id(product_id, variant_id) == expected


def test_long_ids_are_shortened_and_stay_apart() -> None:
    one, two = item_id("p" * 60, "a"), item_id("p" * 60, "b")
    assert len(one) == len(two) == 50
    assert one != two


def test_feeds_in_many_languages_share_the_memory() -> None:
    made = files(*[page(VARIED)] * 10, memory_bytes=4_000 * 2 * len(SHOP.locales))
    assert max(len(data) for data in made.values()) < 5_000


def test_every_part_is_named() -> None:
    """Who reads feeds can't guess how many parts there are."""
    feeds = Feeds(SHOP, part_bytes=4_000)
    made = [file.path for file in [*feeds.add([page(VARIED)] * 10), *feeds.close()]]
    assert feeds.paths == made
    assert "/feeds/products.en.2.jsonl" in feeds.paths


def test_a_product_of_many_photos_and_variants_stays_small() -> None:
    many = [f"{IMAGES[0]}?{number}" for number in range(500)]
    made = share(VARIED, images=many, description="word " * 20_000)
    assert [item.images for item in made.items] == [many[:11]] * 2
    assert len(made.description) <= 5_000


@pytest.mark.parametrize("character", ["\x00", "\x1f", "\ufffe", "\uffff"])
def test_what_xml_cannot_write_does_not_break_the_feed(character: str) -> None:
    [only] = google(page(product(), name=f"Al{character}ba"))
    assert only["title"] == ["Alba"]


def test_control_characters_do_not_break_the_feed() -> None:
    [only] = google(page(product(), name="Al\x0bba & <b>Co</b>"))
    assert only["title"] == ["Alba & <b>Co</b>"]
