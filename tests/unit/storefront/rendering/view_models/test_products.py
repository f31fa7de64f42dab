from __future__ import annotations

from typing import Any

import pytest

from storefront.catalogue.models import Product
from storefront.rendering.view_models.products import product_content
from tests.factories.shops import a_configuration, a_product
from tests.unit.storefront.rendering.view_models.pages import a_context, product_context, product_data


def content_of(locale: str = "en", configuration: Any = None, **changes: Any) -> Any:
    return product_content(product_context(a_product(1, **changes), locale=locale, configuration=configuration))


def test_a_product_in_the_default_locale() -> None:
    content = content_of()
    assert content["name"] == "Frame 1"
    assert content["description"] == "<p>Frame number <strong>1</strong> of many.</p>"
    assert content["brand"] == {"label": "Nordlys", "url": "/brands/nordlys/"}
    assert content["price"] == {
        "amount": "91.00",
        "currency": "EUR",
        "text": "€91.00",
        "compare_at_text": None,
        "is_from": False,
    }
    assert content["availability_text"] == "In stock"
    assert content["shipping_text"] == "Delivery to Spain in 1 to 6 business days, €4.90"
    assert content["returns_text"] == "Free returns within 30 days"
    assert content["rating"] == {"value": "5.0", "count": 1, "text": "5.0 of 5, 1 review"}
    assert content["reviews"][0]["date_text"] == "March 1, 2025"


def test_a_product_in_another_locale() -> None:
    content = content_of("es")
    assert content["name"] == "Montura 1"
    assert content["price"]["text"] == "91,00\u00a0€"
    assert content["availability_text"] == "En stock"
    assert content["shipping_text"] == "Envío a España en 1 a 6 días laborables, 4,90\u00a0€"
    assert {"label": "Forma de la montura", "value": "Rectangular"} in content["specifications"]


def test_the_specifications_that_are_known_in_their_order() -> None:
    content = content_of(polarised=True, lens_type="CR-39", mpn="X1", rim="half")
    assert [(fact["label"], fact["value"]) for fact in content["specifications"]] == [
        ("Brand", "Nordlys"),
        ("Type", "Sunglasses"),
        ("Frame shape", "Rectangle"),
        ("Material", "Titanium"),
        ("Rim", "Half rim"),
        ("For", "Men"),
        ("Lens type", "CR-39"),
        ("Polarised", "Yes"),
        ("Weight", "24.5 g"),
        ("Model number", "X1"),
    ]


def test_what_nobody_knows_is_left_out() -> None:
    bare = Product.model_validate({"id": "1", "slug": "a", "name": "A", "price": 1, "currency": "EUR", "kind": "other"})
    context = a_context(
        "product", product_data(bare, brand=None), configuration=a_configuration(returns=None, shipping=[])
    )
    content = product_content(context)
    assert (content["brand"], content["size"], content["rating"], content["summary"]) == (None, None, None, "")
    assert (content["gallery"], content["specifications"], content["face_shapes"]) == ([], [], [])
    assert (content["shipping_text"], content["returns_text"]) == (None, None)
    assert len(content["variants"]) == 1
    assert content["variants"][0]["name"] == ""


def test_variants_know_their_pictures_size_and_price() -> None:
    content = content_of(
        variants=[
            {
                "id": "a",
                "colour": {"name": "Havana", "hex": "#7a4a22"},
                "media_ids": ["p00001-gold", "gone"],
                "price": 80,
            },
            {
                "id": "b",
                "colour": {"name": "Black"},
                "in_stock": False,
                "options": {"Coating": "Hard", "Colour": "black"},
            },
            {"id": "c", "lens_colour": "Green", "size": {"lens_width_mm": 54, "bridge_mm": 18}},
        ]
    )
    first, second, third = content["variants"]
    assert (first["pictures"], first["price"]["text"]) == ([1], "€80.00")
    assert first["name"] == "Colour: Havana, Size: 47□17-145"
    assert first["swatch"] == {"name": "Havana", "hex": "#7a4a22"}
    assert second["name"] == "Colour: Black, Size: 47□17-145, Coating: Hard"
    assert second["availability_text"] == "Out of stock"
    assert second["options"][-1] == {"label": "Coating", "value": "Hard"}
    assert (third["name"], third["swatch"]) == ("Lens colour: Green, Size: 54□18", None)
    assert third["size"]["marking"] == "54□18"
    assert content["price"]["is_from"]
    assert content["price"]["text"] == "€80.00"


def test_sizes_of_one_colour_share_their_photos() -> None:
    def sold(id_: str, colour: str | None, lens: str | None, *photos: str) -> dict[str, Any]:
        return {"id": id_, "colour": {"name": colour} if colour else None, "lens_colour": lens, "media_ids": photos}

    variants = [
        sold("a", "Gold", "Green"),
        sold("b", "Gold", "Green", "p00001-gold"),
        sold("c", "Gold", "Grey"),
        sold("d", None, "Green", "p00001-black"),
        sold("e", None, "Green"),
    ]
    assert [variant["pictures"] for variant in content_of(variants=variants)["variants"]] == [[1], [1], [], [0], []]


def test_variants_are_named_by_what_tells_them_apart() -> None:
    colours = [{"id": name, "colour": {"name": name}} for name in ("Havana", "Black")]
    assert [variant["name"] for variant in content_of(variants=colours)["variants"]] == ["Havana", "Black"]
    alike = [{"id": number, "colour": {"name": "Black"}} for number in "12"]
    assert [variant["name"] for variant in content_of(variants=alike)["variants"]] == ["Black, 47□17-145"] * 2
    assert [variant["name"] for variant in content_of(variants=alike[:1])["variants"]] == [""]


def test_options_that_do_not_speak_for_themselves_keep_their_names() -> None:
    def names(*options: dict[str, str], locale: str = "en") -> list[str]:
        variants = [{"id": str(number), "options": own} for number, own in enumerate(options)]
        return [variant["name"] for variant in content_of(locale, size=None, variants=variants)["variants"]]

    logos = ({"Color": "Red", "Logo": "No"}, {"Color": "Blue", "Logo": "Yes"})
    assert names(*logos) == ["Color: Red, Logo: No", "Color: Blue, Logo: Yes"]
    assert names({"Color": "Red", "Logo": "No"}, {"Color": "Blue", "Logo": "No"}) == ["Red", "Blue"]
    assert names({"Logo": "No"}, {"Logo": "Yes"}) == ["Logo: No", "Logo: Yes"]
    assert names({"Talla": "M"}, {"Talla": "L"}, locale="es") == ["M", "L"]


def test_variant_colours_follow_the_locale() -> None:
    havana = {"name": "Havana", "translations": {"es": "Carey"}}
    grey = {"lens_colour": "Grey", "lens_colour_translations": {"es": "Gris"}, "options": {"Lens colour": "grey"}}
    variants = [{"id": "a", "colour": havana, **grey}, {"id": "b"}]
    frame, lens, *others = content_of("es", variants=variants)["variants"][0]["options"]
    assert (frame["value"], lens["value"]) == ("Carey", "Gris")
    assert not [option for option in others if option["value"] == "grey"]
    assert content_of("en", variants=variants)["variants"][0]["options"][1]["value"] == "Grey"


def test_sizes_are_written_in_millimetres() -> None:
    size = content_of(size={"lens_width_mm": 52.5, "bridge_mm": 18, "frame_width_mm": 131}, variants=[])["size"]
    assert (size["marking"], size["width_class_label"]) == ("52.5□18", "Medium")
    assert [(m["key"], m["text"]) for m in size["measures"]] == [
        ("lens_width", "52.5 mm"),
        ("bridge", "18 mm"),
        ("frame_width", "131 mm"),
    ]


def test_without_a_size_of_its_own_a_product_shows_its_first_variant_s() -> None:
    variants = [{"id": "a"}, {"id": "b", "size": {"lens_width_mm": 50}}]
    assert content_of(size=None, variants=variants)["size"]["measures"][0]["value_mm"] == 50


def test_the_gallery_tells_what_each_photo_shows() -> None:
    media = [
        {"id": "p00001-black", "source": "a", "view": "front"},
        {"id": "2", "source": "b", "view": "worn", "alt": "On a face"},
        {"id": "3", "source": "c"},
    ]
    shown = content_of(media=media)["gallery"]
    assert [(shot["view_label"], shot["picture"]["alt"]) for shot in shown] == [
        ("Front view", "Nordlys Frame 1, Black, front view"),
        ("Worn", "On a face"),
        ("Photo", "Nordlys Frame 1"),
    ]
    assert shown[0]["large_url"].endswith("/1600.jpg")
    spanish = content_of("es", media=media)["gallery"]
    assert spanish[1]["picture"]["alt"] == "Nordlys Montura 1, puestas"


def test_the_best_faces_come_first_and_no_one_is_told_to_be_unsure() -> None:
    advice = content_of(shape="round")["face_shapes"]
    assert len(advice) == 7
    assert [one["score"] for one in advice] == sorted((one["score"] for one in advice), reverse=True)
    assert all(one["label"] and one["score_label"] and all(one["reasons"]) for one in advice)


def test_a_store_may_do_without_face_shapes() -> None:
    assert content_of(configuration=a_configuration(enable_face_shape_filter=False))["face_shapes"] == []


@pytest.mark.parametrize(
    ("returns", "told"),
    [
        ({"country": "ES", "days": 1, "free": True}, "Free returns within 1 day"),
        ({"country": "ES", "days": 14, "free": False}, "Returns within 14 days"),
        ({"country": "ES", "days": 0}, "Made for you, so it cannot be returned"),
    ],
)
def test_returns_in_words(returns: dict[str, Any], told: str) -> None:
    assert content_of(configuration=a_configuration(returns=returns))["returns_text"] == told


def test_delivery_at_home_is_told_first() -> None:
    shipping = [{"country": "FR", "price": "9"}, {"country": "ES", "price": "0", "transit_days_max": 2}]
    told = content_of(configuration=a_configuration(shipping=shipping))["shipping_text"]
    assert told == "Free delivery to Spain in 1 to 3 business days"


def test_lens_choices_are_told_in_the_readers_language() -> None:
    choice = {"id": "far", "label": "Far", "note": "To drive", "translations": {"es": "Lejos"}}
    configuration = a_configuration(lens_choices=[{**choice, "note_translations": {"es": "Para conducir"}}])
    told = [content_of(locale, configuration)["lens_choices"][0] for locale in ("en", "es")]
    assert [(one["label"], one["note"]) for one in told] == [("Far", "To drive"), ("Lejos", "Para conducir")]


def test_a_kind_of_lenses_whose_translation_is_empty_keeps_its_name() -> None:
    configuration = a_configuration(lens_choices=[{"id": "far", "label": "Single vision", "translations": {"es": ""}}])
    assert content_of("es", configuration)["lens_choices"][0]["label"] == "Single vision"
