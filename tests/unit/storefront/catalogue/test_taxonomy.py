from __future__ import annotations

from storefront.catalogue.taxonomy import Taxonomy, category_paths


def test_spellings_of_one_brand_are_one() -> None:
    taxonomy = Taxonomy()
    assert [taxonomy.brand_id(name) for name in ("Ray-Ban", "RAY-BAN", "Ray Ban", "太阳")] == ["ray-ban"] * 3 + [None]
    assert [brand.name for brand in taxonomy.brands.values()] == ["Ray-Ban"]


def test_a_path_brings_its_parents() -> None:
    taxonomy = Taxonomy()
    assert taxonomy.category_id(("Clothing", "Hoodies")) == "clothing--hoodies"
    assert taxonomy.category_id(("Sale", "?", "Hoodies")) == "sale--hoodies"
    assert taxonomy.category_id(("?",)) is None
    found = {key: (item.name, item.slug, item.parent_id) for key, item in taxonomy.categories.items()}
    assert found == {
        "clothing": ("Clothing", "clothing", None),
        "clothing--hoodies": ("Hoodies", "hoodies", "clothing"),
        "sale": ("Sale", "sale", None),
        "sale--hoodies": ("Hoodies", "hoodies", "sale"),
    }


def test_paths_in_a_cell() -> None:
    assert category_paths("Clothing > Hoodies, Sale,, > ,Sale") == [("Clothing", "Hoodies"), ("Sale",)]
    assert category_paths("A, B > C", separator="|") == [("A, B", "C")]
