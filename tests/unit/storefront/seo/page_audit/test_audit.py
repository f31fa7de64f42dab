"""Every fault planted in a good page is found, by its name and how grave it is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from markupsafe import Markup

from storefront.seo.page_audit.audit import audit
from storefront.seo.page_audit.product_facts import StatedOffer
from tests.unit.storefront.seo.page_audit.good_page import EXPECTED, FACTS, GOOD, MARKUP, faulty, problems


def test_a_good_page_has_no_problems() -> None:
    assert problems() == []


def test_what_a_page_points_at() -> None:
    found = audit(GOOD, GOOD.encode(), EXPECTED)
    assert found.links == ["/products/bora/", "/shop/"]
    assert found.pictures == ["/images/1.jpg", "/images/2.jpg"]
    assert found.files == ["/assets/main.1.js", "/assets/styles.1.css"]
    assert 400 < found.compressed_bytes < 1200


@pytest.mark.parametrize(
    ("old", "new", "level", "check"),
    [
        ("<title>Alba | Optik</title>", "<title>Alba</title>", "error", "title differs"),
        ("<title>Alba | Optik</title>", "", "error", "title differs"),
        ('content="A frame"', 'content=""', "error", "description differs"),
        ("<h1>Alba</h1>", "<h1>Alba</h1><h1>Alba</h1>", "error", "main heading"),
        ("<h1>Alba</h1>", "<p>Alba</p>", "error", "main heading"),
        ("<h1>Alba</h1>", "<h1> </h1><p>Alba</p>", "error", "main heading"),
        ('<h2 id="versions">Versions</h2>', "<h4>Versions</h4>", "warning", "heading order"),
        (' lang="en"', ' lang="es"', "error", "language missing"),
        (' lang="en"', "", "error", "language missing"),
        (' alt="Alba"', "", "error", "alternative text"),
        ('<h2 id="versions">', '<p id="versions">x</p><h2 id="versions">', "error", "id used twice"),
        ("</form>", '<input type="text" id="words"></form>', "error", "label missing"),
        (">Add</button>", "></button>", "error", "label missing"),
        ("<p>In stock</p>", "<p>In stock</p><p>{{ page.x }}</p>", "error", "template remains"),
        ("<p>In stock</p>", "<p>In stock</p><p>{% if x</p>", "error", "template remains"),
        ("<p>In stock</p>", "<p>In stock</p><p> None </p>", "error", "empty value shown"),
        ("<p>In stock</p>", '<p title="undefined">In stock</p>', "error", "empty value shown"),
        ("<h1>", '<h1 onclick="go()">', "error", "inline handler"),
        ("<h1>", '<h1\nonclick="go()">', "error", "inline handler"),
        ("<h1>", '<h1 style="color: red">', "error", "inline style"),
        ("<h1>Alba</h1>", "<h1>Alva</h1>", "error", "name differs"),
        ('"name":"Alba",', '"name":"Alva",', "error", "name differs"),
        ('"name":"Alba – red"', '"name":"Alva – red"', "error", "name differs"),
        ("<p>€149.00</p>", "<p>€148.00</p>", "error", "price differs"),
        ('"price":"149.00"', '"price":"148.00"', "error", "price differs"),
        ('"price":"149.00"', '"price":"cheap"', "error", "price differs"),
        ('"priceCurrency":"EUR"', '"priceCurrency":"USD"', "error", "price differs"),
        ('data-amount="149.00"', 'data-amount="14.90"', "error", "price differs"),
        ('data-price="€149.00"', 'data-price="€14.90"', "error", "price differs"),
        ("?variant=a", "?variant=z", "error", "price differs"),
        ("<p>€99.00</p>", "", "warning", "lowest price not shown"),
        ("<p>In stock</p>", "<p>Sold out</p>", "error", "availability differs"),
        ("schema.org/OutOfStock", "schema.org/InStock", "error", "availability differs"),
        ('data-stock="0"', 'data-stock="1"', "error", "availability differs"),
        ("<p>4.5 of 5</p>", "", "error", "rating differs"),
        ('"ratingValue":"4.5"', '"ratingValue":"5.0"', "error", "rating differs"),
        ('"reviewCount":2', '"reviewCount":200', "error", "rating differs"),
        (MARKUP, "{", "error", "markup unreadable"),
        (MARKUP, '{"@type":"BreadcrumbList"}', "error", "markup missing"),
    ],
)
def test_a_fault_is_found(old: str, new: str, level: str, check: str) -> None:
    assert any(found.startswith(f"{level}: {check}: ") for found in faulty(old, new)), faulty(old, new)


@pytest.mark.parametrize(
    ("stated", "check"),
    [
        (StatedOffer("The feed", "a", "14.90", "EUR", True, "Alba"), "price differs"),
        (StatedOffer("The price file", "a", "149.00", "EUR", False, "Alba"), "availability differs"),
        (StatedOffer("The feed", "a", "149.00", "EUR", True, "Bora"), "name differs"),
    ],
)
def test_feeds_and_price_files_say_what_the_page_says(stated: StatedOffer, check: str) -> None:
    [found] = problems(elsewhere=(stated,))
    assert found.startswith(f"error: {check}: {stated.where}")


def test_a_price_beside_another_product_does_not_count() -> None:
    """The card's price is of the product it leads to."""
    found = faulty("<p>€149.00</p>", "", addresses=frozenset({"/products/bora/"}), offers=_at("€120.00"))
    assert any(one.startswith("error: price differs: The page does not show '€120.00'") for one in found)


def _at(price_text: str) -> dict[str, object]:
    return {id_: replace(offer, price_text=price_text) for id_, offer in FACTS.offers.items()}


def test_what_the_catalogue_means_is_only_pointed_out() -> None:
    html = GOOD.replace("<p>In stock</p>", "<p>In stock</p><p>{{ 7*7 }}</p><p>None</p>")
    found = problems(html, content=lambda: {"name": "{{ 7*7 }}", "colour": "None"})
    assert [one.partition(": The")[0] for one in found] == [
        "warning: placeholder in a text: A text of the catalogue has '{{ 7*7 }}'.",
        "warning: placeholder in a text",
    ]


@pytest.mark.parametrize(
    ("shown", "meant"),
    [
        ("<p>{{ a &amp; b }}</p>", "{{ a & b }}"),
        ("<p>{{ &#39;chart&#39; | asset }} &#34;</p>", """{{ 'chart' | asset }} \""""),
        ("<p>{{ 'chart' | \"asset\" }}</p>", Markup("<p>it's {{ 'chart' | \"asset\" }}</p>")),
        ("<p>{{ one two</p><p>three }}</p>", Markup("<p>{{ one\ntwo</p><p>three }}</p>")),
        ('<img alt="{{ a long name…" src="/images/1.jpg">', "{{ a long name that goes on"),
        ("<p>Ends with {{</p>", ["Ends with {{"]),
        ("<p>Alba {{ – Black</p>", {"name": "Alba {{"}),
        ("<p>{% if x &lt; 2 %}</p>", {"variants": [{"name": "{% if x < 2 %}"}]}),
        ("<p>None</p>", Markup("<p>None</p>")),
        ("<p><strong>Polarised:</strong> None</p>", Markup("<p><strong>Polarised:</strong> None</p>")),
    ],
)
def test_texts_that_look_like_remains_stop_no_release(shown: str, meant: object) -> None:
    """However they are escaped, cut or put on one line."""
    told = problems(GOOD.replace("<p>In stock</p>", f"<p>In stock</p>{shown}"), content=lambda: meant)
    assert [one.split(": ")[:2] for one in told] == [["warning", "placeholder in a text"]]


def test_what_the_template_left_is_found_beside_a_text_that_looks_like_it() -> None:
    found = faulty(
        "<p>In stock</p>", "<p>In stock</p>{{ page.x }} {{ a }}<p>None</p>", content=lambda: ["{{ a }}", "None of it"]
    )
    assert [one.split(": ")[1] for one in found] == ["template remains", "placeholder in a text", "empty value shown"]


@pytest.mark.parametrize("text", ['&lt;p style="color:red"&gt;', '&lt;img onerror="x"&gt;', ' onclick="x" style="y"'])
def test_a_text_about_markup_is_no_markup(text: str) -> None:
    assert faulty("<p>In stock</p>", f"<p>In stock {text}</p>") == []


def test_a_page_above_its_budget_is_told() -> None:
    heavy = "".join(f"{number * 7919:x}" for number in range(12_000))
    [found] = faulty("<p>In stock</p>", f"<p>In stock {heavy}</p>")
    assert found.startswith("warning: page too heavy: ")
    assert faulty("<p>In stock</p>", f"<p>In stock {heavy[:30_000]}</p>") == []


@pytest.mark.parametrize(
    "control",
    [
        '<label for="words">Words</label><input id="words">',
        '<input aria-label="Words">',
        "<label>Words <span><select><option>1</option></select></span></label>",
        '<input type="hidden" name="x">',
        '<button><img src="/images/1.jpg" alt="Close"></button>',
    ],
)
def test_controls_with_a_name_are_right(control: str) -> None:
    assert faulty("</form>", f"{control}</form>") == []


def test_a_page_of_no_product_is_not_compared() -> None:
    assert faulty("<p>€149.00</p>", "", product=None) == []


def test_without_a_checked_variant_the_page_opens_with_the_first_that_can_be_bought() -> None:
    assert faulty(" checked", "") == []
    found = faulty(" checked", "", offers={**FACTS.offers, "a": replace(FACTS.offers["a"], price_text="€150.00")})
    assert any("does not show '€150.00'" in one for one in found)


def test_a_link_to_another_product_in_the_text_leaves_the_text_as_it_is() -> None:
    assert faulty("<p>In stock</p>", '<p><a href="/products/bora/">Bora</a> is wider. In stock</p>') == []


def test_headings_in_order_have_no_gap() -> None:
    assert faulty("</form>", "</form><h2>Size</h2><h3>Measures</h3><h4>Notes</h4><h2>More</h2>") == []


def test_a_product_that_is_called_none_stops_no_release() -> None:
    """Whoever wrote that into the catalogue is told; markup has no name then."""
    html = GOOD.replace("<h1>Alba</h1>", "<h1>None</h1>").replace('"name":"Alba",', "").replace('"Alba – ', '"None – ')
    told = StatedOffer("The feed", "a", "149.00", "EUR", True, "None – red")
    assert [
        one.partition(": ")[0] for one in problems(html, name="None", elsewhere=(told,), content=lambda: "None")
    ] == ["warning"]
