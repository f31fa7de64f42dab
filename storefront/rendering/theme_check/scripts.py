"""Scripts: that they can be read, that what they import is there, that they write no markup."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

from storefront.errors import ThemeBroken
from storefront.rendering.minifying import minified
from storefront.rendering.theme_check.draft import Draft
from storefront.rendering.theme_check.findings import Finding, meant, nearest, place

_IMPORT = re.compile(
    r"(?:\bimport\s*(?:(?:[\w*\s]+,\s*)?(?:\{(?P<names>[^}]*)\}|[\w*\s]+)\s*from\s*)?|\bimport\s*\(\s*|"
    r"\bexport\s*(?:\{[^}]*\}|\*)\s*from\s*)(?P<quote>[\"'])(?P<file>[^\"'\n]+)(?P=quote)"
)
_EXPORT = re.compile(r"\bexport\s+(?:default\s+)?(?:async\s+)?(?:function\*?|const|let|var|class)\s+([\w$]+)")
_EXPORTS = re.compile(r"\bexport\s*\{([^}]*)\}")
_REFUSED = re.compile(
    r"\.(?:innerHTML|outerHTML)\s*\+?=|\.insertAdjacentHTML\s*\(|\bdocument\.write\s*\(|\beval\s*\(|\bnew\s+Function\s*\("
)
_LINE = re.compile(r"line (\d+)(?: and column (\d+))?")


def check_scripts(draft: Draft, scripts: Mapping[str, str]) -> Iterator[Finding]:
    try:
        minified(scripts)  # all at once, since a reader has to be started
    except ThemeBroken:
        for file, text in scripts.items():
            yield from _readable(file, text)
    for file, text in scripts.items():
        yield from _check(draft, file, text)


def _check(draft: Draft, file: str, text: str) -> Iterator[Finding]:
    code = _without_comments(text)
    for found in _REFUSED.finditer(code):
        what = f"{found[0].strip(' .(=+')} makes markup, or code, of text."
        remedy = "Use textContent, append() and <template>."
        yield Finding(file, *place(text, found.start()), "refused", what, remedy)
    for found in _IMPORT.finditer(code):
        yield from _imported(draft, file, text, found)


def _readable(file: str, text: str) -> Iterator[Finding]:
    try:
        minified({file: text})
    except ThemeBroken as error:
        found = _LINE.search(error.what)
        line, column = (int(found[1]), int(found[2] or 1)) if found else (1, 1)
        what = error.what.partition(":")[2].partition(" on line")[0].strip()
        yield Finding(file, line, column, "script", f"The script can't be read: {what}.")


def _imported(draft: Draft, file: str, text: str, found: re.Match[str]) -> Iterator[Finding]:
    address, where = found["file"], place(text, found.start("file"))
    if not address.startswith("."):
        what = f"{address!r} is no file of the theme."
        yield Finding(file, *where, "foreign-file", what, "Put the script into assets/ and import './name.js'.")
        return
    wanted = posixpath.normpath(posixpath.join(posixpath.dirname(file), address))
    if wanted not in draft.assets:
        near = nearest(wanted, draft.assets)
        remedy = f"Did you mean './{posixpath.relpath(near, posixpath.dirname(file))}'?" if near else "Add the file."
        yield Finding(file, *where, "missing-file", f"There is no file {address!r}.", remedy)
        return
    exported = _exports(draft.asset_text(wanted))
    for name in re.finditer(r"([\w$]+)(?:\s+as\s+[\w$]+)?", found["names"] or ""):
        if name[1] not in exported:
            where = place(text, found.start("names") + name.start())
            what = f"{posixpath.basename(wanted)} exports no {name[1]!r}."
            yield Finding(file, *where, "unknown-import", what, meant(name[1], exported))


def _exports(text: str) -> set[str]:
    lists = [re.split(r"\s+as\s+", one.strip())[-1] for names in _EXPORTS.findall(text) for one in names.split(",")]
    return {*_EXPORT.findall(text), *lists}


def _without_comments(text: str) -> str:
    return re.sub(r"(?m)/\*[\s\S]*?\*/|^\s*//[^\n]*", lambda found: re.sub(r"[^\n]", " ", found[0]), text)
