"""The web app manifest: how a store looks on a home screen."""

from __future__ import annotations

import orjson

from storefront.seo.models import SiteFacts
from storefront.storage.manifest import HASH_LENGTH, digest_of

CONTENT_TYPE = "application/manifest+json; charset=utf-8"
SHORT_NAME_LIMIT = 12  # what launchers show before they cut
_RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")


def web_manifest_path(facts: SiteFacts, locale: str) -> str:
    """Its address changes with its content: a page opened before a switch gets the manifest of its own release.

    To browsers the store stays the same application: that goes by `id`.
    """
    return f"/assets/site.{locale}.{digest_of(web_manifest(facts, locale))[:HASH_LENGTH]}.webmanifest"


def web_manifest(facts: SiteFacts, locale: str) -> bytes:
    home = facts.prefix + facts.home(locale)
    content = {
        "id": home,
        "name": facts.name,
        "short_name": short_name(facts.name),
        "description": facts.descriptions.get(locale, ""),
        "lang": locale,
        "dir": "rtl" if locale[:2] in _RIGHT_TO_LEFT else "ltr",
        "start_url": home,
        "scope": home,
        "display": "minimal-ui",
        "theme_color": facts.theme_colour,
        "background_color": facts.background_colour,
        "icons": [
            {"src": facts.prefix + icon.path, "type": icon.content_type, "sizes": icon.sizes} for icon in facts.icons
        ],
    }
    return orjson.dumps({key: value for key, value in content.items() if value}, option=orjson.OPT_INDENT_2)


def short_name(name: str) -> str:
    """As many of the name's words as fit below an icon; a longer first word stays whole."""
    kept = ""
    for word in name.split():
        longer = f"{kept} {word}".strip()
        if kept and len(longer) > SHORT_NAME_LIMIT:
            break
        kept = longer
    return kept
