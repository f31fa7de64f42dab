from __future__ import annotations

from dataclasses import replace

import orjson
import pytest

from storefront.seo.models import SiteFacts
from tests.unit.storefront.seo.sites import FACTS


def test_facts_come_back_from_json_as_they_were() -> None:
    assert SiteFacts.from_dict(orjson.loads(orjson.dumps(FACTS.to_dict()))) == FACTS


def test_the_least_a_store_must_say() -> None:
    facts = SiteFacts.from_dict({"name": "O", "base_url": "", "default_locale": "en", "locales": ["en"]})
    assert (facts.icons, facts.service_worker, facts.prefix) == ((), True, "")


@pytest.mark.parametrize(("locale", "home"), [("en", "/"), ("es", "/es/")])
def test_start_pages(locale: str, home: str) -> None:
    assert FACTS.home(locale) == home


def test_addresses_below_a_path() -> None:
    facts = replace(FACTS, base_url="https://optik.example/shop")
    assert facts.absolute("/es/") == "https://optik.example/shop/es/"
    assert facts.prefix == "/shop"
