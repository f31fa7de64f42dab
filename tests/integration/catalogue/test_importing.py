from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from storefront.catalogue.importing import ImportReport, import_catalogue
from storefront.catalogue.models import Product
from storefront.catalogue.repository import Catalogue
from storefront.catalogue.set_aside import Aside, recall, remember
from storefront.errors import (
    CatalogueRejected,
    EmptyCatalogue,
    MappingInvalid,
    RequestInvalid,
    SourceUnreadable,
    UnknownSource,
)
from storefront.storage.interfaces import Objects
from storefront.storage.mongo import Mongo
from storefront.tenancy.scope import StoreScope, TenantScope
from storefront.tenancy.stores import store_ids
from tests.factories.catalogue import brand, category, product, store_configuration


class Shop:
    """A store, its servers, and files to import."""

    def __init__(self, mongo: Mongo, objects: Objects, scope: StoreScope, folder: Path) -> None:
        self.mongo, self.objects, self.scope, self.folder = mongo, objects, scope, folder
        self.catalogue = Catalogue(mongo, scope)

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    async def take(self, source: Path, **options: Any) -> ImportReport:
        return await import_catalogue(self.mongo, self.objects, self.scope, source, **options)

    async def products(self) -> dict[str, Product]:
        return {row["id"]: Product.model_validate(row) async for row in self.catalogue.product_rows()}


@pytest.fixture
def shop(mongo: Mongo, objects: Objects, scope: StoreScope, tmp_path: Path) -> Shop:
    folder = tmp_path / "source"
    folder.mkdir()
    return Shop(mongo, objects, scope, folder)


async def test_bad_rows_are_set_aside_and_the_rest_goes_in(shop: Shop) -> None:
    source = shop.write(
        "frames.csv",
        "id,name,price,brand,categories,size\r\n"
        "a,Aviator,€149.00,Lumen,Frames > Metal,52□18 145\r\n"
        ",Nameless id,10,,,\r\n"
        "\r\n"
        "c,,10,,,\r\n"
        "d,Free,0,,,\r\n"
        'e,Words,"on request",,,\r\n'
        "a,Again,10,,,\r\n"
        'f,Café Ö,"1.234,56 €",LUMEN,Frames,\r\n',
    )
    report = await shop.take(source)
    assert [(row.row, row.field, row.raw) for row in report.quarantined] == [
        (3, "id", "Nameless id"),
        (5, "name", "c"),
        (6, "price", "0"),
        (7, "price", "on request"),
        (8, "id", "a"),
    ]
    assert all(row.reason and row.remedy for row in report.quarantined)
    assert (report.read, report.inserted, report.unchanged) == (7, 2, 0)
    found = await shop.products()
    assert found["f"].price == Decimal("1234.56")
    assert found["f"].slug == "cafe-o"
    assert found["a"].category_ids == ["frames--metal"]
    size = found["a"].size
    assert size is not None
    assert (size.lens_width_mm, size.bridge_mm, size.temple_mm) == (52, 18, 145)
    assert [item.name for item in await shop.catalogue.brands()] == ["Lumen"]
    assert [(item.id, item.parent_id) for item in await shop.catalogue.categories()] == [
        ("frames", None),
        ("frames--metal", "frames"),
    ]
    assert [row["row"] for row in await shop.catalogue.quarantine()] == [3, 5, 6, 7, 8]


async def test_importing_twice_changes_nothing(shop: Shop) -> None:
    rows = "".join(f"id-{n},Same name,{n}.50,Brand {n % 3}\n" for n in range(1, 600))
    source = shop.write("frames.csv", f"id,name,price,brand\n{rows}bad,,1,\n")
    seen: list[int] = []
    first = await shop.take(source, progress=seen.append)
    before = [row async for row in shop.catalogue.product_rows()]
    second = await shop.take(source)
    assert (first.inserted, second.inserted, second.updated, second.unchanged) == (599, 0, 0, 599)
    assert [row async for row in shop.catalogue.product_rows()] == before
    assert len({row["slug"] for row in before}) == 599
    assert len(await shop.catalogue.quarantine()) == 1
    assert seen[-1] == 600
    assert seen == sorted(seen)


async def test_addresses_survive_another_order_of_rows(shop: Shop) -> None:
    await shop.take(shop.write("a.csv", "id,name,price\n1,Round,5\n2,Round,6\n"))
    report = await shop.take(shop.write("a.csv", "id,name,price\n0,Round,4\n2,Round,6\n1,Round,5\n"))
    assert report.unchanged == 2
    assert {key: item.slug for key, item in (await shop.products()).items()} == {
        "1": "round",
        "2": "round-2",
        "0": "round-0",
    }


async def test_a_new_store_gets_settings_with_the_catalogues_currency(shop: Shop) -> None:
    await shop.take(shop.write("a.csv", "id,name,price\n1,Round,₹1700\n"))
    assert await store_ids(shop.mongo, TenantScope("acme")) == ["shop"]
    settings = await shop.catalogue.get_configuration()
    assert settings is not None
    assert (settings.store_name, settings.currency, settings.store_id) == ("Shop", "INR", "shop")


async def test_prices_without_a_currency_take_the_one_named(shop: Shop) -> None:
    source = shop.write("a.csv", "id,name,price\n1,Round,17\n")
    report = await shop.take(source, currency="GBP", defaults={"store_name": "Lumen", "currency": "EUR"})
    settings = await shop.catalogue.get_configuration()
    assert settings is not None
    assert (settings.store_name, settings.currency) == ("Lumen", "GBP")
    assert (report.currency, report.currency_assumed) == ("GBP", True)
    assert (await shop.products())["1"].currency == "GBP"


async def test_settings_that_exist_stay(shop: Shop) -> None:
    await shop.catalogue.put_configuration(store_configuration(store_name="Mine", currency="CHF"))
    report = await shop.take(shop.write("a.csv", "id,name,price\n1,Round,17\n"))
    settings = await shop.catalogue.get_configuration()
    assert settings is not None
    assert settings.store_name == "Mine"
    assert report.currency == "CHF"


async def test_defaults_that_cannot_be(shop: Shop) -> None:
    source = shop.write("a.csv", "id,name,price\n1,Round,17\n")
    with pytest.raises(RequestInvalid, match="base_url"):
        await shop.take(source, defaults={"base_url": "somewhere"})


async def test_a_folder_of_our_own_format(shop: Shop) -> None:
    photo = b"\xff\xd8not really a photo"
    digest = hashlib.sha256(photo).hexdigest()
    frame = product(1, media=[{"id": "1", "source": "photos/front view.jpg"}, {"id": "2", "source": "gone.jpg"}])
    settings = store_configuration("elsewhere", store_name="Lumen Optics")
    shop.write("store.json", settings.model_dump_json())
    shop.write("brands.json", json.dumps([brand().model_dump()]))
    shop.write("categories.json", json.dumps([category().model_dump()]))
    shop.write("products.jsonl", frame.model_dump_json() + "\n{broken\n" + product(2, media=[]).model_dump_json())
    shop.write("photos/front view.jpg", photo)
    report = await shop.take(shop.folder)
    assert (report.inserted, report.photos_stored, report.photos_missing) == (2, 1, 1)
    assert [(row.row, row.reason) for row in report.quarantined] == [(2, "The line isn't JSON.")]
    found = (await shop.products())["frame-00001"]
    assert [item.source for item in found.media] == [f"upload:{digest}/front view.jpg", "gone.jpg"]
    assert await shop.objects.get(shop.scope.key("uploads", digest[:2], digest)) == photo
    stored = await shop.catalogue.get_configuration()
    assert stored == settings.model_copy(update={"store_id": "shop"})
    assert await shop.catalogue.brands() == [brand()]
    again = await shop.take(shop.folder)
    assert (again.inserted, again.updated, again.unchanged, again.photos_stored) == (0, 0, 2, 0)


async def test_photos_that_lead_outside_are_refused(shop: Shop) -> None:
    secret = shop.folder.parent / "secret.jpg"
    secret.write_bytes(b"secret")
    shop.write("inside.jpg", b"inside")
    (shop.folder / "link.jpg").symlink_to(secret)
    (shop.folder / "inner-link.jpg").symlink_to(shop.folder / "inside.jpg")
    bad = ["../secret.jpg", str(secret), "link.jpg", "file:///etc/passwd", "C:\\secret.jpg", "..\\secret.jpg", "data:x"]
    good = ["inner-link.jpg", "https://photos.example/a.jpg", "//photos.example/b.jpg", "x" * 300, "https://"]
    source = shop.write("a.jsonl", json.dumps({"id": "1", "name": "A", "price": 5, "photos": bad + good}))
    report = await shop.take(source)
    assert [(row.raw, row.about, row.row, row.product_id) for row in report.notices] == [
        (path, "photo", 1, "1") for path in bad
    ]
    assert report.quarantined == []
    sources = [item.source for item in (await shop.products())["1"].media]
    inside = hashlib.sha256(b"inside").hexdigest()
    assert sources == [f"upload:{inside}/inside.jpg", good[1], "https:" + good[2], good[3], good[4]]
    assert [found.key async for found in shop.objects.list(shop.scope.key("uploads"))] == [
        shop.scope.key("uploads", inside[:2], inside)
    ]


async def test_the_shops_own_pictures_come_in_as_photos_do(shop: Shop) -> None:
    logo, spring = b"a logo", b"a spring morning"
    settings = store_configuration(
        "shop",
        logo={"id": "logo", "source": "brand/logo.png"},
        collections=[
            {"slug": "spring", "name": "Spring", "picture": {"id": "1", "source": "brand/spring.jpg"}},
            {"slug": "autumn", "name": "Autumn", "picture": {"id": "1", "source": "../autumn.jpg"}},
            {"slug": "winter", "name": "Winter"},
        ],
    )
    shop.write("store.json", settings.model_dump_json())
    shop.write("products.jsonl", product(1, media=[]).model_dump_json())
    shop.write("brand/logo.png", logo)
    shop.write("brand/spring.jpg", spring)
    report = await shop.take(shop.folder)
    assert report.photos_stored == 2
    assert [(row.field, row.about, row.raw) for row in report.notices] == [
        ("collections.autumn.picture", "photo", "../autumn.jpg")
    ]
    stored = await shop.catalogue.get_configuration()
    assert stored is not None
    digests = [hashlib.sha256(data).hexdigest() for data in (logo, spring)]
    assert [one.source for one in stored.pictures] == [
        f"upload:{digests[0]}/logo.png",
        f"upload:{digests[1]}/spring.jpg",
    ]
    assert [one.slug for one in stored.collections] == ["spring", "autumn", "winter"]
    again = await shop.take(shop.folder)
    assert not again.changed


async def test_a_photo_that_is_too_large_and_a_variant_that_showed_it(shop: Shop) -> None:
    shop.write("big.jpg", b"x" * 2000)
    item = {
        "id": "1",
        "name": "A",
        "price": 5,
        "media": [{"id": "1", "source": "big.jpg"}, {"id": "2", "source": "https://photos.example/a.jpg"}],
        "variants": [{"id": "v", "media_ids": ["1", "2"]}],
    }
    report = await shop.take(shop.write("a.json", json.dumps(item)), photo_max_bytes=1000)
    assert [row.about for row in report.notices] == ["photo"]
    assert (await shop.products())["1"].variants[0].media_ids == ["2"]


@pytest.mark.parametrize(
    ("name", "content", "error", "words"),
    [
        ("none.csv", None, UnknownSource, "none.csv"),
        ("frames.xls", "x", UnknownSource, "frames.xls"),
        ("empty.csv", "", EmptyCatalogue, "empty.csv"),
        ("empty.json", "[]", EmptyCatalogue, "empty.json"),
        ("bad.csv", "id,name,price\n1,,5\n2,B,\n", CatalogueRejected, "There is no name. (row 2)"),
        ("other.csv", "colour,weight\nred,5\n", SourceUnreadable, 'known here: "colour", "weight".'),
        ("escape.csv", "a\x1b[31mb,weight,colour of the frame\nred,5,x\n", SourceUnreadable, r'"a\x1b[31mb"'),
        ("photo.csv", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0", SourceUnreadable, "photo.csv is not a text file."),
        ("photo.json", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0", SourceUnreadable, "not a text file"),
        ("cut.json", '[{"id": "1", "name": ', CatalogueRejected, "isn't JSON"),
        ("open.csv", 'id,name,price\n"1,A,5\n' + "x" * 4_100_000, CatalogueRejected, "row 2"),
        ("header.csv", '"id,name,price\n' + "x" * 4_100_000, SourceUnreadable, "row 1"),
    ],
)
async def test_sources_that_bring_nothing(
    shop: Shop, name: str, content: str | None, error: type[Exception], words: str
) -> None:
    source = shop.folder / name if content is None else shop.write(name, content)
    with pytest.raises(error) as caught:
        await shop.take(source)
    assert words in str(caught.value)
    assert await shop.catalogue.get_configuration() is None
    assert await store_ids(shop.mongo, TenantScope("acme")) == []


async def test_what_came_before_the_damage_counts(shop: Shop) -> None:
    source = shop.write("open.csv", 'id,name,price\n1,A,5\n"2,B,5\n' + "x" * 4_100_000)
    report = await shop.take(source)
    assert report.inserted == 1
    assert [row.row for row in report.quarantined] == [3]
    assert "stops being CSV" in report.quarantined[0].reason


async def test_a_folder_without_products(shop: Shop) -> None:
    with pytest.raises(SourceUnreadable, match=r"products\.jsonl"):
        await shop.take(shop.folder)


async def test_a_folder_with_records_that_are_none(shop: Shop) -> None:
    shop.write("products.jsonl", product(1).model_dump_json())
    shop.write("store.json", '{"store_name": "Lumen", "products_per_page": "many"}')
    with pytest.raises(SourceUnreadable, match="products_per_page"):
        await shop.take(shop.folder)
    shop.write("store.json", "")
    with pytest.raises(SourceUnreadable, match=r"store\.json"):
        await shop.take(shop.folder)


async def test_formats_and_mappings_that_do_not_exist(shop: Shop) -> None:
    source = shop.write("a.csv", "id,name,price\n1,A,5\n")
    with pytest.raises(UnknownSource, match="magento"):
        await shop.take(source, format="magento")
    with pytest.raises(UnknownSource, match=r"no\.toml"):
        await shop.take(source, mapping=shop.folder / "no.toml")


async def test_columns_that_a_mapping_names_and_the_file_lacks(shop: Shop) -> None:
    source = shop.write("list.csv", "Ref,Title,Price\n1,A,5\n")
    least = '[product]\nid = "Ref"\nname = "Title"\n'
    mapping = shop.write("m.toml", f'{least}price = "Prise"\n')
    with pytest.raises(MappingInvalid, match=r'takes the price from "Prise".* mean "Price"\?.*"Price", "Ref", "Title"'):
        await shop.take(source, mapping=mapping)
    mapping = shop.write("m.toml", f'{least}price = "Price"\nshape = "Form"\n')
    report = await shop.take(source, mapping=mapping)
    assert (report.read, report.inserted) == (1, 1)
    assert [(row.row, row.field, row.reason, row.about) for row in report.notices] == [
        (1, "shape", 'There is no column "Form".', "value")
    ]
    again = await shop.take(shop.write("list.jsonl", '{"Ref": "1", "Title": "A", "Price": 5}\n'), mapping=mapping)
    assert again.notices == []
    with pytest.raises(EmptyCatalogue):
        await shop.take(shop.write("list.csv", "Other\n"), mapping=mapping)


async def test_a_mapping_with_photos_in_a_folder_beside(shop: Shop) -> None:
    shop.write("assets/a.jpg", b"a")
    mapping = shop.write(
        "m.toml", '[source]\nphotos = "assets"\n[product]\nid = "Ref"\nname = "Ref"\nprice = "P"\nphotos = "F"\n'
    )
    report = await shop.take(shop.write("list.csv", "Ref;P;F\nR 1;5,00 €;a.jpg\n"), mapping=mapping)
    assert (report.inserted, report.photos_stored) == (1, 1)
    json_lines = shop.write("list.jsonl", '{"Ref": "R 1", "P": 5, "F": "a.jpg"}\n[1]\n')
    report = await shop.take(json_lines, mapping=mapping)
    assert [row.reason for row in report.quarantined] == ["The item isn't an object."]


async def test_a_store_can_be_made_to_hold_what_the_source_holds(shop: Shop) -> None:
    header = "id,name,price,brand,categories\n"
    await shop.take(shop.write("a.csv", f"{header}1,A,5,Lumen,Frames\n2,B,5,Nova,Sale > Frames\n3,C,5,,\n"))
    report = await shop.take(shop.write("a.csv", f"{header}1,A,5,Lumen,Frames\n"))
    assert (report.removed, len(await shop.products())) == (0, 3)

    bad = shop.write("a.csv", f"{header}1,A,5,Lumen,Frames\n,B,5,,\n")
    assert (await shop.take(bad, replace=True)).removed == 0
    worse = shop.write("a.csv", f"{header}1,A,5,Lumen,Frames\n2,B,soon,,\n")
    assert (await shop.take(worse, replace=True)).removed == 1
    assert set(await shop.products()) == {"1", "2"}
    assert await shop.catalogue.counts() == {"products": 2, "brands": 2, "categories": 3}

    good = shop.write("a.csv", f"{header}1,A,5,Lumen,Frames\n")
    assert (await shop.take(good, replace=True)).removed == 1
    assert await shop.catalogue.counts() == {"products": 1, "brands": 1, "categories": 1}
    assert (await shop.take(good, replace=True)).removed == 0


async def test_an_import_that_changes_something_lets_what_was_set_aside_be_tried_again(shop: Shop) -> None:
    await shop.take(shop.write("a.csv", "id,name,price\n1,Round,5\n"))
    aside = {"1": Aside("ab12", "It failed 4 times: its worker was lost.", "b1")}
    await remember(shop.mongo, shop.scope, "product", aside)
    await shop.take(shop.folder / "a.csv")
    assert await recall(shop.mongo, shop.scope, "product") == aside
    await shop.take(shop.write("a.csv", "id,name,price\n1,Round,6\n"))
    assert await recall(shop.mongo, shop.scope, "product") == {}
