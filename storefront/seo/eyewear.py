"""Eyewear's own facts in schema.org's words: sizes in millimetres (MMT), weights in grams (GRM), the rest by name."""

from __future__ import annotations

from collections.abc import Mapping

from storefront.catalogue.models import FrameSize, Product, Variant
from storefront.fitting.sizes import marking
from storefront.seo.json_ld import Node, node, schema

# What each fact is called where the caller has no words of its own in the page's language.
LABELS = {
    "lens_width": "Lens width",
    "bridge": "Bridge width",
    "temple": "Temple length",
    "lens_height": "Lens height",
    "frame_width": "Frame width",
    "shape": "Frame shape",
    "rim": "Rim",
    "lens_type": "Lens type",
    "lens_colour": "Lens colour",
    "polarised": "Polarised",
}
_GENDERS = {"women": "female", "men": "male", "unisex": "unisex"}


def size_of(product: Product, variant: Variant | None) -> FrameSize | None:
    """The variant's size, else the product's."""
    return (variant and variant.size) or product.size


def colour_name(variant: Variant, locale: str) -> str | None:
    return variant.colour.translations.get(locale, variant.colour.name) if variant.colour else None


def lens_colour_name(variant: Variant, locale: str) -> str | None:
    return variant.lens_colour_translations.get(locale) or variant.lens_colour


def size_name(size: FrameSize | None) -> str | None:
    """How markup names a size: "52-18-145", without the box that only eyewear's people read."""
    text = marking(size) if size else None
    return text.replace("□", "-") if text else None


def size_specification(size: FrameSize, labels: Mapping[str, str]) -> Node:
    """A size with every measure that is known."""
    return node(
        "SizeSpecification",
        name=size_name(size),
        sizeSystem=schema("SizeSystemMetric"),
        hasMeasurement=[_millimetres(labels.get(key, LABELS[key]), value) for key, value in _measures(size) if value],
    )


def _measures(size: FrameSize) -> list[tuple[str, float | None]]:
    return [
        ("lens_width", size.lens_width_mm),
        ("bridge", size.bridge_mm),
        ("temple", size.temple_mm),
        ("lens_height", size.lens_height_mm),
        ("frame_width", size.frame_width_mm),
    ]


def _millimetres(name: str, value: float) -> Node:
    return node("QuantitativeValue", name=name, value=plain_number(value), unitCode="MMT")


def plain_number(value: float) -> int | float:
    """52.0 as 52: markup shows numbers as people write them."""
    return int(value) if value == int(value) else value


def weight(grams: float | None) -> Node | None:
    return node("QuantitativeValue", value=plain_number(grams), unitCode="GRM") if grams else None


def audience(product: Product) -> Node | None:
    """Whom a frame is made for; schema.org has no word for children without ages, so theirs is left out."""
    gender = _GENDERS.get(product.gender or "")
    return node("PeopleAudience", suggestedGender=gender) if gender else None


def properties(product: Product, labels: Mapping[str, str]) -> list[Node]:
    """Facts schema.org has no property for. Values can be put in the page's words too: labels["shape.cat-eye"]."""
    facts = [("shape", product.shape), ("rim", product.rim), ("lens_type", product.lens_type)]
    found = [named_value(key, value, labels) for key, value in facts if value]
    if product.polarised is not None:
        found.append(
            node("PropertyValue", propertyID="polarised", name=_label("polarised", labels), value=product.polarised)
        )
    return found


def named_value(key: str, value: str, labels: Mapping[str, str]) -> Node:
    shown = labels.get(f"{key}.{value}", value)
    return node("PropertyValue", propertyID=key, name=_label(key, labels), value=shown)


def _label(key: str, labels: Mapping[str, str]) -> str:
    return labels.get(key) or LABELS.get(key, key)
