"""The exported sample on a plain web server, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.acceptance.conftest import SampleStore
from tests.factories.browser import Browser

CARDS = "document.querySelectorAll('[data-results] .cards > li').length"
PAGES = ("/", "/shop/", "/search/?q=round", "/cart/", "/size-guide/", "/face-shape-guide/", "/brands/", "/es/")


@pytest.fixture
def tab(browser: Browser) -> Iterator[Browser]:
    browser.resize(1280)
    browser.complaints.clear()
    yield browser
    assert browser.complaints == []


def test_a_filter_narrows_the_list_and_states_itself_in_the_address(
    tab: Browser, address: str, sample: SampleStore
) -> None:
    shape = sample.products[0]["shape"]
    wanted = [row for row in sample.products if row.get("shape") == shape]
    assert 0 < len(wanted) < len(sample.products)
    tab.open(f"{address}/shop/")
    tab.run(f"document.querySelector('input[name=shape][value=\"{shape}\"]').click()")
    tab.until(f"{CARDS} === {len(wanted)}")
    assert tab.run("location.search") == f"?shape={shape}"
    tab.reload()
    tab.until(f"{CARDS} === {len(wanted)}")
    names = tab.run(
        "[...document.querySelectorAll('[data-results] .cards [data-slot=link]')].map((a) => a.textContent)"
    )
    assert set(names) == {row["name"] for row in wanted}
    tab.run("history.back()")


def test_search_finds_a_product_by_its_name(tab: Browser, address: str, sample: SampleStore) -> None:
    product = sample.products[-1]
    tab.open(f"{address}/search/?q={product['name'].lower()}")
    tab.until(f"document.querySelector('[data-results] a[href=\"/products/{product['slug']}/\"]')")


def test_the_cart_survives_a_reload(tab: Browser, address: str, sample: SampleStore) -> None:
    product = sample.products[0]
    tab.open(f"{address}/products/{product['slug']}/")
    tab.run("document.querySelector('[data-buy] [data-submit]').click()")
    tab.until("document.querySelector('[data-cart-count]').textContent === '1'")
    tab.open(f"{address}/cart/")
    tab.reload()
    tab.until(f"document.querySelector('[data-lines]').textContent.includes({product['name']!r})")
    tab.run("localStorage.clear()")


@pytest.mark.parametrize("path", PAGES)
def test_a_phone_shows_every_page_without_sideways_scrolling(tab: Browser, address: str, path: str) -> None:
    tab.resize(390)
    tab.open(address + path)
    assert tab.run("document.documentElement.scrollWidth") <= 390


def test_a_product_page_fits_a_phone(tab: Browser, address: str, sample: SampleStore) -> None:
    tab.resize(390)
    tab.open(f"{address}/products/{sample.products[0]['slug']}/")
    assert tab.run("document.documentElement.scrollWidth") <= 390
