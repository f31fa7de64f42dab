"""Importing a catalogue into a store: as a stream, bad rows aside, twice the same as once.

What is in the store and not in the source stays, unless `replace` asks for the store to hold what the source holds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from storefront.catalogue.acceptance import Acceptance
from storefront.catalogue.collections import prepare_collections
from storefront.catalogue.drafts import Drafts
from storefront.catalogue.hand_off import checkout_warnings
from storefront.catalogue.importers import own
from storefront.catalogue.importers.sources import Source, open_source
from storefront.catalogue.models import Brand, Category, Product, StoreConfiguration
from storefront.catalogue.palette_check import palette_warnings
from storefront.catalogue.photos import PhotoStore
from storefront.catalogue.quarantine import QuarantinedRow
from storefront.catalogue.repository import Catalogue, Written
from storefront.catalogue.set_aside import forget
from storefront.catalogue.slugs import SlugRegister
from storefront.errors import CatalogueRejected, EmptyCatalogue, RequestInvalid
from storefront.storage.interfaces import Objects
from storefront.storage.mongo import Mongo
from storefront.tenancy.scope import StoreScope
from storefront.tenancy.stores import register_store

_BATCH = 250  # products held at a time
_REASONS_NAMED = 3
_PHOTO_MAX_BYTES = 20_000_000

Progress = Callable[[int], None]


class _Records(NamedTuple):
    """The brands and categories an import brought."""

    brands: list[Brand]
    categories: list[Category]


Accepted = tuple[list[tuple[int, Product]], list[QuarantinedRow]]


@dataclass(slots=True)
class ImportReport:
    """What an import did. `read` counts products, not lines; `notices` are values, variants and photos left out,
    and columns that a mapping names and the file lacks.
    """

    source: str
    currency: str  # what prices without one were taken to be in
    currency_assumed: bool = False  # there were such prices
    read: int = 0
    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    photos_stored: int = 0  # new ones
    photos_missing: int = 0
    quarantined: list[QuarantinedRow] = field(default_factory=list)
    notices: list[QuarantinedRow] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)  # what the settings say that a build will be refused for

    @property
    def accepted(self) -> int:
        return self.inserted + self.updated + self.unchanged

    @property
    def changed(self) -> bool:
        return bool(self.inserted or self.updated or self.removed or self.photos_stored)


async def import_catalogue(
    mongo: Mongo,
    objects: Objects,
    scope: StoreScope,
    source: Path,
    *,
    format: str | None = None,
    mapping: Path | None = None,
    currency: str | None = None,
    replace: bool = False,
    defaults: Mapping[str, Any] | None = None,
    photo_max_bytes: int = _PHOTO_MAX_BYTES,
    progress: Progress | None = None,
) -> ImportReport:
    """Read a file, or a folder of our own format, into the store.

    `currency` is meant by prices that name none (otherwise the store's); `defaults` are settings for a store that has
    none yet; `progress(products_read)` is called after every batch. `replace` removes products, brands and categories
    that the source doesn't have; what a row that is set aside now once brought stays, and nothing is removed while
    such a row has no id. Raises UnknownSource, SourceUnreadable, MappingInvalid, EmptyCatalogue, CatalogueRejected,
    RequestInvalid, ServiceUnavailable.
    """
    opened = open_source(source, format=format, mapping=mapping)
    catalogue = Catalogue(mongo, scope)
    await prepare_collections(mongo, scope)
    existing = await catalogue.get_configuration()
    configuration = _told_settings(opened, scope) or existing
    is_new = configuration is None
    if configuration is None:
        configuration = _new_settings(scope, {**(defaults or {}), **({"currency": currency} if currency else {})})
    report = ImportReport(opened.name, currency or configuration.currency, notices=[*opened.notices])
    acceptance = Acceptance(currency=report.currency, slugs=SlugRegister(await catalogue.slug_owners()))
    photos = PhotoStore(objects, scope, folder=opened.folder, photos=opened.photos, max_bytes=photo_max_bytes)

    configuration, refused = await photos.bring_in_own(configuration)
    report.notices += refused
    first_currency = await _take_in(opened, catalogue, acceptance, photos, report, progress)
    await catalogue.replace_quarantine(opened.name, [*report.quarantined, *report.notices])
    _refuse_nothing(report)
    await register_store(mongo, scope)
    records = await _write_taxonomy(opened, catalogue, acceptance)
    if replace:
        report.removed = await _remove_others(catalogue, acceptance, records, report.quarantined)
    if is_new and not currency:
        configuration = configuration.model_copy(update={"currency": first_currency})
    if configuration != existing:
        await catalogue.put_configuration(configuration)
    report.warnings += [*palette_warnings(configuration), *checkout_warnings(configuration)]
    if report.changed or configuration != existing:
        await forget(mongo, scope)
    return report


async def _take_in(
    opened: Source,
    catalogue: Catalogue,
    acceptance: Acceptance,
    photos: PhotoStore,
    report: ImportReport,
    progress: Progress | None,
) -> str:
    """All batches into the store; the currency of the first product."""
    first_currency = report.currency
    while batch := await asyncio.to_thread(_accepted, opened.drafts, acceptance):
        accepted, refused = batch
        if accepted and not report.accepted:
            first_currency = accepted[0][1].currency
        products, refused_photos = await photos.bring_in(accepted)
        _count(report, await catalogue.upsert_products(products))
        report.read += len(accepted) + len(refused)
        report.quarantined += refused
        report.notices += [*acceptance.notes, *refused_photos]
        acceptance.notes.clear()
        if progress:
            progress(report.read)
    report.photos_stored, report.photos_missing = photos.stored, photos.missing
    report.currency_assumed = acceptance.currency_assumed
    return first_currency


def _accepted(drafts: Drafts, acceptance: Acceptance) -> Accepted | None:
    """The next batch: products with their rows, and what was refused. None at the end."""
    accepted: list[tuple[int, Product]] = []
    refused: list[QuarantinedRow] = []
    for draft in islice(drafts, _BATCH):
        outcome = draft if isinstance(draft, QuarantinedRow) else acceptance.accept(draft)
        if isinstance(outcome, QuarantinedRow):
            refused.append(outcome)
        else:
            accepted.append((draft.row, outcome))
    return (accepted, refused) if accepted or refused else None


def _count(report: ImportReport, written: Written) -> None:
    report.inserted += written.inserted
    report.updated += written.updated
    report.unchanged += written.unchanged


def _refuse_nothing(report: ImportReport) -> None:
    """An import that brought no product is an error, with the first reasons if there were rows."""
    if report.accepted:
        return
    if not report.quarantined:
        raise EmptyCatalogue(f"{report.source} holds no products.", remedy="Import a file that does.")
    reasons = dict.fromkeys(f"{row.reason} (row {row.row}) {row.remedy}" for row in report.quarantined)
    named = " ".join(islice(reasons, _REASONS_NAMED))
    raise CatalogueRejected(f"None of the {report.read} products of {report.source} can be used: {named}")


async def _write_taxonomy(opened: Source, catalogue: Catalogue, acceptance: Acceptance) -> _Records:
    """Records of the folder replace what is there; ones made from names only fill gaps. Returns them all."""
    told = _Records(
        own.read_records(opened.folder / "brands.json", Brand) if opened.own_folder else [],
        own.read_records(opened.folder / "categories.json", Category) if opened.own_folder else [],
    )
    await catalogue.upsert_brands(told.brands)
    await catalogue.upsert_categories(told.categories)
    made = _Records(list(acceptance.taxonomy.brands.values()), list(acceptance.taxonomy.categories.values()))
    await catalogue.upsert_brands(made.brands, keep_existing=True)
    await catalogue.upsert_categories(made.categories, keep_existing=True)
    return _Records(told.brands + made.brands, told.categories + made.categories)


async def _remove_others(
    catalogue: Catalogue, acceptance: Acceptance, records: _Records, quarantined: list[QuarantinedRow]
) -> int:
    """What the source doesn't have goes; how many products. Nothing does while a bad row may be anyone's."""
    if not all(row.product_id for row in quarantined):
        return 0
    set_aside = {str(row.product_id) for row in quarantined}
    removed = await catalogue.remove_others("products", acceptance.ids | set_aside)
    if not set_aside:
        await catalogue.remove_others("brands", {brand.id for brand in records.brands})
        await catalogue.remove_others("categories", {category.id for category in records.categories})
    return removed


def _told_settings(opened: Source, scope: StoreScope) -> StoreConfiguration | None:
    return own.read_configuration(opened.folder / "store.json", scope.store_id) if opened.own_folder else None


def _new_settings(scope: StoreScope, defaults: Mapping[str, Any]) -> StoreConfiguration:
    """Settings for a store that has none. Raises RequestInvalid."""
    name = scope.store_id.replace("-", " ").title()
    try:
        return StoreConfiguration.model_validate({"store_name": name, **defaults, "store_id": scope.store_id})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise RequestInvalid(f"The store's {place} is not usable: {first['msg']}.", remedy="Correct it.") from None
