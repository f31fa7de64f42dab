from __future__ import annotations

from storefront.imaging.models import MediaOutcome
from storefront.rendering.photos import Photos, image_work
from tests.factories.shops import a_product, photo_outcome


def test_photos_that_can_t_be_used_fall_out_with_a_reason() -> None:
    product = a_product(media=[{"id": str(n), "source": f"{n}.jpg"} for n in range(4)], variants=[])
    photos = Photos()
    photos.learn([photo_outcome("2.jpg"), photo_outcome("0.jpg")])
    photos.learn([MediaOutcome("1.jpg", problem="It is cut off.", remedy="Send it again.")])
    assert [media.id for media, _ in photos.usable(product.media)] == ["0", "2"]
    assert photos.problems_of(product) == [
        "p00001: the photo 1.jpg is left out: It is cut off. Send it again.",
        "p00001: the photo 3.jpg is left out: It was not fetched.",
    ]


def test_one_photo_under_two_addresses_is_known_once() -> None:
    product = a_product(media=[{"id": "1", "source": "a"}, {"id": "2", "source": "b"}], variants=[])
    photos = Photos()
    photos.learn([photo_outcome("a", source_digest="0" * 64), photo_outcome("b", source_digest="0" * 64)])
    (_, first), (_, second) = photos.usable(product.media)
    assert first is second


def test_the_work_for_a_photo() -> None:
    facts = photo_outcome("a", width_px=900, height_px=600).facts
    assert facts is not None
    work = image_work(facts)
    assert work.source_digest == facts.source_digest
    assert sorted({variant.width_px for variant in work.variants}) == [320, 768, 900]
    assert {variant.format for variant in work.variants} == {"avif", "webp", "jpeg"}
