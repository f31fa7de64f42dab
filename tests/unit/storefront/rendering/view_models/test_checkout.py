from __future__ import annotations

from typing import Any

import pytest

from storefront.rendering.view_models.checkout import checkout_content, checkout_sources
from storefront.rendering.view_models.heads import meta_view
from storefront.rendering.view_models.security import content_security_policy
from tests.factories.shops import a_configuration
from tests.unit.storefront.rendering.view_models.pages import a_context


def content_of(**settings: Any) -> Any:
    return checkout_content(a_context("checkout", configuration=a_configuration(**settings)))


def policy_of(page_type: Any, **settings: Any) -> dict[str, str]:
    context = a_context(page_type, configuration=a_configuration(**settings))
    policy = meta_view(context, "", None)["content_security_policy"]  # type: ignore[arg-type]
    return dict(directive.split(" ", 1) for directive in policy.split("; "))


def test_by_mail() -> None:
    assert content_of() == {
        "mode": "email",
        "action_url": "mailto:hello@lumen.example",
        "key": "",
        "countries": ["Spain"],
        "deliveries": [{"country": "Spain", "text": "Delivery to Spain in 1 to 6 business days, €4.90"}],
    }


def test_without_an_address_to_write_to_an_order_is_made_in_person() -> None:
    content = content_of(contact_email="")
    assert (content["mode"], content["action_url"]) == ("contact", "")


@pytest.mark.parametrize(
    ("checkout", "url", "action"),
    [
        ("link", "https://pay.example/x?y=1", "https://pay.example/x?y=1"),
        ("post", "https://shop.example/orders", "https://shop.example/orders"),
        ("shopify", "https://optician.myshopify.example/cart", "https://optician.myshopify.example"),
        ("stripe", "", ""),
    ],
)
def test_others_take_the_order(checkout: str, url: str, action: str) -> None:
    content = content_of(checkout=checkout, checkout_url=url)
    assert (content["mode"], content["action_url"], content["key"]) == (checkout, action, "")


@pytest.mark.parametrize("checkout", ["link", "post", "shopify", "snipcart"])
def test_settings_that_could_not_work_leave_it_to_an_email(checkout: str) -> None:
    assert content_of(checkout=checkout)["mode"] == "email"


def test_snipcart_is_named_by_its_key() -> None:
    content = content_of(checkout="snipcart", snipcart_key="public-key")
    assert (content["mode"], content["key"]) == ("snipcart", "public-key")


def test_countries_stand_by_name_each_once() -> None:
    shipping = [{"country": code, "price": 1} for code in ("ES", "DE", "FR", "DE")]
    content = checkout_content(a_context(locale="es", configuration=a_configuration(shipping=shipping)))
    assert content["countries"] == ["Alemania", "España", "Francia"]
    assert {one["country"] for one in content["deliveries"]} == {"Alemania", "España", "Francia"}
    assert len(content["deliveries"]) == 3


def test_a_form_may_go_to_the_endpoint_from_the_checkout_page_alone() -> None:
    post = {"checkout": "post", "checkout_url": "https://shop.example:8443/orders?x=1"}
    assert policy_of("checkout", **post)["form-action"] == "'self' https://shop.example:8443"
    assert policy_of("cart", **post)["form-action"] == "'self'"
    assert policy_of("checkout", **post)["connect-src"] == "'self'"


def test_only_snipcarts_own_page_lets_its_scripts_in() -> None:
    own = {"checkout": "snipcart", "snipcart_key": "public-key"}
    assert "https://cdn.snipcart.com" in policy_of("checkout", **own)["script-src"]
    assert "https://app.snipcart.com" in policy_of("checkout", **own)["connect-src"]
    for settings in (own, {}):
        assert "snipcart" not in str(policy_of("cart", **settings))
    assert "snipcart" not in str(policy_of("checkout"))
    assert checkout_sources(a_configuration()) == {}


def test_a_directive_stands_once() -> None:
    policy = content_security_policy(
        "", {"form-action": "'self' https://shop.example", "frame-src": "https://a.example"}
    )
    names = [directive.split(" ", 1)[0] for directive in policy.split("; ")]
    assert len(names) == len(set(names))
    assert "frame-src https://a.example" in policy
