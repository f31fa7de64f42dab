"""Every page type renders in every locale, escaped and complete."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any, cast, get_args

import pytest

from storefront.rendering.contract import PageType, PageView
from tests.factories.pages import sample_pages
from tests.unit.themes.modern_minimal import LOCALES, rendered

PAGES = [page for locale in LOCALES for page in sample_pages(locale)]
every_page = pytest.mark.parametrize("page", PAGES, ids=[page["path"] for page in PAGES])
VOID = {"meta", "link", "img", "source", "input", "br"}


class Document(HTMLParser):
    """Elements in order, and the text of some of them; unbalanced tags are an error."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: dict[str, list[str]] = {}
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        if self.open:
            self.text.setdefault(self.open[-1], []).append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def meta(self, name: str) -> str | None:
        found = [m["content"] for m in self.all("meta") if name in (m.get("name"), m.get("property"))]
        return found[0] if found else None


def the(kind: str, locale: str = "en") -> PageView:
    return next(page for page in PAGES if page["type"] == kind and page["locale"] == locale)


def test_the_samples_cover_every_page_type() -> None:
    assert {page["type"] for page in PAGES} == set(get_args(PageType))


@every_page
def test_a_page_is_well_formed_and_has_one_main_heading(page: PageView) -> None:
    document = Document(rendered(page))
    assert len(document.all("h1")) == 1
    assert len(document.all("main")) == 1
    assert document.all("html")[0]["lang"] == page["locale"]
    identifiers = [attributes["id"] for _, attributes in document.elements if attributes.get("id")]
    assert len(identifiers) == len(set(identifiers))


@every_page
def test_headings_go_down_one_level_at_a_time(page: PageView) -> None:
    levels = [int(tag[1]) for tag, _ in Document(rendered(page)).elements if tag in ("h1", "h2", "h3", "h4")]
    assert all(after - before <= 1 for before, after in pairwise(levels))


@every_page
def test_the_head_says_what_the_metadata_says(page: PageView) -> None:
    document, meta = Document(rendered(page)), page["meta"]
    links = document.all("link")
    assert document.text["title"] == [meta["title"]]
    assert document.meta("description") == meta["description"]
    assert document.meta("robots") == meta["robots"]
    canonical = [link["href"] for link in links if link["rel"] == "canonical"]
    assert canonical == ([meta["canonical"]] if meta["canonical"] else [])
    alternates = {link["hreflang"]: link["href"] for link in links if link["rel"] == "alternate"}
    assert alternates == {other["code"]: other["url"] for other in meta["alternates"]}
    assert document.meta("og:image") == meta["og_image"]
    assert document.meta("theme-color") == page["site"]["urls"]["theme_colour"]
    assert document.text["script"] == [str(data) for data in page["structured_data"]]


@every_page
def test_the_policy_stands_before_everything_it_governs(page: PageView) -> None:
    head = [(tag, a) for tag, a in Document(rendered(page)).elements if tag in ("meta", "link", "script", "style")]
    assert head[0] == ("meta", {"charset": "utf-8"})
    assert head[1][1]["http-equiv"] == "Content-Security-Policy"
    assert head[1][1]["content"] == page["meta"]["content_security_policy"]


@every_page
def test_nothing_the_policy_forbids_is_used(page: PageView) -> None:
    for tag, attributes in Document(rendered(page)).elements:
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        if tag == "script":
            assert "src" in attributes or attributes["type"] == "application/ld+json"


@every_page
def test_the_inline_style_is_emitted_byte_for_byte(page: PageView) -> None:
    html = rendered(page)
    assert html.count("<style>") == 1
    assert f"<style>{page['inline_css']}</style>" in html


def test_without_inline_style_there_is_no_style_element() -> None:
    page: Any = {**the("about"), "inline_css": ""}
    assert "<style" not in rendered(page)


@every_page
def test_pictures_have_sizes_and_texts(page: PageView) -> None:
    for image in Document(rendered(page)).all("img"):
        assert image["width"]
        assert image["height"]
        assert image["alt"] is not None
        assert image["sizes"]


@pytest.mark.parametrize("kind", ["home", "category", "brand", "product"])
def test_the_largest_picture_is_preloaded_as_it_is_shown_and_never_lazy(kind: str) -> None:
    document = Document(rendered(the(kind)))
    (preload,) = [link for link in document.all("link") if link.get("as") == "image"]
    first = next(source for source in document.all("source"))
    assert (preload["imagesrcset"], preload["imagesizes"]) == (first["srcset"], first["sizes"])
    (urgent,) = [image for image in document.all("img") if "fetchpriority" in image]
    assert urgent["src"] == preload["href"]
    assert "loading" not in urgent


def test_names_that_look_like_code_are_shown_as_written() -> None:
    html = rendered(the("category"))
    for name in ("Dolce &amp; Gabbana Ø5 8", "O&#39;Neill &lt;b&gt;Boards&lt;/b&gt; 2", "{{ 7*7 }} 3", "نظارة 6"):
        assert f">{name}</a>" in html
    assert "&amp;amp;" not in html


def test_a_product_shows_each_versions_price_availability_and_measures_without_a_script() -> None:
    html = rendered(the("product"))
    versions = html[html.index("data-versions") : html.index("</table>", html.index("data-versions"))]
    for variant in the("product")["content"]["variants"]:
        row = versions[versions.index(f'data-variant="{variant["id"]}"') :]
        row = row[: row.index("</tr>")]
        assert variant["price"]["text"] in row
        assert variant["availability_text"] in row
        assert f'<td class="figures" data-of="lens_width">{variant["size"]["measures"][0]["text"]}</td>' in row


def test_the_first_version_in_stock_is_chosen() -> None:
    page = the("product")
    page["content"]["variants"][0]["in_stock"] = False
    try:
        radios = [one for one in Document(rendered(page)).all("input") if one.get("name") == "variant"]
        chosen = [radio for radio in radios if "checked" in radio]
    finally:
        page["content"]["variants"][0]["in_stock"] = True
    assert [radio["value"] for radio in chosen] == ["v1"]


def changed_product(**changes: Any) -> PageView:
    page: Any = the("product")
    return cast(PageView, {**page, "content": {**page["content"], **changes}})


def column_names(html: str) -> list[str]:
    head = html[html.index("data-versions") :].partition("</thead>")[0]
    return re.findall(r'<th scope="col">([^<]*)</th>', head)


def test_the_table_of_versions_leaves_out_what_no_version_has() -> None:
    named = ["Version", "Price", "Availability"]
    first, second, *_ = the("product")["content"]["variants"]
    bridge = {"key": "bridge", "label": "Bridge", "value_mm": 18, "text": "18 mm", "drawn_text": "18 mm"}
    bare: Any = {**first, "size": None}
    narrow: Any = {**second, "size": {"marking": None, "width_class_label": None, "measures": [bridge]}}
    assert column_names(rendered(the("product")))[3:5] == ["Marking", "Lens width"]
    html = rendered(changed_product(variants=[bare, narrow], size=None))
    assert column_names(html) == [*named, "Bridge"]
    assert re.findall(r'data-of="bridge">([^<]*)<', html) == ["–", "18 mm"]
    assert column_names(rendered(changed_product(variants=[bare, bare | {"id": "x"}], size=None))) == named


@pytest.mark.parametrize(("locale", "said"), [("en", "Shown in Dark"), ("es", "Foto en Dark")])
def test_a_version_without_photos_says_whose_are_shown(locale: str, said: str) -> None:
    def note(first: list[int], second: list[int]) -> str:
        variants = [variant | {"pictures": first, "name": "Own"}, variant | {"pictures": second, "name": "Dark"}]
        page: Any = {**the("product", locale), "content": {**the("product", locale)["content"], "variants": variants}}
        found = re.search(r"<p [^>]*data-shown-in=[^>]*>([^<]*)</p>", rendered(page))
        assert found
        return found[1]

    variant: Any = the("product", locale)["content"]["variants"][0]
    assert note([], [0, 1]) == said
    assert note([1], [0]) == ""
    assert note([], [2]) == ""


def test_what_a_product_lacks_leaves_no_empty_section() -> None:
    page = next(page for page in PAGES if page["path"] == "/products/frame-2/")
    html = rendered(page)
    for absent in ("data-drawing-of", "specifications", "reviews", "data-compatibility-scores", "recommended-products"):
        assert absent not in html
    assert "No photo yet" in html


CHECKOUTS = {page["content"]["mode"]: page for page in PAGES if page["type"] == "checkout" and page["locale"] == "en"}


@pytest.mark.parametrize("mode", CHECKOUTS)
def test_a_checkout_loads_its_own_script_and_asks_for_an_address_only_where_it_is_used(mode: str) -> None:
    document = Document(rendered(CHECKOUTS[mode]))
    scripts = [str(script.get("src")) for script in document.all("script")]
    assert [src for src in scripts if "/checkout" in src] == [f"/assets/checkout-{mode}.js"]
    elsewhere = [src for src in scripts if src.startswith("https:")]
    assert elsewhere == (["https://cdn.snipcart.com/themes/v3.7.1/default/snipcart.js"] if mode == "snipcart" else [])
    asked = {field.get("name") for field in document.all("input")}
    assert ({"name", "email", "street", "postcode", "city"} <= asked) is (mode in ("email", "post"))
    assert not any("card" in str(field) for field in document.all("input"))


@pytest.mark.parametrize("mode", [mode for mode in CHECKOUTS if mode != "contact"])
def test_the_way_through_checkout_says_where_one_is(mode: str) -> None:
    document = Document(rendered(CHECKOUTS[mode]))
    steps = [section["id"] for section in document.all("section") if "data-step" in section]
    marks = [button for button in document.all("button") if "data-to" in button]
    assert [mark["data-to"] for mark in marks] == steps
    assert steps[-2:] == ["prescription", "review"]
    assert [mark.get("aria-current") for mark in marks] == ["step", *[None] * (len(steps) - 1)]
    shown = [section["id"] for section in document.all("section") if "data-step" in section and "hidden" not in section]
    assert shown == steps[:1]
    ways = [button.get("data-next") or button.get("data-back") for button in document.all("button")]
    assert {way for way in ways if way} == set(steps)


def test_a_form_goes_to_the_shops_endpoint_and_nowhere_else() -> None:
    (form,) = [form for form in Document(rendered(CHECKOUTS["post"])).all("form") if "data-order" in form]
    assert (form["method"], form["action"]) == ("post", "https://orders.example/new")
    for mode in set(CHECKOUTS) - {"post", "contact"}:
        (form,) = [form for form in Document(rendered(CHECKOUTS[mode])).all("form") if "data-order" in form]
        assert "action" not in form


def test_ordering_in_person_tells_how() -> None:
    in_person = Document(rendered(CHECKOUTS["contact"]))
    assert "/contact/" in [link.get("href") for link in in_person.all("a")]
    assert not [form for form in in_person.all("form") if "data-order" in form]


def test_the_footer_names_the_brands_page_once() -> None:
    footer = rendered(PAGES[0]).partition('<nav aria-labelledby="footer-shop">')[2].partition("</nav>")[0]
    assert footer.count('href="/brands/"') == 1


def test_a_listing_links_its_pages_and_tells_scripts_where_to_look() -> None:
    document = Document(rendered(next(page for page in PAGES if page["path"] == "/shop/glasses/page-2/")))
    relations = {link["rel"]: link["href"] for link in document.all("a") if link.get("rel") in ("prev", "next")}
    assert relations == {"prev": "/shop/glasses/", "next": "/shop/glasses/page-3/"}
    (listing,) = [attributes for _, attributes in document.elements if "data-listing" in attributes]
    assert listing["data-index"] == "/search/index.json"
