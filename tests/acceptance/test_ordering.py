"""A price that changes between cart and checkout, in a real browser: the old one can't be ordered at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from tests.acceptance.conftest import SampleStore
from tests.factories.browser import Browser

TOLD = "document.querySelector('[data-told]').textContent"
# Long enough for the page to have its own answer.
CHECK_OUT = """(async () => {
  document.querySelector('[data-checkout-link]')?.click();
  for (let times = 0; times < 3; times += 1) await fetch('/robots.txt', { cache: 'no-store' });
})()"""
ORDER = "document.querySelector('[data-order] [type=submit]').click()"
WRITTEN = "!document.querySelector('[data-written]').hidden"
DETAILS = {"name": "Ana", "email": "ana@mail.example", "street": "Main 1", "postcode": "28001", "city": "Madrid"}


@pytest.fixture
def price_file(sample: SampleStore) -> Iterator[Path]:
    """The first product's, put back as it was."""
    file = sample.site.folder / "prices" / f"{sample.products[0]['slug']}.json"
    data = file.read_bytes()
    yield file
    file.write_bytes(data)


@pytest.fixture
def tab(browser: Browser, address: str, sample: SampleStore) -> Iterator[Browser]:
    """A browser with the first product in its cart."""
    browser.resize(1280)
    browser.complaints.clear()
    browser.open(f"{address}/products/{sample.products[0]['slug']}/")
    browser.run("document.querySelector('[data-buy] [data-submit]').click()")
    browser.until("document.querySelector('[data-cart-count]').textContent === '1'")
    yield browser
    browser.run("localStorage.clear(); sessionStorage.clear()")


def ask(file: Path, price: str) -> None:
    """At once, as a release does it: the page may be reading."""
    said = orjson.loads(file.read_bytes())
    for variant in said["variants"]:
        variant["price"] = price
    another = file.with_suffix(".new")
    another.write_bytes(orjson.dumps(said))
    another.replace(file)


def fill_in(tab: Browser) -> None:
    for name, value in DETAILS.items():
        tab.run(f"document.querySelector('[name={name}]').value = {value!r}")
    for step in ("delivery", "prescription", "review"):
        tab.run(f"document.querySelector('[data-next={step}]').click()")
        tab.until(f"!document.getElementById('{step}').hidden")


def test_a_changed_price_is_shown_and_has_to_be_accepted(tab: Browser, address: str, price_file: Path) -> None:
    ask(price_file, "777.00")
    tab.open(f"{address}/cart/")
    tab.until(f"{TOLD}.includes('€777.00')")
    tab.run(CHECK_OUT)
    assert tab.run("location.pathname") == "/cart/"
    tab.run("document.querySelector('[data-accept]').click()")
    tab.until(f"location.pathname === '/checkout/' || {TOLD} === ''")
    tab.run("document.querySelector('[data-checkout-link]')?.click()")  # asks nothing that leaving would cut off
    tab.until("location.pathname === '/checkout/' && document.readyState === 'complete'")
    assert tab.complaints == []


def test_an_order_is_not_written_at_a_price_of_a_moment_ago(tab: Browser, address: str, price_file: Path) -> None:
    tab.open(f"{address}/checkout/")
    fill_in(tab)
    ask(price_file, "888.00")
    tab.run(ORDER)
    tab.until(f"{TOLD}.includes('€888.00')")
    assert not tab.run(WRITTEN)
    tab.run("document.querySelector('[data-accept]').click()")
    tab.until(f"{TOLD} === ''")
    tab.run(ORDER)
    tab.until(WRITTEN)
    assert "€888.00" in tab.run("document.querySelector('[data-text]').value")
    assert tab.run("document.querySelector('[data-mail]').href").startswith("mailto:")


def test_what_is_no_longer_sold_can_not_be_ordered(tab: Browser, address: str, price_file: Path) -> None:
    tab.open(f"{address}/checkout/")
    fill_in(tab)
    price_file.unlink()
    tab.run(ORDER)
    tab.until(f"{TOLD}.length > 0 && document.querySelector('[data-accept]').hidden")
    assert not tab.run(WRITTEN)


def test_details_are_kept_for_the_tab_alone(tab: Browser, address: str) -> None:
    tab.open(f"{address}/checkout/")
    tab.run("(() => { const field = document.querySelector('[name=city]'); field.value = 'Lugo';"
            " field.dispatchEvent(new Event('input', { bubbles: true })); })()")  # fmt: skip
    tab.reload()
    assert tab.run("document.querySelector('[name=city]').value") == "Lugo"
    assert "Lugo" not in tab.run("JSON.stringify(localStorage) + document.cookie")
