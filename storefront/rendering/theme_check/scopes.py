"""The names that a place in a template can see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from jinja2 import nodes

from storefront.rendering.theme_check.shapes import Shape, merged


@dataclass(frozen=True)
class MacroName(Shape):
    """A macro, known by the template that has it; whether it sees `page` depends on how that is imported."""

    template: str
    name: str
    sees_page: bool


@dataclass(frozen=True)
class Module(Shape):
    """What `{% import "x.html" as y %}` gives."""

    template: str
    sees_page: bool


@dataclass(frozen=True)
class Caller(Shape):
    """`caller` within a macro."""


@dataclass(eq=False)
class Scope:
    """Names with their shapes; those of `parent` are seen too."""

    parent: Scope | None = None
    names: dict[str, Shape] = field(default_factory=dict)

    def find(self, name: str) -> Shape | None:
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.parent
        return None

    def bind(self, target: nodes.Node, shape: Shape) -> None:
        """A name, or a tuple of names, none of which is told apart then."""
        if isinstance(target, nodes.Name):
            before = self.names.get(target.name)
            self.names[target.name] = shape if before is None else merged([before, shape])
        for part in target.find_all(nodes.Name):
            self.names.setdefault(part.name, shape)

    def known(self) -> Iterator[str]:
        yield from self.names
        if self.parent is not None:
            yield from self.parent.known()
