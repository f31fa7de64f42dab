"""A stylesheet without the rules whose classes or ids a page cannot have.

A rule stays when every class and id of one of its selectors is known. Element names, attributes and whatever stands in
:is(), :not() and the like never rule it out: a merchant's text may hold any element.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import tinycss2

from storefront.errors import ThemeBroken

Known = Callable[[str], bool]
_GROUPING = frozenset({"media", "supports", "container", "layer"})  # at-rules that hold rules


def parsed(file: str, text: str) -> list[Any]:
    """The rules of a stylesheet. Raises ThemeBroken with file and line."""
    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    _check(file, rules)
    return list(rules)


def used(rules: Iterable[Any], known: Known) -> str:
    """The text of the rules that can apply, and of the animations they name."""
    kept = [(rule, text) for rule in rules if (text := _text(rule, known))]
    said = "".join(text for rule, text in kept if not _is_animation(rule))
    return "".join(text for rule, text in kept if not _is_animation(rule) or _name(rule) in said)


def _text(rule: Any, known: Known) -> str:
    if rule.type == "qualified-rule":
        selectors = [one for one in _selectors(rule.prelude) if all(known(name) for name in _names(one))]
        content = tinycss2.serialize(rule.content)
        return f"{','.join(map(tinycss2.serialize, selectors))}{{{content}}}" if selectors else ""
    if rule.lower_at_keyword in _GROUPING and rule.content is not None:
        inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        text = "".join(_text(one, known) for one in inner)
        return f"@{rule.at_keyword} {tinycss2.serialize(rule.prelude).strip()}{{{text}}}" if text else ""
    return str(rule.serialize())


def _selectors(prelude: Iterable[Any]) -> Iterator[list[Any]]:
    """The selectors between the commas of a rule's prelude."""
    selector: list[Any] = []
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            yield selector
            selector = []
        else:
            selector.append(token)
    yield selector


def _names(selector: Iterable[Any]) -> Iterator[str]:
    """The classes and ids that an element has to have."""
    after_dot = False
    for token in selector:
        if token.type == "hash" or (token.type == "ident" and after_dot):
            yield token.value
        after_dot = token.type == "literal" and token.value == "."


def _is_animation(rule: Any) -> bool:
    return rule.type == "at-rule" and str(rule.lower_at_keyword).endswith("keyframes")


def _name(rule: Any) -> str:
    return str(tinycss2.serialize(rule.prelude)).strip()


def _check(file: str, rules: Iterable[Any]) -> None:
    for rule in rules:
        broken = next((one for one in [rule, *getattr(rule, "prelude", ())] if one.type == "error"), None)
        if broken is not None:
            raise ThemeBroken(f"{file}, line {broken.source_line}: {broken.message}.", remedy="Correct the rule there.")
        if rule.type == "at-rule" and rule.lower_at_keyword == "import":
            raise ThemeBroken(
                f"{file}, line {rule.source_line}: @import would be one more thing to wait for.",
                remedy="Name the file under [styles] in theme.toml.",
            )
