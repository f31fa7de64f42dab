"""A keyboard alone: find, filter, open, choose a version, put it into the cart, reach the checkout."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.factories.browser import Browser

MOST_STEPS = 200
SHOWN = "document.querySelectorAll('[data-results] .cards > li').length"
IN_STOCK = "document.querySelector('[name=variant]:checked').dataset.stock === '1'"


@pytest.fixture
def tab(browser: Browser) -> Iterator[Browser]:
    browser.resize(1280)
    browser.complaints.clear()
    yield browser
    browser.run("localStorage.clear(); sessionStorage.clear()")
    assert browser.complaints == []


def walk_to(tab: Browser, selector: str) -> None:
    """Press Tab until the focus is there, where people can see it."""
    for _ in range(MOST_STEPS):
        tab.press("Tab")
        if tab.run(f"document.activeElement.matches({selector!r})"):
            box = "(({ width, height }) => [width, height])(document.activeElement.getBoundingClientRect())"
            assert min(tab.run(box)) > 0, f"{selector} has the focus and can't be seen"
            return
    pytest.fail(f"{MOST_STEPS} steps of Tab do not reach {selector}")


def go(tab: Browser, selector: str, path: str) -> None:
    walk_to(tab, selector)
    tab.press("Enter")
    tab.until(f"location.pathname.startsWith({path!r}) && document.readyState === 'complete'")


def found_by_search(tab: Browser, address: str, word: str) -> int:
    """From the start page to the results of a word; how many there are."""
    tab.open(f"{address}/")
    go(tab, ".site-header a[href$='/search/']", "/search/")
    if not tab.run("document.activeElement.matches('[data-filters] input[name=q]')"):
        walk_to(tab, "[data-filters] input[name=q]")
    tab.type(word)
    tab.press("Enter")
    tab.until(f"location.search.includes('q=') && {SHOWN} > 1")
    return int(tab.run(SHOWN))


def narrow(tab: Browser, facet: str, shown: int) -> None:
    """Open a filter and tick its first choice."""
    walk_to(tab, f"[data-facet={facet}] > summary")
    tab.press("Enter")
    tab.until(f"document.querySelector('[data-facet={facet}]').open")
    walk_to(tab, f"[data-facet={facet}] input")
    tab.press("Space")
    tab.until(f"location.search.includes('{facet}=') && {SHOWN} > 0 && {SHOWN} <= {shown}")
    tab.press("Escape")


def test_a_keyboard_alone_buys_a_frame(tab: Browser, address: str) -> None:
    shown = found_by_search(tab, address, "acetate")
    narrow(tab, "colour", shown)
    go(tab, "[data-results] a[href*='/products/']", "/products/")
    walk_to(tab, "[name=variant]")
    before = tab.run("document.querySelector('[name=variant]:checked').value")
    tab.press("ArrowDown")
    assert tab.run("document.querySelector('[name=variant]:checked').value") != before
    while not tab.run(IN_STOCK):
        tab.press("ArrowDown")
    walk_to(tab, "[data-buy] [data-submit]")
    tab.press("Enter")
    tab.until("document.querySelector('[data-cart-count]').textContent === '1'")
    go(tab, "a[href$='/cart/']", "/cart/")
    go(tab, "[data-checkout-link]", "/checkout/")
    assert tab.run("document.querySelector('h1').textContent").strip()
