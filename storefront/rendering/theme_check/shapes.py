"""What a value in a template is, as far as the contract says: a record with fields, a list, text, a number.

`UNKNOWN` is whatever can't be said; nothing is ever found wrong with it. A value that may be None counts as what it
is otherwise: templates ask before they use it, and the tests of a theme show where they do not.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NotRequired, Required, Union, get_args, get_origin, get_type_hints, is_typeddict

from markupsafe import Markup


class Shape:
    """Base of all shapes."""


@dataclass(frozen=True)
class Unknown(Shape):
    pass


@dataclass(frozen=True)
class Nothing(Shape):
    """None."""


@dataclass(frozen=True)
class Text(Shape):
    """`values` where the contract lists them all."""

    values: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Written(Shape):
    """A text that a template hands to a macro, and where."""

    value: str
    template: str
    line: int


@dataclass(frozen=True)
class Number(Shape):
    """Truth values among them."""


@dataclass(frozen=True)
class Many(Shape):
    item: Shape


@dataclass(frozen=True)
class Record(Shape):
    """A TypedDict of the contract. `own` says more of some fields: what `page.content` is on one type of page."""

    of: Any
    own: tuple[tuple[str, Shape], ...] = ()

    @property
    def fields(self) -> Mapping[str, Shape]:
        return {**_fields(self.of), **dict(self.own)} if self.own else _fields(self.of)

    @property
    def name(self) -> str:
        return str(self.of.__name__)


@dataclass(frozen=True)
class Either(Shape):
    options: frozenset[Shape]


@dataclass(frozen=True)
class Loop(Shape):
    """The variable `loop` within a for."""

    item: Shape


UNKNOWN = Unknown()
TEXT = Text()
NUMBER = Number()


@cache
def _fields(of: Any) -> Mapping[str, Shape]:
    return {name: shape_of(hint) for name, hint in get_type_hints(of).items()}


def shape_of(hint: Any) -> Shape:
    """A type of the contract as a shape."""
    if is_typeddict(hint):
        return Record(hint)
    if hint is type(None):
        return Nothing()
    if hint in (str, Markup):
        return TEXT
    if hint in (int, float, bool):
        return NUMBER
    return _composed(get_origin(hint), get_args(hint))


def _composed(origin: Any, parts: tuple[Any, ...]) -> Shape:
    if origin is list:
        return Many(shape_of(parts[0]))
    if origin is Literal:
        return Text(frozenset(parts))
    if origin in (Union, types.UnionType):
        return merged(shape_of(part) for part in parts)
    if origin in (NotRequired, Required):
        return shape_of(parts[0])
    return UNKNOWN


def merged(shapes: Iterable[Shape]) -> Shape:
    """One shape for a value that is this or that."""
    options: set[Shape] = set()
    for shape in shapes:
        options |= shape.options if isinstance(shape, Either) else {shape}
    options = _without_nothing({TEXT if isinstance(one, Written) else one for one in options})
    texts = [one for one in options if isinstance(one, Text)]
    if len(texts) > 1:
        listed = all(one.values for one in texts)
        options -= set(texts)
        options.add(Text(frozenset().union(*(one.values for one in texts))) if listed else TEXT)
    if UNKNOWN in options or not options:
        return UNKNOWN
    return options.pop() if len(options) == 1 else Either(frozenset(options))


def _without_nothing(options: set[Shape]) -> set[Shape]:
    return options - {Nothing()} if len(options) > 1 else options


def options_of(shape: Shape) -> frozenset[Shape]:
    return shape.options if isinstance(shape, Either) else frozenset({shape})


def item_of(shape: Shape) -> Shape:
    """What a loop over the value gives."""
    if isinstance(shape, Either):
        return merged(item_of(one) for one in shape.options)
    return shape.item if isinstance(shape, Many) else TEXT if isinstance(shape, Text) else UNKNOWN
