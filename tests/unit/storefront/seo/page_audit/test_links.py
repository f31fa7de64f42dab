from __future__ import annotations

import pytest

from storefront.seo.page_audit.document import Document
from storefront.seo.page_audit.links import internal_links, loaded_files, own_path, pictures


@pytest.mark.parametrize(
    ("address", "prefix", "path"),
    [
        ("/shop/", "", "/shop/"),
        ("/shop/?shape=round&size=52#list", "", "/shop/"),
        ("/frames/shop/", "/frames", "/shop/"),
        ("/shop/", "/frames", None),
        ("//elsewhere.example/", "", None),
        ("https://elsewhere.example/", "", None),
        ("mailto:hello@optik.example", "", None),
        ("#main", "", None),
        ("", "", None),
    ],
)
def test_own_paths(address: str, prefix: str, path: str | None) -> None:
    assert own_path(address, prefix) == path


def test_each_address_is_told_once() -> None:
    page = Document(
        '<a href="/b/">b</a><a class="x"\n href="/a/?q=1&amp;r=2">a</a><a href="/b/#top">b</a><a>none</a>'
        '<img src="/2.jpg"><img src="/1.jpg"><img src="/2.jpg"><template><a href="/t/">t</a></template>'
        '<link rel="modulepreload" href="/cart.js"><script type="module" src="/cart.js"></script>'
    )
    assert internal_links(page, "") == ["/a/", "/b/"]
    assert pictures(page, "") == ["/2.jpg", "/1.jpg"]
    assert loaded_files(page, "") == ["/cart.js"]
