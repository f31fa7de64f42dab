from __future__ import annotations

import pytest

from examples.optician.codes import check_digit, gtin13, sku


def _valid(gtin: str) -> bool:
    """By the rule as it is usually told: from the right, every second digit counts three times."""
    digits = [int(digit) for digit in reversed(gtin)]
    return (sum(digits[0::2]) + 3 * sum(digits[1::2])) % 10 == 0


def test_the_check_digit_of_a_known_number() -> None:
    assert check_digit("400638133393") == "1"


@pytest.mark.parametrize(("frame", "colour"), [(0, 0), (7, 2), (59, 1), (99_999, 9), (123_456_789, 4)])
def test_codes_are_valid_and_from_the_in_house_range(frame: int, colour: int) -> None:
    code = gtin13(frame, colour)
    assert len(code) == 13
    assert 20 <= int(code[:2]) <= 29
    assert _valid(code)


def test_codes_are_never_given_twice() -> None:
    codes = {gtin13(frame, colour) for frame in range(500) for colour in range(10)}
    assert len(codes) == 5000


def test_more_colours_than_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="colour 10"):
        gtin13(1, 10)


def test_a_sku_can_be_read() -> None:
    assert sku("brackenfold", "alder", "havana") == "BRA-ALDER-HAVANA"
