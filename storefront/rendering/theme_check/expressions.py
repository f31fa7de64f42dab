"""What an expression in a template is, and what is wrong with it: fields, names, filters, tests that there are not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from jinja2 import nodes

from storefront.rendering.theme_check import shapes
from storefront.rendering.theme_check.findings import Finding, column_of, meant
from storefront.rendering.theme_check.library import FUNCTIONS, Library
from storefront.rendering.theme_check.scopes import Caller, MacroName, Module, Scope
from storefront.rendering.theme_check.shapes import NUMBER, TEXT, UNKNOWN, Many, Record, Shape, Text

_NO_PAGE = 'Macros see no page: import them "with context", or hand them what they need.'
_LOOP = ("cycle", "depth", "depth0", "first", "index", "index0", "last", "length", "revindex", "revindex0")
_LOOP_ITEMS = ("previtem", "nextitem", "changed")
_OF_DICTS = ("get", "items", "keys", "values")
_DEFAULTS = ("default", "d")
_SAME_LIST = ("sort", "unique", "reverse", "list", "select", "reject", "selectattr", "rejectattr")
_ITEM = ("first", "last", "min", "max")
_NUMBERS = ("length", "count", "int", "float", "round", "abs", "sum", "wordcount")
_TEXTS = ("join", "upper", "lower", "title", "capitalize", "trim", "replace", "escape", "e", "string", "truncate")
_OF_ATTRIBUTES = ("map", "sort", "selectattr", "rejectattr", "groupby", "sum", "unique", "min", "max", "join")


class Expressions:
    """Finds the shape of expressions. `template` is the one whose code is looked at."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.findings: set[Finding] = set()
        self.fields_read: set[tuple[str, str]] = set()  # (record, field)
        self.template = ""

    def tell(self, node: nodes.Node, word: str, rule: str, what: str, remedy: str = "") -> None:
        """A finding at the node's line, in the column where the word stands."""
        text = self.library.draft.templates.get(self.template, "")
        file = self.library.draft.file_of(self.template)
        self.findings.add(Finding(file, node.lineno, column_of(text, node.lineno, word), rule, what, remedy))

    def shape(self, node: nodes.Node | None, scope: Scope) -> Shape:
        """Looks at an expression and all within it."""
        if node is None:
            return UNKNOWN
        handle = getattr(self, f"_{type(node).__name__.lower()}", None)
        if handle is not None:
            found: Shape = handle(node, scope)
            return found
        return merged_of([self.shape(child, scope) for child in node.iter_child_nodes()], NUMBER, UNKNOWN)

    # Values

    def _const(self, node: nodes.Const, _: Scope) -> Shape:
        value = node.value
        if isinstance(value, str):
            return TEXT
        return shapes.Nothing() if value is None else NUMBER

    def _templatedata(self, _: nodes.TemplateData, __: Scope) -> Shape:
        return TEXT

    def _list(self, node: nodes.List | nodes.Tuple, scope: Scope) -> Shape:
        return Many(shapes.merged(self.shape(item, scope) for item in node.items))

    _tuple = _list

    def _dict(self, node: nodes.Dict, scope: Scope) -> Shape:
        for pair in node.items:
            self.shape(pair.value, scope)
        return UNKNOWN

    def _name(self, node: nodes.Name, scope: Scope) -> Shape:
        found = scope.find(node.name)
        if found is None and node.name not in FUNCTIONS:
            known = [*scope.known(), *FUNCTIONS]
            otherwise = "Templates see page, t(), asset() and sizes(), and what they set or import themselves."
            remedy = _NO_PAGE if node.name == "page" else meant(node.name, known, otherwise)
            self.tell(node, node.name, "unknown-name", f"There is no {node.name!r} here.", remedy)
        return found or UNKNOWN

    # Operators

    def _condexpr(self, node: nodes.CondExpr, scope: Scope) -> Shape:
        self.shape(node.test, scope)
        return shapes.merged([self.shape(node.expr1, scope), self.shape(node.expr2, scope)])

    def _and(self, node: nodes.And | nodes.Or, scope: Scope) -> Shape:
        return shapes.merged([self.shape(node.left, scope), self.shape(node.right, scope)])

    _or = _and

    def _not(self, node: nodes.Not, scope: Scope) -> Shape:
        self.shape(node.node, scope)
        return NUMBER

    def _concat(self, node: nodes.Concat, scope: Scope) -> Shape:
        for part in node.nodes:
            self.shape(part, scope)
        return TEXT

    def _compare(self, node: nodes.Compare, scope: Scope) -> Shape:
        left = self.shape(node.expr, scope)
        for operand in node.ops:
            self.shape(operand.expr, scope)
            parts = operand.expr.items if isinstance(operand.expr, nodes.List | nodes.Tuple) else [operand.expr]
            if isinstance(left, Text) and left.values and not isinstance(node.expr, nodes.Const):
                self._check_values(left, parts)
        return NUMBER

    def _check_values(self, left: Text, parts: Iterable[nodes.Node]) -> None:
        for part in parts:
            if isinstance(part, nodes.Const) and isinstance(part.value, str) and part.value not in left.values:
                listed = f"It is one of {', '.join(sorted(left.values))}."
                remedy = meant(part.value, left.values, listed)
                self.tell(part, part.value, "unknown-value", f"This is never {part.value!r}.", remedy)

    # Parts of a value

    def _getattr(self, node: nodes.Getattr, scope: Scope) -> Shape:
        return self._field(node, self.shape(node.node, scope), node.attr)

    def _getitem(self, node: nodes.Getitem, scope: Scope) -> Shape:
        of = self.shape(node.node, scope)
        self.shape(node.arg, scope)
        if isinstance(node.arg, nodes.Slice):
            return of
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self._field(node, of, node.arg.value)
        return shapes.item_of(of)

    def _field(self, node: nodes.Getattr | nodes.Getitem, of: Shape, name: str) -> Shape:
        if name.startswith("_"):
            self.tell(node, name, "refused", f"{name!r} is refused: templates see no insides of values.")
            return UNKNOWN
        options = shapes.options_of(of)
        found = [shape for one in options if (shape := self._of_one(one, name)) is not None]
        if not found:
            self._no_field(node, options, name)
        return shapes.merged(found) if found else UNKNOWN

    def _of_one(self, of: Shape, name: str) -> Shape | None:
        """The field of a value of one shape; None when it has none of that name."""
        match of:
            case Record():
                self.fields_read.add((of.name, name))
                return of.fields.get(name, UNKNOWN if name in _OF_DICTS else None)
            case Many():
                return UNKNOWN if name in ("count", "index") else None
            case Text():
                return TEXT if hasattr(str, name) else None
            case shapes.Written():
                return TEXT if hasattr(str, name) else None
            case shapes.Number():
                return None
            case shapes.Loop():
                return NUMBER if name in _LOOP else of.item if name in _LOOP_ITEMS else None
            case Module():
                macros = self.library.macros(of.template)
                return MacroName(of.template, name, of.sees_page) if name in macros else None
        return UNKNOWN

    def _no_field(self, node: nodes.Getattr | nodes.Getitem, options: Iterable[Shape], name: str) -> None:
        said = spelled(node.node)
        first = next(iter(options))
        known = sorted({field for one in options for field in self._fields_of(one)})
        otherwise = f"It has {', '.join(known)}." if known else ""
        if isinstance(first, Many):
            otherwise = "It is a list: go through it with for, or take [0]."
        elif isinstance(first, Text | shapes.Number) and not isinstance(first, Record):
            otherwise = "It is a text." if isinstance(first, Text) else "It is a number or yes or no."
        self.tell(node, name, "unknown-field", f"{said} has no {name!r}.", meant(name, known, otherwise))

    def _fields_of(self, shape: Shape) -> Iterable[str]:
        match shape:
            case Record():
                return shape.fields
            case shapes.Loop():
                return (*_LOOP, *_LOOP_ITEMS)
            case Module():
                return self.library.macros(shape.template)
        return ()

    # Filters and tests

    def _filter(self, node: nodes.Filter, scope: Scope) -> Shape:
        of = self._filtered_value(node, scope)
        given = [self.shape(argument, scope) for argument in (*node.args, *(pair.value for pair in node.kwargs))]
        filters = self.library.environment.filters
        if node.name not in filters:
            remedy = meant(node.name, filters)
            if node.name == "safe":
                remedy = "What may hold markup is marked so by the contract already; everything else is escaped."
            self.tell(node, node.name, "unknown-filter", f"There is no filter {node.name!r}.", remedy)
            return UNKNOWN
        self._check_attributes(node, of)
        return shapes.merged([of, *given]) if node.name in _DEFAULTS else _filtered(node, of)

    def _filtered_value(self, node: nodes.Filter, scope: Scope) -> Shape:
        if node.name in _DEFAULTS and isinstance(node.node, nodes.Name):
            return scope.find(node.node.name) or shapes.Nothing()
        return self.shape(node.node, scope) if node.node is not None else TEXT

    def _check_attributes(self, node: nodes.Filter, of: Shape) -> None:
        """|map(attribute="name") and its like name a field of the items."""
        item = shapes.item_of(of)
        if node.name not in _OF_ATTRIBUTES or not isinstance(item, Record):
            return
        name = attribute_of(node)
        if name is not None and name.partition(".")[0] not in item.fields:
            what = f"The items of {spelled(node.node)} have no {name!r}."
            self.tell(node, name, "unknown-field", what, meant(name, item.fields))

    def _test(self, node: nodes.Test, scope: Scope) -> Shape:
        is_asked = node.name in ("defined", "undefined") and isinstance(node.node, nodes.Name)
        if not is_asked:
            self.shape(node.node, scope)
        for argument in node.args:
            self.shape(argument, scope)
        tests = self.library.environment.tests
        if node.name not in tests:
            self.tell(node, node.name, "unknown-test", f"There is no test 'is {node.name}'.", meant(node.name, tests))
        return NUMBER

    # Calls

    def _call(self, node: nodes.Call, scope: Scope) -> Shape:
        if isinstance(node.node, nodes.Name) and node.node.name in FUNCTIONS:
            self._arguments(node, scope)
            self.call_function(node, node.node.name, scope)
            return TEXT
        if isinstance(node.node, nodes.Name) and node.node.name == "super" and scope.find("super") is not None:
            return self.call_super(scope)
        called = self.shape(node.node, scope)
        given = self._arguments(node, scope)
        if isinstance(called, MacroName):
            return self.call_macro(node, called, *given)
        if isinstance(called, Record | Many | Text | shapes.Written | shapes.Number) and not isinstance(
            node.node, nodes.Getattr
        ):
            self.tell(node, spelled(node.node), "not-callable", f"{spelled(node.node)} is no function.")
        return TEXT if isinstance(called, Caller | Text | shapes.Written) else UNKNOWN

    def _arguments(self, node: nodes.Call, scope: Scope) -> tuple[list[Shape], dict[str, Shape]]:
        for spread in (node.dyn_args, node.dyn_kwargs):
            self.shape(spread, scope)
        named = {pair.key: self._argument(pair.value, scope) for pair in node.kwargs}
        return [self._argument(argument, scope) for argument in node.args], named

    def _argument(self, node: nodes.Expr, scope: Scope) -> Shape:
        if isinstance(node, nodes.Const) and isinstance(node.value, str):
            return shapes.Written(node.value, self.template, node.lineno)
        return self.shape(node, scope)

    def call_function(self, node: nodes.Call, name: str, scope: Scope) -> None:
        raise NotImplementedError

    def call_macro(self, node: nodes.Call, macro: MacroName, args: list[Shape], named: dict[str, Shape]) -> Shape:
        raise NotImplementedError

    def call_super(self, scope: Scope) -> Shape:
        raise NotImplementedError


def _filtered(node: nodes.Filter, of: Shape) -> Shape:
    if node.name in _NUMBERS:
        return NUMBER
    if node.name in _TEXTS:
        return TEXT
    if node.name in _SAME_LIST:
        return of if isinstance(of, Many) else UNKNOWN
    if node.name in _ITEM:
        return shapes.item_of(of)
    if node.name == "map" and (name := attribute_of(node)) is not None:
        item = shapes.item_of(of)
        return Many(item.fields.get(name, UNKNOWN) if isinstance(item, Record) else UNKNOWN)
    if node.name in ("batch", "slice"):
        return Many(of) if isinstance(of, Many) else UNKNOWN
    return UNKNOWN


def attribute_of(node: nodes.Filter) -> str | None:
    named: list[Any] = [pair.value for pair in node.kwargs if pair.key == "attribute"]
    if node.name in ("selectattr", "rejectattr", "groupby"):
        named += node.args[:1]
    first = named[0] if named else None
    return first.value if isinstance(first, nodes.Const) and isinstance(first.value, str) else None


def merged_of(parts: list[Shape], same: Shape, otherwise: Shape) -> Shape:
    """Arithmetic gives numbers from numbers, and who knows what from the rest."""
    return same if parts and all(part == same for part in parts) else otherwise


def spelled(node: nodes.Node | None) -> str:
    """An expression as people write it, as far as names and fields go."""
    match node:
        case nodes.Name():
            return str(node.name)
        case nodes.Getattr():
            return f"{spelled(node.node)}.{node.attr}"
        case nodes.Getitem():
            return f"{spelled(node.node)}[…]"
        case nodes.Call():
            return f"{spelled(node.node)}()"
        case nodes.Filter():
            return f"{spelled(node.node)}|{node.name}"
    return "This"
