"""The start page's sections in the tenant's order, each with the tenant's own words where there are any."""

from __future__ import annotations

from storefront.catalogue.models import HomeSection as Settings
from storefront.catalogue.models import HomeSectionTexts
from storefront.rendering.contract import HomeSection, Link
from storefront.rendering.sanitise import rich_text
from storefront.rendering.view_models.cards import card_views
from storefront.rendering.view_models.context import PageContext

_ONCE = frozenset({"hero", "about"})  # a second hero would be a second main heading


def home_sections(context: PageContext) -> list[HomeSection]:
    """`data["collections"]` holds the cards of each collection that a section names, by slug."""
    seen: set[str] = set()
    sections = []
    for settings in context.configuration.home_sections:
        if settings.kind in _ONCE and settings.kind in seen:
            continue
        seen.add(settings.kind)
        section = _section(context, settings)
        if section["cards"] or settings.kind != "collection":
            sections.append(section)
    return sections


def _section(context: PageContext, settings: Settings) -> HomeSection:
    own = settings.translations.get(context.locale, HomeSectionTexts())
    title = own.title if own.title is not None else settings.title
    body = own.body if own.body is not None else settings.body
    collection = context.data.get("collections", {}).get(settings.collection or "")
    return {
        "kind": settings.kind,
        "title": title or (collection["name"] if collection else ""),
        "body": rich_text(body),
        "cards": card_views(context, collection["cards"]) if collection else [],
        "link": _link(context, settings, own.link_label, collection["path"] if collection else ""),
    }


def _link(context: PageContext, settings: Settings, own_label: str | None, collection_path: str) -> Link | None:
    """The tenant's link, in this page's language; else to the collection."""
    label = own_label or settings.link_label
    if settings.link_path and label:
        at_home = context.plan.addresses.path(context.locale).rstrip("/")
        return {"label": label, "url": context.href(at_home + settings.link_path)}
    if collection_path:
        return {"label": context.texts("home.shop_all"), "url": context.href(collection_path)}
    return None
