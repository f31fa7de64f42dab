"""What a browser remembers of frames: compared, wished for, looked at; and the photo viewer, by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.acceptance.conftest import SampleStore
from tests.factories.browser import Browser

PRESSED = "document.querySelector('.buy [data-shelf={}]').getAttribute('aria-pressed')"


@pytest.fixture
def tab(browser: Browser, address: str) -> Iterator[Browser]:
    browser.resize(1280)
    browser.open(f"{address}/about/")
    browser.run("localStorage.clear()")
    browser.complaints.clear()
    yield browser
    browser.run("localStorage.clear()")
    assert browser.complaints == []


def put_on(tab: Browser, shelf: str, address: str, slugs: list[str]) -> None:
    for slug in slugs:
        tab.open(f"{address}/products/{slug}/")
        tab.run(f"document.querySelector('.buy [data-shelf={shelf}]').click()")


def slugs(sample: SampleStore, count: int) -> list[str]:
    return [row["slug"] for row in sample.products if row.get("size") or row.get("variants")][:count]


def test_four_frames_are_compared_at_one_scale_and_a_fifth_is_refused(
    tab: Browser, address: str, sample: SampleStore
) -> None:
    *four, fifth = slugs(sample, 5)
    put_on(tab, "compare", address, [*four, fifth])
    assert tab.run(PRESSED.format("compare")) == "false"
    assert "Four" in tab.run("document.querySelector('[data-shelf-said]').textContent")
    tab.open(f"{address}/compare/")
    tab.until("document.querySelectorAll('.comparison-frame').length === 4 && location.search.includes('ids=')")
    assert set(tab.run("new URLSearchParams(location.search).get('ids')").split(",")) == set(four)
    views = "[...document.querySelectorAll('.frame-drawing')].map((one) => one.getAttribute('viewBox'))"
    assert len(set(tab.run(views))) == 1


def test_a_comparison_can_be_sent_and_is_read_in_the_other_language(
    tab: Browser, address: str, sample: SampleStore
) -> None:
    first, second = slugs(sample, 2)
    tab.open(f"{address}/es/compare/?ids={first},{second}")
    tab.until("document.querySelectorAll('.comparison-frame').length === 2")
    tab.until(f"location.search === '?ids={first},{second}'")
    assert "Precio" in tab.run("document.querySelector('[data-rows]').textContent")
    tab.run("document.querySelector('[data-slot=remove]').click()")
    tab.until(f"location.search === '?ids={second}'")


def test_hearts_are_kept_and_taken_away(tab: Browser, address: str) -> None:
    tab.open(f"{address}/shop/")
    heart = "document.querySelector('[data-results] [data-shelf=wishlist]')"
    name = tab.run(f"{heart}.dataset.name")
    tab.run(f"{heart}.click()")
    tab.until(f"{heart}.getAttribute('aria-pressed') === 'true'")
    tab.open(f"{address}/wishlist/")
    tab.until("document.querySelector('[data-wishlist] [data-slot=price]')?.textContent")
    assert tab.run("document.querySelector('[data-frames] [data-slot=link]').textContent") == name
    tab.run("document.querySelector('[data-frames] [data-shelf]').click()")
    tab.until("!document.querySelector('[data-empty]').hidden")


def test_what_was_looked_at_is_shown_on_the_start_page(tab: Browser, address: str, sample: SampleStore) -> None:
    seen = slugs(sample, 2)
    for slug in seen:
        tab.open(f"{address}/products/{slug}/")
        tab.until("Object.keys(localStorage).some((key) => key.startsWith('recent'))")
    tab.open(f"{address}/")
    tab.until("!document.querySelector('[data-recent]').hidden")
    links = tab.run("[...document.querySelectorAll('[data-recent] [data-slot=link]')].map((a) => a.pathname)")
    assert links == [f"/products/{slug}/" for slug in reversed(seen)]


def test_the_viewer_opens_and_closes_by_keyboard_and_gives_the_focus_back(
    tab: Browser, address: str, sample: SampleStore
) -> None:
    product = next(row for row in sample.products if row.get("media"))
    tab.open(f"{address}/products/{product['slug']}/")
    tab.until("document.querySelector('[data-variant].is-chosen') || !document.querySelector('[data-versions]')")
    tab.run("document.querySelector('.slides > :not([hidden]) a').focus()")
    tab.press("Enter")
    tab.until("document.querySelector('[data-viewer]').open")
    tab.until("document.querySelector('[data-viewer-stage] img').complete")
    tab.press("Escape")
    tab.until("!document.querySelector('[data-viewer]').open")
    assert tab.run("document.activeElement.closest('.slides') !== null")
