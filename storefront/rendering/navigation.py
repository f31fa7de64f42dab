"""The store's menu in one locale: everything, the categories that have products, brands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from storefront.rendering.addresses import Addresses
from storefront.rendering.category_tree import CategoryTree, Node
from storefront.rendering.contract import Link, NavigationItem
from storefront.rendering.locale_texts import LocaleTexts

_TOP_CATEGORIES = 6
_CHILDREN = 12


def filled(tree: CategoryTree, counts: Mapping[str, int]) -> list[Node]:
    """The categories that have products, themselves or below. `counts` go by category path."""
    return [node for node in tree if counts.get(node.path)]


def below(path: str | None, nodes: Iterable[Node]) -> list[Node]:
    """The direct children of a category; of None, the top."""
    return [node for node in nodes if (node.ancestors[-1] if node.ancestors else None) == path]


def navigation(
    nodes: list[Node], *, has_brands: bool, locale: str, texts: LocaleTexts, addresses: Addresses
) -> list[NavigationItem]:
    def link(node: Node) -> Link:
        return {"label": node.name(locale), "url": addresses.href(addresses.path(locale, *node.parts))}

    def fixed(key: str, page: str) -> NavigationItem:
        return {"label": texts(key), "url": addresses.href(addresses.fixed(locale, page)), "children": []}

    categories: list[NavigationItem] = [
        {**link(node), "children": [link(child) for child in below(node.path, nodes)[:_CHILDREN]]}
        for node in below(None, nodes)[:_TOP_CATEGORIES]
    ]
    brands = [fixed("page.brands", "brands")] if has_brands else []
    return [fixed("page.shop", "shop"), *categories, *brands]
