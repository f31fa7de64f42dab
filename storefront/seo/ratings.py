"""A product's rating: the mean of its reviews, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from storefront.catalogue.models import Review


@dataclass(frozen=True, slots=True)
class MeanRating:
    value: str  # "4.5": one decimal, a point
    count: int


def mean_rating(reviews: Sequence[Review]) -> MeanRating | None:
    """What a page shows and its markup says: the mean to one decimal, halves up. None without reviews."""
    if not reviews:
        return None
    mean = Decimal(sum(review.rating for review in reviews)) / len(reviews)
    return MeanRating(str(mean.quantize(Decimal("0.1"), ROUND_HALF_UP)), len(reviews))
