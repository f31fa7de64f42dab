"""What every page has to say in its head, and the one heading that every page has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from storefront.rendering.contract import PageType
from storefront.rendering.theme_check.draft import Draft
from storefront.rendering.theme_check.findings import Finding
from storefront.rendering.theme_check.walk import Walk

_NEEDED = {
    ("PageView", "locale"): "the language of the page",
    ("PageView", "inline_css"): "the colours and the first screen's styles",
    ("PageView", "stylesheet"): "the other styles",
    ("PageView", "structured_data"): "what search engines read",
    ("Meta", "title"): "the title",
    ("Meta", "description"): "the description",
    ("Meta", "canonical"): "the page's own address",
    ("Meta", "robots"): "whether search engines may list the page",
    ("Meta", "alternates"): "the page in other languages",
    ("Meta", "content_security_policy"): "the security policy",
    ("Meta", "og_image"): "the picture that networks show",
}
_TITLES = ("<h1", "page_title")


def check_heads(draft: Draft, walks: Mapping[PageType, Walk]) -> Iterator[Finding]:
    for kind, walk in walks.items():
        if not walk.chain:
            continue
        layout = draft.file_of(walk.chain[-1])
        for field, what in _NEEDED.items():
            if field not in walk.fields_read:
                name = "page." if field[0] == "PageView" else "page.meta."
                yield Finding(
                    layout, 1, 1, "no-head", f"No page says {name}{field[1]}: {what}.", "Put it into the head."
                )
        if not any(word in draft.templates[name] for name in walk.reached for word in _TITLES):
            file = draft.file_of(walk.chain[0])
            yield Finding(file, 1, 1, "no-heading", f"The page type {kind!r} has no <h1>.", "Say what the page is.")
