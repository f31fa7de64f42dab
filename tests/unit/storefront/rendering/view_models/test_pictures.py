from __future__ import annotations

from typing import Any

import pytest

from storefront.imaging.models import MediaFacts
from storefront.rendering.view_models.pictures import picture, placeholder_styles, shared_variant
from tests.factories.shops import photo_outcome


def a_file(source: str = "a", **changes: Any) -> MediaFacts:
    facts = photo_outcome(source, **changes).facts
    assert facts is not None
    return facts


def test_a_photo_offers_its_formats_best_first() -> None:
    file = a_file(width_px=1000, height_px=500)
    view = picture(file, "Front", "/base")
    folder = f"/base/images/{file.source_digest[:20]}/r1"
    assert [source["type"] for source in view["sources"]] == ["image/avif", "image/webp"]
    assert view["sources"][0]["srcset"] == f"{folder}/320.avif 320w, {folder}/768.avif 768w, {folder}/1000.avif 1000w"
    assert (view["src"], view["width"], view["height"]) == (f"{folder}/768.jpg", 1000, 500)
    assert (view["alt"], view["placeholder_class"]) == ("Front", f"ph-{file.source_digest[:8]}")


def test_a_small_photo_has_its_only_size() -> None:
    view = picture(a_file(width_px=200, height_px=100), "", "")
    assert view["src"].endswith("/200.jpg")
    assert view["srcset"].endswith("/200.jpg 200w")


def test_a_place_is_not_offered_what_it_cannot_show() -> None:
    view = picture(a_file(width_px=1600, height_px=800), "", "", widest_px=1024)
    offered = [*(source["srcset"] for source in view["sources"]), view["srcset"]]
    assert [[step.split()[1] for step in srcset.split(", ")] for srcset in offered] == [["320w", "768w", "1024w"]] * 3
    assert (view["width"], view["height"]) == (1600, 800)
    assert picture(a_file(width_px=1600, height_px=800), "", "", widest_px=100)["srcset"].endswith("/320.jpg 320w")


def test_photos_below_the_first_screen_have_their_colour_alone() -> None:
    files = [a_file(f"photo {number}") for number in range(20)]
    rules = placeholder_styles(files).split("}")[:-1]
    blurred = {rule.partition("{")[0] for rule in rules if "url(" in rule}
    assert len(rules) == 20
    assert blurred == {f".ph-{file.source_digest[:8]}" for file in files[:8]}
    assert all("background:#" in rule for rule in rules)


def test_a_transparent_photo_has_nothing_behind_it() -> None:
    file = a_file(has_alpha=True)
    view = picture(file, "", "")
    assert (view["placeholder_class"], view["has_alpha"]) == ("", True)
    assert view["src"].endswith(".png")
    assert placeholder_styles([file]) == ""


def test_words_of_one_place_do_not_reach_another() -> None:
    file = a_file()
    assert (picture(file, "One", "")["alt"], picture(file, "Two", "")["alt"]) == ("One", "Two")


def test_styles_are_the_same_whatever_the_order() -> None:
    one, other = a_file("a"), a_file("b")
    styles = placeholder_styles([one, other, one])
    assert styles == placeholder_styles([other, one])
    assert styles.count("{") == 2
    assert f".ph-{one.source_digest[:8]}{{background:{one.dominant_colour} url(" in styles


@pytest.mark.parametrize(
    "changes",
    [
        {"dominant_colour": "red;}</style>"},
        {"placeholder": 'data:image/webp;base64,"</style><script>'},
        {"placeholder": "https://x.example/a.webp"},
        {"placeholder": "", "dominant_colour": ""},
    ],
)
def test_what_is_no_colour_or_data_uri_stays_out_of_the_styles(changes: dict[str, str]) -> None:
    styles = placeholder_styles([a_file(**changes)])
    assert "<" not in styles
    assert "https" not in styles
    assert styles.count("}") == 1


@pytest.mark.parametrize(("width", "shared"), [(1600, 1024), (900, 900), (4000, 1024), (320, 320)])
def test_networks_show_a_file_of_fitting_width(width: int, shared: int) -> None:
    variant = shared_variant(a_file(width_px=width, height_px=width))
    assert (variant.width_px, variant.format) == (shared, "jpeg")
