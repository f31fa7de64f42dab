from __future__ import annotations

from storefront.rendering.html_links import internal_links, pictures

HTML = """
<link rel="stylesheet" href="/base/assets/main.css">
<a class="x" href="/base/b/?q=1&amp;r=2#part">B</a> <a href="/base/a/">A</a> <a href="/base/a/">again</a>
<a href="https://elsewhere.example/base/">out</a> <a href="//elsewhere.example/x/">out</a>
<a href="mailto:a@b.c">mail</a>
<a href="#top">top</a> <a href="/other/">not ours</a> <a href="/base/caf&#233;/">é</a>
<img class="photo" src="/base/images/2.jpg" alt=""> <img src="/base/images/1.jpg"> <img src="/base/images/2.jpg">
"""


def test_links_lead_to_paths_of_the_store() -> None:
    assert internal_links(HTML, "/base") == ["/a/", "/b/", "/café/"]


def test_without_a_base_path() -> None:
    assert internal_links('<a href="/"></a><a href="//x.example/"></a><a href="/x/#y"></a>', "") == ["/", "/x/"]


def test_pictures_come_in_order_each_once() -> None:
    assert pictures(HTML, "/base") == ["/images/2.jpg", "/images/1.jpg"]
