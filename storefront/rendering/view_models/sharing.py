"""The picture networks show of a page: its product's card, or that of the first product it lists, or the store's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from storefront.imaging.models import MediaFacts
from storefront.imaging.variants import card_of
from storefront.rendering.card_facts import PhotoFacts
from storefront.rendering.view_models.context import PageContext
from storefront.rendering.view_models.products import texts_of

DRAWN = "share.png"  # a theme's asset, for stores without any photo
DRAWN_PX = (1200, 630)


@dataclass(frozen=True, slots=True)
class SharedPicture:
    """`address` is absolute; sizes are None where nobody knows them, as with an icon."""

    address: str
    width: int | None
    height: int | None
    alt: str


def shared_picture(context: PageContext) -> SharedPicture | None:
    """Nothing without a public address to show it from. Networks show no drawing, so an icon is a last resort."""
    store = context.configuration.store_name
    if not context.configuration.base_url:
        return None
    own = _own(context)
    if own:
        return _card(context, *own)
    if context.plan.shared_photo:
        return _card(context, context.plan.shared_photo, store)
    drawn = context.plan.assets.get(DRAWN)
    if drawn:
        return SharedPicture(context.absolute(drawn.removeprefix(context.plan.addresses.prefix)), *DRAWN_PX, store)
    return SharedPicture(context.icon, None, None, store) if context.icon else None


def _card(context: PageContext, file: MediaFacts, alt: str) -> SharedPicture:
    made = card_of(file, context.configuration.background_color)
    return SharedPicture(context.absolute(made.path), made.width_px, made.height_px, alt)


def _own(context: PageContext) -> tuple[MediaFacts, str] | None:
    """The main photo of the page's product, or of the first it shows that has one; with its alternative text."""
    if context.page.type == "product":
        photos, brand = context.product_photos, context.data["brand"]
        if not photos:
            return None
        name = texts_of(context.product, context.locale).name or context.product.name
        return photos[0][1].file, context.alt(photos[0][1], name, brand and brand["name"])
    card = next((card for card in _cards(context.data) if card["photo"]), None)
    if card is None:
        return None
    photo = PhotoFacts.from_dict(card["photo"])
    return photo.file, context.alt(photo, card["names"].get(context.locale, card["name"]), card["brand_name"])


def _cards(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Those a page's input has, as plain dicts, the most prominent first."""
    hero, cards = data.get("hero"), data.get("cards", [])
    groups = cards.values() if isinstance(cards, dict) else [cards]
    return [*([hero] if hero else []), *(card for group in groups for card in group)]
