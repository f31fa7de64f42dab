"""A theme on a planned store: renders pages when they are asked for, and keeps them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import get_args

from storefront.rendering.contract import PageType
from storefront.rendering.environment import Renderer
from storefront.rendering.locale_texts import texts_for
from storefront.rendering.plan_files import PageStyles, SitePlan
from storefront.rendering.price_files import price_files
from storefront.rendering.theme_dev.looks import STYLESHEET, Looks, looks_of
from storefront.rendering.theme_dev.material import Planned
from storefront.rendering.themes import Theme
from storefront.rendering.view_models.context import PageContext
from storefront.rendering.view_models.views import view_of

PAGE_TYPES: frozenset[PageType] = frozenset(get_args(PageType))
_HASHED = re.compile(r"\.[0-9a-f]{10}(?=\.\w+$)")


@dataclass(eq=False)
class Bench:
    """`rendered` are pages by path; those that a change does not touch are handed on to the next bench."""

    theme: Theme
    planned: Planned
    rendered: dict[str, str] = field(default_factory=dict)
    _renderers: dict[str, Renderer] = field(default_factory=dict)
    _data: dict[str, bytes] = field(default_factory=dict)

    def without(self, theme: Theme, page_types: frozenset[PageType]) -> Bench:
        """The same store with a changed theme; pages of these types are to be rendered again."""
        pages = self.planned.pages
        kept = {path: html for path, html in self.rendered.items() if pages[path].type not in page_types}
        return Bench(theme, self.planned, kept, _data=self._data)

    def html(self, path: str) -> str:
        """The page at a path that there is. Raises ThemeBroken."""
        if path not in self.rendered:
            self.rendered[path] = self._render(path)
        return self.rendered[path]

    def _render(self, path: str) -> str:
        page = self.planned.pages[path]
        renderer = self._renderer(page.locale)
        view = view_of(PageContext(page, self._site, renderer.texts))
        self._data |= {file.path: file.data for file in price_files(page, self._site, view, None)}
        return renderer.render(view)

    def _renderer(self, locale: str) -> Renderer:
        if locale not in self._renderers:
            self._renderers[locale] = Renderer(self.theme, texts_for(self.theme, locale), self._site.assets)
        return self._renderers[locale]

    @cached_property
    def _site(self) -> SitePlan:
        styles: dict[str, PageStyles] = dict.fromkeys(PAGE_TYPES, self.looks.page_styles)
        return replace(self.planned.site, styles=styles, assets=self._addresses)

    @cached_property
    def looks(self) -> Looks:
        site = self.planned.site
        return looks_of(self.theme, site.configuration, site.addresses.prefix)

    @cached_property
    def _addresses(self) -> Mapping[str, str]:
        """Assets by their names under addresses that stay: a preview's browser keeps none of them."""
        files = {**{file: file for file in self.theme.assets}, **self.theme.asset_files}
        return {name: f"/{file}" for name, file in files.items()}

    def file(self, path: str) -> bytes | None:
        """An asset, the search index or a price file; None when there is none at the path."""
        if path == STYLESHEET:
            return self.looks.later.encode()
        assets = self.theme.assets
        found = assets.get(path.lstrip("/")) or self._data.get(path) or self.planned.files.get(path)
        return found or self._unhashed(posixpath.basename(_HASHED.sub("", path)))

    def _unhashed(self, base: str) -> bytes | None:
        """Stylesheets name pictures and fonts under their final addresses."""
        assets = self.theme.assets
        return next((assets[file] for file in assets if posixpath.basename(file) == base), None)
