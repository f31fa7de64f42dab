"""What every part of a page's view is built with: the site, the words, the addresses; and the photos used so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from storefront.catalogue.models import Product, StoreConfiguration, StoreTexts
from storefront.fitting.sizes import WidthClass, width_classes
from storefront.imaging.models import MediaFacts
from storefront.imaging.recipe import MAX_WIDTH_PX
from storefront.rendering.card_facts import PhotoFacts, PriceFacts, photo_facts
from storefront.rendering.contract import Picture, Price
from storefront.rendering.formatting import money
from storefront.rendering.locale_texts import LocaleTexts
from storefront.rendering.plan_files import PageInput, SitePlan
from storefront.rendering.view_models.pictures import picture
from storefront.seo.addresses import absolute_address


@dataclass(frozen=True)
class PageContext:
    """One page in the making."""

    page: PageInput
    plan: SitePlan
    texts: LocaleTexts
    photos: list[MediaFacts] = field(default_factory=list)  # in order of first use

    @property
    def locale(self) -> str:
        return self.page.locale

    @property
    def configuration(self) -> StoreConfiguration:
        return self.plan.configuration

    @property
    def width_classes(self) -> Sequence[WidthClass]:
        return width_classes(self.configuration.width_limits_mm)

    @property
    def data(self) -> dict[str, Any]:
        return self.page.data

    @property
    def store_texts(self) -> StoreTexts:
        """The store's own texts in this locale; a field that is None falls back to the configuration's."""
        return self.configuration.translations.get(self.locale, StoreTexts())

    @cached_property
    def product(self) -> Product:
        """On a product's page, the product."""
        return Product.model_validate(self.data["product"])

    @cached_property
    def product_photos(self) -> list[tuple[str, PhotoFacts]]:
        """On a product's page, its usable photos with their media ids, in the merchant's order."""
        files = {id_: MediaFacts(**facts) for id_, facts in self.data["photos"].items()}
        shown = [media for media in self.product.media if media.id in files]
        return [(media.id, photo_facts(self.product, media, files[media.id])) for media in shown]

    def href(self, path: str) -> str:
        return self.plan.addresses.href(path)

    def absolute(self, path: str) -> str:
        return absolute_address(self.configuration.base_url, path)

    @property
    def icon(self) -> str:
        """The store's icon, absolute; it also stands in where there is no photo. "" where the theme has none."""
        icons = self.plan.facts["icons"]
        return self.absolute(icons[0]["path"]) if icons else ""

    def fixed(self, page: str) -> str:
        """Address of one of the store's fixed pages."""
        return self.href(self.plan.addresses.fixed(self.locale, page))

    def product_url(self, slug: str) -> str:
        return self.href(self.plan.addresses.path(self.locale, "products", slug))

    def price(self, price: PriceFacts) -> Price:
        former = price.compare_at
        return {
            "amount": price.amount,
            "currency": price.currency,
            "text": money(price.amount, price.currency, self.locale),
            "compare_at_text": money(former, price.currency, self.locale) if former else None,
            "is_from": price.is_from,
        }

    def photo(self, photo: PhotoFacts, name: str, brand: str | None = None, widest_px: int = MAX_WIDTH_PX) -> Picture:
        """A photo of a product, remembered for the page's inline styles."""
        self.photos.append(photo.file)
        return picture(photo.file, self.alt(photo, name, brand), self.plan.addresses.prefix, widest_px)

    def alt(self, photo: PhotoFacts, name: str, brand: str | None) -> str:
        """The merchant's words in the default locale; else brand, name, colour and view: "Lund Rivera, havana, …"."""
        if photo.alt and self.locale == self.configuration.default_locale:
            return photo.alt
        whole = f"{brand} {name}" if brand and not name.casefold().startswith(brand.casefold()) else name
        colour = photo.colour.name_in(self.locale) if photo.colour else ""
        view = self.texts.find(f"alt.{photo.view}", "")
        return ", ".join(part for part in (whole, colour, view) if part)
