"""Inputs of the pages every store has: start, guides, the customer's own, terms, about, contact, not found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from storefront.catalogue.models import StoreTexts
from storefront.fitting.face_shapes import guide
from storefront.fitting.sizes import width_class, width_classes
from storefront.rendering.addresses import FIXED
from storefront.rendering.card_facts import CardFacts
from storefront.rendering.contract import PageType
from storefront.rendering.facet_pages import shape_pages
from storefront.rendering.listing_inputs import brand_links
from storefront.rendering.navigation import below, filled
from storefront.rendering.numbered_lists import category_links
from storefront.rendering.outline import Outline
from storefront.rendering.plan_files import PageInput
from storefront.rendering.view_models.site import policy_texts

_TILES = 6
_BRANDS_AT_HOME = 12
_SHAPES_AT_HOME = 8
_CARDS_A_FACE = 4
_CARDS_A_COLLECTION = 8


def fixed_pages(outline: Outline) -> Iterator[PageInput]:
    """In every locale; the error page once."""
    for locale in outline.addresses.locales:
        yield _home(outline, locale)
        for page_type, data_of in _SIMPLE.items():
            if page_type != "face_shape_guide" or outline.configuration.enable_face_shape_filter:
                yield _simple(outline, locale, page_type, data_of(outline))
        yield from _policies(outline, locale)
    yield outline.not_found()


def _home(outline: Outline, locale: str) -> PageInput:
    configuration, words = outline.configuration, outline.words[locale]
    own = configuration.translations.get(locale, StoreTexts())
    title = own.site_title or configuration.site_title
    described = own.site_description or configuration.site_description
    described = described or own.store_description or configuration.store_description
    cards = outline.survey.ordered
    featured = cards[: configuration.featured_products_count]
    return outline.page(
        "home",
        locale,
        (),
        label=words("page.home"),
        title=tuple(dict.fromkeys(part for part in (title, configuration.store_name) if part)),
        description=described or words("meta.home", store=configuration.store_name),
        data={
            "hero": next((card for card in [*featured, *cards] if card.photo), None),
            "featured": featured,
            "categories": _tiles(outline, locale),
            "brands": sorted(brand_links(outline, locale), key=lambda link: -link["count"])[:_BRANDS_AT_HOME],
            "shapes": _shapes(outline),
            "collections": _collections(outline, locale),
        },
    )


def _collections(outline: Outline, locale: str) -> dict[str, dict[str, Any]]:
    """What the sections of the start page show of the collections they name, by slug; empty ones are left out."""
    named = dict.fromkeys(one.collection for one in outline.configuration.home_sections if one.collection)
    found = [(slug, outline.collections.by_slug.get(slug)) for slug in named]
    return {
        slug: {
            "name": collection.name(locale),
            "path": outline.addresses.path(locale, *collection.parts),
            "cards": collection.cards[:_CARDS_A_COLLECTION],
        }
        for slug, collection in found
        if collection is not None
    }


def _tiles(outline: Outline, locale: str) -> list[dict[str, Any]]:
    """Top categories, each with the first photo that a category before it does not show already."""
    by_category = outline.survey.by_category
    nodes = below(None, filled(outline.tree, {path: len(cards) for path, cards in by_category.items()}))[:_TILES]
    shown: set[str] = set()
    tiles = []
    for link in category_links(outline, locale, nodes):
        pictured = [card for card in by_category[link["value"]] if card.photo]
        card = next((card for card in pictured if card.id not in shown), pictured[0] if pictured else None)
        shown |= {card.id} if card else set()
        tiles.append({**link, "card": card})
    return tiles


def _shapes(outline: Outline) -> list[dict[str, Any]]:
    counts = Counter(card.shape for card in outline.survey.ordered if card.shape)
    pages = shape_pages(outline, counts)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_SHAPES_AT_HOME]
    return [{"value": shape, "count": count, "parts": pages.get(shape)} for shape, count in ordered]


def _width_counts(outline: Outline) -> dict[str, Any]:
    drawn = width_classes(outline.configuration.width_limits_mm)
    classes = [width_class(card.frame_width, drawn) for card in outline.survey.ordered]
    return {"counts": dict(sorted(Counter(one.key for one in classes if one).items()))}


def _face_cards(outline: Outline) -> dict[str, Any]:
    """For each face some frames of the shapes that go with it, as many shapes as there are."""
    cards = outline.survey.ordered
    counts = Counter(card.shape for card in cards if card.shape)
    chosen = {advice.shape: _mixed(cards, advice.recommended) for advice in guide()}
    return {"cards": chosen, "counts": dict(sorted(counts.items())), "pages": shape_pages(outline, counts)}


def _mixed(cards: list[CardFacts], shapes: Sequence[str]) -> list[CardFacts]:
    """The first card of each shape, then the second of each, and so on."""
    seen: Counter[str] = Counter()
    ranked: list[tuple[int, int, CardFacts]] = []
    for card in cards:
        if card.shape and card.shape in shapes and seen[card.shape] < _CARDS_A_FACE:
            ranked.append((seen[card.shape], shapes.index(card.shape), card))
            seen[card.shape] += 1
    return [card for _, _, card in sorted(ranked, key=lambda item: item[:2])[:_CARDS_A_FACE]]


def _nothing(outline: Outline) -> dict[str, Any]:  # noqa: ARG001  # made like the others
    return {}


_SIMPLE: Mapping[PageType, Callable[[Outline], dict[str, Any]]] = {
    "size_guide": _width_counts,
    "face_shape_guide": _face_cards,
    "cart": _nothing,
    "checkout": _nothing,
    "compare": _nothing,
    "wishlist": _nothing,
    "offline": _nothing,
    "about": _nothing,
    "contact": _nothing,
}


def _simple(outline: Outline, locale: str, page_type: PageType, data: dict[str, Any]) -> PageInput:
    words, store = outline.words[locale], outline.configuration.store_name
    return outline.page(
        page_type,
        locale,
        (FIXED[page_type],),
        label=words(f"page.{page_type}", name=store),
        description=words(f"meta.{page_type}", store=store),
        data=data,
    )


def _policies(outline: Outline, locale: str) -> Iterator[PageInput]:
    for policy in outline.configuration.policies:
        texts = policy_texts(policy, locale)
        yield outline.page(
            "policy",
            locale,
            ("policies", policy.slug),
            label=texts.title,
            description=texts.body,
            data={"title": texts.title, "body": texts.body},
        )
