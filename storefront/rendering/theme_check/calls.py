"""Calls in a template: t(), asset() and sizes() know what they are asked for; macros get what they need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jinja2 import nodes

from storefront.rendering.theme_check import shapes
from storefront.rendering.theme_check.expressions import Expressions
from storefront.rendering.theme_check.findings import meant
from storefront.rendering.theme_check.library import Library
from storefront.rendering.theme_check.scopes import MacroName, Scope
from storefront.rendering.theme_check.shapes import Shape, Written

_IMPLIED = ("caller", "varargs", "kwargs")


class Calls(Expressions):
    """Checks what is called with what. `keys_said` are the texts that some page says."""

    def __init__(self, library: Library) -> None:
        super().__init__(library)
        self.keys_said: set[str] = set()

    def call_function(self, node: nodes.Call, name: str, scope: Scope) -> None:
        if not node.args:
            self.tell(node, name, "arguments", f"{name}() needs the name of what it shall give.")
            return
        for key in _constants(node.args[0]):
            self._check_key(node, name, str(key.value))
        named = scope.find(node.args[0].name) if isinstance(node.args[0], nodes.Name) else None
        if isinstance(named, Written):  # told where it is written, not in the macro that takes it
            before, self.template = self.template, named.template
            self._check_key(nodes.Call(node.node, [], node.kwargs, None, None, lineno=named.line), name, named.value)
            self.template = before

    def _check_key(self, node: nodes.Call, name: str, key: str) -> None:
        if name == "t":
            self._check_text(node, key)
            return
        known: Iterable[str] = self.library.assets if name == "asset" else self.library.draft.table("pictures")
        what, table = ("asset", "assets") if name == "asset" else ("place for pictures", "pictures")
        if key not in known:
            remedy = meant(key, known, f"Name it under [{table}] in theme.toml.")
            self.tell(node, key, f"unknown-{table.removesuffix('s')}", f"There is no {what} {key!r}.", remedy)

    def _check_text(self, node: nodes.Call, key: str) -> None:
        self.keys_said.add(key)
        if key not in self.library.texts:
            remedy = meant(key, self.library.texts, "Add it to locales/en.json.")
            self.tell(node, key, "unknown-text", f"The text {key!r} is in no locale file.", remedy)
            return
        given = {pair.key for pair in node.kwargs}
        for name in sorted(self.library.placeholders(key) - given):
            if node.dyn_kwargs is None:
                near = meant(name, given, f"Write t({key!r}, {name}=…).")
                self.tell(node, key, "missing-value", f"The text {key!r} needs a value for {{{name}}}.", near)

    def call_macro(self, node: nodes.Call, macro: MacroName, args: list[Shape], named: dict[str, Shape]) -> Shape:
        """Checks the arguments, then the macro's body with them."""
        body = self.library.macros(macro.template)[macro.name]
        names = [argument.name for argument in body.args]
        extra = {name.name for name in body.find_all(nodes.Name)} & {"varargs", "kwargs"}
        if len(args) > len(names) and "varargs" not in extra:
            self.tell(node, macro.name, "arguments", f"{macro.name}() takes {len(names)} values, not {len(args)}.")
        for name in named:
            if name not in names and name not in _IMPLIED and "kwargs" not in extra:
                what = f"{macro.name}() takes no {name!r}."
                self.tell(node, name, "arguments", what, meant(name, names))
        given = {**dict(zip(names, args, strict=False)), **named}
        self._check_missing(node, macro, body, given)
        self.walk_macro(macro, tuple((name, given[name]) for name in names if name in given))
        return shapes.TEXT

    def _check_missing(self, node: nodes.Call, macro: MacroName, body: nodes.Macro, given: dict[str, Shape]) -> None:
        required = [argument.name for argument in body.args[: len(body.args) - len(body.defaults)]]
        missing = [name for name in required if name not in given]
        if missing and node.dyn_args is None and node.dyn_kwargs is None:
            self.tell(node, macro.name, "arguments", f"{macro.name}() needs {' and '.join(missing)}.")

    def walk_macro(self, macro: MacroName, given: tuple[tuple[str, Shape], ...]) -> None:
        raise NotImplementedError


def _constants(node: nodes.Node) -> Iterator[nodes.Const]:
    """The texts that an argument can be, as far as they are written there."""
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node
    if isinstance(node, nodes.CondExpr):
        for part in (node.expr1, node.expr2):
            if part is not None:
                yield from _constants(part)
