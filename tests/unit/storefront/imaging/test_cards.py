from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from storefront.imaging.cards import CARD_PX, lay_on
from storefront.imaging.decoder import Decoder, Encoded
from storefront.imaging.renditions import renditions
from storefront.imaging.stand_in import stand_ins
from storefront.imaging.variants import card_of, variants_of
from tests.factories.photos import facts, frame, saved, scene

CREAM = "#f4f1ea"
_CREAM = (0xF4, 0xF1, 0xEA)


def near(pixel: object, colour: tuple[int, ...]) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(one - other) <= 3 for one, other in zip(pixel, colour, strict=True))


def test_a_cut_out_frame_lies_on_the_stores_ground() -> None:
    card = lay_on(frame(ground=None), CARD_PX, CREAM)
    assert (card.size, card.mode) == (CARD_PX, "RGB")
    assert near(card.getpixel((0, 0)), _CREAM)
    assert len(card.getcolors(CARD_PX[0] * CARD_PX[1]) or []) > 1, "the frame is there"


def test_a_photo_on_white_goes_on_in_white() -> None:
    picture = Image.new("RGB", (800, 800), "white")
    ImageDraw.Draw(picture).rectangle((300, 300, 500, 500), fill="black")
    card = lay_on(picture, CARD_PX, CREAM)
    assert near(card.getpixel((0, 0)), (255, 255, 255))
    assert near(card.getpixel((600, 315)), (0, 0, 0))


def test_a_photo_of_a_place_lies_on_the_stores_ground() -> None:
    picture = Image.new("RGB", (800, 800), "white")
    ImageDraw.Draw(picture).rectangle((0, 0, 400, 800), fill="black")
    assert near(lay_on(picture, CARD_PX, CREAM).getpixel((0, 0)), _CREAM)


@pytest.mark.parametrize("size", [(4000, 300), (300, 4000), (50, 50), (1, 1)])
def test_the_whole_picture_is_shown_and_never_enlarged(size: tuple[int, int]) -> None:
    card = lay_on(Image.new("RGBA", size, (255, 0, 0, 255)), CARD_PX, "#000000")
    box = Image.eval(card.getchannel(0), lambda value: 255 if value > 128 else 0).getbbox()
    assert box is not None
    width, height = box[2] - box[0], box[3] - box[1]
    assert width <= min(size[0], CARD_PX[0]) + 1
    assert height <= min(size[1], CARD_PX[1]) + 1
    assert box[0] > 0
    assert box[1] > 0


def test_a_card_leaves_the_other_files_as_they_are() -> None:
    data = saved(scene(1600, 1200))
    wanted = [(320, 240, "jpeg"), (1600, 1200, "jpeg"), (768, 576, "webp")]
    without = renditions(data, wanted)  # type: ignore[arg-type]
    with_card = renditions(data, [*wanted, (*CARD_PX, "jpeg", CREAM)])  # type: ignore[list-item]
    assert with_card[:3] == without
    assert isinstance(with_card[3], bytes)
    assert Image.open(BytesIO(with_card[3])).size == CARD_PX


def test_cards_have_an_address_and_a_stand_in() -> None:
    photo = facts(1000, 500)
    card = card_of(photo, CREAM)
    assert card.path == variants_of(photo)[0].path.rpartition("/")[0] + "/card-f4f1ea.jpg"
    [drawn] = stand_ins([(*CARD_PX, "jpeg", CREAM)])
    assert Image.open(BytesIO(drawn)).size == CARD_PX


def test_the_decoder_makes_cards() -> None:
    card = card_of(facts(1000, 500), CREAM)
    with Decoder() as decoder:
        [made] = decoder.encode(saved(scene(1000, 500)), [card])
        [drawn] = decoder.stand_ins([card])
    assert isinstance(made, Encoded)
    assert isinstance(drawn, Encoded)
    assert Image.open(BytesIO(made.data)).size == CARD_PX
