"""Markup of pages that are not a product's: where they stand, what they list."""

from __future__ import annotations

from collections.abc import Sequence

from storefront.seo.json_ld import Node, node


def breadcrumb_markup(steps: Sequence[tuple[str, str | None]]) -> Node | None:
    """Names with absolute addresses from the start page down; the last may have none. None below two steps."""
    if len(steps) < 2:
        return None
    entries = [node("ListItem", position=place, name=name, item=url) for place, (name, url) in enumerate(steps, 1)]
    return node("BreadcrumbList", itemListElement=entries)


def faq_markup(questions: Sequence[tuple[str, str]]) -> Node | None:
    """Questions with their answers, word for word as the page shows them. None without any."""
    if not questions:
        return None
    asked = [node("Question", name=ask, acceptedAnswer=node("Answer", text=answer)) for ask, answer in questions]
    return node("FAQPage", mainEntity=asked)


def website_markup(name: str, url: str, locale: str, store: str | None = None) -> Node:
    """The site in one language. `store` is the shop's @id (store_markup.store_id)."""
    publisher = {"@id": store} if store else None
    return node("WebSite", **{"@id": f"{url}#website"}, name=name, url=url, inLanguage=locale, publisher=publisher)


def item_list_markup(urls: Sequence[str], *, name: str = "", first_position: int = 1) -> Node | None:
    """A listing page's products by absolute address, in the page's order. None for an empty listing."""
    if not urls:
        return None
    entries = [node("ListItem", position=place, url=url) for place, url in enumerate(urls, first_position)]
    return node("ItemList", name=name, numberOfItems=len(urls), itemListElement=entries)
