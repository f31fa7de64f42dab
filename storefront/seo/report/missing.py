"""Texts a theme has no words for in one of the store's languages."""

from __future__ import annotations

from collections.abc import Iterator

from storefront.seo.findings import Finding
from storefront.seo.models import SiteFacts

_NAMED = 5


def missing_texts(facts: SiteFacts) -> Iterator[Finding]:
    """One finding a locale, on its start page; the card lists the keys."""
    for locale, keys in sorted(facts.missing_texts.items()):
        if keys:
            named = ", ".join(keys[:_NAMED]) + (" …" if len(keys) > _NAMED else "")
            reason = f"{len(keys)} texts have no words in {locale!r} and are shown in another language: {named}."
            yield Finding("warning", "text missing", facts.home(locale), reason, f"Add them to locales/{locale}.json.")
