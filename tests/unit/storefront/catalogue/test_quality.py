from __future__ import annotations

import pytest

from storefront.catalogue.models import FrameSize
from storefront.catalogue.quality import assess
from tests.factories.catalogue import product, variant


def test_a_whole_product() -> None:
    assert assess(product()).score == 1
    assert assess(product()).findings == []


@pytest.mark.parametrize(
    ("fields", "score", "names"),
    [
        ({"media": []}, 0.75, ["media"]),
        ({"description": "<p>Nice.</p>"}, 0.85, ["description"]),
        ({"brand_id": None, "category_ids": []}, 0.8, ["brand_id", "category_ids"]),
        ({"size": FrameSize(lens_width_mm=50, bridge_mm=20)}, 0.85, ["size"]),
        ({"shape": None, "material": None}, 0.9, ["shape", "material"]),
        ({"variants": []}, 0.85, ["gtin", "colour"]),
        ({"variants": [], "mpn": "X1"}, 0.95, ["colour"]),
    ],
)
def test_what_is_missing(fields: dict[str, object], score: float, names: list[str]) -> None:
    quality = assess(product(**fields))
    assert quality.score == score
    assert [finding.field for finding in quality.findings] == names
    assert all(finding.reason and finding.remedy for finding in quality.findings)


def test_a_size_may_be_the_variants() -> None:
    size = FrameSize(lens_width_mm=50, bridge_mm=20, temple_mm=140)
    assert assess(product(size=None, variants=[variant(size=size)])).score == 1


def test_lenses_are_not_measured_as_frames() -> None:
    lenses = product(kind="contact-lenses", size=None, shape=None, material=None, variants=[variant(colour=None)])
    assert assess(lenses).score == 1
    assert assess(lenses.model_copy(update={"media": []})).score == round(45 / 70, 2)
