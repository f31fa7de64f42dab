"""Each page's structured data: which nodes it gets, with absolute addresses. The nodes are made by seo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from storefront.rendering.card_facts import PhotoFacts
from storefront.rendering.contract import Card, ProductContent
from storefront.rendering.view_models.context import PageContext
from storefront.rendering.view_models.pictures import shared_variant
from storefront.seo import structured_data as markup
from storefront.seo.metadata import plain_text

# The engine's words for the facts that markup names, by the markup's own keys.
_LABELS = {
    **{key: f"facet.{key}" for key in ("lens_width", "bridge", "temple", "lens_height", "frame_width")},
    **{key: f"spec.{key}" for key in ("shape", "rim", "lens_type", "lens_colour", "polarised")},
}


def structured_data(context: PageContext, content: object) -> list[Markup]:
    """One graph for the page, or nothing where there is nothing to say."""
    nodes = [*_own_nodes(context, content), breadcrumbs(context)]
    told = [node for node in nodes if node]
    return [markup.json_ld(*told)] if told else []


def _own_nodes(context: PageContext, content: object) -> list[markup.Node | None]:
    match context.page.type:
        case "home":
            return store_nodes(context)
        case "product":
            return [product_node(context, content)]  # type: ignore[arg-type]
        case "category" | "brand" | "facet" | "collection":
            return [item_list(context, content["listing"]["cards"])]  # type: ignore[index]
        case "size_guide" | "face_shape_guide":
            asked = [(one["question"], one["answer"]) for one in content["questions"]]  # type: ignore[index]
            return [markup.faq_markup(asked)]
        case _:
            return []


def breadcrumbs(context: PageContext) -> markup.Node | None:
    return markup.breadcrumb_markup([(label, context.absolute(path)) for label, path in context.page.trail])


def store_nodes(context: PageContext) -> list[markup.Node | None]:
    """The shop itself, and the site in this language."""
    configuration = context.configuration
    home = context.absolute(context.plan.addresses.fixed(configuration.default_locale, "home"))
    here = context.absolute(context.page.path)
    description = context.store_texts.store_description or configuration.store_description
    shop = markup.store_markup(configuration, home, logo=context.icon, description=description)
    site = markup.website_markup(configuration.store_name, here, context.locale, markup.store_id(home))
    return [shop, site]


def item_list(context: PageContext, cards: Sequence[Card]) -> markup.Node | None:
    first = (context.data["number"] - 1) * context.configuration.products_per_page + 1
    prefix = context.plan.addresses.prefix
    urls = [context.absolute(card["url"].removeprefix(prefix)) for card in cards]
    return markup.item_list_markup(urls, name=context.data["name"], first_position=first)


def product_node(context: PageContext, content: ProductContent) -> markup.Node:
    """What is said here stands on the page as well: same name, prices, availability and reviews."""
    photos = photo_addresses(context)
    configuration = context.configuration
    brand = content["brand"]
    return markup.product_markup(
        context.product,
        url=context.absolute(context.page.path),
        images=photos.of_product or [context.icon],
        brand_name=brand["label"] if brand else None,
        name=content["name"],
        description=described(context, content),
        locale=context.locale,
        returns=configuration.returns,
        shipping=configuration.shipping,
        variant_images=photos.of_variants,
        labels=_labels(context),
    )


def described(context: PageContext, content: ProductContent) -> str:
    """A product in plain text, for who reads no page."""
    return plain_text(content["description"]) or content["summary"] or context.page.description


@dataclass(frozen=True, slots=True)
class PhotoAddresses:
    """Absolute addresses of a product's photos, in the format everyone reads."""

    of_product: list[str]
    of_variants: dict[str, list[str]]  # by variant id, its own only


def photo_addresses(context: PageContext) -> PhotoAddresses:
    images = {id_: _image(context, photo) for id_, photo in context.product_photos}
    variants = context.product.variants
    return PhotoAddresses(
        list(images.values()),
        {variant.id: [images[id_] for id_ in variant.media_ids if id_ in images] for variant in variants},
    )


def _labels(context: PageContext) -> dict[str, str]:
    return {key: context.texts(text) for key, text in _LABELS.items()}


def _image(context: PageContext, photo: PhotoFacts) -> str:
    return context.absolute(shared_variant(photo.file).path)
