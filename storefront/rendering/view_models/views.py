"""A page's whole view, from its input: content by page type, then head, structured data and styles around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, get_type_hints

from markupsafe import Markup

from storefront.rendering.contract import Link, PageType, PageView, Picture
from storefront.rendering.languages import direction
from storefront.rendering.locale_texts import LocaleTexts
from storefront.rendering.plan_files import PageInput, PageStyles, SitePlan
from storefront.rendering.view_models import checkout, face_shapes, home, listings, pages, products, size_guide
from storefront.rendering.view_models.context import PageContext
from storefront.rendering.view_models.heads import language_switch, meta_view
from storefront.rendering.view_models.pictures import placeholder_styles
from storefront.rendering.view_models.structured import structured_data

_CONTENT: Mapping[PageType, Callable[[PageContext], Any]] = {
    "home": home.home_content,
    "category": listings.category_content,
    "brand": listings.brand_content,
    "facet": listings.facet_content,
    "collection": listings.collection_content,
    "brands": listings.brands_content,
    "product": products.product_content,
    "search": listings.search_content,
    "face_shape_guide": face_shapes.face_shape_guide_content,
    "size_guide": size_guide.size_guide_content,
    "cart": pages.cart_content,
    "checkout": checkout.checkout_content,
    "compare": pages.compare_content,
    "wishlist": pages.wishlist_content,
    "offline": pages.offline_content,
    "policy": pages.policy_content,
    "about": pages.about_content,
    "contact": pages.contact_content,
    "not_found": pages.not_found_content,
}

_NO_STYLES = PageStyles("", None)


def page_view(page: PageInput, plan: SitePlan, texts: LocaleTexts) -> PageView:
    """Everything a template is given. The same input gives the same view."""
    return view_of(PageContext(page, plan, texts))


def view_of(context: PageContext) -> PageView:
    page, plan = context.page, context.plan
    content = _CONTENT[page.type](context)
    styles = plan.styles.get(page.type, _NO_STYLES)
    inline_css = Markup(styles.critical) + placeholder_styles(context.photos)  # noqa: S704  # the theme's own
    return {
        "type": page.type,
        "locale": page.locale,
        "direction": direction(page.locale),
        "path": context.href(page.path),
        "meta": meta_view(context, inline_css, _main_picture(page.type, content)),
        "structured_data": structured_data(context, content),
        "inline_css": inline_css,
        "stylesheet": styles.stylesheet,
        "languages": language_switch(context),
        "breadcrumbs": breadcrumbs(context),
        "site": plan.sites[page.locale],
        "content": content,
    }


def breadcrumbs(context: PageContext) -> list[Link]:
    last = len(context.page.trail) - 1
    steps = enumerate(context.page.trail)
    return [{"label": label, "url": "" if place == last else context.href(path)} for place, (label, path) in steps]


def _main_picture(page_type: PageType, content: Any) -> Picture | None:
    """The photo that is a page's largest paint: fetched before anything else asks for it."""
    match page_type:
        case "home":
            opens = [section["kind"] for section in content["sections"][:1]]
            picture: Picture | None = content["hero"]["picture"] if opens == ["hero"] else None
        case "product":
            picture = content["gallery"][0]["picture"] if content["gallery"] else None
        case "category" | "brand" | "facet" | "collection":
            cards = content["listing"]["cards"]
            picture = content.get("picture") or (cards[0]["picture"] if cards else None)
        case _:
            picture = None
    return picture


def content_types() -> dict[PageType, Any]:
    """What `page.content` is on each type of page: a TypedDict of the contract, or dict where nothing is in it."""
    return {kind: get_type_hints(make)["return"] for kind, make in _CONTENT.items()}
