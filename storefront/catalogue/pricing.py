"""The prices of a draft, its variants' included, read and put in order."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from storefront.catalogue.drafts import Draft
from storefront.catalogue.prices import Money, parse_price
from storefront.catalogue.quarantine import QuarantinedRow, shortened

Fields = dict[str, Any]


class Unacceptable(Exception):  # within the catalogue only: becomes a row of the quarantine list
    """A draft without one of the things a product must have."""

    def __init__(self, row: int, field: str, reason: str, remedy: str, raw: Any = None) -> None:
        super().__init__(reason)
        self.problem = QuarantinedRow(row, field, reason, remedy, shortened(raw))


def read_prices(draft: Draft, fields: Fields, assumed: str) -> Iterator[QuarantinedRow]:
    """Puts amounts, and the currency if the row tells it, into `fields` in place; yields what was left out.

    The product's own price stands; without one it is the lowest of its variants'. Raises Unacceptable without any.
    """
    expected = str(fields.get("currency") or assumed).strip().upper()
    priced, left_out = _read_variants(draft, fields.get("variants"), expected)
    yield from left_out
    money = _own_price(draft, fields.get("price"), expected)
    if money is None:
        money = min((price for _, price in priced if price), key=lambda price: price.amount, default=None)
    if money is None:
        raise Unacceptable(draft.row, "price", "There is no price.", "Give a price above 0.")
    fields["currency"] = str(fields.get("currency") or money.currency or "").strip().upper()
    fields["price"] = money.amount
    fields["compare_at_price"] = _former(fields.get("compare_at_price"), money.amount, expected)
    fields["variants"] = [_with_amounts(variant, price, money.amount, expected) for variant, price in priced]


def _own_price(draft: Draft, raw: Any, currency: str) -> Money | None:
    if _blank(raw):
        return None
    money = parse_price(raw, currency=currency)
    if money is None:
        remedy = 'Write one number, such as "149.00" or "149,00 €".'
        raise Unacceptable(draft.row, "price", "The price can't be read.", remedy, raw)
    if money.amount <= 0:
        raise Unacceptable(draft.row, "price", "The price isn't above 0.", "Give a price above 0.", raw)
    return money


def _read_variants(
    draft: Draft, variants: Any, currency: str
) -> tuple[list[tuple[Fields, Money | None]], list[QuarantinedRow]]:
    """Variants with their prices; one whose price is unusable is left out rather than sold for another's."""
    priced: list[tuple[Fields, Money | None]] = []
    left_out: list[QuarantinedRow] = []
    for variant in variants if isinstance(variants, list) else []:
        raw = variant.get("price") if isinstance(variant, dict) else variant
        money = parse_price(raw, currency=currency)
        if isinstance(variant, dict) and (_blank(raw) or (money and money.amount > 0)):
            priced.append((variant, money))
        else:
            reason = "A variant's price isn't a number above 0."
            remedy = "Give the variant a price above 0."
            left_out.append(QuarantinedRow(draft.row, "variants.price", reason, remedy, shortened(raw), "variant"))
    if left_out and not priced:
        raise Unacceptable(
            draft.row, "price", "No variant has a price above 0.", "Give a price above 0.", left_out[0].raw
        )
    return priced, left_out


def _with_amounts(variant: Fields, money: Money | None, product_price: Decimal, currency: str) -> Fields:
    basis = money.amount if money else product_price
    former = _former(variant.get("compare_at_price"), basis, currency)
    return {**variant, "price": money.amount if money else None, "compare_at_price": former}


def _former(raw: Any, price: Decimal, currency: str) -> Decimal | None:
    """The price before a reduction, if it was higher."""
    money = parse_price(raw, currency=currency)
    return money.amount if money and money.amount > price else None


def _blank(raw: Any) -> bool:
    return raw is None or not str(raw).strip()
