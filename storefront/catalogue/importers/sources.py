"""Which importer reads a source: by the format named, else by the file's name and its columns."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from storefront.catalogue.drafts import Drafts
from storefront.catalogue.importers import own, shopify, woocommerce
from storefront.catalogue.importers.columns import missing_columns
from storefront.catalogue.importers.documents import Item, read_json, read_lines
from storefront.catalogue.importers.mapped import Record, mapped_drafts
from storefront.catalogue.importers.mapping import Mapping, load_mapping
from storefront.catalogue.importers.tables import Table
from storefront.catalogue.importers.text import shown_names
from storefront.catalogue.quarantine import QuarantinedRow
from storefront.errors import SourceUnreadable, UnknownSource

FORMATS = ("json", "jsonl", "csv", "shopify", "woocommerce")
_JSON = {"json", "jsonl"}
_ENDINGS = {".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "csv", ".txt": "csv"}


@dataclass(frozen=True, slots=True)
class Source:
    """A catalogue about to be read. Photo paths are meant from `photos`, and may not leave `folder`.

    `notices` tell what the mapping names and the file doesn't have.
    """

    name: str
    drafts: Drafts
    folder: Path
    photos: Path
    own_folder: bool = False
    notices: tuple[QuarantinedRow, ...] = ()


def open_source(path: Path, *, format: str | None = None, mapping: Path | None = None) -> Source:
    """The source at a path: a file, or a folder of our own format.

    Raises UnknownSource, SourceUnreadable, MappingInvalid, RequestInvalid; a damaged file may raise later, while
    it is read.
    """
    if not path.exists():
        raise UnknownSource(f"There is no file or folder {path}.")
    if format is not None and format not in FORMATS:
        raise UnknownSource(f"There is no format {format!r}.")
    rules = load_mapping(mapping) if mapping else None
    own_folder = path.is_dir()
    file = own.products_file(path) if own_folder else path
    chosen = format or _format(file, mapped=rules is not None)
    photos = file.parent / (rules.photos_folder if rules else "photos" if own_folder else "")
    notices = _missing_columns(file, chosen, rules)
    return Source(path.name, _drafts(file, chosen, rules), file.parent, photos, own_folder, notices)


def _format(file: Path, *, mapped: bool) -> str:
    named = _ENDINGS.get(file.suffix.lower())
    if named is None:
        raise UnknownSource(f"{file.name} doesn't tell its format by its ending.")
    if named != "csv" or mapped:
        return named
    columns = Table(file).columns
    if columns >= shopify.COLUMNS:
        return "shopify"
    if columns >= woocommerce.COLUMNS:
        return "woocommerce"
    if columns and not columns & {"id", "name", "title", "price"}:
        reason = f"{file.name} has no columns that are known here: {shown_names(columns)}."
        raise SourceUnreadable(reason, remedy="Give a mapping file for it; examples/mappings has some.")
    return "csv"


def _missing_columns(file: Path, chosen: str, rules: Mapping | None) -> tuple[QuarantinedRow, ...]:
    """Of a table through a mapping; objects of JSON may each have other fields, and a table without rows has none."""
    if rules is None or chosen in _JSON:
        return ()
    columns = Table(file).columns
    return tuple(missing_columns(rules, columns)) if columns else ()


def _drafts(file: Path, chosen: str, rules: Mapping | None) -> Drafts:
    if chosen in _JSON:
        yield from _from_documents(file, chosen, rules)
        return
    table = Table(file)
    yield from _from_table(table, chosen, rules)
    if table.damage:
        yield table.damage


def _from_table(table: Table, chosen: str, rules: Mapping | None) -> Drafts:
    if rules is not None:
        return mapped_drafts((Record(row.number, dict(row.cells)) for row in table), rules)
    if chosen == "shopify":
        return shopify.shopify_drafts(table)
    if chosen == "woocommerce":
        return woocommerce.woocommerce_drafts(table)
    return own.csv_drafts(table)


def _from_documents(file: Path, chosen: str, rules: Mapping | None) -> Drafts:
    items = read_lines(file) if chosen == "jsonl" else read_json(file, items=rules.items if rules else "")
    if rules is None:
        return own.json_drafts(items)
    return mapped_drafts((Record(*item) if isinstance(item, Item) else item for item in items), rules)
