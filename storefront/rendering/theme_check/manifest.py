"""theme.toml: tables and keys that there are, page types that there are, files that there are."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import get_args

from storefront.rendering.contract import PageType
from storefront.rendering.theme_check.draft import Draft
from storefront.rendering.theme_check.findings import Finding, column_of, meant
from storefront.rendering.themes import CONTRACT

FILE = "theme.toml"
_KEYS = ("name", "label", "description", "version", "contract")
_TABLES = ("templates", "assets", "pictures", "styles", "fonts")
_PARTS = ("critical", "rest")
_SIZE = re.compile(r"(?:\([^,]*\)\s+)?(?:(?:calc|min|max|clamp)\(.*\)|\d+(?:\.\d+)?(?:px|vw|em|rem)|auto)")


def check_manifest(draft: Draft) -> Iterator[Finding]:
    if not draft.own.manifest:
        return  # it could not be read, which has been told
    text = draft.own.texts[FILE]
    yield from _names(draft, text)
    if not draft.is_shared:
        yield from _head(draft, text)
    yield from _page_types(draft, text)
    yield from _files(draft, text)
    yield from _pictures(draft, text)


def _names(draft: Draft, text: str) -> Iterator[Finding]:
    for name, value in draft.own.manifest.items():
        known = _TABLES if isinstance(value, dict) else _KEYS
        if name not in known:
            line = line_of(text, "", name) if not isinstance(value, dict) else _line_of_table(text, name)
            yield _finding(text, line, name, "unknown-key", f"theme.toml has no {name!r}.", meant(name, known))
    for part in draft.own.table("styles"):
        if part not in _PARTS:
            yield _finding(
                text,
                line_of(text, "styles", part),
                part,
                "unknown-key",
                f"[styles] has no {part!r}.",
                meant(part, _PARTS),
            )


def _head(draft: Draft, text: str) -> Iterator[Finding]:
    manifest = draft.own.manifest
    if not isinstance(manifest.get("name"), str):
        yield Finding(FILE, 1, 1, "no-name", "The theme has no name.", 'Add a line such as name = "my-theme".')
    if manifest.get("contract") != CONTRACT:
        what = f"contract is {manifest.get('contract')!r}." if "contract" in manifest else "The contract is not named."
        line = line_of(text, "", "contract")
        yield _finding(text, line, "contract", "contract", what, f"This version needs contract = {CONTRACT}.")


def _page_types(draft: Draft, text: str) -> Iterator[Finding]:
    known = get_args(PageType)
    for kind in draft.own.table("templates"):
        if kind not in known:
            line = line_of(text, "templates", kind)
            yield _finding(text, line, kind, "page-type", f"There is no page type {kind!r}.", meant(kind, known))
    missing = [kind for kind in known if kind not in draft.table("templates")]
    if missing:
        line = _line_of_table(text, "templates")
        yield _finding(text, line, "templates", "page-type", f"There is no template for {', '.join(missing)}.", "")


def _files(draft: Draft, text: str) -> Iterator[Finding]:
    templates = {name for name in draft.templates if "/" not in name}
    for table, there_are in (("templates", templates), ("assets", draft.assets)):
        for key, file in draft.own.table(table).items():
            yield from _file(text, table, key, file, there_are)
    for part, files in draft.own.table("styles").items():
        for file in files if isinstance(files, list) else [files]:
            yield from _file(text, "styles", part, file, draft.assets)


def _file(text: str, table: str, key: str, file: object, there_are: Collection[object]) -> Iterator[Finding]:
    if file not in there_are:
        line = _line_with(text, line_of(text, table, key), str(file))
        yield _finding(
            text, line, str(file), "missing-file", f"There is no file {file!r}.", meant(str(file), map(str, there_are))
        )


def _pictures(draft: Draft, text: str) -> Iterator[Finding]:
    for name, sizes in draft.own.table("pictures").items():
        broken = [one for one in _split(str(sizes)) if not _SIZE.fullmatch(one)]
        if broken:
            line = line_of(text, "pictures", name)
            remedy = 'Write lengths such as "(min-width: 900px) 280px, 45vw".'
            yield _finding(text, line, name, "sizes", f"{broken[0]!r} is no width of a picture.", remedy)


def _split(sizes: str) -> list[str]:
    """The parts between commas that stand in no parentheses."""
    return [part.strip() for part in re.split(r",(?![^()]*(?:\([^()]*\)[^()]*)*\))", sizes)]


def line_of(text: str, table: str, key: str) -> int:
    """The line of a table's entry; the table's or the first where the entry is not found."""
    within, found = "", 1
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("["):
            within = line.strip("[] \t")
            found = number if within == table else found
        elif within == table and line.partition("=")[0].strip().strip("\"'") == key:
            return number
    return found


def _line_of_table(text: str, table: str) -> int:
    return next((n for n, line in enumerate(text.splitlines(), 1) if line.startswith(f"[{table}]")), 1)


def _line_with(text: str, first: int, word: str) -> int:
    """A list goes over several lines: the one that names the file."""
    lines = text.splitlines()
    return next((n for n in range(first, len(lines) + 1) if word in lines[n - 1]), first)


def _finding(text: str, line: int, word: str, rule: str, what: str, remedy: str) -> Finding:
    return Finding(FILE, line, column_of(text, line, word), rule, what, remedy)
