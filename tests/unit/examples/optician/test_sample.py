from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest
from PIL import Image
from pydantic import TypeAdapter

from examples.optician.drawers import main
from examples.optician.photos import draw_photo, drawings
from examples.optician.sample import write_sample
from storefront.catalogue.models import Brand, Category, Product, StoreConfiguration
from storefront.errors import StorageFull


def _products(folder: Path) -> list[Product]:
    return [Product.model_validate_json(line) for line in (folder / "products.jsonl").read_bytes().splitlines()]


def _digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def standard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("standard")
    write_sample(folder, photos=0)
    return folder


@pytest.fixture(scope="module")
def products(standard: Path) -> list[Product]:
    return _products(standard)


def test_what_is_written_can_be_read_by_the_models(standard: Path, products: list[Product]) -> None:
    configuration = StoreConfiguration.model_validate_json((standard / "store.json").read_bytes())
    brands = TypeAdapter(list[Brand]).validate_json((standard / "brands.json").read_bytes())
    categories = TypeAdapter(list[Category]).validate_json((standard / "categories.json").read_bytes())
    assert configuration.store_id == "optician"
    assert {product.brand_id for product in products} == {brand.id for brand in brands}
    used = {category for product in products for category in product.category_ids}
    assert used == {category.id for category in categories if category.parent_id}
    assert {product.currency for product in products} == {configuration.currency}


def test_the_standard_sample(products: list[Product]) -> None:
    assert len(products) == 60
    assert len({product.shape for product in products}) == 8
    assert {product.kind for product in products} == {"glasses", "sunglasses"}
    assert {product.material for product in products} == {"acetate", "metal", "titanium", "mixed"}
    variants = [variant for product in products for variant in product.variants]
    assert sum(1 for variant in variants if not variant.in_stock) in range(5, 40)
    assert all(variant.in_stock == bool(variant.stock_quantity) for variant in variants)
    assert any(product.compare_at_price for product in products)


def test_products_are_complete_in_spanish(products: list[Product]) -> None:
    for product in products:
        spanish = product.translations["es"]
        assert spanish.name
        assert spanish.summary != product.summary
        assert spanish.description != product.description
        for variant in product.variants:
            assert variant.colour is not None
            assert variant.colour.translations["es"]
            assert bool(variant.lens_colour) == (product.kind == "sunglasses")
            assert bool(variant.lens_colour_translations.get("es")) == bool(variant.lens_colour)


def test_codes_and_slugs_are_unique_in_a_thousand(tmp_path: Path) -> None:
    written = write_sample(tmp_path, products=1000, photos=0)
    many = _products(tmp_path)
    variants = [variant for product in many for variant in product.variants]
    assert (written.products, written.variants) == (1000, len(variants)) == (len(many), written.variants)
    for values in (
        [product.id for product in many],
        [product.slug for product in many],
        [product.description for product in many],
        [variant.sku for variant in variants],
        [variant.gtin for variant in variants],
        [variant.id for variant in variants],
    ):
        assert len(set(values)) == len(values)


def test_photos_are_drawn_once_and_named_in_the_products(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    first = write_sample(tmp_path, products=2, photos=5, on_progress=lambda done, total: told.append((done, total)))
    before = _digests(tmp_path)
    again = write_sample(tmp_path, products=2, photos=5)
    assert (first.photos_drawn, first.photos_reused) == (5, 0)
    assert (again.photos_drawn, again.photos_reused) == (0, 5)
    assert told == [(number, 5) for number in range(1, 6)]
    assert _digests(tmp_path) == before
    media = [item for product in _products(tmp_path) for item in product.media]
    assert {path.name for path in (tmp_path / "photos").iterdir()} == {Path(item.source).name for item in media}
    for item in media:
        with Image.open(tmp_path / item.source) as photo:
            assert photo.size == (1600, 800)
            assert (photo.mode == "RGBA") == (item.background == "transparent")
            assert photo.info["dpi"] == pytest.approx((254, 254), abs=0.1)
        assert (tmp_path / item.source).stat().st_size < 250_000


def test_media_say_what_they_show(tmp_path: Path) -> None:
    write_sample(tmp_path, products=1, photos=0)
    assert _products(tmp_path)[0].media == []
    shown = {drawing.photo.shot for drawing in drawings(1, 3)}
    assert shown == {"front-white", "angle", "front-transparent"}


def test_variants_know_their_photos(tmp_path: Path) -> None:
    write_sample(tmp_path, products=1, photos=4)
    (product,) = _products(tmp_path)
    kinds = [(item.view, item.background) for item in product.media]
    assert kinds == [("front", "white"), ("angle", "white"), ("front", "transparent"), ("front", "white")]
    ids = [item.id for item in product.media]
    assert [variant.media_ids for variant in product.variants] == [ids[:3], ids[3:], []]


def test_drawers_share_the_work_and_leave_the_same_bytes(tmp_path: Path) -> None:
    told: list[int] = []
    written = write_sample(tmp_path / "many", products=16, photos=16, on_progress=lambda done, _: told.append(done))
    assert written.photos_drawn == 16
    assert sorted(told) == list(range(1, 17))
    (tmp_path / "alone" / "photos").mkdir(parents=True)
    main(tmp_path / "alone", 16, 16, 8, 3)
    alone = _digests(tmp_path / "alone")
    assert len(alone) == 2
    assert alone.items() <= _digests(tmp_path / "many").items()


def test_products_share_photos_when_there_are_fewer(tmp_path: Path) -> None:
    written = write_sample(tmp_path, products=40, photos=8)
    many = _products(tmp_path)
    assert written.photos_drawn == 8
    assert all(len(product.media) == 1 for product in many)
    assert len({product.media[0].source for product in many}) == 8
    assert all(product.variants[0].media_ids or product.media[0].id for product in many)


def test_the_lines_are_plain_json(standard: Path) -> None:
    first = json.loads((standard / "products.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert first["price"] == "165"
    assert first["size"] == {
        "lens_width_mm": 47.0,
        "bridge_mm": 22.0,
        "temple_mm": 145.0,
        "lens_height_mm": 43.0,
        "frame_width_mm": 135.0,
    }


@pytest.mark.parametrize(("products", "photos"), [(0, 1), (3, -1)])
def test_numbers_that_make_no_sense_are_refused(tmp_path: Path, products: int, photos: int) -> None:
    with pytest.raises(ValueError, match="can't be made"):
        write_sample(tmp_path, products=products, photos=photos)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    with pytest.raises(StorageFull, match="can't be written") as told:
        write_sample(tmp_path / "taken" / "sample", products=1, photos=0)
    assert "STORELOOM_DATA_DIR" in told.value.remedy


def test_no_unfinished_files_are_left(tmp_path: Path) -> None:
    (drawing,) = drawings(1, 1)
    with pytest.raises(OSError, match="No such file"):
        draw_photo(drawing, tmp_path)
    (tmp_path / "photos").mkdir()
    draw_photo(drawing, tmp_path)
    assert [path.name for path in (tmp_path / "photos").iterdir()] == [Path(drawing.photo.source).name]
