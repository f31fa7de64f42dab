"""The shop around the frames: its settings and policies, the houses, the category tree."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from examples.optician.data import table
from storefront.catalogue.models import (
    Address,
    Brand,
    Category,
    CategoryTexts,
    Collection,
    CollectionTexts,
    HomeSection,
    HomeSectionTexts,
    LensChoice,
    Policy,
    PolicyTexts,
    ReturnTerms,
    ShippingTerms,
    StoreConfiguration,
    StoreTexts,
)

STORE_ID = "optician"


def configuration() -> StoreConfiguration:
    store = table("shop")["store"]
    own, spanish = store["en"], store["es"]
    return StoreConfiguration(
        store_id=STORE_ID,
        store_name=store["name"],
        store_description=own["tagline"],
        contact_email=store["email"],
        phone=store["phone"],
        address=Address(**store["address"]),
        opening_hours=store["opening_hours"],
        about=own["about"],
        site_title=own["title"],
        site_description=own["description"],
        base_url=store["base_url"],
        default_locale="en",
        locales=["en", "es"],
        country=store["country"],
        currency="EUR",
        primary_color="#1f4d45",
        policies=policies(),
        home_sections=home_sections(),
        collections=collections(),
        facet_pages=["shape", "material"],
        lens_choices=lens_choices(),
        gift_notes=True,
        returns=ReturnTerms(country="IE", days=30, free=True),
        shipping=[
            ShippingTerms(country="IE", price=Decimal("4.50"), transit_days_min=1, transit_days_max=3),
            ShippingTerms(country="ES", price=Decimal("9.50"), transit_days_min=3, transit_days_max=6),
        ],
        translations={
            "es": StoreTexts(
                store_description=spanish["tagline"],
                site_title=spanish["title"],
                site_description=spanish["description"],
                about=spanish["about"],
            )
        },
    )


def home_sections() -> list[HomeSection]:
    return [_home_section(row) for row in table("shop")["home"]]


def _home_section(row: dict[str, Any]) -> HomeSection:
    section = HomeSection(kind=row["kind"], collection=row.get("collection"))
    if "en" not in row:
        return section
    spanish = HomeSectionTexts(title=row["es"][0], body=row["es"][1])
    return section.model_copy(
        update={"title": row["en"][0], "body": row["en"][1], "translations": {"es": spanish}},
    )


def collections() -> list[Collection]:
    return [
        Collection(
            slug=row["slug"],
            name=row["en"][0],
            description=row["en"][1],
            where=row["where"],
            translations={"es": CollectionTexts(name=row["es"][0], description=row["es"][1])},
        )
        for row in table("shop")["collections"]
    ]


def lens_choices() -> list[LensChoice]:
    return [
        LensChoice(id=row["id"], label=row["en"], translations={"es": row["es"]}) for row in table("shop")["lenses"]
    ]


def policies() -> list[Policy]:
    return [
        Policy(
            kind=row["kind"],
            slug=row["slug"],
            title=row["en"][0],
            body=row["en"][1],
            translations={"es": PolicyTexts(title=row["es"][0], body=row["es"][1])},
        )
        for row in table("shop")["policies"]
    ]


def brands() -> list[Brand]:
    return [
        Brand(id=key, slug=key, name=row["name"], description=row["en"], translations={"es": row["es"]})
        for key, row in table("shop")["brands"].items()
    ]


def categories() -> list[Category]:
    return [
        Category(
            id=key,
            slug=key,
            name=row["en"][0],
            description=row["en"][1],
            parent_id=row.get("parent"),
            position=position,
            translations={"es": CategoryTexts(name=row["es"][0], description=row["es"][1])},
        )
        for position, (key, row) in enumerate(table("shop")["categories"].items())
    ]
