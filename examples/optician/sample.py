"""Writes the sample optician as a folder in the importer's own format: settings, brands, categories, products, photos.

The standard sample has 60 frames and 180 photos; larger ones for benchmarks are of the same kind. The same numbers
give the same files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, TypeAdapter

from examples.optician import shop
from examples.optician.drawers import Progress, draw_missing
from examples.optician.frames import Frame, frames
from examples.optician.photos import FOLDER, Photo, Shelf
from examples.optician.products import product_of
from storefront.errors import StorageFull

STANDARD_PRODUCTS = 60
STANDARD_PHOTOS = 180


@dataclass(frozen=True, slots=True)
class SampleWritten:
    """What a sample holds. Photos that were there already are reused."""

    folder: Path
    products: int
    variants: int
    photos_drawn: int
    photos_reused: int


def write_sample(
    folder: Path,
    *,
    products: int = STANDARD_PRODUCTS,
    photos: int = STANDARD_PHOTOS,
    on_progress: Progress | None = None,
) -> SampleWritten:
    """Writes the catalogue, then draws the photos; `on_progress(done, total)` is called after each photo.

    With fewer photos than products, products without their own share those of their like. Raises ValueError for
    numbers that make no sense, StorageFull when the folder can't be written.
    """
    if products < 1 or photos < 0:
        raise ValueError(f"a sample of {products} products and {photos} photos can't be made")
    try:
        return _written(folder, products, photos, on_progress)
    except OSError as error:
        raise StorageFull(
            f"The sample can't be written to {folder}: {error.strerror}.",
            remedy="Make room there, or name another data folder in STORELOOM_DATA_DIR.",
        ) from error


def _written(folder: Path, products: int, photos: int, on_progress: Progress | None) -> SampleWritten:
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    _write(folder / "store.json", shop.configuration())
    _write(folder / "brands.json", shop.brands())
    _write(folder / "categories.json", shop.categories())
    variants = _write_products(folder / "products.jsonl", products, Shelf(products, photos))
    drawn, reused = draw_missing(folder, products, photos, on_progress)
    return SampleWritten(folder, products, variants, drawn, reused)


def _write_products(path: Path, count: int, shelf: Shelf) -> int:
    """One product a line; how many variants they have."""
    variants = 0
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("w", encoding="utf-8") as lines:
        for frame in frames(count):
            product = product_of(frame, _shown(frame, shelf))
            variants += len(product.variants)
            lines.write(product.model_dump_json(exclude_defaults=True) + "\n")
    unfinished.replace(path)
    return variants


def _shown(frame: Frame, shelf: Shelf) -> list[Photo]:
    own = [drawing.photo for drawing in shelf.own(frame)]
    if own:
        shelf.lend_out(frame, own[0])
    return own or shelf.borrowed(frame)


def _write(path: Path, records: BaseModel | Sequence[BaseModel]) -> None:
    path.write_bytes(TypeAdapter(type(records)).dump_json(records, indent=1))
