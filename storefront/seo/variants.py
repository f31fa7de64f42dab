"""Which of a product's variants markup may name: those that a reader of the markup can tell apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from storefront.catalogue.models import Product, Variant
from storefront.seo.eyewear import colour_name, lens_colour_name, size_name, size_of
from storefront.seo.gtin import public_gtin
from storefront.seo.json_ld import is_placeholder

# Options that schema.org has a property for, by the names shops give them; size and colour have fields of their own.
_MATERIAL_NAMES = ("material", "frame material", "materiales")
_PATTERN_NAMES = ("pattern", "patrón", "print")
_SIZE_NAMES = ("size", "talla", "tamaño")
_COLOUR_NAMES = ("color", "colour", "frame color", "frame colour")
_KNOWN_NAMES = (*_MATERIAL_NAMES, *_PATTERN_NAMES, *_SIZE_NAMES, *_COLOUR_NAMES)

# In schema.org's words, as variesBy lists them.
ASPECTS = ("color", "size", "material", "pattern", "additionalProperty")


@dataclass(frozen=True, slots=True)
class MarkedVariant:
    """A variant with what sets it apart: `aspects` by schema.org property, `sku` unique within the product."""

    variant: Variant
    aspects: dict[str, str]
    sku: str | None
    gtin: str | None


@dataclass(frozen=True, slots=True)
class VariantChoice:
    """The variants to name and the properties they vary by; fewer than two variants mean a plain Product."""

    varies_by: list[str]
    variants: list[MarkedVariant]


def aspects_of(product: Product, variant: Variant, locale: str) -> dict[str, str]:
    """What a reader can tell a variant by, in the page's language where colours are translated."""
    told = {
        "color": _colour(variant, locale),
        "size": size_name(size_of(product, variant)) or _option(variant, _SIZE_NAMES),
        "material": _option(variant, _MATERIAL_NAMES) or product.material,
        "pattern": _option(variant, _PATTERN_NAMES),
        "additionalProperty": ", ".join(f"{name}: {value}" for name, value in other_options(variant)),
    }
    return {aspect: value for aspect, value in told.items() if value and not is_placeholder(value)}


def _colour(variant: Variant, locale: str) -> str | None:
    """Frame and lens together, as opticians list them: "Havana / green"."""
    frame, lens = colour_name(variant, locale), lens_colour_name(variant, locale)
    if not frame:
        return _option(variant, _COLOUR_NAMES) or lens
    return f"{frame} / {lens}" if lens else frame


def _option(variant: Variant, names: Sequence[str]) -> str | None:
    return next((value for name, value in variant.options.items() if name.casefold() in names), None)


def other_options(variant: Variant) -> list[tuple[str, str]]:
    """Options schema.org has no property for."""
    others = [(name, value) for name, value in variant.options.items() if name.casefold() not in _KNOWN_NAMES]
    return [(name, value) for name, value in others if value and not is_placeholder(value)]


def choose_variants(product: Product, locale: str) -> VariantChoice:
    """The most variants that can be told apart.

    Two ways are tried: by every aspect that differs somewhere, naming only variants that have them all; and by those
    aspects alone that every variant has. Of variants that are alike, one in stock is preferred, then the first.
    """
    told = [(variant, aspects_of(product, variant, locale)) for variant in product.variants]
    differing = [a for a in ASPECTS if len({aspects[a] for _, aspects in told if a in aspects}) > 1]
    shared = [a for a in differing if all(a in aspects for _, aspects in told)]
    choices = [(varies_by, _distinct(told, varies_by)) for varies_by in (shared, differing)]
    varies_by, kept = max(choices, key=lambda choice: len(choice[1]))
    return VariantChoice(_still_differing(varies_by, kept), _identified(product, kept))


def _distinct(told: list[tuple[Variant, dict[str, str]]], by: list[str]) -> list[tuple[Variant, dict[str, str]]]:
    best: dict[tuple[str, ...], tuple[Variant, dict[str, str]]] = {}
    for variant, aspects in told:
        if all(aspect in aspects for aspect in by):
            combination = tuple(aspects[aspect] for aspect in by)
            held = best.get(combination)
            if held is None or (variant.in_stock and not held[0].in_stock):
                best[combination] = (variant, aspects)
    return list(best.values())


def _still_differing(varies_by: list[str], kept: list[tuple[Variant, dict[str, str]]]) -> list[str]:
    """Variants that were left out may have been the only ones to differ in some aspect."""
    return [aspect for aspect in varies_by if len({aspects[aspect] for _, aspects in kept}) > 1]


def _identified(product: Product, kept: list[tuple[Variant, dict[str, str]]]) -> list[MarkedVariant]:
    """Numbers used twice would merge two variants into one: the second one goes without, or by the product's id."""
    next_sku, next_gtin = _once(), _once()
    marked = []
    for variant, aspects in kept:
        own = next_sku(variant.sku) or next_sku(_composed(product, variant))
        marked.append(MarkedVariant(variant, aspects, own, next_gtin(public_gtin(variant.gtin))))
    return marked


def _composed(product: Product, variant: Variant) -> str:
    return variant.id if variant.id.startswith(product.id) else f"{product.id}-{variant.id}"


def _once() -> Callable[[str | None], str | None]:
    """Hands back each value the first time only."""
    seen: set[str] = set()

    def first(value: str | None) -> str | None:
        if not value or value in seen:
            return None
        seen.add(value)
        return value

    return first
