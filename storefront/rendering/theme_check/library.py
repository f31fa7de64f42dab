"""A theme's templates, read: syntax trees, their macros, and the words that t() can say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes

from storefront.rendering.environment import REMOVED_FILTERS
from storefront.rendering.locale_texts import PLACEHOLDER, engine_texts
from storefront.rendering.theme_check.blocks import unbalanced
from storefront.rendering.theme_check.draft import Draft
from storefront.rendering.theme_check.findings import Finding

FUNCTIONS = ("t", "asset", "sizes")


@dataclass
class Library:
    """Everything a walk through the templates looks things up in. A template that can't be read is an empty one."""

    draft: Draft
    findings: list[Finding] = field(default_factory=list)

    @cached_property
    def environment(self) -> Environment:
        environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
        for name in REMOVED_FILTERS:
            del environment.filters[name]
        return environment

    @cached_property
    def trees(self) -> Mapping[str, nodes.Template]:
        return {name: self._parsed(name, text) for name, text in self.draft.templates.items()}

    def _parsed(self, name: str, text: str) -> nodes.Template:
        file = self.draft.file_of(name)
        try:
            return self.environment.parse(text, name)
        except TemplateSyntaxError as error:
            message = f"{str(error.message).rstrip('.')}."
            found = unbalanced(file, text) or Finding(file, error.lineno, 1, "syntax", message)
            self.findings.append(found)
            return nodes.Template([], lineno=1)

    def macros(self, template: str) -> dict[str, nodes.Macro]:
        return {macro.name: macro for macro in self.trees[template].find_all(nodes.Macro)}

    @cached_property
    def assets(self) -> frozenset[str]:
        """Names that asset() knows: those of [assets], and files by themselves."""
        return frozenset(self.draft.table("assets")) | self.draft.assets

    @cached_property
    def texts(self) -> dict[str, list[Any]]:
        """Key → its words in every locale, the engine's own among them."""
        found: dict[str, list[Any]] = {}
        for table in (*engine_texts().values(), *self.draft.locales.values()):
            for key, words in table.items():
                found.setdefault(key, []).append(words)
        return found

    def placeholders(self, key: str) -> set[str]:
        """What a text needs values for; "count" where it has plural forms.

        The first language says it: what another one adds is that one's mistake.
        """
        needed: set[str] = set()
        first = self.draft.locales.get("en", {}).get(key)
        for words in self.texts[key] if first is None else [first]:
            forms = list(words.values()) if isinstance(words, dict) else [words]
            needed |= {name for form in forms for name in placeholders(str(form))}
            needed |= {"count"} if isinstance(words, dict) else set()
        return needed


def placeholders(text: str) -> set[str]:
    return set(re.findall(PLACEHOLDER, text))
