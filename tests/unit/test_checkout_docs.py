"""docs/checkout.md shows how an endpoint checks a signed price: its Python is run on what the renderer signs."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from storefront.rendering.signed_prices import signed_price

DOCUMENT = Path(__file__).parents[2] / "docs" / "checkout.md"
KEY, STORE = "ab" * 32, "optician"
STATEMENT = {"store": STORE, "product": "ålba", "variant": "v|1", "price": "149.00", "currency": "EUR", "version": "0"}
Verify = Callable[[str, str, str], dict[str, str]]


@pytest.fixture(scope="module")
def statement_of() -> Verify:
    (example,) = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    exec(example, names)  # noqa: S102  # what the document tells people to run
    verify: Verify = names["statement_of"]
    return verify


def test_a_signed_price_says_what_was_signed(statement_of: Verify) -> None:
    assert statement_of(signed_price(KEY, STATEMENT), KEY, STORE) == STATEMENT


def test_another_key_or_store_is_refused(statement_of: Verify) -> None:
    with pytest.raises(ValueError, match="not signed"):
        statement_of(signed_price("cd" * 32, STATEMENT), KEY, STORE)
    with pytest.raises(ValueError, match="another store"):
        statement_of(signed_price(KEY, {**STATEMENT, "store": "other"}), KEY, STORE)


@pytest.mark.parametrize("header", [{"alg": "none"}, {"alg": "HS256", "x": 1}])
def test_a_statement_that_was_changed_is_refused(statement_of: Verify, header: dict[str, Any]) -> None:
    def encoded(value: object) -> str:
        return base64.urlsafe_b64encode(orjson.dumps(value)).rstrip(b"=").decode()

    signature = signed_price(KEY, STATEMENT).rsplit(".", 1)[1]
    cheaper = {**STATEMENT, "price": "1.00"}
    for forged in (
        f"{encoded({'alg': 'HS256'})}.{encoded(cheaper)}.{signature}",
        f"{encoded(header)}.{encoded(STATEMENT)}.{signature}",
        f"{encoded({'alg': 'none'})}.{encoded(cheaper)}.",
        "",
    ):
        with pytest.raises(ValueError, match="not signed"):
            statement_of(forged, KEY, STORE)
