from __future__ import annotations

from storefront.catalogue.models import Colour, Variant
from storefront.seo.variants import choose_variants
from tests.unit.storefront.seo.products import product, size, variant


def _ids(variants: list[Variant], **changes: object) -> tuple[list[str], list[str]]:
    choice = choose_variants(product(variants=variants, **changes), "en")
    return choice.varies_by, [marked.variant.id for marked in choice.variants]


def test_colours_are_told_apart() -> None:
    assert _ids([variant("a", "Black"), variant("b", "Gold")]) == (["color"], ["a", "b"])


def test_a_size_that_never_differs_is_nothing_to_vary_by() -> None:
    same = size(52, 18, 145)
    assert _ids([variant("a", "Black", size=same), variant("b", "Gold", size=same)])[0] == ["color"]


def test_colour_and_size_together() -> None:
    variants = [variant("a", "Black", size=size(52, 18, 145)), variant("b", "Black", size=size(54, 18, 145))]
    variants.append(variant("c", "Gold", size=size(52, 18, 145)))
    assert _ids(variants) == (["color", "size"], ["a", "b", "c"])


def test_variants_that_are_alike_are_named_once_the_one_in_stock() -> None:
    variants = [variant("a", "Black", in_stock=False), variant("b", "Black"), variant("c", "Gold")]
    assert _ids(variants) == (["color"], ["b", "c"])


def test_variants_that_nothing_tells_apart_are_one() -> None:
    assert _ids([variant("a"), variant("b")]) == ([], ["a"])


def test_lenses_of_another_colour_make_another_colour() -> None:
    variants = [variant("a", "Black", lens_colour="grey"), variant("b", "Black", lens_colour="green")]
    choice = choose_variants(product(variants=variants), "en")
    assert [marked.aspects["color"] for marked in choice.variants] == ["Black / grey", "Black / green"]


def test_colours_are_named_in_the_pages_language() -> None:
    black = Colour(name="Black", translations={"es": "Negro"})
    variants = [Variant(id="a", colour=black), Variant(id="b", colour=black, lens_colour="grey"), variant("c", "Gold")]
    variants[1].lens_colour_translations = {"es": "gris"}
    choice = choose_variants(product(variants=variants), "es")
    assert [marked.aspects["color"] for marked in choice.variants] == ["Negro", "Negro / gris", "Gold"]


def test_options_by_their_usual_names() -> None:
    variants = [
        Variant(id="a", options={"Color": "Black", "Talla": "M", "Frame Material": "Steel", "Pattern": "Plain"}),
        Variant(id="b", options={"Color": "Red", "Talla": "L", "Frame Material": "Wood", "Pattern": "Dots"}),
    ]
    choice = choose_variants(product(variants=variants), "en")
    assert choice.varies_by == ["color", "size", "material", "pattern"]
    assert choice.variants[1].aspects == {"color": "Red", "size": "L", "material": "Wood", "pattern": "Dots"}


def test_other_options_tell_apart_too() -> None:
    variants = [Variant(id=i, options={"Coating": i}) for i in ("blue light", "mirror")]
    assert _ids(variants) == (["additionalProperty"], ["blue light", "mirror"])


def test_a_value_that_is_none_says_nothing() -> None:
    variants = [variant("a", "Black", options={"Lens": "None"}), variant("b", "None", options={"Lens": "None"})]
    assert _ids(variants) == ([], ["a"])


def test_of_two_ways_the_one_that_names_more_variants_is_taken() -> None:
    coated = [variant(i, "Red", options={"Coating": i}) for i in ("c", "d")]
    plain = [variant("a", "Black"), variant("b", "Gold"), variant("e", "Blue")]
    assert _ids([*plain, *coated]) == (["color"], ["a", "b", "e", "c"])


def test_an_aspect_only_left_out_variants_differ_in_is_dropped() -> None:
    first = [variant(i, c, options={"Coating": "mirror"}) for i, c in (("a", "Red"), ("b", "Blue"), ("d", "Gold"))]
    others = [variant("c", None, options={"Coating": "none"})]
    assert _ids([*first, *others]) == (["color"], ["a", "b", "d"])


def test_numbers_used_twice_name_one_variant_only() -> None:
    variants = [variant("a", "Black", sku="S", gtin="96385074"), variant("b", "Gold", sku="S", gtin="96385074")]
    first, second = choose_variants(product(variants=variants), "en").variants
    assert (first.sku, first.gtin) == ("S", "96385074")
    assert (second.sku, second.gtin) == ("p1-b", None)


def test_a_variants_id_that_holds_the_products_is_its_number() -> None:
    choice = choose_variants(product(variants=[variant("p1-black", "Black"), variant("x", "Red")]), "en")
    assert [marked.sku for marked in choice.variants] == ["p1-black", "p1-x"]


def test_a_product_without_variants_has_none() -> None:
    assert _ids([]) == ([], [])
