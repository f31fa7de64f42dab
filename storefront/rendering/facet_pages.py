"""Lists narrowed to one value that have a page of their own: "Round sunglasses" at /shop/sunglasses/shape/round/.

The store's settings say which facets deserve it. A value has a page if it is among the most frequent and has enough
products and not all of the list; no other value is linked, and combinations have no pages: search engines would walk
through them for ever.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from storefront.catalogue.slugs import slugify
from storefront.rendering.addresses import unique_slug
from storefront.rendering.card_facts import CardFacts
from storefront.rendering.facets import ChoiceCount, FacetCount, choices_of, count_facets
from storefront.rendering.locale_texts import LocaleTexts
from storefront.rendering.numbered_lists import ListWords, ProductList, numbered_pages
from storefront.rendering.outline import Outline
from storefront.rendering.plan_files import PageInput

_MOST = 16  # values of a facet, the most frequent: as many as a list links
_KINDS = ("glasses", "sunglasses", "contact-lenses")


@dataclass(frozen=True, slots=True)
class FacetPage:
    """One value's page below the list it narrows."""

    key: str
    choice: ChoiceCount
    parts: tuple[str, ...]


def facet_pages(outline: Outline, products: ProductList) -> list[FacetPage]:
    """The pages below a list, in the order of its facets and their choices."""
    allowed = outline.configuration.facet_pages
    pages = []
    for facet in products.facets:
        taken: set[str] = set()
        for choice in facet.choices[:_MOST] if facet.key in allowed else ():
            slug = slugify(choice.value)
            if slug and _deserves(choice.count, len(products.cards), outline):
                parts = (*products.parts, facet.key, unique_slug(slug, taken))
                pages.append(FacetPage(facet.key, choice, parts))
    return pages


def shape_pages(outline: Outline, counts: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """The whole shop's pages of frame shapes, by shape. `counts` are how many products each has."""
    total = len(outline.survey.ordered)
    if "shape" not in outline.configuration.facet_pages or len(counts) < 2:  # one shape is no choice
        return {}
    return {shape: ("shop", "shape", shape) for shape, count in counts.items() if _deserves(count, total, outline)}


def _deserves(count: int, total: int, outline: Outline) -> bool:
    return outline.configuration.facet_page_min_products <= count < total


def linked(facets: Iterable[FacetCount], pages: Iterable[FacetPage]) -> list[FacetCount]:
    """The facets with the pages that their values have."""
    parts = {(page.key, page.choice.value): page.parts for page in pages}

    def with_page(key: str, choice: ChoiceCount) -> ChoiceCount:
        return replace(choice, parts=parts.get((key, choice.value), choice.parts))

    return [replace(facet, choices=[with_page(facet.key, one) for one in facet.choices]) for facet in facets]


def facet_page_inputs(
    outline: Outline, products: ProductList, pages: Sequence[FacetPage], said: Mapping[str, ListWords]
) -> Iterator[PageInput]:
    """Every page in every locale. `products` is the list they narrow, `said` its words by locale."""
    cards_by_value = _by_value(products.cards, dict.fromkeys(page.key for page in pages))
    for page in pages:
        cards = cards_by_value[page.key, page.choice.value]
        scope = f"{products.scope} {page.key}:{page.choice.value}".strip()
        narrowed = ProductList("facet", page.parts, cards, scope, count_facets(cards, without=page.key))
        for locale, parent in said.items():
            words = ListWords(
                facet_page_name(outline.words[locale], page, parent.name, is_shop=not products.scope),
                above=[*parent.above, (parent.name, products.parts)],
            )
            back = {"name": parent.name, "path": outline.addresses.path(locale, *products.parts)}
            facet = {"facet_key": page.key, "facet_value": page.choice.value, "parent": back}
            yield from numbered_pages(outline, locale, narrowed, words, **facet)


def _by_value(cards: Iterable[CardFacts], keys: Iterable[str]) -> Mapping[tuple[str, str], list[CardFacts]]:
    """The products with each value, in their order: walked through once, as there may be many of both."""
    found: dict[tuple[str, str], list[CardFacts]] = defaultdict(list)
    for card in cards:
        choices = choices_of(card)
        for key in keys:
            for value in choices[key]:
                found[key, value].append(card)
    return found


def facet_page_name(words: LocaleTexts, page: FacetPage, parent: str, *, is_shop: bool) -> str:
    """ "Round sunglasses". Below a list whose name may be no noun for glasses ("Women"): "Women: round"."""
    known = words.find(f"{page.key}.{page.choice.value}", "").lower()
    value = known or page.choice.name or page.choice.value  # what the catalogue wrote may be a name: it stays so
    if is_shop:
        said = words(f"facet_page.{page.key}", value=value, list=words("facet_page.frames"))
    elif parent.casefold() in {words.find(f"kind.{kind}", kind).casefold() for kind in _KINDS}:
        said = words(f"facet_page.{page.key}", value=value, list=parent.lower())
    else:
        said = words("facet_page.other", value=value, list=parent)
    return said[:1].upper() + said[1:]
