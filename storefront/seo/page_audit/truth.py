"""One product, one truth: what its page shows, its markup, its cart's data and the feeds say the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from storefront.seo.json_ld import is_placeholder
from storefront.seo.page_audit.document import Document, attribute, words
from storefront.seo.page_audit.own_text import own_text
from storefront.seo.page_audit.product_facts import OfferFacts, ProductFacts, RatingFacts, StatedOffer
from storefront.seo.page_audit.stated import cart_offers, markup_of, markup_offers
from storefront.seo.rules import problem


def check_truth(document: Document, facts: ProductFacts, prefix: str) -> Iterator[str]:
    """Takes cards of other products out of the document: to be the last check."""
    try:
        product = markup_of(document)
    except ValueError as error:
        yield problem("markup unreadable", f"The page's structured data is no JSON ({error}).")
        return
    if product is None:
        yield problem("markup missing", "The page has no structured data of its product.")
        return
    cart = list(cart_offers(document))
    stated = [*markup_offers(product), *cart, *facts.elsewhere]
    yield from _differences(stated, facts)
    if product.get("name") != facts.name and not is_placeholder(facts.name):  # which markup leaves out
        yield problem("name differs", f"The markup calls {facts.name!r} {product.get('name')!r}.")
    yield from _ratings(product.get("aggregateRating"), facts.rating)
    yield from _shown(document, facts, own_text(document, prefix, facts.addresses))


def _differences(stated: Iterable[StatedOffer], facts: ProductFacts) -> Iterator[str]:
    for one in stated:
        offers = [facts.offers[one.variant]] if one.variant in facts.offers else list(facts.offers.values())
        if one.variant and one.variant not in facts.offers:
            yield problem("price differs", f"{one.where} names a variant that is not sold: {one.variant!r}.")
        elif not any(_same_price(one, offer) for offer in offers):
            wanted = f"{offers[0].amount} {offers[0].currency}"
            yield problem("price differs", f"{one.where} asks {one.amount} {one.currency}, the catalogue {wanted}.")
        elif one.available is not None and all(one.available != offer.available for offer in offers):
            says = "in stock" if one.available else "out of stock"
            yield problem("availability differs", f"{one.where} says {one.variant or facts.name!r} is {says}.")
        if one.name and not one.name.startswith(facts.name):
            yield problem("name differs", f"{one.where} calls {facts.name!r} {one.name!r}.")


def _same_price(stated: StatedOffer, offer: OfferFacts) -> bool:
    if stated.price_text and _plain(stated.price_text) != _plain(offer.price_text):
        return False
    try:
        return (Decimal(stated.amount), stated.currency) == (Decimal(offer.amount), offer.currency)
    except ArithmeticError:
        return False


def _ratings(stated: object, rating: RatingFacts | None) -> Iterator[str]:
    found = (str(stated.get("ratingValue")), stated.get("reviewCount")) if isinstance(stated, dict) else None
    given = (rating.value, rating.count) if rating else None
    if found != given:
        yield problem("rating differs", f"The markup says {found}, the reviews {given}.")


def _shown(document: Document, facts: ProductFacts, text: str) -> Iterator[str]:
    """What a customer reads of the variant that the page opens with."""
    chosen = _chosen(document, facts)
    for check, wanted in (
        ("name differs", facts.name),
        ("price differs", chosen.price_text),
        ("availability differs", chosen.availability_text),
        ("rating differs", facts.rating.text if facts.rating else ""),
    ):
        if _plain(wanted) not in text:
            yield problem(check, f"The page does not show {wanted!r}.")
    lowest = min(facts.offers.values(), key=lambda offer: Decimal(offer.amount))
    if _plain(lowest.price_text) not in text:
        yield problem("lowest price not shown", f"The page does not show {lowest.price_text!r}, which listings do.")
    heading = words(document.all("h1")[0]) if document.all("h1") else ""
    if _plain(facts.name) not in heading:
        yield problem("name differs", f"The heading is {heading!r}, not {facts.name!r}.")


def _chosen(document: Document, facts: ProductFacts) -> OfferFacts:
    """The checked variant, else the first that can be bought, else the first."""
    checked = (attribute(node, "value") for node in document.all("input") if attribute(node, "checked") is not None)
    named = next((value for value in checked if value in facts.offers), None)
    if named is not None:
        return facts.offers[named]
    offers = list(facts.offers.values())
    return next((offer for offer in offers if offer.available), offers[0])


def _plain(text: str) -> str:
    return " ".join(text.split())
