from __future__ import annotations

import pytest

from storefront.rendering import formatting


@pytest.mark.parametrize(
    ("amount", "currency", "locale", "text"),
    [
        ("149.00", "EUR", "en", "€149.00"),
        ("149.00", "EUR", "es", "149,00\u00a0€"),
        ("1149.50", "USD", "en", "$1,149.50"),
        ("12000", "JPY", "en", "¥12,000"),
        ("1234.50", "EUR", "fr", "1\u00a0234,50\u00a0€"),
        ("1.000", "KWD", "en", "KWD1.000"),
    ],
)
def test_money(amount: str, currency: str, locale: str, text: str) -> None:
    assert formatting.money(amount, currency, locale).replace("KWD\u00a0", "KWD") == text


@pytest.mark.parametrize(("value", "locale", "text"), [(52.0, "en", "52"), (52.5, "en", "52.5"), (52.5, "es", "52,5")])
def test_numbers(value: float, locale: str, text: str) -> None:
    assert formatting.number(value, locale) == text


def test_ratings_have_one_decimal() -> None:
    assert formatting.rating(4, "en") == "4.0"
    assert formatting.rating(4.5, "es") == "4,5"


def test_dates() -> None:
    assert formatting.long_date("2025-03-01", "en") == "March 1, 2025"
    assert formatting.long_date("2025-03-01", "es") == "1 de marzo de 2025"
    assert formatting.long_date("2025-02-31", "en") == "2025-02-31"
