"""Collections: products chosen one by one, or for what they have in common, with a page of their own.

What a collection asks for that the shop does not have is told, with what was perhaps meant, and left out.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection as Sized
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from storefront.catalogue.models import Collection, StoreConfiguration
from storefront.rendering.addresses import unique_slug
from storefront.rendering.brand_shelf import ShelfBrand
from storefront.rendering.card_facts import CardFacts
from storefront.rendering.category_tree import CategoryTree
from storefront.rendering.facets import choices_of, value_slug
from storefront.rendering.survey import Survey

_KEYS = ("shape", "colour", "material", "brand", "gender", "kind", "tag", "category")
_NAMED = 3  # of a collection's mistakes of one kind
_MOST_COMPARED = 5_000  # names: among 100,000 product ids the nearest takes half a second to find, and means little


@dataclass(frozen=True, slots=True)
class ShopCollection:
    """A collection with its products: those named first, then the others in the shop's order."""

    collection: Collection
    slug: str
    cards: Sequence[CardFacts]

    @property
    def parts(self) -> tuple[str, ...]:
        return ("collections", self.slug)

    def name(self, locale: str) -> str:
        texts = self.collection.translations.get(locale)
        return (texts and texts.name) or self.collection.name

    def description(self, locale: str) -> str:
        texts = self.collection.translations.get(locale)
        return (texts and texts.description) or self.collection.description


@dataclass(frozen=True, slots=True)
class Collections:
    """Those that have products, by the slug they were given, in the tenant's order; and what is wrong, in words."""

    by_slug: Mapping[str, ShopCollection] = field(default_factory=dict)
    problems: Sequence[str] = ()

    def __iter__(self) -> Iterator[ShopCollection]:
        return iter(self.by_slug.values())


def wanted_tags(configuration: StoreConfiguration) -> frozenset[str]:
    """The tags that collections ask for: of all others nothing needs to be remembered."""
    return frozenset(tag for collection in configuration.collections for tag in collection.where.get("tag", ()))


@dataclass(frozen=True)
class _Shop:
    """What collections choose from."""

    survey: Survey
    tree: CategoryTree
    brands: Mapping[str, ShelfBrand]

    @cached_property
    def ids_by_value(self) -> Mapping[str, Mapping[str, Sequence[str]]]:
        """Of the products with each value, by filter. One walk for all collections: there may be many of both."""
        found: dict[str, dict[str, list[str]]] = {key: {} for key in _KEYS}
        found["tag"] = self.survey.by_tag
        for card in self.survey.ordered:
            for key, values in {**choices_of(card), "category": card.categories}.items():
                for value in values:
                    found[key].setdefault(value, []).append(card.id)
        return found


def gather_collections(
    wanted: Iterable[Collection], survey: Survey, tree: CategoryTree, brands: Mapping[str, ShelfBrand]
) -> Collections:
    found: dict[str, ShopCollection] = {}
    problems: list[str] = []
    taken: set[str] = set()
    shop = _Shop(survey, tree, brands)
    for collection in wanted:
        gathering = _Gathering(collection, shop)
        cards = gathering.cards()
        problems += gathering.problems
        if collection.slug in found:
            problems.append(f"There are two collections {collection.slug!r}: the second has no page.")
        elif not cards:
            problems.append(f"The collection {collection.slug!r} has no products, so it has no page.")
        else:
            found[collection.slug] = ShopCollection(collection, unique_slug(collection.slug, taken), cards)
    return Collections(found, tuple(problems))


class _Gathering:
    """One collection's products, and what it asks for in vain."""

    def __init__(self, collection: Collection, shop: _Shop) -> None:
        self._collection = collection
        self._shop = shop
        self.problems: list[str] = []

    def cards(self) -> list[CardFacts]:
        known = self._shop.survey.by_id
        chosen = {id_: card for id_ in self._collection.product_ids if (card := known.get(id_))}
        self._tell("product", [id_ for id_ in self._collection.product_ids if id_ not in chosen], known)
        if self._collection.where:
            chosen |= {card.id: card for card in self._fitting() if card.id not in chosen}
        return list(chosen.values())

    def _fitting(self) -> list[CardFacts]:
        """Products that fit every entry. Nothing fits an entry nobody knows: a mistake must not widen a collection."""
        where = self._collection.where
        unknown = [key for key in where if key not in _KEYS]
        self._tell("filter", unknown, _KEYS)
        entries = [self._with_any(key, values) for key, values in where.items() if key in _KEYS]
        fit = frozenset() if unknown else frozenset.intersection(*entries)
        return [card for card in self._shop.survey.ordered if card.id in fit] if fit else []

    def _with_any(self, key: str, values: Iterable[str]) -> frozenset[str]:
        """Ids of the products that have one of the values; values that no product has are told."""
        there = self._shop.ids_by_value[key]
        asked = {value: self._as_on_cards(key, value) for value in values}
        self._tell(key, [value for value, own in asked.items() if own not in there], there)
        return frozenset(id_ for own in asked.values() for id_ in there.get(own, ()))

    def _as_on_cards(self, key: str, value: str) -> str:
        """Brands and categories may be named by their ids, materials and colours as the catalogue writes them."""
        if key == "brand":
            return self._shop.brands[value].slug if value in self._shop.brands else value
        if key == "category":
            node = self._shop.tree.node(value)
            return node.path if node else value
        if key in ("material", "colour"):
            return value_slug(value)
        return value if key == "tag" else value.lower()

    def _tell(self, kind: str, unknown: Sequence[str], known: Sized[str]) -> None:
        for value in unknown[:_NAMED]:
            near = difflib.get_close_matches(value, known, n=1) if len(known) <= _MOST_COMPARED else []
            meant = f" Perhaps you mean {near[0]!r}." if near else ""
            self.problems.append(f"The collection {self._collection.slug!r}: no {kind} {value!r} here.{meant}")
        if len(unknown) > _NAMED:
            more = len(unknown) - _NAMED
            self.problems.append(f"The collection {self._collection.slug!r}: {more} more of its {kind}s are not here.")


def collections_of(collections: Iterable[ShopCollection]) -> dict[str, list[str]]:
    """By product id the slugs of the collections it is in."""
    places: dict[str, list[str]] = {}
    for collection in collections:
        for card in collection.cards:
            places.setdefault(card.id, []).append(collection.slug)
    return places
