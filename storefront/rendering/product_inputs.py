"""Inputs of product pages: the second walk over the products, each with its neighbours and usable photos."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from storefront.catalogue.models import Media, Product
from storefront.imaging.models import MediaFacts
from storefront.rendering.card_facts import CardFacts
from storefront.rendering.formatting import money
from storefront.rendering.outline import Outline, Step
from storefront.rendering.plan_files import PageInput
from storefront.rendering.relations import Relations
from storefront.rendering.view_models.labels import size_text
from storefront.rendering.view_models.products import texts_of


def product_pages(
    outline: Outline,
    relations: Relations,
    product: Product,
    photos: list[tuple[Media, MediaFacts]],
    problems: list[str],
) -> Iterator[PageInput]:
    """The product's page in every locale. Problems are told once, with the first."""
    card = outline.survey.by_id[product.id]
    shared = {
        "product": product.model_dump(mode="json", exclude_defaults=True),
        "photos": {media.id: asdict(facts) for media, facts in photos},
        "related": relations.of(card),
    }
    for index, locale in enumerate(outline.addresses.locales):
        yield _page(outline, product, card, locale, shared, problems if index == 0 else [])


def _page(
    outline: Outline, product: Product, card: CardFacts, locale: str, shared: dict[str, Any], problems: list[str]
) -> PageInput:
    words = outline.words[locale]
    texts = texts_of(product, locale)
    brand = _brand(outline, product, locale)
    name = card.name_in(locale)
    trail = outline.tree.trail(product.category_ids)
    above: list[Step] = [(words("page.shop"), ("shop",)), *((node.name(locale), node.parts) for node in trail)]
    price = money(card.price.amount, card.price.currency, locale)
    return outline.page(
        "product",
        locale,
        ("products", card.slug),
        label=name,
        above=above,
        title=tuple(part for part in (name, card.brand_name, outline.configuration.store_name) if part),
        description=texts.summary or texts.description or words("meta.product", name=name, price=price),
        apart=_apart(card, locale),
        data={**shared, "brand": brand},
        problems=problems,
    )


def _brand(outline: Outline, product: Product, locale: str) -> dict[str, str] | None:
    shelf = outline.brands.get(product.brand_id or "")
    return {"name": shelf.brand.name, "path": outline.addresses.path(locale, *shelf.parts)} if shelf else None


def _apart(card: CardFacts, locale: str) -> str:
    """What tells products of one name apart: their colours and size, else their number."""
    colours = ", ".join(colour.name_in(locale) for colour in card.colours[:2])
    return " ".join(part for part in (colours, size_text(card)) if part) or card.id
