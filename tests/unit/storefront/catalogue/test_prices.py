from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.catalogue.prices import Money, parse_price


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("$211.00", "211.00", "USD"),
        ("$1,211.00", "1211.00", "USD"),
        ("1.234,56", "1234.56", None),
        ("1 234,56 €", "1234.56", "EUR"),
        ("1\u202f234,56\u00a0€", "1234.56", "EUR"),
        ("₹1700", "1700", "INR"),
        ("Rs. 1,23,456", "123456", "INR"),
        ("CHF 1'250.50", "1250.50", "CHF"),
        ("1’250.– CHF", "1250", "CHF"),
        ("149 EUR", "149", "EUR"),
        ("EUR149", "149", "EUR"),
        ("249,- kr", "249", None),
        ("£ 1,234", "1234", "GBP"),
        ("1.234", "1234", None),
        ("0.123", "0.123", None),
        ("12.50", "12.50", None),
        ("12,5", "12.5", None),
        ("1.234.567", "1234567", None),
        ("1,234,567.89", "1234567.89", None),
        ("1.234.567,8", "1234567.8", None),
        ("R$ 10,00", "10.00", "BRL"),
        ("A$10", "10", "AUD"),
        ("NEW 20", "20", None),
        ("-5.00", "-5.00", None),
        ("149,90 zł", "149.90", "PLN"),
        ("1.000.000,000", "1000000.000", None),
        ("1,2,3.4.5", "12345", None),
    ],
)
def test_prices_as_people_write_them(text: str, amount: str, currency: str | None) -> None:
    assert parse_price(text) == Money(Decimal(amount), currency)


@pytest.mark.parametrize("value", [None, "", "free", "on request", "10 - 20", True, float("nan"), float("inf"), "$"])
def test_no_single_number(value: Any) -> None:
    assert parse_price(value) is None


@pytest.mark.parametrize(
    ("value", "amount"),
    [(149, "149"), (149.9, "149.9"), (Decimal("211.10"), "211.10"), (149.99000000000001, "149.99"), (1.0005, "1")],
)
def test_numbers(value: Any, amount: str) -> None:
    money = parse_price(value)
    assert money is not None
    assert money.amount == Decimal(amount)


def test_a_dollar_is_the_stores_own() -> None:
    assert parse_price("$5", currency="CAD") == Money(Decimal(5), "CAD")
    assert parse_price("$5", currency="EUR") == Money(Decimal(5), "USD")
    assert parse_price("CAD $5", currency="USD") == Money(Decimal(5), "CAD")


def test_three_decimals_where_the_currency_has_them() -> None:
    assert parse_price("1.250 KWD") == Money(Decimal("1.250"), "KWD")
    assert parse_price("1.250", currency="TND") == Money(Decimal("1.250"))


def test_the_decimal_mark_can_be_told() -> None:
    assert parse_price("1.250", decimal=".") == Money(Decimal("1.250"))
    assert parse_price("1,250", decimal=",") == Money(Decimal("1.250"))
    assert parse_price("1,250", decimal=".") == Money(Decimal(1250))


def test_money_stays_what_it_is() -> None:
    assert parse_price(Money(Decimal(3), "EUR"), currency="USD") == Money(Decimal(3), "EUR")


@given(
    st.decimals(min_value="0.01", max_value="999999.99", places=2), st.sampled_from([",.", ".,", " ,", "'.", "\u00a0,"])
)
def test_every_style_of_grouping_reads_back(amount: Decimal, marks: str) -> None:
    grouped = f"{amount:,.2f}".translate(str.maketrans({",": marks[0], ".": marks[1]}))
    assert parse_price(f"{grouped} €") == Money(amount, "EUR")


@given(st.text())
def test_any_text_is_a_price_or_none(text: str) -> None:
    money = parse_price(text)
    assert money is None or money.amount.is_finite()
