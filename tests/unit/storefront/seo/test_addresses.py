from __future__ import annotations

import pytest

from storefront.seo.addresses import absolute_address, language_versions, prefix_of

BASE = "https://optik.example/shop/"


@pytest.mark.parametrize(
    ("base", "prefix"), [(BASE, "/shop"), ("https://optik.example", ""), ("https://optik.example/", ""), ("", "")]
)
def test_prefix(base: str, prefix: str) -> None:
    assert prefix_of(base) == prefix


def test_absolute() -> None:
    assert absolute_address(BASE, "/search/") == "https://optik.example/shop/search/"


def test_language_versions_end_with_the_default() -> None:
    assert language_versions({"es": "/es/", "en": "/"}, BASE, "en") == [
        ("en", "https://optik.example/shop/"),
        ("es", "https://optik.example/shop/es/"),
        ("x-default", "https://optik.example/shop/"),
    ]


def test_a_page_that_the_default_language_lacks_has_its_first_version_as_default() -> None:
    versions = dict(language_versions({"fr": "/fr/a/", "es": "/es/a/"}, BASE, "en"))
    assert versions["x-default"] == versions["es"]


def test_a_page_in_one_language_has_no_versions() -> None:
    assert language_versions({"en": "/"}, BASE, "en") == []
