"""The contract as a page to read: what every type of page is given, from the types and comments of contract.py."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator

from storefront.rendering import contract
from storefront.rendering.view_models.views import content_types


def reference() -> str:
    """Markdown: which content a page type has, then each record with its fields."""
    kinds = [f"| `{kind}` | {_named(getattr(of, '__name__', 'dict'))} |" for kind, of in content_types().items()]
    return "\n".join(["| Page type | `page.content` |", "|---|---|", *kinds, *_records()])


def _named(name: str) -> str:
    return "nothing" if name == "dict" else f"`{name}`"


def _records() -> Iterator[str]:
    source = inspect.getsource(contract)
    lines = source.splitlines()
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef):
            words = (ast.get_docstring(node) or "").partition("\n\n")[0].replace("\n", " ")
            yield f"\n**{node.name}**{f' – {words}' if words else ''}\n"
            yield from (_field(one, lines) for one in node.body if isinstance(one, ast.AnnAssign))


def _field(node: ast.AnnAssign, lines: list[str]) -> str:
    """One line: the name, its type, and the comment behind it."""
    last = lines[(node.end_lineno or node.lineno) - 1]
    comment = last[node.end_col_offset :].partition("#")[2].strip() if node.end_col_offset else ""
    name = ast.unparse(node.target)
    return f"- `{name}`: `{ast.unparse(node.annotation)}`{f' – {comment}' if comment else ''}"
