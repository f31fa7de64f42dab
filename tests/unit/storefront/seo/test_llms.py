from __future__ import annotations

from dataclasses import replace

from storefront.seo.feeds.seller import Delivery, Seller
from storefront.seo.llms import Overview
from tests.unit.storefront.seo.sites import FACTS, mark

SHOP = replace(FACTS, seller=Seller("EUR", "ES", "", 30, (Delivery("ES", "0.00", (0, 1), (1, 3)),)))


def test_the_store_in_markdown() -> None:
    overview = Overview(SHOP)
    overview.see(
        [
            mark("/shop/", name="Shop", description="All *frames*"),
            mark("/shop/page-2/", name="Page 2"),
            mark("/size-guide/", page_type="size_guide", name="Size guide", description=""),
            mark("/es/shop/", locale="es", name="Tienda"),
            mark("/search/", page_type="search", indexable=False),
            mark("/products/alba/", page_type="product"),
        ]
    )
    text = overview.text(["/feeds/google.en.xml", "/feeds/products.en.jsonl"], has_sitemap=True).decode()
    assert text.startswith("# Optik Lund\n\n> Frames\n\nAn optician's store. Products: 1. Languages: en, es.")
    assert "Prices are in EUR. It delivers to ES. Goods can be returned within 30 days." in text
    assert "## Categories\n\n- [Shop](https://optik.example/shop/): All \\*frames\\*\n" in text
    assert "## Guides\n\n- [Size guide](https://optik.example/size-guide/)\n" in text
    assert "(https://optik.example/feeds/products.en.jsonl): every variant with price and availability, JSON" in text
    assert "sitemap.xml" in text
    assert "page-2" not in text
    assert "Tienda" not in text
    assert "/search/" not in text


def test_of_very_many_pages_the_first_are_told() -> None:
    overview = Overview(FACTS)
    overview.see(mark(f"/brands/b{number}/", page_type="brand", name=f"B{number}") for number in range(150))
    assert overview.text([], has_sitemap=False).decode().count("](https://optik.example/brands/") == 100
