"""The visible text of a product's page that speaks of its own product: cards of other products left out."""

from __future__ import annotations

from collections.abc import Collection

from selectolax.lexbor import LexborNode

from storefront.seo.page_audit.document import Document, attribute, words
from storefront.seo.page_audit.links import own_path


def own_text(document: Document, prefix: str, others: Collection[str]) -> str:
    """Text of <main> on one line. `others` are paths of other products' pages; their cards leave the document."""
    main = document.main
    if main is None:
        return ""
    cards = {card.mem_id: card for link in document.all("a") if (card := _card(link, prefix, others)) is not None}
    for card in cards.values():
        card.decompose()
    return words(main)


def _card(link: LexborNode, prefix: str, others: Collection[str]) -> LexborNode | None:
    """The nearest list entry or article around a link to another product."""
    if own_path(attribute(link, "href") or "", prefix) not in others:
        return None
    node = link.parent
    while node is not None and node.tag not in ("main", "body"):
        if node.tag in ("li", "article") and node.css_first("h1") is None:
            return node
        node = node.parent
    return None
