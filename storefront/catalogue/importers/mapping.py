"""The mapping language: a small TOML file that says how a CSV or JSON becomes products.

    [source]
    items = "data.products"        # JSON: where the list is; left out for a list or JSON lines
    photos = "assets"              # folder of the photos, beside the source
    group = "Model"                # rows in a row with the same value are one product's variants,
    group = "continuation"         # … or rows without a name belong to the product above
    repeats = "number"             # an id met before: "number" it (sources without ids) or "refuse" it (the default)

    [fields]                       # values put together first; below they are used like source fields
    width = { from = "Size", after = "Size: ", before = " •" }

    [product]                      # our fields: Product's, and brand, categories, photos
    id = "SKU"                     # the source field of that name
    name = { template = "{Brand} {Model}" }       # empty when all its fields are
    price = { from = ["Sale", "Price"] }           # the first that says something
    kind = { constant = "sunglasses" }
    …

    [variant]                      # our fields: Variant's; for a group of rows, or one variant of a single row
    colour = { from = "Colour", as = "colour" }

A rule's keys, applied in this order:

    from        source field(s), dotted into JSON objects;  constant  a fixed value;  template  text with {fields};
    digest      fields whose content makes a stable id (16 hex digits of their SHA-256)
    once        true: every word of the template's text only where it first stands, whatever its case
    all         true: the values of all `from` fields as a list
    after, before   the text behind the first mark (nothing without it), then the text up to the next mark
    split       a mark: the text's parts as a list;  keep  only the parts beginning so, without that beginning
    join        a mark: the list as one text again
    as          boolean · inverted · gtin · number · text (markup removed) · colour · colour of pair · lens of pair ·
                size marking · millimetres · kind · gender · price (with decimal = "," if need be)
    view, background   of photos
    default     instead of nothing

Options of variants are `options = { names = "Groups", values = "Values", split = "|" }`, or one rule per option:
`[variant.options]` with `Size = "Option 1"`. A frame's size may be one marking (`size = { …, as = "size marking" }`)
or lengths in `[product.size]`, with a rule `marking` for what they leave out. A product with variants is in stock when
one of them is. `photos` may be one rule or a list of rules.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from string import Formatter
from typing import Any

from storefront.catalogue.importers.transforms import TRANSFORMS
from storefront.catalogue.models import NOTED, Colour, FrameSize, Product, Variant
from storefront.errors import MappingInvalid, RequestInvalid, UnknownSource

CONTINUATION = "continuation"
_PLAIN_KEYS = ("constant", "template", "after", "before", "split", "keep", "join", "decimal", "view", "background")
_RULE_KEYS = frozenset({"from", "digest", "once", "all", "as", "default", "names", "values", *_PLAIN_KEYS})
_SOURCE_KEYS = frozenset({"items", "photos", "group", "repeats"})
_SECTIONS = frozenset({"source", "fields", "product", "variant"})
_PRODUCT_FIELDS = (frozenset(Product.model_fields) - NOTED) | {"brand", "categories", "photos"}
_VARIANT_FIELDS = frozenset(Variant.model_fields)
_TABLES: dict[str, frozenset[str] | None] = {  # fields that may be tables of rules; None where any name will do
    "size": frozenset(FrameSize.model_fields) | {"marking"},
    "colour": frozenset(Colour.model_fields),
    "options": None,
    "translations": None,
    "lens_colour_translations": None,
}


@dataclass(frozen=True, slots=True)
class Rule:
    """How one value is made; see the module's text. `sources` holds field names, `parts` the template's."""

    sources: tuple[str, ...] = ()
    constant: Any = None
    template: str | None = None
    digest: tuple[str, ...] = ()
    once: bool = False
    every: bool = False
    after: str | None = None
    before: str | None = None
    split: str | None = None
    keep: str | None = None
    join: str | None = None
    transform: str | None = None
    decimal: str | None = None
    view: str | None = None
    background: str | None = None
    default: Any = None
    names: str | None = None
    values: str | None = None


Rules = dict[str, Any]  # a field's Rule, a list of them (photos), or again Rules (size, options)


@dataclass(frozen=True, slots=True)
class Mapping:
    items: str = ""
    photos_folder: str = ""
    group: str | None = None
    number_repeats: bool = False
    fields: Rules = field(default_factory=dict)
    product: Rules = field(default_factory=dict)
    variant: Rules = field(default_factory=dict)


def load_mapping(path: Path) -> Mapping:
    """The mapping in a file.

    Raises UnknownSource, RequestInvalid when it can't be read, MappingInvalid with the place that is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise UnknownSource(f"There is no mapping file {path}.", remedy="Name a mapping file that exists.") from None
    except OSError as error:
        reason = f"The mapping file {path} can't be read: {error.strerror}."
        raise RequestInvalid(reason, remedy="Name a file that may be read.") from None
    except UnicodeDecodeError:
        reason = f"The mapping file {path} isn't text in UTF-8."
        raise RequestInvalid(reason, remedy="Name a TOML file; examples/mappings has some.") from None
    return parse_mapping(text, path.name)


def parse_mapping(text: str, name: str) -> Mapping:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingInvalid(f"The mapping {name} isn't TOML: {error}.") from None
    _only_known(document, _SECTIONS, f"the mapping {name}")
    source = document.get("source", {})
    _only_known(source, _SOURCE_KEYS, f"[source] of {name}")
    if source.get("repeats", "refuse") not in {"number", "refuse"}:
        raise MappingInvalid(f'{name}: repeats must be "number" or "refuse".')
    fields: dict[str, frozenset[str] | None] = {
        "fields": None,
        "product": _PRODUCT_FIELDS,
        "variant": _VARIANT_FIELDS,
    }
    sections = {part: _rules(document.get(part, {}), f"[{part}] of {name}", known) for part, known in fields.items()}
    missing = {"id", "name"} - sections["product"].keys()
    if missing:
        raise MappingInvalid(f"[product] of {name} lacks {' and '.join(sorted(missing))}.")
    return Mapping(
        items=source.get("items", ""),
        photos_folder=source.get("photos", ""),
        group=source.get("group"),
        number_repeats=source.get("repeats") == "number",
        **sections,
    )


def _rules(section: Any, place: str, known: frozenset[str] | None, *, nested: bool = False) -> Rules:
    """The rules of a table. Tables within it are rules too, but for the fields that may be tables, or if `nested`."""
    if not isinstance(section, dict):
        raise MappingInvalid(f"{place} must be a table.")
    if known is not None:
        _only_known(section, known, place)
    return {name: _field(name, value, f"{name} in {place}", nested=nested) for name, value in section.items()}


def _field(name: str, value: Any, place: str, *, nested: bool) -> Any:
    may_be_table = nested or name in _TABLES
    if isinstance(value, dict) and may_be_table and not value.keys() & _RULE_KEYS:
        return _rules(value, place, _TABLES.get(name), nested=name == "translations")
    if isinstance(value, list):
        return [_single(item, place) for item in value]
    return _single(value, place)


def _single(value: Any, place: str) -> Rule:
    if isinstance(value, str):
        return Rule(sources=(value,))
    if isinstance(value, dict):
        return _rule(value, place)
    raise MappingInvalid(f"{place} must be a field's name or a rule.")


def _rule(table: dict[str, Any], place: str) -> Rule:
    _only_known(table, _RULE_KEYS, place)
    transform = table.get("as")
    if transform is not None and transform not in TRANSFORMS:
        raise MappingInvalid(
            f"{place}: there is no transform {transform!r}.", remedy=f"Use one of: {', '.join(TRANSFORMS)}."
        )
    _check_template(table.get("template"), place)
    return Rule(
        sources=_names(table.get("from", ())),
        digest=_names(table.get("digest", ())),
        once=table.get("once", False) is True,
        every=table.get("all", False) is True,
        transform=transform,
        **{key: table.get(key) for key in (*_PLAIN_KEYS, "default", "names", "values")},
    )


def _names(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(str(name) for name in value)


def _check_template(template: Any, place: str) -> None:
    """Braces name fields and nothing else: no attributes, indexes or formats."""
    try:
        parts = list(Formatter().parse(template or ""))
    except (ValueError, TypeError):
        raise MappingInvalid(f"{place}: the template's braces don't match.") from None
    if any(name == "" or spec or conversion for _, name, spec, conversion in parts):
        raise MappingInvalid(f"{place}: write fields in a template as {{Name}}.")


def _only_known(table: Any, known: frozenset[str], place: str) -> None:
    if not isinstance(table, dict):
        raise MappingInvalid(f"{place} must be a table.")
    if unknown := sorted(table.keys() - known):
        meant = get_close_matches(unknown[0], sorted(known), n=1)
        guess = f"Did you mean {meant[0]}? " if meant else ""
        raise MappingInvalid(
            f"{place} doesn't know {', '.join(unknown)}.", remedy=f"{guess}It knows: {', '.join(sorted(known))}."
        )
