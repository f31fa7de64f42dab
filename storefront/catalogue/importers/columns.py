"""Whether a table has the columns that a mapping names: without those of a needed field nothing would come in."""

from __future__ import annotations

from collections.abc import Iterator, Set
from difflib import get_close_matches
from string import Formatter
from typing import Any

from storefront.catalogue.importers.mapping import CONTINUATION, Mapping, Rule
from storefront.catalogue.importers.text import shown, shown_names
from storefront.catalogue.quarantine import QuarantinedRow
from storefront.errors import MappingInvalid

_HEADER = 1  # the header's row


def missing_columns(mapping: Mapping, columns: Set[str]) -> list[QuarantinedRow]:
    """A notice for every column that is named and not there, at the field that names it first.

    Raises MappingInvalid when that leaves no way to an id, a name or a price.
    """
    for field in ("id", "name", "price"):
        _refuse_hopeless(field, mapping, columns)
    named: dict[str, str] = {}
    for field, column in _uses(mapping):
        if column not in columns and column not in mapping.fields:
            named.setdefault(column, field)
    return [
        QuarantinedRow(_HEADER, field, f"There is no column {shown(column)}.", _remedy(column, columns), about="value")
        for column, field in named.items()
    ]


def _refuse_hopeless(field: str, mapping: Mapping, columns: Set[str]) -> None:
    """A price may also be the variants'."""
    sections = (mapping.product, mapping.variant) if field == "price" else (mapping.product,)
    rules = [section[field] for section in sections if field in section]
    if not rules or any(_can_say(rule, mapping, columns) for rule in rules):
        return
    wanted = sorted({column for rule in rules for column in _sources(rule, mapping)})
    reason = f"The mapping takes the {field} from {shown_names(wanted)}, and the file has no such column."
    raise MappingInvalid(reason, remedy=_remedy(wanted[0], columns))


def _can_say(rule: Any, mapping: Mapping, columns: Set[str]) -> bool:
    sources = list(_sources(rule, mapping))
    return not sources or _is_fixed(rule, mapping) or any(column in columns for column in sources)


def _is_fixed(rule: Any, mapping: Mapping) -> bool:
    """Whether it says something whatever the row holds."""
    if not isinstance(rule, Rule):
        return False
    below = (mapping.fields[name] for name in _named(rule) if name in mapping.fields)
    return rule.constant is not None or rule.default is not None or any(_is_fixed(part, Mapping()) for part in below)


def _sources(rule: Any, mapping: Mapping) -> Iterator[str]:
    """The file's own columns behind a rule; one of [fields] stands for those it is made of."""
    for name in _named(rule):
        if name in mapping.fields:
            yield from _named(mapping.fields[name])
        else:
            yield name


def _uses(mapping: Mapping) -> Iterator[tuple[str, str]]:
    """Each field with a column it names, in the mapping's order."""
    if mapping.group not in (None, CONTINUATION):
        yield "group", str(mapping.group)
    for section in (mapping.fields, mapping.product, mapping.variant):
        for field, rule in section.items():
            yield from ((field, column) for column in _named(rule))


def _named(rule: Any) -> Iterator[str]:
    """All that a rule, a list of them or a table of them reads."""
    if not isinstance(rule, Rule):
        for part in rule.values() if isinstance(rule, dict) else rule:
            yield from _named(part)
        return
    yield from (*rule.sources, *rule.digest, *filter(None, (rule.names, rule.values)))
    yield from (name for _, name, _, _ in Formatter().parse(rule.template or "") if name)


def _remedy(column: str, columns: Set[str]) -> str:
    meant = get_close_matches(column, sorted(columns), n=1)
    guess = f"Did you mean {shown(meant[0])}? " if meant else ""
    return f"{guess}The file has: {shown_names(columns)}."
