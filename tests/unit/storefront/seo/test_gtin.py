from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.seo.gtin import check_digit, public_gtin


@pytest.mark.parametrize("number", ["4006381333931", "96385074", "036000291452", "10012345000017"])
def test_known_numbers_are_published(number: str) -> None:
    assert public_gtin(number) == number


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("4006381333932", "wrong check digit"),
        ("400638133393", "thirteen digits that lost one"),
        ("123456789", "no such length"),
        ("2000000000008", "in-house prefix 20"),
        ("0212345678901", "in-house prefix 02"),
        ("00000000", "zeros"),
        ("٤٠٠٦٣٨١٣٣٣٩٣١", "digits of another script"),
        ("", "empty"),
        (None, "none"),
    ],
)
def test_others_are_left_out(number: str | None, why: str) -> None:
    assert public_gtin(number) is None, why


@given(st.text("0123456789", min_size=12, max_size=12), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(digits: str, error: int) -> None:
    right = digits + str(check_digit(digits))
    total = sum(int(d) * w for d, w in zip(right, [1, 3] * 6 + [1], strict=True))
    assert total % 10 == 0
    wrong = right[:5] + str((int(right[5]) + error) % 10) + right[6:]
    assert public_gtin(wrong) is None
