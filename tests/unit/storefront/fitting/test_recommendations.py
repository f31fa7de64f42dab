from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.fitting.recommendations import unlikeness
from storefront.fitting.sizes import Measures


@dataclass(frozen=True)
class Frame:
    kind: str = "glasses"
    shape: str | None = "round"
    material: str | None = "acetate"
    brand: str | None = "lund"
    in_stock: bool = True
    measures: Measures | None = (52, 18, 145)
    amount: float = 100


FRAME = Frame()


def other(**changes: object) -> Frame:
    return replace(FRAME, **changes)  # type: ignore[arg-type]


def test_alike_in_everything_is_nothing_apart() -> None:
    assert unlikeness(FRAME, other()) == 0


@pytest.mark.parametrize(
    ("nearer", "farther"),
    [
        ({"material": "metal"}, {"shape": "square"}),
        ({"shape": "square"}, {"kind": "sunglasses"}),
        ({"brand": "x"}, {"material": "metal"}),
        ({"amount": 110}, {"amount": 150}),
        ({"amount": 110}, {"amount": 50}),
        ({"measures": (53, 18, None)}, {"measures": (56, 18, None)}),
        ({"measures": (54, 18, 145)}, {"measures": None}),
        ({"measures": (54, 18, 145)}, {"measures": (52, None, 145)}),
        ({"shape": "square"}, {"in_stock": False}),
    ],
)
def test_what_weighs_more(nearer: dict[str, object], farther: dict[str, object]) -> None:
    assert unlikeness(FRAME, other(**nearer)) < unlikeness(FRAME, other(**farther))


def test_far_off_sizes_and_prices_count_no_more_than_their_most() -> None:
    assert unlikeness(FRAME, other(measures=(80, 30, None))) == 15
    assert unlikeness(FRAME, other(amount=300)) == unlikeness(FRAME, other(amount=9000)) == 20


@given(st.floats(0.01, 10_000), st.floats(0.01, 10_000))
def test_likeness_is_the_same_both_ways(one: float, two: float) -> None:
    left, right = other(amount=one, shape="oval"), other(amount=two, brand=None)
    assert unlikeness(left, right) == unlikeness(right, left)
