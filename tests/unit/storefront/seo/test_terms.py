from __future__ import annotations

from decimal import Decimal

import pytest

from storefront.catalogue.models import ReturnTerms, ShippingTerms
from storefront.seo.terms import return_policy, shipping_details, shipping_service


def test_zero_days_mean_no_returns() -> None:
    policy = return_policy(ReturnTerms(country="ES", days=0))
    assert policy["returnPolicyCategory"] == "https://schema.org/MerchantReturnNotPermitted"
    assert "merchantReturnDays" not in policy


@pytest.mark.parametrize(("free", "fees"), [(True, "FreeReturn"), (False, "ReturnFeesCustomerResponsibility")])
def test_who_pays_for_a_return(free: bool, fees: str) -> None:
    assert return_policy(ReturnTerms(country="ES", days=14, free=free))["returnFees"] == f"https://schema.org/{fees}"


def test_free_shipping_is_said_and_days_run_from_low_to_high() -> None:
    terms = ShippingTerms(country="ES", price=Decimal(0), transit_days_min=5, transit_days_max=2)
    details = shipping_details(terms, "EUR")
    assert details["shippingRate"]["value"] == "0.00"
    days = details["deliveryTime"]["transitTime"]
    assert (days["minValue"], days["maxValue"], days["unitCode"]) == (2, 5, "DAY")
    assert details["deliveryTime"]["handlingTime"]["minValue"] == 0


def test_the_shop_makes_the_same_promise_as_its_offers() -> None:
    terms = ShippingTerms(country="PT", price=Decimal("4.9"), handling_days_max=2)
    whole, single = shipping_service(terms, "EUR"), shipping_details(terms, "EUR")
    conditions = whole["shippingConditions"]
    assert conditions["shippingDestination"] == single["shippingDestination"]
    assert conditions["shippingRate"] == single["shippingRate"]
    assert conditions["transitTime"]["duration"] == single["deliveryTime"]["transitTime"]
    assert whole["handlingTime"]["duration"] == single["deliveryTime"]["handlingTime"]
