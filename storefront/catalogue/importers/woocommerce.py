"""WooCommerce's product CSV: variations name their parent by SKU or "id:741" and may stand anywhere in the file.

So the file is read more than once: first for what variations and members of groups need (a few short texts each),
then for the products, one at a time. A grouped product has no price of its own there; its members become its variants.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from storefront.catalogue.colours import colour
from storefront.catalogue.drafts import Draft, Drafts
from storefront.catalogue.importers.photos import media_of
from storefront.catalogue.importers.tables import Row
from storefront.catalogue.normalising import boolean, gender_from, gtin, kind_from, plain_text, split_list, whole_number
from storefront.catalogue.quarantine import QuarantinedRow, shortened
from storefront.catalogue.sizes import parse_marking
from storefront.catalogue.taxonomy import category_paths

COLUMNS = frozenset({"Type", "SKU", "Name", "Regular price"})
_COLOUR_ATTRIBUTES = frozenset({"color", "colour", "frame color", "frame colour", "farbe", "couleur"})

Cells = dict[str, str]
Fields = dict[str, Any]
Rows = Iterable[Row]


def woocommerce_drafts(rows: Rows) -> Drafts:
    """Drafts of a table, which is read from its beginning each time."""
    relatives = _Relatives(rows)
    for number, cells in rows:
        kinds = _kinds(cells)
        if "variation" in kinds:
            if not relatives.is_parent(cells.get("Parent", "")):
                yield _orphan(number, cells)
        elif boolean(cells.get("Published", "1")) is not True:
            reason = "The product is not published there."
            yield QuarantinedRow(
                number, "Published", reason, "Publish it and export again.", shortened(cells["Published"])
            )
        else:
            yield _draft(number, cells, relatives)


class _Relatives:
    """Variations by their parent, and members of groups by their key, as variants."""

    def __init__(self, rows: Rows) -> None:
        self._variations: dict[str, list[Fields]] = {}
        self._members: dict[str, Fields] = {}
        self._parents: set[str] = set()
        wanted = {key for _, cells in rows for key in split_list(cells.get("Grouped products"))}
        for _, cells in rows:
            if "variation" in _kinds(cells):
                self._variations.setdefault(_key(cells.get("Parent", "")), []).append(_variant(cells))
                continue
            self._parents.update(_keys(cells))
            for key in wanted.intersection(_keys(cells)):
                self._members[key] = {**_variant(cells), "options": {"Item": cells.get("Name", "")}}

    def is_parent(self, key: str) -> bool:
        return _key(key) in self._parents

    def variants_of(self, cells: Cells) -> list[Fields]:
        variations = [dict(variation) for key in _keys(cells) for variation in self._variations.get(key, ())]
        if variations:
            return variations
        members = (self._members.get(key) for key in split_list(cells.get("Grouped products")))
        return [dict(member) for member in members if member] or [_variant(cells)]


def _draft(number: int, cells: Cells, relatives: _Relatives) -> Draft:
    variants = relatives.variants_of(cells)
    media = media_of(
        [{"source": source} for source in split_list(cells.get("Images"))]
        + [{"source": source} for variant in variants for source in variant["photos"]]
    )
    ids = {item["source"]: item["id"] for item in media}
    for variant in variants:
        variant["media_ids"] = [ids[source] for source in variant.pop("photos")]
    price, former = _prices(cells)
    fields = {
        "id": cells.get("ID") or cells.get("SKU"),
        "name": cells.get("Name"),
        "summary": plain_text(cells.get("Short description")) or None,
        "description": cells.get("Description", "").replace("\\n", "\n"),
        "price": price,
        "compare_at_price": former,
        "kind": kind_from(cells.get("Categories", ""), cells.get("Tags", ""), cells.get("Name", "")),
        "gender": gender_from(cells.get("Categories", ""), cells.get("Tags", "")),
        "gtin": _gtin(cells),
        "weight_g": _weight(cells),
        "in_stock": any(variant["in_stock"] for variant in variants),
        "tags": split_list(cells.get("Tags")),
        "featured": boolean(cells.get("Is featured?")) is True,
        "variants": variants,
        "media": media,
    }
    return Draft(number, fields, brand=_brand(cells), categories=category_paths(cells.get("Categories", "")))


def _variant(cells: Cells) -> Fields:
    price, former = _prices(cells)
    options = {name: value for name, value in _attributes(cells) if "," not in value}
    shade = next((value for name, value in options.items() if name.casefold() in _COLOUR_ATTRIBUTES), "")
    stock = cells.get("Stock", "")
    return {
        "id": cells.get("SKU") or cells.get("ID"),
        "sku": cells.get("SKU") or None,
        "gtin": _gtin(cells),
        "options": options,
        "colour": colour(shade),
        "size": next(filter(None, map(parse_marking, options.values())), None),
        "price": price,
        "compare_at_price": former,
        "in_stock": boolean(cells.get("In stock?", "1")) is not False,
        "stock_quantity": whole_number(stock) if stock else None,
        "photos": split_list(cells.get("Images")),
    }


def _attributes(cells: Cells) -> Iterator[tuple[str, str]]:
    """Names and values of "Attribute 1 name", "Attribute 1 value(s)" …; without a value any goes."""
    number = 1
    while f"Attribute {number} name" in cells:
        name, value = cells[f"Attribute {number} name"], cells.get(f"Attribute {number} value(s)", "")
        if name and value:
            yield name, value
        number += 1


def _prices(cells: Cells) -> tuple[str, str]:
    """What is asked now, and what was asked before if it is on sale."""
    regular, sale = cells.get("Regular price", ""), cells.get("Sale price", "")
    return (sale, regular) if sale else (regular, "")


def _keys(cells: Cells) -> list[str]:
    """What other rows may call this one: its SKU, or its id as "id:741"."""
    return [key for key in (cells.get("SKU", ""), f"id:{cells.get('ID', '')}") if key not in {"", "id:"}]


def _key(parent: str) -> str:
    return parent.replace(" ", "") if parent.startswith("id:") else parent


def _kinds(cells: Cells) -> set[str]:
    return set(split_list(cells.get("Type", "").casefold()))


def _brand(cells: Cells) -> str | None:
    named = dict(_attributes(cells))
    return cells.get("Brands") or named.get("Brand") or None


def _gtin(cells: Cells) -> str | None:
    column = next((name for name in cells if name.startswith("GTIN")), "")
    return gtin(cells.get(column, ""))


def _weight(cells: Cells) -> float | None:
    """In grams; the column's name tells the shop's unit."""
    grams = {"kg": 1000.0, "g": 1.0, "lbs": 453.59237, "oz": 28.349523125}
    for name, cell in cells.items():
        unit = re.fullmatch(r"Weight \((\w+)\)", name)
        if unit and re.fullmatch(r"\d+(?:\.\d+)?", cell):
            return float(cell) * grams.get(unit.group(1), 1.0) or None
    return None


def _orphan(number: int, cells: Cells) -> QuarantinedRow:
    remedy = "Export the parent product too."
    return QuarantinedRow(
        number, "Parent", "The variation's parent isn't in the file.", remedy, shortened(cells.get("Parent"))
    )
