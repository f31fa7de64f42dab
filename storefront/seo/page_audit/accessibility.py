"""What a screen reader needs of a page's markup: language, alternative texts, labels, ids that lead to one place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from storefront.seo.page_audit.document import Document, attribute, words
from storefront.seo.rules import problem

_NEEDS_NO_LABEL = frozenset({"hidden", "submit", "reset", "image"})
_NAMING = ("aria-label", "aria-labelledby", "title")


def check_accessibility(document: Document, locale: str) -> Iterator[str]:
    yield from _language(document, locale)
    yield from _alternative_texts(document)
    yield from _ids(document)
    yield from _labels(document)


def _language(document: Document, locale: str) -> Iterator[str]:
    root = document.tree.root
    found = attribute(root, "lang") if root is not None else None
    if found != locale:
        yield problem("language missing", f"The page is in {locale!r} and says {found!r}.")


def _alternative_texts(document: Document) -> Iterator[str]:
    without = [image for image in document.all("img") if attribute(image, "alt") is None]
    if without:
        source = attribute(without[0], "src")
        yield problem("alternative text", f"{len(without)} pictures have no alt, the first is {source}.")


def _ids(document: Document) -> Iterator[str]:
    counts = Counter(attribute(node, "id") for node in document.tree.css("[id]"))
    twice = [name for name, count in counts.items() if count > 1]
    if twice:
        yield problem("id used twice", f"More than one element has the id {twice[0]!r}.")


def _labels(document: Document) -> Iterator[str]:
    labelled: set[str | None] | None = None
    for tag in ("input", "select", "textarea", "button"):
        for control in document.all(tag):
            if _has_name(control):
                continue
            if labelled is None:
                labelled = {attribute(label, "for") for label in document.tree.css("label[for]")}
            if attribute(control, "id") not in labelled - {None}:
                yield problem("label missing", f"A control has no name: {(control.html or '')[:120]!r}.")
                return


def _has_name(control: LexborNode) -> bool:
    """By itself, or by the label it stands in."""
    attributes = control.attributes
    if any(attributes.get(name) for name in _NAMING):
        return True
    if control.tag == "button":
        return bool(words(control)) or control.css_first("img[alt], title") is not None
    return (attributes.get("type") or "text") in _NEEDS_NO_LABEL or _stands_in_label(control)


def _stands_in_label(control: LexborNode) -> bool:
    parent = control.parent
    while parent is not None and parent.tag not in ("label", "form", "body"):
        parent = parent.parent
    return parent is not None and parent.tag == "label" and bool(words(parent))
