from __future__ import annotations

from storefront.catalogue.models import Brand, Collection
from storefront.rendering.addresses import Addresses
from storefront.rendering.brand_shelf import shelve
from storefront.rendering.category_tree import CategoryTree
from storefront.rendering.collections import ShopCollection
from storefront.rendering.contract import NavigationItem
from storefront.rendering.locale_texts import LocaleTexts
from storefront.rendering.navigation import below, filled, navigation
from tests.factories.shops import some_categories

TREE = CategoryTree(some_categories())
COUNTS = {"glasses": 3, "sunglasses": 2, "sunglasses/round": 2}
TEXTS = LocaleTexts("es", [{"page.shop": "Todo", "page.brands": "Marcas", "page.collections": "Colecciones"}])
ADDRESSES = Addresses.of("https://x.example/base", "en", ["es"])


def test_empty_categories_are_left_out() -> None:
    assert [node.path for node in filled(TREE, COUNTS)] == ["glasses", "sunglasses", "sunglasses/round"]
    assert [node.path for node in below(None, TREE)] == ["glasses", "empty", "sunglasses"]
    assert [node.path for node in below("sunglasses", TREE)] == ["sunglasses/round"]


def test_the_menu_in_a_locale() -> None:
    menu = navigation(filled(TREE, COUNTS), has_brands=True, locale="es", texts=TEXTS, addresses=ADDRESSES)
    assert [(item["label"], item["url"]) for item in menu] == [
        ("Todo", "/base/es/shop/"),
        ("Gafas", "/base/es/shop/glasses/"),
        ("Sunglasses", "/base/es/shop/sunglasses/"),
        ("Marcas", "/base/es/brands/"),
    ]
    assert menu[2]["children"] == [{"label": "Round sunglasses", "url": "/base/es/shop/sunglasses/round/"}]


def test_without_brands_there_is_no_entry_for_them() -> None:
    menu = navigation([], has_brands=False, locale="es", texts=TEXTS, addresses=ADDRESSES)
    assert [item["label"] for item in menu] == ["Todo"]


def test_a_few_collections_are_named_and_many_have_a_page() -> None:
    many = [ShopCollection(Collection(slug=f"c{n}", name=f"C {n}"), f"c{n}", []) for n in range(7)]

    def entry(count: int) -> NavigationItem:
        menu = navigation([], has_brands=True, locale="es", texts=TEXTS, addresses=ADDRESSES, collections=many[:count])
        assert [item["label"] for item in menu] == ["Todo", "Colecciones", "Marcas"]
        return menu[1]

    assert entry(7) == {"label": "Colecciones", "url": "/base/es/collections/", "children": []}
    assert entry(1)["children"] == [{"label": "C 0", "url": "/base/es/collections/c0/"}]
    assert len(entry(6)["children"]) == 6


def test_brands_stand_by_name_and_share_no_slug() -> None:
    brands = [Brand(id="2", slug="x", name="beta"), Brand(id="1", slug="x", name="Alpha", translations={"es": "Hola"})]
    shelf = shelve(brands)
    assert [(id_, brand.slug, brand.parts) for id_, brand in shelf.items()] == [
        ("1", "x", ("brands", "x")),
        ("2", "x-2", ("brands", "x-2")),
    ]
    assert (shelf["1"].description("es"), shelf["1"].description("en")) == ("Hola", "")
