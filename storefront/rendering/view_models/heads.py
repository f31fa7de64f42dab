"""The head of a page: what search engines and networks are told."""

from __future__ import annotations

from markupsafe import Markup

from storefront.rendering.contract import LanguageLink, Meta, PageType, Picture
from storefront.rendering.languages import own_name, with_territory
from storefront.rendering.view_models.checkout import checkout_sources
from storefront.rendering.view_models.context import PageContext
from storefront.rendering.view_models.security import content_security_policy
from storefront.rendering.view_models.sharing import shared_picture
from storefront.seo.addresses import language_versions

NOT_INDEXED: frozenset[PageType] = frozenset(
    {"search", "cart", "checkout", "compare", "wishlist", "offline", "not_found"}
)


def is_indexable(page_type: PageType) -> bool:
    """Search results and the customer's own pages are of no use in a search engine."""
    return page_type not in NOT_INDEXED


def meta_view(context: PageContext, inline_css: Markup, main_picture: Picture | None) -> Meta:
    page = context.page
    indexable = is_indexable(page.type)
    shared = shared_picture(context)
    sources = checkout_sources(context.configuration) if page.type == "checkout" else {}
    return {
        "title": page.title,
        "description": page.description,
        "canonical": context.absolute(page.path) if indexable and context.configuration.base_url else None,
        "robots": None if indexable else "noindex",
        "alternates": alternates(context) if indexable else [],
        "og_type": "product" if page.type == "product" else "website",
        "og_image": shared.address if shared else None,
        "og_image_width": shared.width if shared else None,
        "og_image_height": shared.height if shared else None,
        "og_image_alt": shared.alt if shared else "",
        "og_locale": with_territory(page.locale),
        "content_security_policy": content_security_policy(inline_css, sources),
        "preload": main_picture,
    }


def alternates(context: PageContext) -> list[LanguageLink]:
    """hreflang addresses, x-default last; none without a public address."""
    base_url = context.configuration.base_url
    if not base_url:
        return []
    versions = language_versions(context.page.alternates, base_url, context.configuration.default_locale)
    return [_language(context, code, url) for code, url in versions]


def language_switch(context: PageContext) -> list[LanguageLink]:
    """This page in every language, the store's order."""
    paths = context.page.alternates
    locales = [locale for locale in context.plan.addresses.locales if locale in paths]
    return [_language(context, locale, context.href(paths[locale])) for locale in locales]


def _language(context: PageContext, code: str, url: str) -> LanguageLink:
    label = "" if code == "x-default" else own_name(code)
    return {"code": code, "label": label, "url": url, "current": code == context.locale}
