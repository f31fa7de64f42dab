"""Any table or JSON through a mapping (mapping.py tells the language)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from storefront.catalogue.drafts import Draft, Drafts
from storefront.catalogue.importers.mapping import CONTINUATION, Mapping, Rule
from storefront.catalogue.importers.photos import media_of
from storefront.catalogue.importers.rules import apply_rule, apply_rules, look_up
from storefront.catalogue.quarantine import QuarantinedRow
from storefront.catalogue.taxonomy import category_paths

Fields = dict[str, Any]


class Record(NamedTuple):
    number: int
    fields: Fields


def mapped_drafts(records: Iterable[Record | QuarantinedRow], mapping: Mapping) -> Drafts:
    """A draft for every row, or for every group of rows; problems of reading are passed on."""
    for group in _groups(records, mapping):
        if isinstance(group, QuarantinedRow):
            yield group
        else:
            yield _draft(group, mapping)


def _groups(records: Iterable[Record | QuarantinedRow], mapping: Mapping) -> Iterator[list[Record] | QuarantinedRow]:
    group: list[Record] = []
    for record in records:
        if isinstance(record, QuarantinedRow):
            yield record
            continue
        prepared = Record(record.number, {**record.fields, **apply_rules(mapping.fields, record.fields)})
        if group and not _belongs(prepared.fields, group[0].fields, mapping):
            yield group
            group = []
        group.append(prepared)
    if group:
        yield group


def _belongs(row: Fields, first: Fields, mapping: Mapping) -> bool:
    if mapping.group is None:
        return False
    if mapping.group == CONTINUATION:
        name: Any = mapping.product["name"]
        return apply_rule(name, row) is None
    value = look_up(row, mapping.group)
    return value is not None and value == look_up(first, mapping.group)


def _draft(group: list[Record], mapping: Mapping) -> Draft:
    first = group[0]
    fields = _sized(apply_rules(mapping.product, first.fields))
    brand = fields.pop("brand", None)
    categories = fields.pop("categories", ())
    photos = fields.pop("photos", None)
    if photos is not None:
        fields["media"] = media_of(_photos(mapping.product["photos"], first.fields))
    if mapping.variant:
        fields["variants"] = [_variant(record.fields, first.fields, mapping) for record in group]
        fields["in_stock"] = any(variant.get("in_stock", True) for variant in fields["variants"])
    return Draft(
        row=first.number,
        fields=fields,
        brand=None if brand is None else str(brand),
        categories=_paths(categories),
        number_repeats=mapping.number_repeats,
    )


def _variant(row: Fields, first: Fields, mapping: Mapping) -> Fields:
    rules = dict(mapping.variant)
    options = rules.pop("options", None)
    variant = _sized(apply_rules(rules, row))
    if isinstance(options, Rule):
        variant["options"] = _paired_options(options, row, first)
    elif options:
        variant["options"] = {name: str(value) for name, value in apply_rules(options, row).items()}
    return variant


def _sized(fields: Fields) -> Fields:
    """Lengths of a `marking` among a size's rules put beside the single lengths, which count more."""
    size = fields.get("size")
    if isinstance(size, dict) and "marking" in size:
        fields["size"] = {**size["marking"], **{name: length for name, length in size.items() if name != "marking"}}
    return fields


def _paired_options(rule: Rule, row: Fields, first: Fields) -> dict[str, str]:
    """Names and values side by side in two cells; the names may stand in the group's first row alone."""
    mark = rule.split or "|"
    names = str(look_up(row, rule.names or "") or look_up(first, rule.names or "") or "").split(mark)
    values = str(look_up(row, rule.values or "") or "").split(mark)
    pairs = ((name.strip(), value.strip()) for name, value in zip(names, values, strict=False))
    return {name: value for name, value in pairs if name and value}


def _photos(rules: Any, row: Fields) -> Iterator[Fields]:
    """Addresses with the view and background their rule tells."""
    for rule in rules if isinstance(rules, list) else [rules]:
        value = apply_rule(rule, row)
        for address in value if isinstance(value, list) else [value]:
            yield {"source": address, "view": rule.view, "background": rule.background}


def _paths(value: Any) -> list[tuple[str, ...]]:
    """Category paths from a text, or from a list of texts."""
    texts = value if isinstance(value, list) else [value] if value else []
    return [path for text in texts for path in category_paths(str(text))]
