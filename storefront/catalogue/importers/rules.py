"""Rules of a mapping applied to one row."""

from __future__ import annotations

import hashlib
from string import Formatter
from typing import Any

import orjson

from storefront.catalogue.importers.mapping import Rule, Rules
from storefront.catalogue.importers.transforms import TRANSFORMS
from storefront.catalogue.prices import parse_price

Fields = dict[str, Any]


def apply_rules(rules: Rules, row: Fields) -> Fields:
    """Our fields that the row says something about."""
    made = {name: _made(rule, row) for name, rule in rules.items()}
    return {name: value for name, value in made.items() if not _nothing(value)}


def apply_rule(rule: Rule, row: Fields) -> Any:
    """One value: text, number, list or what the transform makes of it; the default when there is nothing."""
    value = _cut(_raw(rule, row), rule)
    if rule.split is not None and value is not None:
        value = _parts(value, rule)
    if rule.join is not None and isinstance(value, list):
        value = rule.join.join(value)
    if not _nothing(value) and rule.transform:
        value = parse_price(value, decimal=rule.decimal) if rule.decimal else TRANSFORMS[rule.transform](value)
    return rule.default if _nothing(value) else value


def look_up(row: Fields, name: str) -> Any:
    """A field by its name, or by a dotted path into objects; None when there is none or it is blank."""
    value: Any = row.get(name)
    if value is None and "." in name:
        value = row
        for part in name.split("."):
            value = value.get(part) if isinstance(value, dict) else None
    return None if _nothing(value) else value


def _made(rule: Any, row: Fields) -> Any:
    if isinstance(rule, list):
        return [value for value in (_made(item, row) for item in rule) if not _nothing(value)]
    return apply_rule(rule, row) if isinstance(rule, Rule) else apply_rules(rule, row)


def _raw(rule: Rule, row: Fields) -> Any:
    if rule.template is not None:
        text = _filled(rule.template, row)
        return _each_word_once(text) if text and rule.once else text
    if rule.digest:
        return _digest([look_up(row, name) for name in rule.digest])
    found = [value for value in (look_up(row, name) for name in rule.sources) if value is not None]
    if rule.every:
        return found
    return found[0] if found else rule.constant


def _filled(template: str, row: Fields) -> str | None:
    """The template with fields put in; missing ones leave no gap, and without any there is nothing."""
    names = [name for _, name, _, _ in Formatter().parse(template) if name]
    values = {name: look_up(row, name) for name in names}
    if names and all(value is None for value in values.values()):
        return None
    pieces = (
        literal + ("" if name is None or values[name] is None else str(values[name]))
        for literal, name, _, _ in Formatter().parse(template)
    )
    return " ".join("".join(pieces).split())


def _each_word_once(text: str) -> str:
    """ "Lenskart Air Air Flex" is "Lenskart Air Flex": a brand or line that several columns tell is told once."""
    first: dict[str, str] = {}
    for word in text.split():
        first.setdefault(word.casefold(), word)
    return " ".join(first.values())


def _digest(values: list[Any]) -> str | None:
    if all(value is None for value in values):
        return None
    return hashlib.sha256(orjson.dumps([None if v is None else str(v) for v in values])).hexdigest()[:16]


def _cut(value: Any, rule: Rule) -> Any:
    if value is None or (rule.after is None and rule.before is None):
        return value
    text = str(value)
    if rule.after is not None:
        _, mark, text = text.partition(rule.after)
        if not mark:
            return None
    return (text.partition(rule.before)[0] if rule.before is not None else text).strip()


def _parts(value: Any, rule: Rule) -> list[str]:
    items = value if isinstance(value, list) else str(value).split(rule.split)
    parts = [str(item).strip() for item in items]
    if rule.keep is not None:
        parts = [part.removeprefix(rule.keep).strip() for part in parts if part.startswith(rule.keep)]
    return [part for part in parts if part]


def _nothing(value: Any) -> bool:
    return value is None or value == [] or value == {} or (isinstance(value, str) and not value.strip())
