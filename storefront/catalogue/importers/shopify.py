"""Shopify's product CSV: rows in a row with one Handle are a product; its first row carries texts and options."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from storefront.catalogue.colours import colour
from storefront.catalogue.drafts import Draft, Drafts
from storefront.catalogue.importers.photos import media_of
from storefront.catalogue.importers.tables import Row
from storefront.catalogue.normalising import boolean, gender_from, gtin, kind_from, plain_text, split_list, whole_number
from storefront.catalogue.quarantine import QuarantinedRow, shortened
from storefront.catalogue.sizes import parse_marking

COLUMNS = frozenset({"Handle", "Title", "Variant Price"})
_COLOUR_OPTIONS = frozenset({"color", "colour", "frame color", "frame colour", "farbe", "couleur"})

Fields = dict[str, Any]


def shopify_drafts(rows: Iterable[Row]) -> Drafts:
    for handle, group in groupby(rows, key=lambda row: row.cells.get("Handle", "")):
        yield _draft(handle, list(group))


def _draft(handle: str, rows: list[Row]) -> Draft | QuarantinedRow:
    number, first = rows[0]
    if not handle:
        return QuarantinedRow(number, "Handle", "The row has no handle.", "Give every row its product's handle.")
    if not _on_sale(first):
        state = first.get("Status") or f"Published: {first.get('Published')}"
        return QuarantinedRow(
            number, "Status", "The product is not on sale there.", "Publish it and export again.", shortened(state),
            product_id=handle,
        )  # fmt: skip
    media = media_of(_photos(rows))
    variants = list(_variants(rows, {item["source"]: item["id"] for item in media}))
    fields = {
        "id": handle,
        "slug": handle,
        "name": first.get("Title"),
        "description": first.get("Body (HTML)", ""),
        "summary": plain_text(first.get("SEO Description")) or None,
        "kind": kind_from(first.get("Type", ""), first.get("Product Category", ""), first.get("Tags", "")),
        "gender": gender_from(first.get("Google Shopping / Gender", ""), first.get("Tags", "")),
        "mpn": first.get("Google Shopping / MPN") or None,
        "weight_g": _weight(first),
        "tags": split_list(first.get("Tags")),
        "media": media,
        "in_stock": any(variant["in_stock"] for variant in variants),
        "variants": variants,
    }
    kind = first.get("Type") or ""
    return Draft(number, fields, brand=first.get("Vendor"), categories=[(kind,)] if kind else [])


def _on_sale(first: dict[str, str]) -> bool:
    published = boolean(first.get("Published", ""))
    return published is not False and first.get("Status", "active").casefold() in {"", "active"}


def _photos(rows: list[Row]) -> Iterator[Fields]:
    """In the order of Image Position, then the variants' own."""
    own = [row.cells for row in rows if row.cells.get("Image Src")]
    own.sort(key=lambda cells: whole_number(cells.get("Image Position")) or 0)
    for cells in own:
        yield {"source": cells["Image Src"], "alt": cells.get("Image Alt Text")}
    for row in rows:
        yield {"source": row.cells.get("Variant Image")}


def _variants(rows: list[Row], media_ids: dict[str, str]) -> Iterator[Fields]:
    """One per row that has a price or an option; rows with a photo alone are none."""
    names = [rows[0].cells.get(f"Option{n} Name", "") for n in (1, 2, 3)]
    for _, cells in rows:
        values = [cells.get(f"Option{n} Value", "") for n in (1, 2, 3)]
        if cells.get("Variant Price") or any(values):
            yield _variant(cells, dict(zip(names, values, strict=True)), media_ids)


def _variant(cells: dict[str, str], pairs: dict[str, str], media_ids: dict[str, str]) -> Fields:
    options = {name: value for name, value in pairs.items() if name and value and value != "Default Title"}
    shade = next((value for name, value in options.items() if name.casefold() in _COLOUR_OPTIONS), "")
    size = next(filter(None, map(parse_marking, options.values())), None)
    photo = media_ids.get(cells.get("Variant Image", ""))
    return {
        "sku": cells.get("Variant SKU", "").lstrip("'") or None,
        "gtin": gtin(cells.get("Variant Barcode", "").lstrip("'")),
        "options": options,
        "colour": colour(shade),
        "size": size,
        "price": cells.get("Variant Price"),
        "compare_at_price": cells.get("Variant Compare At Price"),
        "in_stock": _in_stock(cells),
        "stock_quantity": whole_number(cells.get("Variant Inventory Qty"))
        if cells.get("Variant Inventory Tracker")
        else None,
        "media_ids": [photo] if photo else [],
        "checkout_ref": _variant_id(cells),
    }


def _variant_id(cells: dict[str, str]) -> str | None:
    """The number that cart permalinks name a variant by. Shopify's own export lacks it; exporting apps write it."""
    number = cells.get("Variant ID", "").lstrip("'")
    return number if number.isascii() and number.isdigit() else None


def _in_stock(cells: dict[str, str]) -> bool:
    """Only a tracked quantity of 0 that may not be sold on is out of stock."""
    tracked = bool(cells.get("Variant Inventory Tracker"))
    may_oversell = cells.get("Variant Inventory Policy", "").casefold() == "continue"
    return not tracked or may_oversell or (whole_number(cells.get("Variant Inventory Qty")) or 0) > 0


def _weight(cells: dict[str, str]) -> float | None:
    """Shopify writes grams whatever unit is shown; 0 stands for unknown."""
    return float(whole_number(cells.get("Variant Grams")) or 0) or None
