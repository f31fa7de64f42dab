from __future__ import annotations

from storefront.imaging.intake import decode_outcomes, encode_outcomes
from storefront.imaging.models import MediaOutcome
from tests.factories.photos import facts


def test_outcomes_come_out_as_they_went_in() -> None:
    outcomes = [
        MediaOutcome("upload:ab/frónt.jpg", facts=facts()),
        MediaOutcome("https://shop.example/p.jpg", problem="It is gone.", remedy="Bring it back."),
    ]

    assert decode_outcomes(encode_outcomes(outcomes)) == outcomes
    assert decode_outcomes(encode_outcomes([])) == []


def test_the_same_outcomes_give_the_same_bytes() -> None:
    assert encode_outcomes([MediaOutcome("a", facts=facts())]) == encode_outcomes([MediaOutcome("a", facts=facts())])
