"""Stylesheets: rules that can be read, properties that there are, files that there are, the shop's own colours."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import tinycss2

from storefront.catalogue.models import StoreConfiguration
from storefront.rendering.palette import palette_css, palette_of
from storefront.rendering.theme_check.draft import Draft
from storefront.rendering.theme_check.findings import Finding, meant, nearest, place
from storefront.rendering.theme_check.vocabulary import AT_RULES, MEDIA_FEATURES, PROPERTIES

_FONTS = ("--font-heading", "--font-body")
_CUSTOM = re.compile(r"(--[\w-]+)\s*:")
_WORD = re.compile(r"[\w-]+")
_COLOURED = ("color", "background", "background-color")
_COLOUR_WORDS = ("white", "black", "red", "green", "blue", "grey", "gray", "silver", "orange", "yellow", "navy")
_COLOUR_FUNCTIONS = ("rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch")
_PRINT = "print"


@dataclass(frozen=True)
class Styles:
    """All stylesheets of a theme: what one of them defines, others may use."""

    draft: Draft

    @cached_property
    def custom(self) -> set[str]:
        """Custom properties: the palette's, the fonts', and those that stylesheets and scripts set."""
        engine = palette_css(palette_of(StoreConfiguration(store_id="any", store_name="any")))
        texts = [self.draft.asset_text(name) for name in self.draft.assets if name.endswith((".css", ".js"))]
        set_by_scripts = re.findall(r"[\"'](--[\w-]+)[\"']", "\n".join(texts))
        return {*_FONTS, *_CUSTOM.findall("\n".join([engine, *texts])), *set_by_scripts}

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of templates and scripts: what is styled has to be among them."""
        scripts = [self.draft.asset_text(name) for name in self.draft.assets if name.endswith((".js", ".mjs"))]
        return frozenset(_WORD.findall("\n".join([*self.draft.templates.values(), *scripts])))

    def check(self, file: str, text: str) -> Iterator[Finding]:
        broken = list(_braces(file, text))
        yield from broken
        if not broken:
            rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
            yield from self._rules(file, rules, printed=False)

    def _rules(self, file: str, rules: Iterable[Any], *, printed: bool) -> Iterator[Finding]:
        for rule in rules:
            if rule.type == "error":
                yield _at(file, rule, "css", f"The rule can't be read: {rule.message}.")
            elif rule.type == "at-rule":
                yield from self._at_rule(file, rule, printed=printed)
            elif rule.type == "qualified-rule":
                yield from self._selector(file, rule)
                yield from self._declarations(file, rule.content, printed=printed)

    def _at_rule(self, file: str, rule: Any, *, printed: bool) -> Iterator[Finding]:
        name = rule.lower_at_keyword
        if name.lstrip("-").removeprefix("webkit-") not in AT_RULES:
            yield _at(file, rule, "css", f"There is no @{name}.", meant(name, AT_RULES))
            return
        if name == "import":
            yield _at(file, rule, "css", "@import is one more thing to wait for.", "Name the file under [styles].")
        if name == "media":
            yield from _features(file, rule)
        if rule.content is None:
            return
        inner_is_printed = printed or (name == "media" and _PRINT in tinycss2.serialize(rule.prelude))
        if name in ("media", "supports", "container", "layer", "keyframes", "scope", "starting-style"):
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            yield from self._rules(file, inner, printed=inner_is_printed)
        else:
            yield from self._declarations(file, rule.content, printed=True)
        if name == "font-face" and "font-display" not in tinycss2.serialize(rule.content):
            yield _at(file, rule, "css", "Text stays unseen until the font is there.", "Add font-display: swap.")

    def _selector(self, file: str, rule: Any) -> Iterator[Finding]:
        after_dot = False
        for token in rule.prelude:
            if token.type == "error":
                yield _at(file, token, "css", f"The selector can't be read: {token.message}.")
            if after_dot and token.type == "ident" and not self._is_known(token.value):
                what = f"No template or script has a class {token.value!r}."
                yield _at(file, token, "unknown-class", what, meant(token.value, self.words))
            after_dot = token.type == "literal" and token.value == "."
        said = tinycss2.serialize(rule.prelude).strip()
        if not said or said.endswith(",") or ",," in said.replace(" ", ""):
            yield _at(file, rule, "css", "A selector is missing.", "Take the comma away, or write what is styled.")

    def _is_known(self, name: str) -> bool:
        """Also a class whose end Jinja or a script writes: "icon-{{ name }}" has the word "icon-"."""
        starts = (name[: at + 1] for at, sign in enumerate(name) if sign == "-")
        return name in self.words or any(start in self.words for start in starts)

    def _declarations(self, file: str, content: Any, *, printed: bool) -> Iterator[Finding]:
        for one in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
            if one.type == "error":
                yield _at(file, one, "css", f"The declaration can't be read: {one.message}.", "Look for a : or ;.")
            elif one.type == "qualified-rule":
                yield from self._declarations(file, one.content, printed=printed)
            elif one.type == "declaration":
                yield from self._declaration(file, one, printed=printed)

    def _declaration(self, file: str, one: Any, *, printed: bool) -> Iterator[Finding]:
        name = one.lower_name
        own = name.startswith("-")
        if not own and name not in PROPERTIES:
            near = nearest(name, PROPERTIES)
            yield _at(file, one, "css", f"There is no property {name!r}.", f"Did you mean {near!r}?" if near else "")
        if not own and any(token.type == "literal" and token.value == ":" for token in one.value):
            yield _at(file, one, "css", f"The value of {name} holds a colon.", "A semicolon is missing before it.")
            return
        if not [token for token in one.value if token.type not in ("whitespace", "comment")] and not own:
            yield _at(file, one, "css", f"{name} has no value.")
        yield from self._values(file, one.value)
        if name in _COLOURED and not printed:
            yield from _fixed_colours(file, one)

    def _values(self, file: str, tokens: Iterable[Any]) -> Iterator[Finding]:
        for token in tokens:
            if token.type == "error":
                yield _at(file, token, "css", f"The value can't be read: {token.message}.")
            address = _address(token)
            if address is not None:
                yield from self._file(file, token, address)
            elif token.type == "function":
                if token.lower_name == "var":
                    yield from self._variable(file, token)
                yield from self._values(file, token.arguments)

    def _variable(self, file: str, function: Any) -> Iterator[Finding]:
        name = next((token for token in function.arguments if token.type == "ident"), None)
        if name is not None and name.value not in self.custom:
            what = f"There is no custom property {name.value}."
            yield _at(file, name, "custom-property", what, meant(name.value, self.custom))

    def _file(self, file: str, token: Any, address: str) -> Iterator[Finding]:
        if address.startswith(("data:", "#")):
            return
        if address.startswith(("http:", "https:", "//")):
            what = f"{address} is foreign. The page's security policy refuses it."
            yield _at(file, token, "foreign-file", what, "Put the file into assets/.")
            return
        wanted = posixpath.normpath(
            posixpath.join(posixpath.dirname(file), address.partition("?")[0].partition("#")[0])
        )
        if wanted not in self.draft.assets:
            near = nearest(wanted, self.draft.assets)
            remedy = f"Did you mean {posixpath.relpath(near, posixpath.dirname(file))!r}?" if near else "Add the file."
            yield _at(file, token, "missing-file", f"There is no file {address!r}.", remedy)


def _address(token: Any) -> str | None:
    """What url(…) names."""
    if token.type == "url":
        return str(token.value)
    if token.type == "function" and token.lower_name == "url":
        return next((str(one.value) for one in token.arguments if one.type == "string"), None)
    return None


def _fixed_colours(file: str, declaration: Any) -> Iterator[Finding]:
    """Text and grounds take the shop's colours: others are not known to be readable, by day and by night."""
    for token in declaration.value:
        is_word = token.type == "ident" and token.lower_value in _COLOUR_WORDS
        is_function = token.type == "function" and token.lower_name in _COLOUR_FUNCTIONS
        if (token.type == "hash" or is_word or is_function) and not _is_see_through(token):
            what = f"{declaration.lower_name} is {token.serialize()} whatever colours the shop has."
            yield _at(file, token, "fixed-colour", what, "Use var(--color-text), var(--color-surface) or their like.")


def _is_see_through(token: Any) -> bool:
    """A veil: what lies under it still shows."""
    if token.type == "hash":
        return len(token.value) in (4, 8)
    return token.type == "function" and ("/" in token.serialize() or token.serialize().count(",") == 3)


def _features(file: str, rule: Any) -> Iterator[Finding]:
    for block in rule.prelude:
        if block.type == "() block":
            for token in block.content:
                known = token.type != "ident" or token.lower_value in MEDIA_FEATURES
                near = None if known else nearest(token.lower_value, MEDIA_FEATURES, 0.8)
                if near:
                    what = f"@media knows no {token.value!r}."
                    yield _at(file, token, "css", what, f"Did you mean {near!r}?")


def _braces(file: str, text: str) -> Iterator[Finding]:
    """Braces that are not closed, or close nothing."""
    plain = re.sub(r"/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", _blanked, text, flags=re.DOTALL)
    opened: list[int] = []
    for found in re.finditer(r"[{}]", plain):
        if found[0] == "{":
            opened.append(found.start())
        elif opened:
            opened.pop()
        else:
            yield Finding(file, *place(text, found.start()), "css", "This } closes nothing.", "Take it away.")
    for offset in opened[-1:]:
        yield Finding(file, *place(text, offset), "css", "This { is not closed.", "Add a } where the rule ends.")


def _blanked(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def _at(file: str, node: Any, rule: str, what: str, remedy: str = "") -> Finding:
    return Finding(file, node.source_line, node.source_column, rule, what, remedy)
