"""What single page types show, and what they leave out."""

from __future__ import annotations

import re
from typing import Any, cast

import orjson
import pytest
from markupsafe import Markup

from storefront.rendering.contract import PageView
from tests.factories.pages import section
from tests.unit.themes.document import Document
from tests.unit.themes.every_theme import PAGES, every_theme, rendered


def the(kind: str, locale: str = "en") -> PageView:
    return next(page for page in PAGES.values() if page["type"] == kind and page["locale"] == locale)


@every_theme
def test_a_product_shows_each_versions_price_availability_and_measures_without_a_script(theme: str) -> None:
    html = rendered(the("product"), theme)
    versions = html[html.index("data-versions") : html.index("</table>", html.index("data-versions"))]
    for variant in the("product")["content"]["variants"]:
        row = versions[versions.index(f'data-variant="{variant["id"]}"') :]
        row = row[: row.index("</tr>")]
        assert variant["price"]["text"] in row
        assert variant["availability_text"] in row
        assert f'<td class="figures" data-of="lens_width">{variant["size"]["measures"][0]["text"]}</td>' in row


@every_theme
def test_the_first_version_in_stock_is_chosen(theme: str) -> None:
    page = the("product")
    page["content"]["variants"][0]["in_stock"] = False
    try:
        radios = [one for one in Document(rendered(page, theme)).all("input") if one.get("name") == "variant"]
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


@every_theme
def test_the_table_of_versions_leaves_out_what_no_version_has(theme: str) -> None:
    named = ["Version", "Price", "Availability"]
    first, second, *_ = the("product")["content"]["variants"]
    bridge = {"key": "bridge", "label": "Bridge", "value_mm": 18, "text": "18 mm", "drawn_text": "18 mm"}
    bare: Any = {**first, "size": None}
    narrow: Any = {**second, "size": {"marking": None, "width_class_label": None, "measures": [bridge]}}
    assert column_names(rendered(the("product"), theme))[3:5] == ["Marking", "Lens width"]
    html = rendered(changed_product(variants=[bare, narrow], size=None), theme)
    assert column_names(html) == [*named, "Bridge"]
    assert re.findall(r'data-of="bridge">([^<]*)<', html) == ["–", "18 mm"]
    assert column_names(rendered(changed_product(variants=[bare, bare | {"id": "x"}], size=None), theme)) == named


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


@every_theme
def test_what_a_product_lacks_leaves_no_empty_section(theme: str) -> None:
    page = PAGES["/products/frame-2/"]
    html = rendered(page, theme)
    for absent in ("data-drawing-of", "specifications", "reviews", "data-compatibility-scores", "recommended-products"):
        assert absent not in html
    assert "No photo yet" in html


CHECKOUTS = {
    page["content"]["mode"]: page for page in PAGES.values() if page["type"] == "checkout" and page["locale"] == "en"
}


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
    footer = rendered(PAGES["/"]).partition('<nav aria-labelledby="footer-shop">')[2].partition("</nav>")[0]
    assert footer.count('href="/brands/"') == 1


def test_a_listing_links_its_pages_and_tells_scripts_where_to_look() -> None:
    document = Document(rendered(PAGES["/shop/glasses/page-2/"]))
    relations = {link["rel"]: link["href"] for link in document.all("a") if link.get("rel") in ("prev", "next")}
    assert relations == {"prev": "/shop/glasses/", "next": "/shop/glasses/page-3/"}
    (listing,) = [attributes for _, attributes in document.elements if "data-listing" in attributes]
    assert listing["data-index"] == "/search/index.json"


@every_theme
def test_what_other_pages_show_of_a_product_can_be_read_from_its_own(theme: str) -> None:
    html = rendered(the("product"), theme)
    (told,) = re.findall(r"\sdata-frame='([^']*)'", html)
    frame = orjson.loads(told)
    assert (frame["slug"], frame["url"], frame["name"]) == ("frame-1", "/products/frame-1/", "Alba <b>Uno</b>")
    assert [measure["key"] for measure in frame["measures"]][:2] == ["lens_width", "bridge"]
    assert "&" not in told


@every_theme
def test_a_frame_is_drawn_from_its_measures(theme: str) -> None:
    html = rendered(the("product"), theme)
    drawings = re.findall(r'<svg class="size-diagram".*?</svg>', html, re.DOTALL)
    assert drawings
    assert re.search(r'transform="translate\(-?[\d.]+ -?[\d.]+\) scale\([\d.]+ [\d.]+\)"', drawings[0])


@every_theme
def test_lenses_and_a_gift_note_are_asked_for_where_the_shop_takes_them(theme: str) -> None:
    fields = {field.get("name") for field in Document(rendered(the("product"), theme)).all("input")}
    bare = Document(rendered(changed_product(lens_choices=[], gift_note=False), theme))
    assert "lens" in fields
    assert "lens" not in {field.get("name") for field in bare.all("input")}
    assert bare.all("textarea") == []


@every_theme
def test_the_sections_of_the_start_page_stand_in_the_tenants_order(theme: str) -> None:
    page: Any = PAGES["/"]
    kinds = ("text", "featured")
    words = {"text": "Our workshop", "featured": "Favourites"}
    sections = [section(kind, title=words[kind], body=Markup("<p>Words.</p>")) for kind in kinds]
    html = rendered({**page, "content": {**page["content"], "sections": sections}}, theme)
    assert html.index("Our workshop") < html.index("Favourites")
    assert len(re.findall("<h1", html)) == 1


@every_theme
def test_a_card_without_a_photo_shows_the_frames_shape(theme: str) -> None:
    page: Any = the("category")
    listing = page["content"]["listing"]
    cards = [{**listing["cards"][0], "picture": None, "shape": shape} for shape in ("round", "aviator", None)]
    content = {**page["content"], "listing": {**listing, "cards": cards}}
    html = rendered(cast(PageView, {**page, "content": content}), theme)
    shown = html[html.index("data-results") : html.index("<template")]
    assert len(set(re.findall(r'class="silhouette"><svg[^>]*><path d="([^"]+)"', re.sub(r">\s+<", "><", shown)))) == 3


@every_theme
def test_a_start_page_without_sections_has_its_styles(theme: str) -> None:
    home: Any = {**the("home"), "stylesheet": "/assets/later.css"}
    home["content"] = {**home["content"], "sections": []}
    html = rendered(home, theme)
    assert (html.count('href="/assets/later.css"'), html.count("<h1")) == (1, 1)
