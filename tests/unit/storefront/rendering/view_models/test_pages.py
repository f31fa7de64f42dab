from __future__ import annotations

import pytest

from storefront.catalogue.models import Address
from storefront.rendering.view_models import pages
from storefront.rendering.view_models.face_shapes import face_shape_guide_content
from storefront.rendering.view_models.size_guide import size_guide_content
from tests.factories.shops import a_configuration
from tests.unit.storefront.rendering.view_models.pages import a_context


def test_a_policy_names_the_others() -> None:
    data = {"title": "Delivery", "body": "Two <b>days</b>"}
    content = pages.policy_content(a_context("policy", data, path="/policies/shipping/"))
    assert content["body"] == "<p>Two <strong>days</strong></p>"
    assert content["others"] == [{"label": "Returns", "url": "/policies/returns/"}]
    assert pages.policy_content(a_context("policy", data, path="/policies/returns/"))["others"] == []


def test_about_falls_back_from_the_locale_to_the_store_s_description() -> None:
    assert pages.about_content(a_context())["body"] == "<p>We are opticians.</p><p>Since 1984.</p>"
    spanish = a_configuration(translations={"es": {"about": "Somos ópticos."}})
    assert pages.about_content(a_context(locale="es", configuration=spanish))["body"] == "<p>Somos ópticos.</p>"
    silent = a_configuration(about="")
    assert pages.about_content(a_context(configuration=silent))["body"] == "<p>Frames with honest measurements.</p>"
    assert pages.about_content(a_context(locale="es"))["title"] == "Sobre Lumen Optics"


def test_contact() -> None:
    content = pages.contact_content(a_context())
    assert content["phone_url"] == "tel:+34911234567"
    assert content["address_lines"] == ["Calle Mayor 1", "28013 Madrid", "Spain"]


@pytest.mark.parametrize(("phone", "url"), [("", ""), ("(91) 123-45", "tel:9112345"), ("call us", "")])
def test_phone_addresses(phone: str, url: str) -> None:
    assert pages.phone_url(phone) == url


def test_an_address_has_the_lines_that_are_known() -> None:
    assert pages.address_lines(Address(), "en") == []
    assert pages.address_lines(Address(city="Oslo"), "en") == ["Oslo"]


def test_width_classes_with_frames_lead_to_them() -> None:
    content = size_guide_content(a_context("size_guide", {"counts": {"extra_narrow": 2, "medium": 5, "extra_wide": 1}}))
    assert content["example"]["marking"] == "52□18-145"
    assert [(one["label"], one["range_text"], one["count"], one["url"]) for one in content["width_classes"]] == [
        ("Extra narrow", "below 125 mm", 2, "/search/?frame_width=-125"),
        ("Medium", "130 to 135 mm", 5, "/search/?frame_width=130-135"),
        ("Extra wide", "140 mm and more", 1, "/search/?frame_width=140-"),
    ]


def test_width_classes_are_the_shop_s() -> None:
    configuration = a_configuration(width_limits_mm=[130, 140])
    content = size_guide_content(a_context("size_guide", {"counts": {"medium": 5}}, configuration=configuration))
    assert content["example"]["width_class_label"] == "Medium"
    assert [(one["range_text"], one["url"]) for one in content["width_classes"]] == [
        ("130 to 140 mm", "/search/?frame_width=130-140")
    ]


def test_the_face_shape_guide_links_to_shapes_the_store_has() -> None:
    faces = ["oval", "round", "square", "oblong", "heart", "diamond", "triangle", "unsure"]
    own = {"geometric": ["shop", "shape", "geometric"]}
    data = {"cards": {face: [] for face in faces}, "counts": {"square": 3, "geometric": 9}, "pages": own}
    guides = face_shape_guide_content(a_context("face_shape_guide", data))["shapes"]
    assert [guide["shape"] for guide in guides] == faces
    by_face = {guide["shape"]: guide for guide in guides}
    links = {choice["value"]: (choice["count"], choice["url"]) for choice in by_face["round"]["recommended"]}
    assert links["square"] == (3, "/search/?shape=square")
    assert links["geometric"] == (9, "/shop/shape/geometric/")
    assert links["rectangle"] == (0, None)
    assert "Round" in by_face["round"]["avoid"]
    assert all(guide["label"] and guide["description"] and guide["reasons"] for guide in guides)


def test_the_customers_own_pages_are_filled_by_the_browser() -> None:
    assert pages.compare_content(a_context("compare")) == {"most": 4}
    assert pages.wishlist_content(a_context("wishlist")) == pages.offline_content(a_context("offline")) == {}
