from __future__ import annotations

import pytest

from storefront.rendering.addresses import Addresses, listing_parts, unique_slug

ADDRESSES = Addresses.of("https://shop.example/frames/", "en", ["es", "en"])


def test_the_default_locale_is_at_the_root_and_comes_first() -> None:
    assert ADDRESSES.locales == ("en", "es")
    assert ADDRESSES.path("en") == "/"
    assert ADDRESSES.path("es") == "/es/"
    assert ADDRESSES.path("en", "products", "rivera") == "/products/rivera/"
    assert ADDRESSES.versions("cart") == {"en": "/cart/", "es": "/es/cart/"}


def test_a_default_locale_that_is_not_listed_is_one_all_the_same() -> None:
    assert Addresses.of("", "de", ["en"]).locales == ("de", "en")


def test_fixed_pages_and_the_base_path() -> None:
    assert ADDRESSES.fixed("es", "size_guide") == "/es/size-guide/"
    assert ADDRESSES.fixed("en", "home") == "/"
    assert ADDRESSES.href("/cart/") == "/frames/cart/"
    assert Addresses.of("https://shop.example", "en", []).href("/cart/") == "/cart/"


def test_the_first_page_of_a_listing_has_the_listing_s_own_path() -> None:
    assert listing_parts(("shop", "sun"), 1) == ("shop", "sun")
    assert listing_parts(("shop", "sun"), 3) == ("shop", "sun", "page-3")


@pytest.mark.parametrize(
    ("wanted", "taken", "got"),
    [
        ("sun", set(), "sun"),
        ("sun", {"sun"}, "sun-2"),
        ("sun", {"sun", "sun-2"}, "sun-3"),
        ("page-2", set(), "page-2-2"),
    ],
)
def test_slugs_are_unique_and_never_look_like_a_listing_s_page(wanted: str, taken: set[str], got: str) -> None:
    assert unique_slug(wanted, taken) == got
    assert got in taken
