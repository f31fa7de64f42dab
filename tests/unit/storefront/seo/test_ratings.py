from __future__ import annotations

import pytest

from storefront.seo.ratings import mean_rating
from tests.unit.storefront.seo.products import reviews


@pytest.mark.parametrize(
    ("ratings", "value"), [((5,), "5.0"), ((4, 5), "4.5"), ((4, 4, 5), "4.3"), ((5, 5, 5, 4), "4.8"), ((1, 2), "1.5")]
)
def test_the_mean_to_one_decimal(ratings: tuple[int, ...], value: str) -> None:
    rating = mean_rating(reviews(*ratings))
    assert rating is not None
    assert (rating.value, rating.count) == (value, len(ratings))


def test_no_reviews_no_rating() -> None:
    assert mean_rating([]) is None
