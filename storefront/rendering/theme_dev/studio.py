"""Takes in what is saved: what changed is read anew, and only what it touches is rendered again.

template        the pages whose templates it is among
stylesheet      no page at once: browsers take the new styles into the page they show
script, other   every page is loaded again
theme.toml,     the store is planned anew
locales
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from storefront.errors import StoreloomError
from storefront.rendering.contract import PageType
from storefront.rendering.theme_dev.bench import PAGE_TYPES, Bench
from storefront.rendering.theme_dev.closure import templates_of
from storefront.rendering.theme_dev.material import Material, planned
from storefront.rendering.themes import BUILT_IN, SHARED, Theme, load_theme


@dataclass(frozen=True, slots=True)
class Change:
    """What browsers shall do: take new styles, or load the page again if it is of one of these types."""

    kind: Literal["styles", "pages"]
    page_types: frozenset[PageType]


class Studio:
    """A theme's folder with a store to show it on. `problem` is why nothing can be shown at present."""

    def __init__(self, folder: Path, material: Material, base_url: str) -> None:
        self.folder = folder.resolve()
        self.problem: StoreloomError | None = None
        self.bench: Bench | None = None
        self.version = 0  # of what is shown: every change counts
        self._material = material
        self._base_url = base_url

    async def open(self) -> None:
        """Read the theme and plan the store."""
        self.problem = None
        try:
            theme = self._theme()
            self.bench = Bench(theme, await planned(self._material, theme, self._base_url))
        except StoreloomError as error:
            self.problem = error

    async def change(self, files: Iterable[Path]) -> Change:
        """Take in what was saved. A theme that can't be read is told of by every page until it can."""
        self.version += 1
        names = {self._name(path) for path in files}
        if self.bench is None or self.problem or not all(one.startswith(("templates/", "assets/")) for one in names):
            await self.open()
            return Change("pages", PAGE_TYPES)
        try:
            theme = self._theme()
        except StoreloomError as error:
            self.problem = error
            return Change("pages", PAGE_TYPES)
        change = _touched(theme, names)
        self.bench = self.bench.without(theme, change.page_types)
        return change

    def _theme(self) -> Theme:
        return load_theme(self.folder.name, self.folder.parent)

    def _name(self, path: Path) -> str:
        """A file as it is known within its theme, ours or the shared one: "templates/home.html"."""
        for root in (self.folder, BUILT_IN / SHARED):
            if path.is_relative_to(root):
                return path.relative_to(root).as_posix()
        return path.name

    @property
    def paths(self) -> list[str]:
        return list(self.bench.planned.pages) if self.bench else []

    def page_type(self, path: str) -> PageType | None:
        page = self.bench.planned.pages.get(path) if self.bench else None
        return page.type if page else None

    def html(self, path: str) -> str | None:
        """The page at a path; None when there is none. Raises ThemeBroken and what else stands in the way."""
        if self.problem is not None:
            raise self.problem
        return self.bench.html(path) if self.bench and self.page_type(path) else None

    def file(self, path: str) -> bytes | None:
        return self.bench.file(path) if self.bench else None


def _touched(theme: Theme, names: set[str]) -> Change:
    templates = {name.removeprefix("templates/") for name in names if name.startswith("templates/")}
    if templates and len(templates) == len(names):
        return Change("pages", frozenset(kind for kind in PAGE_TYPES if templates & templates_of(theme, kind)))
    return Change("styles" if all(name.endswith(".css") for name in names) else "pages", PAGE_TYPES)
