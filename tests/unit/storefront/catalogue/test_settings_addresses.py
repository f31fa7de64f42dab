"""Addresses in the settings reach stylesheets, headers and links: what could end an address there is refused."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from storefront.catalogue.models import HomeSection
from tests.factories.shops import a_configuration


@pytest.mark.parametrize(
    "address", ["", "https://shop.example", "http://127.0.0.1:8080/", "https://shop.example/frames/v2.1/~a/%20;x=1,2/"]
)
def test_public_addresses(address: str) -> None:
    assert a_configuration(base_url=address).base_url == address


@pytest.mark.parametrize(
    "address",
    [
        "shop.example",
        "https://shop.example/?a",
        'https://shop.example/a");}body{display:none}/*',
        "https://shop.example/</style><script>alert(1)</script>",
        "https://shop.example/it's",
        "https://shop.example/a)b",
        "https://shop.example/a\\b",
        "https://shop.example/a\x01b",
        'https://shop"example/',
    ],
)
def test_what_is_no_public_address(address: str) -> None:
    with pytest.raises(ValidationError, match="base_url"):
        a_configuration(base_url=address)


@pytest.mark.parametrize("path", ["", "/", "/shop/", "/collections/a/page-2/?colour=red#list"])
def test_links_of_sections_lead_to_pages_of_the_store(path: str) -> None:
    assert HomeSection(kind="text", link_path=path).link_path == path


@pytest.mark.parametrize("path", ["shop/", "https://x.example", "//x.example", "/\\x.example", "/a b", "javascript:x"])
def test_links_of_sections_lead_nowhere_else(path: str) -> None:
    """A browser takes what begins with two strokes for another host."""
    with pytest.raises(ValidationError, match="link_path"):
        HomeSection(kind="text", link_path=path)


def test_two_policies_with_one_address_are_refused() -> None:
    returns = {"kind": "returns", "slug": "terms", "title": "Returns", "body": "Thirty days."}
    assert len(a_configuration(policies=[returns, {**returns, "slug": "more"}]).policies) == 2
    with pytest.raises(ValidationError, match="two policies have the slug 'terms'"):
        a_configuration(policies=[returns, {**returns, "kind": "terms"}])
