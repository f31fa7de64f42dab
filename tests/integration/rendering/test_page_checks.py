"""A theme that shows the wrong things is found out where its pages are rendered, before anything goes live."""

from __future__ import annotations

from pathlib import Path

import pytest

from storefront.catalogue.models import Product
from storefront.rendering.planning import plan_store
from storefront.rendering.rendering import render_shard
from storefront.rendering.themes import Theme, load_theme
from storefront.seo.marks import PageMark, decode_marks
from storefront.storage.objects import open_objects
from storefront.tenancy.scope import StoreScope
from tests.factories.shops import a_product, write_snapshot
from tests.factories.themes import write_theme

SCOPE = StoreScope("acme", "lumen")
PAGE = """<!doctype html>
<html lang="{{ page.locale }}"><head><title>{{ page.meta.title }}</title>
<meta name="description" content="{{ page.meta.description }}">
{% for data in page.structured_data %}<script type="application/ld+json">{{ data }}</script>{% endfor %}
</head><body><main><h1>{{ page.breadcrumbs[-1].label }}</h1>
{% if page.type == "product" %}__PRODUCT__{% endif %}</main></body></html>
"""
RIGHT = """{% for variant in page.content.variants %}<p>{{ variant.price.text }} {{ variant.availability_text }}</p>
{% endfor %}{{ page.content.rating.value }}"""


async def found(folder: Path, product: str) -> list[str]:
    """Errors on the pages of a product, with a theme that shows it so."""
    theme = load_theme("plain", write_theme(folder, **{"templates/page.html": PAGE.replace("__PRODUCT__", product)}))
    marks = await marks_of(theme, a_product(1))
    told = [problem for mark in marks if mark.page_type == "product" for problem in mark.problems]
    return [problem for problem in told if problem.startswith("error: ")]


async def marks_of(theme: Theme, product: Product) -> list[PageMark]:
    objects = open_objects("memory://")
    left = await write_snapshot(objects, SCOPE, "b1", [product])
    plan = await plan_store(objects, SCOPE, "b1", theme=theme, **left)
    marks: list[PageMark] = []
    for key in plan.page_keys:
        rendered = await render_shard(objects, SCOPE, site_key=plan.site_key, pages_key=key, theme=theme)
        marks += decode_marks(await objects.get(rendered.marks_key))
    return marks


async def test_a_theme_that_shows_what_it_is_given_passes(tmp_path: Path) -> None:
    assert await found(tmp_path, RIGHT) == []


@pytest.mark.parametrize(
    ("product", "check"),
    [
        (RIGHT.replace("variant.price.text", "variant.price.currency"), "price differs"),
        (RIGHT.replace("variant.availability_text", "variant.id"), "availability differs"),
        (RIGHT + '<input aria-label="x" data-amount="1.00" data-currency="EUR">', "price differs"),
        (RIGHT + '<img src="{{ page.path }}">', "alternative text"),
        (RIGHT + "<h1>Again</h1>", "main heading"),
        (RIGHT + "<p>{{ '{{' }} forgotten }}</p>", "template remains"),
    ],
)
async def test_what_it_shows_otherwise_is_an_error(tmp_path: Path, product: str, check: str) -> None:
    told = await found(tmp_path, product)
    assert told
    assert all(problem.startswith(f"error: {check}: ") for problem in told)


async def test_a_products_pages_carry_the_day_of_its_change(tmp_path: Path) -> None:
    theme = load_theme("plain", write_theme(tmp_path, **{"templates/page.html": PAGE.replace("__PRODUCT__", RIGHT)}))
    marks = await marks_of(theme, a_product(1, changed_on="2026-02-03"))
    assert {mark.modified for mark in marks if mark.page_type == "product"} == {"2026-02-03"}
    assert {mark.modified for mark in marks if mark.page_type != "product"} == {None}
