from __future__ import annotations

import pytest

from storefront.imaging.variants import image_key, stand_in_key, variants_of, widths_of
from storefront.tenancy.scope import StoreScope, TenantScope
from tests.factories.photos import facts, variant

DIGEST = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("own", "widths"),
    [
        (1, [1]),
        (319, [319]),
        (320, [320]),
        (321, [320, 321]),
        (1024, [320, 768, 1024]),
        (1600, [320, 768, 1024, 1600]),
        (1920, [320, 768, 1024, 1920]),
        (1921, [320, 768, 1024, 1920]),
        (8000, [320, 768, 1024, 1920]),
    ],
)
def test_widths_never_exceed_the_photos_own(own: int, widths: list[int]) -> None:
    assert widths_of(own) == widths


def test_an_opaque_photo_has_three_formats_at_each_width() -> None:
    made = variants_of(facts(1000, 500, digest=DIGEST))

    assert [(one.format, one.width_px, one.height_px) for one in made] == [
        (format_, width, width // 2) for format_ in ("avif", "webp", "jpeg") for width in (320, 768, 1000)
    ]


def test_a_transparent_photo_falls_back_to_png() -> None:
    assert {one.format for one in variants_of(facts(has_alpha=True))} == {"avif", "webp", "png"}


def test_an_address_names_source_recipe_width_and_format() -> None:
    paths = [one.path for one in variants_of(facts(300, digest=DIGEST))]

    assert paths == [f"/images/0123456789abcdef0123/r1/300.{extension}" for extension in ("avif", "webp", "jpg")]


@pytest.mark.parametrize(("width", "height", "expected"), [(640, 1, 1), (641, 999, 499), (3, 10_000, 10_000)])
def test_heights_keep_the_proportion_and_are_never_nothing(width: int, height: int, expected: int) -> None:
    assert variants_of(facts(width, height))[0].height_px == expected


def test_keys_lie_below_the_tenants_prefix() -> None:
    assert image_key(StoreScope("acme", "shop"), "/images/ab/r1/768.avif") == "tenants/acme/images/ab/r1/768.avif"
    assert image_key(TenantScope("acme"), "/images/ab/r1/768.avif") == "tenants/acme/images/ab/r1/768.avif"
    assert stand_in_key(TenantScope("acme"), variant(32, 24, "jpeg")) == "tenants/acme/images/stand-in/r1/32x24.jpg"
