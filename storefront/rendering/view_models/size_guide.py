"""The size guide: what the marking means on an example, and how many frames there are of each width."""

from __future__ import annotations

from storefront.catalogue.models import FrameSize, Units
from storefront.fitting.questions import SIZE_QUESTIONS
from storefront.fitting.sizes import WidthClass
from storefront.rendering.contract import SizeGuideContent
from storefront.rendering.formatting import Unit, length
from storefront.rendering.locale_texts import LocaleTexts
from storefront.rendering.view_models.context import PageContext
from storefront.rendering.view_models.labels import complete_size, in_units
from storefront.rendering.view_models.listings import search_url
from storefront.rendering.view_models.questions import questions

# A common size: the numbers stand for any frame, so the guide is the same whatever the catalogue.
EXAMPLE = FrameSize(lens_width_mm=52, bridge_mm=18, temple_mm=145, lens_height_mm=42, frame_width_mm=138)


def size_guide_content(context: PageContext) -> SizeGuideContent:
    counts = context.data["counts"]
    return {
        "example": complete_size(EXAMPLE, context.texts, context.configuration.units, context.width_classes),
        "width_classes": [
            {
                "label": context.texts(f"fit.width.{one.key}"),
                "range_text": range_text(one, context.texts, context.configuration.units),
                "count": counts[one.key],
                "url": search_url(context, frame_width=f"{_bound(one.from_mm)}-{_bound(one.below_mm)}"),
            }
            for one in context.width_classes
            if counts.get(one.key)
        ],
        "questions": questions(SIZE_QUESTIONS, context.texts),
    }


def range_text(width: WidthClass, texts: LocaleTexts, units: Units) -> str:
    """ "below 125 mm", "125 to 130 mm", "140 mm and more", or the same in inches, or both."""
    return in_units(units, texts, lambda unit: _range_text(width, texts, unit))


def _range_text(width: WidthClass, texts: LocaleTexts, unit: Unit) -> str:
    low, high = (None if end is None else length(end, texts.locale, unit) for end in (width.from_mm, width.below_mm))
    key = "range" if unit == "mm" else "range.inch"
    if low is None:
        return texts(f"{key}.below", high=high)
    return texts(f"{key}.from", low=low) if high is None else texts(f"{key}.between", low=low, high=high)


def _bound(millimetres: float | None) -> str:
    return "" if millimetres is None else f"{millimetres:g}"
