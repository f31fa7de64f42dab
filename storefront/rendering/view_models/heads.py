"""The head of a page: what search engines and networks are told."""

from __future__ import annotations

from markupsafe import Markup

from storefront.imaging.models import ImageVariant
from storefront.rendering.contract import LanguageLink, Meta, PageType, Picture
from storefront.rendering.languages import own_name, with_territory
from storefront.rendering.view_models.context import PageContext
from storefront.rendering.view_models.pictures import shared_variant
from storefront.rendering.view_models.security import content_security_policy
from storefront.seo.addresses import language_versions

NOT_INDEXED: frozenset[PageType] = frozenset({"search", "cart", "checkout", "not_found"})


def is_indexable(page_type: PageType) -> bool:
    """Search results and the customer's own pages are of no use in a search engine."""
    return page_type not in NOT_INDEXED


def meta_view(context: PageContext, inline_css: Markup, main_picture: Picture | None) -> Meta:
    page = context.page
    indexable = is_indexable(page.type)
    shared = _shared_variant(context)
    return {
        "title": page.title,
        "description": page.description,
        "canonical": context.absolute(page.path) if indexable and context.configuration.base_url else None,
        "robots": None if indexable else "noindex",
        "alternates": alternates(context) if indexable else [],
        "og_type": "product" if page.type == "product" else "website",
        "og_image": _shared_image(context, shared),
        "og_image_width": shared.width_px if shared else None,
        "og_image_height": shared.height_px if shared else None,
        "og_locale": with_territory(page.locale),
        "content_security_policy": content_security_policy(context.configuration, inline_css),
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


def _shared_variant(context: PageContext) -> ImageVariant | None:
    """The page's first photo, else the store's; none without a public address to show it from."""
    file = context.photos[0] if context.photos else context.plan.shared_photo
    return shared_variant(file) if file and context.configuration.base_url else None


def _shared_image(context: PageContext, shared: ImageVariant | None) -> str | None:
    """A store without any photo shows its icon."""
    if not context.configuration.base_url:
        return None
    return context.absolute(shared.path) if shared else context.icon or None
