"""The page itself: components as a store shows them, then each type of page in a frame of its own."""

from __future__ import annotations

import re
from html import escape

from storefront.errors import StoreloomError
from storefront.rendering.theme_dev.bench import Bench
from storefront.rendering.theme_show.components import COMPONENTS, Component, card_of, found

STYLES, PATH = "/-/show.css", "/-/show/"
OWN_STYLES = """
.show-case{border-top:1px solid var(--color-line);padding:1rem}.show-case>h2{font-size:1rem;margin:0 0 1rem}
.show-index{columns:14rem;padding:1rem 2rem}.show-frame{width:100%;height:36rem;border:1px solid var(--color-line)}
.show-note{color:var(--color-muted)}.show-card{max-width:20rem}
"""


def showcase(bench: Bench) -> str:
    """One HTML page. A component that the theme has no such element for is named with a note."""
    pages = _pages(bench)
    sections = [*(_component(bench, one) for one in COMPONENTS), *(_frame(kind, path) for kind, path in pages.items())]
    names = [*(one.name for one in COMPONENTS), *(f"Page: {kind}" for kind in pages)]
    links = "".join(f'<li><a href="#{_anchor(name)}">{escape(name)}</a></li>' for name in names)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(bench.theme.label)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="stylesheet" href="{STYLES}"></head><body><h1 class="show-index">{escape(bench.theme.label)}</h1>'
        f'<ul class="show-index">{links}</ul>{"".join(sections)}</body></html>'
    )


def styles(bench: Bench) -> str:
    return f"{bench.looks.first}\n{bench.looks.later}\n{OWN_STYLES}"


def _pages(bench: Bench) -> dict[str, str]:
    """A page of each type in the default locale."""
    default = bench.planned.site.configuration.default_locale
    found_pages: dict[str, str] = {}
    for path, page in bench.planned.pages.items():
        if page.locale == default:
            found_pages.setdefault(page.type, path)
    return found_pages


def _component(bench: Bench, one: Component) -> str:
    try:
        shown = _shown(bench, one)
    except StoreloomError as error:
        shown = f'<p class="show-note">{escape(str(error))}</p>'
    shown = shown or '<p class="show-note">This theme shows none.</p>'
    return _case(one.name, f'<div class="show-card">{shown}</div>' if one.selector == "card" else shown)


def _shown(bench: Bench, one: Component) -> str | None:
    path = one.page.replace("{product}", _product(bench))
    if one.selector == "card":
        return next((card for page in _listings(bench) if (card := card_of(bench.html(page), _slug(path)))), None)
    return found(bench.html(path), one.selector) if path in bench.planned.pages else None


def _listings(bench: Bench) -> list[str]:
    return [path for path, page in bench.planned.pages.items() if page.type == "category"]


def _product(bench: Bench) -> str:
    """The product with most to show: photos and reviews."""
    products = {path: page for path, page in bench.planned.pages.items() if path.startswith("/products/")}
    best = max(products, key=lambda path: (len(products[path].data["photos"]), len(str(products[path].data))))
    return _slug(best)


def _slug(path: str) -> str:
    return path.strip("/").rpartition("/")[2]


def _frame(kind: str, path: str) -> str:
    title = f"Page: {kind}"
    link = f'<p><a href="{escape(path)}">{escape(path)}</a></p>'
    return _case(
        title, f'{link}<iframe class="show-frame" loading="lazy" title="{escape(title)}" src="{escape(path)}"></iframe>'
    )


def _case(name: str, content: str) -> str:
    return f'<section class="show-case" id="{_anchor(name)}"><h2>{escape(name)}</h2>{content}</section>'


def _anchor(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
