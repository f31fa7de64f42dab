"""The head says what was settled for the page while planning: a theme can't change or forget it."""

from __future__ import annotations

from collections.abc import Iterator

from storefront.seo.page_audit.document import Document, attribute
from storefront.seo.rules import problem


def check_head(document: Document, *, title: str, description: str) -> Iterator[str]:
    titles = [node.text() for node in document.tree.css("head > title")]
    if titles != [title]:
        yield problem("title differs", f"The page is called {title!r} and its head says {titles}.")
    told = [attribute(node, "content") for node in document.all("meta")]
    if told != [description]:
        yield problem("description differs", f"The head has {len(told)} descriptions; {description!r} is the page's.")
