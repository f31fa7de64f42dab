"""Customers' reviews: chosen by what the frame is, dated by its seed, signed by nobody in particular."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from examples.optician.chance import between
from examples.optician.data import table
from examples.optician.drawing.noise import fraction
from examples.optician.frames import Frame
from examples.optician.palette import WIRE_BUILDS
from storefront.catalogue.models import Review

AUTHORS = {"en": "Verified customer", "es": "Cliente verificado"}
FIRST_DAY = date(2024, 2, 1)


def reviews_of(frame: Frame) -> list[Review]:
    """None to five, newest first."""
    fitting = _fitting(frame)
    wanted = max(0, between(f"{frame.slug} reviews", -1, 5))
    chosen = sorted(fitting, key=lambda entry: fraction(f"{frame.slug} {entry[1]['title']}"))[:wanted]
    written = [_review(frame, number, language, row) for number, (language, row) in enumerate(chosen)]
    return sorted(written, key=lambda review: review.date or "", reverse=True)


def _fitting(frame: Frame) -> list[tuple[str, dict[str, Any]]]:
    topics = _topics(frame)
    return [(language, row) for language, rows in table("reviews").items() for row in rows if row["when"] in topics]


def _topics(frame: Frame) -> set[str]:
    width = frame.measures.frame_width
    facts = {
        "any": True,
        "light": frame.weight < 14,
        "acetate": frame.build == "acetate",
        "pads": frame.build in (*WIRE_BUILDS, "browline"),
        "sun": frame.kind == "sunglasses",
        "polarised": frame.polarised,
        "wide": width >= 142,
        "narrow": width < 132 and frame.gender != "kids",
        "kids": frame.gender == "kids",
    }
    return {topic for topic, true in facts.items() if true}


def _review(frame: Frame, number: int, language: str, row: dict[str, Any]) -> Review:
    day = FIRST_DAY + timedelta(days=between(f"{frame.slug} day {number}", 0, 620))
    return Review(
        id=f"{frame.slug}-{number + 1}",
        author=AUTHORS[language],
        rating=row["rating"],
        title=row["title"],
        body=row["body"],
        locale=language,
        date=day.isoformat(),
    )
