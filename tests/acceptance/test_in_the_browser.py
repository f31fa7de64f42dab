"""The exported sample on a plain web server, in a real browser."""

from __future__ import annotations

from collections import Counter
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
    names = tab.run("[...document.querySelectorAll('[data-results] .card-name a')].map((a) => a.textContent)")
    assert set(names) == {row["name"] for row in wanted}
    tab.run("history.back()")
    tab.until(f"location.search === '' && {CARDS} > {len(wanted)}")


def test_without_script_a_value_s_own_page_narrows_the_list(tab: Browser, address: str, sample: SampleStore) -> None:
    shapes = Counter(row.get("shape") for row in sample.products)
    shape, count = next((shape, count) for shape, count in shapes.most_common() if shape)
    tab.open(f"{address}/shop/")
    link = tab.run(f"document.querySelector('#narrow a[href$=\"/shape/{shape}/\"]').href")
    tab.open(link)
    assert tab.run("document.querySelector('link[rel=canonical]').href").endswith(f"/shop/shape/{shape}/")
    assert tab.run(CARDS) == count
    assert tab.run("document.querySelector('[data-results] .cards > li a').href").startswith(f"{address}/products/")


def test_suggestions_are_chosen_by_the_keyboard_alone(tab: Browser, address: str, sample: SampleStore) -> None:
    product = max(sample.products, key=lambda row: len(row["name"]))
    tab.open(f"{address}/search/")
    tab.run("document.querySelector('#words').focus()")
    tab.type(f"x{product['name'].lower()[1:]}")  # the first letter is wrong
    tab.until("document.querySelectorAll('[role=option]').length")
    assert tab.run("document.querySelector('#words').getAttribute('aria-expanded')") == "true"
    tab.press("ArrowDown")
    active = "document.getElementById(document.querySelector('#words').getAttribute('aria-activedescendant'))"
    assert tab.run(f"{active}.getAttribute('aria-selected')") == "true"
    assert tab.run(f"{active}.innerText").startswith(product["name"])
    tab.press("Enter")
    tab.until(f"location.pathname === '/products/{product['slug']}/'")


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
