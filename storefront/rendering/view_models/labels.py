"""Words for values: facet choices, sizes, measures. The catalogue's own writing stands in where no text is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from storefront.catalogue.models import FrameSize, Units
from storefront.fitting.sizes import WIDTH_CLASSES, WidthClass, marking, width_class
from storefront.rendering.card_facts import CardFacts
from storefront.rendering.contract import Measure, Size
from storefront.rendering.formatting import Unit, length
from storefront.rendering.locale_texts import LocaleTexts


def choice_label(key: str, value: str, name: str | None, texts: LocaleTexts) -> str:
    """("shape", "cat-eye") → "Cat-eye"; without a text the name as written, or the value."""
    return texts.find(f"{key}.{value}", name or value)


def size_text(card: CardFacts) -> str | None:
    """The first size's marking, "52□18-145"."""
    return _marking(*card.sizes[0]) if card.sizes else None


@lru_cache(maxsize=4_096)
def _marking(lens: float | None, bridge: float | None, temple: float | None) -> str | None:
    return marking(FrameSize.model_construct(lens_width_mm=lens, bridge_mm=bridge, temple_mm=temple))


def measure_text(value_mm: float, texts: LocaleTexts, units: Units) -> str:
    """ "52 mm", "2.05 in" or "52 mm (2.05 in)"."""
    return in_units(units, texts, lambda unit: texts(f"unit.{unit}", value=length(value_mm, texts.locale, unit)))


def in_units(units: Units, texts: LocaleTexts, written: Callable[[Unit], str]) -> str:
    """What `written` gives for the store's unit, or for both, one behind the other."""
    if units == "both":
        return texts("unit.both", mm=written("mm"), inch=written("inch"))
    return written(units)


def size_view(
    size: FrameSize | None, texts: LocaleTexts, units: Units, classes: Sequence[WidthClass] = WIDTH_CLASSES
) -> Size | None:
    """A size with the measures that are known; None when none is."""
    if size is None or not any(size.model_dump().values()):
        return None
    return complete_size(size, texts, units, classes)


def complete_size(
    size: FrameSize, texts: LocaleTexts, units: Units, classes: Sequence[WidthClass] = WIDTH_CLASSES
) -> Size:
    """The marking is engraved in millimetres, whatever the store's units."""
    fits = width_class(size.frame_width_mm, classes)
    return {
        "marking": marking(size),
        "width_class_label": texts(f"fit.width.{fits.key}") if fits else None,
        "measures": _measures(size, texts, units),
    }


def _measures(size: FrameSize, texts: LocaleTexts, units: Units) -> list[Measure]:
    known = {
        "lens_width": size.lens_width_mm,
        "bridge": size.bridge_mm,
        "temple": size.temple_mm,
        "lens_height": size.lens_height_mm,
        "frame_width": size.frame_width_mm,
    }
    drawn_in: Units = "mm" if units == "both" else units
    return [
        {
            "key": key,
            "label": texts(f"facet.{key}"),
            "value_mm": value,
            "text": measure_text(value, texts, units),
            "drawn_text": measure_text(value, texts, drawn_in),
        }
        for key, value in known.items()
        if value
    ]
