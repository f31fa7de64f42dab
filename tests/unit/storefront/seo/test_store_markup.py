from __future__ import annotations

from decimal import Decimal

from storefront.catalogue.models import Address, ReturnTerms, ShippingTerms, StoreConfiguration
from storefront.seo.store_markup import store_id, store_markup

URL = "https://optik.example/"


def test_an_online_store() -> None:
    configuration = StoreConfiguration(
        store_id="o",
        store_name="Optik",
        contact_email="a@optik.example",
        returns=ReturnTerms(country="ES", days=30),
        shipping=[ShippingTerms(country="ES", price=Decimal("4.9"))],
        currency="EUR",
    )
    made = store_markup(configuration, URL, logo=f"{URL}icon.svg", description="Frames")
    assert made["@type"] == "OnlineStore"
    assert (made["@id"], made["url"], made["name"]) == (store_id(URL), URL, "Optik")
    assert made["logo"] == f"{URL}icon.svg"
    assert made["email"] == "a@optik.example"
    assert made["hasMerchantReturnPolicy"]["applicableCountry"] == "ES"
    assert made["hasShippingService"][0]["shippingConditions"]["shippingRate"]["value"] == "4.90"
    assert not {"address", "openingHours", "telephone"} & made.keys()


def test_a_shop_one_can_walk_into() -> None:
    configuration = StoreConfiguration(
        store_id="o",
        store_name="Optik",
        store_description="Since 1950",
        phone="+34 600",
        address=Address(street="Calle 1", postcode="28001", city="Madrid", country="ES"),
        opening_hours=["Mo-Fr 09:00-18:00", "Sa,Su 10:00-14:00", "By arrangement"],
    )
    made = store_markup(configuration, URL)
    assert made["@type"] == ["OnlineStore", "Optician"]
    assert made["description"] == "Since 1950"
    assert made["address"]["addressLocality"] == "Madrid"
    assert made["openingHours"] == ["Mo-Fr 09:00-18:00", "Sa,Su 10:00-14:00"]
