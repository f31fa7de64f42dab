"""The words of a locale: the theme's own first, then the engine's, then the same in the default language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from storefront.errors import ThemeBroken
from storefront.fitting.words import fitting_texts
from storefront.rendering.languages import base_language, plural_category
from storefront.rendering.theme_files import read_json
from storefront.rendering.themes import Theme, Words

_ENGINE_TEXTS = Path(__file__).parent / "texts"
PLACEHOLDER = re.compile(r"\{(\w+)\}")
_LAST_RESORT = "en"


class LocaleTexts:
    """`texts(key, **values)` is a theme's `t`: the text of a key with its {placeholders} filled in.

    A plural is chosen by the value called `count`. A key or value that is missing is the theme's mistake: ThemeBroken.
    """

    def __init__(
        self, locale: str, tables: Sequence[Mapping[str, Words]], languages: Sequence[str] | None = None
    ) -> None:
        """The first table that has a key counts. `languages` are the tables'; else they are in the locale's."""
        self.locale = locale
        self._words: dict[str, Words] = {}
        self._languages: dict[str, str] = {}
        for table, language in reversed(list(zip(tables, languages or [locale] * len(tables), strict=True))):
            self._words.update(table)
            self._languages.update(dict.fromkeys(table, language))

    def __call__(self, key: str, /, **values: object) -> str:
        words = self._words.get(key)
        if words is None:
            raise ThemeBroken(
                f"The text {key!r} is in no locale file.", remedy=f"Add it to locales/{self.locale}.json or en.json."
            )
        if isinstance(words, dict):
            words = self._plural(key, words, values.get("count"))
        return _filled(key, words, values) if "{" in words else words

    def find(self, key: str, otherwise: str) -> str:
        """The plain text of a key, or what to show when nobody has words for it."""
        words = self._words.get(key)
        return words if isinstance(words, str) else otherwise

    def _plural(self, key: str, forms: dict[str, str], count: object) -> str:
        if not isinstance(count, int | float):
            raise ThemeBroken(f"The text {key!r} has plural forms.", remedy="Give it a number called count.")
        return forms.get(plural_category(self._languages[key], count), forms["other"])


def _filled(key: str, words: str, values: dict[str, object]) -> str:
    """Only names are filled in, never expressions: a text can reach nothing but the values given."""
    pieces = list(_pieces(words))
    for place in range(1, len(pieces), 2):
        name = pieces[place]
        if name not in values:
            raise ThemeBroken(f"The text {key!r} needs a value for {{{name}}}.", remedy="Pass it to t().")
        pieces[place] = str(values[name])
    return "".join(pieces)


@lru_cache(maxsize=4_096)
def _pieces(words: str) -> tuple[str, ...]:
    """Text and the names of placeholders in turn: "{count} frames" gives ("", "count", " frames")."""
    return tuple(PLACEHOLDER.split(words))


@cache
def engine_texts() -> Mapping[str, Mapping[str, Words]]:
    """The words of what every store says (facet names, availability, shapes, fitting advice), by locale."""
    files = sorted(_ENGINE_TEXTS.glob("*.json"))
    return {path.stem: {**fitting_texts(path.stem), **read_json(path)} for path in files}


def texts_for(theme: Theme, locale: str) -> LocaleTexts:
    """A locale's words. "es-MX" takes from "es" what it lacks, and every locale takes from "en" in the end."""
    order = list(dict.fromkeys([locale, base_language(locale), _LAST_RESORT]))
    found = [(code, source[code]) for code in order for source in (theme.locales, engine_texts()) if code in source]
    return LocaleTexts(locale, [table for _, table in found], [code for code, _ in found])
