"""Checks a theme: every template by itself, all that each type of page shows, words, styles, scripts and theme.toml.

The walk through a page type knows the contract: what a field is called, what a list holds, what a macro is given.
Checks of single files read the theme's own files; those of the shared theme are checked where that is at home.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from storefront.rendering.contract import PageType
from storefront.rendering.theme_check.draft import Draft, read_draft
from storefront.rendering.theme_check.elements import check_elements
from storefront.rendering.theme_check.findings import Finding
from storefront.rendering.theme_check.heads import check_heads
from storefront.rendering.theme_check.identifiers import (
    check_identifiers,
    check_references,
    identifiers_of,
    names_handed_on,
)
from storefront.rendering.theme_check.library import Library
from storefront.rendering.theme_check.locale_files import check_locales
from storefront.rendering.theme_check.manifest import check_manifest
from storefront.rendering.theme_check.markup import EXPRESSION, Markup
from storefront.rendering.theme_check.nesting import check_nesting
from storefront.rendering.theme_check.scripts import check_scripts
from storefront.rendering.theme_check.stylesheets import Styles
from storefront.rendering.theme_check.walk import Walk
from storefront.rendering.theme_check.wording import check_wording
from storefront.rendering.view_models.views import content_types


def check_theme(name_or_path: str) -> list[Finding]:
    """Every mistake in a theme, by file and line. Raises UnknownTheme."""
    draft = read_draft(name_or_path)
    library = Library(draft)
    walks = _walks(draft, library)
    said = {key for walk in walks.values() for key in walk.keys_said}
    found = {
        *draft.findings,
        *library.findings,
        *check_manifest(draft),
        *(finding for walk in walks.values() for finding in walk.findings),
        *check_heads(draft, walks),
        *_own_templates(draft, walks),
        *check_locales(draft, said),
        *_own_assets(draft),
    }
    return sorted(found)


def _walks(draft: Draft, library: Library) -> dict[PageType, Walk]:
    walks: dict[PageType, Walk] = {}
    templates = draft.table("templates")
    for kind, content in content_types().items():
        walks[kind] = Walk(library, content)
        if templates.get(kind) in library.trees:
            walks[kind].run(templates[kind])
    return walks


def _own_templates(draft: Draft, walks: Mapping[PageType, Walk]) -> Iterator[Finding]:
    reached = {name for walk in walks.values() for name in walk.reached}
    identifiers = {name: _identifiers(draft.templates[name]) for name in reached}
    for file, text in draft.own.texts.items():
        name = file.removeprefix("templates/")
        if not file.startswith("templates/"):
            continue
        markup = Markup(text)
        for check in (check_nesting, check_elements, check_wording, check_identifiers):
            yield from check(file, markup)
        if name not in reached:
            yield Finding(file, 1, 1, "unused", "No page uses this template.", "Name it, or take it away.", "warning")
        around = [walk.reached for walk in walks.values() if name in walk.reached]
        known = {one for names in around for other in names for one in identifiers[other]}
        yield from check_references(file, markup, known) if around else ()


def _identifiers(source: str) -> set[str]:
    """What can be an id in a template, and what it may hand on to a macro to make one of."""
    markup = Markup(source)
    values = "\n".join(EXPRESSION.findall(source))
    return identifiers_of(markup) | names_handed_on(values)


def _own_assets(draft: Draft) -> Iterator[Finding]:
    styles = Styles(draft)
    assets = {file: text for file, text in draft.own.texts.items() if file.startswith("assets/")}
    for file, text in assets.items():
        if file.endswith(".css"):
            yield from styles.check(file, text)
    yield from check_scripts(draft, {file: text for file, text in assets.items() if file.endswith((".js", ".mjs"))})
