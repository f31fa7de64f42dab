from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.catalogue.models import FrameSize, Product, Variant
from storefront.fitting.recommendations import ComparedFrame, compared, similar, unlikeness

SIZE = FrameSize(lens_width_mm=52, bridge_mm=18, temple_mm=145)
FRAME = ComparedFrame("a", "glasses", "round", "acetate", "lund", Decimal(100), SIZE)


def other(identifier: str = "b", **changes: object) -> ComparedFrame:
    return replace(FRAME, id=identifier, **changes)  # type: ignore[arg-type]


def test_alike_in_everything_is_nothing_apart() -> None:
    assert unlikeness(FRAME, other()) == 0


@pytest.mark.parametrize(
    ("nearer", "farther"),
    [
        ({"material": "metal"}, {"shape": "square"}),
        ({"shape": "square"}, {"kind": "sunglasses"}),
        ({"brand_id": "x"}, {"material": "metal"}),
        ({"price": Decimal(110)}, {"price": Decimal(150)}),
        ({"price": Decimal(110)}, {"price": Decimal(50)}),
        ({"size": FrameSize(lens_width_mm=53, bridge_mm=18)}, {"size": FrameSize(lens_width_mm=56, bridge_mm=18)}),
        ({"size": FrameSize(lens_width_mm=54, bridge_mm=18)}, {"size": None}),
        ({"shape": "square"}, {"in_stock": False}),
    ],
)
def test_what_weighs_more(nearer: dict[str, object], farther: dict[str, object]) -> None:
    assert similar(FRAME, [other("far", **farther), other("near", **nearer)]) == ["near", "far"]


def test_the_frame_itself_is_left_out_and_equals_go_by_id() -> None:
    assert similar(FRAME, [FRAME, other("c"), other("b"), other("d")], limit=2) == ["b", "c"]


def test_far_off_sizes_and_prices_count_no_more_than_their_most() -> None:
    giant = FrameSize(lens_width_mm=80, bridge_mm=30)
    assert unlikeness(FRAME, other(size=giant)) == 15
    assert unlikeness(FRAME, other(price=Decimal(300))) == unlikeness(FRAME, other(price=Decimal(9000))) == 20


@given(st.decimals("0.01", 10_000, places=2), st.decimals("0.01", 10_000, places=2))
def test_likeness_is_the_same_both_ways(one: Decimal, two: Decimal) -> None:
    left, right = other(price=one, shape="oval"), other(price=two, brand_id=None)
    assert unlikeness(left, right) == unlikeness(right, left)


def test_facts_of_a_product() -> None:
    product = Product(
        id="p",
        slug="p",
        name="P",
        price=Decimal(5),
        currency="EUR",
        shape="oval",
        variants=[Variant(id="v", size=SIZE)],
    )
    assert compared(product) == ComparedFrame("p", "glasses", "oval", None, None, Decimal(5), SIZE)
