"""Contexts of pages for these tests: a small site plan and page inputs as they come out of the plan's files."""

from __future__ import annotations

from typing import Any, cast

import orjson

from storefront.catalogue.models import Product, StoreConfiguration
from storefront.rendering.addresses import Addresses
from storefront.rendering.contract import PageType, Site
from storefront.rendering.locale_texts import LocaleTexts, engine_texts
from storefront.rendering.plan_files import PageInput, SitePlan
from storefront.rendering.view_models.context import PageContext
from storefront.seo.models import Icon, SiteFacts
from tests.factories.shops import a_configuration, photo_outcome


def a_site_plan(configuration: StoreConfiguration | None = None) -> SitePlan:
    configuration = configuration or a_configuration()
    addresses = Addresses.of(configuration.base_url, configuration.default_locale, configuration.locales)
    facts = SiteFacts(
        name=configuration.store_name,
        base_url=configuration.base_url,
        default_locale="en",
        locales=addresses.locales,
        icons=(Icon("/assets/icon.svg", "image/svg+xml"),),
    )
    site = cast(Site, {"policies": [{"label": "Returns", "url": "/policies/returns/"}], "navigation": []})
    return SitePlan(facts.to_dict(), configuration, addresses, dict.fromkeys(addresses.locales, site), {})


def a_context(
    page_type: PageType = "about",
    data: dict[str, Any] | None = None,
    *,
    locale: str = "en",
    path: str = "/about/",
    configuration: StoreConfiguration | None = None,
) -> PageContext:
    alternates = {"en": path, "es": f"/es{path}"}
    trail = [("Home", "/"), ("Here", alternates[locale])]
    plain = orjson.loads(orjson.dumps(data or {}))
    page = PageInput(page_type, locale, alternates[locale], alternates, trail, "A title", "A description", plain)
    texts = LocaleTexts(locale, [engine_texts()[locale], engine_texts()["en"]])
    return PageContext(page, a_site_plan(configuration), texts)


def product_data(product: Product, **changes: Any) -> dict[str, Any]:
    photos = {media.id: photo_outcome(media.source).facts for media in product.media}
    values = {
        "product": product.model_dump(mode="json", exclude_defaults=True),
        "photos": photos,
        "brand": {"name": "Nordlys", "path": "/brands/nordlys/"},
        "related": [],
    }
    return values | changes


def product_context(product: Product, **options: Any) -> PageContext:
    return a_context("product", product_data(product), path=f"/products/{product.slug}/", **options)
