"""Real catalogues: what must come in is counted from the raw files by the csv and json modules alone."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import examples
from storefront.catalogue.importing import ImportReport, import_catalogue
from storefront.catalogue.models import Product
from storefront.catalogue.repository import Catalogue
from storefront.catalogue.snapshot import read_products, take_snapshot
from storefront.storage.interfaces import Objects
from storefront.storage.mongo import Mongo
from storefront.tenancy.scope import StoreScope

pytestmark = pytest.mark.corpus

MAPPINGS = Path(examples.__file__).parent / "mappings"


@dataclass
class Expected:
    """What the raw file says: products by name with their lowest price, variants, and rows that are no products."""

    products: list[tuple[str, Decimal]] = field(default_factory=list)
    variants: int = 0
    bad_rows: list[tuple[int, str]] = field(default_factory=list)  # row, field

    def judge(self, row: int, *, identity: str, name: str, price: str, variants: int) -> None:
        """An id, a name, a price above 0; every source here has a currency or takes the store's."""
        amount = Decimal(re.sub(r"[^0-9.]", "", price) or "0")
        missing = "name" if not squeezed(name) else "price" if amount <= 0 else "id" if not identity else None
        if missing:
            self.bad_rows.append((row, missing))
        else:
            self.products.append((squeezed(name), amount))
            self.variants += variants


def squeezed(text: str) -> str:
    """Without the mark that stands where somebody else lost a character."""
    return " ".join(text.replace("\N{REPLACEMENT CHARACTER}", "").split())


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [{key.strip(): (cell or "").strip() for key, cell in row.items()} for row in csv.DictReader(stream)]


async def take(
    mongo: Mongo, objects: Objects, scope: StoreScope, source: Path, mapping: str | None, **options: Any
) -> tuple[ImportReport, list[Product]]:
    """Import twice: the second time must change nothing."""
    options["mapping"] = MAPPINGS / f"{mapping}.toml" if mapping else None
    report = await import_catalogue(mongo, objects, scope, source, **options)
    again = await import_catalogue(mongo, objects, scope, source, **options)
    assert (again.inserted, again.updated, again.unchanged) == (0, 0, report.inserted)
    assert again.quarantined == report.quarantined
    rows = [Product.model_validate(row) async for row in Catalogue(mongo, scope).product_rows()]
    return report, rows


def agrees(report: ImportReport, products: list[Product], expected: Expected) -> None:
    assert sorted((item.name, item.price) for item in products) == sorted(expected.products)
    assert report.inserted == len(expected.products)
    assert sum(len(item.variants) for item in products) == expected.variants
    assert sorted((row.row, row.field) for row in report.quarantined) == sorted(expected.bad_rows)
    assert report.read == len(expected.products) + len(expected.bad_rows)
    assert len({item.slug for item in products}) == len(products)


async def test_sunglass_hut_json(mongo: Mongo, objects: Objects, scope: StoreScope, corpus: Path) -> None:
    source = corpus / "catalogues/sunglasshut-json/sunglasses.json"
    items = json.loads(source.read_text(encoding="utf-8-sig"))
    expected = Expected()
    for row, item in enumerate(items, start=1):
        price = item.get("offerPrice") or item["listPrice"]
        expected.judge(row, identity=item["partNumber"], name=item["name"], price=price, variants=1)
    assert len(items) == 1213
    report, products = await take(mongo, objects, scope, source, "sunglasshut-json")
    agrees(report, products, expected)

    by_id = {item["partNumber"]: item for item in items}
    assert {item.id for item in products} == {key for key, item in by_id.items() if item["name"]}
    for item in products:
        raw = by_id[item.id]
        assert item.gtin in {raw["partNumber"], raw["partNumber"].zfill(12), None}
        assert item.in_stock is not raw["isOutOfStock"]
        assert item.polarised is raw["isPolarized"]
        (variant,) = item.variants
        named = (variant.colour.name if variant.colour else "", variant.lens_colour)
        assert "/".join(filter(None, named)) == raw["localizedColorLabel"]
        reduced = "offerPrice" in raw and raw["offerPrice"] != raw["listPrice"]
        assert item.compare_at_price == (Decimal(raw["listPrice"].strip("$").replace(",", "")) if reduced else None)
        assert [photo.source for photo in item.media] == [raw["img"], raw["imgHover"]]
    brands = await Catalogue(mongo, scope).brands()
    assert len(brands) == len({item["brand"].casefold() for item in items if item["name"]})

    snapshot = await take_snapshot(mongo, objects, scope, "b1")
    pages = [item.id for key in snapshot.product_keys for item in await read_products(objects, key)]
    assert pages == sorted(item.id for item in products)
    assert snapshot.quarantined_count == len(expected.bad_rows)


@pytest.mark.parametrize("people", ["men", "women"])
async def test_sunglass_hut_csv(mongo: Mongo, objects: Objects, scope: StoreScope, corpus: Path, people: str) -> None:
    source = corpus / f"catalogues/sunglasshut-{people}/products-{people}-raw.csv"
    expected = Expected()
    for row, cells in enumerate(table(source), start=2):
        upc = cells["img"].rsplit("/", 1)[-1].partition("__")[0]
        name, price = cells["name"] or cells["modelName"], cells["offerPrice"] or cells["listPrice"]
        expected.judge(row, identity=upc, name=name, price=price, variants=1)
    report, products = await take(mongo, objects, scope, source, "sunglasshut-csv")
    agrees(report, products, expected)
    assert {item.currency for item in products} == {"USD"}


async def test_lenskart_eyeglasses(mongo: Mongo, objects: Objects, scope: StoreScope, corpus: Path) -> None:
    source = corpus / "catalogues/lenskart/eyeglasses.csv"
    rows = table(source)
    expected = Expected()
    for row, cells in enumerate(rows, start=2):
        width, _, collection = cells["Size"].removeprefix("Size: ").partition("•")
        words = squeezed(f"{cells['Title']} {collection} {width}").split()
        lower = [word.lower() for word in words]
        name = " ".join(word for place, word in enumerate(words) if lower[place] not in lower[:place])
        expected.judge(row, identity="content", name=name, price=cells["Price"], variants=0)
    assert len(rows) == 2926
    report, products = await take(mongo, objects, scope, source, "lenskart")
    agrees(report, products, expected)
    names = Counter(item.name for item in products)
    assert names["Fossil Extra Wide"] > 0
    assert names["Lenskart Air Essentials Medium"] >= 30
    assert {item.currency for item in products} == {"INR"}
    same = Counter(tuple(cells.values()) for cells in rows)
    numbered = Counter(item.id.partition("-")[0] for item in products)
    assert sorted(numbered.values()) == sorted(same.values())


async def test_lenskart_contact_lenses(mongo: Mongo, objects: Objects, scope: StoreScope, corpus: Path) -> None:
    source = corpus / "catalogues/lenskart/contactlenses.csv"
    expected = Expected()
    for row, cells in enumerate(table(source), start=2):
        expected.judge(row, identity="content", name=cells["Title"], price=cells["Price"], variants=0)
    report, products = await take(mongo, objects, scope, source, "lenskart-contact-lenses")
    agrees(report, products, expected)
    assert {item.kind for item in products} == {"contact-lenses"}


async def test_shopify(mongo: Mongo, objects: Objects, scope: StoreScope, corpus: Path) -> None:
    source = corpus / "catalogues/shopify-csv/apparel.csv"
    groups: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for row, cells in enumerate(table(source), start=2):
        groups.setdefault(cells["Handle"], []).append((row, cells))
    expected = Expected()
    for handle, rows in groups.items():
        row, first = rows[0]
        price = min((cells["Variant Price"] for _, cells in rows), key=Decimal)
        expected.judge(row, identity=handle, name=first["Title"], price=price, variants=len(rows))
    report, products = await take(mongo, objects, scope, source, None, currency="CAD")
    agrees(report, products, expected)
    assert {item.slug for item in products} == set(groups)
    assert {item.currency for item in products} == {"CAD"}
    assert report.currency_assumed
    top = next(item for item in products if item.id == "classic-varsity-top")
    assert [variant.options for variant in top.variants] == [{"Size": size} for size in ("Small", "Medium", "Large")]


async def test_woocommerce(mongo: Mongo, objects: Objects, scope: StoreScope, corpus: Path) -> None:
    source = corpus / "catalogues/woocommerce/sample_products.csv"
    rows = table(source)
    price_of = {cells["SKU"]: cells["Sale price"] or cells["Regular price"] for cells in rows}
    children: dict[str, list[str]] = {}
    for cells in rows:
        if cells["Type"] == "variation":
            children.setdefault(cells["Parent"], []).append(cells["SKU"])
        if cells["Type"] == "grouped":
            children[cells["SKU"]] = [sku.strip() for sku in cells["Grouped products"].split(",")]
    expected = Expected()
    for row, cells in enumerate(rows, start=2):
        if cells["Type"] != "variation":
            below = children.get(cells["SKU"], [])
            price = price_of[cells["SKU"]] or min((price_of[sku] for sku in below), key=Decimal)
            expected.judge(row, identity=cells["ID"], name=cells["Name"], price=price, variants=len(below) or 1)
    report, products = await take(mongo, objects, scope, source, None)
    agrees(report, products, expected)
    by_name = {item.name: item for item in products}
    assert by_name["Hoodie"].category_ids == ["clothing--hoodies"]
    assert [variant.sku for variant in by_name["Hoodie"].variants] == children["cc-hoodie"]
    assert by_name["Cap"].compare_at_price == Decimal(18)
    assert [variant.options for variant in by_name["Logo Collection"].variants] == [
        {"Item": "Hoodie with Pocket and  Logo"},
        {"Item": "Beanie with Logo"},
        {"Item": "T-Shirt with Logo"},
    ]
    counted = {cells["Name"]: len([p for p in cells["Images"].split(",") if p]) for cells in rows}
    assert len(by_name["Album"].media) == counted["Album"]


async def test_vendure(mongo: Mongo, objects: Objects, scope: StoreScope, corpus: Path) -> None:
    source = corpus / "catalogues/vendure/products.csv"
    groups: list[list[tuple[int, dict[str, str]]]] = []
    for row, cells in enumerate(table(source), start=2):
        if cells["name"]:
            groups.append([])
        groups[-1].append((row, cells))
    expected = Expected()
    for rows in groups:
        row, first = rows[0]
        expected.judge(row, identity=first["slug"], name=first["name"], price=first["price"], variants=len(rows))
    report, products = await take(mongo, objects, scope, source, "vendure")
    agrees(report, products, expected)

    by_slug = {item.slug: item for item in products}
    for rows in groups:
        item = by_slug[rows[0][1]["slug"]]
        assert [variant.sku for variant in item.variants] == [cells["sku"] for _, cells in rows]
        assert [variant.price for variant in item.variants] == [Decimal(cells["price"]) for _, cells in rows]
        names = rows[0][1]["optionGroups"].split("|")
        for variant, (_, cells) in zip(item.variants, rows, strict=True):
            pairs = zip(names, cells["optionValues"].split("|"), strict=True)
            assert variant.options == {name: value for name, value in pairs if name}
        photo = (source.parent / "assets" / rows[0][1]["assets"]).read_bytes()
        digest = hashlib.sha256(photo).hexdigest()
        assert [media.source for media in item.media] == [f"upload:{digest}/{rows[0][1]['assets']}"]
        assert await objects.size(scope.key("uploads", digest[:2], digest)) == len(photo)
    assert report.photos_stored == len({rows[0][1]["assets"] for rows in groups})
    assert report.photos_missing == 0
    shelves = {item.id: item for item in await Catalogue(mongo, scope).categories()}
    assert shelves["home-and-garden--plants"].name == "Plants"
    assert shelves["home-and-garden--plants"].parent_id == "home-and-garden"
    assert shelves["home-and-garden"].name == "Home & Garden"
