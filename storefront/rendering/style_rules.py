"""A stylesheet without the rules whose classes or ids a page cannot have.

A rule stays when every class and id of one of its selectors is known. Element names, attributes and whatever stands in
:is(), :not() and the like never rule it out: a merchant's text may hold any element.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import tinycss2

from storefront.errors import ThemeBroken

Known = Callable[[str], bool]
_GROUPING = frozenset({"media", "supports", "container", "layer"})  # at-rules that hold rules


@dataclass(frozen=True, slots=True)
class Selector:
    """`names` are the classes and ids that an element has to have."""

    text: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StyleRule:
    """ ".card,.tile{…}": `content` is what stands between the braces."""

    selectors: tuple[Selector, ...]
    content: str

    def used(self, known: Known) -> str:
        selectors = [one.text for one in self.selectors if all(map(known, one.names))]
        return f"{','.join(selectors)}{{{self.content}}}" if selectors else ""


@dataclass(frozen=True, slots=True)
class Group:
    """ "@media (…)" with its rules."""

    head: str
    rules: tuple[Rule, ...]

    def used(self, known: Known) -> str:
        text = "".join(rule.used(known) for rule in self.rules)
        return f"{self.head}{{{text}}}" if text else ""


@dataclass(frozen=True, slots=True)
class Statement:
    """Any other at-rule. `animation` is the name that @keyframes gives."""

    text: str
    animation: str = ""

    def used(self, known: Known) -> str:  # noqa: ARG002  # as the others
        return self.text


Rule = StyleRule | Group | Statement


def parsed(file: str, text: str) -> list[Rule]:
    """The rules of a stylesheet. Raises ThemeBroken with file and line."""
    return _rules(file, tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True))


def used(rules: Iterable[Rule], known: Known) -> str:
    """The text of the rules that can apply, and of the animations they name."""
    kept = [(rule, text) for rule in rules if (text := rule.used(known))]
    said = "".join(text for rule, text in kept if not _animation(rule))
    return "".join(text for rule, text in kept if _animation(rule) in said)


def _rules(file: str, nodes: Iterable[Any]) -> list[Rule]:
    made = []
    for node in nodes:
        _check(file, node)
        made.append(_rule(file, node))
    return made


def _rule(file: str, node: Any) -> Rule:
    if node.type == "qualified-rule":
        return StyleRule(tuple(_selectors(node.prelude)), tinycss2.serialize(node.content))
    if node.lower_at_keyword in _GROUPING and node.content is not None:
        inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
        return Group(f"@{node.at_keyword} {_prelude(node)}", tuple(_rules(file, inner)))
    is_animation = node.lower_at_keyword.endswith("keyframes")
    return Statement(node.serialize(), _prelude(node) if is_animation else "")


def _selectors(prelude: Iterable[Any]) -> Iterator[Selector]:
    """The selectors between the commas of a rule's prelude."""
    tokens: list[Any] = []
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            yield _selector(tokens)
            tokens = []
        else:
            tokens.append(token)
    yield _selector(tokens)


def _selector(tokens: list[Any]) -> Selector:
    return Selector(tinycss2.serialize(tokens), tuple(_names(tokens)))


def _names(selector: Iterable[Any]) -> Iterator[str]:
    after_dot = False
    for token in selector:
        if token.type == "hash" or (token.type == "ident" and after_dot):
            yield token.value
        after_dot = token.type == "literal" and token.value == "."


def _animation(rule: Rule) -> str:
    return rule.animation if isinstance(rule, Statement) else ""


def _prelude(node: Any) -> str:
    return str(tinycss2.serialize(node.prelude)).strip()


def _check(file: str, node: Any) -> None:
    broken = next((one for one in (node, *(getattr(node, "prelude", None) or ())) if one.type == "error"), None)
    if broken is not None:
        raise ThemeBroken(f"{file}, line {broken.source_line}: {broken.message}.", remedy="Correct the rule there.")
    if node.type == "at-rule" and node.lower_at_keyword == "import":
        raise ThemeBroken(
            f"{file}, line {node.source_line}: @import would be one more thing to wait for.",
            remedy="Name the file under [styles] in theme.toml.",
        )
