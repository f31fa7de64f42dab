"""The store's menu in one locale: everything, the categories that have products, collections, brands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from storefront.rendering.addresses import Addresses
from storefront.rendering.category_tree import CategoryTree, Node
from storefront.rendering.collections import ShopCollection
from storefront.rendering.contract import Link, NavigationItem
from storefront.rendering.locale_texts import LocaleTexts

_TOP_CATEGORIES = 6
_CHILDREN = 12
_COLLECTIONS = 6


def filled(tree: CategoryTree, counts: Mapping[str, int]) -> list[Node]:
    """The categories that have products, themselves or below. `counts` go by category path."""
    return [node for node in tree if counts.get(node.path)]


def below(path: str | None, nodes: Iterable[Node]) -> list[Node]:
    """The direct children of a category; of None, the top."""
    return [node for node in nodes if (node.ancestors[-1] if node.ancestors else None) == path]


def navigation(
    nodes: list[Node],
    *,
    has_brands: bool,
    locale: str,
    texts: LocaleTexts,
    addresses: Addresses,
    collections: Sequence[ShopCollection] = (),
) -> list[NavigationItem]:
    def link(one: Node | ShopCollection) -> Link:
        return {"label": one.name(locale), "url": addresses.href(addresses.path(locale, *one.parts))}

    def fixed(key: str, page: str) -> NavigationItem:
        return {"label": texts(key), "url": addresses.href(addresses.fixed(locale, page)), "children": []}

    categories: list[NavigationItem] = [
        {**link(node), "children": [link(child) for child in below(node.path, nodes)[:_CHILDREN]]}
        for node in below(None, nodes)[:_TOP_CATEGORIES]
    ]
    few = collections if len(collections) <= _COLLECTIONS else ()  # more are named on their page only
    chosen: list[NavigationItem] = [{**fixed("page.collections", "collections"), "children": [*map(link, few)]}]
    brands = [fixed("page.brands", "brands")] if has_brands else []
    return [fixed("page.shop", "shop"), *categories, *(chosen if collections else []), *brands]
