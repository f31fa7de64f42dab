"""The category tree as pages need it: paths, ancestors and names by locale.

Catalogues come with parents that are missing, circular or without end; such a category stands at the top.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from storefront.catalogue.models import Category
from storefront.rendering.addresses import FACET_FOLDERS, unique_slug

_DEEPEST = 12  # levels; each is a folder of an address, and deeper ones are a mistake


@dataclass(frozen=True, slots=True)
class Node:
    """A category in its place. `path` joins the slugs from the top: "sunglasses/aviators"."""

    category: Category
    path: str
    ancestors: tuple[str, ...]  # paths from the top down, without itself

    @property
    def parts(self) -> tuple[str, ...]:
        return ("shop", *self.path.split("/"))

    def name(self, locale: str) -> str:
        texts = self.category.translations.get(locale)
        return (texts and texts.name) or self.category.name

    def description(self, locale: str) -> str:
        texts = self.category.translations.get(locale)
        return (texts and texts.description) or self.category.description


class CategoryTree:
    """All categories, parents before children, by position and then name."""

    def __init__(self, categories: Iterable[Category]) -> None:
        self._by_id = {category.id: category for category in categories}
        self._children: dict[str | None, list[Category]] = defaultdict(list)
        for category in sorted(self._by_id.values(), key=lambda one: (one.position, one.name, one.id)):
            self._children[self._parent_of(category)].append(category)
        self._nodes: dict[str, Node] = {}
        self._paths: dict[tuple[str, ...], list[str]] = {}
        self._place(None, None)
        self.by_path: Mapping[str, Node] = {node.path: node for node in self}

    def __iter__(self) -> Iterator[Node]:
        return iter(self._nodes.values())

    def node(self, category_id: str) -> Node | None:
        """A category's place; None for an id that nobody knows."""
        return self._nodes.get(category_id)

    def paths_of(self, category_ids: Iterable[str]) -> list[str]:
        """The paths of some categories and all their ancestors, sorted. One list for all products of a place."""
        ids = tuple(category_ids)
        if ids not in self._paths:
            nodes = [node for id_ in ids if (node := self.node(id_))]
            self._paths[ids] = sorted({path for node in nodes for path in (*node.ancestors, node.path)})
        return self._paths[ids]

    def trail(self, category_ids: Iterable[str]) -> list[Node]:
        """From the top to the first known of some categories: what breadcrumbs show."""
        first = next((node for id_ in category_ids if (node := self.node(id_))), None)
        if first is None:
            return []
        return [*(self.by_path[path] for path in first.ancestors), first]

    def _place(self, parent_id: str | None, parent: Node | None) -> None:
        taken = set(FACET_FOLDERS)
        for category in self._children.get(parent_id, []):
            slug = unique_slug(category.slug, taken)
            above = (*parent.ancestors, parent.path) if parent else ()
            node = Node(category, f"{parent.path}/{slug}" if parent else slug, above)
            self._nodes[category.id] = node
            self._place(category.id, node)

    def _parent_of(self, category: Category) -> str | None:
        """The parent, unless it is unknown, the category is above itself, or too many are above it."""
        seen: set[str] = set()
        above = self._by_id.get(category.parent_id or "")
        while above is not None and above.id not in seen:
            if above.id == category.id or len(seen) == _DEEPEST:
                return None
            seen.add(above.id)
            above = self._by_id.get(above.parent_id or "")
        return category.parent_id if category.parent_id in self._by_id else None
