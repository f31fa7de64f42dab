"""Our own format: products by the models' field names, as JSON, JSON lines or CSV, alone or in a folder.

A folder holds `store.json` (the configuration), `brands.json`, `categories.json`, `products.jsonl` (or .json, .csv)
and `photos/`; all but the products may be missing. Unknown fields are passed over. Beside the model's fields `brand`
(a name), `categories` (names, or paths "Frames > Round") and `photos` (addresses) may be given.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from storefront.catalogue.drafts import Draft, Drafts
from storefront.catalogue.importers.documents import Item, Items, read_json
from storefront.catalogue.importers.mapped import Record, mapped_drafts
from storefront.catalogue.importers.mapping import parse_mapping
from storefront.catalogue.importers.photos import media_of
from storefront.catalogue.importers.tables import Row
from storefront.catalogue.models import StoreConfiguration
from storefront.catalogue.normalising import split_list, storable
from storefront.catalogue.quarantine import QuarantinedRow
from storefront.catalogue.taxonomy import category_paths
from storefront.errors import SourceUnreadable

Model = TypeVar("Model", bound=BaseModel)
_PRODUCTS = ("products.jsonl", "products.json", "products.csv")


def json_drafts(items: Items) -> Drafts:
    for item in items:
        yield item if isinstance(item, QuarantinedRow) else _draft(item)


def csv_drafts(rows: Iterable[Row]) -> Drafts:
    preset = resources.files("storefront.catalogue.importers").joinpath("own_csv.toml").read_text(encoding="utf-8")
    records = (Record(row.number, dict(row.cells)) for row in rows)
    return mapped_drafts(records, parse_mapping(preset, "own_csv.toml"))


def products_file(folder: Path) -> Path:
    """The file with the products in a folder of our format. Raises SourceUnreadable when there is none."""
    for name in _PRODUCTS:
        if (folder / name).is_file():
            return folder / name
    raise SourceUnreadable(
        f"The folder {folder} holds no products.", remedy=f"Put one of {', '.join(_PRODUCTS)} into it."
    )


def read_records(path: Path, model: type[Model]) -> list[Model]:
    """Brands or categories of a folder; none when the file is missing. Raises SourceUnreadable."""
    if not path.is_file():
        return []
    return [_record(path, model, item) for item in read_json(path)]


def read_configuration(path: Path, store_id: str) -> StoreConfiguration | None:
    """The store's settings in `store.json`, for this store whatever id they carry. None when there is no file."""
    if not path.is_file():
        return None
    item = next(read_json(path), QuarantinedRow(1, "", "The file is empty.", ""))
    if isinstance(item, Item):
        item = Item(item.number, {**item.fields, "store_id": store_id})
    return _record(path, StoreConfiguration, item)


def _record(path: Path, model: type[Model], item: Item | QuarantinedRow) -> Model:
    if isinstance(item, QuarantinedRow):
        raise SourceUnreadable(f"{path.name}, item {item.row}: {item.reason}", remedy=item.remedy)
    try:
        return model.model_validate(storable(item.fields))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise SourceUnreadable(f"{path.name}, item {item.number}: {place}: {first['msg']}.") from None


def _draft(item: Item) -> Draft:
    fields = dict(item.fields)
    brand = fields.pop("brand", None)
    categories = fields.pop("categories", None)
    photos = fields.pop("photos", None)
    if photos and not fields.get("media"):
        fields["media"] = media_of({"source": address} for address in split_list(photos, "|"))
    return Draft(item.number, fields, brand=str(brand) if brand else None, categories=_paths(categories))


def _paths(value: Any) -> list[tuple[str, ...]]:
    texts = value if isinstance(value, list) else [value] if value else []
    return [path for text in texts for path in category_paths(str(text), separator="|")]
