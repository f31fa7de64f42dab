from __future__ import annotations

import json
from pathlib import Path

import pytest

from storefront.catalogue.drafts import Draft
from storefront.catalogue.importers.own import read_configuration, read_records
from storefront.catalogue.importers.sources import open_source
from storefront.catalogue.models import Brand
from storefront.catalogue.quarantine import QuarantinedRow
from storefront.errors import SourceUnreadable


def drafts(path: Path, content: str, **options: str) -> list[Draft | QuarantinedRow]:
    path.write_text(content, encoding="utf-8")
    return list(open_source(path, format=options.get("format")).drafts)


def test_csv_rows_of_one_id_are_variants(tmp_path: Path) -> None:
    content = (
        "id,name,price,brand,categories,sku,colour,lens_width_mm,bridge_mm,size,photos,in_stock,stock_quantity,tags\n"
        "a,Round,149,Lumen,Frames > Metal|Sale,a-1,Black,48,21,,front.jpg|side.jpg,no,0,new|light\n"
        "a,Round,159,,,a-2,Blue havana,,,50-21-145,,yes,4,\n"
        "b,Oval,99,,,,,,,,,,,\n"
    )
    first, second = drafts(tmp_path / "frames.csv", content)
    assert isinstance(first, Draft)
    assert first.categories == [("Frames", "Metal"), ("Sale",)]
    assert first.fields["in_stock"] is True
    assert first.fields["size"] == {"lens_width_mm": 48, "bridge_mm": 21}
    assert [media["view"] for media in first.fields["media"]] == ["front", "side"]
    black, blue = first.fields["variants"]
    assert (black["id"], black["price"], black["in_stock"], black["stock_quantity"]) == ("a-1", "149", False, 0)
    assert (blue["colour"]["family"], blue["size"]) == (
        "tortoise",
        {"lens_width_mm": 50, "bridge_mm": 21, "temple_mm": 145},
    )
    assert first.fields["tags"] == ["new", "light"]
    assert isinstance(second, Draft)
    assert second.fields == {"id": "b", "name": "Oval", "price": "99", "in_stock": True, "variants": [{"price": "99"}]}


def test_json_with_names_instead_of_records(tmp_path: Path) -> None:
    items = [
        {"id": "a", "brand": "Lumen", "categories": ["Frames > Metal", "Sale"], "photos": ["a.jpg", "b.jpg"]},
        {"id": "b", "categories": "Frames|Sale", "photos": "a.jpg|b.jpg", "media": [{"id": "1", "source": "c.jpg"}]},
    ]
    first, second = drafts(tmp_path / "frames.json", json.dumps(items))
    assert isinstance(first, Draft)
    assert isinstance(second, Draft)
    assert (first.brand, first.categories) == ("Lumen", [("Frames", "Metal"), ("Sale",)])
    assert [media["source"] for media in first.fields["media"]] == ["a.jpg", "b.jpg"]
    assert (second.brand, second.categories) == (None, [("Frames",), ("Sale",)])
    assert second.fields["media"] == [{"id": "1", "source": "c.jpg"}]


def test_a_named_format_counts_more_than_the_ending(tmp_path: Path) -> None:
    (found,) = drafts(tmp_path / "export.dat", '{"id": "a"}\n', format="jsonl")
    assert isinstance(found, Draft)
    assert found.fields == {"id": "a"}


def test_records_of_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "brands.json"
    assert read_records(path, Brand) == []
    path.write_text('[{"id": "a", "slug": "a", "name": "A"}, {"id": "b", "slug": "B!", "name": "B"}]')
    with pytest.raises(SourceUnreadable, match="item 2: slug"):
        read_records(path, Brand)
    path.write_text('[{"id": "a"')
    with pytest.raises(SourceUnreadable, match="item 1"):
        read_records(path, Brand)
    assert read_configuration(tmp_path / "store.json", "shop") is None
