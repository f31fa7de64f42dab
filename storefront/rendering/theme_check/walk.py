"""Walks through everything that one type of page shows, from its template up to the layout and down into macros."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jinja2 import nodes

from storefront.rendering.contract import PageView
from storefront.rendering.theme_check import shapes
from storefront.rendering.theme_check.calls import Calls
from storefront.rendering.theme_check.expressions import spelled
from storefront.rendering.theme_check.findings import meant
from storefront.rendering.theme_check.library import Library
from storefront.rendering.theme_check.scopes import Caller, MacroName, Module, Scope
from storefront.rendering.theme_check.shapes import TEXT, UNKNOWN, Many, Record, Shape, Text

Given = tuple[tuple[str, Shape], ...]  # a macro's parameters with what they are given


class Walk(Calls):
    """The walk for one page type. `reached` are the templates that it came through, `chain` those of extends."""

    def __init__(self, library: Library, content: Any) -> None:
        super().__init__(library)
        self._page: Shape = Record(PageView, (("content", shapes.shape_of(content)),))
        self.reached: set[str] = set()
        self.chain: list[str] = []
        self._blocks: dict[str, list[tuple[str, nodes.Block]]] = {}
        self._context = Scope()
        self._modules: dict[tuple[str, bool], Scope] = {}
        self._called: set[tuple[MacroName, Given]] = set()

    def run(self, template: str) -> None:
        self._context.names["page"] = self._page
        self._extend(template)

    # Templates

    def _extend(self, template: str) -> None:
        """A template and those it extends: the last one is walked, the others give their blocks and names."""
        tree = self._enter(template)
        self.chain.append(template)
        for block in tree.find_all(nodes.Block):
            self._blocks.setdefault(block.name, []).append((template, block))
        extends = tree.find(nodes.Extends)
        if extends is None:
            self._body(tree.body, self._context)
            return
        for statement in tree.body:
            self._outside(statement)
        for parent in self._named(extends.template, extends):
            if parent not in self.chain:
                self._extend(parent)
                self._check_blocks(template, tree)

    def _outside(self, statement: nodes.Node) -> None:
        """What a template that extends another has besides blocks: only names count."""
        if isinstance(statement, nodes.Output):
            shown = [part for part in statement.nodes if not _is_blank(part)]
            if shown:
                line = _first_line(shown[0])
                what = "This stands outside of every block and is never shown."
                self.tell(line, "", "outside", what, "Move it into a block.")
        elif not isinstance(statement, nodes.Block | nodes.Extends):
            self._statement(statement, self._context)

    def _check_blocks(self, template: str, tree: nodes.Template) -> None:
        """A block that no template above has is never shown."""
        above = self.chain[self.chain.index(template) + 1 :]
        known = {block.name for name in above for block in self.library.trees[name].find_all(nodes.Block)}
        self.template = template
        for block in [statement for statement in tree.body if isinstance(statement, nodes.Block)]:
            if block.name not in known:
                what = f"No template above has a block {block.name!r}."
                self.tell(block, block.name, "unknown-block", what, meant(block.name, known))

    def _enter(self, template: str) -> nodes.Template:
        self.template = template
        self.reached.add(template)
        return self.library.trees[template]

    def _named(self, expression: nodes.Node, node: nodes.Node) -> list[str]:
        """The template that a statement names, when there is one of that name."""
        if not isinstance(expression, nodes.Const):
            return []
        name = str(expression.value)
        if name in self.library.trees:
            return [name]
        known = self.library.trees
        self.tell(node, name, "missing-file", f"There is no template {name!r}.", meant(name, known))
        return []

    def _module(self, template: str, *, with_page: bool) -> Scope:
        """The names that an imported template has."""
        if (template, with_page) in self._modules:
            return self._modules[template, with_page]
        scope = self._modules[template, with_page] = Scope(names={"page": self._page} if with_page else {})
        before = self.template
        for statement in self._enter(template).body:
            if not isinstance(statement, nodes.Output):
                self._statement(statement, scope)
        self.template = before
        return scope

    # Statements

    def _body(self, body: list[nodes.Node], scope: Scope) -> None:
        for statement in body:
            self._statement(statement, scope)

    def _statement(self, node: nodes.Node, scope: Scope) -> None:
        handle = getattr(self, f"_do_{type(node).__name__.lower()}", None)
        if handle is not None:
            handle(node, scope)
        elif isinstance(node, nodes.Expr):
            self.shape(node, scope)
        else:
            for child in node.iter_child_nodes():
                self._statement(child, scope)

    def _do_output(self, node: nodes.Output, scope: Scope) -> None:
        for part in node.nodes:
            shown = self.shape(part, scope)
            if isinstance(shown, Record | Many):
                kind = "a list" if isinstance(shown, Many) else "a record of several fields"
                what = f"{spelled(part)} is {kind}: it can't be shown as it is."
                self.tell(part, spelled(part).rpartition(".")[2], "not-a-text", what, _advice(shown))

    def _do_if(self, node: nodes.If, scope: Scope) -> None:
        self.shape(node.test, scope)
        self._body([*node.body, *node.elif_, *node.else_], scope)

    def _do_for(self, node: nodes.For, scope: Scope) -> None:
        through = self.shape(node.iter, scope)
        if isinstance(through, Record):
            what = f"{spelled(node.iter)} is one record, not a list."
            self.tell(node.iter, spelled(node.iter).rpartition(".")[2], "not-a-list", what, _advice(through))
        item = shapes.item_of(through)
        inner = Scope(scope)
        inner.bind(node.target, item if isinstance(node.target, nodes.Name) else UNKNOWN)
        inner.names["loop"] = shapes.Loop(item)
        if node.test is not None:
            self.shape(node.test, inner)
        self._body(node.body, inner)
        self._body(node.else_, Scope(scope))

    def _do_assign(self, node: nodes.Assign, scope: Scope) -> None:
        shape = self.shape(node.node, scope)
        scope.bind(node.target, shape if isinstance(node.target, nodes.Name) else UNKNOWN)

    def _do_assignblock(self, node: nodes.AssignBlock, scope: Scope) -> None:
        self._body(node.body, Scope(scope))
        scope.bind(node.target, TEXT)

    def _do_with(self, node: nodes.With, scope: Scope) -> None:
        inner = Scope(scope)
        for target, value in zip(node.targets, node.values, strict=True):
            inner.bind(target, self.shape(value, scope))
        self._body(node.body, inner)

    def _do_block(self, node: nodes.Block, scope: Scope) -> None:
        """The block of the template nearest to the page takes the place."""
        around = Scope(scope if node.scoped else self._context)
        self._block(node.name, 0, around)

    def _block(self, name: str, place: int, scope: Scope) -> None:
        template, block = self._blocks[name][place]
        before, self.template = self.template, template
        scope.names["super"] = _Super(name, place)
        self._body(block.body, scope)
        self.template = before

    def call_super(self, scope: Scope) -> Shape:
        above = scope.find("super")
        if isinstance(above, _Super) and above.place + 1 < len(self._blocks[above.name]):
            self._block(above.name, above.place + 1, Scope(self._context))
        return TEXT

    def _do_macro(self, node: nodes.Macro, scope: Scope) -> None:
        scope.names[node.name] = MacroName(self.template, node.name, scope.find("page") is not None)

    def _do_callblock(self, node: nodes.CallBlock, scope: Scope) -> None:
        self.shape(node.call, scope)
        inner = Scope(scope)
        for argument in node.args:
            inner.bind(argument, UNKNOWN)
        self._body(node.body, inner)

    def _do_filterblock(self, node: nodes.FilterBlock, scope: Scope) -> None:
        self.shape(node.filter, scope)
        self._body(node.body, Scope(scope))

    def _do_scopedevalcontextmodifier(self, node: nodes.ScopedEvalContextModifier, scope: Scope) -> None:
        self.tell(node, "autoescape", "refused", "autoescape is refused: everything a template shows is escaped.")
        self._body(node.body, scope)

    def _do_include(self, node: nodes.Include, scope: Scope) -> None:
        for template in self._named(node.template, node):
            before = self.template
            self._body(self._enter(template).body, Scope(scope))
            self.template = before

    def _do_import(self, node: nodes.Import, scope: Scope) -> None:
        for template in self._named(node.template, node):
            self._module(template, with_page=bool(node.with_context))
            scope.names[node.target] = Module(template, bool(node.with_context))

    def _do_fromimport(self, node: nodes.FromImport, scope: Scope) -> None:
        for template in self._named(node.template, node):
            module = self._module(template, with_page=bool(node.with_context))
            for name in node.names:
                wanted, target = name if isinstance(name, tuple) else (name, name)
                found = module.names.get(wanted)
                if found is None:
                    what = f"{template} has no {wanted!r}."
                    self.tell(node, wanted, "unknown-import", what, meant(wanted, module.names))
                scope.names[target] = found or UNKNOWN

    # Macros

    def walk_macro(self, macro: MacroName, given: Given) -> None:
        """A macro's body, once for each kind of values it is given."""
        if (macro, given) in self._called:
            return
        self._called.add((macro, given))
        scope = Scope(self._surroundings(macro))
        body = self.library.macros(macro.template)[macro.name]
        before, self.template = self.template, macro.template
        scope.names |= {"caller": Caller(), "varargs": UNKNOWN, "kwargs": UNKNOWN}
        defaults = dict(zip([one.name for one in body.args[-len(body.defaults) :]], body.defaults, strict=False))
        for argument in body.args:
            otherwise = self._default(defaults, argument.name, scope)
            scope.names[argument.name] = dict(given).get(argument.name, otherwise)
        self._body(body.body, scope)
        self.template = before

    def _default(self, defaults: dict[str, Any], name: str, scope: Scope) -> Shape:
        """What a macro gives itself; a text or nothing stands for any other of its kind."""
        shape = self.shape(defaults[name], scope) if name in defaults else UNKNOWN
        return TEXT if isinstance(shape, Text) else UNKNOWN if isinstance(shape, shapes.Nothing) else shape

    def _surroundings(self, macro: MacroName) -> Scope:
        if macro.template in self.chain:
            return self._context
        return self._module(macro.template, with_page=macro.sees_page)


@dataclass(frozen=True)
class _Super(Shape):
    """`super` within a block: the place of the block among those of its name."""

    name: str
    place: int


def _advice(shape: Shape) -> str:
    if isinstance(shape, Record):
        return f"Show one of its fields: {', '.join(sorted(shape.fields))}."
    return "Go through it with for, or use |join."


def _is_blank(part: nodes.Node) -> bool:
    return isinstance(part, nodes.TemplateData) and not part.data.strip()


def _first_line(part: nodes.Node) -> nodes.Node:
    """Text begins with the line breaks before it: the node, moved to the line where something stands."""
    if isinstance(part, nodes.TemplateData):
        blank = part.data[: len(part.data) - len(part.data.lstrip())]
        return nodes.TemplateData(part.data, lineno=part.lineno + blank.count("\n"))
    return part
