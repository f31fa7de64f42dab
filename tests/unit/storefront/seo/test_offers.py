from __future__ import annotations

from decimal import Decimal

import pytest

from storefront.catalogue.models import ReturnTerms, ShippingTerms
from storefront.seo.amounts import plain_amount
from storefront.seo.offers import can_be_bought, offer, prices
from storefront.seo.terms import offer_terms
from tests.unit.storefront.seo.products import URL, product, variant


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [("149", "EUR", "149.00"), ("18000", "JPY", "18000"), ("12.5", "KWD", "12.500"), ("0.995", "USD", "1.00")],
)
def test_amounts_have_their_currencys_decimals(amount: str, currency: str, text: str) -> None:
    assert plain_amount(Decimal(amount), currency) == text


def test_a_variant_without_a_price_costs_what_the_product_costs() -> None:
    sold = product(compare_at_price=Decimal(199))
    assert prices(sold, variant("a")) == (Decimal(149), Decimal(199))


def test_a_variants_own_price_does_not_borrow_the_products_former_one() -> None:
    sold = product(compare_at_price=Decimal(199))
    assert prices(sold, variant("a", price=Decimal(120))) == (Decimal(120), None)


def test_a_variant_may_have_a_former_price_alone() -> None:
    assert prices(product(), variant("a", compare_at_price=Decimal(160))) == (Decimal(149), Decimal(160))


def test_a_former_price_that_was_not_higher_is_no_reduction() -> None:
    assert prices(product(compare_at_price=Decimal(149))) == (Decimal(149), None)


@pytest.mark.parametrize(
    ("of_product", "of_variant", "sold"), [(True, True, True), (True, False, False), (False, True, False)]
)
def test_availability(of_product: bool, of_variant: bool, sold: bool) -> None:
    whole, part = product(in_stock=of_product), variant("a", in_stock=of_variant)
    assert can_be_bought(whole, part) is sold
    made = offer(whole, part, url=URL, currency="EUR", terms={})
    assert made["availability"] == f"https://schema.org/{'InStock' if sold else 'OutOfStock'}"


def test_an_offer_in_full() -> None:
    made = offer(
        product(compare_at_price=Decimal(199)),
        None,
        url=URL,
        currency="EUR",
        terms=offer_terms(
            ReturnTerms(country="ES", days=30), [ShippingTerms(country="PT", price=Decimal("4.9"))], "EUR"
        ),
    )
    assert made["price"] == "149.00"
    assert made["priceCurrency"] == "EUR"
    assert made["url"] == URL
    assert made["itemCondition"] == "https://schema.org/NewCondition"
    assert made["priceSpecification"]["price"] == "199.00"
    assert made["priceSpecification"]["priceType"] == "https://schema.org/StrikethroughPrice"
    assert made["hasMerchantReturnPolicy"]["merchantReturnDays"] == 30
    assert [s["shippingRate"]["value"] for s in made["shippingDetails"]] == ["4.90"]


def test_an_offer_without_terms_says_nothing_about_them() -> None:
    made = offer(product(), None, url=URL, currency="EUR", terms=offer_terms(None, [], "EUR"))
    assert not {"hasMerchantReturnPolicy", "shippingDetails", "priceSpecification"} & made.keys()
